import type { z } from "zod";
import { askConsole, type ConsoleAction } from ".";
import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import type { Page } from "../../kit/pages";
import { wholeList } from "../pages";
import { fault } from "../transport";
import type { Job, Node } from "../wire";
import * as wire from "./wire";

const ROWS_A_PAGE = 100;
/** For lists that the platform returns in one piece. Without a size it returns no rows, and on some lists -1 means ten. */
const ALL = -1;

/** A job that is submitted between two pages moves the others back, so none is missed. */
const NEWEST_FIRST = [{ field: "created_at", sort: "descend" }];

type Members = Readonly<Record<string, unknown>>;

export type QizhiConsole = ReturnType<typeof qizhiConsole>;

/** Read actions of the console's API, one function each, for one session. All throw PlatformError. */
export function qizhiConsole(where: Where, io: Io) {
  return {
    /** @param filter `workspace_id` and optionally `name`, which the platform may match to a part of names */
    async groups(filter: Members): Promise<wire.Group[]> {
      const request = { PageNumber: 1, page_size: ALL, filter: { ...filter, include_gpu_type_stats: true } };
      return (await ask("workspace.ListLogicComputeGroups", request, wire.groupsReply)).logic_compute_groups;
    },

    groupResource: (workspaceId: string, groupId: string): Promise<wire.GroupResource> =>
      ask("workspace.GetLogicComputeGroupResource", ofGroup(workspaceId, groupId), wire.groupResourceReply),

    groupNodes: (workspaceId: string, groupId: string): Promise<Node[]> =>
      pages("workspace.ListNodeDimension", async (page) => {
        const request = { ...page, filter: ofGroup(workspaceId, groupId) };
        const reply = await ask("workspace.ListNodeDimension", request, wire.nodeDimensionsReply);
        return { rows: reply.node_dimensions, total: reply.total };
      }),

    async specs(workspaceId: string, groupId: string, kind: string) {
      const request = { ...ofGroup(workspaceId, groupId), schedule_config_type: kind };
      const name = "resource-price.GetLogicComputeGroupResourceSpecPrices";
      return (await ask(name, request, wire.specsReply)).lcg_resource_spec_prices;
    },

    async images(filter: Members) {
      return (await ask("image.ListImages", { page_size: ALL, filter }, wire.imagesReply)).images;
    },

    projects: (filter: Members): Promise<wire.Project[]> =>
      pages("project.GetProjectForPage", async ({ PageNumber: page, page_size }) => {
        const request = { page, page_size, filter };
        const { items, total } = await ask("project.GetProjectForPage", request, wire.projectsReply);
        return { rows: items, total };
      }),

    async jobs(request: Members) {
      return (await ask("train.ListJobs", { PageNumber: 1, ...request }, wire.jobsReply)).jobs;
    },

    /** All matching jobs. @throws PlatformError `internal` when there are more than the console shows: that proves nothing */
    everyJob: (filter: Members): Promise<Job[]> =>
      pages("train.ListJobs", async (page) => {
        const { PageNumber, page_size } = page;
        const request = { ...page, ...filter, sorters: NEWEST_FIRST };
        const { jobs, total } = await ask("train.ListJobs", request, wire.jobsReply);
        if (jobs.length === 0 && (total ?? 0) > (PageNumber - 1) * page_size) {
          throw fault(
            "internal",
            `the console counts ${total} jobs but shows none on page ${PageNumber}`,
            "train.ListJobs",
          );
        }
        return { rows: jobs, total };
      }),

    instances: (jobId: string) =>
      pages("train.ListJobInstances", async ({ PageNumber: page_num, page_size }) => {
        const request = { job_id: jobId, page_num, page_size };
        const { items, total } = await ask("train.ListJobInstances", request, wire.instancesReply);
        return { rows: items, total };
      }),

    events: (filter: Members) =>
      pages("train.ListJobEvents", async (page) => {
        const { events, total } = await ask("train.ListJobEvents", { ...page, filter }, wire.eventsReply);
        return { rows: events, total };
      }),

    async logs(request: Members) {
      return (await ask("train.GetJobLog", request, wire.logsReply)).logs;
    },

    async metrics(request: Members) {
      const reply = await ask("train.GetTaskMetric", request, wire.metricsReply);
      return reply.time_seris_metric_groups ?? reply.time_series_metric_groups ?? [];
    },
  };

  function ask<Answer>(name: ConsoleAction, request: Members, answer: z.ZodType<Answer>): Promise<Answer> {
    return askConsole({ where, io, name, request, answer });
  }
}

function pages<Row>(
  name: ConsoleAction,
  read: (page: { readonly PageNumber: number; readonly page_size: number }) => Promise<Page<Row>>,
): Promise<Row[]> {
  return wholeList(name, ROWS_A_PAGE, (PageNumber) => read({ PageNumber, page_size: ROWS_A_PAGE }));
}

function ofGroup(workspaceId: string, groupId: string): Members {
  return { workspace_id: workspaceId, logic_compute_group_id: groupId };
}
