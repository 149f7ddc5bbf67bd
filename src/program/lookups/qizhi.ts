// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Unwrap } from "@pulumi/pulumi";
import type { EventInfo, LogPage } from "../../platforms/kit/answers";
import type {
  ImageInfo,
  MetricSeries,
  ProjectInfo,
  ProjectWorkspaceInfo,
  QizhiNode,
  ResourceGroupDetails,
  ResourceGroupInfo,
  SpecInfo,
  TrainingJobInfo,
  TrainingPodInfo,
} from "../../platforms/qizhi/lookups/answers";
import { lookUp, type LookupPlace } from "../lookup";
import type { QizhiJobSpec } from "../specs/qizhi";

export type {
  GrantedAmount,
  ImageInfo,
  MetricPoint,
  MetricSeries,
  ProjectInfo,
  ProjectWorkspaceInfo,
  QizhiNode,
  ResourceGroupDetails,
  ResourceGroupInfo,
  SpecInfo,
  TrainingJobInfo,
  TrainingPodInfo,
} from "../../platforms/qizhi/lookups/answers";

/** What `getNodes` takes. */
export interface GetNodesArgs {
  /** Only the machines of this pool: `online` ones take jobs. Default: all. Source: cluster_nodes/list. */
  readonly resourcePool?: "backup" | "fault" | "online" | "unknown";
}

/** What `getResourceGroups` takes. */
export interface GetResourceGroupsArgs {
  /** Workspace, `ws-…`. */
  readonly workspaceId: string;
  /** Only groups of exactly this name; there may be several. Default: all. */
  readonly name?: string;
}

/** What `getResourceGroup` takes. */
export interface GetResourceGroupArgs {
  /** Workspace that sees the group, `ws-…`. */
  readonly workspaceId: string;
  /** Logic compute group, `lcg-…`. */
  readonly resourceGroupId: string;
}

/** What `getSpecs` takes. */
export interface GetSpecsArgs {
  /** Workspace, `ws-…`: a specification is valid for one workspace and one group. */
  readonly workspaceId: string;
  /** Logic compute group, `lcg-…`. */
  readonly resourceGroupId: string;
  /** What the machines are for: training, notebooks (`dsw`), HPC, Ray or serving. Default `train`. */
  readonly kind?: "dsw" | "hpc" | "rayJob" | "serve" | "train";
}

/** What `getImages` takes. */
export interface GetImagesArgs {
  /** Workspace whose registry is searched, `ws-…`. */
  readonly workspaceId: string;
  /** Only images from this source. Default: all. */
  readonly source?: "SOURCE_OFFICIAL" | "SOURCE_PRIVATE" | "SOURCE_PROJECT" | "SOURCE_PUBLIC";
  /** A part of the name, as the platform matches it. Default: any. */
  readonly search?: string;
}

/** What `getProjects` takes. */
export interface GetProjectsArgs {
  /** Only projects attached to this workspace, `ws-…`. Default: all. */
  readonly workspaceId?: string;
}

/** What `getTrainingJobs` takes. */
export interface GetTrainingJobsArgs {
  /** Workspace, `ws-…`. */
  readonly workspaceId: string;
  /** A part of the name, as the platform matches it. Default: any. */
  readonly search?: string;
  /** Only jobs in these states, in our words: `running`. Default: all. */
  readonly statuses?: readonly ("failed" | "queued" | "running" | "starting" | "stopped" | "stopping" | "succeeded")[];
  /** How many at most, the newest first; 1 to 999, default 100. */
  readonly limit?: number;
}

/** What `getTrainingJob` takes. */
export interface GetTrainingJobArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
}

/** What `getPods` takes. */
export interface GetPodsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
}

/** What `getEvents` takes. */
export interface GetEventsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
  /** Events of these pods instead of the job's own: names as `getPods` returns them. */
  readonly pods?: readonly string[];
}

/** What `getLogs` takes. */
export interface GetLogsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
  /** Only lines of these pods: names as `getPods` returns them. Default: all pods. */
  readonly pods?: readonly string[];
  /** Only lines from this time on, RFC 3339. The platform searches a month at most. Default: all. */
  readonly from?: string;
  /** Only lines up to this time, RFC 3339. Default: all. */
  readonly until?: string;
  /** How many lines at most; 1 to 999, default 100. Qizhi does not say which lines it returns when there are more. */
  readonly limit?: number;
}

/** What `getMetrics` takes. */
export interface GetMetricsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
  /** The metric, as shares from 0 to 1 (`…Usage`) or in bytes per second. */
  readonly metric:
    | "cpuUsage"
    | "diskRead"
    | "diskWrite"
    | "gpuMemoryUsage"
    | "gpuUsage"
    | "memoryUsage"
    | "networkRead"
    | "networkWrite";
  /** Only from this time on, RFC 3339. Default: the job's start, at most thirty days before the end. */
  readonly from?: string;
  /**
   * Only up to this time, RFC 3339. Default: the job's end; while it runs, the time that it has reached by the
   * platform's clock.
   */
  readonly until?: string;
  /** Seconds between two points: 60, 300, 1800 or 3600. Default 60. */
  readonly intervalSeconds?: 60 | 300 | 1800 | 3600;
}

/** A training job and what it was asked to be. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** As far as the platform shows it: never the environment. */
  readonly spec: Partial<Unwrap<QizhiJobSpec>>;
}

/**
 * The machines that the account sees, from the published API. Source: cluster_nodes/list.
 * @throws PlatformError
 */
export function getNodes(args?: GetNodesArgs, place?: LookupPlace): Promise<readonly QizhiNode[]> {
  return lookUp({ platform: "qizhi", lookup: "getNodes", args, place });
}

/**
 * The logic compute groups of a workspace, `lcg-…`: what a job names to say where it runs. Needs a console session.
 * Source: workspace.ListLogicComputeGroups.
 * @throws PlatformError
 */
export function getResourceGroups(
  args: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getResourceGroups", args, place });
}

/**
 * One logic compute group with its cards, cores and GiB, granted and in use, and its machines. Needs a console session.
 * Sources: workspace.ListLogicComputeGroups, GetLogicComputeGroupResource, ListNodeDimension.
 * @throws PlatformError `notFound` when the workspace does not show it
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp({ platform: "qizhi", lookup: "getResourceGroup", args, place });
}

/**
 * The resource specifications of a group, each with its price in the platform's points per hour; `specId` goes into
 * `frameworkConfig[0].specId`. Needs a console session. Source: resource-price.GetLogicComputeGroupResourceSpecPrices.
 * @throws PlatformError
 */
export function getSpecs(args: GetSpecsArgs, place?: LookupPlace): Promise<readonly SpecInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getSpecs", args, place });
}

/**
 * The images that a workspace offers; `address` and `source` go into `frameworkConfig[0].image` and `.imageType`. Needs
 * a console session. Source: image.ListImages.
 * @throws PlatformError
 */
export function getImages(args: GetImagesArgs, place?: LookupPlace): Promise<readonly ImageInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getImages", args, place });
}

/**
 * The projects that pay for jobs, with their budgets in points, their highest `taskPriority` and their workspaces.
 * Needs a console session. Source: project.GetProjectForPage.
 * @throws PlatformError
 */
export function getProjects(args?: GetProjectsArgs, place?: LookupPlace): Promise<readonly ProjectInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getProjects", args, place });
}

/**
 * The workspaces of the account's projects, including disabled ones. Needs a console session. Source:
 * project.GetProjectForPage, `space_list`.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly ProjectWorkspaceInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getWorkspaces", args, place });
}

/**
 * Training jobs of a workspace, the newest first, 100 by default. Needs a console session. Source: train.ListJobs.
 * @throws PlatformError
 */
export function getTrainingJobs(args: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getTrainingJobs", args, place });
}

/**
 * One training job and what it was asked to be, from the published API. Source: train_job/detail.
 * @throws PlatformError `notFound` for a job that does not exist, or is somebody else's
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobDetails> {
  return lookUp({ platform: "qizhi", lookup: "getTrainingJob", args, place });
}

/**
 * The pods of a job: their machines, states and times. Needs a console session. Source: train.ListJobInstances.
 * @throws PlatformError
 */
export function getPods(args: GetPodsArgs, place?: LookupPlace): Promise<readonly TrainingPodInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getPods", args, place });
}

/**
 * What happened to a job, or to some of its pods, the newest first; shows why it waits. Needs a console session.
 * Source: train.ListJobEvents.
 * @throws PlatformError
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp({ platform: "qizhi", lookup: "getEvents", args, place });
}

/**
 * Log lines of a job's pods, the oldest first, 100 by default. Some pods' lines never reach the platform. Needs a
 * console session. Source: train.GetJobLog.
 * @throws PlatformError
 */
export function getLogs(args: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp({ platform: "qizhi", lookup: "getLogs", args, place });
}

/**
 * One metric of a job by pod, over its whole run by default; empty for a job that has not started. Shares from 0 to 1,
 * or bytes per second. Needs a console session. Sources: train_job/detail, train.GetTaskMetric.
 * @throws PlatformError
 */
export function getMetrics(args: GetMetricsArgs, place?: LookupPlace): Promise<readonly MetricSeries[]> {
  return lookUp({ platform: "qizhi", lookup: "getMetrics", args, place });
}
