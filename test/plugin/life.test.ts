import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { inputs, tell } from "./job";
import { HIDDEN, Plugin, URN } from "./plugin";

describe("the provider process", function () {
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

  it("takes a job from check to delete as the engine asks, and prints nothing", async () => {
    const checked = await plugin.check({}, inputs);
    assert.deepEqual(checked, { inputs: { ...inputs, region: "ap-guangzhou" }, failures: [] });

    const { id, outputs } = await plugin.create(checked.inputs);
    assert.deepEqual([id, outputs.status, outputs.jobId], [outputs.jobId, "running", id]);
    for (const [key, value] of Object.entries({ ...inputs, ...HIDDEN })) assert.deepEqual(outputs[key], value);

    // The next `up` without a change.
    const again = await plugin.check(checked.inputs, inputs);
    assert.deepEqual(again, checked);
    assert.deepEqual(await plugin.diff(id, outputs, again.inputs), {
      changes: false,
      replaces: [],
      deleteBeforeReplace: false,
    });

    // A refresh: the engine reads, then compares the other way round.
    const fresh = await plugin.read(id, outputs);
    assert.deepEqual(fresh, { id, outputs }, "a refresh of a running job is quiet");
    assert.equal((await plugin.diff(id, fresh.outputs, checked.inputs)).changes, false);

    await plugin.delete(id, fresh.outputs);
    assert.deepEqual(await tell(emulator, "jobs"), []);
    assert.deepEqual(plugin.printed, []);
  });

  it("leaves the comparison of changed inputs to the engine, and says which of them replace the job", async () => {
    const { inputs: checked } = await plugin.check({}, inputs);
    const { id, outputs } = await plugin.create(checked);
    const imageInfo = { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:2" };
    const changed = { ...checked, spec: { ...inputs.spec, imageInfo }, onFailed: "rerun" };
    assert.deepEqual(await plugin.diff(id, outputs, changed), {
      changes: undefined,
      replaces: ["spec.imageInfo"],
      deleteBeforeReplace: true,
    });
    assert.deepEqual(await plugin.diff(id, outputs, { ...checked, onFailed: "rerun" }), {
      changes: undefined,
      replaces: [],
      deleteBeforeReplace: false,
    });
    const updated = await plugin.update(id, outputs, { ...checked, onFailed: "rerun" });
    assert.deepEqual(updated.outputs, { ...outputs, onFailed: "rerun" }, "an update keeps what is known of the run");
  });

  it("shows what it does in the row of the resource, as statuses that are not kept", async () => {
    const timeline = [{ state: "STARTING", ms: 3_600_000 }, { state: "RUNNING" }];
    await tell(emulator, "scenario", { match: { name: "*" }, timeline });
    const { inputs: checked } = await plugin.check({}, inputs);
    const created = plugin.create(checked);
    await plugin.engine.heard(/^starting/);
    await tell(emulator, "clock", { advanceMs: 3_600_000 });
    const { id, outputs } = await created;
    await plugin.delete(id, outputs);
    await plugin.engine.heard(/^deleting/);
    const { logs } = plugin.engine;
    for (const word of ["submitting", "starting", "running", "stopping", "deleting"])
      assert.ok(
        logs.some(({ message }) => message.startsWith(word)),
        `no "${word}" in ${JSON.stringify(logs)}`,
      );
    for (const { urn, severity, isEphemeral } of logs)
      assert.deepEqual([urn, severity, isEphemeral], [URN, "info", true]);
  });

  it("works the same when the engine cannot be reached", async () => {
    for (const engineAddress of ["127.0.0.1:1", "nowhere", ""]) {
      const lonely = await Plugin.start({ env: { ...emulator.env }, engineAddress });
      try {
        const { inputs: checked } = await lonely.check({}, inputs);
        const { id, outputs } = await lonely.create(checked);
        await lonely.delete(id, outputs);
        assert.deepEqual([lonely.printed, lonely.engine.logs], [[], []]);
      } finally {
        await lonely.stop();
      }
    }
  });

  it("reads a job for `TrainingJob.get`, and fails for one that the platform does not know", async () => {
    const { inputs: checked } = await plugin.check({}, inputs);
    const { id } = await plugin.create(checked);
    const place = { ...HIDDEN, platform: "tione", region: "ap-guangzhou" };
    const { outputs, ...read } = await plugin.read(id, place);
    assert.deepEqual(
      [read.id, outputs.jobId, outputs.status, outputs.__provider],
      [id, id, "running", HIDDEN.__provider],
    );
    await assert.rejects(plugin.read("train-404", place), {
      message: 'reading TrainingJob "sft": TI-ONE has no job train-404 in ap-guangzhou',
    });
    assert.deepEqual(plugin.printed, []);
  });

  it("reports wrong inputs as failures with their path, before anything is created", async () => {
    const spec = { ...inputs.spec, chargeType: "FREE", startCommand: "x" };
    const { failures } = await plugin.check({}, { ...inputs, spec, "wait for": "running" });
    // A named property would be shown twice, with a value of `<nil>`.
    assert.ok(failures.every(({ property }) => property === ""));
    assert.deepEqual(failures.map(({ reason }) => reason.split(": ")[0]).sort(), [
      '["wait for"]',
      "spec.chargeType",
      "spec.startCommand",
    ]);
    assert.deepEqual(plugin.printed, []);
    assert.deepEqual(await tell(emulator, "requests"), []);
  });
});
