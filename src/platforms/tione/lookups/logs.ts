import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { tioneClient, type TioneClient } from "../jobs/client";
import { lastHourOf, utc } from "../jobs/record";
import { filters, said } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import type { Event } from "./wire";

/** What a job wrote. */
export interface LogLine {
  /** RFC 3339 as the vendor writes it, mostly down to nanoseconds. */
  readonly at?: string;
  /** Pod that wrote it. */
  readonly podName?: string;
  /** Without its control characters; at most 10,000 characters. */
  readonly message: string;
}

/** One page of lines. */
export interface LogPage {
  /** In the order asked for. */
  readonly lines: readonly LogLine[];
  /** What `next` takes for the page after this; absent on the last. */
  readonly next?: string;
}

/** What the platform did about a job. Members that the vendor leaves empty are absent. */
export interface JobEvent {
  /** `Normal` or `Warning`. */
  readonly type?: string;
  /** Vendor's words. */
  readonly message: string;
  /** Kind of the thing that it is about: `Pod`. */
  readonly resourceKind?: string;
  /** Name of the thing that it is about. */
  readonly resourceName?: string;
  /** How often it happened. */
  readonly count?: number;
  /** RFC 3339, UTC. */
  readonly firstAt?: string;
  /** RFC 3339, UTC. */
  readonly lastAt?: string;
}

const LONGEST_LINE = 10_000;

/** What jobs wrote and what happened to them. */
export function logLookups(where: Where, io: Io) {
  const jobs = tioneClient(where, io);
  const client = tioneLookupClient(where, io);
  return {
    async getLogs(args: Args<"getLogs">): Promise<LogPage> {
      const { podName: PodName, startTime: StartTime, endTime: EndTime, limit = 100, order, stream, next } = args;
      const run = args.jobId === undefined ? {} : await runOf(args.jobId, jobs);
      if (!run) return { lines: [] };
      const { Content, Context } = await client.describeLogs({
        ...run,
        ...present({ PodName, StartTime, EndTime, LogStream: stream, Context: next }),
        Limit: limit,
        Order: order === "oldest" ? "ASC" : "DESC",
        ...filters({ Key: args.keyword }),
      });
      const lines = (Content ?? []).map(({ Message, PodName: pod, Timestamp }) => ({
        ...present({ at: said(Timestamp, 80), podName: said(pod) }),
        message: indented(Message ?? ""),
      }));
      return { lines, ...(Context && { next: Context }) };
    },

    async getEvents(args: Args<"getEvents">): Promise<JobEvent[]> {
      const { startTime: StartTime, endTime: EndTime, limit } = args;
      const run = await runOf(args.jobId, jobs);
      if (!run) return [];
      const query = {
        ServiceId: run.ServiceId,
        ...present({ StartTime, EndTime }),
        ...filters({ Type: args.type, ResourceKind: args.resourceKind }),
      };
      const order = args.order === "oldest" ? "ASC" : "DESC";
      return (await client.describeEvents(query, order, limit)).map(eventOf);
    },
  };
}

/** The last run of a job, by whose name its lines go, and the hour that the vendor does not guess; nothing before the first. */
async function runOf(jobId: string, jobs: TioneClient) {
  const task = await jobs.describeTrainingTask(jobId);
  return task.LatestInstanceId ? { ServiceId: task.LatestInstanceId, ...lastHourOf(task) } : undefined;
}

/** Safe to show, with the spaces before it, which carry meaning in traces. */
function indented(message: string): string {
  const [indent = ""] = /^ {0,200}/.exec(message) ?? [];
  return indent + (said(message, LONGEST_LINE) ?? "");
}

function eventOf(event: Event): JobEvent {
  return {
    message: said(event.Message) ?? "",
    ...present({
      type: said(event.Type),
      resourceKind: said(event.ResourceKind),
      resourceName: said(event.ResourceName),
      count: event.Count,
      firstAt: utc(event.FirstTimestamp),
      lastAt: utc(event.LastTimestamp),
    }),
  };
}
