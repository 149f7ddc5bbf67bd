import { z } from "zod";
import { filled, statuses, whole, word } from "../words";

const jobId = filled();
const resourceGroupId = filled();
/** Default `"0"`, the default one. */
const workspaceId = filled().optional();
const pod = filled().optional();

/** What each look-up of ModelArts takes. */
export const modelartsLookupArgs = {
  /**
   * Kinds of machines of the public pool. No call of ModelArts reports prices: `billingCode` and `billingUnits` are what the
   * billing service takes. Nor does any report what is sold out.
   * Source: ShowTrainingJobFlavors, GET /v2/{project_id}/training-job-flavors.
   * @throws PlatformError
   */
  getFlavors: z.strictObject({
    /** Only machines of this type. Default: all. */
    flavorType: word("CPU", "GPU", "Ascend").optional(),
  }),
  /**
   * Preset engines: frameworks with their images.
   * Source: ShowTrainingJobEngines, GET /v2/{project_id}/training-job-engines.
   * @throws PlatformError
   */
  getEngines: z.strictObject({}),
  /**
   * Dedicated pools of a workspace, without their machines and cards.
   * Source: ListPools, GET /v2/{project_id}/pools.
   * @throws PlatformError
   */
  getResourceGroups: z.strictObject({
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
    /** Only pools with this status, in the vendor's word; failed ones are listed for three days. Default: the platform's own choice. */
    platformStatus: word("created", "failed", "creating").optional(),
  }),
  /**
   * A dedicated pool with its machines, and the free cards of each.
   * Source: ShowPool, ListPoolNodes, GET /v2/{project_id}/pools/{pool_name}/nodes.
   * @throws PlatformError `notFound` when there is no pool of this id; a name is not an id
   */
  getResourceGroup: z.strictObject({
    /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
    resourceGroupId,
  }),
  /**
   * What runs on a dedicated pool and what waits for it, newest first.
   * Source: ListWorkloads, GET /v2/{project_id}/pools/{pool_name}/workloads.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getGroupWorkloads: z.strictObject({
    /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
    resourceGroupId,
    /** Only workloads of this type. Default: all. */
    type: word("train", "infer", "notebook", "x-infer").optional(),
    /** Only workloads with this status, in the vendor's word. Default: all. */
    platformStatus: word(
      "Queue",
      "Pending",
      "Creating",
      "Running",
      "Terminating",
      "Completed",
      "Failed",
      "Terminated",
      "Abnormal",
    ).optional(),
  }),
  /**
   * Workspaces of the project; `0` is the default one.
   * Source: ListWorkspace, GET /v1/{project_id}/workspaces.
   * @throws PlatformError
   */
  getWorkspaces: z.strictObject({}),
  /**
   * Kinds of machines that dedicated pools can be made of, and in which zones they are sold out.
   * Source: GET /v1/{project_id}/resourceflavors.
   * @throws PlatformError
   */
  getNodeFlavors: z.strictObject({}),
  /**
   * Training jobs of a workspace, newest first: those of this user, whatever created them.
   * Source: ListTrainingJobs, POST /v2/{project_id}/training-job-searches.
   * @throws PlatformError
   */
  getTrainingJobs: z.strictObject({
    /** A part of the name. Default: any. */
    search: filled().optional(),
    /** Only jobs in these states, in our words: `running`. Default: all. */
    statuses: statuses().optional(),
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
    /** How many at most, the newest first; 1 to 10,000, default 50. */
    limit: whole("jobs", 1, 10_000).optional(),
  }),
  /**
   * One training job.
   * Source: ShowTrainingJobDetails, GET /v2/{project_id}/training-jobs/{training_job_id}.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getTrainingJob: z.strictObject({
    /** Id of the job. */
    jobId,
  }),
  /**
   * The last lines that a pod of a job wrote, oldest first and without empty ones: at most about 5 MB, and 4,000 characters of
   * each line. The platform keeps them for 30 days.
   * Source: ShowTrainingJobLogsPreview, GET /v2/…/tasks/{task_id}/logs/preview.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getLogs: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Pod of the job, `worker-0`: what the vendor calls a task. Default: the first. */
    pod,
  }),
  /**
   * What the platform reported about a job, newest first.
   * Source: GET /v2/{project_id}/training-jobs/{training_job_id}/events.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getEvents: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Only events of this type. Default: all. */
    type: word("Info", "Error", "Warning").optional(),
    /** A part of the message, at most 256 characters. Default: any. */
    search: filled().max(256, { error: "has more than 256 characters, which ModelArts does not take" }).optional(),
    /** How many at most, the newest first; 1 to 100, default 50. */
    limit: whole("events", 1, 100).optional(),
  }),
  /**
   * How far each start of a job got, the current one first: shows why a job is not running yet.
   * Source: GET /v2/{project_id}/training-jobs/{training_job_id}/stages.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getStages: z.strictObject({
    /** Id of the job. */
    jobId,
  }),
  /**
   * How busy the machine of a job's pod was, minute by minute.
   * Source: ShowTrainingJobMetrics, GET /v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getMetrics: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Pod of the job, `worker-0`: what the vendor calls a task. Default: the first. */
    pod,
  }),
  /**
   * Versions of models of a workspace, newest first; at most 1,000.
   * Source: GET /v1/{project_id}/models.
   * @throws PlatformError
   */
  getModelVersions: z.strictObject({
    /** The model's name, compared exactly. The alternative to `search`. Default: any. */
    modelName: filled().optional(),
    /** A part of the model's name; the platform does not find parts of names with a "_" reliably. Default: any. */
    search: filled().optional(),
    /** Only versions with this status, in the vendor's word. Default: all. */
    platformStatus: word("publishing", "published", "failed", "building", "building_failed").optional(),
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
  }),
  /**
   * One version of a model.
   * Source: GET /v1/{project_id}/models/{model_id}.
   * @throws PlatformError `notFound` when the platform does not know the id
   */
  getModelVersion: z.strictObject({
    /** Id of the version. */
    versionId: filled(),
  }),
  /**
   * Dedicated pools of v1, on private deployments that still have it.
   * Source: GET /v1/{project_id}/clusters.
   * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
   */
  getClusters: z.strictObject({}),
  /**
   * Kinds of machines of v1, on private deployments that still have it. No call reports prices.
   * Source: GET /v1/{project_id}/job/resource-specs.
   * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
   */
  getResourceSpecs: z.strictObject({
    /** Only machines for this kind of job. Default: the platform's, training. */
    jobType: word("train", "inference").optional(),
    /** Only what this engine runs on, by its number in the catalogue. Default: any. */
    engineId: whole("numbers", 0).optional(),
  }),
  /**
   * Preset engines of v1, on private deployments that still have it.
   * Source: GET /v1/{project_id}/job/ai-engines.
   * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
   */
  getAiEngines: z.strictObject({
    /** Only engines for this kind of job. Default: the platform's, training. */
    jobType: word("train", "inference").optional(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

/** Arguments of one look-up, checked. */
export type Args<Name extends keyof typeof modelartsLookupArgs> = z.output<(typeof modelartsLookupArgs)[Name]>;
