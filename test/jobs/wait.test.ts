import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import * as fc from "fast-check";
import type { JobState } from "../../src/jobs/job";
import { Poller } from "../../src/jobs/poller";
import { pollIntervalMs, waitForJob, type Goal } from "../../src/jobs/wait";
import { PlatformError } from "../../src/net/errors";
import { fakeClock, type FakeClock } from "../fake-clock";
import { Cloud } from "./cloud";

const MINUTE = 60_000;

describe("waiting for a job", () => {
  let cloud: Cloud;
  let clock: FakeClock;
  let poller: Poller;
  beforeEach(() => {
    cloud = new Cloud();
    clock = fakeClock();
    poller = new Poller(cloud.api, clock);
  });

  const wait = (
    id: string,
    goal: Goal,
    options: { isNew?: boolean; signal?: AbortSignal; observe?: (state: JobState) => void } = {},
  ) =>
    waitForJob({
      id,
      goal,
      isNew: options.isNew ?? false,
      timeoutMs: 10 * MINUTE,
      poller,
      clock,
      random: () => 0.5,
      signal: options.signal ?? new AbortController().signal,
      observe: ({ status: state }) => options.observe?.(state),
    });
  const setState = (state: JobState) => cloud.jobs.forEach((job) => (job.state = state));

  it("ends as soon as the job runs, and tells every state on the way", async () => {
    const id = cloud.add("a", "m", "queued");
    const seen: JobState[] = [];
    const done = wait(id, "running", { observe: (state) => seen.push(state) });
    await clock.advance(MINUTE);
    setState("running");
    await clock.advance(MINUTE);
    assert.equal((await done).status, "running");
    assert.deepEqual([...new Set(seen)], ["queued", "running"]);
  });

  it("ends with the job when it fails instead", async () => {
    const id = cloud.add("a", "m", "failed");
    assert.equal((await clock.settle(wait(id, "running"))).status, "failed");
  });

  it("says what it saw when the time is up, queueing included", async () => {
    const id = cloud.add("a", "m", "queued");
    await assert.rejects(clock.settle(wait(id, "running")), {
      name: "WaitTimeoutError",
      message: /^waiting for job-1 to be running: still queued after 10m0s \(seen: queued \d+ times\)$/,
    });
  });

  it("ends at once when interrupted", async () => {
    const id = cloud.add("a", "m", "queued");
    const controller = new AbortController();
    const done = wait(id, "running", { signal: controller.signal });
    await clock.advance(1_000);
    controller.abort(new Error("interrupted"));
    await assert.rejects(done, /interrupted/);
    assert.equal(clock.sleepers, 0, "nothing may keep the process alive");
  });

  it("sends one describe a look for forty waiting jobs, about one a second", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => cloud.add(`job ${index}`, "m", "queued"));
    const done = Promise.all(ids.map((id) => wait(id, "running")));
    await clock.advance(30_000);
    setState("running");
    await clock.advance(30_000);
    await done;
    assert.ok(cloud.asked.length <= 33, cloud.asked.join());
    assert.ok(
      cloud.asked.every((request) => request === "describe 40"),
      cloud.asked.join(),
    );
  });

  it("looks at jobs that began one after the other each in its own time, not all in step", async () => {
    const late: number[] = [];
    const begun = async (index: number) => {
      await clock.sleep(110 * index);
      const id = cloud.add(`job ${index}`, "m", "queued");
      const runsAt = clock.now() + 1_950;
      void clock.sleep(1_950).then(() => cloud.jobs.forEach((job) => job.id === id && (job.state = "running")));
      await wait(id, "running");
      late.push(clock.now() - runsAt);
    };
    await clock.settle(Promise.all([0, 1, 2, 3, 4, 5, 6, 7].map(begun)));
    assert.ok(Math.max(...late) <= 300, `${late.join()} ms late`);
  });

  it("asks for at most fifty jobs at once", async () => {
    const ids = Array.from({ length: 120 }, (_, index) => cloud.add(`job ${index}`, "m", "running"));
    await clock.settle(Promise.all(ids.map((id) => wait(id, "running"))));
    assert.deepEqual(cloud.asked.sort(), ["describe 20", "describe 50", "describe 50"]);
  });

  it("gives a new job two minutes to become visible", async () => {
    const done = wait("job-1", "running", { isNew: true });
    await clock.advance(119_000);
    cloud.add("late", "m", "running");
    assert.equal((await clock.settle(done)).jobId, "job-1");
  });

  it("calls a known job lost only when it was denied twice, half a minute apart", async () => {
    const started = clock.now();
    await assert.rejects(clock.settle(wait("job-1", "running")), { name: "LostError" });
    assert.equal(cloud.asked.length, 2);
    assert.equal(clock.now() - started, 30_000);
  });

  it("waits passing trouble out, and gives up on trouble that waiting cannot mend", async () => {
    const id = cloud.add("a", "m", "running");
    const describe = cloud.api.describe.bind(cloud.api);
    const trouble = (kind: "transient" | "auth") =>
      new PlatformError(kind, kind, { platform: "test", action: "describe" });
    let fails = 3;
    cloud.api.describe = async (ids) => (fails-- > 0 ? Promise.reject(trouble("transient")) : describe(ids));
    assert.equal((await clock.settle(wait(id, "running"))).status, "running");
    cloud.api.describe = () => Promise.reject(trouble("auth"));
    await assert.rejects(clock.settle(wait(id, "running")), { name: "PlatformError", kind: "auth" });
  });

  it("sees a change within a second and a half in a phase's first minute, and later within 2.2 % of its age", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 7 * 24 * 60 * MINUTE }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (ageMs, random) => {
          const pause = pollIntervalMs(ageMs, () => random);
          assert.ok(pause >= 900 && pause <= 330_000);
          assert.ok(pause <= (ageMs <= MINUTE ? 1_500 : 0.022 * ageMs), `${pause} ms at ${ageMs} ms`);
        },
      ),
    );
  });

  it("never takes more than a quarter of the rate for a thousand jobs, and little in the long run", async () => {
    for (let index = 0; index < 1_000; index += 1) cloud.add(`job-${index}`, "m", "queued");
    const controller = new AbortController();
    setMaxListeners(0, controller.signal);
    const asked: number[] = [];
    const describe = cloud.api.describe.bind(cloud.api);
    cloud.api.describe = (ids) => {
      asked.push(clock.now());
      return describe(ids);
    };
    const waits = cloud.jobs.map(({ id }) =>
      waitForJob({
        ...{ id, goal: "running", isNew: false, timeoutMs: 120 * MINUTE, poller, clock },
        ...{ random: () => 0.5, signal: controller.signal, observe: () => {} },
      }),
    );
    const ended = Promise.allSettled(waits);
    await clock.advance(10 * MINUTE);
    controller.abort(new Error("enough"));
    await ended;
    const peak = Math.max(...asked.map((at) => asked.filter((other) => other >= at && other < at + 10_000).length));
    assert.ok(peak <= 51, `${peak} requests in ten seconds`);
    assert.ok(asked.length <= 2_200, `${asked.length} requests in ten minutes`); // 20 a round, a round each 2 % of the age
  });
});
