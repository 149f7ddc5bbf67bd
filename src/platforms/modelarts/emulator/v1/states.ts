import type { Outcome } from "../../../../emulator/scenario";
import type { Timeline } from "../../../../emulator/timeline";

// Source: job status reference of v1. States are its numbers.

const SETTLED: ReadonlySet<string> = new Set(["3", "5", "6", "10", "11", "12", "13", "14", "16", "17", "21"]);
const KILLING = "9";

export function isSettled(status: string): boolean {
  return SETTLED.has(status);
}

export function isStoppable(status: string): boolean {
  return !SETTLED.has(status) && status !== KILLING;
}

export const stopTimeline: Timeline = [{ state: KILLING, ms: 5_000 }, { state: "12" }];

const init = { state: "1", ms: 2_000 };
const starting: Timeline = [init, { state: "4", ms: 3_000 }, { state: "7", ms: 15_000 }];

/** The fates of a job in the vendor's numbers. The first is what a job does when no scenario says otherwise. */
export const outcomes: Readonly<Record<Outcome, Timeline>> = {
  succeed: [...starting, { state: "8", ms: 600_000 }, { state: "10" }],
  fail: [...starting, { state: "8", ms: 60_000 }, { state: "11", reason: "CUDA out of memory" }],
  "submit-fail": [init, { state: "5" }],
  "never-starts": [init, { state: "7" }],
  // An undocumented number.
  "unknown-state": [...starting, { state: "99", ms: 60_000 }, { state: "8", ms: 600_000 }, { state: "10" }],
  "arrears-stop": [...starting, { state: "8", ms: 60_000 }, { state: "13" }],
  "runs-forever": [...starting, { state: "8" }],
};
