import type { Io } from "../../../net/io";
import { callerOf, segment } from "../action";
import { DEFAULT_WORKSPACE, type ModelartsWhere } from "../place";
import * as wire from "./wire";

/** Documented: the longest page of nodes and of workloads. */
const LONGEST_PAGE = 500;

export type ModelartsPoolClient = ReturnType<typeof modelartsPoolClient>;

/** Which pools the list shows. */
export interface PoolFilter {
  readonly workspaceId?: string | undefined;
  readonly status?: string | undefined;
}

/** Which workloads of a pool the list shows, in the vendor's words. */
export interface WorkloadFilter {
  readonly type?: string | undefined;
  readonly status?: string | undefined;
}

const at = (id: string) => `/pools/${segment(id)}`;

/** The actions about pools, one function each; `metadata.name` is what jobs call a pool's id. All throw PlatformError. */
export function modelartsPoolClient(where: ModelartsWhere, io: Io) {
  const { call } = callerOf("modelarts", where, io);
  const lane = "lookup";
  const method = "GET";

  return {
    listPools({ workspaceId, status }: PoolFilter): Promise<wire.Pool[]> {
      const query = { workspaceId: workspaceId ?? where.workspace ?? DEFAULT_WORKSPACE, ...(status && { status }) };
      return allPages((from) =>
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
      return allPages((from) =>
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
    async listWorkloads(id: string, { type, status }: WorkloadFilter): Promise<wire.Workload[]> {
      const found = new Map<string, wire.Workload>();
      for (;;) {
        const query = {
          ...(type && { type }),
          ...(status && { status }),
          sort: "create_time",
          ascend: "false",
          offset: String(found.size),
          limit: String(LONGEST_PAGE),
        };
        const path = `${at(id)}/workloads`;
        const { items } = await call({
          lane,
          name: "ListWorkloads",
          method,
          path,
          query,
          answer: wire.workloadsReply,
        });
        const known = found.size;
        for (const item of items ?? []) found.set(item.uid ?? item.name ?? String(found.size), item);
        if ((items ?? []).length < LONGEST_PAGE || found.size === known) return [...found.values()];
      }
    },
  };
}

interface Page<Item> {
  readonly items: readonly Item[] | null;
  readonly metadata?: { readonly continue?: string | null | undefined } | null | undefined;
}

/** Pages that name the next one, as Kubernetes does. */
export async function allPages<Item>(
  ask: (from: { readonly continue?: string }) => Promise<Page<Item>>,
): Promise<Item[]> {
  const found: Item[] = [];
  const seen = new Set<string>();
  for (let next = ""; ;) {
    const { items, metadata } = await ask(next ? { continue: next } : {});
    for (const item of items ?? []) found.push(item);
    next = metadata?.continue ?? "";
    if (!next || seen.has(next)) return found;
    seen.add(next);
  }
}
