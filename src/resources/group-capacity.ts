import { inHundredths, type GroupNode, type GroupSnapshot } from "../jobs/groups";
import type { Platform } from "../jobs/platform";

/** What must be free: so many cards on each of so many machines. */
export interface RequiredCapacity {
  readonly gpus: number;
  readonly nodes?: number | undefined;
  readonly gpuType?: string | undefined;
}

/** @throws Error that tells what is free, and where */
export function requireCapacity(
  group: GroupSnapshot,
  { gpus, nodes = 1, gpuType }: RequiredCapacity,
  { title }: Platform<object>,
): void {
  const subject = `resource group ${titleOf(group)}`;
  const cards = gpuType === undefined ? "cards" : `${gpuType} cards`;
  if (!group.isVerified) throw new Error(`what is free in ${subject} is not known: no credential of ours can see it`);
  const freeOf = ({ gpus: has }: Pick<GroupNode, "gpus">) =>
    inHundredths(
      has.filter(({ type }) => gpuType === undefined || type === gpuType).reduce((sum, { free }) => sum + free, 0),
    );
  const sum = freeOf(group);
  if (group.nodes.length === 0) {
    if (sum >= gpus * nodes) return;
    throw new Error(
      `${subject} has ${sum} free ${cards}, and ${gpus * nodes} are required; ${title} does not tell on which machines`,
    );
  }
  const fitting = group.nodes.filter((node) => node.isUsable && freeOf(node) >= gpus);
  if (fitting.length >= nodes) return;
  const rows = group.nodes.map((node) => `${node.node} ${node.isUsable ? freeOf(node) : "out of service"}`);
  throw new Error(
    `${subject} has ${fitting.length} of the ${nodes} machines with ${gpus} free ${cards} that are required. ` +
      `Free are ${sum} in all: ${rows.join(", ")}`,
  );
}

/** A group as sentences name it. */
export function titleOf({ groupId, groupName }: GroupSnapshot): string {
  return groupName === undefined ? groupId : `"${groupName}" (${groupId})`;
}
