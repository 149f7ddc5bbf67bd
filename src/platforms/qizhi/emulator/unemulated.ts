/*
 * Routes that the platform is known to have but the emulator does not: HTTP 501 and their name, so that nobody mistakes our
 * gap for the platform's. Other routes are refused as the platform refuses them.
 */

const OPENAPI = [
  "discovery",
  ...["hpc_jobs", "inference_servings"].flatMap((kind) =>
    ["create", "detail", "stop"].map((verb) => `${kind}/${verb}`),
  ),
];

/** The older API of the console, under `/api/v1/`. */
const OLD_CONSOLE = [
  "train_job/create",
  "train_job/list",
  "train_job/detail",
  "train_job/stop",
  "train_job/delete",
  "train_job/instance_list",
  "train_job/events/list",
  "train_job/job_event_list",
  "train_job/instance_event_list",
  "train_job/workdir",
  "logic_compute_groups/list",
  "cluster_nodes/list",
  "cluster_metric/cluster_basic_info",
  "cluster_metric/resource_metric_by_time",
  "resource_prices/logic_compute_groups/",
  "dataset/validate_dataset",
  "image/list",
  "project/list",
  "workspace/list",
  "user/detail",
  "logs/train",
].map((path) => `api/v1/${path}`);

const CONSOLE = [
  "train.CreateJob",
  "train.CreateJobConsole",
  "train.GetJob",
  "train.StopJob",
  "train.DeleteJob",
  "train.GetJobWorkdir",
  "train.GetTrainScheduleConfig",
  "workspace.GetBasicInfo",
  "workspace.GetLogicComputeGroupById",
  "workspace.GetLogicComputeGroupNodeSpecs",
  "workspace.GetScheduleConfig",
  "dataset.ValidateDataset",
  "user.GetUserDetail",
];

const NAMES: ReadonlySet<string> = new Set([...OPENAPI, ...OLD_CONSOLE, ...CONSOLE]);
/** Groups by their ids. */
const BY_ID = /^api\/v1\/(compute_resources\/)?logic_compute_groups\/lcg-[^/]+$/;

export const KNOWN_SERVICES: ReadonlySet<string> = new Set([
  "dataset",
  "image",
  "project",
  "resource-price",
  "train",
  "user",
  "workspace",
]);

export function isUnemulated(name: string): boolean {
  return NAMES.has(name) || BY_ID.test(name);
}

export function notEmulated(name: string) {
  const headers = { "content-type": "text/plain" };
  return { status: 501, headers, body: `${name} is not emulated`, code: "NotEmulated" };
}
