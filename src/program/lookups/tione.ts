// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Unwrap } from "@pulumi/pulumi";
import type {
  Amount,
  EventInfo,
  GroupInfo,
  JobInfo,
  LogPage,
  ModelVersionInfo,
  NodeInfo,
  PodInfo,
  WorkloadInfo,
  WorkspaceInfo,
} from "../../platforms/kit/answers";
import type { TioneJobSpec } from "../specs/tione";
import { lookUp, tell, type LookupPlace } from "../lookup";

/** What `getPlatformImages` takes. */
export interface GetPlatformImagesArgs {
  /** What the images are for. Default: all. */
  readonly imageRange?: "Inference" | "Notebook" | "Train";
  /** Ids of images. */
  readonly imageIds?: readonly string[];
  /** Names of images, such as `tilearn-llm0.9-torch2.3-py3.10-cuda12.4-gpu`. */
  readonly imageNames?: readonly string[];
}

/** What `getBillingPrices` takes. */
export interface GetBillingPricesArgs {
  /** What the machines are for. Default `TRAIN`. */
  readonly taskType?: "EMS" | "INFERENCE" | "NOTEBOOK" | "TRAIN";
  /** Kind of machine. Default: all. */
  readonly resourceType?: "CALC" | "CPU" | "GPU-SW" | "GPU";
}

/** What `getResourceGroups` takes. */
export interface GetResourceGroupsArgs {
  /** Part of an id or a name. Default: all groups. */
  readonly search?: string;
  /** Only groups with all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `getResourceGroup` takes. */
export interface GetResourceGroupArgs {
  /** `rsg-…`. */
  readonly resourceGroupId: string;
}

/** What `getNodeWorkloads` takes. */
export interface GetNodeWorkloadsArgs {
  /** `rsg-…`. */
  readonly resourceGroupId: string;
  /** Machine of the group: `node` of one in `getResourceGroup`. */
  readonly node: string;
}

/** What `getTrainingJobs` takes. */
export interface GetTrainingJobsArgs {
  /** Names, compared exactly. */
  readonly names?: readonly string[];
  /** Ids (`train-…`). */
  readonly jobIds?: readonly string[];
  /** Where the jobs are, in our words: `running`. Default: anywhere. */
  readonly statuses?: readonly ("failed" | "queued" | "running" | "starting" | "stopped" | "stopping" | "succeeded")[];
  /** Group that the jobs run on. */
  readonly resourceGroupId?: string;
  /** Framework of a platform image: `PYTORCH`. Selected here, after reading: TI-ONE does not select by it. */
  readonly frameworkName?: string;
  /** How the jobs are paid for. */
  readonly chargeType?: "POSTPAID_BY_HOUR" | "PREPAID";
  /** Only jobs with all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** By creation. Default `newest` first. */
  readonly order?: "newest" | "oldest";
  /** How many at most. Default: all. */
  readonly limit?: number;
}

/** What `getTrainingJob` takes. */
export interface GetTrainingJobArgs {
  /** `train-…`. */
  readonly jobId: string;
}

/** What `getPods` takes. */
export interface GetPodsArgs {
  /** `train-…`. */
  readonly jobId: string;
}

/** What `getLogs` takes. */
export interface GetLogsArgs {
  /** The job whose last run wrote the lines. The alternative to `pod`. */
  readonly jobId?: string;
  /** One pod, or several by a `*` at the end: `train-123-abc-worker-*`. The alternative to `jobId`. */
  readonly pod?: string;
  /**
   * Only lines from this time on, RFC 3339. Default: an hour before the end of the job, or before now while it runs and
   * for `pod`.
   */
  readonly from?: string;
  /** Only lines up to this time, RFC 3339. Default: the end of the job, or now. */
  readonly until?: string;
  /** Lines of a page, 1 to 1,000. Default 100. */
  readonly limit?: number;
  /**
   * Which lines the first page has, `next` leading on to the others. In a page the oldest comes first. Default
   * `newest`.
   */
  readonly order?: "newest" | "oldest";
  /** Only lines with this word. */
  readonly keyword?: string;
  /** Only what was written there. Default: both. */
  readonly stream?: "stderr" | "stdout";
  /** Where the page before ended: its `next`, with all else as it was. */
  readonly next?: string;
}

/** What `getEvents` takes. */
export interface GetEventsArgs {
  /** The job whose last run the events are about. */
  readonly jobId: string;
  /** Only events from this time on, RFC 3339. Default: a day ago. */
  readonly from?: string;
  /** Only events up to this time, RFC 3339. Default: now. */
  readonly until?: string;
  /** Default: both. */
  readonly type?: "Normal" | "Warning";
  /** Kind of the thing that the event is about: `Pod`. Default: all. */
  readonly sourceKind?: string;
  /** By when it last happened. Default `newest` first. */
  readonly order?: "newest" | "oldest";
  /** How many at most. Default: all. */
  readonly limit?: number;
}

/** What `getTrainingMetrics` takes. */
export interface GetTrainingMetricsArgs {
  /** `train-…`. */
  readonly jobId: string;
}

/** What `getLatestTrainingMetrics` takes. */
export interface GetLatestTrainingMetricsArgs {
  /** `train-…`. */
  readonly jobId: string;
}

/** What `pushTrainingMetrics` takes. */
export interface PushTrainingMetricsArgs {
  /** What was measured, one entry for each moment. */
  readonly data: readonly TrainingMetricsData[];
}

/** What was measured, one entry for each moment. */
export interface TrainingMetricsData {
  /** The job that it is about. */
  readonly jobId: string;
  /** Values by name. */
  readonly values: Readonly<Record<string, number>>;
  /** RFC 3339, down to a second. Default: now. */
  readonly at?: string;
  /** Round through the data. */
  readonly epoch?: number;
  /** Step of the training. */
  readonly step?: number;
  /** How many steps the training has. */
  readonly totalSteps?: number;
}

/** What `getModels` takes. */
export interface GetModelsArgs {
  /** Part of a name. Default: all models. */
  readonly search?: string;
  /** Ids (`m-…`); a single one matches parts of ids too. */
  readonly modelIds?: readonly string[];
  /** Where the files came from. */
  readonly source?: "COS" | "JOB";
  /** Only models with all of these tags. */
  readonly tags?: Readonly<Record<string, string>>;
}

/** What `getModelVersions` takes. */
export interface GetModelVersionsArgs {
  /** `m-…`. */
  readonly modelId: string;
  /**
   * What the versions must be. In each list one value matches by part, several match exactly. Default: all versions.
   */
  readonly filters?: ModelVersionsFilters;
}

/** What the versions must be. In each list one value matches by part, several match exactly. Default: all versions. */
export interface ModelVersionsFilters {
  /** Ids (`mv-…`). */
  readonly versionIds?: readonly string[];
  /** `NORMAL`, `ACCELERATE`. */
  readonly versionTypes?: readonly string[];
  /** `TORCH_SCRIPT`, `PYTORCH`, `DETECTRON2`, `SAVED_MODEL`, `FROZEN_GRAPH`, `PMML`. */
  readonly formats?: readonly string[];
  /** `TENSORFLOW`, `PYTORCH`, `DETECTRON2`. */
  readonly frameworks?: readonly string[];
}

/** What `getModelVersion` takes. */
export interface GetModelVersionArgs {
  /** `mv-…`. */
  readonly versionId: string;
}

/** A framework that training tasks can ask for, in one of its environments. */
export interface FrameworkInfo {
  /** What `frameworkName` takes: `PYTORCH`. */
  readonly frameworkName: string;
  /** What `frameworkEnvironment` takes: `torch1.9-py3.8-cuda11.1-gpu`. */
  readonly frameworkEnvironment: string;
  /** What `trainingMode` takes with it: `DDP`, `MPI`, … */
  readonly trainingModes: readonly string[];
}

/** An image of TI-ONE's own. Members that the platform does not tell are absent. */
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
  /** Types of cards that it runs on; empty where the vendor says none. */
  readonly gpuTypes: readonly string[];
  /** What `trainingMode` takes with it; empty where the vendor says none. */
  readonly trainingModes: readonly string[];
}

/** A pay-as-you-go machine and what it costs. */
export interface MachineInfo {
  /** What `instanceType` takes: `TI.GN7.2XLARGE32.POST`. */
  readonly instanceType: string;
  /** Vendor's words: `8C32GB GPU(T4)*1`. */
  readonly description?: string;
  /** Cores, read out of the description; absent where it says none, as are the next three. */
  readonly cores?: number;
  /** GiB of memory, read out of the description. */
  readonly memoryGiB?: number;
  /** Cards, read out of the description; parts of a card as fractions. */
  readonly gpus?: number;
  /** Type of the cards: `T4`. */
  readonly gpuType?: string;
  /** Yuan an hour for one machine, after discount; absent where the vendor says none. */
  readonly yuanPerHour?: number;
  /** Yuan an hour before discount. */
  readonly listYuanPerHour?: number;
  /** In stock in this region. */
  readonly isAvailable: boolean;
  /** Regions with stock, where this one has none. */
  readonly availableRegions: readonly string[];
}

/** A resource group as a whole; in a list its status is absent, because its machines tell that. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Cores, summed over all machines: a job needs room on single ones. */
  readonly cores?: Amount;
  /** GiB of memory, summed likewise. */
  readonly memoryGiB?: Amount;
  /** By key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** A resource group with its machines. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** In the platform's order. */
  readonly nodes: readonly ResourceGroupNodeInfo[];
}

/** One machine of a group. Members that the platform does not tell are absent. */
export interface ResourceGroupNodeInfo extends NodeInfo {
  /** Display name. */
  readonly name?: string;
  /** Vendor's words for the kind of machine. */
  readonly description?: string;
  /** When its month ends: RFC 3339, UTC. */
  readonly expiresAt?: string;
  /** Vendor's words for what is wrong with it. */
  readonly problem?: string;
}

/** A training task. Members that the platform does not tell are absent. */
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
  /** Seconds that the last run took so far. */
  readonly runSeconds?: number;
  /** The user's own: not the platform's, nor this package's. */
  readonly tags: Readonly<Record<string, string>>;
  /** When somebody last did something to it: RFC 3339, UTC. */
  readonly updatedAt?: string;
}

/** Machines of one role. Members that the platform does not tell are absent. */
export interface MachinesInfo {
  /** `WORKER`, `PS`, `DRIVER`, `EXECUTOR`, `HEAD`. */
  readonly role?: string;
  /** How many machines. */
  readonly instances?: number;
  /** Of each machine. */
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

/** A training task with what it was asked to be. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** The last run, which logs and pods are named after; absent before the first. */
  readonly latestRunId?: string;
  /** As `spec` of a TrainingJob, as far as the platform tells: not the environment, nor passwords of registries. */
  readonly spec: Partial<Unwrap<TioneJobSpec>>;
}

/** One pod of a training task. Members that the platform does not tell are absent. */
export interface TrainingPodInfo extends PodInfo {
  /** Address in the network. */
  readonly ip?: string;
  /** What its machine is like. */
  readonly machine?: MachinesInfo;
}

/** One metric of a job, drawn over time, epochs or steps. */
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

/** The newest numbers of one metric. */
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

/** A number at a time. */
export interface TimedValue {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** What was measured. */
  readonly value: number;
}

/** A model with its versions. */
export interface TrainingModelInfo {
  /** What `modelId` takes: `m-…`. */
  readonly modelId: string;
  /** Its name. */
  readonly modelName: string;
  /** The user's own: not the platform's, nor this package's. */
  readonly tags: Readonly<Record<string, string>>;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  /** All of its versions. */
  readonly versions: readonly TrainingModelVersionInfo[];
}

/** A version of a model. Members that the platform does not tell are absent. */
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
  /** How good it is: `top1=0.771,top5=0.934`. */
  readonly index?: string;
  /** `SYSTEM` or `CUSTOM`. */
  readonly reasoningEnvironmentSource?: string;
  /** Id of the platform image that serves it. */
  readonly reasoningEnvironmentId?: string;
  /** Address of the image that serves it. */
  readonly reasoningImageUrl?: string;
}

/**
 * Frameworks that training tasks can ask for by `frameworkName` and `frameworkEnvironment`. The vendor took the action
 * off its public list; `getPlatformImages` tells much the same. Source: DescribeTrainingFrameworks.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getTrainingFrameworks(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly FrameworkInfo[]> {
  return lookUp("tione", "getTrainingFrameworks", args, place);
}

/**
 * Images of TI-ONE's own: for training, for serving models, for notebooks. Source: DescribePlatformImages.
 * @throws PlatformError
 */
export function getPlatformImages(args?: GetPlatformImagesArgs, place?: LookupPlace): Promise<readonly ImageInfo[]> {
  return lookUp("tione", "getPlatformImages", args, place);
}

/**
 * Pay-as-you-go machines with their price in yuan an hour, and whether they are in stock. Spot and tide machines have
 * no price there. Source: DescribeBillingSpecs, DescribeBillingSpecsPrice.
 * @throws PlatformError
 */
export function getBillingPrices(args?: GetBillingPricesArgs, place?: LookupPlace): Promise<readonly MachineInfo[]> {
  return lookUp("tione", "getBillingPrices", args, place);
}

/**
 * Resource groups with their sums of cores, GiB and cards; without machines. Source: DescribeBillingResourceGroups.
 * @throws PlatformError
 */
export function getResourceGroups(
  args?: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp("tione", "getResourceGroups", args, place);
}

/**
 * One resource group with its machines and what of each is free. Source: DescribeBillingResourceGroups,
 * DescribeBillingResourceGroup.
 * @throws PlatformError `notFound`
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp("tione", "getResourceGroup", args, place);
}

/**
 * What runs on one machine of a resource group. Source: DescribeBillingResourceInstanceRunningJobs.
 * @throws PlatformError
 */
export function getNodeWorkloads(args: GetNodeWorkloadsArgs, place?: LookupPlace): Promise<readonly WorkloadInfo[]> {
  return lookUp("tione", "getNodeWorkloads", args, place);
}

/**
 * Workspaces that the account may use. Source: DescribeWorkspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly WorkspaceInfo[]> {
  return lookUp("tione", "getWorkspaces", args, place);
}

/**
 * Training tasks, newest first, all of them unless `limit` says otherwise. Source: DescribeTrainingTasks.
 * @throws PlatformError
 */
export function getTrainingJobs(args?: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp("tione", "getTrainingJobs", args, place);
}

/**
 * One training task with what it was asked to be. Source: DescribeTrainingTask.
 * @throws PlatformError `notFound`
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobDetails> {
  return lookUp("tione", "getTrainingJob", args, place);
}

/**
 * Pods of a training task. Source: DescribeTrainingTaskPods.
 * @throws PlatformError `notFound`
 */
export function getPods(args: GetPodsArgs, place?: LookupPlace): Promise<readonly TrainingPodInfo[]> {
  return lookUp("tione", "getPods", args, place);
}

/**
 * What a job's last run or a pod wrote, page by page: first the newest 100 lines, unless `limit` and `order` say
 * otherwise, the oldest of them first; `next` leads on to the page after. No lines for a job that has not run. Source:
 * DescribeLogs.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getLogs(args?: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp("tione", "getLogs", args, place);
}

/**
 * What the platform did about a job's last run in the last day, newest first. None for a job that has not run. Source:
 * DescribeEvents.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp("tione", "getEvents", args, place);
}

/**
 * What a job measured of itself, as curves. The vendor took the action off its public list. Source:
 * DescribeTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getTrainingMetrics(args: GetTrainingMetricsArgs, place?: LookupPlace): Promise<TrainingMetric[]> {
  return lookUp("tione", "getTrainingMetrics", args, place);
}

/**
 * The newest numbers that a job measured of itself. The vendor took the action off its public list. Source:
 * DescribeLatestTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getLatestTrainingMetrics(
  args: GetLatestTrainingMetricsArgs,
  place?: LookupPlace,
): Promise<LatestTrainingMetric[]> {
  return lookUp("tione", "getLatestTrainingMetrics", args, place);
}

/**
 * Tells TI-ONE what a job measured; does nothing in a preview. Entries with more than ten values are sent as several of
 * the same moment. Sent once: after an error the values may be there or not. Source: PushTrainingMetrics.
 * @throws PlatformError
 */
export function pushTrainingMetrics(args: PushTrainingMetricsArgs, place?: LookupPlace): Promise<void> {
  return tell("tione", "pushTrainingMetrics", args, place);
}

/**
 * Models with their versions. The vendor took the action off its public list. Source: DescribeTrainingModels.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getModels(args?: GetModelsArgs, place?: LookupPlace): Promise<readonly TrainingModelInfo[]> {
  return lookUp("tione", "getModels", args, place);
}

/**
 * Versions of one model, all of them unless `filters` says otherwise. Source: DescribeTrainingModelVersions.
 * @throws PlatformError `notFound` for an unknown model, where TI-ONE says so
 */
export function getModelVersions(
  args: GetModelVersionsArgs,
  place?: LookupPlace,
): Promise<readonly TrainingModelVersionInfo[]> {
  return lookUp("tione", "getModelVersions", args, place);
}

/**
 * One version of a model. Source: DescribeTrainingModelVersion.
 * @throws PlatformError `notFound`
 */
export function getModelVersion(args: GetModelVersionArgs, place?: LookupPlace): Promise<TrainingModelVersionInfo> {
  return lookUp("tione", "getModelVersion", args, place);
}
