import type { JobSnapshot, JobState } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import { wordsMeaning } from "../../kit/words";
import type { Job } from "../wire";
import { claimOf } from "./claim";
import { qizhiJobMembers, type QizhiJobSpec } from "./schema";

/** The vendor's words for the state of a job. Source: the table of the platform's own SDK; no document lists them. */
const STATES = {
  job_creating: "queued",
  job_created: "queued",
  job_queuing: "queued",
  job_pre_checking: "starting",
  job_running: "running",
  // Restarting after a failure, as requested, is part of running.
  job_restarting: "running",
  // The command has ended, but the machines are held, and paid for, until the requested time is up: not settled.
  job_success_reserving: "running",
  job_fail_reserving: "running",
  job_stopping: "stopping",
  job_stopped: "stopped",
  job_succeeded: "succeeded",
  job_failed: "failed",
  job_create_failed: "failed",
  job_pre_check_failed: "failed",
  job_queue_out: "failed",
} as const satisfies Record<string, JobState>;

/** The start-up failures: the command never ran. */
export const NEVER_RAN = ["job_create_failed", "job_pre_check_failed", "job_queue_out"] as const;

const SETTLED: ReadonlySet<JobState> = new Set(["succeeded", "failed", "stopped"]);

export function isSettled(state: JobState): boolean {
  return SETTLED.has(state);
}

/** The vendor's words for a job that has not ended. */
export const MOVING = Object.entries(STATES).flatMap(([word, state]) => (isSettled(state) ? [] : [word]));

/** The vendor's words for one of our states. */
export function statusWordsOf(state: JobState): string[] {
  return wordsMeaning<JobState>(STATES, state);
}

/** Reasons that the platform does not give. */
const REASONS = {
  job_success_reserving: "the command succeeded; the machines are still held",
  job_fail_reserving: "the command failed; the machines are still held",
  job_queue_out: "it waited too long for machines",
} as const satisfies Partial<Record<keyof typeof STATES, string>>;

export function stateOf({ status }: Pick<Job, "status">): JobState {
  return entryOf(STATES, status ?? "") ?? "unknown";
}

/** A job in our words. */
export function snapshotOf(job: Job, { settings }: Pick<Where, "settings">): JobSnapshot {
  const { job_id: id, status, timeline, workspace_id: workspace, tb_summary_path: board } = job;
  const reason = [entryOf(REASONS, status ?? ""), job.sub_msg].filter(Boolean).join(": ");
  const claim = claimOf(job.name ?? "");
  const site = (settings.endpoint ?? "https://qz.sii.edu.cn").replace(/\/+$/, "");
  return {
    jobId: id,
    name: job.name ?? "",
    status: stateOf(job),
    platformStatus: printable(status ?? "", 80),
    ...(reason && { statusReason: printable(reason) }),
    ...time("createdAt", job.created_at ?? timeline?.created),
    ...time("startedAt", timeline?.run),
    ...time("endedAt", job.finished_at ?? timeline?.finished),
    ...(claim && { claim }),
    // The only output of a job whose place the platform knows; a relative path says nothing.
    outputPaths: board?.startsWith("/") ? [`path://${encodeURI(board)}`] : [],
    ...(workspace && {
      consoleUrl: `${site}/jobs/distributedTrainingDetail/${encodeURIComponent(id)}?spaceId=${encodeURIComponent(workspace)}`,
    }),
  };
}

const LATEST_TIME_MS = 8.64e15;

function time<Key extends string>(key: Key, ms: number | null | undefined): { readonly [K in Key]?: string } {
  const isTime = typeof ms === "number" && ms > 0 && ms <= LATEST_TIME_MS;
  // The type has just this one computed member.
  return (isTime ? { [key]: new Date(ms).toISOString() } : {}) as { readonly [K in Key]?: string };
}

/**
 * What the job was asked to be, as far as its detail shows it: the environment never comes back. The specification comes back
 * under other names, and the priority as text.
 */
export function specOf(job: Job): Partial<QizhiJobSpec> {
  const restarts = job.auto_fault_tolerance ? job.fault_tolerance_max_retry : undefined;
  const candidate = {
    workspaceId: job.workspace_id,
    projectId: job.project_id,
    logicComputeGroupId: job.logic_compute_group_id,
    framework: job.framework,
    command: job.command,
    frameworkConfig: job.framework_config?.map((machines) => ({
      image: machines.image,
      imageType: machines.image_type,
      instanceCount: machines.instance_count,
      shmGi: machines.shm_gi ?? undefined,
      specId: machines.instance_spec_price_info?.quota_id || machines.predef_id,
    })),
    taskPriority: Number(job.priority_name) || job.task_priority,
    maxRunningTimeMs: job.max_running_time_ms,
    autoFaultTolerance: job.auto_fault_tolerance,
    faultToleranceMaxRetry: restarts,
    reserveOnFailMs: job.reserve_on_fail_ms,
    reserveOnSuccessMs: job.reserve_on_success_ms,
    datasetInfo: job.dataset_info?.map((dataset) => ({
      datasetId: dataset.dataset_id,
      versionId: dataset.version_id,
      path: dataset.path,
    })),
    tbSummaryPath: job.tb_summary_path,
    enableNotification: job.enable_notification,
    enableTroubleshoot: job.enable_troubleshoot,
  };
  // Empty texts and zeros mean "not set": they do not fit the schema, and what does not fit is left out.
  const { shape } = qizhiJobMembers;
  const told = Object.entries(candidate).filter(([member, value]) => {
    const rule = shape[member as keyof typeof candidate]; // the candidate has no other members
    return value !== undefined && rule.safeParse(value).success;
  });
  return qizhiJobMembers.partial().parse(Object.fromEntries(told));
}

function entryOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
