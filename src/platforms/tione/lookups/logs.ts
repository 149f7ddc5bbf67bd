import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present, type EventInfo, type LogLine, type LogPage } from "../../kit/answers";
import { tioneClient, type TioneClient } from "../jobs/client";
import { lastHourOf, utc } from "../jobs/record";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import { filters, said } from "./values";
import type { Event } from "./wire";

const LONGEST_LINE = 10_000;

/** What jobs wrote and what happened to them. */
export function logLookups(where: Where, io: Io) {
  const jobs = tioneClient(where, io);
  const client = tioneLookupClient(where, io);
  return {
    async getLogs(args: Args<"getLogs">): Promise<LogPage> {
      const { pod: PodName, from: StartTime, until: EndTime, limit = 100, order, stream, next } = args;
      const run = args.jobId === undefined ? {} : await runOf(args.jobId, jobs);
      if (!run) return { lines: [], isCut: false };
      const { Content, Context } = await client.describeLogs({
        ...run,
        ...present({ PodName, StartTime, EndTime, LogStream: stream, Context: next }),
        Limit: limit,
        Order: order === "oldest" ? "ASC" : "DESC",
        ...filters({ Key: args.keyword }),
      });
      const lines = (Content ?? []).map(({ Message, PodName: pod, Timestamp }): LogLine => ({
        ...present({ at: said(Timestamp, 80), pod: said(pod) }),
        message: indented(Message ?? ""),
      }));
      const inOrder = order === "oldest" ? lines : lines.reverse();
      return { lines: inOrder, isCut: false, ...(Context && { next: Context }) };
    },

    async getEvents(args: Args<"getEvents">): Promise<readonly EventInfo[]> {
      const { from: StartTime, until: EndTime, limit } = args;
      const run = await runOf(args.jobId, jobs);
      if (!run) return [];
      const query = {
        ServiceId: run.ServiceId,
        ...present({ StartTime, EndTime }),
        ...filters({ Type: args.type, ResourceKind: args.sourceKind }),
      };
      const order = args.order === "oldest" ? "ASC" : "DESC";
      return (await client.describeEvents(query, order, limit)).map(eventOf);
    },
  };
}

/** The last run of a job, which its lines are named after, and the hour that the vendor does not guess; undefined before the first. */
async function runOf(jobId: string, jobs: TioneClient) {
  const task = await jobs.describeTrainingTask(jobId);
  return task.LatestInstanceId ? { ServiceId: task.LatestInstanceId, ...lastHourOf(task) } : undefined;
}

/** Safe to show, with its leading spaces, which carry meaning in tracebacks. */
function indented(message: string): string {
  const [indent = ""] = /^ {0,200}/.exec(message) ?? [];
  return indent + (said(message, LONGEST_LINE) ?? "");
}

function eventOf(event: Event): EventInfo {
  return {
    message: said(event.Message) ?? "",
    ...present({
      at: utc(event.LastTimestamp) ?? utc(event.FirstTimestamp),
      firstAt: utc(event.FirstTimestamp),
      type: said(event.Type),
      count: event.Count,
      source: said([event.ResourceKind, event.ResourceName].filter(Boolean).join(" ")),
    }),
  };
}
