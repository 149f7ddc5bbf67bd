import type { WireRequest } from "../../../emulator/vendor";

/** What a request asks for, and about what. */
export interface Asked {
  readonly action: string;
  readonly id: string;
  /** Version or task, where the path names one. */
  readonly part: string;
  readonly query: URLSearchParams;
}

type Route = readonly [method: string, path: string, action: string];

const JOB = "/v2/{project}/training-jobs";
const TAGS = "/v2/{project}/modelarts-training-job/{id}/tags";

/** IAM, and the training jobs of API v2, named as the vendor's SDK names them. */
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
  ["GET", `${JOB}/{id}/tasks/{part}/logs/preview`, "ShowTrainingJobLogsPreview"],
  ["POST", "/v2/{project}/training-job-searches", "ListTrainingJobs"],
  ["GET", "/v2/{project}/training-job-names", "CheckTrainingJobName"],
  ["GET", TAGS, "ShowTrainingJobTags"],
  ["POST", `${TAGS}/create`, "CreateTrainingJobTags"],
  ["DELETE", `${TAGS}/delete`, "DeleteTrainingJobTags"],
];

const JOB_V1 = "/v1/{project}/training-jobs";

/** The training jobs of v1. */
export const ROUTES_V1: readonly Route[] = [
  ["POST", JOB_V1, "CreateTrainingJobV1"],
  ["GET", JOB_V1, "ListTrainingJobsV1"],
  ["PUT", `${JOB_V1}/{id}`, "UpdateTrainingJobV1"],
  ["DELETE", `${JOB_V1}/{id}`, "DeleteTrainingJobV1"],
  ["GET", `${JOB_V1}/{id}/versions`, "ListTrainingJobVersionsV1"],
  ["GET", `${JOB_V1}/{id}/versions/{part}`, "ShowTrainingJobVersionV1"],
  ["DELETE", `${JOB_V1}/{id}/versions/{part}`, "DeleteTrainingJobVersionV1"],
  ["POST", `${JOB_V1}/{id}/versions/{part}/stop`, "StopTrainingJobVersionV1"],
  ["GET", `${JOB_V1}/{id}/versions/{part}/log/file-names`, "ListTrainingJobLogFilesV1"],
  ["GET", `${JOB_V1}/{id}/versions/{part}/aom-log`, "ShowTrainingJobLogV1"],
];

/** Undefined: no route of the table. */
export function route(
  { method, url }: Pick<WireRequest, "method" | "url">,
  table: readonly Route[],
): (Asked & { project?: string }) | undefined {
  const [path = "", query] = url.split("?");
  const segments = path.split("/");
  for (const [wanted, pattern, action] of table) {
    if (wanted !== method) continue;
    const parts = pattern.split("/");
    const matches =
      parts.length === segments.length &&
      parts.every((part, index) => part === segments[index] || (part.startsWith("{") && segments[index] !== ""));
    if (!matches) continue;
    const at = (name: string) => decodeURIComponent(segments[parts.indexOf(name)] ?? "");
    const project = parts.includes("{project}") ? { project: at("{project}") } : {};
    return { action, ...project, id: at("{id}"), part: at("{part}"), query: new URLSearchParams(query) };
  }
  return undefined;
}
