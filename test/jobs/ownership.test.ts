import assert from "node:assert/strict";
import type { Claim, JobSnapshot } from "../../src/jobs/job";
import { straysOf } from "../../src/jobs/ownership";

const ORIGIN = { resource: "abcdefghijkl", marker: "abcdefghijklmnopqrst" };
const OTHER_MARKER = "bcdefghijklmnopqrstu";

/** A job as a list shows it, with what it says of whose it is. */
function job(id: string, claim: Partial<Claim> | undefined): JobSnapshot {
  const whole = claim && { marker: ORIGIN.marker, resource: ORIGIN.resource, isReleased: false, ...claim };
  return {
    jobId: id,
    name: id,
    status: "running",
    platformStatus: "RUNNING",
    outputPaths: [],
    ...(whole && { claim: whole }),
  };
}

const straysAmong = (...jobs: readonly JobSnapshot[]) =>
  straysOf(ORIGIN, jobs, new Set(["job-known"])).map(({ jobId: id }) => id);

describe("a stray of a resource", () => {
  it("is a job of another run of it that no row is known to hold", () => {
    assert.deepEqual(straysAmong(job("job-1", { marker: OTHER_MARKER })), ["job-1"]);
  });

  it("is a second job of the very submission that the row stands for, too", () => {
    assert.deepEqual(straysAmong(job("job-known", {}), job("job-copy", {})), ["job-copy"]);
  });

  it("is none that a row holds, that was let go, that another resource made, or that says nothing", () => {
    const others = [
      job("job-known", { marker: OTHER_MARKER }),
      job("job-released", { marker: OTHER_MARKER, isReleased: true }),
      job("job-of-another", { resource: "bcdefghijklm" }),
      job("job-of-nobody", undefined),
    ];
    assert.deepEqual(straysAmong(...others), []);
  });
});
