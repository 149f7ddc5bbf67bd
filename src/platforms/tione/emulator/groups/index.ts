import { z } from "zod";
import { filtered, filterList, fuzzyWhenAskedForOne, passesTagFilters, tagFilterList, type Filtering } from "../filter";
import { account } from "../jobs/task";
import { coded, Refusal, refuseMembers } from "../refusal";
import type { Site } from "../site";
import { groups, groupsById, type Amounts, type Group } from "./catalogue";
import { loadOf, sumOf, type LoadedNode } from "./placement";

// Source: DescribeBillingResourceGroups, DescribeBillingResourceGroup, DescribeBillingResourceInstanceRunningJobs, API
// version 2021-11-11.

const DEFAULT_PAGE = 20;
const LONGEST_PAGE = 30;
const ROOT_DISK_GB = 100;
const DATA_DISK_GB = 1_000;

/** Once listed; the vendor's own tool still sends it. Groups are no longer split by it. */
const unlisted = { Type: z.enum(["TRAIN", "INFERENCE"]).optional() };

export const describeGroups = z.strictObject({
  Filters: filterList(5),
  TagFilters: tagFilterList,
  Offset: z.number().int().min(0).optional(),
  Limit: z
    .number()
    .int()
    .min(0)
    .refine((limit) => limit <= LONGEST_PAGE, coded("InvalidParameterValue.LimitExceeded", `at most ${LONGEST_PAGE}`))
    .optional(),
  SearchWord: z.string().optional(),
  DontShowInstanceSet: z.boolean().optional(),
  TiProjectId: z.string().optional(),
  ...unlisted,
});

export const describeGroup = z.strictObject({
  ResourceGroupId: z.string().min(1),
  Filters: filterList(10),
  Offset: z.number().int().min(0).optional(),
  Limit: z.number().int().min(0).optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
  OrderField: z.enum(["CreateTime", "ExpireTime"]).optional(),
  TiProjectId: z.string().optional(),
});

export const describeRunningJobs = z.strictObject({
  ResourceGroupId: z.string().min(1),
  ResourceInstanceId: z.string().min(1),
  TiProjectId: z.string().optional(),
});

interface LoadedGroup {
  readonly group: Group;
  readonly nodes: readonly LoadedNode[];
}

const GROUP_FILTERING: Filtering<LoadedGroup> = {
  looksAt: {
    ResourceGroupId: ({ group }) => group.id,
    ResourceGroupName: ({ group }) => group.name,
    AvailableNodeCount: ({ nodes }) => String(nodes.filter(hasSomeRoom).length),
    // The vendor's sample sends it and no document says what it does: here it leaves the order as it is.
    AvailableSort: () => ["true", "false"],
  },
  isFuzzy: fuzzyWhenAskedForOne,
  unknownCode: "InvalidParameterValue.InvalidFilter",
};

export function listGroups(request: z.output<typeof describeGroups>, site: Site): object {
  if (!site.stage.switches().unlistedMembers) refuseMembers(request, Object.keys(unlisted));
  const { TagFilters, Offset = 0, Limit = DEFAULT_PAGE, SearchWord = "", DontShowInstanceSet = false } = request;
  const loaded = groups.map((group) => ({ group, nodes: loadOf(group, site) }));
  const wanted = filtered(loaded, request.Filters, GROUP_FILTERING).filter(
    ({ group }) =>
      passesTagFilters(group.tags, TagFilters) && (group.id.includes(SearchWord) || group.name.includes(SearchWord)),
  );
  return {
    TotalCount: wanted.length,
    ResourceGroupSet: wanted.slice(Offset, Offset + Limit).map((entry) => groupOf(entry, !DontShowInstanceSet)),
  };
}

const NODE_FILTERING: Filtering<LoadedNode> = {
  looksAt: { InstanceId: ({ node }) => node.id, InstanceStatus: ({ node }) => node.status },
  isFuzzy: fuzzyWhenAskedForOne,
  unknownCode: "InvalidParameterValue.InvalidFilter",
};

export function listNodes(request: z.output<typeof describeGroup>, site: Site): object {
  const { Offset = 0, Limit = DEFAULT_PAGE, Order = "DESC", OrderField = "CreateTime" } = request;
  const wanted = filtered(loadOf(knownGroup(request.ResourceGroupId), site), request.Filters, NODE_FILTERING);
  const key = ({ node }: LoadedNode) => (OrderField === "CreateTime" ? node.createTime : node.expireTime);
  const ascending = wanted.toSorted((a, b) => key(a).localeCompare(key(b)));
  const ordered = Order === "ASC" ? ascending : ascending.reverse();
  return {
    TotalCount: wanted.length,
    InstanceSet: ordered.slice(Offset, Offset + Limit).map(instanceOf),
    ResourceGroupSWType: "NORMAL",
  };
}

export function listRunningJobs(request: z.output<typeof describeRunningJobs>, site: Site): object {
  const nodes = loadOf(knownGroup(request.ResourceGroupId), site);
  const loaded = nodes.find(({ node }) => node.id === request.ResourceInstanceId);
  if (loaded === undefined) throw new Refusal("ResourceNotFound", `There is no node ${request.ResourceInstanceId}.`);
  return {
    ResourceInstanceRunningJobInfos: loaded.pods
      .filter(({ task }) => site.tasks.isVisible(task))
      .map(({ name, task }) => ({ PodName: name, TaskType: "TRAIN", TaskId: task.id, TaskName: task.name })),
  };
}

function knownGroup(id: string): Group {
  const group = groupsById.get(id);
  if (group !== undefined) return group;
  throw new Refusal("ResourceNotFound.ResourceGroupNotFound", `There is no resource group ${id}.`);
}

/** Sums are over all nodes, including those that do not run; only the nodes show whether a job fits. */
function groupOf({ group, nodes }: LoadedGroup, withNodes: boolean): object {
  const gpuType = nodes[0]?.node.machine.gpuType ?? "";
  const amountsOf = (amounts: Amounts) => ({
    Cpu: amounts.cpu,
    Memory: amounts.memory,
    Gpu: amounts.gpu,
    GpuDetailSet: gpuType ? [{ Name: gpuType, Value: amounts.gpu }] : [],
  });
  return {
    ResourceGroupId: group.id,
    ResourceGroupName: group.name,
    FreeInstance: nodes.filter(hasSomeRoom).length,
    TotalInstance: nodes.length,
    UsedResource: amountsOf(sumOf(nodes.map(({ used }) => used))),
    TotalResource: amountsOf(sumOf(nodes.map(({ node }) => node.machine.total))),
    InstanceSet: withNodes ? nodes.map(instanceOf) : [],
    TagSet: group.tags,
  };
}

/** Whether the node runs and has some of everything left. */
function hasSomeRoom({ node, available }: LoadedNode): boolean {
  const { cpu, memory, gpu } = available;
  return node.status === "RUNNING" && cpu > 0 && memory > 0 && (gpu > 0 || node.machine.gpuType === "");
}

/** An `Instance`. */
function instanceOf({ node, used, available }: LoadedNode): object {
  const { machine, error } = node;
  const amountsOf = ({ cpu, memory, gpu }: Amounts) => ({
    Cpu: cpu,
    Memory: memory,
    Gpu: gpu,
    GpuType: machine.gpuType,
    RealGpu: gpu,
    RealGpuDetailSet: machine.gpuType ? [{ Name: machine.gpuType, Value: gpu }] : [],
    EnableRDMA: machine.rdma,
    RootDisk: ROOT_DISK_GB,
    DataDisk: DATA_DISK_GB,
  });
  return {
    InstanceId: node.id,
    InstanceName: node.name,
    InstanceStatus: node.status,
    InstanceIP: node.ip,
    TotalResource: amountsOf(machine.total),
    UsedResource: amountsOf(used),
    AvailableResource: amountsOf(available),
    SpecId: machine.specId,
    SpecAlias: machine.alias,
    SpecFeatures: machine.rdma ? ["RDMA"] : [],
    CreateTime: node.createTime,
    ExpireTime: node.expireTime,
    AutoRenewFlag: "NOTIFY_AND_MANUAL_RENEW",
    AutoRenew: false,
    Isolated: false,
    SubUin: account.subUin,
    CvmInstanceId: "",
    CvmInstanceType: "",
    ZoneName: "",
    ErrCode: error.code,
    ErrMsg: error.message,
    RepairTaskInfo: null,
  };
}
