import { lookUp, tell, type LookupAnswer, type LookupArgs, type LookupPlace } from "./lookup";

/**
 * Frameworks that training tasks can ask for by `frameworkName` and `frameworkEnvironment`. The vendor took the action off its
 * public list; `getPlatformImages` tells much the same. Source: DescribeTrainingFrameworks.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getTrainingFrameworks(
  args: LookupArgs<"tione", "getTrainingFrameworks"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getTrainingFrameworks">> {
  return lookUp("tione", "getTrainingFrameworks", args, place);
}

/**
 * Images of TI-ONE's own: for training, for serving models, for notebooks. Source: DescribePlatformImages.
 * @throws PlatformError
 */
export function getPlatformImages(
  args: LookupArgs<"tione", "getPlatformImages"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getPlatformImages">> {
  return lookUp("tione", "getPlatformImages", args, place);
}

/**
 * Pay-as-you-go machines with their price in yuan an hour, and whether they are in stock. Spot and tide machines have no price
 * there. Source: DescribeBillingSpecs, DescribeBillingSpecsPrice.
 * @throws PlatformError
 */
export function getBillingPrices(
  args: LookupArgs<"tione", "getBillingPrices"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getBillingPrices">> {
  return lookUp("tione", "getBillingPrices", args, place);
}

/**
 * Resource groups with their sums of cores, GiB and cards; without machines. Source: DescribeBillingResourceGroups.
 * @throws PlatformError
 */
export function getResourceGroups(
  args: LookupArgs<"tione", "getResourceGroups"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getResourceGroups">> {
  return lookUp("tione", "getResourceGroups", args, place);
}

/**
 * One resource group with its machines and what of each is free. Source: DescribeBillingResourceGroups,
 * DescribeBillingResourceGroup.
 * @throws PlatformError `notFound`
 */
export function getResourceGroup(
  args: LookupArgs<"tione", "getResourceGroup">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getResourceGroup">> {
  return lookUp("tione", "getResourceGroup", args, place);
}

/**
 * What runs on one machine of a resource group. Source: DescribeBillingResourceInstanceRunningJobs.
 * @throws PlatformError
 */
export function getNodeJobs(
  args: LookupArgs<"tione", "getNodeJobs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getNodeJobs">> {
  return lookUp("tione", "getNodeJobs", args, place);
}

/**
 * Workspaces that the account may use. Source: DescribeWorkspaces.
 * @throws PlatformError
 */
export function getWorkspaces(
  args: LookupArgs<"tione", "getWorkspaces"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getWorkspaces">> {
  return lookUp("tione", "getWorkspaces", args, place);
}

/**
 * Training tasks, newest first, all of them unless `limit` says otherwise. Source: DescribeTrainingTasks.
 * @throws PlatformError
 */
export function getTrainingTasks(
  args: LookupArgs<"tione", "getTrainingTasks"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getTrainingTasks">> {
  return lookUp("tione", "getTrainingTasks", args, place);
}

/**
 * One training task with what it was asked to be. Source: DescribeTrainingTask.
 * @throws PlatformError `notFound`
 */
export function getTrainingTask(
  args: LookupArgs<"tione", "getTrainingTask">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getTrainingTask">> {
  return lookUp("tione", "getTrainingTask", args, place);
}

/**
 * Pods of a training task. Source: DescribeTrainingTaskPods.
 * @throws PlatformError `notFound`
 */
export function getTrainingTaskPods(
  args: LookupArgs<"tione", "getTrainingTaskPods">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getTrainingTaskPods">> {
  return lookUp("tione", "getTrainingTaskPods", args, place);
}

/**
 * One page of what a job's last run or a pod wrote, 100 lines unless `limit` says otherwise, newest first; `next` of the answer
 * leads to the page after it. No lines for a job that has not run. Source: DescribeLogs.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getLogs(
  args: LookupArgs<"tione", "getLogs">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getLogs">> {
  return lookUp("tione", "getLogs", args, place);
}

/**
 * What the platform did about a job's last run in the last day, newest first. None for a job that has not run. Source:
 * DescribeEvents.
 * @throws PlatformError `notFound` for an unknown job
 */
export function getEvents(
  args: LookupArgs<"tione", "getEvents">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getEvents">> {
  return lookUp("tione", "getEvents", args, place);
}

/**
 * What a job measured of itself, as curves. The vendor took the action off its public list. Source: DescribeTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getTrainingMetrics(
  args: LookupArgs<"tione", "getTrainingMetrics">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getTrainingMetrics">> {
  return lookUp("tione", "getTrainingMetrics", args, place);
}

/**
 * The newest numbers that a job measured of itself. The vendor took the action off its public list. Source:
 * DescribeLatestTrainingMetrics.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getLatestTrainingMetrics(
  args: LookupArgs<"tione", "getLatestTrainingMetrics">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getLatestTrainingMetrics">> {
  return lookUp("tione", "getLatestTrainingMetrics", args, place);
}

/**
 * Tells TI-ONE what a job measured; does nothing in a preview. Entries with more than ten values are sent as several of the
 * same moment. Sent once: after an error the values may be there or not. Source: PushTrainingMetrics.
 * @throws PlatformError
 */
export function pushTrainingMetrics(
  args: LookupArgs<"tione", "pushTrainingMetrics">,
  place?: LookupPlace,
): Promise<void> {
  return tell("tione", "pushTrainingMetrics", args, place);
}

/**
 * Models with their versions. The vendor took the action off its public list. Source: DescribeTrainingModels.
 * @throws PlatformError `unsupported` where TI-ONE does not answer it any more
 */
export function getModels(
  args: LookupArgs<"tione", "getModels"> = {},
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getModels">> {
  return lookUp("tione", "getModels", args, place);
}

/**
 * Versions of one model, all of them unless `filters` says otherwise. Source: DescribeTrainingModelVersions.
 * @throws PlatformError `notFound` for an unknown model, where TI-ONE says so
 */
export function getModelVersions(
  args: LookupArgs<"tione", "getModelVersions">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getModelVersions">> {
  return lookUp("tione", "getModelVersions", args, place);
}

/**
 * One version of a model. Source: DescribeTrainingModelVersion.
 * @throws PlatformError `notFound`
 */
export function getModelVersion(
  args: LookupArgs<"tione", "getModelVersion">,
  place?: LookupPlace,
): Promise<LookupAnswer<"tione", "getModelVersion">> {
  return lookUp("tione", "getModelVersion", args, place);
}
