import type { Outcome } from "../../../emulator/scenario";
import type { Timeline } from "../../../emulator/timeline";
import type { CreateRequest } from "./create";

/** States in which a job holds no machine and will not get one by itself. */
const SETTLED: ReadonlySet<string> = new Set([
  "job_succeeded",
  "job_failed",
  "job_stopped",
  "job_create_failed",
  "job_pre_check_failed",
  "job_queue_out",
]);

export function isSettled(state: string): boolean {
  return SETTLED.has(state);
}

/** A state that no table lists counts as not settled. */
export function mayStop(state: string): boolean {
  return !isSettled(state) && state !== "job_stopping";
}

export const stopTimeline: Timeline = [{ state: "job_stopping", ms: 5_000 }, { state: "job_stopped" }];

const creating = { state: "job_creating", ms: 2_000 };
const waiting: Timeline = [creating, { state: "job_queuing", ms: 28_000 }];

/** The outcomes of a job in Qizhi's words. The first is what happens when no scenario says otherwise; all times are guesses. */
export const outcomes: Readonly<Record<Outcome, Timeline>> = {
  succeed: [...waiting, { state: "job_running", ms: 600_000 }, { state: "job_succeeded" }],
  fail: [
    ...waiting,
    { state: "job_running", ms: 60_000 },
    { state: "job_failed", reason: "worker-0 exited with code 1" },
  ],
  "submit-fail": [creating, { state: "job_create_failed", reason: "the image cannot be pulled" }],
  "never-starts": [creating, { state: "job_queuing" }],
  // A state that no table lists, in the middle of an ordinary run.
  "unknown-state": [
    ...waiting,
    { state: "job_migrating", ms: 60_000 },
    { state: "job_running", ms: 600_000 },
    { state: "job_succeeded" },
  ],
  // Qizhi has no arrears; it stops jobs that leave their cards idle.
  "arrears-stop": [
    ...waiting,
    { state: "job_running", ms: 60_000 },
    { state: "job_stopped", reason: "stopped by the platform: low GPU usage" },
  ],
  "runs-forever": [...waiting, { state: "job_running" }],
};

const RESTART_MS = 20_000;

/** The timeline for this request: with restarts before a failure, and machines held after the end. */
export function fateOf(timeline: Timeline, request: CreateRequest): Timeline {
  const { auto_fault_tolerance, fault_tolerance_max_retry = 0 } = request;
  const restarts = auto_fault_tolerance ? fault_tolerance_max_retry : 0;
  return timeline.flatMap((phase, i) => {
    if (phase.state === "job_failed") {
      const run = timeline[i - 1];
      const again = run
        ? Array.from({ length: restarts }, () => [{ state: "job_restarting", ms: RESTART_MS }, run])
        : [];
      return [...again.flat(), ...held("job_fail_reserving", request.reserve_on_fail_ms), phase];
    }
    if (phase.state === "job_succeeded") {
      return [...held("job_success_reserving", request.reserve_on_success_ms), phase];
    }
    return [phase];
  });
}

function held(state: string, ms: string | undefined): Timeline {
  return ms === undefined ? [] : [{ state, ms: Number(ms) }];
}
