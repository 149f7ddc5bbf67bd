import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import { formatDuration } from "./duration";
import type { JobSnapshot, JobState } from "./job";
import type { Poller } from "./poller";

/** What a wait is for. `settled`: however it ends. */
export type Goal = "running" | "succeeded" | "settled";

export function isSettled(state: JobState): boolean {
  return state === "succeeded" || state === "failed" || state === "stopped" || state === "lost";
}

export function isReached(goal: Goal, state: JobState): boolean {
  if (goal === "settled") return isSettled(state);
  return state === "succeeded" || (goal === "running" && state === "running");
}

/** What a wait had come to when its time was up. */
interface Overdue {
  readonly id: string;
  readonly goal: string;
  /** The state it was last seen in. */
  readonly last: string;
  readonly waitedMs: number;
  /** How many looks saw each state. */
  readonly seen: ReadonlyMap<string, number>;
}

/** The wait ran out of time; what it waited for goes on. */
export class WaitTimeoutError extends Error {
  override readonly name = "WaitTimeoutError";
  constructor({ id, goal, last, waitedMs, seen }: Overdue) {
    const tally = [...seen].map(([state, times]) => `${state} ${times} ${times === 1 ? "time" : "times"}`).join(", ");
    super(
      `waiting for ${id} to be ${goal}: still ${last} after ${formatDuration(waitedMs)} (seen: ${tally || "nothing yet"})`,
    );
  }
}

/** The platform no longer knows something that it gave an id to. */
export class LostError extends Error {
  override readonly name = "LostError";
  constructor(id: string) {
    super(`the platform no longer knows ${id}, which had not ended when it was last seen`);
  }
}

export interface WaitOptions<Snapshot> {
  readonly id: string;
  /** For messages: `running`, `ready`. */
  readonly goal: string;
  /** Whether there is nothing left to wait for, whatever the outcome. */
  readonly isOver: (snapshot: Snapshot) => boolean;
  /** Just submitted: the platform may not show it for a while. */
  readonly isNew: boolean;
  /** Milliseconds, queueing included. */
  readonly timeoutMs: number;
  readonly poller: Poller<Snapshot>;
  readonly clock: Clock;
  readonly random: () => number;
  readonly signal: AbortSignal;
  /** Called with every snapshot. */
  readonly observe: (snapshot: Snapshot) => void;
}

/** A new job may not be visible at once, and a known one may seem gone for a moment. */
const ABSENCE = { graceMs: 120_000, confirmMs: 30_000 } as const;

/**
 * Polls until the job's goal is reached or it settles some other way; resolves with that snapshot, whichever it is.
 * @throws as `waitUntil`
 */
export function waitForJob(options: Omit<WaitOptions<JobSnapshot>, "isOver"> & { goal: Goal }): Promise<JobSnapshot> {
  return waitUntil({ ...options, isOver: ({ status }) => isReached(options.goal, status) || isSettled(status) });
}

/**
 * Polls until it is over, and resolves with the last snapshot. Transient errors of the platform are waited out.
 * @throws WaitTimeoutError; LostError when the platform does not know the id on two looks half a minute apart, or a new one
 * throughout its grace period; PlatformError of a kind that waiting cannot mend; the signal's reason
 */
export async function waitUntil<Snapshot extends { readonly status: string }>(
  options: WaitOptions<Snapshot>,
): Promise<Snapshot> {
  const { id, goal, timeoutMs, poller, clock, signal } = options;
  const startedAt = clock.now();
  const seen = new Map<string, number>();
  let phase: { state: string; since: number } = { state: "not visible", since: startedAt };
  let absentSince: number | undefined;
  let isKnown = !options.isNew;
  let pauseMs = 0;
  for (;;) {
    const leftMs = startedAt + timeoutMs - clock.now();
    if (leftMs <= 0) {
      throw new WaitTimeoutError({ id, goal, last: phase.state, waitedMs: clock.now() - startedAt, seen });
    }
    const snapshot = await poller.next(id, Math.min(pauseMs, leftMs), signal).catch((error: unknown) => {
      if (error instanceof PlatformError && PASSING.has(error.kind)) return "trouble" as const;
      throw error;
    });
    const now = clock.now();
    if (snapshot === "trouble") {
      pauseMs = TROUBLE_MS;
      continue;
    }
    const state = snapshot?.status ?? "not visible";
    seen.set(state, (seen.get(state) ?? 0) + 1);
    if (state !== phase.state) phase = { state, since: now };
    if (!snapshot) {
      absentSince ??= now;
      if (now - absentSince >= (isKnown ? ABSENCE.confirmMs : ABSENCE.graceMs)) throw new LostError(id);
      pauseMs = isKnown ? ABSENCE.confirmMs : pollIntervalMs(now - phase.since, options.random);
      continue;
    }
    isKnown = true;
    absentSince = undefined;
    options.observe(snapshot);
    if (options.isOver(snapshot)) return snapshot;
    pauseMs = pollIntervalMs(now - phase.since, options.random);
  }
}

/** Whether a second look, some time after the first, does not show it either. */
export async function isStillAbsent(
  look: () => Promise<unknown>,
  clock: Pick<Clock, "sleep">,
  signal: AbortSignal,
): Promise<boolean> {
  await clock.sleep(ABSENCE.confirmMs, signal);
  return (await look()) === undefined;
}

const PASSING: ReadonlySet<string> = new Set(["transient", "throttled", "internal"]);

/** The pause after an error that outlasted the retries of a call. */
const TROUBLE_MS = 30_000;
/** Bounds of the pause between two looks. */
const PAUSE_MS = { shortest: 1_000, longest: 300_000 } as const;
/** The pause as a share of the phase's age: the longer a phase has lasted, the less a look is worth. */
const SHARE_OF_AGE = 0.02;

/** The pause before the next look at what has been in one phase for `ageMs`, ±10 % so that waiters do not fall into step. */
export function pollIntervalMs(ageMs: number, random: () => number): number {
  const pauseMs = Math.min(Math.max(SHARE_OF_AGE * ageMs, PAUSE_MS.shortest), PAUSE_MS.longest);
  return pauseMs * (0.9 + 0.2 * random());
}
