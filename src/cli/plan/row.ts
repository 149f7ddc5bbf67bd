import type { Properties } from "../../engine/values";
import type { Change } from "./changes";

/**
 * What becomes of a job or a model version.
 * - `run`       submitted, registered
 * - `runAgain`  another one takes its place
 * - `adopt`     a job that runs already is taken over
 * - `mayRun`    an update, unless a value that is not known yet differs: then as `runAgain`
 * - `wait`      a job that ended otherwise than well: it is kept until a person decides
 * - `settle`    whether its submission made a job is found out first
 * - `update`    changed or waited for, without another run
 * - `stop`      ended while it may be running
 * - `delete`    the record of one that ended
 * - `leave`     out of the program, and left as it is
 */
export type Action =
  "run" | "runAgain" | "adopt" | "mayRun" | "wait" | "settle" | "update" | "stop" | "delete" | "leave";

/** What is there now, as the state saw it last. */
export interface Before {
  readonly id: string;
  /** Our word: `running`. */
  readonly status: string;
  /** RFC 3339. */
  readonly startedAt?: string;
  /** How long it ran: `3h12m`. */
  readonly duration?: string;
  readonly cost?: number;
  readonly perHour?: number;
  readonly unit?: "yuan" | "points";
  /** Whether it may be running, and costing. */
  readonly isLive: boolean;
  /** What the plan does to it. */
  readonly fate: "kept" | "stopped" | "stopped and deleted" | "deleted" | "left";
}

/** A job or a model version of which the plan changes something. */
export interface Row {
  readonly kind: "job" | "modelVersion";
  readonly action: Action;
  readonly name: string;
  readonly urn: string;
  readonly platform: string;
  readonly region: string;
  readonly changes: readonly Change[];
  /** Members that are not known before the run: `spec.dataConfigs`. */
  readonly unknown: readonly string[];
  /** Inputs that differ, as the engine names them, also where their values are secret; `status` where the old job had failed. */
  readonly reasons: readonly string[];
  readonly before?: Before;
}

/** A row, and the inputs that a price is made of. They are not for showing. */
export interface Planned {
  readonly row: Row;
  readonly inputs: Properties;
  /** URN of the provider of the new state, and its id. */
  readonly provider: string;
}

/** Whether a job is submitted, whatever it takes the place of. */
export function isSubmitted({ kind, action }: Row): boolean {
  return kind === "job" && (action === "run" || action === "runAgain");
}

/** Whether a job is ended that may be running. */
export function isStopped({ kind, before }: Row): boolean {
  return kind === "job" && before?.isLive === true && before.fate.startsWith("stopped");
}

export function isDeletedVersion({ kind, before }: Row): boolean {
  return kind === "modelVersion" && before?.fate === "deleted";
}
