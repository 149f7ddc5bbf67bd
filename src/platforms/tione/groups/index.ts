import { sumOfGpus, type GroupApi, type GroupQuery, type GroupSnapshot } from "../../../jobs/groups";
import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { tioneGroupClient } from "./client";
import { isIdle, isUsable, nodeOf } from "./node";
import type { Group, Node } from "./wire";

/** Resource groups of one account and region; they are looked up and never changed. */
export function tioneGroups(where: Where, io: Io): GroupApi {
  return {
    async find(query) {
      const groups = await groupsWithNodes(query, where, io);
      return groups.map(({ group, nodes }) => snapshotOf(group, nodes));
    },
  };
}

/** A group and all of its machines. */
export interface NodedGroup {
  readonly group: Group;
  readonly nodes: readonly Node[];
}

/** The groups of exactly this id and name, with their machines; usually in one request. */
export async function groupsWithNodes(query: GroupQuery, where: Where, io: Io): Promise<NodedGroup[]> {
  const { id, name, workspaceId } = query;
  const client = tioneGroupClient(workspaceId === undefined ? where : { ...where, project: workspaceId }, io);
  const [Name, value] = id === undefined ? ["ResourceGroupName", name ?? ""] : ["ResourceGroupId", id];
  const groups = await client.describeBillingResourceGroups({ Filters: [{ Name, Values: [value] }] }, true);
  return Promise.all(
    groups
      .filter(({ ResourceGroupId }) => id === undefined || ResourceGroupId === id)
      .filter(({ ResourceGroupName }) => name === undefined || ResourceGroupName === name)
      .map(async (group) => {
        const { InstanceSet: nodes, ResourceGroupId, TotalInstance } = group;
        const isWhole = nodes && nodes.length >= (TotalInstance ?? 1);
        return { group, nodes: isWhole ? nodes : await client.describeBillingResourceGroup(ResourceGroupId) };
      }),
  );
}

/** A group and its machines, in our words. */
export function snapshotOf(
  { ResourceGroupId: id, ResourceGroupName: name }: Group,
  nodes: readonly Node[],
): GroupSnapshot {
  const usable = nodes.filter(isUsable);
  return {
    groupId: id,
    ...(name && { groupName: printable(name, 80) }),
    status: usable.length > 0 ? "ready" : "unusable",
    platformStatus: "", // groups have none, their machines do
    ...(usable.length === 0 && { statusReason: whyUnusable(nodes) }),
    nodesTotal: nodes.length,
    nodesFree: usable.filter(isIdle).length,
    gpus: sumOfGpus(nodes.map(nodeOf)),
    nodes: nodes.map(nodeOf),
    isVerified: true,
  };
}

function whyUnusable(nodes: readonly Node[]): string {
  if (nodes.length === 0) return "it has no machines";
  const words = nodes.map(({ Isolated, InstanceStatus }) =>
    Isolated ? "isolated" : InstanceStatus || "without a status",
  );
  const machines =
    nodes.length === 1 ? "its only machine is not running" : `none of its ${nodes.length} machines is running`;
  return `${machines} (${printable([...new Set(words)].join(", "), 80)})`;
}
