import { z } from "zod";
import { USER } from "../catalogue";
import { detailOf } from "../job";
import { lifeOf, type View } from "../life";
import { machinesOf } from "../nodes";
import { ids, long, message, pageOf, paging, sorters, text } from "./message";

// Service train of the console's API: jobs and pods. No document defines it: these are the members that its clients send and
// read.

export const listJobs = message({
  ...paging,
  workspace_id: z.string(),
  keyword: text,
  created_by: text,
  framework: text,
  status: text,
  status_list: ids,
  project_ids: ids,
  owner_project_ids: ids,
  job_ids: ids,
  created_at_begin: long.optional(),
  created_at_end: long.optional(),
  sorters,
});

/** The newest first, unless the request asks for the oldest first. */
export function jobs(request: z.output<typeof listJobs>, view: View): object {
  const { workspace_id, keyword = "", created_by, framework, created_at_begin, created_at_end } = request;
  const states = [...(request.status_list ?? []), ...(request.status ? [request.status] : [])];
  const projects = [...(request.project_ids ?? []), ...(request.owner_project_ids ?? [])];
  const fitting = view.jobs
    .known()
    .filter(
      (job) =>
        view.jobs.isVisible(job) &&
        job.facts.workspace_id === workspace_id &&
        job.name.includes(keyword) &&
        (!created_by || created_by === USER.id) &&
        (!framework || job.facts.framework === framework) &&
        (states.length === 0 || states.includes(view.jobs.stateOf(job).state)) &&
        (projects.length === 0 || projects.includes(job.facts.project_id)) &&
        (!request.job_ids?.length || request.job_ids.includes(job.id)) &&
        job.createdAt >= Number(created_at_begin ?? 0) &&
        job.createdAt <= Number(created_at_end ?? Infinity),
    );
  const isOldestFirst = request.sorters?.some(({ field, sort }) => field === "created_at" && sort === "ascend");
  const ordered = isOldestFirst ? fitting : [...fitting].reverse();
  const rows = pageOf(ordered, request).map((job) => detailOf(job, view));
  return { jobs: rows, total: fitting.length };
}

export const listJobInstances = message({ ...paging, job_id: z.string() });

const INSTANCE_STATES: Readonly<Record<string, string>> = {
  job_running: "instance_running",
  job_restarting: "instance_creating",
  job_success_reserving: "instance_success_reserving",
  job_fail_reserving: "instance_fail_reserving",
  job_stopping: "instance_stopping",
  job_stopped: "instance_stopped",
  job_succeeded: "instance_success",
  job_failed: "instance_failed",
};

export function instances(request: z.output<typeof listJobInstances>, view: View): object {
  const { job, state, moments, runAt = 0, endedAt, pods } = lifeOf(request.job_id, view);
  const nodes = machinesOf(job, view.jobs);
  const rows = pods.map((name, i) => ({
    name,
    instance_type: "worker",
    node: endedAt === undefined ? (nodes[i % Math.max(1, nodes.length)] ?? `node-${i + 1}`) : "",
    instance_status: INSTANCE_STATES[state] ?? "unknown_status",
    created_at: String(runAt),
    started_at: String(runAt),
    finished_at: endedAt === undefined ? "" : String(endedAt),
    running_time_ms: String((endedAt ?? view.now) - runAt),
    running_round: 1 + moments.filter((moment) => moment.state === "job_restarting").length,
  }));
  return { items: pageOf(rows, request), total: rows.length };
}
