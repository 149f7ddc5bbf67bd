import { z } from "zod";
import { MOVING_PHASES } from "../jobs/record";
import { filled, whole, word } from "../words";

const jobId = filled();
const poolId = filled();
/** Default `"0"`, the default one. */
const workspaceId = filled().optional();
const task = filled().optional();

/** What each look-up of ModelArts takes. */
export const modelartsLookupArgs = {
  /** Source: GET /v2/{project_id}/training-job-flavors. */
  getFlavors: z.strictObject({
    /** Only machines of this type. Default: all. */
    flavorType: word("CPU", "GPU", "Ascend").optional(),
  }),
  /** Source: GET /v2/{project_id}/training-job-engines. */
  getEngines: z.strictObject({}),
  /** Source: GET /v2/{project_id}/pools. */
  getPools: z.strictObject({
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
    /** Only pools with this status; failed ones are known for three days. Default: those that the platform shows unasked. */
    status: word("created", "failed", "creating").optional(),
  }),
  /** Source: GET /v2/{project_id}/pools/{pool_name} and its nodes. */
  getPool: z.strictObject({
    /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
    poolId,
  }),
  /** Source: GET /v2/{project_id}/pools/{pool_name}/workloads. */
  getPoolWorkloads: z.strictObject({
    /** Id of the pool: what a job's `resource.poolId` takes, not its name. */
    poolId,
    /** Only workloads of this type. Default: all. */
    type: word("train", "infer", "notebook", "x-infer").optional(),
    /** Only workloads with this status. Default: all. */
    status: word(
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
  /** Source: GET /v1/{project_id}/workspaces. */
  getWorkspaces: z.strictObject({}),
  /** Source: GET /v1/{project_id}/resourceflavors. */
  getNodeFlavors: z.strictObject({}),
  /** Source: POST /v2/{project_id}/training-job-searches. */
  getTrainingJobs: z.strictObject({
    /** A part of the name. Default: any. */
    name: filled().optional(),
    /** Only jobs in this phase. Default: all. */
    phase: word(...MOVING_PHASES, "Completed", "Failed", "Terminated", "Abnormal").optional(),
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
    /** How many at most, the newest first; 1 to 10,000, default 50. */
    limit: whole("jobs", 1, 10_000).optional(),
  }),
  /** Source: GET /v2/{project_id}/training-jobs/{training_job_id}. */
  getTrainingJob: z.strictObject({
    /** Id of the job. */
    jobId,
  }),
  /** Source: GET /v2/{project_id}/training-jobs/{training_job_id}/tasks/{task_id}/logs/preview. */
  getLogs: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Task of the job: `worker-0`. Default: the first. */
    task,
  }),
  /** Source: GET /v2/{project_id}/training-jobs/{training_job_id}/events. */
  getEvents: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Only events of this level. Default: all. */
    level: word("Info", "Error", "Warning").optional(),
    /** A part of the message, at most 256 characters. Default: any. */
    pattern: filled().max(256, { error: "has more than 256 characters, which ModelArts does not take" }).optional(),
    /** How many at most, the newest first; 1 to 100, default 50. */
    limit: whole("events", 1, 100).optional(),
  }),
  /** Source: GET /v2/{project_id}/training-jobs/{training_job_id}/stages. */
  getStages: z.strictObject({
    /** Id of the job. */
    jobId,
  }),
  /** Source: GET /v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}. */
  getMetrics: z.strictObject({
    /** Id of the job. */
    jobId,
    /** Task of the job: `worker-0`. Default: the first. */
    task,
  }),
  /** Source: GET /v1/{project_id}/models. */
  getModels: z.strictObject({
    /** A part of the name, or all of it with `exact`. Default: any. */
    modelName: filled().optional(),
    /** Whether `modelName` is the whole name; the platform does not find parts of names with a "_" reliably. Default false. */
    exact: z.boolean().optional(),
    /** Only versions with this status. Default: all. */
    status: word("publishing", "published", "failed", "building", "building_failed").optional(),
    /** Workspace. Default `"0"`, the default one. */
    workspaceId,
  }),
  /** Source: GET /v1/{project_id}/models/{model_id}. */
  getModel: z.strictObject({
    /** Id of the version. */
    modelId: filled(),
  }),
  /** Source: GET /v1/{project_id}/clusters. */
  getClusters: z.strictObject({}),
  /** Source: GET /v1/{project_id}/job/resource-specs. */
  getResourceSpecs: z.strictObject({
    /** Only machines for this. Default: the platform's, training. */
    jobType: word("train", "inference").optional(),
    /** Only what this engine runs on, by its number in the catalogue. Default: any. */
    engineId: whole("numbers", 0).optional(),
  }),
  /** Source: GET /v1/{project_id}/job/ai-engines. */
  getAiEngines: z.strictObject({
    /** Only engines for this. Default: the platform's, training. */
    jobType: word("train", "inference").optional(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

/** Arguments of one look-up, checked. */
export type Args<Name extends keyof typeof modelartsLookupArgs> = z.output<(typeof modelartsLookupArgs)[Name]>;
