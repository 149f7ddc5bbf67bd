import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import type { Properties } from "../../src/engine/values";
import { failureOf, inputs, tell } from "./job";
import { HIDDEN, Plugin } from "./plugin";

describe("a job that does not go well, in the provider process", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  let job: Properties;
  beforeEach(async () => {
    emulator = await startEmulator({ speed: 600, scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }] });
    plugin = await Plugin.start({ env: emulator.env });
    job = (await plugin.check({}, inputs)).inputs;
  });
  afterEach(async () => {
    await plugin.stop();
    await emulator.close();
  });

  const outcome = (name: string) => tell(emulator, "scenario", { match: { name: "*" }, outcome: name });
  const fault = (script: object) => tell(emulator, "faults", { action: "CreateTrainingTask", ...script });

  it("is kept with the platform's reason when it fails", async () => {
    await outcome("fail");
    const waiting = { ...job, waitFor: "succeeded" };
    const { partial, message } = await failureOf(plugin.create(waiting));
    const [made] = (await tell(emulator, "jobs")) as { id: string }[];
    assert.ok(partial);
    assert.equal(partial.id, made?.id);
    assert.match(partial.reasons.join(), /CUDA out of memory/);
    assert.equal(message, partial.reasons.join("\n"));
    const { __provider, __urn, status, jobId, waitFor } = partial.properties;
    assert.deepEqual(
      [__provider, __urn, status, jobId, waitFor],
      [HIDDEN.__provider, HIDDEN.__urn, "failed", made?.id, "succeeded"],
    );

    // The engine now asks for an update, with or without a change, and the answer is as red as before.
    assert.equal((await plugin.diff(partial.id, partial.properties, waiting)).changes, true);
    const again = await failureOf(plugin.update(partial.id, partial.properties, waiting));
    assert.equal(again.partial?.id, made?.id);
    assert.match(again.message, /CUDA out of memory/);
    await plugin.delete(partial.id, again.partial?.properties ?? {});
    assert.deepEqual(await tell(emulator, "jobs"), []);
  });

  it("is kept when the wait runs out, and the next update goes on waiting", async () => {
    await tell(emulator, "scenario", { match: { name: "*" }, timeline: [{ state: "PENDING" }] });
    const hasty = { ...job, timeouts: { create: "10m" } };
    const { partial } = await failureOf(plugin.create(hasty));
    assert.ok(partial);
    assert.match(partial.reasons.join(), /still queued after 10m\d+s.*run `pulumi up` again/s);
    const { outputs } = await plugin.update(partial.id, partial.properties, { ...hasty, waitFor: "submitted" });
    assert.equal(outputs.jobId, partial.id);
  });

  it("leaves no row when the platform refuses it", async () => {
    await tell(emulator, "switches", { stock: { [inputs.spec.resourceConfigInfos[0].instanceType]: 0 } });
    const { partial, message } = await failureOf(plugin.create(job));
    assert.equal(partial, undefined);
    const [refusal = "", advice] = message.split("\n");
    assert.match(refusal, /^creating TrainingJob "sft": .* is sold out\. \(OperationDenied\.\w+, request [\w-]+\)$/);
    assert.equal(
      advice,
      "TI-ONE, CreateTrainingTask: Nothing was bought. Run `pulumi up` again when there is room, or ask for less.",
    );
    assert.deepEqual(await tell(emulator, "jobs"), []);
  });

  it("is kept as pending, with an id and without a job id, when nobody knows whether it was made", async () => {
    await fault({ fault: "drop-after-commit", times: 2 });
    await tell(emulator, "faults", { action: "DescribeTrainingTasks", times: 200, skip: 2, fault: "http-500" });
    const { partial } = await failureOf(plugin.create(job));
    assert.match(partial?.id ?? "", /^pending:[a-z2-7]{20}$/);
    assert.deepEqual([partial?.properties.jobId, partial?.properties.__provider], ["", HIDDEN.__provider]);
    assert.ok(partial);
    assert.equal((await plugin.diff(partial.id, partial.properties, job)).changes, true);
    await tell(emulator, "faults", { action: "DescribeTrainingTasks", times: 0, fault: "http-500" });
    const { outputs } = await plugin.update(partial.id, partial.properties, job);
    const made = (await tell(emulator, "jobs")) as { id: string }[];
    assert.deepEqual(
      [outputs.jobId],
      made.map(({ id }) => id),
    );
    assert.equal((await plugin.read(partial.id, outputs)).id, made[0]?.id, "a refresh gives the row its real id");
  });

  it("prints nothing on the terminal when check, read or delete fail", async () => {
    const { id, outputs } = await plugin.create(job);
    const lost = (action: string) => tell(emulator, "faults", { action, times: 500, fault: "redirect" });
    await Promise.all(["DescribeTrainingTasks", "DescribeTrainingTask", "GetResources"].map(lost));
    assert.match((await failureOf(plugin.read(id, outputs))).message, /^reading TrainingJob "sft": /);
    await lost("StopTrainingTask");
    assert.match((await failureOf(plugin.delete(id, outputs))).message, /^deleting TrainingJob "sft": /);
    assert.notDeepEqual((await plugin.check({}, { ...job, platform: "sagemaker" })).failures, []);
    assert.notDeepEqual((await plugin.check({}, HIDDEN)).failures, []);
    assert.deepEqual(plugin.printed, []);
  });

  it("never answers a read with a blank id", async () => {
    await outcome("never-starts");
    const { id, outputs } = await plugin.create({ ...job, waitFor: "submitted" });
    await tell(emulator, "reset", {}); // the platform knows nothing any more
    const read = await plugin.read(id, outputs);
    assert.deepEqual([read.id, read.outputs.jobId], [id, id]);
  });
});
