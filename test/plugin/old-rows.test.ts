import assert from "node:assert/strict";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import type { Properties } from "../../src/engine/values";
import { inputs, tell } from "./job";
import { Plugin } from "./plugin";

/** What the platform and this package add to a row; inputs are never missing from one. */
const RECORD = [
  "status",
  "platformStatus",
  "outputPaths",
  "createdAt",
  "startedAt",
  "jobId",
  "marker",
  "name",
  "schemaVersion",
] as const;

describe("a row that another version of the package wrote, in the provider process", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  let id: string;
  let row: Properties;
  beforeEach(async () => {
    emulator = await startEmulator({ speed: 600, scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }] });
    plugin = await Plugin.start({ env: emulator.env });
    ({ id, outputs: row } = await plugin.create((await plugin.check({}, inputs)).inputs));
  });
  afterEach(async () => {
    await plugin.stop();
    await emulator.close();
  });

  async function assertUsable(old: Properties): Promise<void> {
    const { inputs: checked } = await plugin.check(old, inputs);
    assert.deepEqual((await plugin.diff(id, old, checked)).replaces, []);
    const read = await plugin.read(id, old);
    assert.deepEqual([read.id, read.outputs.jobId, read.outputs.status], [id, id, "running"]);
    assert.equal((await plugin.diff(id, read.outputs, checked)).changes, false, "a refresh brings it up to date");
  }

  for (const member of RECORD) {
    it(`is read, compared and deleted without ${member}`, async () => {
      assert.ok(member in row, Object.keys(row).join());
      const { [member]: _, ...old } = row;
      await assertUsable(old);
      await plugin.delete(id, old);
      assert.deepEqual(await tell(emulator, "jobs"), []);
      assert.deepEqual(plugin.printed, []);
    });
  }

  it("is read, compared and deleted with members that this version does not know", async () => {
    const young = { ...row, schemaVersion: 7, price: { amount: 3 }, __schema: 2 };
    await assertUsable(young);
    await plugin.delete(id, young);
    assert.deepEqual(await tell(emulator, "jobs"), []);
  });
});
