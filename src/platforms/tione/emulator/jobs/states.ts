import type { Outcome } from "../../../../emulator/scenario";
import type { Timeline } from "../../../../emulator/timeline";

// Which request is allowed in which state is documented nowhere; the table follows the vendor's error codes.

const NOT_ALLOWED = "InternalError.NotAllow";
const YES = undefined;

interface StateRule {
  /** Holds no compute and will never get any by itself. */
  readonly settled: boolean;
  /** The code that refuses the request; `undefined` lets it pass. */
  readonly stop: string | undefined;
  readonly start: string | undefined;
  readonly delete: string | undefined;
}

const moving = { settled: false, stop: YES, start: NOT_ALLOWED, delete: NOT_ALLOWED } as const satisfies StateRule;
const settled = { settled: true, stop: NOT_ALLOWED, start: YES, delete: YES } as const satisfies StateRule;

const STATES: Readonly<Record<string, StateRule>> = {
  SUBMITTING: { ...moving, stop: "InternalError.UnSubmittedStatusNotAllowStop" },
  PENDING: moving,
  STARTING: moving,
  RUNNING: moving,
  STOPPING: { ...moving, stop: NOT_ALLOWED },
  STOPPED: settled,
  FAILED: settled,
  SUCCEED: settled,
  SUBMIT_FAILED: settled,
};

/** A state that the table lacks is taken to be moving. */
export function ruleOf(state: string): StateRule {
  return STATES[state] ?? moving;
}

/** The state of a task's pods, by that of the task; in a state that is not here it has no pods. */
export const POD_STATES: Readonly<Record<string, string>> = {
  PENDING: "PENDING",
  STARTING: "PENDING",
  RUNNING: "RUNNING",
  STOPPING: "TERMINATING",
  STOPPED: "TERMINATED",
  FAILED: "FAILED",
  SUCCEED: "SUCCEEDED",
};

export const ARREARS_REASON = "Arrears Stop";
const USER_STOP_REASON = "User Stop";

export const stopTimeline: Timeline = [
  { state: "STOPPING", ms: 5_000 },
  { state: "STOPPED", reason: USER_STOP_REASON },
];

const submitting = { state: "SUBMITTING", ms: 2_000 };
const pending = { state: "PENDING", ms: 8_000 };
const starting: Timeline = [submitting, pending, { state: "STARTING", ms: 20_000 }];

/** The outcomes of a task in TI-ONE's words. The first is what happens when no scenario says otherwise. */
export const outcomes: Readonly<Record<Outcome, Timeline>> = {
  succeed: [...starting, { state: "RUNNING", ms: 600_000 }, { state: "SUCCEED" }],
  fail: [
    ...starting,
    { state: "RUNNING", ms: 60_000 },
    { state: "FAILED", reason: "the main container of pod master-0 exited with code 1: CUDA out of memory" },
  ],
  "submit-fail": [submitting, { state: "SUBMIT_FAILED", reason: "pulling the image was refused: no such tag" }],
  "never-starts": [submitting, { state: "PENDING" }],
  // A state that no document lists, in the middle of an ordinary run.
  "unknown-state": [
    submitting,
    pending,
    { state: "RESCHEDULING", ms: 60_000 },
    { state: "RUNNING", ms: 600_000 },
    { state: "SUCCEED" },
  ],
  "arrears-stop": [...starting, { state: "RUNNING", ms: 60_000 }, { state: "STOPPED", reason: ARREARS_REASON }],
  "runs-forever": [...starting, { state: "RUNNING" }],
};
