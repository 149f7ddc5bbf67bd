import type { Where } from "../../../jobs/platform";
import { call, serverDate, submit, type Gate } from "../../../net/call";
import { PlatformError, printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import type { Lane } from "../../../net/limiter";
import { allPages } from "../../kit/pages";
import { kindOfCode } from "../errors";
import { actionOf, fault, originOf, type Call, type Request } from "../transport";
import * as wire from "../wire";

/** Documented: the longest page of DescribeTrainingTasks. */
export const LONGEST_PAGE = 50;

type TaskFilter = "Id" | "Name" | "Status" | "ResourceGroupId" | "ChargeType";

/** A selection of DescribeTrainingTasks: filters are joined by AND, the values of one by OR. */
export interface TaskQuery {
  readonly Filters?: readonly { readonly Name: TaskFilter; readonly Values: readonly string[] }[];
  readonly TagFilters?: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
}

/** A time window for DescribeLogs, RFC 3339. Default: the last hour. */
export interface LogWindow {
  readonly StartTime?: string;
  readonly EndTime?: string;
}

export type TioneClient = ReturnType<typeof tioneClient>;

/** TI-ONE's actions, one function each, for one account, region and workspace. All throw PlatformError. */
export function tioneClient(where: Where, io: Io) {
  const action = <T>(asked: Call<T>) => actionOf(asked, where, io);
  const ask = <T>(asked: Call<T>) => call(io, action(asked));

  return {
    /** Submits once, through the gate; the outcome holds the new task's id. */
    async createTrainingTask(request: Request, gate: Gate) {
      const create = action({ lane: "create", name: "CreateTrainingTask", request, answer: wire.createdReply });
      return submit(io, create, gate);
    },

    async describeTrainingTask(id: string): Promise<wire.TaskDetail> {
      const reply = await ask({
        lane: "read",
        name: "DescribeTrainingTask",
        request: { Id: id },
        answer: wire.taskReply,
      });
      return reply.TrainingTaskDetail;
    },

    /** All pages, oldest first. Sorted by creation, because tasks move in the default order during the read. */
    async describeTrainingTasks(query: TaskQuery, lane: Lane): Promise<wire.Task[]> {
      return allPages({
        size: LONGEST_PAGE,
        isOldestFirst: true,
        idOf: ({ Id }) => Id,
        async read({ offset: Offset }) {
          const request = { ...query, Offset, Limit: LONGEST_PAGE, Order: "ASC", OrderField: "CreateTime" };
          const reply = await ask({ lane, name: "DescribeTrainingTasks", request, answer: wire.tasksReply });
          return { rows: reply.TrainingTaskSet, total: reply.TotalCount };
        },
      });
    },

    /** The platform's own time in milliseconds since the epoch, from the headers of a small reply. */
    async serverTime(): Promise<number> {
      const cheapest = action({
        lane: "lookup",
        name: "DescribeTrainingTasks",
        request: { Limit: 1 },
        answer: wire.tasksReply,
      });
      return call(io, {
        ...cheapest,
        decode(reply) {
          cheapest.decode(reply);
          const date = serverDate(reply);
          if (date === undefined) throw fault("transient", "the reply has no date", cheapest.name);
          return date;
        },
      });
    },

    async stopTrainingTask(id: string): Promise<void> {
      await ask({ lane: "stop", name: "StopTrainingTask", request: { Id: id }, answer: wire.emptyReply });
    },

    async deleteTrainingTask(id: string): Promise<void> {
      await ask({ lane: "stop", name: "DeleteTrainingTask", request: { Id: id }, answer: wire.emptyReply });
    },

    async describeTrainingTaskPods(id: string) {
      const reply = await ask({
        lane: "read",
        name: "DescribeTrainingTaskPods",
        request: { Id: id },
        answer: wire.podsReply,
      });
      return reply.PodInfoList ?? [];
    },

    /** The last lines of a run, newest first. */
    async describeLogs(instanceId: string, lines: number, window: LogWindow) {
      const request = { Service: "TRAIN", ServiceId: instanceId, Order: "DESC", Limit: lines, ...window };
      const reply = await ask({ lane: "read", name: "DescribeLogs", request, answer: wire.logsReply });
      return reply.Content ?? [];
    },

    // The two below change something and may be repeated, which is what the lane `stop` does: a connection of their own, sent
    // again until answered.
    async enableTrainingTaskClsConfig(request: {
      TaskId: string;
      LogEnable: boolean;
      LogConfig?: Request | undefined;
    }) {
      await ask({ lane: "stop", name: "EnableTrainingTaskClsConfig", request, answer: wire.emptyReply });
    },

    /** Writes one tag. The call succeeds even when the tag could not be written; the reply then says so. */
    async tagResource(resource: string, key: string, value: string): Promise<void> {
      const name = "TagResources";
      const request = { ResourceList: [resource], Tags: [{ TagKey: key, TagValue: value }] };
      const reply = await ask({ service: "tag", lane: "stop", name, request, answer: wire.taggedReply });
      const failed = reply.FailedResources?.[0];
      if (!failed) return;
      const code = failed.Code ?? "FailedOperation";
      const origin = originOf(name, printable(code, 80));
      throw new PlatformError(kindOfCode(code), failed.Message ?? "the tag was not written", origin);
    },
  };
}
