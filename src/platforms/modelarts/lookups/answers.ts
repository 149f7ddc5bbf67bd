import type { GroupInfo, JobInfo, ModelVersionInfo, NodeInfo, WorkloadInfo, WorkspaceInfo } from "../../kit/answers";

/* What look-ups of ModelArts return. Types only: programs see them without loading the code that reads the answers. */

/** One kind of machine of the public pool. Members that the platform does not report are absent. */
export interface FlavorInfo {
  /** What a job's `resource.flavorId` takes. */
  readonly flavorId: string;
  /** The vendor's words for it. */
  readonly name?: string;
  /** `CPU`, `GPU` or `Ascend`. */
  readonly type?: string;
  /** Most machines that a job may have; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** GiB of disk of a machine. */
  readonly diskGiB?: number;
  /** Cards of a machine; absent from machines without cards, as are `gpuType` and `gpuMemory`. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-V100`, `ascend-snt9`. */
  readonly gpuType?: string;
  /** Memory of each card, in the vendor's words: `32GB`. */
  readonly gpuMemory?: string;
  /** Its code at the billing service. ModelArts itself reports no price. */
  readonly billingCode?: string;
  /** How many units of that code it costs; the billing service says what a unit costs. */
  readonly billingUnits?: number;
}

/** One preset engine. Members that the platform does not report are absent. */
export interface EngineInfo {
  /** What a job's `algorithm.engine.engineId` takes. */
  readonly engineId: string;
  /** What `engineName` takes. */
  readonly name?: string;
  /** What `engineVersion` takes. */
  readonly version?: string;
  /** Whether it runs code as v1 did. */
  readonly isV1Compatible?: boolean;
  /** User id that the code runs as. */
  readonly runUser?: string;
  /** Image for machines without cards. */
  readonly cpuImage?: string;
  /** Image for machines with cards. */
  readonly gpuImage?: string;
}

/** One workspace; `0` is the default one. Members that the platform does not report are absent. */
export interface EnterpriseWorkspaceInfo extends WorkspaceInfo {
  /** The vendor's words about the status. */
  readonly statusReason?: string;
  /** Who may use it: `public`, `private` or `internal`. */
  readonly access?: string;
  /** Enterprise project that it belongs to. */
  readonly enterpriseProjectId?: string;
}

/** One kind of machine that a dedicated pool can be made of. Members that the platform does not report are absent. */
export interface NodeFlavorInfo {
  /** Kind of machine, as `getResourceGroup` names it too. */
  readonly flavorId: string;
  /** The vendor's word: `CPU`, `GPU`, `Ascend`. */
  readonly type?: string;
  /** Kinds of work that it is for: `Train`, `Infer`, `Notebook`; empty where the platform reports none. */
  readonly scopes: readonly string[];
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; absent from machines without cards. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-A100`. */
  readonly gpuType?: string;
  /** Its code at the billing service. ModelArts itself reports no price. */
  readonly billingCode?: string;
  /** Whether there are any left, zone by zone; empty where the platform does not report it. */
  readonly stock: readonly {
    /** Availability zone. */
    readonly zone: string;
    /** Whether it is sold out; also false where the platform does not report it. */
    readonly isSoldOut: boolean;
  }[];
}

/** A dedicated pool. Its cards are reported with its machines, not in a list. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** `Dedicate` for machines of its own, `Logical` for a part of another pool. */
  readonly type?: string;
  /** Kinds of work that it is for; empty where the platform reports none. */
  readonly scopes: readonly {
    /** The vendor's word: `Train`, `Infer`, `Notebook`. */
    readonly name: string;
    /** The vendor's word: `Enabling`, `Enabled`, `EnableFailed`, `Disabling`, `Disabled`. */
    readonly platformStatus: string;
  }[];
  /** Working machines by kind, free or not; empty where there are none. */
  readonly machines: readonly {
    /** Kind of machine, as `getNodeFlavors` names it. */
    readonly flavorId: string;
    /** How many. */
    readonly count: number;
  }[];
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** One machine of a pool. Members that the platform does not report are absent. */
export interface ResourceGroupNodeInfo extends NodeInfo {
  /** Kind of machine, as `getNodeFlavors` names it. */
  readonly flavorId?: string;
  /** Availability zone. */
  readonly zone?: string;
  /** Its address in the pool's network. */
  readonly ip?: string;
}

/** A dedicated pool with its machines. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** Every machine, whether it takes jobs or not. */
  readonly nodes: readonly ResourceGroupNodeInfo[];
}

/** Something that runs on a pool, or waits for it. Members that the platform does not report are absent. */
export interface GroupWorkloadInfo extends WorkloadInfo {
  /** Its own name; the only one that a workload without a job has. */
  readonly workload?: string;
  /**
   * The vendor's word: `Queue`, `Pending`, `Creating`, `Running`, `Terminating`, `Completed`, `Failed`, `Terminated`,
   * `Abnormal`.
   */
  readonly platformStatus?: string;
  /** Name of the user who owns it. */
  readonly user?: string;
  /** Its priority; training jobs have 1 to 3, 3 going first. */
  readonly priority?: number;
  /** Kind of machine that it asks for, in the vendor's words. */
  readonly flavorId?: string;
  /** Cores that it asks for. */
  readonly cores?: number;
  /** GiB of memory that it asks for. */
  readonly memoryGiB?: number;
  /** Cards that it asks for, by type; empty where it asks for none. */
  readonly gpus: readonly {
    /** The vendor's word: `nvidia.com/gpu`, `huawei.com/ascend-1980`. */
    readonly type: string;
    /** How many. */
    readonly count: number;
  }[];
  /** Seconds that it has run. */
  readonly runSeconds?: number;
  /** Seconds that it has waited. */
  readonly waitSeconds?: number;
  /** Place in the queue while it waits; whether the first is 0 or 1, the platform does not say. */
  readonly position?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  /** Addresses of the machines that it is on; empty where the platform reports none. */
  readonly hosts: readonly string[];
}

/** A training job. Members that the platform does not report are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** Its description, without this package's marker. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package recognises the job by; absent from jobs that it did not create. */
  readonly marker?: string;
  /** Kind of machine that it asks for, in the vendor's words. */
  readonly flavorId?: string;
  /** How many machines it asks for. */
  readonly nodes?: number;
  /** Its pods, as `getLogs` and `getMetrics` take them: `worker-0`. Empty before the job starts. */
  readonly pods: readonly string[];
}

/** One step of a stage. */
export interface StepInfo {
  /** The vendor's word; empty where there is none. */
  readonly name: string;
  /** The vendor's words for what happens there. */
  readonly message?: string;
  /** When the platform recorded it, RFC 3339, UTC. */
  readonly at?: string;
}

/** One stage of a job's run. */
export interface StageInfo {
  /** The vendor's word: `scheduling`, `preparing`, `running`, `end`; empty where there is none. */
  readonly name: string;
  /** The vendor's words for what it waits for or does: why a job does not run yet. */
  readonly message?: string;
  /** When it began, RFC 3339, UTC; absent before. */
  readonly startedAt?: string;
  /** When it ended, RFC 3339, UTC; absent before. */
  readonly endedAt?: string;
  /** Its steps, in the platform's order. */
  readonly steps: readonly StepInfo[];
}

/** One start of a job; faults and pre-emption cause further ones. */
export interface RunInfo {
  /** Counts the starts; the largest is the current one. */
  readonly number: number;
  /** Its stages, in the platform's order. */
  readonly stages: readonly StageInfo[];
}

/** What the platform measured of one pod. */
export interface MetricsInfo {
  /** Pod that was measured; absent while the job has none. */
  readonly pod?: string;
  /** One for each metric; empty while nothing was measured. */
  readonly metrics: readonly {
    /** The vendor's word: `cpuUsage`, `memUsage`, `gpuUtil`, `gpuMemUsage`, `npuUtil`, `npuMemUsage`. */
    readonly name: string;
    /** Percent, the mean of each minute, oldest first; null where there is no sample. */
    readonly values: readonly (number | null)[];
  }[];
}

/** A version of a model. Members that the platform does not report are absent. */
export interface TrainingModelVersionInfo extends ModelVersionInfo {
  /** Its description, without this package's marker. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package recognises the version by; absent from versions that it did not create. */
  readonly marker?: string;
  /** The vendor's word; a list spells it differently from the detail: `tensorflow`, `TensorFlow`. */
  readonly modelType?: string;
  /** Its size in bytes. */
  readonly bytes?: number;
  /** What it may be deployed as, in the vendor's words: `real-time` or `realtime`, `edge`, `batch`. */
  readonly installTypes: readonly string[];
}

/** A version of a model with what only the detail reports. */
export interface TrainingModelVersionDetails extends TrainingModelVersionInfo {
  /** Environment that it runs in: `python3.6`. */
  readonly runtime?: string;
  /** Image that the platform built from it. */
  readonly image?: string;
  /** Scores by name, as given at the import: `f1`, `recall`, `precision`, `accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
}
