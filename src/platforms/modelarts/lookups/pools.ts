import { type Gpus, type GroupNode, sumOfGpus } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { cardsOf, nodeOf, poolName, poolWorkspace, whyUnusable } from "../groups";
import { modelartsPoolClient } from "../groups/client";
import type { Node, Pool, Workload } from "../groups/wire";
import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import type { Args } from "./args";

/** A dedicated pool. Members that the platform leaves empty are absent. */
export interface PoolAnswer {
  /** What a job's `resource.poolId` takes. */
  readonly poolId: string;
  /** The name that people gave it. */
  readonly name?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** `Dedicate` for machines of its own, `Logical` for a part of another pool. */
  readonly type?: string;
  /** The vendor's word: `Creating`, `Running`, `Abnormal`, `Deleting`, `Error`. */
  readonly phase: string;
  /** Whether it takes training jobs: it is running, and training is enabled on it. */
  readonly isReady: boolean;
  /** Why it takes no training jobs: `its phase is Abnormal and its scope Train is Disabled`. */
  readonly reason?: string;
  /** Kinds of work that it is for; empty where the platform tells none. */
  readonly scopes: readonly {
    /** The vendor's word: `Train`, `Infer`, `Notebook`. */
    readonly name: string;
    /** The vendor's word: `Enabling`, `Enabled`, `EnableFailed`, `Disabling`, `Disabled`. */
    readonly state: string;
  }[];
  /** Machines in working order by kind, free or not; empty where there are none. */
  readonly machines: readonly {
    /** Kind of machine, as `getNodeFlavors` names it. */
    readonly flavorId: string;
    /** How many. */
    readonly count: number;
  }[];
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** So much there is, and so much of it is free; 0 also where the platform does not tell. */
export interface Share {
  /** All of it. */
  readonly total: number;
  /** What nothing uses. */
  readonly free: number;
}

/** One machine of a pool. Members that the platform leaves empty are absent. */
export interface PoolNode extends GroupNode {
  /** Kind of machine, as `getNodeFlavors` names it. */
  readonly flavorId?: string;
  /** The vendor's word: `Available`, `Creating`, `Deleting`, `Abnormal`, `Checking`. */
  readonly phase: string;
  /** Availability zone. */
  readonly zone?: string;
  /** Its address in the pool's network. */
  readonly privateIp?: string;
  /** Cores; 0 where the platform does not tell. */
  readonly cores: Share;
  /** GiB of memory; 0 where the platform does not tell. */
  readonly memoryGiB: Share;
}

/** A dedicated pool with its machines. */
export interface PoolDetails extends PoolAnswer {
  /** Cards by type, summed over the machines that take jobs. A job needs room on single ones: see `nodes`. */
  readonly gpus: readonly Gpus[];
  /** Every machine, whether it takes jobs or not. */
  readonly nodes: readonly PoolNode[];
}

/** Something that runs on a pool, or waits for it. Members that the platform leaves empty are absent. */
export interface WorkloadAnswer {
  /** The vendor's word: `train`, `infer`, `notebook`, `x-infer`. */
  readonly type: string;
  /** Its own name; a job's is `jobName`. */
  readonly name: string;
  /**
   * The vendor's word: `Queue`, `Pending`, `Creating`, `Running`, `Terminating`, `Completed`, `Failed`, `Terminated`,
   * `Abnormal`.
   */
  readonly status: string;
  /** Id of the job that it belongs to. */
  readonly jobId?: string;
  /** Name of that job. */
  readonly jobName?: string;
  /** Name of the user whose it is. */
  readonly user?: string;
  /** Its priority; training jobs have 1 to 3, 3 first. */
  readonly priority?: number;
  /** Kind of machine that it asks for, in the vendor's words. */
  readonly flavorId?: string;
  /** Cores that it asks for. */
  readonly cores?: number;
  /** GiB of memory that it asks for. */
  readonly memoryGiB?: number;
  /** Cards that it asks for, by type; empty where it asks for none. */
  readonly cards: readonly {
    /** The vendor's word: `nvidia.com/gpu`, `huawei.com/ascend-1980`. */
    readonly type: string;
    /** How many. */
    readonly count: number;
  }[];
  /** Seconds that it has run. */
  readonly runSeconds?: number;
  /** Seconds that it has waited. */
  readonly waitSeconds?: number;
  /** Place in the queue while it waits; whether the first is 0 or 1, the platform does not say. */
  readonly position?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  /** Addresses of the machines that it is on; empty where the platform tells none. */
  readonly hosts: readonly string[];
}

export function poolLookups(where: ModelartsWhere, io: Io) {
  const client = modelartsPoolClient(where, io);
  return {
    async getPools(filter: Args<"getPools">): Promise<readonly PoolAnswer[]> {
      return (await client.listPools(filter)).map(poolAnswer);
    },
    async getPool({ poolId }: Args<"getPool">): Promise<PoolDetails> {
      const pool = await client.showPool(poolId);
      const nodes = (await client.listNodes(poolId)).map(nodeAnswer);
      return { ...poolAnswer(pool), gpus: sumOfGpus(nodes), nodes };
    },
    async getPoolWorkloads({ poolId, ...filter }: Args<"getPoolWorkloads">): Promise<readonly WorkloadAnswer[]> {
      return (await client.listWorkloads(poolId, filter)).map(workloadAnswer);
    },
  };
}

function poolAnswer(pool: Pool): PoolAnswer {
  const { metadata, spec, status } = pool;
  const reason = whyUnusable(pool);
  return {
    poolId: printable(metadata.name, 200),
    ...told({ name: poolName(pool), workspaceId: poolWorkspace(pool), type: spec?.type, reason }),
    phase: printable(status?.phase ?? "", 80),
    isReady: reason === undefined,
    scopes: (status?.scope ?? []).map(({ scopeType, state }) => ({
      name: printable(scopeType ?? "", 80),
      state: printable(state ?? "", 80),
    })),
    machines: (status?.resources?.available ?? []).map(({ flavor, count }) => ({
      flavorId: printable(flavor ?? "", 200),
      count: count ?? 0,
    })),
    ...time("createdAt", Date.parse(metadata.creationTimestamp ?? "")),
  };
}

function nodeAnswer(node: Node): PoolNode {
  const { phase, az, privateIp, resources, availableResources } = node.status ?? {};
  const share = (name: string): Share => ({ total: resources?.[name] ?? 0, free: availableResources?.[name] ?? 0 });
  return {
    ...nodeOf(node),
    ...told({ flavorId: node.spec?.flavor, zone: az, privateIp }),
    phase: printable(phase ?? "", 80),
    cores: share("cpu"),
    memoryGiB: share("memory"),
  };
}

function workloadAnswer(workload: Workload): WorkloadAnswer {
  const { type, name, status, jobUUID, jobName, userName, priority, flavor, resourceRequirement: asked } = workload;
  const { runningDuration, pendingDuration, pendingPosition, createTime, hostIps } = workload;
  return {
    type: printable(type ?? "", 80),
    name: printable(name ?? "", 200),
    status: printable(status ?? "", 80),
    ...told({
      jobId: jobUUID,
      jobName,
      user: userName,
      priority,
      flavorId: flavor,
      cores: asked?.["cpu"],
      memoryGiB: asked?.["memory"],
      runSeconds: runningDuration,
      waitSeconds: pendingDuration,
      position: pendingPosition,
    }),
    cards: cardsOf(asked, {}).map(({ type: card, total }) => ({ type: card, count: total })),
    ...time("createdAt", createTime),
    hosts: (hostIps ?? "")
      .split(",")
      .filter(Boolean)
      .map((host) => printable(host, 80)),
  };
}
