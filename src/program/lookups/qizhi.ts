// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Unwrap } from "@pulumi/pulumi";
import type {
  Amount,
  EventInfo,
  GroupInfo,
  JobInfo,
  LogPage,
  NodeInfo,
  PodInfo,
  WorkspaceInfo,
} from "../../platforms/kit/answers";
import type { QizhiJobSpec } from "../specs/qizhi";
import { lookUp, type LookupPlace } from "../lookup";

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
  /** Workspace, `ws-…`: a specification is good for one workspace and one group. */
  readonly workspaceId: string;
  /** Logic compute group, `lcg-…`. */
  readonly resourceGroupId: string;
  /** What the machines are for: training, notebooks (`dsw`), HPC, Ray or serving. Default `train`. */
  readonly kind?: "dsw" | "hpc" | "rayJob" | "serve" | "train";
}

/** What `getImages` takes. */
export interface GetImagesArgs {
  /** Workspace whose registry is looked into, `ws-…`. */
  readonly workspaceId: string;
  /** Only images from here. Default: all. */
  readonly source?: "SOURCE_OFFICIAL" | "SOURCE_PRIVATE" | "SOURCE_PROJECT" | "SOURCE_PUBLIC";
  /** A part of the name, as the platform compares it. Default: any. */
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
  /** A part of the name, as the platform compares it. Default: any. */
  readonly search?: string;
  /** Where the jobs are, in our words: `running`. Default: anywhere. */
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
  /** Events of these pods instead of the job's own: names as `getPods` tells them. */
  readonly pods?: readonly string[];
}

/** What `getLogs` takes. */
export interface GetLogsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
  /** Only lines of these pods: names as `getPods` tells them. Default: all pods. */
  readonly pods?: readonly string[];
  /** Only lines from this time on, RFC 3339. The platform looks through a month at most. Default: all. */
  readonly from?: string;
  /** Only lines up to this time, RFC 3339. Default: all. */
  readonly until?: string;
  /** How many lines at most; 1 to 999, default 100. Which ones it gives of more than that, Qizhi does not say. */
  readonly limit?: number;
}

/** What `getMetrics` takes. */
export interface GetMetricsArgs {
  /** Training job, `job-…`. */
  readonly jobId: string;
  /** What was measured, as shares from 0 to 1 (`…Usage`) or in bytes a second. */
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
  /** Only up to this time, RFC 3339. Default: the job's end, or as far as it got. */
  readonly until?: string;
  /** Seconds between two points: 60, 300, 1800 or 3600. Default 60. */
  readonly intervalSeconds?: 60 | 300 | 1800 | 3600;
}

/** A machine. Members that the platform does not tell are absent. */
export interface QizhiNode extends NodeInfo {
  /** Pool that it is kept in: `online`, `backup`, `fault`, `unknown`. */
  readonly resourcePool?: string;
  /** Usable, and nothing runs on it. */
  readonly isFree: boolean;
  /** Logic compute group that it belongs to; absent for one of no group. */
  readonly groupName?: string;
}

/** A logic compute group: what a job names to say where it runs. Several may have one name. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Physical group that it is a part of, `cg-…`; absent where the platform does not tell. */
  readonly computeGroupId?: string;
  /** Kinds of jobs that it takes, in the vendor's words: `distributed_training`; empty where the platform does not tell. */
  readonly jobTypes: readonly string[];
  /** Types of its cards: `NVIDIA H100 (80G)`; empty where the platform does not tell. */
  readonly gpuTypes: readonly string[];
}

/** A logic compute group with its machines and what is in use. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** Cards of any type, as the group was granted them; `gpus` counts those of its machines. */
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

/** What a group was granted of something, and what of it nothing uses; absent members are not told. */
export interface GrantedAmount extends Amount {
  /** What is in use; may be more than `total`, because idle machines of others can be used. */
  readonly used?: number;
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
  /** Price of a machine in the platform's points an hour; absent where it is not told. */
  readonly pointsPerHour?: number;
}

/** An image to run. */
export interface ImageInfo {
  /** For `frameworkConfig[0].image`. */
  readonly address: string;
  /** For `frameworkConfig[0].imageType`: `SOURCE_PUBLIC`. */
  readonly source: string;
  /** `image-…`. */
  readonly imageId: string;
  /** Its display name; a job names the address instead. */
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
  /** Its maker's words. */
  readonly description?: string;
  /** When it was made, RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** A project that pays for jobs. */
export interface ProjectInfo {
  /** `project-…`. */
  readonly projectId: string;
  /** What people call it. */
  readonly name?: string;
  /** The same in Latin letters. */
  readonly englishName?: string;
  /** Highest `taskPriority` that it allows, 1 to 10; absent where it is not told. */
  readonly maxPriority?: number;
  /** The vendor's word: `HIGH`. */
  readonly priorityLevel?: string;
  /** Points that it may spend in all; absent where it is not told. */
  readonly budget?: number;
  /** Points that are left; absent where it is not told. */
  readonly remainingBudget?: number;
  /** Points that are left for the account itself; absent where it is not told. */
  readonly remainingOwnBudget?: number;
  /** Whether the account belongs to it; absent where it is not told. */
  readonly isMember?: boolean;
  /** Workspaces that it is attached to. */
  readonly workspaces: readonly ProjectWorkspaceInfo[];
}

/** A workspace, `ws-…`. */
export interface ProjectWorkspaceInfo extends WorkspaceInfo {
  /** False for one that is disabled. */
  readonly isEnabled: boolean;
}

/** A training job; several may have one name. Members that the platform does not tell are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** `ws-…`. */
  readonly workspaceId?: string;
  /** `project-…`. */
  readonly projectId?: string;
}

/** A training job with what it was asked to be. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** As far as the platform shows it: never the environment. */
  readonly spec: Partial<Unwrap<QizhiJobSpec>>;
}

/** One machine's share of a job. Members that the platform does not tell are absent. */
export interface TrainingPodInfo extends PodInfo {
  /** 1, and one more for each restart after a failure. */
  readonly round?: number;
}

/** What was measured of one pod. */
export interface MetricSeries {
  /** Name of the pod. */
  readonly pod: string;
  /** The vendor's word for what it was measured of: `gpu`. */
  readonly resource: string;
  /** In the order of time. */
  readonly points: readonly MetricPoint[];
}

/** One measurement. */
export interface MetricPoint {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** A share from 0 to 1, or bytes a second. */
  readonly value: number;
}

/**
 * The machines that the account sees, by the published API. Source: cluster_nodes/list.
 * @throws PlatformError
 */
export function getNodes(args?: GetNodesArgs, place?: LookupPlace): Promise<readonly QizhiNode[]> {
  return lookUp("qizhi", "getNodes", args, place);
}

/**
 * The logic compute groups of a workspace, `lcg-…`: what a job names to say where it runs. Wants a session of the
 * console. Source: workspace.ListLogicComputeGroups.
 * @throws PlatformError
 */
export function getResourceGroups(
  args: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp("qizhi", "getResourceGroups", args, place);
}

/**
 * One logic compute group with its cards, cores and GiB, granted and in use, and its machines. Wants a session of the
 * console. Sources: workspace.ListLogicComputeGroups, GetLogicComputeGroupResource, ListNodeDimension.
 * @throws PlatformError `notFound` when the workspace does not show it
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp("qizhi", "getResourceGroup", args, place);
}

/**
 * The resource specifications of a group, each with its price in the platform's points an hour: `specId` is what
 * `frameworkConfig[0].specId` wants. Wants a session of the console. Source:
 * resource-price.GetLogicComputeGroupResourceSpecPrices.
 * @throws PlatformError
 */
export function getSpecs(args: GetSpecsArgs, place?: LookupPlace): Promise<readonly SpecInfo[]> {
  return lookUp("qizhi", "getSpecs", args, place);
}

/**
 * The images that a workspace offers: `address` and `source` are what `frameworkConfig[0].image` and `.imageType` want.
 * Wants a session of the console. Source: image.ListImages.
 * @throws PlatformError
 */
export function getImages(args: GetImagesArgs, place?: LookupPlace): Promise<readonly ImageInfo[]> {
  return lookUp("qizhi", "getImages", args, place);
}

/**
 * The projects that pay for jobs, with their budgets in points, their highest `taskPriority` and their workspaces.
 * Wants a session of the console. Source: project.GetProjectForPage.
 * @throws PlatformError
 */
export function getProjects(args?: GetProjectsArgs, place?: LookupPlace): Promise<readonly ProjectInfo[]> {
  return lookUp("qizhi", "getProjects", args, place);
}

/**
 * The workspaces of the account's projects, disabled ones too. Wants a session of the console. Source:
 * project.GetProjectForPage, `space_list`.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly ProjectWorkspaceInfo[]> {
  return lookUp("qizhi", "getWorkspaces", args, place);
}

/**
 * Training jobs of a workspace, the newest first, 100 unless told otherwise. Wants a session of the console. Source:
 * train.ListJobs.
 * @throws PlatformError
 */
export function getTrainingJobs(args: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp("qizhi", "getTrainingJobs", args, place);
}

/**
 * One training job and what it was asked to be, by the published API. Source: train_job/detail.
 * @throws PlatformError `notFound` for a job that is not there, or is somebody else's
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobDetails> {
  return lookUp("qizhi", "getTrainingJob", args, place);
}

/**
 * The pods of a job: their machines, states and times. Wants a session of the console. Source: train.ListJobInstances.
 * @throws PlatformError
 */
export function getPods(args: GetPodsArgs, place?: LookupPlace): Promise<readonly TrainingPodInfo[]> {
  return lookUp("qizhi", "getPods", args, place);
}

/**
 * What happened to a job, or to some of its pods, the newest first: why it waits. Wants a session of the console.
 * Source: train.ListJobEvents.
 * @throws PlatformError
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp("qizhi", "getEvents", args, place);
}

/**
 * Lines that a job's pods wrote, the oldest first, 100 unless told otherwise. Some pods' lines never arrive on the
 * platform. Wants a session of the console. Source: train.GetJobLog.
 * @throws PlatformError
 */
export function getLogs(args: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp("qizhi", "getLogs", args, place);
}

/**
 * One measurement of a job by pod, over its whole run unless told otherwise; nothing for a job that has not started.
 * Shares from 0 to 1, or bytes a second. Wants a session of the console. Sources: train_job/detail,
 * train.GetTaskMetric.
 * @throws PlatformError
 */
export function getMetrics(args: GetMetricsArgs, place?: LookupPlace): Promise<readonly MetricSeries[]> {
  return lookUp("qizhi", "getMetrics", args, place);
}
