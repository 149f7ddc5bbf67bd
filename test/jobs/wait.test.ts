import assert from "node:assert/strict";
import * as fc from "fast-check";
import { Poller } from "../../src/jobs/poller";
import type { JobState } from "../../src/jobs/job";
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
      leastPollMs: 0,
      timeoutMs: 10 * MINUTE,
      poller,
      clock,
      random: () => 0.5,
      signal: options.signal ?? new AbortController().signal,
      observe: ({ state }) => options.observe?.(state),
    });
  const setState = (state: JobState) => cloud.jobs.forEach((job) => (job.state = state));

  it("ends as soon as the job runs, and tells every state on the way", async () => {
    const id = cloud.add("a", "m", "queued");
    const seen: JobState[] = [];
    const done = wait(id, "running", { observe: (state) => seen.push(state) });
    await clock.advance(MINUTE);
    setState("running");
    await clock.advance(MINUTE);
    assert.equal((await done).state, "running");
    assert.deepEqual([...new Set(seen)], ["queued", "running"]);
  });

  it("ends with the job when it fails instead", async () => {
    const id = cloud.add("a", "m", "failed");
    assert.equal((await clock.settle(wait(id, "running"))).state, "failed");
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

  it("sends one describe a tick for forty waiting jobs", async () => {
    const ids = Array.from({ length: 40 }, (_, index) => cloud.add(`job ${index}`, "m", "queued"));
    const done = Promise.all(ids.map((id) => wait(id, "running")));
    await clock.advance(30_000);
    setState("running");
    await clock.advance(30_000);
    await done;
    assert.ok(cloud.asked.length <= 5, cloud.asked.join());
    assert.ok(
      cloud.asked.every((request) => request === "describe 40"),
      cloud.asked.join(),
    );
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
    assert.equal((await clock.settle(done)).id, "job-1");
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
    assert.equal((await clock.settle(wait(id, "running"))).state, "running");
    cloud.api.describe = () => Promise.reject(trouble("auth"));
    await assert.rejects(clock.settle(wait(id, "running")), { name: "PlatformError", kind: "auth" });
  });

  it("looks more rarely the longer a phase lasts, within each phase's bounds", () => {
    const bounds = {
      queued: [15, 300],
      starting: [5, 30],
      running: [10, 300],
      stopping: [3, 20],
      unknown: [30, 300],
    } as const;
    fc.assert(
      fc.property(
        fc.constantFrom(...(Object.keys(bounds) as (keyof typeof bounds)[])),
        fc.integer({ min: 0, max: 7 * 24 * 60 * MINUTE }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (state, ageMs, random) => {
          const pause = pollIntervalMs(state, ageMs, () => random);
          assert.ok(pause >= bounds[state][0] * 900 && pause <= bounds[state][1] * 1_100);
        },
      ),
    );
  });
});
