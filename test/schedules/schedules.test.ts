import assert from "node:assert/strict";
import { PLATFORMS, playMany } from "./schedule";

/** On each platform, the same in every run; `npm run soak` plays others, as many as one likes. */
const SCHEDULES = { runs: 40, seed: 20_261_128 } as const;

describe("kills, faults and machines that change, by chance", function () {
  this.timeout(600_000);

  for (const way of PLATFORMS) {
    it(`end with each job bought once, none lost, and none left after destroy, on ${way}`, async () => {
      assert.equal(await playMany(way, SCHEDULES), undefined);
    });
  }
});
