import type { Gpus, GroupNode } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import type { Node } from "./wire";

/** TI-ONE counts cards in hundredths. */
const PER_CARD = 100;

type Countable = "Cpu" | "Memory" | "Gpu";

/** Whether it takes jobs. Isolated machines are those whose bill was not paid. */
export function isUsable({ InstanceStatus, Isolated }: Node): boolean {
  return InstanceStatus === "RUNNING" && Isolated !== true;
}

/** A machine in our words. */
export function nodeOf(node: Node): GroupNode {
  return { node: node.InstanceId, isUsable: isUsable(node), gpus: gpusOf(node) };
}

/** What is free on a machine, in the vendor's units: as reported, else what is not used. */
export function freeOf({ AvailableResource, TotalResource, UsedResource }: Node, what: Countable): number {
  const free = AvailableResource?.[what] ?? (TotalResource?.[what] ?? 0) - (UsedResource?.[what] ?? 0);
  return Math.max(0, free);
}

/** Whether nothing runs on it. */
export function isIdle(node: Node): boolean {
  const { TotalResource, UsedResource } = node;
  return (["Cpu", "Memory", "Gpu"] as const).every((what) => {
    const used = UsedResource?.[what] ?? (TotalResource?.[what] ?? 0) - freeOf(node, what);
    return used === 0;
  });
}

/** The vendor's hundredths as cards. */
export function cards(hundredths: number): number {
  return hundredths / PER_CARD;
}

function gpusOf(node: Node): Gpus[] {
  const { Gpu, GpuType } = node.TotalResource ?? {};
  if (!Gpu) return [];
  return [{ type: printable(GpuType ?? "", 80), total: cards(Gpu), free: cards(freeOf(node, "Gpu")) }];
}
