import { z } from "zod";
import { id, page, rows } from "../../../net/ids";
import { count, list, tags, text } from "../wire";

/* The parts of TI-ONE's answers about resource groups that we read, as in `../wire.ts`. */

const flag = z.boolean().nullish().catch(undefined);

/** Sums of a group: thousandths of a core, megabytes, hundredths of a card. */
const groupResource = z
  .object({
    Cpu: count,
    Memory: count,
    Gpu: count,
    GpuDetailSet: list(z.object({ Name: text, Value: count })),
  })
  .nullish()
  .catch(undefined);
export type GroupResource = z.output<typeof groupResource>;

/** Of one machine, in the same units. `Gpu` counts the cards that jobs see, which may be parts of real ones. */
const nodeResource = z.object({ Cpu: count, Memory: count, Gpu: count, GpuType: text }).nullish().catch(undefined);
export type NodeResource = z.output<typeof nodeResource>;

const node = z.object({
  InstanceId: id,
  InstanceName: text,
  InstanceStatus: text,
  Isolated: flag,
  UsedResource: nodeResource,
  TotalResource: nodeResource,
  AvailableResource: nodeResource,
  SpecAlias: text,
  /** Beijing time; empty for none. */
  ExpireTime: text,
  ErrMsg: text,
});
export type Node = z.output<typeof node>;

const group = z.object({
  ResourceGroupId: id,
  ResourceGroupName: text,
  FreeInstance: count,
  TotalInstance: count,
  UsedResource: groupResource,
  TotalResource: groupResource,
  InstanceSet: rows(node).nullish().catch(undefined),
  TagSet: tags,
});
export type Group = z.output<typeof group>;

export const groupsReply = z.object({ ResourceGroupSet: page(group).nullish(), TotalCount: count });
export const nodesReply = z.object({ InstanceSet: page(node).nullish(), TotalCount: count });
export const nodeJobsReply = z.object({
  ResourceInstanceRunningJobInfos: list(z.object({ PodName: text, TaskType: text, TaskId: text, TaskName: text })),
});
