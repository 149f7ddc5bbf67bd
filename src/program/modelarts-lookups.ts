import { lookUp, type LookupAnswer, type LookupArgs, type LookupPlace } from "./lookup";

/**
 * Kinds of machines of the public pool. No call of ModelArts tells money: `billingCode` and `billingUnits` are what the billing
 * service takes. Nor does one tell what is sold out.
 * Source: ShowTrainingJobFlavors, GET /v2/{project_id}/training-job-flavors.
 * @throws PlatformError
 */
export function getFlavors(
  args: LookupArgs<"modelarts", "getFlavors"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getFlavors">> {
  return lookUp("modelarts", "getFlavors", args, place);
}

/**
 * Preset engines: frameworks with their images.
 * Source: ShowTrainingJobEngines, GET /v2/{project_id}/training-job-engines.
 * @throws PlatformError
 */
export function getEngines(
  args: LookupArgs<"modelarts", "getEngines"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getEngines">> {
  return lookUp("modelarts", "getEngines", args, place);
}

/**
 * Dedicated pools of a workspace, without their machines.
 * Source: ListPools, GET /v2/{project_id}/pools.
 * @throws PlatformError
 */
export function getPools(
  args: LookupArgs<"modelarts", "getPools"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getPools">> {
  return lookUp("modelarts", "getPools", args, place);
}

/**
 * A dedicated pool with its machines, and the free cards of each.
 * Source: ShowPool, ListPoolNodes, GET /v2/{project_id}/pools/{pool_name}/nodes.
 * @throws PlatformError `notFound` when there is no pool of this id; a name is no id
 */
export function getPool(
  args: LookupArgs<"modelarts", "getPool">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getPool">> {
  return lookUp("modelarts", "getPool", args, place);
}

/**
 * What runs on a dedicated pool and what waits for it, newest first.
 * Source: ListWorkloads, GET /v2/{project_id}/pools/{pool_name}/workloads.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getPoolWorkloads(
  args: LookupArgs<"modelarts", "getPoolWorkloads">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getPoolWorkloads">> {
  return lookUp("modelarts", "getPoolWorkloads", args, place);
}

/**
 * Workspaces of the project; `0` is the default one.
 * Source: ListWorkspace, GET /v1/{project_id}/workspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args: LookupArgs<"modelarts", "getWorkspaces"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getWorkspaces">> {
  return lookUp("modelarts", "getWorkspaces", args, place);
}

/**
 * Kinds of machines that dedicated pools can be made of, and in which zones they are sold out.
 * Source: GET /v1/{project_id}/resourceflavors.
 * @throws PlatformError
 */
export function getNodeFlavors(
  args: LookupArgs<"modelarts", "getNodeFlavors"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getNodeFlavors">> {
  return lookUp("modelarts", "getNodeFlavors", args, place);
}

/**
 * Training jobs of a workspace, newest first: those of this user, whoever made them.
 * Source: ListTrainingJobs, POST /v2/{project_id}/training-job-searches.
 * @throws PlatformError
 */
export function getTrainingJobs(
  args: LookupArgs<"modelarts", "getTrainingJobs"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getTrainingJobs">> {
  return lookUp("modelarts", "getTrainingJobs", args, place);
}

/**
 * One training job.
 * Source: ShowTrainingJobDetails, GET /v2/{project_id}/training-jobs/{training_job_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getTrainingJob(
  args: LookupArgs<"modelarts", "getTrainingJob">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getTrainingJob">> {
  return lookUp("modelarts", "getTrainingJob", args, place);
}

/**
 * The last lines that a task of a job wrote; the platform keeps them for 30 days.
 * Source: ShowTrainingJobLogsPreview, GET /v2/…/tasks/{task_id}/logs/preview.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getLogs(
  args: LookupArgs<"modelarts", "getLogs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getLogs">> {
  return lookUp("modelarts", "getLogs", args, place);
}

/**
 * What the platform reported about a job, newest first.
 * Source: GET /v2/{project_id}/training-jobs/{training_job_id}/events.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getEvents(
  args: LookupArgs<"modelarts", "getEvents">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getEvents">> {
  return lookUp("modelarts", "getEvents", args, place);
}

/**
 * How far each start of a job came, the present one first: why a job does not run yet.
 * Source: GET /v2/{project_id}/training-jobs/{training_job_id}/stages.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getStages(
  args: LookupArgs<"modelarts", "getStages">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getStages">> {
  return lookUp("modelarts", "getStages", args, place);
}

/**
 * How busy the machine of a task of a job was, minute by minute.
 * Source: ShowTrainingJobMetrics, GET /v2/{project_id}/training-jobs/{training_job_id}/metrics/{task_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getMetrics(
  args: LookupArgs<"modelarts", "getMetrics">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getMetrics">> {
  return lookUp("modelarts", "getMetrics", args, place);
}

/**
 * Versions of models of a workspace, newest first; at most 1,000.
 * Source: GET /v1/{project_id}/models.
 * @throws PlatformError
 */
export function getModels(
  args: LookupArgs<"modelarts", "getModels"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getModels">> {
  return lookUp("modelarts", "getModels", args, place);
}

/**
 * One version of a model.
 * Source: GET /v1/{project_id}/models/{model_id}.
 * @throws PlatformError `notFound` when the platform does not know the id
 */
export function getModel(
  args: LookupArgs<"modelarts", "getModel">,
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getModel">> {
  return lookUp("modelarts", "getModel", args, place);
}

/**
 * Dedicated pools of v1, on private deployments that still have it.
 * Source: GET /v1/{project_id}/clusters.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getClusters(
  args: LookupArgs<"modelarts", "getClusters"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getClusters">> {
  return lookUp("modelarts", "getClusters", args, place);
}

/**
 * Kinds of machines of v1, on private deployments that still have it. No call tells money.
 * Source: GET /v1/{project_id}/job/resource-specs.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getResourceSpecs(
  args: LookupArgs<"modelarts", "getResourceSpecs"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getResourceSpecs">> {
  return lookUp("modelarts", "getResourceSpecs", args, place);
}

/**
 * Preset engines of v1, on private deployments that still have it.
 * Source: GET /v1/{project_id}/job/ai-engines.
 * @throws PlatformError `unsupported` where v1 was retired, as in the public cloud
 */
export function getAiEngines(
  args: LookupArgs<"modelarts", "getAiEngines"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"modelarts", "getAiEngines">> {
  return lookUp("modelarts", "getAiEngines", args, place);
}
