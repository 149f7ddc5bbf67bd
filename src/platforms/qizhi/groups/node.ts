import { printable } from "../../../net/errors";
import { present } from "../../kit/answers";
import type { QizhiNode } from "../lookups/answers";
import type { GpuInfo, Node } from "../wire";

/** A machine takes jobs when nothing that the platform reports rules it out. */
export function nodeOf(row: Node): QizhiNode {
  const isUsable =
    row.status?.toUpperCase() === "READY" &&
    (!row.resource_pool || row.resource_pool.toLowerCase() === "online") &&
    !row.cordon_type?.trim() &&
    !row.is_maint;
  const isIdle = !row.task_list?.length && !row.tasks_associated?.length;
  const total = row.gpu?.total ?? row.gpu_count ?? 0;
  const used = row.gpu?.used ?? (isIdle ? 0 : total);
  const free = Math.max(0, total - used);
  return {
    node: printable(row.name ?? ""),
    isUsable,
    isFree: isUsable && isIdle && free === total,
    gpus: total > 0 ? [{ type: gpuTypeOf(row.gpu_info) || printable(row.gpu?.type ?? "", 80), total, free }] : [],
    ...present({
      platformStatus: printable(row.status ?? "", 80),
      resourcePool: printable(row.resource_pool ?? "", 80),
      groupName: printable(row.logic_compute_group_name ?? ""),
    }),
  };
}

/** What the console calls a type of cards: `NVIDIA H100 (80G)`; empty where it names none. */
export function gpuTypeOf(info: GpuInfo): string {
  return printable(info?.gpu_type_display || info?.gpu_type || "", 80);
}
