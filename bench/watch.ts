import type { JobSnapshot, JobState } from "../src/jobs/job";
import { Poller } from "../src/jobs/poller";
import { waitForJob } from "../src/jobs/wait";
import { LONGEST_PAGE } from "../src/platforms/tione/jobs/client";
import { LOOKS_PER_SECOND } from "../src/platforms/tione/transport";
import { fakeClock } from "../test/fake-clock";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** How much of TI-ONE's rate looks may take, and how many jobs one request answers for. */
const LOOKS = { looksPerSecond: LOOKS_PER_SECOND, idsPerDescribe: LONGEST_PAGE } as const;

/** How long each phase of a job lasts: from seconds to days. */
const PHASES_MS: readonly (readonly number[])[] = [
  [2_000, 30_000, 5 * MINUTE],
  [MINUTE / 2, 3 * MINUTE, 2 * HOUR],
  [20 * MINUTE, 90_000, 30 * HOUR],
  [7 * HOUR, 4 * MINUTE, 6 * DAY],
  [3 * DAY, 10 * MINUTE, 3 * DAY],
];
const STATES: readonly JobState[] = ["queued", "starting", "running", "succeeded"];

/** One change of state, as it was seen. */
export interface Sight {
  readonly lateMs: number;
  /** How long the phase before it lasted. */
  readonly ageMs: number;
}

/** What watching cost, and how late each change was seen. */
export interface Watch {
  readonly sights: readonly Sight[];
  readonly requests: number;
  /** The most requests within one second. */
  readonly peak: number;
  readonly seconds: number;
}

/** Watches jobs of all kinds, which begin together, to their ends, on a virtual clock, with the code that watches real ones. */
export async function watch(count: number, seed = 0): Promise<Watch> {
  const clock = fakeClock();
  const startedAt = clock.now();
  const random = pseudoRandom(seed + 1);
  // Each job has its own times: in step, all would be due at the same look.
  const jobs = Array.from({ length: count }, (_, index) => {
    const phases = PHASES_MS[index % PHASES_MS.length] ?? [];
    return phases.map((ms) => ms * (0.8 + 0.4 * random()));
  });
  const lookedAt: number[] = [];
  const stateAt = (phases: readonly number[], ageMs: number): { state: JobState; since: number } => {
    let since = 0;
    for (const [index, ms] of phases.entries()) {
      if (ageMs < since + ms) return { state: STATES[index] ?? "unknown", since };
      since += ms;
    }
    return { state: "succeeded", since };
  };
  const snapshot = (id: string): JobSnapshot => {
    const { state } = stateAt(jobs[Number(id)] ?? [], clock.now() - startedAt);
    return { jobId: id, name: id, status: state, platformStatus: state, outputPaths: [] };
  };
  const poller = new Poller(
    {
      ...LOOKS,
      describe: async (ids) => {
        lookedAt.push(clock.now());
        return new Map(ids.map((id) => [id, snapshot(id)]));
      },
    },
    clock,
  );
  const sights: Sight[] = [];
  const waits = jobs.map((phases, index) => {
    let last: JobState | undefined;
    let lastSince = 0;
    const observe = ({ status: state }: JobSnapshot) => {
      if (state === last) return;
      const ageMs = clock.now() - startedAt;
      const { since } = stateAt(phases, ageMs);
      if (last !== undefined) sights.push({ lateMs: ageMs - since, ageMs: since - lastSince });
      last = state;
      lastSince = since;
    };
    const { signal } = new AbortController();
    return waitForJob({
      ...{
        id: String(index),
        goal: "succeeded",
        isNew: true,
        timeoutMs: 8 * DAY,
        poller,
        clock,
        random,
        signal,
        observe,
      },
    });
  });
  await clock.settle(Promise.all(waits));
  return { sights, requests: lookedAt.length, peak: peakOf(lookedAt), seconds: (clock.now() - startedAt) / 1_000 };
}

/** The most of these moments within one second. */
export function peakOf(moments: readonly number[]): number {
  let first = 0;
  let peak = 0;
  moments.forEach((at, index) => {
    while ((moments[first] ?? at) <= at - 1_000) first += 1;
    peak = Math.max(peak, index - first + 1);
  });
  return peak;
}

/** The same numbers in every run. */
export function pseudoRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
