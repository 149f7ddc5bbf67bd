import { z } from "zod";
import { inHundredths, titleOf, type GroupGpus, type GroupSnapshot, type GroupState } from "../jobs/groups";
import type { Platform } from "../jobs/platform";
import { ID_FORM, isId } from "../net/ids";
import { inputsByPlatform, placeMembers } from "./inputs";

/** Inputs of a `ResourceGroupRef` as `check` accepts them; users read the docstrings of `program/group.ts`. */
export interface GroupInputs {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly resourceGroupName?: string | undefined;
  readonly requireFree?: RequiredCapacity | undefined;
}

/** A row of the state: the inputs, and what was last seen. */
export type GroupOutputs = GroupInputs & {
  readonly groupId: string;
  readonly groupName?: string | undefined;
  readonly status: GroupState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly nodesTotal?: number | undefined;
  readonly nodesFree?: number | undefined;
  readonly gpus: readonly GroupGpus[];
  readonly verified: boolean;
  readonly schemaVersion: number;
};

const SCHEMA_VERSION = 1;

/** The inputs of every platform's groups. */
export const groupInputs = inputsByPlatform<GroupInputs>((platform) =>
  z
    .strictObject({
      ...placeMembers(platform),
      workspaceId: z.string().min(1).optional(),
      resourceGroupId: z.string().refine(isId, `is not the id of a group: ${ID_FORM}`).optional(),
      resourceGroupName: z.string().min(1).optional(),
      requireFree: z
        .strictObject({
          gpus: z.number().positive("must be more than 0"),
          nodes: z.int().positive("must be at least 1").optional(),
          gpuType: z.string().min(1).optional(),
        })
        .optional(),
    })
    .refine(
      ({ resourceGroupId, resourceGroupName }) => resourceGroupId !== undefined || resourceGroupName !== undefined,
      {
        error: "which group? Give `resourceGroupId` or `resourceGroupName`",
      },
    ),
);

/** The row with what the platform says now. */
export function withGroup(inputs: GroupInputs, group: GroupSnapshot): GroupOutputs {
  const { groupId, groupName, status, platformStatus, statusReason, nodesTotal, nodesFree, gpus, isVerified } = group;
  return {
    ...inputs,
    ...{ groupId, groupName, status, platformStatus, statusReason, nodesTotal, nodesFree, gpus },
    verified: isVerified,
    schemaVersion: SCHEMA_VERSION,
  };
}

/** What must be free: `gpus` cards on each of `nodes` machines. */
export interface RequiredCapacity {
  readonly gpus: number;
  readonly nodes?: number | undefined;
  readonly gpuType?: string | undefined;
}

/** @throws Error that says what is free, and where */
export function requireCapacity(
  group: GroupSnapshot,
  { gpus, nodes = 1, gpuType }: RequiredCapacity,
  { title }: Platform<object>,
): void {
  const subject = `resource group ${titleOf(group)}`;
  const cards = gpuType === undefined ? "cards" : `${gpuType} cards`;
  if (!group.isVerified) throw new Error(`what is free in ${subject} is not known: no credential of ours can see it`);
  const freeOf = ({ gpus: has }: Pick<GroupSnapshot, "gpus">) =>
    inHundredths(
      has.filter(({ type }) => gpuType === undefined || type === gpuType).reduce((sum, { free }) => sum + free, 0),
    );
  const sum = freeOf(group);
  if (group.nodes.length === 0) {
    if (sum >= gpus * nodes) return;
    throw new Error(
      `${subject} has ${sum} free ${cards}, and ${gpus * nodes} are required; ${title} does not say on which machines`,
    );
  }
  const fitting = group.nodes.filter((node) => node.isUsable && freeOf(node) >= gpus);
  if (fitting.length >= nodes) return;
  const rows = group.nodes.map((node) => `${node.node} ${node.isUsable ? freeOf(node) : "out of service"}`);
  throw new Error(
    `${subject} has ${fitting.length} of the ${nodes} machines with ${gpus} free ${cards} that are required. ` +
      `In all, ${sum} are free: ${rows.join(", ")}`,
  );
}
