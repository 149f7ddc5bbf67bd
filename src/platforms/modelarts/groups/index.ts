import {
  sumOfGpus,
  type Gpus,
  type GroupApi,
  type GroupNode,
  type GroupQuery,
  type GroupSnapshot,
} from "../../../jobs/groups";
import { PlatformError, printable, type ErrorKind } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { ifFound } from "../../kit/absence";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import { modelartsPoolClient, type ModelartsPoolClient } from "./client";
import type { Node, Pool } from "./wire";

/** Everything that a node has besides these is cards, whose names differ from route to route. */
const NO_CARDS: ReadonlySet<string> = new Set(["cpu", "memory"]);
/** Labels that take a node out of ordinary use. */
const BILLING_STATUS = "os.modelarts/billing.status";
const CABINET_EXCLUSIVE = "os.modelarts.node/volcano.scheduler.cabinet-exclusive";
/** Errors by which the platform says that we may not see the nodes. */
const HIDDEN: ReadonlySet<ErrorKind> = new Set(["permission", "unsupported", "notFound"]);

/** Pools of one account, region and project, read only. */
export function modelartsGroups(where: ModelartsWhere, io: Io): GroupApi {
  const client = modelartsPoolClient(where, io);
  return {
    async find(query) {
      const pools = (await candidates(client, query)).filter((pool) => isMeant(pool, query));
      return Promise.all(pools.map(async (pool) => groupOf(pool, await nodesOf(client, pool))));
    },
  };
}

/** The name that people gave it; `metadata.name` is its id. */
export function poolName({ metadata }: Pool): string | undefined {
  return metadata.labels?.["os.modelarts/name"] ?? undefined;
}

export function poolWorkspace({ metadata }: Pool): string | undefined {
  return metadata.labels?.["os.modelarts/workspace.id"] ?? undefined;
}

/** Undefined: it takes training jobs. Else why not, as the end of a sentence that names its phase and its training scope. */
export function whyUnusable({ status }: Pool): string | undefined {
  const training = status?.scope?.find(({ scopeType }) => scopeType === "Train");
  if (status?.phase === "Running" && training?.state === "Enabled") return undefined;
  const scope = training ? `its scope Train is ${training.state ?? "unknown"}` : "it has no scope Train";
  return printable(
    [`its phase is ${status?.phase ?? "unknown"} and ${scope}`, status?.message].filter(Boolean).join(": "),
  );
}

/** A machine of a pool, in our words. */
export function nodeOf({ metadata, status }: Node): GroupNode {
  const { labels } = metadata;
  const isHeldBack = (labels?.[BILLING_STATUS] ?? "0") !== "0" || labels?.[CABINET_EXCLUSIVE] !== undefined;
  return {
    node: printable(metadata.name, 80),
    isUsable: status?.phase === "Available" && !isHeldBack,
    gpus: cardsOf(status?.resources, status?.availableResources),
  };
}

type Quantities = NonNullable<Node["status"]>["resources"];

/** Cards by type: how many there are, and how many are free. */
export function cardsOf(all: Quantities, free: Quantities): Gpus[] {
  return Object.entries(all ?? {})
    .filter(([name, total]) => !NO_CARDS.has(name) && (total ?? 0) > 0)
    .map(([name, total]) => ({ type: printable(name, 80), total: total ?? 0, free: free?.[name] ?? 0 }));
}

async function candidates(client: ModelartsPoolClient, { id, workspaceId }: GroupQuery): Promise<readonly Pool[]> {
  if (id === undefined) return client.listPools({ workspaceId });
  const pool = await ifFound(client.showPool(id));
  return pool ? [pool] : [];
}

function isMeant(pool: Pool, { name, workspaceId }: GroupQuery): boolean {
  const isThere = workspaceId === undefined || (poolWorkspace(pool) ?? workspaceId) === workspaceId;
  return isThere && (name === undefined || poolName(pool) === name);
}

/** Undefined where we may not see them. */
async function nodesOf(client: ModelartsPoolClient, { metadata }: Pool): Promise<readonly Node[] | undefined> {
  try {
    return await client.listNodes(metadata.name);
  } catch (error) {
    if (error instanceof PlatformError && HIDDEN.has(error.kind)) return undefined;
    throw error;
  }
}

function groupOf(pool: Pool, nodes: readonly Node[] | undefined): GroupSnapshot {
  const reason = whyUnusable(pool);
  const machines = nodes?.map(nodeOf) ?? [];
  return {
    groupId: pool.metadata.name,
    ...told({ groupName: poolName(pool), statusReason: reason }),
    status: reason === undefined ? "ready" : "unusable",
    platformStatus: printable(pool.status?.phase ?? "", 80),
    ...(nodes ? { nodesTotal: nodes.length, nodesFree: nodes.filter(isEmpty).length } : countOf(pool)),
    gpus: sumOfGpus(machines),
    nodes: machines,
    isVerified: true,
  };
}

/** The pool itself reports how many machines it has, but not whether any of them is free. */
function countOf({ status }: Pool): { readonly nodesTotal?: number } {
  const counts = status?.resources?.available?.map(({ count }) => count ?? 0);
  return counts ? { nodesTotal: counts.reduce((sum, count) => sum + count, 0) } : {};
}

/** Takes jobs and has none: every card is free, or every core of a machine without cards. */
function isEmpty(node: Node): boolean {
  const { isUsable, gpus } = nodeOf(node);
  const { resources, availableResources } = node.status ?? {};
  if (gpus.length > 0) return isUsable && gpus.every(({ total, free }) => free === total);
  return isUsable && (resources?.["cpu"] ?? 0) <= (availableResources?.["cpu"] ?? -1);
}
