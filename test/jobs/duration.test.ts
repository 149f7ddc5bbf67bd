import assert from "node:assert/strict";
import { formatDuration, parseDuration } from "../../src/jobs/duration";

describe("durations", () => {
  it("are read as Pulumi's customTimeouts writes them", () => {
    const table = {
      "30m": 1_800_000,
      "1h30m": 5_400_000,
      "1.5h": 5_400_000,
      "90s": 90_000,
      "250ms": 250,
      "24h": 86_400_000,
    };
    for (const [text, ms] of Object.entries(table)) assert.equal(parseDuration(text), ms, text);
  });

  it("are refused when they are anything else", () => {
    for (const text of ["", "30", "m", "-5m", "1 h", "5 minutes", "1d", "1h foo"])
      assert.equal(parseDuration(text), undefined, text);
  });

  it("are shown with two units at most", () => {
    const table = [
      [48_000, "48s"],
      [192_000, "3m12s"],
      [3_900_000, "1h5m"],
      [90_000_000, "1d1h"],
      [-5, "0s"],
    ] as const;
    for (const [ms, text] of table) assert.equal(formatDuration(ms), text);
  });
});
