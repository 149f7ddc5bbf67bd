import assert from "node:assert/strict";
import { sweepWrites } from "./writes";

// `npm run crashes` tries every write, on every platform, and the real `pulumi` too.
describe("a provider process that is killed while it creates a job", function () {
  this.timeout(300_000);

  it("leaves what the next one makes one job of, whichever write was the last", async () => {
    const { kills, violations } = await sweepWrites({ platform: "tione", keepsJournal: false, every: 6 });
    assert.ok(kills > 6, `${kills} kills`);
    assert.deepEqual(violations, []);
  });
});
