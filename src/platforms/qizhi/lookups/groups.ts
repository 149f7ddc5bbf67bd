import { sumOfGpus } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import { present } from "../../kit/answers";
import { plain } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { Group } from "../console/wire";
import { jobTypesOf } from "../groups";
import { gpuTypeOf, nodeOf } from "../groups/node";
import { fault } from "../transport";
import type { GrantedAmount, ResourceGroupDetails, ResourceGroupInfo, SpecInfo } from "./answers";
import type { Args } from "./args";

// What there is to compute with, as the console reports it.

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
    async getResourceGroups({ workspaceId, name }: Args<"getResourceGroups">): Promise<readonly ResourceGroupInfo[]> {
      const groups = await consoleApi.groups({ workspace_id: workspaceId, ...(name !== undefined && { name }) });
      return groups.filter((group) => name === undefined || group.name === name).map(groupOf);
    },

    async getResourceGroup(args: Args<"getResourceGroup">): Promise<ResourceGroupDetails> {
      const { workspaceId, resourceGroupId: id } = args;
      const groups = await consoleApi.groups({ workspace_id: workspaceId });
      const group = groups.find((each) => each.logic_compute_group_id === id);
      if (!group)
        throw fault("notFound", `the workspace ${workspaceId} shows no compute group ${id}`, "getResourceGroup");
      const [resource, rows] = await Promise.all([
        consoleApi.groupResource(workspaceId, id),
        consoleApi.groupNodes(workspaceId, id),
      ]);
      const sums = resource.logic_resouces ?? resource.logic_resources;
      const nodes = rows.map(nodeOf);
      return {
        ...groupOf({ ...group, gpu_type_stats: [...group.gpu_type_stats, ...resource.gpu_type_stats] }),
        gpus: sumOfGpus(nodes),
        gpusGranted: granted(sums?.gpu_total, sums?.gpu_used),
        ...present({ gpusOfLowPriority: sums?.gpu_low_priority_used }),
        cores: granted(sums?.cpu_total, sums?.cpu_used),
        memoryGiB: granted(sums?.memory_gi_total, sums?.memory_gi_used),
        nodes,
      };
    },

    async getSpecs({ workspaceId, resourceGroupId, kind = "train" }: Args<"getSpecs">): Promise<readonly SpecInfo[]> {
      const specs = await consoleApi.specs(workspaceId, resourceGroupId, SPEC_KINDS[kind]);
      return specs.map((spec) => ({
        specId: spec.quota_id,
        gpus: spec.gpu_count ?? 0,
        cores: spec.cpu_count ?? 0,
        memoryGiB: spec.memory_size_gib ?? 0,
        ...present({ gpuType: gpuTypeOf(spec.gpu_info), pointsPerHour: spec.total_price_per_hour }),
      }));
    },
  };
}

function groupOf(group: Group): ResourceGroupInfo {
  const { logic_compute_group_id: id, name, compute_group_id: physicalId, gpu_type_stats: stats } = group;
  return {
    groupId: printable(id),
    ...present({ groupName: plain(name), computeGroupId: plain(physicalId) }),
    gpus: [],
    jobTypes: (jobTypesOf(group) ?? []).map(plain),
    gpuTypes: [...new Set(stats.map(({ gpu_info }) => gpuTypeOf(gpu_info)).filter(Boolean))],
  };
}

function granted(total: number | null | undefined, used: number | null | undefined): GrantedAmount {
  const isTold = typeof total === "number" && typeof used === "number";
  return present({ total, used, free: isTold ? Math.max(0, total - used) : undefined });
}
