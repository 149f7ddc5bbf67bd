import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import { call, serverDate, submit, type Gate } from "../../../net/call";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import type { Lane } from "../../../net/limiter";
import { allPages } from "../../kit/pages";
import { kindOfCode } from "../errors";
import { type Service } from "../place";
import { actionOf, fault, type Request } from "../transport";
import * as wire from "../wire";

/** Documented: the longest page of DescribeTrainingTasks. */
export const LONGEST_PAGE = 50;

type TaskFilter = "Id" | "Name" | "Status" | "ResourceGroupId" | "ChargeType";

/** A selection of DescribeTrainingTasks: filters are joined by AND, the values of one by OR. */
export interface TaskQuery {
  readonly Filters?: readonly { readonly Name: TaskFilter; readonly Values: readonly string[] }[];
  readonly TagFilters?: readonly { readonly TagKey: string; readonly TagValues: readonly string[] }[];
}

/** A window of DescribeLogs, RFC 3339; without one the last hour. */
export interface LogWindow {
  readonly StartTime?: string;
  readonly EndTime?: string;
}

export type TioneClient = ReturnType<typeof tioneClient>;

/** TI-ONE's actions, one function each, for one account, region and workspace. All throw PlatformError. */
export function tioneClient(where: Where, io: Io) {
  const action = <T>(lane: Lane, name: string, request: Request, answer: z.ZodType<T>, service: Service = "tione") =>
    actionOf({ where, io, service, lane, name, request, answer });

  return {
    /** Submits once, through the gate; the outcome holds the new task's id. */
    async createTrainingTask(request: Request, gate: Gate) {
      return submit(io, action("create", "CreateTrainingTask", request, wire.createdReply), gate);
    },

    async describeTrainingTask(id: string): Promise<wire.TaskDetail> {
      const reply = await call(io, action("read", "DescribeTrainingTask", { Id: id }, wire.taskReply));
      return reply.TrainingTaskDetail;
    },

    /** All pages, oldest first. Sorted by creation, because tasks change place in the default order while one reads. */
    async describeTrainingTasks(query: TaskQuery, lane: Lane): Promise<wire.Task[]> {
      return allPages({
        size: LONGEST_PAGE,
        idOf: ({ Id }) => Id,
        async read({ offset: Offset }) {
          const page = { Offset, Limit: LONGEST_PAGE, Order: "ASC", OrderField: "CreateTime" };
          const reply = await call(io, action(lane, "DescribeTrainingTasks", { ...query, ...page }, wire.tasksReply));
          return { rows: reply.TrainingTaskSet, total: reply.TotalCount };
        },
      });
    },

    /** The platform's own time in milliseconds since the epoch, from the head of a small reply. */
    async serverTime(): Promise<number> {
      const cheapest = action("lookup", "DescribeTrainingTasks", { Limit: 1 }, wire.tasksReply);
      return call(io, {
        ...cheapest,
        decode(reply) {
          cheapest.decode(reply);
          const date = serverDate(reply);
          if (date === undefined) throw fault("transient", "the reply tells no time", cheapest.name);
          return date;
        },
      });
    },

    async stopTrainingTask(id: string): Promise<void> {
      await call(io, action("stop", "StopTrainingTask", { Id: id }, wire.emptyReply));
    },

    async deleteTrainingTask(id: string): Promise<void> {
      await call(io, action("stop", "DeleteTrainingTask", { Id: id }, wire.emptyReply));
    },

    async describeTrainingTaskPods(id: string) {
      const reply = await call(io, action("read", "DescribeTrainingTaskPods", { Id: id }, wire.podsReply));
      return reply.PodInfoList ?? [];
    },

    /** The last lines of a run, newest first. */
    async describeLogs(instanceId: string, lines: number, window: LogWindow) {
      const request = { Service: "TRAIN", ServiceId: instanceId, Order: "DESC", Limit: lines, ...window };
      const reply = await call(io, action("read", "DescribeLogs", request, wire.logsReply));
      return reply.Content ?? [];
    },

    // The two below change something and may be repeated, which is what the lane of stops does: a connection of their own,
    // sent again until answered.
    async enableTrainingTaskClsConfig(request: {
      TaskId: string;
      LogEnable: boolean;
      LogConfig?: Request | undefined;
    }) {
      await call(io, action("stop", "EnableTrainingTaskClsConfig", request, wire.emptyReply));
    },

    /** Writes one tag. The call succeeds even when the tag could not be written, and then says so inside. */
    async tagResource(resource: string, key: string, value: string): Promise<void> {
      const name = "TagResources";
      const request = { ResourceList: [resource], Tags: [{ TagKey: key, TagValue: value }] };
      const reply = await call(io, action("stop", name, request, wire.taggedReply, "tag"));
      const failed = reply.FailedResources?.[0];
      if (!failed) return;
      const code = failed.Code ?? "FailedOperation";
      throw fault(kindOfCode(code), failed.Message ?? "the tag was not written", name, printable(code, 80));
    },
  };
}
