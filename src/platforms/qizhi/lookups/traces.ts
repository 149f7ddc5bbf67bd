import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import { present, type EventInfo, type LogLine, type LogPage } from "../../kit/answers";
import { plain, rfc3339 } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { QizhiClient } from "../jobs/client";
import { snapshotOf } from "../jobs/record";
import { fault } from "../transport";
import type { MetricSeries } from "./answers";
import type { Args } from "./args";

// What a job leaves behind, as the console reports it.

const METRICS = {
  gpuUsage: "gpu_usage_rate",
  gpuMemoryUsage: "gpu_memory_usage_rate",
  cpuUsage: "cpu_usage_rate",
  memoryUsage: "memory_usage_rate",
  diskRead: "disk_io_read",
  diskWrite: "disk_io_write",
  networkRead: "network_tcp_ip_io_read",
  networkWrite: "network_tcp_ip_io_write",
} as const;

const USUAL_LINES = 100;
const LONGEST_LINE = 4_000;
/** The platform refuses windows of more than a month. */
const LONGEST_WINDOW_MS = 30 * 86_400_000;

/** Events, lines and measurements of a job. */
export function traceLookups(where: Where, client: QizhiClient, consoleApi: QizhiConsole) {
  return {
    async getEvents({ jobId, pods }: Args<"getEvents">): Promise<readonly EventInfo[]> {
      const events = await consoleApi.events({ object_type: pods ? "instance" : "job", object_ids: pods ?? [jobId] });
      return oldestFirst(events.map(eventOf)).reverse();
    },

    async getLogs(args: Args<"getLogs">): Promise<LogPage> {
      const { jobId, from, until, limit = USUAL_LINES } = args;
      const pods = args.pods ?? (await consoleApi.instances(jobId)).map(({ name }) => name);
      if (pods.length === 0) return { lines: [], isCut: false }; // without names the platform might return lines of other jobs
      const lines = await consoleApi.logs({
        page_size: limit,
        filter: {
          podNames: pods,
          ...(from !== undefined && { start_timestamp_ms: String(Date.parse(from)) }),
          ...(until !== undefined && { end_timestamp_ms: String(Date.parse(until)) }),
        },
        // Clients disagree on whether an order may be requested: the lines are sorted below.
      });
      return { lines: oldestFirst(lines.map(lineOf)), isCut: lines.length >= limit };
    },

    async getMetrics(args: Args<"getMetrics">): Promise<readonly MetricSeries[]> {
      const { jobId, metric, intervalSeconds = 60 } = args;
      const job = await client.jobDetail(jobId, "read");
      const { startedAt, endedAt } = snapshotOf(job, where);
      if (startedAt === undefined) return []; // nothing ran that could be measured
      // How far it has got, by the platform's clock: this machine's may differ.
      const reached = endedAt === undefined ? Date.parse(startedAt) + (job.running_time_ms ?? 0) : Date.parse(endedAt);
      const until = args.until === undefined ? reached : Date.parse(args.until);
      const earliest = Math.max(Date.parse(startedAt), until - LONGEST_WINDOW_MS);
      const from = args.from === undefined ? earliest : Date.parse(args.from);
      if (from > until) throw fault("invalid", nothingBetween(from, until), "getMetrics");
      const groups = await consoleApi.metrics({
        filter: {
          logic_compute_group_id: job.logic_compute_group_id ?? "",
          task_id: jobId,
          task_type: "distributed_training",
        },
        metric_types: [METRICS[metric]],
        time_range: {
          start_timestamp: Math.floor(from / 1_000),
          end_timestamp: Math.ceil(until / 1_000),
          interval_second: intervalSeconds,
        },
      });
      return groups.map(({ group_name, resource_name, time_series }) => ({
        pod: plain(group_name),
        resource: plain(resource_name),
        points: time_series.flatMap(({ timestamp, data }) => {
          const at = rfc3339(timestamp);
          return at === undefined || typeof data !== "number" ? [] : [{ at, value: data }];
        }),
      }));
    },
  };
}

function nothingBetween(from: number, until: number): string {
  return `there is nothing from ${new Date(from).toISOString()} until ${new Date(until).toISOString()}: the first is after the second`;
}

type Rows<Name extends "events" | "logs"> = Awaited<ReturnType<QizhiConsole[Name]>>[number];

function eventOf(row: Rows<"events">): EventInfo {
  return {
    ...present({
      at: rfc3339(row.last_timestamp) ?? rfc3339(row.first_timestamp),
      firstAt: rfc3339(row.first_timestamp),
      type: plain(row.type),
      reason: plain(row.reason),
      count: row.count,
    }),
    message: plain(row.message || row.content),
  };
}

function lineOf({ timestamp_ms, time, pod_name, node, message }: Rows<"logs">): LogLine {
  return {
    ...present({ at: rfc3339(timestamp_ms) ?? rfc3339(time), pod: plain(pod_name), node: plain(node) }),
    message: printable(message ?? "", LONGEST_LINE),
  };
}

/** RFC 3339 in UTC sorts as text; a row without a time comes first. */
function oldestFirst<Row extends { readonly at?: string }>(rows: readonly Row[]): Row[] {
  return [...rows].sort((one, other) => (one.at ?? "").localeCompare(other.at ?? ""));
}
