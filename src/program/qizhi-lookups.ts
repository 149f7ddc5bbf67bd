import { lookUp, type LookupAnswer, type LookupArgs, type LookupPlace } from "./lookup";

// All but `getNodes` and `getTrainingJob` ask the API of Qizhi's console, which wants a session besides the account: set
// QIZHI_CONSOLE_SESSION to the value of the cookie `inspire-session` of a browser that is logged in. It lives for about twenty
// minutes; when it is over, or absent, they throw PlatformError `auth`, which says so.

/**
 * The machines that the account sees, by the published API.
 * Source: cluster_nodes/list. @throws PlatformError
 */
export function getNodes(
  args: LookupArgs<"qizhi", "getNodes"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getNodes">> {
  return lookUp("qizhi", "getNodes", args, place);
}

/**
 * The logic compute groups of a workspace, `lcg-…`: what a job names to say where it runs. Wants a session of the console.
 * Source: workspace.ListLogicComputeGroups. @throws PlatformError
 */
export function getComputeGroups(
  args: LookupArgs<"qizhi", "getComputeGroups">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getComputeGroups">> {
  return lookUp("qizhi", "getComputeGroups", args, place);
}

/**
 * One logic compute group with its cards, cores and GiB, granted and in use, and its machines. Wants a session of the console.
 * Sources: workspace.ListLogicComputeGroups, GetLogicComputeGroupResource, ListNodeDimension.
 * @throws PlatformError `notFound` when the workspace does not show it
 */
export function getComputeGroup(
  args: LookupArgs<"qizhi", "getComputeGroup">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getComputeGroup">> {
  return lookUp("qizhi", "getComputeGroup", args, place);
}

/**
 * The resource specifications of a group, each with its price in the platform's points an hour: `specId` is what
 * `frameworkConfig[0].specId` wants. Wants a session of the console.
 * Source: resource-price.GetLogicComputeGroupResourceSpecPrices. @throws PlatformError
 */
export function getSpecs(
  args: LookupArgs<"qizhi", "getSpecs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getSpecs">> {
  return lookUp("qizhi", "getSpecs", args, place);
}

/**
 * The images that a workspace offers: `address` and `source` are what `frameworkConfig[0].image` and `.imageType` want. Wants
 * a session of the console. Source: image.ListImages. @throws PlatformError
 */
export function getImages(
  args: LookupArgs<"qizhi", "getImages">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getImages">> {
  return lookUp("qizhi", "getImages", args, place);
}

/**
 * The projects that pay for jobs, with their budgets in points, their highest `taskPriority` and their workspaces. Wants a
 * session of the console. Source: project.GetProjectForPage. @throws PlatformError
 */
export function getProjects(
  args: LookupArgs<"qizhi", "getProjects"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getProjects">> {
  return lookUp("qizhi", "getProjects", args, place);
}

/**
 * The workspaces of the account's projects, disabled ones too. Wants a session of the console.
 * Source: project.GetProjectForPage, `space_list`. @throws PlatformError
 */
export function getWorkspaces(
  args: LookupArgs<"qizhi", "getWorkspaces"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getWorkspaces">> {
  return lookUp("qizhi", "getWorkspaces", args, place);
}

/**
 * Training jobs of a workspace, the newest first, 100 unless told otherwise. Wants a session of the console.
 * Source: train.ListJobs. @throws PlatformError
 */
export function getTrainingJobs(
  args: LookupArgs<"qizhi", "getTrainingJobs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getTrainingJobs">> {
  return lookUp("qizhi", "getTrainingJobs", args, place);
}

/**
 * One training job and what it was asked to be, by the published API. Source: train_job/detail.
 * @throws PlatformError `notFound` for a job that is not there, or is somebody else's
 */
export function getTrainingJob(
  args: LookupArgs<"qizhi", "getTrainingJob">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getTrainingJob">> {
  return lookUp("qizhi", "getTrainingJob", args, place);
}

/**
 * The pods of a job: their machines, states and times. Wants a session of the console.
 * Source: train.ListJobInstances. @throws PlatformError
 */
export function getInstances(
  args: LookupArgs<"qizhi", "getInstances">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getInstances">> {
  return lookUp("qizhi", "getInstances", args, place);
}

/**
 * What happened to a job, or to some of its pods, the oldest first: why it waits. Wants a session of the console.
 * Source: train.ListJobEvents. @throws PlatformError
 */
export function getEvents(
  args: LookupArgs<"qizhi", "getEvents">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getEvents">> {
  return lookUp("qizhi", "getEvents", args, place);
}

/**
 * Lines that a job's pods wrote, the oldest first, 100 unless told otherwise. Some pods' lines never arrive on the platform.
 * Wants a session of the console. Source: train.GetJobLog. @throws PlatformError
 */
export function getLogs(
  args: LookupArgs<"qizhi", "getLogs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getLogs">> {
  return lookUp("qizhi", "getLogs", args, place);
}

/**
 * One measurement of a job by pod, over its whole run unless told otherwise; nothing for a job that has not started. Shares
 * from 0 to 1, or bytes a second. Wants a session of the console.
 * Sources: train_job/detail, train.GetTaskMetric. @throws PlatformError
 */
export function getMetrics(
  args: LookupArgs<"qizhi", "getMetrics">,
  place?: LookupPlace,
): Promise<LookupAnswer<"qizhi", "getMetrics">> {
  return lookUp("qizhi", "getMetrics", args, place);
}
