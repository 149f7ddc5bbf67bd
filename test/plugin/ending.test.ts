import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { failureOf, inputs, tell } from "./job";
import { HIDDEN, Plugin, type CallFailure } from "./plugin";

// The clocks run as fast as ours here, so the next look at a queued job is fifteen seconds away and `up` would wait half an
// hour: a wait that ends within these tests was ended.
describe("the provider process, when the run is to end", function () {
  this.timeout(12_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  beforeEach(async () => {
    emulator = await startEmulator({ scenarios: [{ match: { name: "*" }, timeline: [{ state: "PENDING" }] }] });
    plugin = await Plugin.start({ env: emulator.env });
  });
  afterEach(async () => {
    await plugin.stop();
    await emulator.close();
  });

  /** A create that waits for a queued job. */
  async function waiting(): Promise<{ created: Promise<CallFailure> }> {
    const { inputs: checked } = await plugin.check({}, inputs);
    const created = failureOf(plugin.create(checked));
    await plugin.engine.heard(/^queued/);
    return { created };
  }

  async function assertKept({ partial }: CallFailure): Promise<void> {
    const [job] = (await tell(emulator, "jobs")) as { id: string }[];
    assert.ok(partial);
    assert.deepEqual([partial.id, partial.properties.jobId], [job?.id, job?.id]);
    assert.equal(partial.properties.__provider, HIDDEN.__provider);
    assert.match(partial.reasons.join(), /interrupted while job train-\S+ was queued.*run `pulumi up` again/s);
  }

  it("ends the wait on Ctrl-C, which the engine tells by Cancel, and keeps the job", async () => {
    const { created } = await waiting();
    await plugin.cancel();
    await assertKept(await created);
    assert.deepEqual(plugin.printed, []);
  });

  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    it(`ends the wait on ${signal}, keeps the job, and exits`, async () => {
      const { created } = await waiting();
      plugin.process.kill(signal);
      await assertKept(await created);
      assert.equal(await plugin.ended(), 0);
    });

    it(`exits at once on ${signal} when it has nothing to do`, async () => {
      await plugin.check({}, inputs);
      plugin.process.kill(signal);
      assert.equal(await plugin.ended(), 0);
    });
  }

  it("ends the wait and exits when the engine is gone, which the end of stdin tells", async () => {
    const { created } = await waiting();
    plugin.endStdin();
    await assertKept(await created);
    assert.equal(await plugin.ended(), 0);
  });

  it("exits when the engine is gone and it has nothing to do", async () => {
    await plugin.check({}, inputs);
    plugin.endStdin();
    assert.equal(await plugin.ended(), 0);
  });

  it("ends a removal in the same way, and the row stays", async () => {
    const { inputs: checked } = await plugin.check({}, inputs);
    const { id, outputs } = await plugin.create({ ...checked, waitFor: "submitted" });
    const removed = failureOf(plugin.delete(id, outputs));
    await plugin.engine.heard(/^stopping/);
    await plugin.cancel();
    assert.match((await removed).message, /^deleting TrainingJob "sft": .*interrupted/);
  });
});
