import assert from "node:assert/strict";
import { runtime } from "@pulumi/pulumi";
import { modelarts, tione } from "../../src";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { mockEngine } from "./mocks";

describe("a look-up in a program", function () {
  this.timeout(30_000);
  let emulator: RunningEmulator;
  let before: Readonly<Record<string, string | undefined>>;

  const setEnvironment = (values: Readonly<Record<string, string | undefined>>) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) Reflect.deleteProperty(process.env, name);
      else process.env[name] = value;
    }
  };
  beforeEach(async () => {
    await mockEngine();
    emulator = await startEmulator({ speed: 600 });
    before = Object.fromEntries(Object.keys(emulator.env).map((name) => [name, process.env[name]]));
    setEnvironment(emulator.env);
  });
  afterEach(async () => {
    runtime.setAllConfig({});
    setEnvironment(before);
    await emulator.close();
  });

  async function asked(): Promise<string[]> {
    const reply = await fetch(`${emulator.url}/_emulator/requests`);
    return ((await reply.json()) as { action: string }[]).map(({ action }) => action);
  }

  it("is asked once per run, and once more for another question or another place", async () => {
    const search = "asked-once";
    const [first, second] = await Promise.all([
      tione.getResourceGroups({ search }),
      tione.getResourceGroups({ search }),
    ]);
    assert.equal(first, second);
    assert.equal((await asked()).length, 1);
    await tione.getResourceGroups({ search }, { region: "ap-beijing" });
    await tione.getResourceGroups({ search: `${search}-too` });
    assert.equal((await asked()).length, 3);
  });

  it("is asked again after an answer that never came", async () => {
    const args = { search: "asked-again" };
    await fetch(`${emulator.url}/_emulator/faults`, {
      method: "POST",
      body: JSON.stringify({ action: "DescribeBillingResourceGroups", fault: "redirect" }),
    });
    await assert.rejects(tione.getResourceGroups(args));
    assert.deepEqual(await tione.getResourceGroups(args), []);
  });

  it("names the argument that does not fit, before any request", async () => {
    // As from plain JavaScript, which no compiler checks.
    const getLogs = tione.getLogs as (args: object) => Promise<unknown>;
    await assert.rejects(
      getLogs({ jobId: "train-1", lines: 5 }),
      /^Error: training\.tione\.getLogs: lines: no such input$/,
    );
    await assert.rejects(getLogs({ jobId: "train-1", limit: 0 }), /training\.tione\.getLogs: limit: /);
    await assert.rejects(
      tione.getLogs({ jobId: "train-1" }, { region: "../etc" }),
      /training\.tione\.getLogs\.region must be the id of a region/,
    );
    assert.deepEqual(await asked(), []);
  });

  it("goes where the stack's configuration says, unless the call says otherwise", async () => {
    setEnvironment({ TENCENTCLOUD_REGION: undefined });
    await assert.rejects(
      tione.getWorkspaces(),
      /training\.tione\.getWorkspaces: no region; give it as `\{ region \}`, or by `pulumi config set --path training:tione\.region/,
    );
    runtime.setAllConfig({ "training:tione": JSON.stringify({ region: "ap-nanjing" }) });
    assert.ok((await tione.getWorkspaces({}, { projectId: "7" })).length >= 0);
    runtime.setAllConfig({ "training:tione": JSON.stringify({ regio: "ap-nanjing" }) });
    await assert.rejects(tione.getWorkspaces({}, { projectId: "8" }), /training:tione has no setting "regio"/);
  });

  it("tells a platform something in `up`, each time, and never in a preview", async () => {
    await runtime.setMocks({ newResource: () => ({ id: "a", state: {} }), call: () => ({}) }, "fleet", "dev", true);
    const push = () => tione.pushTrainingMetrics({ data: [{ jobId: "train-1", values: { loss: 1 } }] });
    await push();
    assert.deepEqual(await asked(), []);
    await mockEngine();
    await assert.rejects(push(), /train-1/);
    await assert.rejects(push(), /train-1/);
    assert.deepEqual(await asked(), ["PushTrainingMetrics", "PushTrainingMetrics"]);
  });

  it("fails with the platform's words when the platform refuses", async () => {
    await assert.rejects(modelarts.getResourceGroup({ resourceGroupId: "pool-nowhere" }), (error: Error) => {
      const [refusal = "", advice] = error.message.split("\n");
      assert.match(refusal, /^training\.modelarts\.getResourceGroup: .*\(ModelArts\.50015001, request [\w-]+\)$/);
      assert.equal(advice, "ModelArts, ShowPool, HTTP 404");
      return true;
    });
  });
});
