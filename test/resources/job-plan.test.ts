import assert from "node:assert/strict";
import type { Difference } from "../../src/engine/resource";
import { createIo } from "../../src/net/io";
import { PriceBook } from "../../src/pricing/book";
import { JobPlan } from "../../src/resources/job-plan";
import { migrate, type JobInputs, type JobOutputs } from "../../src/resources/job-record";
import { endingText, waitMs } from "../../src/resources/job-words";
import { samples } from "../conformance/samples";
import { fakeClock } from "../fake-clock";

const HOUR_MS = 3_600_000;

describe("the plan of a job that is there", () => {
  const clock = fakeClock();
  const startedAt = (hoursAgo: number) => new Date(clock.wall() - hoursAgo * HOUR_MS).toISOString();

  function warningsOf(platform: string, maxDuration: string, hoursAgo: number) {
    const io = createIo({ clock, env: () => ({}), random: () => 0.5, write: () => {} });
    const plan = new JobPlan({ io, prices: new PriceBook(clock) });
    const news: JobInputs = { platform, region: "r", spec: samples[platform]?.spec ?? {}, maxDuration };
    const job = migrate({ ...news, jobId: "job-1", status: "running", startedAt: startedAt(hoursAgo) });
    const notes: string[] = [];
    const difference: Difference = {
      urn: "urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/training:TrainingJob::sft",
      organization: "",
      replaces: false,
      isPreview: true,
      retains: false,
      config: () => undefined,
      note: (_severity, text) => notes.push(text),
    };
    return plan.compares({ job, news, wanted: undefined }, difference).then(() => notes);
  }

  it("names it when it runs longer than it may and nothing ends it", async () => {
    const [warning] = await warningsOf("tione", "24h", 25);
    assert.match(
      warning ?? "",
      /job job-1 has been running for 1d1h, longer than its `maxDuration` of 24h, and nothing on TI-ONE/,
    );
    assert.deepEqual(await warningsOf("tione", "26h", 25), []);
    assert.deepEqual(await warningsOf("modelarts", "24h", 25), [], "ModelArts ends it");
  });

  it("says what a replacement does to it", () => {
    const price = { perHour: 50, unit: "yuan", basis: "list", source: "" } as const;
    const job = (more: Partial<JobOutputs>) =>
      migrate({ jobId: "job-1", status: "running", startedAt: startedAt(3.5), price, ...more });
    const text = (more: Partial<JobOutputs>, isRetained = false) => endingText(job(more), clock.wall(), isRetained);
    assert.equal(text({}), "stops job job-1 (running for 3h30m, about ¥175 so far) and deletes it");
    assert.equal(text({ deletionPolicy: "stop" }), "stops job job-1 (running for 3h30m, about ¥175 so far)");
    assert.equal(text({ status: "queued" }), "stops job job-1 (queued) and deletes it");
    assert.equal(text({ status: "failed" }), "deletes job job-1 (failed)");
    assert.equal(text({ status: "failed", deletionPolicy: "stop" }), "keeps job job-1 (failed)");
    assert.equal(text({}, true), "leaves job job-1 to itself (retainOnDelete)");
  });

  it("is waited for as long as it may run, and for its queue", () => {
    assert.equal(waitMs({ waitFor: "succeeded", maxDuration: "72h" }, "create"), 72.5 * HOUR_MS);
    assert.equal(waitMs({ waitFor: "succeeded" }, "create"), 24 * HOUR_MS);
    assert.equal(waitMs({ waitFor: "running", maxDuration: "72h" }, "create"), HOUR_MS / 2);
    assert.equal(waitMs({ waitFor: "succeeded", maxDuration: "72h", timeouts: { create: "1h" } }, "create"), HOUR_MS);
  });
});
