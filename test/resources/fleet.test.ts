import assert from "node:assert/strict";
import { checkGoal } from "../../src/resources/job-fleet";

describe("what waitForJobs waits for", () => {
  it("is that jobs run or have ended well, for some time", () => {
    checkGoal({ waitFor: "running" });
    checkGoal({ waitFor: "succeeded", timeout: "36h" });
  });

  it("is refused by name when it is something else", () => {
    const other = "submitted" as "running"; // a program in JavaScript may say anything
    assert.throws(() => checkGoal({ waitFor: other }), /^Error: training.waitForJobs: waitFor is neither/);
    assert.throws(
      () => checkGoal({ waitFor: "running", timeout: "soon" }),
      /^Error: training.waitForJobs: timeout is no duration/,
    );
  });
});
