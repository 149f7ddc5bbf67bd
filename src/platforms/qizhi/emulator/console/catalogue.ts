import { z } from "zod";
import type { Ledger } from "../../../../emulator/world";
import * as catalogue from "../catalogue";
import type { CreateRequest } from "../create";
import { demandOf, seatsOf } from "../nodes";
import { ConsoleRefusal, ids, message, pageOf, paging, sorters, text } from "./message";

// Services workspace, resource-price, image and project of the console's API. No document defines them: these are the members
// that its clients send and read.

type Jobs = Ledger<CreateRequest>;

/** The platform answers alike for a workspace that does not exist and one that is not ours. */
function checkWorkspace(id: string | undefined): void {
  if (id !== catalogue.WORKSPACE.id) throw new ConsoleRefusal("AccessForbidden", "no permission for this workspace");
}

function knownGroup(id: string): catalogue.Group {
  const group = catalogue.groupOf(id);
  if (!group) throw new ConsoleRefusal("InternalError", "the compute group does not exist");
  return group;
}

export const listLogicComputeGroups = message({
  ...paging,
  filter: message({
    workspace_id: z.string(),
    name: text,
    compute_group_id: text,
    support_job_type: text,
    has_abnormal_node: z.boolean().optional(),
    include_detail_info: z.boolean().optional(),
    include_gpu_type_stats: z.boolean().optional(),
  }),
  sorter: sorters,
});

const JOB_TYPES = ["distributed_training", "interactive_modeling"];

/** The name matches any part of a group's name. */
export function groups(request: z.output<typeof listLogicComputeGroups>): object {
  const { workspace_id, name = "", compute_group_id, support_job_type, ...wants } = request.filter;
  checkWorkspace(workspace_id);
  const fitting = catalogue.GROUPS.filter(
    (group) =>
      group.name.includes(name) &&
      (!compute_group_id || group.physicalId === compute_group_id) &&
      (!support_job_type || JOB_TYPES.includes(support_job_type)) &&
      !wants.has_abnormal_node,
  );
  const rows = fitting.map((group) => ({
    logic_compute_group_id: group.id,
    name: group.name,
    compute_group_id: group.physicalId,
    support_job_type_list: JSON.stringify(JOB_TYPES),
    ...(wants.include_gpu_type_stats && { gpu_type_stats: statsOf(group) }),
  }));
  return { logic_compute_groups: pageOf(rows, request), total: rows.length };
}

function statsOf({ specs }: catalogue.Group): object[] {
  const types = new Map(specs.map(({ cards }) => [cards.gpu_type, cards]));
  return [...types.values()].map((cards) => ({ gpu_info: cards }));
}

export const ofGroup = message({ workspace_id: z.string(), logic_compute_group_id: z.string() });

/** More may be used than there is, because waiting jobs count. */
export function groupResource(request: z.output<typeof ofGroup>, jobs: Jobs): object {
  checkWorkspace(request.workspace_id);
  const group = knownGroup(request.logic_compute_group_id);
  const { used, ofLowPriority } = demandOf(group, jobs);
  const total = group.machines.length * catalogue.CARDS_A_MACHINE;
  return {
    logic_resouces: {
      gpu_total: total,
      gpu_used: used,
      gpu_low_priority_used: ofLowPriority,
      cpu_total: total * 20,
      cpu_used: used * 20,
      memory_gi_total: total * 225,
      memory_gi_used: used * 225,
    },
    gpu_type_stats: statsOf(group),
  };
}

export const listNodeDimension = message({
  ...paging,
  filter: message({ workspace_id: text, logic_compute_group_id: text }),
  sorter: sorters,
});

/** -1 asks for ten. */
const ALL_NODES = 10;

export function nodeDimensions(request: z.output<typeof listNodeDimension>, jobs: Jobs): object {
  const { workspace_id, logic_compute_group_id: id } = request.filter;
  checkWorkspace(workspace_id);
  const wanted = id === undefined ? catalogue.GROUPS : [knownGroup(id)];
  const rows = wanted.flatMap((group) => seatsOf(group, jobs).map((seat) => ({ group, ...seat })));
  const dimensions = rows.map(({ group, name, jobIds, used }) => ({
    name,
    status: "READY",
    cordon_type: "",
    is_maint: false,
    resource_pool: "online",
    node_type: "gpu",
    gpu: {
      total: catalogue.CARDS_A_MACHINE,
      used,
      type: group.specs[0]?.cards.gpu_type,
      usage_rate: used / catalogue.CARDS_A_MACHINE,
    },
    cpu: { total: 160, used: used * 20, usage_rate: used / catalogue.CARDS_A_MACHINE },
    memory: { total: 1_800, used: used * 225, usage_rate: used / catalogue.CARDS_A_MACHINE },
    logic_compute_group: { id: group.id, name: group.name },
    gpu_info: group.specs[0]?.cards,
    task_list: jobIds,
  }));
  return { node_dimensions: pageOf(dimensions, request, ALL_NODES), total: dimensions.length };
}

export const specPrices = message({
  workspace_id: z.string(),
  logic_compute_group_id: z.string(),
  schedule_config_type: z.enum([
    "SCHEDULE_CONFIG_TYPE_TRAIN",
    "SCHEDULE_CONFIG_TYPE_DSW",
    "SCHEDULE_CONFIG_TYPE_HPC",
    "SCHEDULE_CONFIG_TYPE_RAY_JOB",
    "SCHEDULE_CONFIG_TYPE_SERVE",
  ]),
});

/** The groups are only for training. */
export function specs(request: z.output<typeof specPrices>): object {
  checkWorkspace(request.workspace_id);
  const group = knownGroup(request.logic_compute_group_id);
  const offered = request.schedule_config_type === "SCHEDULE_CONFIG_TYPE_TRAIN" ? group.specs : [];
  return {
    lcg_resource_spec_prices: offered.map((spec) => ({
      quota_id: spec.id,
      gpu_count: spec.gpus,
      cpu_count: spec.cores,
      memory_size_gib: spec.memoryGiB,
      gpu_info: spec.cards,
      cpu_info: catalogue.PROCESSORS,
      ...catalogue.pricesOf(spec),
    })),
  };
}

export const listImages = message({
  ...paging,
  filter: message({
    source: text,
    source_list: ids,
    visibility: text,
    name: text,
    registry_hint: message({ workspace_id: z.string(), logic_compute_group_id: text }),
  }),
});

export function images(request: z.output<typeof listImages>): object {
  const { source, source_list = [], visibility, name = "", registry_hint } = request.filter;
  checkWorkspace(registry_hint.workspace_id);
  const sources = [...source_list, ...(source ? [source] : [])];
  const rows = catalogue.IMAGES.filter(
    (image) =>
      (sources.length === 0 || sources.includes(image.source)) &&
      (!visibility || image.visibility === visibility) &&
      image.name.includes(name),
  );
  return { images: pageOf(rows, request), total: String(rows.length) };
}

export const getProjectForPage = message({
  ...paging,
  filter: message({ workspace_id: text, name: text, check_admin: z.boolean().optional() }).optional(),
});

export function projects(request: z.output<typeof getProjectForPage>): object {
  const { workspace_id, name = "" } = request.filter ?? {};
  const isWanted = (!workspace_id || workspace_id === catalogue.WORKSPACE.id) && catalogue.PROJECT.name.includes(name);
  const rows = isWanted ? [PROJECT_ROW] : [];
  return { items: pageOf(rows, request), total: String(rows.length) };
}

const PROJECT_ROW = {
  ...catalogue.PROJECT,
  priority_name: "10",
  priority_level: "HIGH",
  budget: 10_000,
  remain_budget: 9_000,
  member_remain_budget: 900,
  gpu_limit: 64,
  is_member: true,
  space_list: [{ ...catalogue.WORKSPACE, usage_status: 0 }],
};

export const listWorkspaces = message(paging);

export function workspaces(request: z.output<typeof listWorkspaces>): object {
  return { items: pageOf([catalogue.WORKSPACE], request), total: 1 };
}
