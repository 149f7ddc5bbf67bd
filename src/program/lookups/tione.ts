// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Unwrap } from "@pulumi/pulumi";
import type { EventInfo, LogPage, WorkloadInfo, WorkspaceInfo } from "../../platforms/kit/answers";
import type {
  FrameworkInfo,
  ImageInfo,
  LatestTrainingMetric,
  MachineInfo,
  ResourceGroupDetails,
  ResourceGroupInfo,
  TrainingJobInfo,
  TrainingMetric,
  TrainingModelInfo,
  TrainingModelVersionInfo,
  TrainingPodInfo,
} from "../../platforms/tione/lookups/answers";
import { lookUp, tell, type LookupPlace } from "../lookup";
import type { TioneJobSpec } from "../specs/tione";

export type {
  FrameworkInfo,
  ImageInfo,
  LatestTrainingMetric,
  MachineInfo,
  MachinesInfo,
  MetricPoint,
  ResourceGroupDetails,
  ResourceGroupInfo,
  ResourceGroupNodeInfo,
  TimedValue,
  TrainingJobInfo,
  TrainingMetric,
  TrainingModelInfo,
  TrainingModelVersionInfo,
  TrainingPodInfo,
} from "../../platforms/tione/lookups/answers";

/** What `getPlatformImages` takes. */
export interface GetPlatformImagesArgs {
  /** What the images are for. Default: all. */
  readonly imageRange?: "Inference" | "Notebook" | "Train";
  /** Image ids. */
  readonly imageIds?: readonly string[];
  /** Image names, such as `tilearn-llm0.9-torch2.3-py3.10-cuda12.4-gpu`. */
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
  /** States of the jobs, in our words: `running`. Default: any. */
  readonly statuses?: readonly ("failed" | "queued" | "running" | "starting" | "stopped" | "stopping" | "succeeded")[];
  /** Group that the jobs run on. */
  readonly resourceGroupId?: string;
  /** Framework of a platform image: `PYTORCH`. Selected here, after reading: TI-ONE has no filter for it. */
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
  /** One pod, or several with a `*` at the end: `train-123-abc-worker-*`. The alternative to `jobId`. */
  readonly pod?: string;
  /**
   * Only lines from this time on, RFC 3339. Default: an hour before the end of the job, or before now while it runs and
   * for `pod`.
   */
  readonly from?: string;
  /** Only lines up to this time, RFC 3339. Default: the end of the job, or now. */
  readonly until?: string;
  /** Lines per page, 1 to 1,000. Default 100. */
  readonly limit?: number;
  /**
   * Which lines the first page has; `next` leads to the others. Within a page the oldest comes first. Default `newest`.
   */
  readonly order?: "newest" | "oldest";
  /** Only lines with this word. */
  readonly keyword?: string;
  /** Only lines that were written to this stream. Default: both. */
  readonly stream?: "stderr" | "stdout";
  /** `next` of the page before, with all other arguments unchanged. */
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
  /** Kind of object that the event is about: `Pod`. Default: all. */
  readonly sourceKind?: string;
  /** By the time of the last occurrence. Default `newest` first. */
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
  /** What was measured, one entry for each time. */
  readonly data: readonly TrainingMetricsData[];
}

/** What was measured, one entry for each time. */
export interface TrainingMetricsData {
  /** The job that it is about. */
  readonly jobId: string;
  /** Values by name. */
  readonly values: Readonly<Record<string, number>>;
  /** RFC 3339, to the second. Default: now. */
  readonly at?: string;
  /** Pass through the data. */
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
  /** Which versions. In each list one value matches any part, several match exactly. Default: all versions. */
  readonly filters?: ModelVersionsFilters;
}

/** Which versions. In each list one value matches any part, several match exactly. Default: all versions. */
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

/** A training task, with what was asked for. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** The last run, which logs and pods are named after; absent before the first. */
  readonly latestRunId?: string;
  /** As the `spec` of a TrainingJob, as far as the platform shows it: without the environment and the passwords of registries. */
  readonly spec: Partial<Unwrap<TioneJobSpec>>;
}

/**
 * Frameworks that training tasks can ask for by `frameworkName` and `frameworkEnvironment`. The vendor took the action
 * off its public list; `getPlatformImages` returns much the same. Source: DescribeTrainingFrameworks.
 * @throws PlatformError `unsupported` where TI-ONE no longer answers it
 */
export function getTrainingFrameworks(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly FrameworkInfo[]> {
  return lookUp({ platform: "tione", lookup: "getTrainingFrameworks", args, place });
}

/**
 * TI-ONE's own images: for training, for serving models, for notebooks. Source: DescribePlatformImages.
 * @throws PlatformError
 */
export function getPlatformImages(args?: GetPlatformImagesArgs, place?: LookupPlace): Promise<readonly ImageInfo[]> {
  return lookUp({ platform: "tione", lookup: "getPlatformImages", args, place });
}

/**
 * Pay-as-you-go machines with their price in yuan per hour, and whether they are in stock. Spot and tide machines have
 * no price there. Source: DescribeBillingSpecs, DescribeBillingSpecsPrice.
 * @throws PlatformError
 */
export function getBillingPrices(args?: GetBillingPricesArgs, place?: LookupPlace): Promise<readonly MachineInfo[]> {
  return lookUp({ platform: "tione", lookup: "getBillingPrices", args, place });
}

/**
 * Resource groups with their total cores, GiB of memory and cards; without machines. Source:
 * DescribeBillingResourceGroups.
 * @throws PlatformError
 */
export function getResourceGroups(
  args?: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp({ platform: "tione", lookup: "getResourceGroups", args, place });
}

/**
 * One resource group with its machines and what is free on each. Source: DescribeBillingResourceGroups,
 * DescribeBillingResourceGroup.
 * @throws PlatformError `notFound`
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp({ platform: "tione", lookup: "getResourceGroup", args, place });
}

/**
 * What runs on one machine of a resource group. Source: DescribeBillingResourceInstanceRunningJobs.
 * @throws PlatformError
 */
export function getNodeWorkloads(args: GetNodeWorkloadsArgs, place?: LookupPlace): Promise<readonly WorkloadInfo[]> {
  return lookUp({ platform: "tione", lookup: "getNodeWorkloads", args, place });
}

/**
 * Workspaces that the account may use. Source: DescribeWorkspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly WorkspaceInfo[]> {
  return lookUp({ platform: "tione", lookup: "getWorkspaces", args, place });
}

/**
 * Training tasks, newest first, all of them unless `limit` says otherwise. Source: DescribeTrainingTasks.
 * @throws PlatformError
 */
export function getTrainingJobs(args?: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp({ platform: "tione", lookup: "getTrainingJobs", args, place });
}

/**
 * One training task, with what was asked for. Source: DescribeTrainingTask.
 * @throws PlatformError `notFound`
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobDetails> {
  return lookUp({ platform: "tione", lookup: "getTrainingJob", args, place });
}

/**
 * Pods of a training task. Source: DescribeTrainingTaskPods.
 * @throws PlatformError `notFound`
 */
export function getPods(args: GetPodsArgs, place?: LookupPlace): Promise<readonly TrainingPodInfo[]> {
  return lookUp({ platform: "tione", lookup: "getPods", args, place });
}

/**
 * What a job's last run or a pod wrote, page by page: first the newest 100 lines, unless `limit` and `order` say
 * otherwise, the oldest of them first; `next` leads to the page after it. No lines for a job that has not run. Source:
 * DescribeLogs.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getLogs(args?: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp({ platform: "tione", lookup: "getLogs", args, place });
}

/**
 * Events of a job's last run in the last day, newest first. None for a job that has not run. Source: DescribeEvents.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp({ platform: "tione", lookup: "getEvents", args, place });
}

/**
 * Metrics that a job reported, as curves. The vendor took the action off its public list. Source:
 * DescribeTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE no longer answers it
 */
export function getTrainingMetrics(args: GetTrainingMetricsArgs, place?: LookupPlace): Promise<TrainingMetric[]> {
  return lookUp({ platform: "tione", lookup: "getTrainingMetrics", args, place });
}

/**
 * The latest metrics that a job reported. The vendor took the action off its public list. Source:
 * DescribeLatestTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE no longer answers it
 */
export function getLatestTrainingMetrics(
  args: GetLatestTrainingMetricsArgs,
  place?: LookupPlace,
): Promise<LatestTrainingMetric[]> {
  return lookUp({ platform: "tione", lookup: "getLatestTrainingMetrics", args, place });
}

/**
 * Reports a job's metrics to TI-ONE; does nothing in a preview. Entries with more than ten values are sent as several
 * entries with the same time. Sent once: after an error the values may or may not be there. Source:
 * PushTrainingMetrics.
 * @throws PlatformError
 */
export function pushTrainingMetrics(args: PushTrainingMetricsArgs, place?: LookupPlace): Promise<void> {
  return tell({ platform: "tione", lookup: "pushTrainingMetrics", args, place });
}

/**
 * Models with their versions. The vendor took the action off its public list. Source: DescribeTrainingModels.
 * @throws PlatformError `unsupported` where TI-ONE no longer answers it
 */
export function getModels(args?: GetModelsArgs, place?: LookupPlace): Promise<readonly TrainingModelInfo[]> {
  return lookUp({ platform: "tione", lookup: "getModels", args, place });
}

/**
 * Versions of one model, all of them unless `filters` says otherwise. Source: DescribeTrainingModelVersions.
 * @throws PlatformError `notFound` for an unknown model, where TI-ONE says so
 */
export function getModelVersions(
  args: GetModelVersionsArgs,
  place?: LookupPlace,
): Promise<readonly TrainingModelVersionInfo[]> {
  return lookUp({ platform: "tione", lookup: "getModelVersions", args, place });
}

/**
 * One version of a model. Source: DescribeTrainingModelVersion.
 * @throws PlatformError `notFound`
 */
export function getModelVersion(args: GetModelVersionArgs, place?: LookupPlace): Promise<TrainingModelVersionInfo> {
  return lookUp({ platform: "tione", lookup: "getModelVersion", args, place });
}
