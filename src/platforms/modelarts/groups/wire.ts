import { z } from "zod";
import { id, page, rows } from "../../../net/ids";
import { list, number, quantity, struct, text } from "../wire";

/* What we read about compute: the pools of v2, spelled as in Kubernetes, and the clusters of v1. */

const labels = z.record(z.string(), text).nullish().catch(undefined);
/** cpu, memory in GiB, and cards by type. */
const quantities = z.record(z.string(), quantity).nullish().catch(undefined);
/** Where the next page begins; absent from the last one. */
const more = struct({ continue: text });

/** One object in some versions of the documents, a list in others. */
const machines = z.preprocess(
  (given) => (Array.isArray(given) || given === undefined || given === null ? given : [given]),
  list(z.object({ flavor: text, count: number })),
);

export const pool = z.object({
  metadata: z.object({ name: id, labels, annotations: labels, creationTimestamp: text }),
  spec: struct({ type: text, resources: list(z.object({ flavor: text, count: number })) }),
  status: struct({
    phase: text,
    message: text,
    scope: list(z.object({ scopeType: text, state: text })),
    resources: struct({ available: machines }),
  }),
});
export type Pool = z.output<typeof pool>;
export const poolsReply = z.object({ items: rows(pool).nullable(), metadata: more });

const node = z.object({
  metadata: z.object({ name: z.string(), labels }),
  spec: struct({ flavor: text }),
  status: struct({ phase: text, az: text, privateIp: text, resources: quantities, availableResources: quantities }),
});
export type Node = z.output<typeof node>;
export const nodesReply = z.object({ items: z.array(node).nullable(), metadata: more });

const workload = z.object({
  type: text,
  name: text,
  jobName: text,
  uid: text,
  jobUUID: text,
  flavor: text,
  status: text,
  userName: text,
  resourceRequirement: quantities,
  priority: quantity,
  runningDuration: number,
  pendingDuration: number,
  pendingPosition: number,
  createTime: number,
  /** Joined by commas. */
  hostIps: text,
});
export type Workload = z.output<typeof workload>;
export const workloadsReply = z.object({ items: z.array(workload).nullable() });

const cluster = z.object({
  cluster_id: id,
  cluster_name: text,
  description: text,
  status: text,
  created_at: number,
  nodes: struct({ specification: text, count: number, available_count: number }),
  allocatable_cpu_cores: number,
  allocatable_memory: number,
  allocatable_gpus: number,
});
export type Cluster = z.output<typeof cluster>;
export const clustersReply = z.object({ clusters: page(cluster).nullable() });
