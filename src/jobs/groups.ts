/** Whether training jobs can be sent to a group, in our words. `unknown`: our credentials may not see it. */
export type GroupState = "ready" | "unusable" | "unknown";

/** Cards of one type. */
export interface Gpus {
  /** The vendor's word: `A100`, `nvidia.com/gpu`; empty where the vendor gives none. */
  readonly type: string;
  /** Cards; parts of a card count as fractions. */
  readonly total: number;
  /** Cards not in use. */
  readonly free: number;
}

/** Cards of one type in a whole group. */
export interface GroupGpus extends Omit<Gpus, "total"> {
  /** As in `Gpus`. Absent where the platform reports only those that are free. */
  readonly total?: number;
}

/** One machine of a group. */
export interface GroupNode {
  /** The vendor's id or name for it. */
  readonly node: string;
  /** Takes jobs: running, not isolated, not cordoned. */
  readonly isUsable: boolean;
  /** Its cards by type. */
  readonly gpus: readonly Gpus[];
}

/** Cards by type, summed over the machines in service. */
export function sumOfGpus(nodes: readonly Pick<GroupNode, "isUsable" | "gpus">[]): Gpus[] {
  const sums = new Map<string, Gpus>();
  for (const { type, total, free } of nodes.flatMap(({ isUsable, gpus }) => (isUsable ? gpus : []))) {
    const sum = sums.get(type) ?? { total: 0, free: 0 };
    sums.set(type, { type, total: inHundredths(sum.total + total), free: inHundredths(sum.free + free) });
  }
  return [...sums.values()];
}

/** Rounded to hundredths of a card, as vendors count them: sums of binary fractions are slightly off. */
export function inHundredths(count: number): number {
  return Math.round(count * 100) / 100;
}

/** A compute group, in our words. Unknown members are absent. */
export interface GroupSnapshot {
  /** The platform's own id. */
  readonly groupId: string;
  /** The name people gave it. */
  readonly groupName?: string;
  /** Whether jobs can be sent there, in our words. */
  readonly status: GroupState;
  /** The vendor's own word; empty where the vendor has none. */
  readonly platformStatus: string;
  /** Why it is not ready, as the end of a sentence: `its status is Abnormal`. */
  readonly statusReason?: string;
  /** Machines, in service or not. */
  readonly nodesTotal?: number;
  /** Usable machines with nothing on them. */
  readonly nodesFree?: number;
  /** By type, over all usable machines. */
  readonly gpus: readonly GroupGpus[];
  /** Every machine; empty where the platform does not show them to us. */
  readonly nodes: readonly GroupNode[];
  /** Whether a credential of ours saw the group. */
  readonly isVerified: boolean;
}

/** How messages name a group. */
export function titleOf({ groupId, groupName }: Pick<GroupSnapshot, "groupId" | "groupName">): string {
  return groupName === undefined ? groupId : `"${groupName}" (${groupId})`;
}

/** `8 of 16 A100 are free in "prod-a100" (rsg-1)`; without `of 16` where that is not known. */
export function freeText(group: GroupSnapshot): string {
  const sums = group.gpus.map(({ type, total, free }) =>
    [free, ...(total === undefined ? [] : ["of", total]), type || "cards"].join(" "),
  );
  return `${sums.join(" and ") || "no cards"} are free in ${titleOf(group)}`;
}

/** Which group to look up: at least one of `id` and `name`. */
export interface GroupQuery {
  readonly id?: string;
  /** Compared exactly. */
  readonly name?: string;
  /** The workspace to look in, where the vendor has workspaces. */
  readonly workspaceId?: string;
}

/** A platform's compute groups, in our words. */
export interface GroupApi {
  /**
   * The groups that match: none, one, or several of the same name.
   * @throws PlatformError `unsupported` when the platform cannot look them up that way
   */
  find(query: GroupQuery): Promise<readonly GroupSnapshot[]>;
}
