// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { EventInfo, LogPage } from "../../platforms/kit/answers";
import type {
  EngineInfo,
  EnterpriseWorkspaceInfo,
  FlavorInfo,
  GroupWorkloadInfo,
  MetricsInfo,
  NodeFlavorInfo,
  ResourceGroupDetails,
  ResourceGroupInfo,
  RunInfo,
  TrainingJobInfo,
  TrainingModelVersionDetails,
  TrainingModelVersionInfo,
} from "../../platforms/modelarts/lookups/answers";
import type { AiEngineInfo, ClusterInfo, ResourceSpecInfo } from "../../platforms/modelarts/v1/answers";
import { lookUp, type LookupPlace } from "../lookup";

export type {
  EngineInfo,
  EnterpriseWorkspaceInfo,
  FlavorInfo,
  GroupWorkloadInfo,
  MetricsInfo,
  NodeFlavorInfo,
  ResourceGroupDetails,
  ResourceGroupInfo,
  ResourceGroupNodeInfo,
  RunInfo,
  StageInfo,
  StepInfo,
  TrainingJobInfo,
  TrainingModelVersionDetails,
  TrainingModelVersionInfo,
} from "../../platforms/modelarts/lookups/answers";

export type { AiEngineInfo, ClusterInfo, ResourceSpecInfo } from "../../platforms/modelarts/v1/answers";

/** What `getFlavors` takes. */
export interface GetFlavorsArgs {
  /** Only machines of this type. Default: all. */
  readonly flavorType?: "Ascend" | "CPU" | "GPU";
}

/** What `getResourceGroups` takes. */
export interface GetResourceGroupsArgs {
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: string;
  /**
   * Only pools with this status, in the vendor's word; failed ones are listed for three days. Default: the platform's
   * own choice.
   */
  readonly platformStatus?: "created" | "creating" | "failed";
}

/** What `getResourceGroup` takes. */
export interface GetResourceGroupArgs {
  /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
  readonly resourceGroupId: string;
}

/** What `getGroupWorkloads` takes. */
export interface GetGroupWorkloadsArgs {
  /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
  readonly resourceGroupId: string;
  /** Only workloads of this type. Default: all. */
  readonly type?: "infer" | "notebook" | "train" | "x-infer";
  /** Only workloads with this status, in the vendor's word. Default: all. */
  readonly platformStatus?:
    "Abnormal" | "Completed" | "Creating" | "Failed" | "Pending" | "Queue" | "Running" | "Terminated" | "Terminating";
}

/** What `getTrainingJobs` takes. */
export interface GetTrainingJobsArgs {
  /** A part of the name. Default: any. */
  readonly search?: string;
  /** Only jobs in these states, in our words: `running`. Default: all. */
  readonly statuses?: readonly ("failed" | "queued" | "running" | "starting" | "stopped" | "stopping" | "succeeded")[];
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: string;
  /** How many at most, the newest first; 1 to 10,000, default 50. */
  readonly limit?: number;
}

/** What `getTrainingJob` takes. */
export interface GetTrainingJobArgs {
  /** Id of the job. */
  readonly jobId: string;
}

/** What `getLogs` takes. */
export interface GetLogsArgs {
  /** Id of the job. */
  readonly jobId: string;
  /** Pod of the job, `worker-0`: what the vendor calls a task. Default: the first. */
  readonly pod?: string;
}

/** What `getEvents` takes. */
export interface GetEventsArgs {
  /** Id of the job. */
  readonly jobId: string;
  /** Only events of this type. Default: all. */
  readonly type?: "Error" | "Info" | "Warning";
  /** A part of the message, at most 256 characters. Default: any. */
  readonly search?: string;
  /** How many at most, the newest first; 1 to 100, default 50. */
  readonly limit?: number;
}

/** What `getStages` takes. */
export interface GetStagesArgs {
  /** Id of the job. */
  readonly jobId: string;
}

/** What `getMetrics` takes. */
export interface GetMetricsArgs {
  /** Id of the job. */
  readonly jobId: string;
  /** Pod of the job, `worker-0`: what the vendor calls a task. Default: the first. */
  readonly pod?: string;
}

/** What `getModelVersions` takes. */
export interface GetModelVersionsArgs {
  /** The model's name, compared exactly. The alternative to `search`. Default: any. */
  readonly modelName?: string;
  /** A part of the model's name; the platform does not find parts of names with a "_" reliably. Default: any. */
  readonly search?: string;
  /** Only versions with this status, in the vendor's word. Default: all. */
  readonly platformStatus?: "building_failed" | "building" | "failed" | "published" | "publishing";
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: string;
}

/** What `getModelVersion` takes. */
export interface GetModelVersionArgs {
  /** Id of the version. */
  readonly versionId: string;
}

/** What `getResourceSpecs` takes. */
export interface GetResourceSpecsArgs {
  /** Only machines for this kind of job. Default: the platform's, training. */
  readonly jobType?: "inference" | "train";
  /** Only what this engine runs on, by its number in the catalogue. Default: any. */
  readonly engineId?: number;
}

/** What `getAiEngines` takes. */
export interface GetAiEnginesArgs {
  /** Only engines for this kind of job. Default: the platform's, training. */
  readonly jobType?: "inference" | "train";
}

/**
 * Kinds of machines of the public pool. No call of ModelArts reports prices: `billingCode` and `billingUnits` are what
 * the billing service takes. Nor does any report what is sold out. Source: ShowTrainingJobFlavors, GET
 * /v2/{project_id}/training-job-flavors.
 * @throws PlatformError
 */
export function getFlavors(args?: GetFlavorsArgs, place?: LookupPlace): Promise<readonly FlavorInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getFlavors", args, place });
}

/**
 * Preset engines: frameworks with their images. Source: ShowTrainingJobEngines, GET
 * /v2/{project_id}/training-job-engines.
 * @throws PlatformError
 */
export function getEngines(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly EngineInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getEngines", args, place });
}

/**
 * Dedicated pools of a workspace, without their machines and cards. Source: ListPools, GET /v2/{project_id}/pools.
 * @throws PlatformError
 */
export function getResourceGroups(
  args?: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getResourceGroups", args, place });
}

/**
 * A dedicated pool with its machines, and the free cards of each. Source: ShowPool, ListPoolNodes, GET
 * /v2/{project_id}/pools/{pool_name}/nodes.
 * @throws PlatformError `notFound` when there is no pool of this id; a name is not an id
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp({ platform: "modelarts", lookup: "getResourceGroup", args, place });
}

/**
 * What runs on a dedicated pool and what waits for it, newest first. Source: ListWorkloads, GET
 * /v2/{project_id}/pools/{pool_name}/workloads.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getGroupWorkloads(
  args: GetGroupWorkloadsArgs,
  place?: LookupPlace,
): Promise<readonly GroupWorkloadInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getGroupWorkloads", args, place });
}

/**
 * Workspaces of the project; `0` is the default one. Source: ListWorkspace, GET /v1/{project_id}/workspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly EnterpriseWorkspaceInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getWorkspaces", args, place });
}

/**
 * Kinds of machines that dedicated pools can be made of, and in which zones they are sold out. Source: GET
 * /v1/{project_id}/resourceflavors.
 * @throws PlatformError
 */
export function getNodeFlavors(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly NodeFlavorInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getNodeFlavors", args, place });
}

/**
 * Training jobs of a workspace, newest first: those of this user, whatever created them. Source: ListTrainingJobs, POST
 * /v2/{project_id}/training-job-searches.
 * @throws PlatformError
 */
export function getTrainingJobs(args?: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getTrainingJobs", args, place });
}

/**
 * One training job. Source: ShowTrainingJobDetails, GET /v2/{project_id}/training-jobs/{training_job_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobInfo> {
  return lookUp({ platform: "modelarts", lookup: "getTrainingJob", args, place });
}

/**
 * The last lines that a pod of a job wrote, oldest first and without empty ones: at most about 5 MB, and 4,000
 * characters of each line. The platform keeps them for 30 days. Source: ShowTrainingJobLogsPreview, GET
 * /v2/…/tasks/{task_id}/logs/preview.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getLogs(args: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp({ platform: "modelarts", lookup: "getLogs", args, place });
}

/**
 * What the platform reported about a job, newest first. Source: GET
 * /v2/{project_id}/training-jobs/{training_job_id}/events.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getEvents", args, place });
}

/**
 * How far each start of a job got, the current one first: shows why a job is not running yet. Source: GET
 * /v2/{project_id}/training-jobs/{training_job_id}/stages.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getStages(args: GetStagesArgs, place?: LookupPlace): Promise<readonly RunInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getStages", args, place });
}

/**
 * How busy the machine of a job's pod was, minute by minute. Source: ShowTrainingJobMetrics, GET
 * /v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getMetrics(args: GetMetricsArgs, place?: LookupPlace): Promise<MetricsInfo> {
  return lookUp({ platform: "modelarts", lookup: "getMetrics", args, place });
}

/**
 * Versions of models of a workspace, newest first; at most 1,000. Source: GET /v1/{project_id}/models.
 * @throws PlatformError
 */
export function getModelVersions(
  args?: GetModelVersionsArgs,
  place?: LookupPlace,
): Promise<readonly TrainingModelVersionInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getModelVersions", args, place });
}

/**
 * One version of a model. Source: GET /v1/{project_id}/models/{model_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getModelVersion(args: GetModelVersionArgs, place?: LookupPlace): Promise<TrainingModelVersionDetails> {
  return lookUp({ platform: "modelarts", lookup: "getModelVersion", args, place });
}

/**
 * Dedicated pools of v1, on private deployments that still have it. Source: GET /v1/{project_id}/clusters.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getClusters(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly ClusterInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getClusters", args, place });
}

/**
 * Kinds of machines of v1, on private deployments that still have it. No call reports prices. Source: GET
 * /v1/{project_id}/job/resource-specs.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getResourceSpecs(
  args?: GetResourceSpecsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceSpecInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getResourceSpecs", args, place });
}

/**
 * Preset engines of v1, on private deployments that still have it. Source: GET /v1/{project_id}/job/ai-engines.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getAiEngines(args?: GetAiEnginesArgs, place?: LookupPlace): Promise<readonly AiEngineInfo[]> {
  return lookUp({ platform: "modelarts", lookup: "getAiEngines", args, place });
}
