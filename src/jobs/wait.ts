import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import { formatDuration } from "./duration";
import type { JobId, JobSnapshot, JobState } from "./platform";
import type { JobPoller } from "./poller";

/** What a wait is for. `settled`: whatever the end. */
export type Goal = "running" | "succeeded" | "settled";

export function isSettled(state: JobState): boolean {
  return state === "succeeded" || state === "failed" || state === "stopped" || state === "lost";
}

export function isReached(goal: Goal, state: JobState): boolean {
  if (goal === "settled") return isSettled(state);
  return state === "succeeded" || (goal === "running" && state === "running");
}

/** The time was up; the job goes on. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  constructor(
    id: JobId,
    goal: Goal,
    last: JobState | "not visible",
    waitedMs: number,
    seen: ReadonlyMap<string, number>,
  ) {
    const tally = [...seen].map(([state, times]) => `${state} ${times} ${times === 1 ? "time" : "times"}`).join(", ");
    super(
      `waiting for ${id} to be ${goal}: still ${last} after ${formatDuration(waitedMs)} (seen: ${tally || "nothing yet"})`,
    );
  }
}

/** The platform does not know a job that it once gave an id to. */
export class JobLostError extends Error {
  override readonly name = "JobLostError";
  constructor(id: JobId) {
    super(`the platform no longer knows ${id}, which had not ended when it was last seen`);
  }
}

export interface WaitOptions {
  readonly id: JobId;
  readonly goal: Goal;
  /** Just submitted: the platform may not show it for a while. */
  readonly isNew: boolean;
  /** Milliseconds, queueing included. */
  readonly timeoutMs: number;
  readonly poller: JobPoller;
  readonly clock: Clock;
  readonly random: () => number;
  /** Least pause between two looks, in milliseconds. */
  readonly leastPollMs: number;
  readonly signal: AbortSignal;
  /** Called with every snapshot. */
  readonly observe: (snapshot: JobSnapshot) => void;
}

/** A new job may be invisible for a while, and a known one may seem gone for a moment. */
const ABSENCE = { graceMs: 120_000, confirmMs: 30_000 } as const;

/**
 * Polls until the goal is reached or the job settles some other way; resolves with that snapshot, whichever it is.
 * Passing trouble of the platform is waited out.
 * @throws WaitTimeoutError; JobLostError when the platform denies the job twice, half a minute apart, after the grace of a
 * new job; PlatformError of a kind that waiting cannot mend; the signal's reason
 */
export async function waitForJob(options: WaitOptions): Promise<JobSnapshot> {
  const { id, goal, timeoutMs, poller, clock, signal } = options;
  const startedAt = clock.now();
  const seen = new Map<string, number>();
  let phase: { state: JobState | "not visible"; since: number } = { state: "not visible", since: startedAt };
  let absentSince: number | undefined;
  let isKnown = !options.isNew;
  let pauseMs = 0;
  for (;;) {
    const leftMs = startedAt + timeoutMs - clock.now();
    if (leftMs <= 0) throw new WaitTimeoutError(id, goal, phase.state, clock.now() - startedAt, seen);
    const snapshot = await poller.next(id, Math.min(pauseMs, leftMs), signal).catch((error: unknown) => {
      if (error instanceof PlatformError && PASSING.has(error.kind)) return "trouble" as const;
      throw error;
    });
    const now = clock.now();
    if (snapshot === "trouble") {
      pauseMs = pollIntervalMs("unknown", 0, options.random, options.leastPollMs);
      continue;
    }
    const state = snapshot?.state ?? "not visible";
    seen.set(state, (seen.get(state) ?? 0) + 1);
    if (state !== phase.state) phase = { state, since: now };
    if (!snapshot) {
      absentSince ??= now;
      if (now - absentSince >= (isKnown ? ABSENCE.confirmMs : ABSENCE.graceMs)) throw new JobLostError(id);
      pauseMs = isKnown ? ABSENCE.confirmMs : pollIntervalMs("starting", 0, options.random, options.leastPollMs);
      continue;
    }
    isKnown = true;
    absentSince = undefined;
    options.observe(snapshot);
    if (isReached(goal, snapshot.state) || isSettled(snapshot.state)) return snapshot;
    pauseMs = pollIntervalMs(snapshot.state, now - phase.since, options.random, options.leastPollMs);
  }
}

const PASSING: ReadonlySet<string> = new Set(["transient", "throttled", "internal"]);

/** Bounds of the pause between two looks, in seconds, by what the job is doing. */
const PAUSE_S = {
  queued: [15, 300],
  starting: [5, 30],
  running: [10, 300],
  stopping: [3, 20],
  unknown: [30, 300],
} as const;

/** The longer a phase has lasted, the less a look is worth: 2 % of its age, within the bounds, ±10 % so that nobody marches in step. */
export function pollIntervalMs(state: JobState, ageMs: number, random: () => number, leastMs = 0): number {
  const [low, high] = state in PAUSE_S ? PAUSE_S[state as keyof typeof PAUSE_S] : PAUSE_S.unknown; // settled states are not polled
  const pauseMs = Math.max(Math.min(Math.max(0.02 * ageMs, low * 1_000), high * 1_000), leastMs);
  return pauseMs * (0.9 + 0.2 * random());
}
