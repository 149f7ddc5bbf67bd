import type { WireRequest } from "../../../emulator/vendor";
import { KNOWN, type Route } from "./known";
import { decode } from "./signature";

/** What a request asks for, and about what. */
export interface Asked {
  readonly action: string;
  /** Absent from paths of IAM. */
  readonly project?: string;
  /** The job, where the path names one. */
  readonly id: string;
  /** Version or task, where the path names one. */
  readonly part: string;
  /** The model or the pool, where the path names one. */
  readonly subject: string;
  readonly query: URLSearchParams;
}

const JOB = "/v2/{project}/training-jobs";
const TASK = `${JOB}/{id}/tasks/{part}`;
const JOB_TAGS = "/v2/{project}/modelarts-training-job";
const POOL = "/v2/{project}/pools";
const MODEL = "/v1/{project}/models";

/**
 * IAM, and what API v2 has for training jobs, models and pools, named as the vendor's SDK names them; models are in no SDK.
 * A call that is known and not emulated answers HTTP 501, an unknown one is refused as the gateway refuses it.
 */
export const ROUTES: readonly Route[] = [
  ["POST", "/v3/auth/tokens", "CreateToken"],
  ["GET", "/v3/projects", "ListProjects"],
  ["POST", JOB, "CreateTrainingJob"],
  ["POST", `${JOB}/batch-delete`, "BatchDeleteTrainingJobs"],
  ["GET", `${JOB}/{id}`, "ShowTrainingJobDetails"],
  ["PUT", `${JOB}/{id}`, "ChangeTrainingJobDescription"],
  ["DELETE", `${JOB}/{id}`, "DeleteTrainingJob"],
  ["POST", `${JOB}/{id}/actions`, "StopTrainingJob"],
  ["GET", `${JOB}/{id}/events`, "ListTrainingJobEvents"],
  ["GET", `${JOB}/{id}/stages`, "ListTrainingJobStages"],
  ["GET", `${JOB}/{id}/tasks`, "ListTrainingJobTasks"],
  ["GET", `${JOB}/{id}/metrics/{part}`, "ShowTrainingJobMetrics"],
  ["GET", `${JOB}/{id}/logs/{part}`, "ShowTrainingJobLogsFromAom"],
  ["GET", `${TASK}/logs/preview`, "ShowTrainingJobLogsPreview"],
  ["GET", `${TASK}/logs/url`, "ShowObsUrlOfTrainingJobLogs"],
  ["POST", "/v2/{project}/training-job-searches", "ListTrainingJobs"],
  ["GET", "/v2/{project}/training-job-names", "CheckTrainingJobName"],
  ["GET", `${JOB_TAGS}/{id}/tags`, "ShowTrainingJobTags"],
  ["POST", `${JOB_TAGS}/{id}/tags/create`, "CreateTrainingJobTags"],
  ["DELETE", `${JOB_TAGS}/{id}/tags/delete`, "DeleteTrainingJobTags"],
  ["GET", "/v2/{project}/training-job-flavors", "ShowTrainingJobFlavors"],
  ["GET", "/v2/{project}/training-job-engines", "ShowTrainingJobEngines"],
  ["POST", MODEL, "ImportModel"],
  ["GET", MODEL, "ListModels"],
  ["GET", `${MODEL}/{subject}`, "ShowModel"],
  ["DELETE", `${MODEL}/{subject}`, "DeleteModel"],
  ["GET", POOL, "ListPools"],
  ["GET", `${POOL}/{subject}`, "ShowPool"],
  ["GET", `${POOL}/{subject}/nodes`, "ListPoolNodes"],
  ["GET", `${POOL}/{subject}/workloads`, "ListWorkloads"],
  ["GET", "/v2/{project}/statistics/pools/{subject}/workloads", "ShowWorkloadStatistics"],
  ["GET", "/v2/{project}/metrics/runtime/pools", "ShowPoolRuntimeMetrics"],
  ["GET", "/v1/{project}/events", "ListEvents"],
  ["GET", "/v1/{project}/resourceflavors", "ListResourceFlavors"],
  ["GET", "/v1/{project}/workspaces", "ListWorkspace"],

  ...KNOWN,
];

const JOB_V1 = "/v1/{project}/training-jobs";
const VERSION_V1 = `${JOB_V1}/{id}/versions`;
const TEMPLATE_V1 = "/v1/{project}/training-job-configs";

/** The training jobs of v1 and its catalogues. */
export const ROUTES_V1: readonly Route[] = [
  ["POST", JOB_V1, "CreateTrainingJobV1"],
  ["GET", JOB_V1, "ListTrainingJobsV1"],
  ["PUT", `${JOB_V1}/{id}`, "UpdateTrainingJobV1"],
  ["DELETE", `${JOB_V1}/{id}`, "DeleteTrainingJobV1"],
  ["GET", VERSION_V1, "ListTrainingJobVersionsV1"],
  ["GET", `${VERSION_V1}/{part}`, "ShowTrainingJobVersionV1"],
  ["DELETE", `${VERSION_V1}/{part}`, "DeleteTrainingJobVersionV1"],
  ["POST", `${VERSION_V1}/{part}/stop`, "StopTrainingJobVersionV1"],
  ["GET", `${VERSION_V1}/{part}/log/file-names`, "ListTrainingJobLogFilesV1"],
  ["GET", `${VERSION_V1}/{part}/aom-log`, "ShowTrainingJobLogV1"],
  ["GET", "/v1/{project}/clusters", "ListClustersV1"],
  ["GET", "/v1/{project}/job/resource-specs", "ListResourceSpecsV1"],
  ["GET", "/v1/{project}/job/ai-engines", "ListAiEnginesV1"],
  ["GET", "/v1/{project}/built-in-algorithms", "ListBuiltInAlgorithmsV1"],

  // Known and not emulated.
  ["POST", VERSION_V1, "CreateTrainingJobVersionV1"],
  ["GET", `${VERSION_V1}/{part}/log`, "ShowTrainingJobLogOfObsV1"],
  ["POST", TEMPLATE_V1, "CreateTrainingJobConfigV1"],
  ["GET", TEMPLATE_V1, "ListTrainingJobConfigsV1"],
  ["GET", `${TEMPLATE_V1}/{subject}`, "ShowTrainingJobConfigV1"],
  ["PUT", `${TEMPLATE_V1}/{subject}`, "UpdateTrainingJobConfigV1"],
  ["DELETE", `${TEMPLATE_V1}/{subject}`, "DeleteTrainingJobConfigV1"],
];

/** What kept its `/v1/` when jobs and pools moved to v2. */
const KEPT: ReadonlySet<string> = new Set(ROUTES.map(([, path]) => path).flatMap((path) => kindBelowV1(path) ?? []));

/** Whether a request is to IAM or to the current generation of the API. */
export function isCurrent(url: string): boolean {
  return /^\/(v2\/|v3\/(auth|projects))/.test(url) || KEPT.has(kindBelowV1(url) ?? "");
}

/** Whether a request is to the retired generation: whatever below `/v1/` the current one did not keep. */
export function isRetired(url: string): boolean {
  return kindBelowV1(url) !== undefined && !isCurrent(url);
}

/** `models` of `/v1/{project}/models/…`. */
function kindBelowV1(url: string): string | undefined {
  return /^\/v1\/[^/]+\/([^/?]+)/.exec(url)?.[1];
}

/** Undefined: no route of the table. */
export function route(
  { method, url }: Pick<WireRequest, "method" | "url">,
  table: readonly Route[],
): Asked | undefined {
  const [path = "", query] = url.split("?");
  const segments = path.split("/");
  for (const [wanted, pattern, action] of table) {
    if (wanted !== method) continue;
    const parts = pattern.split("/");
    const matches =
      parts.length === segments.length &&
      parts.every((part, index) => part === segments[index] || (part.startsWith("{") && segments[index] !== ""));
    if (!matches) continue;
    const at = (name: string) => decode(segments[parts.indexOf(name)] ?? "");
    const project = parts.includes("{project}") ? { project: at("{project}") } : {};
    const [id, part, subject] = [at("{id}"), at("{part}"), at("{subject}")];
    return { action, ...project, id, part, subject, query: new URLSearchParams(query) };
  }
  return undefined;
}
