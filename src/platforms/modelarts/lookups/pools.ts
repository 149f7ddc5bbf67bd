import { sumOfGpus } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { cardsOf, nodeOf, poolName, poolWorkspace, whyUnusable } from "../groups";
import { modelartsPoolClient } from "../groups/client";
import type { Node, Pool, Workload } from "../groups/wire";
import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import type { GroupWorkloadInfo, ResourceGroupDetails, ResourceGroupInfo, ResourceGroupNodeInfo } from "./answers";
import type { Args } from "./args";

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
