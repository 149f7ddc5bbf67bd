import assert from "node:assert/strict";
import type { Context } from "../../src/engine/resource";
import { openConnection } from "../../src/jobs/connection";
import type { JobState } from "../../src/jobs/job";
import type { Journal, JournalEntry, Origin } from "../../src/jobs/journal";
import { PlatformError } from "../../src/net/errors";
import { removeJob } from "../../src/resources/job-deletion";
import { newOutputs, type JobOutputs } from "../../src/resources/job-record";
import type { Place, Runtime } from "../../src/resources/place";
import { fakeClock, type FakeClock } from "../fake-clock";
import { Cloud } from "../jobs/cloud";

const MARKER = "abcdefghijklmnopqrst";

describe("destroying a job", () => {
  let cloud: Cloud;
  let clock: FakeClock;
  let forgotten: string[];
  let written: unknown[];
  let notes: string[];
  let isReadOnly: boolean;
  beforeEach(() => {
    cloud = new Cloud();
    clock = fakeClock();
    [forgotten, written, notes, isReadOnly] = [[], [], [], false];
    cloud.api.stop = async (id) => {
      cloud.asked.push("stop");
      cloud.jobs.filter((job) => job.id === id).forEach((job) => (job.state = "stopped"));
    };
    cloud.api.delete = async (id) => {
      cloud.asked.push("delete");
      cloud.jobs.splice(0, Infinity, ...cloud.jobs.filter((job) => job.id !== id));
    };
  });

  const refusal = () => new PlatformError("notNow", "not now", { platform: "test", action: "stop" });
  const row = (state: JobState, more: Partial<JobOutputs> = {}): JobOutputs => ({
    ...newOutputs({ platform: "tione", region: "r", spec: {} }, { marker: MARKER, name: "sft", jobId: "job-1" }),
    status: state,
    ...more,
  });

  function destroy(job: JobOutputs, endOthers: () => Promise<void> = async () => {}): Promise<void> {
    // What is not here is not used by a deletion.
    const journal = {
      read: async () => ({ jobId: job.jobId }),
      write: async ({ jobId, endingSince }: JournalEntry) => void written.push([jobId, endingSince]),
      remove: async ({ marker }: Origin) => {
        if (isReadOnly) throw new Error("the journal directory cannot be used");
        forgotten.push(marker);
      },
    } as unknown as Journal;
    const place = { connection: openConnection(cloud.api, { clock }) } as unknown as Place;
    const runtime = { io: { clock, random: () => 0.5 }, journal, backend: "" } as unknown as Runtime;
    const note = (_severity: string, text: string) => void notes.push(text);
    const identity = { urn: "urn:pulumi:dev::p::t::sft", organization: "organization" };
    const context = {
      ...identity,
      note,
      report: () => {},
      signal: new AbortController().signal,
    } as unknown as Context<JobOutputs>;
    return clock.settle(removeJob(job, { place, runtime, context }, endOthers));
  }

  it("stops it first, waits until it ended, deletes it, and sees it gone", async () => {
    cloud.add("sft", MARKER);
    await destroy(row("running"));
    assert.deepEqual(cloud.asked, ["stop", "describe 1", "delete", "describe 1"]);
    assert.deepEqual([cloud.jobs, forgotten], [[], [MARKER]]);
  });

  it("notes in the journal, which it keeps then, that it may have ended the job, when that or something else fails", async () => {
    cloud.add("sft", MARKER);
    const { describe: look } = cloud.api;
    cloud.api.describe = () => Promise.reject(new Error("no answer"));
    await assert.rejects(destroy(row("running")), /no answer/);
    cloud.api.describe = look;
    const others = () => Promise.reject(new Error("another cannot be ended"));
    await assert.rejects(destroy(row("running"), others), /another cannot be ended/);
    assert.deepEqual(written.length, 2);
    for (const [jobId, endingSince] of written as [string, string][])
      assert.deepEqual([jobId, Math.abs(Date.parse(endingSince) - clock.wall()) < 60_000], ["job-1", true]);
    assert.deepEqual(forgotten, []);
  });

  it("does not stop what has ended", async () => {
    cloud.add("sft", MARKER, "succeeded");
    await destroy(row("succeeded"));
    assert.deepEqual(cloud.asked, ["describe 1", "delete", "describe 1"]);
  });

  it("is done at once when the platform forgot a job that had ended", async () => {
    await destroy(row("failed"));
    assert.deepEqual(cloud.asked, ["describe 1"]);
  });

  it("believes only twice that a job is gone which was running", async () => {
    await destroy(row("running"));
    assert.deepEqual(cloud.asked, ["stop", "describe 1", "describe 1", "delete"]);
  });

  it("does not take for gone what no read has shown yet, and ends it when it shows", async () => {
    cloud.add("sft", MARKER);
    cloud.isShown = false;
    const stop = cloud.api.stop.bind(cloud.api);
    cloud.api.stop = async (id) => {
      if (!cloud.isShown) throw refusal();
      await stop(id);
    };
    const unseen = row("unknown", { platformStatus: "" });
    void clock.sleep(60_000).then(() => (cloud.isShown = true));
    await destroy(unseen);
    assert.deepEqual(cloud.jobs, []);
  });

  it("deletes the record also when reads never show it, and goes on when the platform says that it still moves", async () => {
    cloud.add("sft", MARKER);
    cloud.isShown = false;
    const remove = cloud.api.delete?.bind(cloud.api);
    cloud.api.delete = async (id) => {
      if (cloud.jobs[0]?.state !== "running") return remove?.(id);
      cloud.asked.push("refused");
      throw refusal();
    };
    // No stop has an effect before that.
    cloud.api.stop = async () => {
      if (cloud.asked.includes("refused")) cloud.jobs.forEach((job) => (job.state = "stopped"));
    };
    await destroy(row("unknown", { platformStatus: "" }));
    assert.deepEqual(cloud.jobs, []);
    assert.ok(cloud.asked.includes("refused"));
  });

  it("lets the row of a job go that is gone, also when the journal cannot be written any more", async () => {
    cloud.add("sft", MARKER);
    isReadOnly = true;
    await destroy(row("running"));
    assert.deepEqual([cloud.jobs, notes], [[], ["the journal directory cannot be used"]]);
  });

  it("tries again every five seconds when the job cannot be stopped yet", async () => {
    cloud.add("sft", MARKER);
    const stop = cloud.api.stop.bind(cloud.api);
    let refusals = 3;
    cloud.api.stop = (id) => (refusals-- > 0 ? (cloud.asked.push("refused"), Promise.reject(refusal())) : stop(id));
    const started = clock.now();
    await destroy(row("running"));
    assert.equal(cloud.asked.filter((request) => request === "refused").length, 3);
    assert.ok(clock.now() - started < 30_000);
    assert.deepEqual(cloud.jobs, []);
  });

  it("keeps the row of a job that does not stop, and says that it may cost money", async () => {
    cloud.add("sft", MARKER);
    cloud.api.stop = async () => void cloud.asked.push("stop");
    await assert.rejects(destroy(row("running")), /job job-1 is still running and may still cost money/);
    const stops = cloud.asked.filter((request) => request === "stop").length;
    assert.ok(stops >= 9 && stops <= 12, `one stop a minute for ten minutes, not ${stops}`);
    assert.deepEqual(forgotten, []);
  });

  it("stops a job again that somebody restarted", async () => {
    cloud.add("sft", MARKER, "running");
    await destroy(row("stopped"));
    assert.deepEqual(cloud.jobs, []);
    assert.ok(cloud.asked.includes("stop"));
  });

  it("keeps the row when the record cannot be deleted", async () => {
    cloud.add("sft", MARKER, "failed");
    cloud.api.delete = () => Promise.reject(refusal());
    await assert.rejects(destroy(row("failed")), /could not be deleted: not now; the row is kept/);
    assert.deepEqual(forgotten, []);
  });

  it("ends every job that carries the marker", async () => {
    cloud.add("sft", MARKER);
    const other = cloud.add("sft", MARKER);
    await destroy(row("running", { duplicateJobIds: [other] }));
    assert.deepEqual(cloud.jobs, []);
  });

  it("of a pending row ends the job that turned up", async () => {
    cloud.add("sft", MARKER);
    await destroy(row("unknown", { jobId: "", pendingSince: "2026-01-01T12:00:00.000Z" }));
    assert.deepEqual([cloud.jobs, forgotten], [[], [MARKER]]);
  });

  it("of a pending row refuses while the request may yet arrive, and lets it go when it cannot", async () => {
    const pending = row("unknown", { jobId: "", pendingSince: new Date(cloud.serverNow).toISOString() });
    await assert.rejects(destroy(pending), /still not known.*again in 5m30s/);
    assert.deepEqual(forgotten, []);
    cloud.serverNow += 331_000;
    await destroy(pending);
    assert.deepEqual(forgotten, [MARKER]);
  });
});
