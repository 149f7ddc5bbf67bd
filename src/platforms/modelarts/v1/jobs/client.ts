import type { Gate } from "../../../../net/call";
import type { Io } from "../../../../net/io";
import type { Lane } from "../../../../net/limiter";
import { allPages } from "../../../kit/pages";
import { DEFAULT_WORKSPACE, type ModelartsWhere } from "../../place";
import { callerOf, segment } from "../../transport";
import { anyReply } from "../../wire";
import * as wire from "./wire";

/** Documented: the longest page of the list. */
export const LONGEST_PAGE_V1 = 1_000;

export type ModelartsV1Client = ReturnType<typeof modelartsV1Client>;

const at = (id: string) => `/training-jobs/${segment(id)}`;
const version = (id: string, versionId: string) => `${at(id)}/versions/${segment(versionId)}`;

/** The actions of v1 on training jobs, one function each. All throw PlatformError. */
export function modelartsV1Client(where: ModelartsWhere, io: Io) {
  const { call, submit, serverTime } = callerOf({ version: "v1", platform: "modelarts-v1" }, where, io);
  const workspace_id = where.workspace ?? DEFAULT_WORKSPACE;

  const page = (number: number, perPage: number, search?: string) =>
    ({
      name: "ListTrainingJobsV1",
      method: "GET",
      path: "/training-jobs",
      query: {
        per_page: String(perPage),
        page: String(number),
        sortBy: "create_time",
        order: "asc",
        workspace_id,
        ...(search && { search_content: search }),
      },
      answer: wire.jobsReply,
    }) as const;

  return {
    /** Submits once, through the gate; the outcome holds the new job's id. */
    createTrainingJob(body: Readonly<Record<string, unknown>>, gate: Gate) {
      const [path, answer] = ["/training-jobs", wire.createdReply];
      return submit({ lane: "create", name: "CreateTrainingJobV1", method: "POST", path, body, answer }, gate);
    },

    /** All pages, oldest first, each job once. @param search a part of the name */
    listTrainingJobs(lane: Lane, search?: string): Promise<wire.Job[]> {
      return allPages({
        size: LONGEST_PAGE_V1,
        idOf: ({ job_id }) => job_id,
        read: async (at) => ({ rows: (await call({ lane, ...page(at.page + 1, LONGEST_PAGE_V1, search) })).jobs }),
      });
    },

    serverTime: () => serverTime({ lane: "lookup", ...page(1, 1) }),

    /** A job with all its versions; without paging, as documented for page 0, the default. */
    async listVersions(id: string): Promise<wire.Versions> {
      const path = `${at(id)}/versions`;
      return call({ lane: "read", name: "ListTrainingJobVersionsV1", method: "GET", path, answer: wire.versionsReply });
    },

    // The three below change something and may be repeated, as the lane `stop` does.
    async stopVersion(id: string, versionId: string): Promise<void> {
      const path = `${version(id, versionId)}/stop`;
      await call({ lane: "stop", name: "StopTrainingJobVersionV1", method: "POST", path, answer: anyReply });
    },

    /** Deletes all its versions too. */
    async deleteTrainingJob(id: string): Promise<void> {
      await call({ lane: "stop", name: "DeleteTrainingJobV1", method: "DELETE", path: at(id), answer: anyReply });
    },

    async updateDescription(id: string, job_desc: string): Promise<void> {
      const name = "UpdateTrainingJobV1";
      await call({ lane: "stop", name, method: "PUT", path: at(id), body: { job_desc }, answer: anyReply });
    },

    /** The last lines of the first log file, oldest first. */
    async lastLines(id: string, versionId: string, lines: number): Promise<string[]> {
      const files = `${version(id, versionId)}/log/file-names`;
      const answer = wire.logFilesReply;
      const found = await call({ lane: "read", name: "ListTrainingJobLogFilesV1", method: "GET", path: files, answer });
      const file = found.log_file_list?.[0];
      if (!file) return [];
      const path = `${version(id, versionId)}/aom-log`;
      const query = { log_file: file, lines: String(lines) };
      const log = {
        lane: "read",
        name: "ShowTrainingJobLogV1",
        method: "GET",
        path,
        query,
        answer: wire.logReply,
      } as const;
      return ((await call(log)).content ?? "").split(/\r?\n/).filter((line) => line.trim() !== "");
    },
  };
}
