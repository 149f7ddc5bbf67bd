import assert from "node:assert/strict";
import { hours, minutes } from "../../../src/program/qizhi";

describe("Qizhi helpers", () => {
  it("turn hours and minutes into milliseconds", () => {
    assert.deepEqual([hours(24), hours(1.1), minutes(30), minutes(0.5)], [86_400_000, 3_960_000, 1_800_000, 30_000]);
  });

  for (const count of [0, -1, 1 / 7, Infinity, Number.NaN]) {
    it(`refuse ${count} hours`, () => {
      assert.throws(() => hours(count), { name: "RangeError", message: /Qizhi counts in whole milliseconds/ });
    });
  }
});
