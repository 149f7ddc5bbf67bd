import { type Gpus, sumOfGpus } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import { present } from "../../kit/answers";
import { plain } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { Group } from "../console/wire";
import { jobTypesOf } from "../groups";
import { gpuTypeOf, nodeOf, type QizhiNode } from "../groups/node";
import { fault } from "../transport";
import type { Args } from "./args";

// What there is to compute with, as the console tells it.

/** A logic compute group: what a job names to say where it runs. */
export interface ComputeGroup {
  /** `lcg-…`. */
  readonly logicComputeGroupId: string;
  /** What people call it; several groups may have one name. */
  readonly name: string;
  /** Physical group that it is a part of, `cg-…`; absent where the platform does not tell. */
  readonly computeGroupId?: string;
  /** Kinds of jobs that it takes, in the vendor's words: `distributed_training`; empty where the platform does not tell. */
  readonly jobTypes: readonly string[];
  /** Types of its cards: `NVIDIA H100 (80G)`; empty where the platform does not tell. */
  readonly gpuTypes: readonly string[];
}

/** What of one kind a group has and uses; absent members are not told. */
export interface Usage {
  /** What is granted. */
  readonly total?: number;
  /** What is in use; may be more than `total`, because idle machines of others can be used. */
  readonly used?: number;
}

/** A logic compute group with what is in use. */
export interface ComputeGroupDetail extends ComputeGroup {
  /** Cards, granted and in use. */
  readonly gpus: Usage;
  /** Cards used by jobs of low priority, which may be pre-empted. */
  readonly gpusOfLowPriority?: number;
  /** Cores, granted and in use. */
  readonly cores: Usage;
  /** GiB of memory, granted and in use. */
  readonly memoryGiB: Usage;
  /** Every machine of the group. */
  readonly nodes: readonly QizhiNode[];
  /** Cards of all usable machines, by type. */
  readonly nodeGpus: readonly Gpus[];
}

/** A resource specification: what a job names to say what its machines are like. */
export interface Spec {
  /** For `frameworkConfig[0].specId`, a bare UUID. */
  readonly specId: string;
  /** Cards of a machine. */
  readonly gpus: number;
  /** Cores of a machine. */
  readonly cores: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB: number;
  /** `NVIDIA H100 (80G)`; empty for one without cards. */
  readonly gpuType: string;
  /** Price of a machine in the platform's points an hour; absent where it is not told. */
  readonly pointsPerHour?: number;
}

const SPEC_KINDS = {
  train: "SCHEDULE_CONFIG_TYPE_TRAIN",
  dsw: "SCHEDULE_CONFIG_TYPE_DSW",
  hpc: "SCHEDULE_CONFIG_TYPE_HPC",
  rayJob: "SCHEDULE_CONFIG_TYPE_RAY_JOB",
  serve: "SCHEDULE_CONFIG_TYPE_SERVE",
} as const;

/** Compute groups and their specifications. */
export function groupLookups(consoleApi: QizhiConsole) {
  return {
    async getComputeGroups({ workspaceId, name }: Args<"getComputeGroups">): Promise<readonly ComputeGroup[]> {
      const groups = await consoleApi.groups({ workspace_id: workspaceId, ...(name !== undefined && { name }) });
      return groups.filter((group) => name === undefined || group.name === name).map(groupOf);
    },

    async getComputeGroup(args: Args<"getComputeGroup">): Promise<ComputeGroupDetail> {
      const { workspaceId, logicComputeGroupId: id } = args;
      const groups = await consoleApi.groups({ workspace_id: workspaceId });
      const group = groups.find((each) => each.logic_compute_group_id === id);
      if (!group)
        throw fault("notFound", `the workspace ${workspaceId} shows no compute group ${id}`, "getComputeGroup");
      const [resource, rows] = await Promise.all([
        consoleApi.groupResource(workspaceId, id),
        consoleApi.groupNodes(workspaceId, id),
      ]);
      const sums = resource.logic_resouces ?? resource.logic_resources;
      const nodes = rows.map(nodeOf);
      return {
        ...groupOf({ ...group, gpu_type_stats: [...group.gpu_type_stats, ...resource.gpu_type_stats] }),
        gpus: usage(sums?.gpu_total, sums?.gpu_used),
        ...present({ gpusOfLowPriority: sums?.gpu_low_priority_used }),
        cores: usage(sums?.cpu_total, sums?.cpu_used),
        memoryGiB: usage(sums?.memory_gi_total, sums?.memory_gi_used),
        nodes,
        nodeGpus: sumOfGpus(nodes),
      };
    },

    async getSpecs({ workspaceId, logicComputeGroupId, kind = "train" }: Args<"getSpecs">): Promise<readonly Spec[]> {
      const specs = await consoleApi.specs(workspaceId, logicComputeGroupId, SPEC_KINDS[kind]);
      return specs.map((spec) => ({
        specId: spec.quota_id,
        gpus: spec.gpu_count ?? 0,
        cores: spec.cpu_count ?? 0,
        memoryGiB: spec.memory_size_gib ?? 0,
        gpuType: gpuTypeOf(spec.gpu_info),
        ...present({ pointsPerHour: spec.total_price_per_hour }),
      }));
    },
  };
}

function groupOf(group: Group): ComputeGroup {
  const { logic_compute_group_id: id, name, compute_group_id: physicalId, gpu_type_stats: stats } = group;
  return {
    logicComputeGroupId: printable(id),
    name: plain(name),
    ...(physicalId && { computeGroupId: printable(physicalId) }),
    jobTypes: (jobTypesOf(group) ?? []).map(plain),
    gpuTypes: [...new Set(stats.map(({ gpu_info }) => gpuTypeOf(gpu_info)).filter(Boolean))],
  };
}

function usage(total: number | null | undefined, used: number | null | undefined): Usage {
  return present({ total, used });
}
