import { z } from "zod";
import type { Gate } from "../../../net/call";
import type { Io } from "../../../net/io";
import type { Lane } from "../../../net/limiter";
import { allPages } from "../../kit/pages";
import { DEFAULT_WORKSPACE, type ModelartsWhere } from "../place";
import { callerOf, segment } from "../transport";
import * as wire from "../wire";

/** Documented: the longest page of the search. */
export const LONGEST_PAGE = 50;
/** Most values of one filter, according to the vendor's Terraform provider. */
export const LONGEST_FILTER = 10;

/** Which of a job's events to list. */
export interface EventFilter {
  readonly level?: string | undefined;
  /** A part of the message. */
  readonly pattern?: string | undefined;
  /** At most 100. */
  readonly limit: number;
}

/** A condition of the search; several are joined by AND. */
export interface Filter {
  readonly key: "id" | "name" | "phase";
  readonly operator: "in" | "like";
  readonly value: readonly string[];
}

export interface Tag {
  readonly key: string;
  readonly value: string;
}

/** What PUT takes; what is left out stays unchanged. */
export interface Changes {
  readonly description?: string;
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly endpoints?: Readonly<Record<string, unknown>>;
}

export type ModelartsClient = ReturnType<typeof modelartsClient>;

const idOf = ({ metadata }: wire.Job) => metadata.id;
const at = (id: string) => `/training-jobs/${segment(id)}`;
const tagsOf = (id: string) => `/modelarts-training-job/${segment(id)}/tags`;

/** The actions of API v2 on training jobs, one function each, named as in the vendor's SDK. All throw PlatformError. */
export function modelartsClient(where: ModelartsWhere, io: Io) {
  const { call, submit, serverTime } = callerOf({ version: "v2" }, where, io);
  const workspace_id = where.workspace ?? DEFAULT_WORKSPACE;

  const page = (filters: readonly Filter[], offset: number, more: object = {}) =>
    ({
      name: "ListTrainingJobs",
      method: "POST",
      path: "/training-job-searches",
      // Oldest first, so that new jobs do not move the others to the next page during a read.
      body: { offset, limit: LONGEST_PAGE, sort_by: "create_time", order: "asc", workspace_id, filters, ...more },
      answer: wire.searchReply,
    }) as const;

  return {
    /** Submits once, through the gate; the outcome holds the new job. */
    createTrainingJob(body: Readonly<Record<string, unknown>>, gate: Gate) {
      const path = "/training-jobs";
      return submit({ lane: "create", name: "CreateTrainingJob", method: "POST", path, body, answer: wire.job }, gate);
    },

    showTrainingJobDetails: async (id: string) =>
      call({ lane: "read", name: "ShowTrainingJobDetails", method: "GET", path: at(id), answer: wire.job }),

    /** All jobs of a search, each once, from at most `mostPages` pages. `offset` counts pages, not jobs. */
    listTrainingJobs(filters: readonly Filter[], lane: Lane, mostPages?: number): Promise<wire.Job[]> {
      return allPages({
        size: LONGEST_PAGE,
        idOf,
        mostPages,
        read: async (at) => ({ rows: (await call({ lane, ...page(filters, at.page) })).items }),
      });
    },

    /** At most `atMost` jobs of a search, newest first. @param workspaceId default: the place's */
    newestTrainingJobs(filters: readonly Filter[], atMost: number, workspaceId?: string): Promise<wire.Job[]> {
      const more = { order: "desc", ...(workspaceId && { workspace_id: workspaceId }) };
      return allPages({
        size: LONGEST_PAGE,
        idOf,
        atMost,
        read: async (at) => ({
          rows: (await call({ lane: "lookup", ...page(filters, at.page, more) })).items,
        }),
      });
    },

    serverTime: () => serverTime({ lane: "lookup", ...page([], 0, { limit: 1 }) }),

    // What follows changes something and may be repeated, as the lane `stop` does.
    async stopTrainingJob(id: string): Promise<void> {
      const body = { action_type: "terminate" };
      const path = `${at(id)}/actions`;
      await call({ lane: "stop", name: "StopTrainingJob", method: "POST", path, body, answer: wire.anyReply });
    },

    async deleteTrainingJob(id: string): Promise<void> {
      await call({ lane: "stop", name: "DeleteTrainingJob", method: "DELETE", path: at(id), answer: wire.anyReply });
    },

    async changeTrainingJob(id: string, body: Changes): Promise<void> {
      const name = "ChangeTrainingJobDescription";
      await call({ lane: "stop", name, method: "PUT", path: at(id), body, answer: wire.anyReply });
    },

    async showTags(id: string): Promise<ReadonlyMap<string, string>> {
      const name = "ShowTrainingJobTags";
      const { tags } = await call({ lane: "read", name, method: "GET", path: tagsOf(id), answer: wire.tagsReply });
      return new Map((tags ?? []).map(({ key, value }) => [key, value ?? ""]));
    },

    /** Writes tags; an existing one gets the new value. */
    async createTags(id: string, tags: readonly Tag[]): Promise<void> {
      const path = `${tagsOf(id)}/create`;
      const answer = wire.anyReply;
      await call({ lane: "stop", name: "CreateTrainingJobTags", method: "POST", path, body: { tags }, answer });
    },

    async deleteTags(id: string, keys: readonly string[]): Promise<void> {
      const path = `${tagsOf(id)}/delete`;
      const body = { tags: keys.map((key) => ({ key })) };
      await call({ lane: "stop", name: "DeleteTrainingJobTags", method: "DELETE", path, body, answer: wire.anyReply });
    },

    /** What the platform reported, newest first. */
    async listEvents(id: string, { level, pattern, limit }: EventFilter) {
      const name = "ListTrainingJobEvents";
      const query = {
        offset: "0",
        limit: String(limit),
        order: "desc",
        ...(level && { level }),
        ...(pattern && { pattern }),
      };
      const path = `${at(id)}/events`;
      const { events } = await call({ lane: "read", name, method: "GET", path, query, answer: wire.eventsReply });
      return events ?? [];
    },

    /** How far each start of the job got, the current one first. */
    async listStages(id: string) {
      const name = "ListTrainingJobStages";
      const path = `${at(id)}/stages`;
      const answer = wire.stagesReply;
      const { running_records } = await call({ lane: "read", name, method: "GET", path, answer });
      return [...(running_records ?? [])].sort((a, b) => (b.record_order ?? 0) - (a.record_order ?? 0));
    },

    /** What the platform measured, one value for each minute. */
    async showMetrics(id: string, task: string) {
      const name = "ShowTrainingJobMetrics";
      const path = `${at(id)}/metrics/${segment(task)}`;
      // No content (HTTP 204) while there is none.
      const answer = z.union([wire.metricsReply, z.literal("").transform(() => ({ metrics: [] }))]);
      return (await call({ lane: "read", name, method: "GET", path, answer })).metrics ?? [];
    },

    /** The end of what a task wrote, in lines; `isWhole` when it wrote no more than that. */
    async previewLogs(id: string, task: string): Promise<{ lines: string[]; isWhole: boolean }> {
      const name = "ShowTrainingJobLogsPreview";
      const path = `${at(id)}/tasks/${segment(task)}/logs/preview`;
      // No content (HTTP 204) while there is none.
      const answer = z.union([
        wire.previewReply,
        z.literal("").transform(() => ({ content: "", context: "", current_size: 0, full_size: 0 })),
      ]);
      const { content, context, current_size, full_size } = await call({
        lane: "read",
        name,
        method: "GET",
        path,
        answer,
      });
      const lines = (content ?? context ?? "").split(/\r?\n/).filter((line) => line.trim() !== "");
      return { lines, isWhole: (full_size ?? Infinity) <= (current_size ?? 0) };
    },
  };
}
