import assert from "node:assert/strict";
import { PLATFORMS, playMany } from "./schedule";

/** On each platform; `npm run soak` plays as many as one likes. */
const SCHEDULES = 40;

describe("kills, faults and machines that change, by chance", function () {
  this.timeout(600_000);

  for (const way of PLATFORMS) {
    it(`end with each job bought once, none lost, and none left after destroy, on ${way}`, async () => {
      assert.equal(await playMany(way, { runs: SCHEDULES }), undefined);
    });
  }
});
