import type { Unwrap } from "@pulumi/pulumi";
import type { QizhiFrameworkConfig } from "./specs/qizhi";
import { needValues } from "./values";

export {
  getNodes,
  getResourceGroups,
  getResourceGroup,
  getSpecs,
  getImages,
  getProjects,
  getWorkspaces,
  getTrainingJobs,
  getTrainingJob,
  getPods,
  getEvents,
  getLogs,
  getMetrics,
} from "./lookups/qizhi";
export type {
  GetEventsArgs,
  GetImagesArgs,
  GetLogsArgs,
  GetMetricsArgs,
  GetNodesArgs,
  GetPodsArgs,
  GetProjectsArgs,
  GetResourceGroupArgs,
  GetResourceGroupsArgs,
  GetSpecsArgs,
  GetTrainingJobArgs,
  GetTrainingJobsArgs,
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
  TrainingJobDetails,
  TrainingJobInfo,
  TrainingPodInfo,
} from "./lookups/qizhi";

/** The machines of a job and what runs on them. */
export type FrameworkConfig = Unwrap<QizhiFrameworkConfig>;

/**
 * Hours in Qizhi's unit: `maxRunningTimeMs: qizhi.hours(12)`.
 * @throws RangeError when that is not a whole number of milliseconds, at least one
 */
export function hours(count: number): number {
  return milliseconds("hours", count, 3_600_000);
}

/** Minutes in Qizhi's unit: `reserveOnFailMs: qizhi.minutes(30)`. @throws RangeError as `hours` */
export function minutes(count: number): number {
  return milliseconds("minutes", count, 60_000);
}

// Far less than a millisecond and far more than a double's rounding error: 1.1 * 3,600,000 is 3960000.0000000005.
const TOLERANCE = 1e-6;

function milliseconds(unit: string, count: number, perOne: number): number {
  needValues(`qizhi.${unit}`, { count });
  const exact = count * perOne;
  const nearest = Math.round(exact);
  if (nearest >= 1 && Math.abs(exact - nearest) <= TOLERANCE && Number.isSafeInteger(nearest)) return nearest;
  throw new RangeError(`${count} ${unit}: Qizhi counts in whole milliseconds, at least 1`);
}
