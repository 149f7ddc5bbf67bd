import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { inputs, tell } from "./job";
import { Plugin } from "./plugin";

describe("secrets of a job, in the provider process", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  beforeEach(async () => {
    emulator = await startEmulator({ speed: 600, scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }] });
    plugin = await Plugin.start({ env: emulator.env });
  });
  afterEach(async () => {
    await plugin.stop();
    await emulator.close();
  });

  const checked = async (given: object) => (await plugin.check({}, { ...inputs, ...given })).inputs;
  const withEnv = (value: string) => ({ spec: { ...inputs.spec, env: { RUN: { value, isPrivate: true } } } });

  it("do not hide it from its own look-up when its name is one of them: it is bought once", async () => {
    await tell(emulator, "faults", { action: "CreateTrainingTask", fault: "drop-after-commit" });
    const named = await checked({ ...withEnv("qwen-sft"), name: "qwen-sft-v3" });
    const { id, outputs } = await plugin.create(named);
    const jobs = (await tell(emulator, "jobs")) as { id: string }[]; // the emulator's own list
    assert.deepEqual([jobs.map((job) => job.id), outputs.name], [[id], "qwen-sft-v3"]);
  });

  it("do not hide another job whose id is one of them", async () => {
    const { id, outputs } = await plugin.create(await checked({}));
    const child = await plugin.create(await checked({ ...withEnv(id), __urn: "dev::fleet::*::child" }));
    const read = await plugin.read(id, outputs);
    assert.deepEqual([read.id, read.outputs.jobId, read.outputs.status], [id, id, "running"]);
    await plugin.delete(child.id, child.outputs);
    await plugin.delete(id, read.outputs);
    assert.deepEqual(await tell(emulator, "jobs"), []);
  });

  it("do not make an adopted job look different from the program, and what differs is still told", async () => {
    const startCmd = "torchrun train.py --token 7f3a-hush-hush";
    const secret = { spec: { ...inputs.spec, startCmd }, __secrets: ["/spec/startCmd"] };
    const { id } = await plugin.create(await checked(secret));
    const [machines] = inputs.spec.resourceConfigInfos;
    const resourceConfigInfos = [{ ...machines, instanceNum: 2 }];
    const other = {
      ...secret,
      spec: { ...secret.spec, resourceConfigInfos },
      adoptJobId: id,
      __urn: "dev::fleet::*::other",
    };
    await plugin.create(await checked(other));
    const { message } = await plugin.engine.heard(/was not submitted as the program says/);
    assert.match(message, /: spec\.resourceConfigInfos differ/);
    assert.doesNotMatch(message, /startCmd/);
  });
});
