import { sumOfGpus } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { type GroupInfo, type NodeInfo, present, type WorkloadInfo } from "../../kit/answers";
import { cardsOf, nodeOf, poolName, poolWorkspace, whyUnusable } from "../groups";
import { modelartsPoolClient } from "../groups/client";
import type { Node, Pool, Workload } from "../groups/wire";
import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import type { Args } from "./args";

/** A dedicated pool. Cards are told with its machines, and not in a list. */
export interface ResourceGroupInfo extends GroupInfo {
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** `Dedicate` for machines of its own, `Logical` for a part of another pool. */
  readonly type?: string;
  /** Kinds of work that it is for; empty where the platform tells none. */
  readonly scopes: readonly {
    /** The vendor's word: `Train`, `Infer`, `Notebook`. */
    readonly name: string;
    /** The vendor's word: `Enabling`, `Enabled`, `EnableFailed`, `Disabling`, `Disabled`. */
    readonly platformStatus: string;
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

/** One machine of a pool. Members that the platform does not tell are absent. */
export interface ResourceGroupNodeInfo extends NodeInfo {
  /** Kind of machine, as `getNodeFlavors` names it. */
  readonly flavorId?: string;
  /** Availability zone. */
  readonly zone?: string;
  /** Its address in the pool's network. */
  readonly ip?: string;
}

/** A dedicated pool with its machines. */
export interface ResourceGroupDetails extends ResourceGroupInfo {
  /** Every machine, whether it takes jobs or not. */
  readonly nodes: readonly ResourceGroupNodeInfo[];
}

/** Something that runs on a pool, or waits for it. Members that the platform does not tell are absent. */
export interface GroupWorkloadInfo extends WorkloadInfo {
  /** Its own name: of a workload that is no job's, the only one. */
  readonly workload?: string;
  /**
   * The vendor's word: `Queue`, `Pending`, `Creating`, `Running`, `Terminating`, `Completed`, `Failed`, `Terminated`,
   * `Abnormal`.
   */
  readonly platformStatus?: string;
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
  readonly gpus: readonly {
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
    async getResourceGroups(args: Args<"getResourceGroups">): Promise<readonly ResourceGroupInfo[]> {
      const { workspaceId, platformStatus: status } = args;
      return (await client.listPools({ workspaceId, status })).map(groupOf);
    },
    async getResourceGroup({ resourceGroupId }: Args<"getResourceGroup">): Promise<ResourceGroupDetails> {
      const pool = await client.showPool(resourceGroupId);
      const nodes = (await client.listNodes(resourceGroupId)).map(infoOf);
      return { ...groupOf(pool), gpus: sumOfGpus(nodes), nodes };
    },
    async getGroupWorkloads(args: Args<"getGroupWorkloads">): Promise<readonly GroupWorkloadInfo[]> {
      const { resourceGroupId, type, platformStatus: status } = args;
      return (await client.listWorkloads(resourceGroupId, { type, status })).map(workloadOf);
    },
  };
}

function groupOf(pool: Pool): ResourceGroupInfo {
  const { metadata, spec, status } = pool;
  const reason = whyUnusable(pool);
  return {
    groupId: printable(metadata.name, 200),
    status: reason === undefined ? "ready" : "unusable",
    ...told({
      groupName: poolName(pool),
      platformStatus: status?.phase,
      statusReason: reason,
      workspaceId: poolWorkspace(pool),
      type: spec?.type,
    }),
    gpus: [],
    scopes: (status?.scope ?? []).map(({ scopeType, state }) => ({
      name: printable(scopeType ?? "", 80),
      platformStatus: printable(state ?? "", 80),
    })),
    machines: (status?.resources?.available ?? []).map(({ flavor, count }) => ({
      flavorId: printable(flavor ?? "", 200),
      count: count ?? 0,
    })),
    ...time("createdAt", Date.parse(metadata.creationTimestamp ?? "")),
  };
}

function infoOf(node: Node): ResourceGroupNodeInfo {
  const { phase, az, privateIp, resources, availableResources } = node.status ?? {};
  const amount = (name: string) => present({ total: resources?.[name], free: availableResources?.[name] });
  return {
    ...nodeOf(node),
    ...told({ flavorId: node.spec?.flavor, platformStatus: phase, zone: az, ip: privateIp }),
    cores: amount("cpu"),
    memoryGiB: amount("memory"),
  };
}

function workloadOf(workload: Workload): GroupWorkloadInfo {
  const { type, name, status, jobUUID, jobName, userName, priority, flavor, resourceRequirement: asked } = workload;
  const { runningDuration, pendingDuration, pendingPosition, createTime, hostIps } = workload;
  return {
    ...told({
      type,
      workload: name,
      platformStatus: status,
      jobId: jobUUID,
      name: jobName,
      user: userName,
      priority,
      flavorId: flavor,
      cores: asked?.["cpu"],
      memoryGiB: asked?.["memory"],
      runSeconds: runningDuration,
      waitSeconds: pendingDuration,
      position: pendingPosition,
    }),
    gpus: cardsOf(asked, {}).map(({ type: card, total }) => ({ type: card, count: total })),
    ...time("createdAt", createTime),
    hosts: (hostIps ?? "")
      .split(",")
      .filter(Boolean)
      .map((host) => printable(host, 80)),
  };
}
