import { z } from "zod";
import { jobOf, lifeOf, type View } from "../life";
import { machinesOf } from "../nodes";
import { checkWindow, invalid, long, message, pageOf, paging, sorters, text } from "./message";

// Service train of the console's API: what a run leaves behind, computed from its states like everything else. No document
// defines it: these are the members that its clients send and read.

export const listJobEvents = message({
  ...paging,
  filter: message({
    object_type: z.enum(["job", "instance"]),
    object_ids: z.array(z.string()).min(1),
    start_last_timestamp: long.optional(),
    end_last_timestamp: long.optional(),
  }),
  sorter: sorters,
});

type Notice = readonly [type: "Normal" | "Warning", reason: string, message: string];

const JOB_NOTICES: Readonly<Record<string, Notice>> = {
  job_queuing: ["Warning", "Unschedulable", "there are not enough free machines, waiting"],
  job_running: ["Normal", "Running", "all pods run"],
  job_restarting: ["Warning", "Restarting", "a pod failed, the job is started again"],
  job_stopping: ["Normal", "Stopping", "the pods are being stopped"],
  job_failed: ["Warning", "Failed", "a pod failed"],
};

const POD_NOTICES: readonly Notice[] = [
  ["Normal", "Scheduled", "assigned to a machine"],
  ["Normal", "Pulling", "pulling the image"],
  ["Normal", "Started", "started the main container"],
];

export function events(request: z.output<typeof listJobEvents>, view: View): object {
  const {
    object_type,
    object_ids,
    start_last_timestamp: from = 0,
    end_last_timestamp: until = Infinity,
  } = request.filter;
  const told = object_ids.flatMap((id) => (object_type === "job" ? jobEvents(id, view) : podEvents(id, view)));
  const rows = told
    .filter(({ at }) => at >= Number(from) && at <= Number(until))
    .map(({ at, id, notice: [type, reason, words], said }) => ({
      object_id: id,
      type,
      reason,
      message: said || words,
      first_timestamp: String(at),
      last_timestamp: String(at),
      count: 1,
    }));
  return { events: pageOf(rows, request), total: rows.length };
}

interface Happening {
  readonly id: string;
  readonly at: number;
  readonly notice: Notice;
  readonly said?: string;
}

function jobEvents(id: string, view: View): Happening[] {
  return lifeOf(id, view).moments.flatMap(({ state, at, reason }): Happening[] => {
    const notice = JOB_NOTICES[state];
    return notice ? [{ id, at, notice, said: reason }] : [];
  });
}

function podEvents(pod: string, view: View): Happening[] {
  const { runAt, pods } = lifeOf(jobOf(pod), view);
  if (runAt === undefined || !pods.includes(pod)) return [];
  return POD_NOTICES.map((notice) => ({ id: pod, at: runAt, notice }));
}

export const getJobLog = message({
  ...paging,
  job_id: text,
  filter: message({
    pod_names: z.array(z.string()).min(1),
    start_timestamp_ms: long.optional(),
    end_timestamp_ms: long.optional(),
  }),
  sorter: sorters,
});

const LINE_EVERY_MS = 10_000;
const MOST_LINES_A_POD = 1_000;

/** The newest lines first, unless the request asks for the oldest first. */
export function logs(request: z.output<typeof getJobLog>, view: View): object {
  const { pod_names, start_timestamp_ms: from, end_timestamp_ms: until } = request.filter;
  if (from !== undefined) checkWindow(Number(from), Number(until ?? view.now));
  const lines = pod_names
    .flatMap((pod) => linesOf(pod, view))
    .filter(({ at }) => at >= Number(from ?? 0) && at <= Number(until ?? Infinity))
    .sort((one, other) => one.at - other.at);
  const isOldestFirst = request.sorter?.some(({ field, sort }) => field === "time" && sort === "ascend");
  const rows = pageOf(isOldestFirst ? lines : lines.reverse(), request).map(({ at, pod, node, message: words }) => ({
    log_id: `${pod}-${at}`,
    message: words,
    node,
    pod_name: pod,
    time: new Date(at).toISOString(),
    timestamp_ms: String(at),
    timestamp_str: new Date(at).toISOString(),
  }));
  return { logs: rows, total: lines.length };
}

interface Line {
  readonly at: number;
  readonly pod: string;
  readonly node: string;
  readonly message: string;
}

function linesOf(pod: string, view: View): Line[] {
  const { job, moments, runAt, endedAt, pods, state } = lifeOf(jobOf(pod), view);
  if (runAt === undefined || !pods.includes(pod)) return [];
  const node = machinesOf(job, view.jobs)[0] ?? "node-1";
  const steps = Math.floor(((endedAt ?? view.now) - runAt) / LINE_EVERY_MS);
  const first = Math.max(0, steps - MOST_LINES_A_POD + 1);
  const lines = Array.from({ length: steps - first + 1 }, (_, i): Line => {
    const step = first + i;
    const words = step === 0 ? `training ${job.name}` : `step ${step * 100} loss ${(2 / Math.sqrt(step)).toFixed(4)}`;
    return { at: runAt + step * LINE_EVERY_MS, pod, node, message: words };
  });
  const reason = moments.at(-1)?.reason ?? "exited with code 1";
  return state === "job_failed" && endedAt !== undefined
    ? [...lines, { at: endedAt, pod, node, message: reason }]
    : lines;
}

export const getTaskMetric = message({
  filter: message({
    logic_compute_group_id: z.string(),
    task_id: z.string(),
    task_type: z.enum(["distributed_training"]),
    running_round: z.int().optional(),
  }),
  metric_types: z
    .array(
      z.enum([
        "gpu_usage_rate",
        "gpu_memory_usage_rate",
        "cpu_usage_rate",
        "memory_usage_rate",
        "disk_io_read",
        "disk_io_write",
        "network_tcp_ip_io_read",
        "network_tcp_ip_io_write",
      ]),
    )
    .min(1),
  time_range: message({
    start_timestamp: z.int(),
    end_timestamp: z.int(),
    interval_second: z.literal([60, 300, 1_800, 3_600]),
  }),
});

/** Only the first metric is returned, whatever else is asked for. Times are in seconds. */
export function metrics(request: z.output<typeof getTaskMetric>, view: View): object {
  const { start_timestamp: from, end_timestamp: until, interval_second: step } = request.time_range;
  const { task_id, logic_compute_group_id } = request.filter;
  checkWindow(from * 1_000, until * 1_000);
  const { job, runAt, endedAt, pods } = lifeOf(task_id, view);
  if (job.facts.logic_compute_group_id !== logic_compute_group_id)
    throw invalid("the job is not in this compute group");
  const metric = request.metric_types[0] ?? "";
  const first = Math.ceil(Math.max(from, (runAt ?? Infinity) / 1_000) / step) * step;
  const last = Math.min(until, (endedAt ?? view.now) / 1_000);
  const count = Math.max(0, Math.floor((last - first) / step) + 1);
  return {
    time_seris_metric_groups: pods.map((pod) => ({
      group_name: pod,
      metric_type: metric,
      resource_name: metric.split("_")[0],
      time_series: Array.from({ length: count }, (_, i) => ({
        timestamp: String(first + i * step),
        data: metric.endsWith("_rate") ? 0.9 : 50_000_000,
      })),
    })),
  };
}
