import { z } from "zod";
import { ID_FORM, isId } from "../net/ids";
import type { GroupSnapshot, GroupState, Gpus } from "../jobs/groups";
import type { RequiredCapacity } from "./group-capacity";
import { inputsByPlatform, placeMembers } from "./place-inputs";

/** Inputs of a `ResourceGroupRef` as `check` lets them pass; users read the docstrings of `program/group.ts`. */
export interface GroupInputs {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly resourceGroupId?: string | undefined;
  readonly resourceGroupName?: string | undefined;
  readonly requireFree?: RequiredCapacity | undefined;
}

/** A row of the state: the inputs, and what was seen last. */
export type GroupOutputs = GroupInputs & {
  readonly groupId: string;
  readonly groupName?: string | undefined;
  readonly status: GroupState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly nodesTotal?: number | undefined;
  readonly nodesFree?: number | undefined;
  readonly gpus: readonly Gpus[];
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
      resourceGroupId: z.string().refine(isId, `is no id of a group: ${ID_FORM}`).optional(),
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
