import type { Properties } from "../../engine/values";
import type { Change } from "./changes";

/**
 * What happens to a job or a model version.
 * - `run`       submitted, registered
 * - `runAgain`  another one takes its place
 * - `adopt`     an existing job is taken over
 * - `mayRun`    an update, or `runAgain` if a value that is not known yet differs
 * - `wait`      a job that did not succeed: it is kept until a person decides
 * - `settle`    whether its submission created a job is found out first
 * - `update`    changed or waited for, without another run
 * - `stop`      stopped; it may be running
 * - `delete`    the record of one that ended
 * - `leave`     removed from the program and left as it is
 */
export type Action =
  "run" | "runAgain" | "adopt" | "mayRun" | "wait" | "settle" | "update" | "stop" | "delete" | "leave";

/** The existing job or version, as last seen in the state. */
export interface Before {
  readonly id: string;
  /** In our words: `running`. */
  readonly status: string;
  /** RFC 3339. */
  readonly startedAt?: string;
  /** How long it ran: `3h12m`. */
  readonly duration?: string;
  readonly cost?: number;
  readonly perHour?: number;
  readonly unit?: "yuan" | "points";
  /** Whether it may be running, and cost money. */
  readonly isLive: boolean;
  /** What the plan does to it. */
  readonly fate: "kept" | "stopped" | "stopped and deleted" | "deleted" | "left";
}

/** A job or a model version that the plan changes. */
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
  /** Inputs that differ, as the engine names them, including those with secret values; `status` if the old job had failed. */
  readonly reasons: readonly string[];
  readonly before?: Before;
}

/** A row, and the inputs that its price is computed from, which are not to be shown. */
export interface Planned {
  readonly row: Row;
  readonly inputs: Properties;
  /** URN and id of the new state's provider. */
  readonly provider: string;
}

/** Whether a job is submitted, whether or not it replaces another. */
export function isSubmitted({ kind, action }: Row): boolean {
  return kind === "job" && (action === "run" || action === "runAgain");
}

/** Whether a job that may be running is stopped. */
export function isStopped({ kind, before }: Row): boolean {
  return kind === "job" && before?.isLive === true && before.fate.startsWith("stopped");
}

export function isDeletedVersion({ kind, before }: Row): boolean {
  return kind === "modelVersion" && before?.fate === "deleted";
}
