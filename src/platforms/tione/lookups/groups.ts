import type { Gpus } from "../../../jobs/groups";
import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { groupsWithNodes } from "../groups";
import { tioneGroupClient } from "../groups/client";
import { cards, freeOf, isUsable, nodeOf } from "../groups/node";
import type { Group, Node } from "../groups/wire";
import { utc } from "../jobs/record";
import { fault } from "../transport";
import { coresOf, gibOf, said, tagFilters, tagsOf } from "./answers";
import type { Args } from "./args";

/** So much there is, and so much of it is free. */
export interface Amount {
  /** All of it. */
  readonly total: number;
  /** What nothing uses. */
  readonly free: number;
}

/** A resource group as a whole. Members that the vendor leaves empty are absent. */
export interface ResourceGroup {
  /** What `resourceGroupId` takes: `rsg-…`. */
  readonly id: string;
  /** Display name, unique in a region. */
  readonly name?: string;
  /** How many machines it has. */
  readonly nodesTotal?: number;
  /** Running machines with room, as the vendor counts them. */
  readonly nodesFree?: number;
  /** Sums over all machines: a job needs room on single ones. */
  readonly cores?: Amount;
  /** GiB. */
  readonly memoryGiB?: Amount;
  /** Cards by type, parts of a card as fractions. */
  readonly gpus: readonly Gpus[];
  /** By key. */
  readonly tags: Readonly<Record<string, string>>;
}

/** One machine of a group. Members that the vendor leaves empty are absent. */
export interface ResourceGroupNode {
  /** `sm-…`, `eins-…`. */
  readonly id: string;
  /** Display name. */
  readonly name?: string;
  /** Vendor's word: `RUNNING`, `DEPLOYING`, `EXCEPTION`, `DEBT_OR_EXPIRED`, … */
  readonly status: string;
  /** Takes jobs: running and not isolated. */
  readonly isUsable: boolean;
  /** Cores. */
  readonly cores: Amount;
  /** GiB. */
  readonly memoryGiB: Amount;
  /** Cards by type, parts of a card as fractions; empty without cards. */
  readonly gpus: readonly Gpus[];
  /** Vendor's words for the kind of machine. */
  readonly description?: string;
  /** When its month ends: RFC 3339, UTC. */
  readonly expiresAt?: string;
  /** Vendor's words for what is wrong with it. */
  readonly problem?: string;
}

/** A resource group with its machines. */
export interface ResourceGroupDetail extends ResourceGroup {
  /** In the platform's order. */
  readonly nodes: readonly ResourceGroupNode[];
}

/** What runs on a machine. Members that the vendor leaves empty are absent. */
export interface NodeJob {
  /** Pod on the machine. */
  readonly podName?: string;
  /** Vendor's word: `TRAIN`, `NOTEBOOK`, `INFER`. */
  readonly taskType?: string;
  /** What runs there: `train-…`. */
  readonly taskId?: string;
  /** Its name. */
  readonly taskName?: string;
}

/** Resource groups and what is on them. */
export function groupLookups(where: Where, io: Io) {
  const client = tioneGroupClient(where, io);
  return {
    async getResourceGroups({ search, tags }: Args<"getResourceGroups">): Promise<ResourceGroup[]> {
      const selection = { ...(search && { SearchWord: search }), ...tagFilters(tags) };
      return (await client.describeBillingResourceGroups(selection, false)).map(groupOf);
    },

    /** @throws PlatformError `notFound` */
    async getResourceGroup({ resourceGroupId: id }: Args<"getResourceGroup">): Promise<ResourceGroupDetail> {
      const [found] = await groupsWithNodes({ id }, where, io);
      if (!found) {
        throw fault("notFound", `there is no resource group ${id} in ${where.region}`, "DescribeBillingResourceGroups");
      }
      return { ...groupOf(found.group), nodes: found.nodes.map(detailOf) };
    },

    async getNodeJobs({ resourceGroupId, nodeId }: Args<"getNodeJobs">): Promise<NodeJob[]> {
      const jobs = await client.describeBillingResourceInstanceRunningJobs(resourceGroupId, nodeId);
      return jobs.map(({ PodName, TaskType, TaskId, TaskName }) =>
        present({
          podName: said(PodName),
          taskType: said(TaskType),
          taskId: said(TaskId),
          taskName: said(TaskName),
        }),
      );
    },
  };
}

function groupOf(group: Group): ResourceGroup {
  const { TotalResource: total, UsedResource: used } = group;
  const usedCards = new Map((used?.GpuDetailSet ?? []).map(({ Name, Value }) => [Name, Value ?? 0]));
  return {
    id: group.ResourceGroupId,
    ...present({
      name: said(group.ResourceGroupName),
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

function detailOf(node: Node): ResourceGroupNode {
  const { Cpu, Memory } = node.TotalResource ?? {};
  return {
    id: node.InstanceId,
    status: said(node.InstanceStatus) ?? "",
    isUsable: isUsable(node),
    cores: { total: coresOf(Cpu) ?? 0, free: coresOf(freeOf(node, "Cpu")) ?? 0 },
    memoryGiB: { total: gibOf(Memory) ?? 0, free: gibOf(freeOf(node, "Memory")) ?? 0 },
    gpus: nodeOf(node).gpus,
    ...present({
      name: said(node.InstanceName),
      description: said(node.SpecAlias),
      expiresAt: utc(node.ExpireTime),
      problem: said(node.ErrMsg),
    }),
  };
}
