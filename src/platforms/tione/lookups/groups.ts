import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present, type Amount, type WorkloadInfo } from "../../kit/answers";
import { groupsWithNodes, snapshotOf } from "../groups";
import { tioneGroupClient } from "../groups/client";
import { cards, freeOf, nodeOf } from "../groups/node";
import type { Group, Node } from "../groups/wire";
import { utc } from "../jobs/record";
import { fault } from "../transport";
import type { ResourceGroupDetails, ResourceGroupInfo, ResourceGroupNodeInfo } from "./answers";
import type { Args } from "./args";
import { coresOf, gibOf, said, tagFilters, tagsOf } from "./values";

/** Resource groups and what is on them. */
export function groupLookups(where: Where, io: Io) {
  const client = tioneGroupClient(where, io);
  return {
    async getResourceGroups({ search, tags }: Args<"getResourceGroups">): Promise<readonly ResourceGroupInfo[]> {
      const selection = { ...(search && { SearchWord: search }), ...tagFilters(tags) };
      return (await client.describeBillingResourceGroups(selection, false)).map(groupOf);
    },

    /** @throws PlatformError `notFound` */
    async getResourceGroup({ resourceGroupId: id }: Args<"getResourceGroup">): Promise<ResourceGroupDetails> {
      const [found] = await groupsWithNodes({ id }, where, io);
      if (!found) {
        throw fault("notFound", `there is no resource group ${id} in ${where.region}`, "DescribeBillingResourceGroups");
      }
      const { nodesTotal, nodesFree, status, statusReason } = snapshotOf(found.group, found.nodes);
      const seen = present({ nodesTotal, nodesFree, status, statusReason });
      return { ...groupOf(found.group), ...seen, nodes: found.nodes.map(detailOf) };
    },

    async getNodeWorkloads(args: Args<"getNodeWorkloads">): Promise<readonly WorkloadInfo[]> {
      const jobs = await client.describeBillingResourceInstanceRunningJobs(args.resourceGroupId, args.node);
      return jobs.map(({ PodName, TaskType, TaskId, TaskName }) =>
        present({
          type: said(TaskType),
          pod: said(PodName),
          jobId: said(TaskId),
          name: said(TaskName),
        }),
      );
    },
  };
}

function groupOf(group: Group): ResourceGroupInfo {
  const { TotalResource: total, UsedResource: used } = group;
  const usedCards = new Map((used?.GpuDetailSet ?? []).map(({ Name, Value }) => [Name, Value ?? 0]));
  return {
    groupId: group.ResourceGroupId,
    ...present({
      groupName: said(group.ResourceGroupName),
      nodesTotal: group.TotalInstance,
      nodesFree: group.FreeInstance,
      cores: amount(coresOf(total?.Cpu), coresOf(used?.Cpu)),
      memoryGiB: amount(gibOf(total?.Memory), gibOf(used?.Memory)),
    }),
    gpus: (total?.GpuDetailSet ?? []).map(({ Name, Value }) => ({
      type: Name ?? "",
      total: cards(Value ?? 0),
      free: cards(Math.max(0, (Value ?? 0) - (usedCards.get(Name) ?? 0))),
    })),
    tags: tagsOf(group.TagSet ?? []),
  };
}

function amount(total: number | undefined, used = 0): Amount | undefined {
  return total === undefined ? undefined : { total, free: Math.max(0, total - used) };
}

function detailOf(node: Node): ResourceGroupNodeInfo {
  const { Cpu, Memory } = node.TotalResource ?? {};
  return {
    ...nodeOf(node),
    cores: { total: coresOf(Cpu) ?? 0, free: coresOf(freeOf(node, "Cpu")) ?? 0 },
    memoryGiB: { total: gibOf(Memory) ?? 0, free: gibOf(freeOf(node, "Memory")) ?? 0 },
    ...present({
      platformStatus: said(node.InstanceStatus),
      name: said(node.InstanceName),
      description: said(node.SpecAlias),
      expiresAt: utc(node.ExpireTime),
      problem: said(node.ErrMsg),
    }),
  };
}
