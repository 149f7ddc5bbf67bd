import { z } from "zod";
import type { Context, ResourceDefinition } from "../engine/resource";
import type { GroupNode, GroupSnapshot, GroupState, Gpus } from "../jobs/groups";
import type { Platform } from "../jobs/platform";
import { platforms } from "../platforms/registry";
import { inputsByPlatform, placeMembers } from "./place-inputs";
import { openPlace, placeCompleter, settingsKey, type World } from "./place";

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

interface RequiredCapacity {
  readonly gpus: number;
  readonly nodes?: number | undefined;
  readonly gpuType?: string | undefined;
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
const DEADLINE_MS = 5 * 60_000;

const groupInputs = inputsByPlatform<GroupInputs>((platform) =>
  z
    .strictObject({
      ...placeMembers(platform),
      workspaceId: z.string().min(1).optional(),
      resourceGroupId: z.string().min(1).optional(),
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

/** What create, read, update, delete and diff mean for a reference to a compute group: it is looked up, and nothing else. */
export function resourceGroupRef({ io }: Pick<World, "io">): ResourceDefinition<GroupInputs, GroupOutputs> {
  const completePlace = placeCompleter(io);

  return {
    type: "pulumi-nodejs:dynamic/training:ResourceGroupRef",
    configKeys: platforms.map(settingsKey),
    schema: groupInputs,
    rules: () => ({
      platform: "replace",
      region: "replaceIfGiven",
      projectId: "replaceIfGiven",
      workspaceId: "replace",
      resourceGroupId: "replace",
      resourceGroupName: "replace",
      requireFree: "update",
    }),
    deadlineMs: () => DEADLINE_MS,
    complete: completePlace,
    attention: () => undefined,
    deletesFirst: () => false,

    async create(inputs, context) {
      const outputs = await lookUp(inputs, context);
      return { id: outputs.groupId, outputs };
    },

    // Something about the program changed and not about the group: it is looked at anew all the same.
    update: (id, _olds, news, context) => lookUp({ ...news, resourceGroupId: id }, context, news),

    async read(id, stored, context) {
      const group = await find(
        { ...stored, resourceGroupId: stored.groupId || id, resourceGroupName: undefined },
        context,
      );
      const outputs = { ...stored, region: stored.region || "" };
      if (group) return { id: group.id, outputs: withSnapshot(outputs, group) };
      // A row of `ResourceGroupRef.get` has nothing but the id.
      if (!stored.schemaVersion) throw new Error(`${stored.platform} knows no resource group ${id}`);
      return undefined;
    },

    // A reference: the group is somebody else's.
    delete: () => Promise.resolve(),
  };

  async function lookUp(
    query: GroupInputs,
    context: Context<GroupOutputs>,
    inputs: GroupInputs = query,
  ): Promise<GroupOutputs> {
    const { platform, where } = openPlace(query, context, io);
    context.report("looking up");
    const group = await find(query, context);
    const { resourceGroupId: id, resourceGroupName: name, requireFree } = query;
    if (!group) throw new Error(`${platform.title} knows no resource group ${named(id, name)} in ${where.region}`);
    if (name !== undefined && group.name !== undefined && group.name !== name) {
      throw new Error(`resource group ${group.id} is called "${group.name}", not "${name}"; leave one of the two out`);
    }
    if (group.state === "unusable") {
      throw new Error(`no job can run on resource group ${titleOf(group)}: ${group.reason ?? group.platformState}`);
    }
    if (requireFree) requireCapacity(group, requireFree, platform);
    return withSnapshot(inputs, group);
  }

  /** The one group that fits. @throws Error that lists them when there are several */
  async function find(
    { resourceGroupId: id, resourceGroupName: name, workspaceId, ...place }: GroupInputs,
    context: Context<GroupOutputs>,
  ): Promise<GroupSnapshot | undefined> {
    const { platform, where, groups } = openPlace({ ...place, workspaceId }, context, io);
    platform.verify(where, io);
    if (!groups) throw new Error(`${platform.title} has no resource groups`);
    const query = { ...(id !== undefined && { id }), ...(name !== undefined && { name }) };
    const [group, ...others] = await groups.find({ ...query, ...(workspaceId !== undefined && { workspaceId }) });
    if (others.length === 0 || !group) return group;
    const ids = [group, ...others].map((each) => each.id).join(" and ");
    throw new Error(
      `the name "${name ?? ""}" is that of ${others.length + 1} resource groups: ${ids}; give \`resourceGroupId\``,
    );
  }
}

function withSnapshot(inputs: GroupInputs, group: GroupSnapshot): GroupOutputs {
  return {
    ...inputs,
    groupId: group.id,
    groupName: group.name,
    status: group.state,
    platformStatus: group.platformState,
    statusReason: group.reason,
    nodesTotal: group.nodesTotal,
    nodesFree: group.nodesFree,
    gpus: group.gpus,
    verified: group.isVerified,
    schemaVersion: SCHEMA_VERSION,
  };
}

/** @throws Error that tells what is free, and where */
function requireCapacity(
  group: GroupSnapshot,
  { gpus, nodes = 1, gpuType }: RequiredCapacity,
  { title }: Platform<object>,
): void {
  const subject = `resource group ${titleOf(group)}`;
  const cards = gpuType === undefined ? "cards" : `${gpuType} cards`;
  if (!group.isVerified) throw new Error(`what is free in ${subject} is not known: no credential of ours can see it`);
  const freeOf = ({ gpus: has }: Pick<GroupNode, "gpus">) =>
    has.filter(({ type }) => gpuType === undefined || type === gpuType).reduce((sum, { free }) => sum + free, 0);
  const sum = freeOf(group);
  if (group.nodes.length === 0) {
    if (sum >= gpus * nodes) return;
    throw new Error(
      `${subject} has ${sum} free ${cards}, and ${gpus * nodes} are required; ${title} does not tell on which machines`,
    );
  }
  const fitting = group.nodes.filter((node) => node.isUsable && freeOf(node) >= gpus);
  if (fitting.length >= nodes) return;
  const rows = group.nodes.map((node) => `${node.name} ${node.isUsable ? freeOf(node) : "out of service"}`);
  throw new Error(
    `${subject} has ${fitting.length} of the ${nodes} machines with ${gpus} free ${cards} that are required. ` +
      `Free are ${sum} in all, which does not make one machine: ${rows.join(", ")}`,
  );
}

function titleOf({ id, name }: GroupSnapshot): string {
  return name === undefined ? id : `"${name}" (${id})`;
}

function named(id: string | undefined, name: string | undefined): string {
  return id ?? `called "${name ?? ""}"`;
}
