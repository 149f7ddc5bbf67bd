// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type {
  Amount,
  EventInfo,
  GroupInfo,
  JobInfo,
  LogPage,
  ModelVersionInfo,
  NodeInfo,
  WorkloadInfo,
  WorkspaceInfo,
} from "../../platforms/kit/answers";
import { lookUp, type LookupPlace } from "../lookup";

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
   * Only pools with this status, in the vendor's word; failed ones are known for three days. Default: those that the
   * platform shows unasked.
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
  /** Where the jobs are, in our words: `running`. Default: anywhere. */
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
  /** Only machines for this. Default: the platform's, training. */
  readonly jobType?: "inference" | "train";
  /** Only what this engine runs on, by its number in the catalogue. Default: any. */
  readonly engineId?: number;
}

/** What `getAiEngines` takes. */
export interface GetAiEnginesArgs {
  /** Only engines for this. Default: the platform's, training. */
  readonly jobType?: "inference" | "train";
}

/** One kind of machine of the public pool. Members that the platform does not tell are absent. */
export interface FlavorInfo {
  /** What a job's `resource.flavorId` takes. */
  readonly flavorId: string;
  /** The vendor's words for it. */
  readonly name?: string;
  /** `CPU`, `GPU` or `Ascend`. */
  readonly type?: string;
  /** Most machines of one job; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** GiB of disk of a machine. */
  readonly diskGiB?: number;
  /** Cards of a machine; absent from machines without cards, as are the next two. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-V100`, `ascend-snt9`. */
  readonly gpuType?: string;
  /** Memory of each card, in the vendor's words: `32GB`. */
  readonly gpuMemory?: string;
  /** What the billing service calls it. ModelArts itself tells no price. */
  readonly billingCode?: string;
  /** How many units of that code it costs; what a unit costs is the billing service's to tell. */
  readonly billingUnits?: number;
}

/** One preset engine. Members that the platform does not tell are absent. */
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

/** A dedicated pool. Cards are told with its machines, and not in a list. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** `Dedicate` for machines of its own, `Logical` for a part of another pool. */
  readonly type?: string;
  /** Kinds of work that it is for; empty where the platform tells none. */
  readonly scopes: readonly {
    /** The vendor's word: `Train`, `Infer`, `Notebook`. */
    readonly name: string;
    /** The vendor's word: `Enabling`, `Enabled`, `EnableFailed`, `Disabling`, `Disabled`. */
    readonly platformStatus: string;
  }[];
  /** Machines in working order by kind, free or not; empty where there are none. */
  readonly machines: readonly {
    /** Kind of machine, as `getNodeFlavors` names it. */
    readonly flavorId: string;
    /** How many. */
    readonly count: number;
  }[];
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** A dedicated pool with its machines. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** Every machine, whether it takes jobs or not. */
  readonly nodes: readonly ResourceGroupNodeInfo[];
}

/** One machine of a pool. Members that the platform does not tell are absent. */
export interface ResourceGroupNodeInfo extends NodeInfo {
  /** Kind of machine, as `getNodeFlavors` names it. */
  readonly flavorId?: string;
  /** Availability zone. */
  readonly zone?: string;
  /** Its address in the pool's network. */
  readonly ip?: string;
}

/** Something that runs on a pool, or waits for it. Members that the platform does not tell are absent. */
export interface GroupWorkloadInfo extends WorkloadInfo {
  /** Its own name: of a workload that is no job's, the only one. */
  readonly workload?: string;
  /**
   * The vendor's word: `Queue`, `Pending`, `Creating`, `Running`, `Terminating`, `Completed`, `Failed`, `Terminated`,
   * `Abnormal`.
   */
  readonly platformStatus?: string;
  /** Name of the user whose it is. */
  readonly user?: string;
  /** Its priority; training jobs have 1 to 3, 3 first. */
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
  /** Addresses of the machines that it is on; empty where the platform tells none. */
  readonly hosts: readonly string[];
}

/** One workspace; `0` is the default one. Members that the platform does not tell are absent. */
export interface EnterpriseWorkspaceInfo extends WorkspaceInfo {
  /** The vendor's words about the status. */
  readonly statusReason?: string;
  /** Who may use it: `public`, `private` or `internal`. */
  readonly access?: string;
  /** Enterprise project that it belongs to. */
  readonly enterpriseProjectId?: string;
}

/** One kind of machine that a dedicated pool can be made of. Members that the platform does not tell are absent. */
export interface NodeFlavorInfo {
  /** Kind of machine, as `getResourceGroup` names it too. */
  readonly flavorId: string;
  /** The vendor's word: `CPU`, `GPU`, `Ascend`. */
  readonly type?: string;
  /** Kinds of work that it is for: `Train`, `Infer`, `Notebook`; empty where the platform tells none. */
  readonly scopes: readonly string[];
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; absent from machines without cards. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-A100`. */
  readonly gpuType?: string;
  /** What the billing service calls it. ModelArts itself tells no price. */
  readonly billingCode?: string;
  /** Whether there are any left, zone by zone; empty where the platform does not tell. */
  readonly stock: readonly {
    /** Availability zone. */
    readonly zone: string;
    /** Whether it is sold out; false also where the platform does not tell. */
    readonly isSoldOut: boolean;
  }[];
}

/** A training job. Members that the platform does not tell are absent. */
export interface TrainingJobInfo extends JobInfo {
  /** What people wrote about it, without the marker of this package. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package knows the job by; absent from jobs that it did not make. */
  readonly marker?: string;
  /** Kind of machine that it asks for, in the vendor's words. */
  readonly flavorId?: string;
  /** How many machines it asks for. */
  readonly nodes?: number;
  /** Its pods, as `getLogs` and `getMetrics` take them: `worker-0`. Empty before the job starts. */
  readonly pods: readonly string[];
}

/** One start of a job; faults and pre-emption make further ones. */
export interface RunInfo {
  /** Counts the starts; the largest is the present one. */
  readonly number: number;
  /** Parts of its way, in the platform's order. */
  readonly stages: readonly StageInfo[];
}

/** One part of a job's way. */
export interface StageInfo {
  /** The vendor's word: `scheduling`, `preparing`, `running`, `end`; empty where it says none. */
  readonly name: string;
  /** The vendor's words for what it waits for or does: why a job does not run yet. */
  readonly message?: string;
  /** When it began, RFC 3339, UTC; absent before. */
  readonly startedAt?: string;
  /** When it ended, RFC 3339, UTC; absent before. */
  readonly endedAt?: string;
  /** Steps of it, in the platform's order. */
  readonly steps: readonly StepInfo[];
}

/** One step on a job's way. */
export interface StepInfo {
  /** The vendor's word; empty where it says none. */
  readonly name: string;
  /** The vendor's words for what happens there. */
  readonly message?: string;
  /** When the platform noted it, RFC 3339, UTC. */
  readonly at?: string;
}

/** What the platform measured of one pod. */
export interface MetricsInfo {
  /** What was measured; absent while the job has no pod. */
  readonly pod?: string;
  /** One for each thing that was measured; empty while nothing was. */
  readonly metrics: readonly {
    /** The vendor's word: `cpuUsage`, `memUsage`, `gpuUtil`, `gpuMemUsage`, `npuUtil`, `npuMemUsage`. */
    readonly name: string;
    /** Percent, the mean of each minute, oldest first; null where there is no sample. */
    readonly values: readonly (number | null)[];
  }[];
}

/** A version of a model. Members that the platform does not tell are absent. */
export interface TrainingModelVersionInfo extends ModelVersionInfo {
  /** What people wrote about it, without the marker of this package. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package knows the version by; absent from versions that it did not make. */
  readonly marker?: string;
  /** The vendor's word; a list spells it otherwise than the detail: `tensorflow`, `TensorFlow`. */
  readonly modelType?: string;
  /** Its size in bytes. */
  readonly bytes?: number;
  /** What it may be deployed as, in the vendor's words: `real-time` or `realtime`, `edge`, `batch`. */
  readonly installTypes: readonly string[];
}

/** A version of a model with what only the detail tells. */
export interface TrainingModelVersionDetails extends TrainingModelVersionInfo {
  /** Environment that it is run in: `python3.6`. */
  readonly runtime?: string;
  /** Image that the platform made of it. */
  readonly image?: string;
  /** Scores by name, as they were given at the import: `f1`, `recall`, `precision`, `accuracy`. */
  readonly metrics: Readonly<Record<string, number>>;
}

/** A dedicated pool of v1. Members that the platform does not tell are absent. */
export interface ClusterInfo extends GroupInfo {
  /** What people wrote about it. */
  readonly description?: string;
  /** Kind of its machines, in the vendor's words. */
  readonly flavorId?: string;
  /** Cores; `free` is what it can still give. */
  readonly cores: Amount;
  /** GiB of memory; `free` is what it can still give. */
  readonly memoryGiB: Amount;
  /** Cards that it can still give, parts of a card as fractions. How many it has, v1 does not tell. */
  readonly gpusFree?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** One kind of machine of v1. Members that the platform does not tell are absent. */
export interface ResourceSpecInfo {
  /** What a job's `specId` takes, as text; elsewhere the same machine may have another number. */
  readonly specId: string;
  /** The vendor's word for the machine, the same everywhere: `modelarts.vm.cpu.8u`. */
  readonly specCode?: string;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; 0 or absent without cards. */
  readonly gpus?: number;
  /** The vendor's word for its cards; absent without cards. */
  readonly gpuType?: string;
  /** Most machines of one job; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** How many of the billing service's units it costs. ModelArts itself tells no price. */
  readonly billingUnits?: number;
  /** Whether it is sold out; false also where the platform does not tell. */
  readonly isSoldOut: boolean;
}

/** One preset engine of v1. Members that the platform does not tell are absent. */
export interface AiEngineInfo {
  /** What a job's `engineId` takes, as text. */
  readonly engineId: string;
  /** Number of the framework. */
  readonly type?: number;
  /** The vendor's word for the framework: `PyTorch`. */
  readonly name?: string;
  /** The vendor's words for its version: `PyTorch-1.4.0-python3.6`. */
  readonly version?: string;
}

/**
 * Kinds of machines of the public pool. No call of ModelArts tells money: `billingCode` and `billingUnits` are what the
 * billing service takes. Nor does one tell what is sold out. Source: ShowTrainingJobFlavors, GET
 * /v2/{project_id}/training-job-flavors.
 * @throws PlatformError
 */
export function getFlavors(args?: GetFlavorsArgs, place?: LookupPlace): Promise<readonly FlavorInfo[]> {
  return lookUp("modelarts", "getFlavors", args, place);
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
  return lookUp("modelarts", "getEngines", args, place);
}

/**
 * Dedicated pools of a workspace, without their machines and cards. Source: ListPools, GET /v2/{project_id}/pools.
 * @throws PlatformError
 */
export function getResourceGroups(
  args?: GetResourceGroupsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceGroupInfo[]> {
  return lookUp("modelarts", "getResourceGroups", args, place);
}

/**
 * A dedicated pool with its machines, and the free cards of each. Source: ShowPool, ListPoolNodes, GET
 * /v2/{project_id}/pools/{pool_name}/nodes.
 * @throws PlatformError `notFound` when there is no pool of this id; a name is no id
 */
export function getResourceGroup(args: GetResourceGroupArgs, place?: LookupPlace): Promise<ResourceGroupDetails> {
  return lookUp("modelarts", "getResourceGroup", args, place);
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
  return lookUp("modelarts", "getGroupWorkloads", args, place);
}

/**
 * Workspaces of the project; `0` is the default one. Source: ListWorkspace, GET /v1/{project_id}/workspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly EnterpriseWorkspaceInfo[]> {
  return lookUp("modelarts", "getWorkspaces", args, place);
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
  return lookUp("modelarts", "getNodeFlavors", args, place);
}

/**
 * Training jobs of a workspace, newest first: those of this user, whoever made them. Source: ListTrainingJobs, POST
 * /v2/{project_id}/training-job-searches.
 * @throws PlatformError
 */
export function getTrainingJobs(args?: GetTrainingJobsArgs, place?: LookupPlace): Promise<readonly TrainingJobInfo[]> {
  return lookUp("modelarts", "getTrainingJobs", args, place);
}

/**
 * One training job. Source: ShowTrainingJobDetails, GET /v2/{project_id}/training-jobs/{training_job_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getTrainingJob(args: GetTrainingJobArgs, place?: LookupPlace): Promise<TrainingJobInfo> {
  return lookUp("modelarts", "getTrainingJob", args, place);
}

/**
 * The last lines that a pod of a job wrote, without empty ones and the oldest first: about 5 MB and 4,000 characters of
 * each at most; the platform keeps them for 30 days. Source: ShowTrainingJobLogsPreview, GET
 * /v2/…/tasks/{task_id}/logs/preview.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getLogs(args: GetLogsArgs, place?: LookupPlace): Promise<LogPage> {
  return lookUp("modelarts", "getLogs", args, place);
}

/**
 * What the platform reported about a job, newest first. Source: GET
 * /v2/{project_id}/training-jobs/{training_job_id}/events.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getEvents(args: GetEventsArgs, place?: LookupPlace): Promise<readonly EventInfo[]> {
  return lookUp("modelarts", "getEvents", args, place);
}

/**
 * How far each start of a job came, the present one first: why a job does not run yet. Source: GET
 * /v2/{project_id}/training-jobs/{training_job_id}/stages.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getStages(args: GetStagesArgs, place?: LookupPlace): Promise<readonly RunInfo[]> {
  return lookUp("modelarts", "getStages", args, place);
}

/**
 * How busy the machine of a pod of a job was, minute by minute. Source: ShowTrainingJobMetrics, GET
 * /v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getMetrics(args: GetMetricsArgs, place?: LookupPlace): Promise<MetricsInfo> {
  return lookUp("modelarts", "getMetrics", args, place);
}

/**
 * Versions of models of a workspace, newest first; at most 1,000. Source: GET /v1/{project_id}/models.
 * @throws PlatformError
 */
export function getModelVersions(
  args?: GetModelVersionsArgs,
  place?: LookupPlace,
): Promise<readonly TrainingModelVersionInfo[]> {
  return lookUp("modelarts", "getModelVersions", args, place);
}

/**
 * One version of a model. Source: GET /v1/{project_id}/models/{model_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getModelVersion(args: GetModelVersionArgs, place?: LookupPlace): Promise<TrainingModelVersionDetails> {
  return lookUp("modelarts", "getModelVersion", args, place);
}

/**
 * Dedicated pools of v1, on private deployments that still have it. Source: GET /v1/{project_id}/clusters.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getClusters(
  args?: Readonly<Record<string, never>>,
  place?: LookupPlace,
): Promise<readonly ClusterInfo[]> {
  return lookUp("modelarts", "getClusters", args, place);
}

/**
 * Kinds of machines of v1, on private deployments that still have it. No call tells money. Source: GET
 * /v1/{project_id}/job/resource-specs.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getResourceSpecs(
  args?: GetResourceSpecsArgs,
  place?: LookupPlace,
): Promise<readonly ResourceSpecInfo[]> {
  return lookUp("modelarts", "getResourceSpecs", args, place);
}

/**
 * Preset engines of v1, on private deployments that still have it. Source: GET /v1/{project_id}/job/ai-engines.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getAiEngines(args?: GetAiEnginesArgs, place?: LookupPlace): Promise<readonly AiEngineInfo[]> {
  return lookUp("modelarts", "getAiEngines", args, place);
}
