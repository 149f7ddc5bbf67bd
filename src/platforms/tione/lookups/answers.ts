import type { Amount, GroupInfo, JobInfo, ModelVersionInfo, NodeInfo, PodInfo } from "../../kit/answers";

/* What TI-ONE's look-ups return. Types only: programs see them without loading the code that reads them. */

/** A framework that training tasks can ask for, in one of its environments. */
export interface FrameworkInfo {
  /** What `frameworkName` takes: `PYTORCH`. */
  readonly frameworkName: string;
  /** What `frameworkEnvironment` takes: `torch1.9-py3.8-cuda11.1-gpu`. */
  readonly frameworkEnvironment: string;
  /** What `trainingMode` takes with it: `DDP`, `MPI`, … */
  readonly trainingModes: readonly string[];
}

/** One of TI-ONE's own images. Members that the platform does not report are absent. */
export interface ImageInfo {
  /** What `imageIds` takes. */
  readonly imageId?: string;
  /** What `frameworkEnvironment` takes, for images that train. */
  readonly imageName?: string;
  /** Vendor's word: `PreSet`, `PRE_SET`, `SYSTEM`. */
  readonly imageType?: string;
  /** Address with tag. */
  readonly imageUrl?: string;
  /** What `frameworkName` takes: `PYTORCH`. */
  readonly framework?: string;
  /** Vendor's words: `1.9`. */
  readonly frameworkVersion?: string;
  /** Vendor's words about it. */
  readonly description?: string;
  /** What it is for: `Train`, `Inference`, `Notebook`. */
  readonly imageRange: readonly string[];
  /** Types of cards that it runs on; empty where the vendor names none. */
  readonly gpuTypes: readonly string[];
  /** What `trainingMode` takes with it; empty where the vendor names none. */
  readonly trainingModes: readonly string[];
}

/** A pay-as-you-go machine and what it costs. */
export interface MachineInfo {
  /** What `instanceType` takes: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType: string;
  /** Vendor's words: `8C32GB GPU(T4)*1`. */
  readonly description?: string;
  /** Cores, read from the description; absent where it has none, as are the next three. */
  readonly cores?: number;
  /** GiB of memory, read from the description. */
  readonly memoryGiB?: number;
  /** Cards, read from the description; parts of a card as fractions. */
  readonly gpus?: number;
  /** Type of the cards: `T4`. */
  readonly gpuType?: string;
  /** Yuan per hour for one machine, after discount; absent where the vendor gives none. */
  readonly yuanPerHour?: number;
  /** Yuan per hour before discount. */
  readonly listYuanPerHour?: number;
  /** In stock in this region. */
  readonly isAvailable: boolean;
  /** Regions with stock, where this one has none. */
  readonly availableRegions: readonly string[];
}

/** A resource group as a whole; in a list its status is absent, because it comes from the machines. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Cores, summed over all machines: a job needs room on individual ones. */
  readonly cores?: Amount;
  /** GiB of memory, summed likewise. */
  readonly memoryGiB?: Amount;
  /** Tags by key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One machine of a group. Members that the platform does not report are absent. */
export interface ResourceGroupNodeInfo extends NodeInfo {
  /** Display name. */
  readonly name?: string;
  /** Vendor's words for the kind of machine. */
  readonly description?: string;
  /** When its paid period ends: RFC 3339, UTC. */
  readonly expiresAt?: string;
  /** Vendor's words for what is wrong with it. */
  readonly problem?: string;
}

/** A resource group with its machines. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** In the platform's order. */
  readonly nodes: readonly ResourceGroupNodeInfo[];
}

/** Machines of one role. Members that the platform does not report are absent. */
export interface MachinesInfo {
  /** `WORKER`, `PS`, `DRIVER`, `EXECUTOR`, `HEAD`. */
  readonly role?: string;
  /** How many machines. */
  readonly instances?: number;
  /** Cores of each machine. */
  readonly cores?: number;
  /** GiB of each machine. */
  readonly memoryGiB?: number;
  /** Cards of each machine, parts of a card as fractions. */
  readonly gpus?: number;
  /** `A100`. */
  readonly gpuType?: string;
  /** Specification, for pay-as-you-go machines: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType?: string;
}

/** A training task. Members that the platform does not report are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** Framework of a platform image: `PYTORCH`. */
  readonly frameworkName?: string;
  /** Version of the framework. */
  readonly frameworkVersion?: string;
  /** Platform image: `torch1.9-py3.8-cuda11.1-gpu`. */
  readonly frameworkEnvironment?: string;
  /** How its machines work together: `DDP`, `PS_WORKER`, `MPI`, `HOROVOD`, `SPARK`, `RAY`. */
  readonly trainingMode?: string;
  /** `PREPAID` or `POSTPAID_BY_HOUR`. */
  readonly chargeType?: string;
  /** Vendor's word: `NOT_BILLING`, `BILLING`, `ARREARS_STOP`. */
  readonly chargeStatus?: string;
  /** Vendor's words about the price. */
  readonly billing?: string;
  /** One entry for each role. */
  readonly machines: readonly MachinesInfo[];
  /** Seconds that the last run has taken so far. */
  readonly runSeconds?: number;
  /** The user's own tags: not the platform's, nor this package's. */
  readonly tags: Readonly<Record<string, string>>;
  /** When somebody last acted on it: RFC 3339, UTC. */
  readonly updatedAt?: string;
}

/** One pod of a training task. Members that the platform does not report are absent. */
export interface TrainingPodInfo extends PodInfo {
  /** Address in the network. */
  readonly ip?: string;
  /** What its machine is like. */
  readonly machine?: MachinesInfo;
}

/** One metric of a job, plotted over time, epochs or steps. */
export interface TrainingMetric {
  /** As the job calls it: `loss`. */
  readonly name: string;
  /** One curve for each way to count. */
  readonly series: readonly {
    /** What `x` counts: `TIMESTAMP` (seconds since the epoch), `EPOCH`, `STEP`. */
    readonly xType: string;
    /** In the platform's order. */
    readonly points: readonly MetricPoint[];
  }[];
}

/** A point of a curve. */
export interface MetricPoint {
  /** Time, epoch or step. */
  readonly x: number;
  /** What was measured. */
  readonly y: number;
}

/** A number at a time. */
export interface TimedValue {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** What was measured. */
  readonly value: number;
}

/** The latest values of one metric. */
export interface LatestTrainingMetric {
  /** As the job calls it: `loss`. */
  readonly name: string;
  /** The metric itself. */
  readonly values: readonly TimedValue[];
  /** The epoch at each time. */
  readonly epochs: readonly TimedValue[];
  /** The step at each time. */
  readonly steps: readonly TimedValue[];
  /** How many steps the training has, at each time. */
  readonly totalSteps: readonly TimedValue[];
}

/** A version of a model. Members that the platform does not report are absent. */
export interface TrainingModelVersionInfo extends ModelVersionInfo {
  /** `JOB` or `COS`. */
  readonly source?: string;
  /** Name of the job that wrote the files. */
  readonly sourceJobName?: string;
  /** `PYTORCH`. */
  readonly framework?: string;
  /** `TORCH_SCRIPT`. */
  readonly format?: string;
  /** `NORMAL` or `ACCELERATE`. */
  readonly versionType?: string;
  /** Quality metrics: `top1=0.771,top5=0.934`. */
  readonly index?: string;
  /** `SYSTEM` or `CUSTOM`. */
  readonly reasoningEnvironmentSource?: string;
  /** Id of the platform image that serves it. */
  readonly reasoningEnvironmentId?: string;
  /** Address of the image that serves it. */
  readonly reasoningImageUrl?: string;
}

/** A model with its versions. */
export interface TrainingModelInfo {
  /** What `modelId` takes: `m-…`. */
  readonly modelId: string;
  /** Its name. */
  readonly modelName: string;
  /** The user's own tags: not the platform's, nor this package's. */
  readonly tags: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  /** All of its versions. */
  readonly versions: readonly TrainingModelVersionInfo[];
}
