import type { Io } from "../../../net/io";
import { allPages } from "../../kit/pages";
import { DEFAULT_WORKSPACE, type ModelartsWhere } from "../place";
import { callerOf, segment } from "../transport";
import * as wire from "./wire";

/** Documented: the longest page of nodes and of workloads. */
const LONGEST_PAGE = 500;

export type ModelartsPoolClient = ReturnType<typeof modelartsPoolClient>;

/** Which pools to list. */
export interface PoolFilter {
  readonly workspaceId?: string | undefined;
  readonly status?: string | undefined;
}

/** Which workloads of a pool to list, in the vendor's words. */
export interface WorkloadFilter {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
}

const at = (id: string) => `/pools/${segment(id)}`;

/** The actions on pools, one function each. A pool's `metadata.name` is its id to jobs. All throw PlatformError. */
export function modelartsPoolClient(where: ModelartsWhere, io: Io) {
  const { call } = callerOf({ version: "v2" }, where, io);
  const lane = "lookup";
  const method = "GET";

  return {
    listPools({ workspaceId, status }: PoolFilter): Promise<wire.Pool[]> {
      const query = { workspaceId: workspaceId ?? where.workspace ?? DEFAULT_WORKSPACE, ...(status && { status }) };
      return continued((from) =>
        call({
          lane,
          name: "ListPools",
          method,
          path: "/pools",
          query: { ...query, ...from },
          answer: wire.poolsReply,
        }),
      );
    },

    showPool: async (id: string): Promise<wire.Pool> =>
      call({ lane, name: "ShowPool", method, path: at(id), answer: wire.pool }),

    async listNodes(id: string): Promise<wire.Node[]> {
      const limit = String(LONGEST_PAGE);
      return continued((from) =>
        call({
          lane,
          name: "ListPoolNodes",
          method,
          path: `${at(id)}/nodes`,
          query: { limit, ...from },
          answer: wire.nodesReply,
        }),
      );
    },

    /** Newest first. `offset` counts workloads here. */
    listWorkloads(id: string, { type, status }: WorkloadFilter): Promise<wire.Workload[]> {
      const filter = { ...(type && { type }), ...(status && { status }), sort: "create_time", ascend: "false" };
      const path = `${at(id)}/workloads`;
      return allPages({
        size: LONGEST_PAGE,
        idOf: ({ uid, name }) => uid ?? name ?? undefined,
        async read({ offset }) {
          const query = { ...filter, offset: String(offset), limit: String(LONGEST_PAGE) };
          const answer = wire.workloadsReply;
          return { rows: (await call({ lane, name: "ListWorkloads", method, path, query, answer })).items };
        },
      });
    },
  };
}

interface Reply<Item> {
  readonly items: readonly Item[] | null;
  readonly metadata?: { readonly continue?: string | null | undefined } | null | undefined;
}

/** All pages of a list whose pages each name the next one, as in Kubernetes. */
export function continued<Item>(ask: (from: { readonly continue?: string }) => Promise<Reply<Item>>): Promise<Item[]> {
  return allPages({
    async read({ next }) {
      const { items, metadata } = await ask(next ? { continue: next } : {});
      return { rows: items, next: metadata?.continue };
    },
  });
}
