import { type Gpus, type GroupNode, type GroupSnapshot } from "../../jobs/groups";
import type { JobSnapshot } from "../../jobs/job";
import type { ModelSnapshot } from "../../jobs/models";

/*
 * What look-ups return, in the words of the resources' outputs: the same on every platform. A member that the platform does not
 * report is absent; a list that it does not report is empty. Jobs, models, events and workloads come newest first, log lines
 * oldest first. `…Info` is one of the platform's records, `…Details` one with what only a query for it alone returns.
 */

/** A training job. Members that the platform does not report are absent. */
export interface JobInfo extends Omit<JobSnapshot, "claim"> {
  /** Group that it runs on, as in a `ResourceGroupRef`; absent for a job in no group. */
  readonly groupId?: string;
  /** Name of that group. */
  readonly groupName?: string;
}

/** One machine's share of a job. Members that the platform does not report are absent. */
export interface PodInfo {
  /** Its name: what `pod` of other look-ups takes. */
  readonly pod: string;
  /** Its role in the job, in the vendor's word: `worker`. */
  readonly role?: string;
  /** Machine that it is on. */
  readonly node?: string;
  /** The vendor's word for its state. */
  readonly platformStatus?: string;
  /** When it was created: RFC 3339, UTC. */
  readonly createdAt?: string;
  /** When it began to run: RFC 3339, UTC. */
  readonly startedAt?: string;
  /** When it ended: RFC 3339, UTC. */
  readonly endedAt?: string;
}

/** A line that a job wrote. */
export interface LogLine {
  /** When it was written, RFC 3339; absent where the platform does not say. */
  readonly at?: string;
  /** Pod that wrote it; absent where the platform does not say. */
  readonly pod?: string;
  /** Machine that the pod was on; absent where the platform does not say. */
  readonly node?: string;
  /** The line, its control characters made visible. */
  readonly message: string;
}

/** A page of the lines that a job wrote. */
export interface LogPage {
  /** Oldest first. */
  readonly lines: readonly LogLine[];
  /** What `next` takes for the page after this one; absent on the last, and on platforms that give one page only. */
  readonly next?: string;
  /** Whether there may be lines that are neither on this page nor reachable through `next`. */
  readonly isCut: boolean;
}

/** An event that the platform recorded for a job. Members that the platform does not report are absent. */
export interface EventInfo {
  /** When it happened, or last happened if more than once: RFC 3339, UTC. */
  readonly at?: string;
  /** When it first happened, if more than once: RFC 3339, UTC. */
  readonly firstAt?: string;
  /** Its severity, in the vendor's word: `Normal`, `Info`, `Warning`, `Error`. */
  readonly type?: string;
  /** The vendor's word for what happened: `FailedScheduling`. */
  readonly reason?: string;
  /** The vendor's words about it. */
  readonly message: string;
  /** How many times it happened. */
  readonly count?: number;
  /** What it happened to, or who reported it: `Pod job-1-worker-0`, `K8S`. */
  readonly source?: string;
}

/** How much of one kind there is, and how much of it is free. Members that the platform does not report are absent. */
export interface Amount {
  /** All of it. */
  readonly total?: number;
  /** What is not in use. */
  readonly free?: number;
}

/** A group of machines that jobs run on, as in a `ResourceGroupRef`. Members that the platform does not report are absent. */
export interface GroupInfo extends Partial<Omit<GroupSnapshot, "groupId" | "gpus" | "nodes" | "isVerified">> {
  /** What `resourceGroupId` takes, in other look-ups and in a job's spec. */
  readonly groupId: string;
  /** Cards by type, parts of a card as fractions. A sum over machines: a job needs room on individual ones. */
  readonly gpus: readonly Gpus[];
}

/** One machine of a group. Members that the platform does not report are absent. */
export interface NodeInfo extends GroupNode {
  /** The vendor's word for its state. */
  readonly platformStatus?: string;
  /** Cores. */
  readonly cores?: Amount;
  /** GiB of memory. */
  readonly memoryGiB?: Amount;
}

/** Something that runs on a group, or waits for it. Members that the platform does not report are absent. */
export interface WorkloadInfo {
  /** The vendor's word for what it is: `TRAIN`, `train`, `notebook`. */
  readonly type?: string;
  /** Its pod. */
  readonly pod?: string;
  /** The job that it belongs to. */
  readonly jobId?: string;
  /** Name of that job. */
  readonly name?: string;
}

/** A version of a model. Members that the platform does not report are absent. */
export type ModelVersionInfo = Omit<ModelSnapshot, "claim">;

/** A workspace. Members that the platform does not report are absent. */
export interface WorkspaceInfo {
  /** What `workspaceId` takes. */
  readonly workspaceId: string;
  /** Its name. */
  readonly name?: string;
  /** Its owner's description. */
  readonly description?: string;
  /** The vendor's word: `NORMAL`. */
  readonly platformStatus?: string;
  /** When it was created: RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** The members that have a value, as a type. */
export type Present<Members> = { readonly [Name in keyof Members]?: Exclude<Members[Name], null | undefined> };

/** The members that have a value: null and the empty text mean "not set" and are left out. */
export function present<Members extends object>(members: Members): Present<Members> {
  const given = Object.entries(members).filter(([, value]) => value !== undefined && value !== null && value !== "");
  return Object.fromEntries(given) as Present<Members>; // the remaining members keep their names and types
}
