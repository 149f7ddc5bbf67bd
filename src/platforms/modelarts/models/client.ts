import type { Gate } from "../../../net/call";
import type { Io } from "../../../net/io";
import type { Lane } from "../../../net/limiter";
import { DEFAULT_WORKSPACE, type ModelartsWhere } from "../place";
import { callerOf, segment } from "../transport";
import * as wire from "./wire";

/** Documented: the longest page. Whether `offset` counts pages or models is not, so only one page is read. */
const LONGEST_PAGE = 1_000;

/** Which versions of models to list. */
export interface ModelFilter {
  readonly name?: string | undefined;
  /** Whether `name` is the whole name; a part with a `_` in it is not found reliably. */
  readonly isExact?: boolean | undefined;
  readonly version?: string | undefined;
  readonly status?: string | undefined;
  readonly workspaceId?: string | undefined;
}

export type ModelartsModelClient = ReturnType<typeof modelartsModelClient>;

const at = (id: string) => `/models/${segment(id)}`;

/** The actions of the registry of models, one function each. All throw PlatformError. */
export function modelartsModelClient(where: ModelartsWhere, io: Io) {
  // The registry has stayed at v1, whichever generation the jobs are of.
  const { call, submit, serverTime } = callerOf({ version: "v1" }, where, io);

  const list = ({ name, isExact = false, version, status, workspaceId }: ModelFilter, limit = LONGEST_PAGE) =>
    ({
      name: "ListModels",
      method: "GET",
      path: "/models",
      query: {
        ...(name && { model_name: name, exact_match: String(isExact) }),
        ...(version && { model_version: version }),
        ...(status && { model_status: status }),
        offset: "0",
        limit: String(limit),
        sort_by: "create_at",
        order: "desc",
        workspace_id: workspaceId ?? where.workspace ?? DEFAULT_WORKSPACE,
      },
      answer: wire.modelsReply,
    }) as const;

  return {
    /** Submits once, through the gate; the outcome holds the new version's id. */
    createModel(body: Readonly<Record<string, unknown>>, gate: Gate) {
      const answer = wire.createdReply;
      return submit({ lane: "create", name: "ImportModel", method: "POST", path: "/models", body, answer }, gate);
    },

    /** Versions of models, newest first; at most 1,000. */
    listModels: async (filter: ModelFilter): Promise<readonly wire.Model[]> =>
      (await call({ lane: "lookup", ...list(filter) })).models ?? [],

    showModel: async (id: string, lane: Lane) =>
      call({ lane, name: "ShowModel", method: "GET", path: at(id), answer: wire.model }),

    serverTime: () => serverTime({ lane: "lookup", ...list({}, 1) }),

    /** Deletes this version and no other of its name. The answer has HTTP 200 even where it says that this failed. */
    deleteModel: async (id: string) =>
      call({
        lane: "stop",
        name: "DeleteModel",
        method: "DELETE",
        path: at(id),
        query: { cascade: "false" },
        answer: wire.deletedReply,
      }),
  };
}
