import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import { call, submit } from "../../../net/call";
import type { Io } from "../../../net/io";
import { allPages } from "../../kit/pages";
import { LONGEST_PAGE, type TaskQuery } from "../jobs/client";
import { actionOf, type Request } from "../transport";
import { emptyReply } from "../wire";
import { ifOffered } from "../withdrawn";
import * as wire from "./wire";

/** Documented: the default of DescribePlatformImages, and the maximum of DescribeEvents. */
const LONG_PAGE = 100;
/** Not documented for the list of workspaces; the default of most lists. */
const SHORT_PAGE = 20;

type Order = "ASC" | "DESC";

/** TI-ONE's actions for look-ups, one function each. All throw PlatformError. */
export function tioneLookupClient(where: Where, io: Io) {
  const action = <T>(name: string, request: Request, answer: z.ZodType<T>) =>
    actionOf({ lane: "lookup", name, request, answer }, where, io);
  const ask = <T>(name: string, request: Request, answer: z.ZodType<T>) => call(io, action(name, request, answer));

  return {
    /** Not in the vendor's public list since May 2024. */
    async describeTrainingFrameworks() {
      const instead = 'see the platform images: `getPlatformImages({ imageRange: "Train" })`';
      const reply = await ifOffered(ask("DescribeTrainingFrameworks", {}, wire.frameworksReply), instead);
      return reply.FrameworkInfos ?? [];
    },

    async describePlatformImages(query: Request): Promise<wire.Image[]> {
      return allPages({
        size: LONG_PAGE,
        idOf: ({ ImageId, ImageUrl, ImageName }) => ImageId || `${ImageName}@${ImageUrl}`,
        async read({ offset: Offset }) {
          const reply = await ask("DescribePlatformImages", { ...query, Offset, Limit: LONG_PAGE }, wire.imagesReply);
          return { rows: reply.PlatformImageInfos, total: reply.TotalCount };
        },
      });
    },

    /** Pay-as-you-go machines; the action has no pages. */
    async describeBillingSpecs(query: Request): Promise<wire.Spec[]> {
      const reply = await ask("DescribeBillingSpecs", { ChargeType: "POSTPAID_BY_HOUR", ...query }, wire.specsReply);
      return reply.Specs ?? [];
    },

    /** The prices of one machine of each. */
    async describeBillingSpecsPrice(names: readonly string[]) {
      const SpecsParam = names.map((SpecName) => ({ SpecName, SpecCount: 1 }));
      const reply = await ask("DescribeBillingSpecsPrice", { SpecsParam }, wire.pricesReply);
      return reply.SpecsPrice ?? [];
    },

    async describeWorkspaces(): Promise<wire.Workspace[]> {
      return allPages({
        size: SHORT_PAGE,
        idOf: ({ TiProjectId }) => TiProjectId,
        async read({ offset: Offset }) {
          const reply = await ask("DescribeWorkspaces", { Offset, Limit: SHORT_PAGE }, wire.workspacesReply);
          return { rows: reply.Workspaces, total: reply.TotalCount };
        },
      });
    },

    /** Sorted by creation. */
    async describeTrainingTasks(query: TaskQuery, Order: Order, atMost?: number): Promise<wire.ReadTask[]> {
      return allPages({
        size: LONGEST_PAGE,
        atMost,
        idOf: ({ Id }) => Id,
        async read({ offset: Offset }) {
          const page = { Offset, Limit: LONGEST_PAGE, Order, OrderField: "CreateTime" };
          const reply = await ask("DescribeTrainingTasks", { ...query, ...page }, wire.readTasksReply);
          return { rows: reply.TrainingTaskSet, total: reply.TotalCount };
        },
      });
    },

    async describeTrainingTaskPods(id: string): Promise<wire.Pod[]> {
      const reply = await ask("DescribeTrainingTaskPods", { Id: id }, wire.readPodsReply);
      return reply.PodInfoList ?? [];
    },

    /** One page; `Context` leads to the next and is empty on the last. */
    async describeLogs(request: Request) {
      return ask("DescribeLogs", { Service: "TRAIN", ...request }, wire.logPageReply);
    },

    /** Sorted by when they last happened. */
    async describeEvents(query: Request, Order: Order, atMost?: number): Promise<wire.Event[]> {
      return allPages({
        size: LONG_PAGE,
        atMost,
        idOf: (event) => event.Id || JSON.stringify(event),
        async read({ offset: Offset }) {
          const page = { Offset, Limit: LONG_PAGE, Order, OrderField: "LastTimestamp" };
          const reply = await ask("DescribeEvents", { Service: "TRAIN", ...query, ...page }, wire.eventsReply);
          return { rows: reply.Events, total: reply.TotalCount };
        },
      });
    },

    /** Not in the vendor's public list since May 2024. */
    async describeTrainingMetrics(id: string) {
      const asked = ask("DescribeTrainingMetrics", { TaskId: id }, wire.metricsReply);
      return (await ifOffered(asked, NO_METRICS)).Data ?? [];
    },

    /** Not in the vendor's public list since May 2024. */
    async describeLatestTrainingMetrics(id: string) {
      const asked = ask("DescribeLatestTrainingMetrics", { TaskId: id }, wire.latestMetricsReply);
      return (await ifOffered(asked, NO_METRICS)).Metrics ?? [];
    },

    /** Sent once: the points of a request that got no answer may be there already. */
    async pushTrainingMetrics(data: readonly Request[]): Promise<void> {
      const name = "PushTrainingMetrics";
      const outcome = await submit(io, { ...action(name, { Data: data }, emptyReply), lane: "create" });
      if (outcome.kind !== "done") throw outcome.error;
    },
  };
}

const NO_METRICS = "look at the job's metrics in its console, or have the job print them and use `getLogs`";
