import type { Amount, GroupInfo, JobInfo, NodeInfo, PodInfo, WorkspaceInfo } from "../../kit/answers";

/* What Qizhi's look-ups return. Types only: programs see them without loading the code that reads them. */

/** A machine. Members that the platform does not report are absent. */
export interface QizhiNode extends NodeInfo {
  /** Pool that it is in: `online`, `backup`, `fault`, `unknown`. */
  readonly resourcePool?: string;
  /** Usable, and nothing runs on it. */
  readonly isFree: boolean;
  /** Logic compute group that it belongs to; absent for a machine without a group. */
  readonly groupName?: string;
}

/** An image to run. */
export interface ImageInfo {
  /** For `frameworkConfig[0].image`. */
  readonly address: string;
  /** For `frameworkConfig[0].imageType`: `SOURCE_PUBLIC`. */
  readonly source: string;
  /** `image-…`. */
  readonly imageId: string;
  /** Its display name; a job uses the address instead. */
  readonly name?: string;
  /** Its version: `2.4`. */
  readonly version?: string;
  /** What it is made for: `pytorch`. */
  readonly framework?: string;
  /** `VISIBILITY_PRIVATE`, `…PUBLIC`, `…HIDDEN`, `…PROJECT`. */
  readonly visibility?: string;
  /** The vendor's word: `READY` or `SUCCESS` for one that can be used. */
  readonly platformStatus?: string;
  /** Whether a job can run on it now. */
  readonly isUsable: boolean;
  /** Its maker's description. */
  readonly description?: string;
  /** When it was made, RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** A workspace, `ws-…`. */
export interface ProjectWorkspaceInfo extends WorkspaceInfo {
  /** False for one that is disabled. */
  readonly isEnabled: boolean;
}

/** A project that pays for jobs. */
export interface ProjectInfo {
  /** `project-…`. */
  readonly projectId: string;
  /** What people call it. */
  readonly name?: string;
  /** The same in Latin letters. */
  readonly englishName?: string;
  /** Highest `taskPriority` that it allows, 1 to 10; absent where it is not reported. */
  readonly maxPriority?: number;
  /** The vendor's word: `HIGH`. */
  readonly priorityLevel?: string;
  /** Points that it may spend in all; absent where they are not reported. */
  readonly budget?: number;
  /** Points that are left; absent where they are not reported. */
  readonly remainingBudget?: number;
  /** Points that are left for the account itself; absent where they are not reported. */
  readonly remainingOwnBudget?: number;
  /** Whether the account belongs to it; absent where that is not reported. */
  readonly isMember?: boolean;
  /** Workspaces that it is attached to. */
  readonly workspaces: readonly ProjectWorkspaceInfo[];
}

/** A logic compute group: what a job names to say where it runs. Several may have one name. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Physical group that it is a part of, `cg-…`; absent where the platform does not say. */
  readonly computeGroupId?: string;
  /** Kinds of jobs that it takes, in the vendor's words: `distributed_training`; empty where the platform does not say. */
  readonly jobTypes: readonly string[];
  /** Types of its cards: `NVIDIA H100 (80G)`; empty where the platform does not say. */
  readonly gpuTypes: readonly string[];
}

/** How much of something a group was granted, and how much of that is unused; members that are not reported are absent. */
export interface GrantedAmount extends Amount {
  /** What is in use; may be more than `total`, because idle machines of other groups can be used. */
  readonly used?: number;
}

/** A logic compute group with its machines and what is in use. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** Cards of any type that the group was granted; `gpus` counts those of its machines. */
  readonly gpusGranted: GrantedAmount;
  /** Cards used by jobs of low priority, which may be pre-empted. */
  readonly gpusOfLowPriority?: number;
  /** Cores. */
  readonly cores: GrantedAmount;
  /** GiB of memory. */
  readonly memoryGiB: GrantedAmount;
  /** Every machine of the group. */
  readonly nodes: readonly QizhiNode[];
}

/** A resource specification: what a job names to say what its machines are like. */
export interface SpecInfo {
  /** For `frameworkConfig[0].specId`, a bare UUID. */
  readonly specId: string;
  /** Cards of a machine. */
  readonly gpus: number;
  /** Cores of a machine. */
  readonly cores: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB: number;
  /** `NVIDIA H100 (80G)`; absent for one without cards. */
  readonly gpuType?: string;
  /** Price of a machine in the platform's points per hour; absent where it is not reported. */
  readonly pointsPerHour?: number;
}

/** A training job; several may have one name. Members that the platform does not report are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** `ws-…`. */
  readonly workspaceId?: string;
  /** `project-…`. */
  readonly projectId?: string;
}

/** One machine's share of a job. Members that the platform does not report are absent. */
export interface TrainingPodInfo extends PodInfo {
  /** 1, and one more for each restart after a failure. */
  readonly round?: number;
}

/** Measurements of one pod. */
export interface MetricSeries {
  /** Name of the pod. */
  readonly pod: string;
  /** The vendor's word for what was measured: `gpu`. */
  readonly resource: string;
  /** In chronological order. */
  readonly points: readonly MetricPoint[];
}

/** One measurement. */
export interface MetricPoint {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** A share from 0 to 1, or bytes per second. */
  readonly value: number;
}
