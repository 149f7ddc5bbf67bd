import type { Outcome } from "../../../../emulator/scenario";
import type { Timeline } from "../../../../emulator/timeline";

// Source: phases of API v2.

/** Phases in which a job can be terminated; any other answers 409. */
const STOPPABLE: ReadonlySet<string> = new Set(["Creating", "Pending", "Running"]);
export const SETTLED_PHASES: readonly string[] = ["Completed", "Failed", "Terminated", "Abnormal"];
const SETTLED: ReadonlySet<string> = new Set(SETTLED_PHASES);

export function isSettled(phase: string): boolean {
  return SETTLED.has(phase);
}

/** An undocumented phase counts as one that moves. */
export function isStoppable(phase: string): boolean {
  return STOPPABLE.has(phase) || (!SETTLED.has(phase) && phase !== "Terminating");
}

export const stopTimeline: Timeline = [{ state: "Terminating", ms: 5_000 }, { state: "Terminated" }];

const creating = { state: "Creating", ms: 5_000 };
const starting: Timeline = [creating, { state: "Pending", ms: 15_000 }];

/** The fates of a job in the vendor's words. The first is what a job does when no scenario says otherwise. */
export const outcomes: Readonly<Record<Outcome, Timeline>> = {
  succeed: [...starting, { state: "Running", ms: 600_000 }, { state: "Completed" }],
  fail: [...starting, { state: "Running", ms: 60_000 }, { state: "Failed", reason: "CUDA out of memory" }],
  // Without a run before it, `Abnormal` is shown as `CreateFailed`.
  "submit-fail": [creating, { state: "Abnormal", reason: "pulling the image was refused: no such tag" }],
  "never-starts": [creating, { state: "Pending" }],
  // An undocumented phase in the middle of an ordinary run.
  "unknown-state": [
    ...starting,
    { state: "Rescheduling", ms: 60_000 },
    { state: "Running", ms: 600_000 },
    { state: "Completed" },
  ],
  "arrears-stop": [
    ...starting,
    { state: "Running", ms: 60_000 },
    { state: "Terminated", reason: "account in arrears" },
  ],
  "runs-forever": [...starting, { state: "Running" }],
};
