import type { Ledger } from "../../../../emulator/world";
import type { Training } from "../jobs/job";
import { pageOf } from "../pages";
import { Refusal, wordIn } from "../refusal";
import { occupancyOf, type Amounts, type Load } from "./capacity";
import { POOLS, POOLS_SINCE, type Cards, type Machine, type Pool } from "./catalogue";

// How /v2/{project_id}/pools shows pools and nodes: in camelCase, like Kubernetes, every quantity as text.

const WORKSPACE = "0";

/** GET /pools: all of the workspace, as no paging is documented. */
export function listPools(query: URLSearchParams): object {
  const status = wordIn(query, { name: "status", words: ["created", "failed", "creating"] });
  const isThere = (status ?? "created") === "created" && (query.get("workspaceId") || WORKSPACE) === WORKSPACE;
  const fits = selectorOf(query);
  const pools = isThere ? POOLS.filter((pool) => fits(labelsOf(pool))) : [];
  return { kind: "PoolList", apiVersion: "v2", metadata: {}, items: pools.map(showPool) };
}

export function showPool(pool: Pool): object {
  const { id, phase, scopes, flavor, nodes } = pool;
  const zones = Object.keys(flavor.zones).slice(0, 1);
  const count = (wanted: string) => {
    const there = nodes.filter((node) => node === wanted).length;
    return there === 0
      ? []
      : [{ flavor: flavor.id, count: there, maxCount: there, azs: zones.map((az) => ({ az, count: there })) }];
  };
  return {
    kind: "Pool",
    apiVersion: "v2",
    metadata: {
      name: id,
      creationTimestamp: POOLS_SINCE,
      labels: labelsOf(pool),
      annotations: { "os.modelarts/description": "", "os.modelarts/billing.mode": "0" },
    },
    spec: {
      type: "Dedicate",
      scope: scopes,
      resources: [
        {
          flavor: flavor.id,
          count: nodes.length,
          maxCount: nodes.length,
          azs: zones.map((az) => ({ az, count: nodes.length })),
        },
      ],
      network: { name: "network-emulator" },
      jobFlavors: [],
      controlMode: 0,
    },
    status: {
      phase,
      message: phase === "Abnormal" ? "No node of the pool is available." : "",
      scope: scopes.map((scopeType) => ({ scopeType, state: "Enabled" })),
      // Machines that exist, not free ones.
      resources: { creating: [], available: count("Available"), abnormal: count("Abnormal"), deleting: [] },
      parent: "",
      root: "",
    },
  };
}

/** GET /pools/{pool}/nodes. */
export function listNodes(pool: Pool, query: URLSearchParams, jobs: Ledger<Training>): object {
  const { page, metadata } = pageOf(occupancyOf(pool, jobs).loads, query);
  return { kind: "NodeList", apiVersion: "v2", metadata, items: page.map((load) => nodeOf(load, pool)) };
}

function nodeOf({ machine, whole, free }: Load, { flavor }: Pool): object {
  const busy = whole.cards - free.cards;
  return {
    kind: "Node",
    apiVersion: "v2",
    metadata: {
      name: machine.name,
      creationTimestamp: POOLS_SINCE,
      labels: { "os.modelarts/billing.status": "0" },
      // Sixteen places, the first card on the right; 1 is busy.
      annotations:
        flavor.type === "Ascend" ? { "os.modelarts/npu-topology-placement": "1".repeat(busy).padStart(16, "0") } : {},
    },
    spec: { flavor: flavor.id },
    status: {
      phase: machine.phase,
      az: machine.zone,
      privateIp: machine.privateIp,
      resources: quantities(whole, flavor.cards, "node"),
      availableResources: quantities(free, flavor.cards, "node"),
    },
  };
}

/** GET /v1/{project_id}/events?resource=pools&name=…: machines that broke. */
export function listEvents(query: URLSearchParams): object {
  const resource = query.get("resource");
  if (resource !== "pools")
    throw new Refusal(501, "NotEmulated", `Events of ${resource ?? "nothing"} are not emulated.`);
  const pool = poolOf(query.get("name") ?? "");
  const type = wordIn(query, { name: "type", words: ["Normal", "Warning"] });
  const event = (kind: string, reason: string, message: string) => ({
    type: kind,
    reason,
    message,
    count: 1,
    firstTimestamp: POOLS_SINCE,
    lastTimestamp: POOLS_SINCE,
  });
  const events = [
    event("Normal", "PoolStatusChange", `Pool ${pool.title} is ${pool.phase}.`),
    ...pool.nodes.flatMap((phase, index) =>
      phase === "Abnormal" ? event("Warning", "NodeNotReady", `Node ${index + 1} is not ready.`) : [],
    ),
  ].filter((each) => type === undefined || each.type === type);
  const { page, metadata } = pageOf(events, query);
  return { kind: "EventList", apiVersion: "v1", metadata, items: page };
}

/** @throws Refusal HTTP 404, with an eight-digit code of the infrastructure */
export function poolOf(id: string): Pool {
  const pool = POOLS.find((each) => each.id === id);
  if (!pool) throw new Refusal(404, "ModelArts.50015001", "pool not found");
  return pool;
}

export function labelsOf({ id, title }: Pool): Readonly<Record<string, string>> {
  return {
    "os.modelarts/name": title,
    "os.modelarts/workspace.id": WORKSPACE,
    "os.modelarts/resource.id": id,
    "os.modelarts.pool/biz": "private",
  };
}

/** Amounts as one of the routes spells them. */
export function quantities(
  { cores, memoryGi, cards }: Amounts,
  kind: Cards | undefined,
  where: keyof Cards["keys"],
): Readonly<Record<string, string>> {
  return {
    cpu: String(cores),
    memory: `${memoryGi}Gi`,
    ...(kind && { [kind.keys[where]]: String(cards) }),
  };
}

/** `key=value`, several joined by commas; all must match. */
function selectorOf(query: URLSearchParams): (labels: Readonly<Record<string, string>>) => boolean {
  const wanted = (query.get("labelSelector") ?? "").split(",").filter(Boolean);
  const pairs = wanted.map((pair) => pair.split(/==?/));
  return (labels) => pairs.every(([key = "", value]) => labels[key] === value);
}

/** Addresses of machines, as the vendor joins them. */
export function addresses(machines: readonly Machine[]): string {
  return machines.map(({ privateIp }) => privateIp).join(",");
}
