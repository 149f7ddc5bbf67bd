import type { Context, ResourceDefinition } from "../engine/resource";
import { titleOf, type GroupSnapshot } from "../jobs/groups";
import { adviser } from "./advice";
import { groupInputs, requireCapacity, withGroup, type GroupInputs, type GroupOutputs } from "./group-record";
import { CONFIGURATION, locate, openPlace, placeCompleter, type Runtime } from "./place";

const DEADLINE_MS = 5 * 60_000;

/** What create, read, update, delete and diff mean for a reference to a compute group: it is only ever looked up. */
export function resourceGroupRef({ io }: Pick<Runtime, "io">): ResourceDefinition<GroupInputs, GroupOutputs> {
  const completePlace = placeCompleter(io);

  return {
    type: "pulumi-nodejs:dynamic/training:ResourceGroupRef",
    ...CONFIGURATION,
    advise: adviser(io),
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
    repeats: ["groupId", "groupName", "statusReason"],
    deadlineMs: () => DEADLINE_MS,
    complete: completePlace,
    attention: () => undefined,
    deletesFirst: () => false,

    async create(inputs, context) {
      const outputs = await lookUp(inputs, context);
      return { id: outputs.groupId, outputs };
    },

    // Something in the program changed, not the group: it is looked up again all the same.
    update: ({ id }, news, context) => lookUp({ ...news, resourceGroupId: id }, context, news),

    async read({ id, outputs: stored }, context) {
      // A row read by `ResourceGroupRef.get` has only the id.
      const outputs = stored.schemaVersion ? stored : locate(stored, context, io);
      const group = await find(
        { ...outputs, resourceGroupId: stored.groupId || id, resourceGroupName: undefined },
        context,
      );
      // A look that cannot see the group does not outweigh an earlier one that could.
      if (group && !group.isVerified && stored.verified) return { id, outputs };
      if (group) return { id: group.groupId, outputs: withGroup(outputs, group) };
      if (!stored.schemaVersion)
        throw new Error(`${outputs.platform} has no resource group ${id} in ${outputs.region}`);
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
    if (!group) throw new Error(`${platform.title} has no resource group ${named(id, name)} in ${where.region}`);
    if (name !== undefined && group.groupName !== undefined && group.groupName !== name) {
      throw new Error(
        `resource group ${group.groupId} is called "${group.groupName}", not "${name}"; leave one of the two out`,
      );
    }
    if (group.status === "unusable") {
      throw new Error(
        `no job can run on resource group ${titleOf(group)}: ${group.statusReason ?? group.platformStatus}`,
      );
    }
    if (requireFree) requireCapacity(group, requireFree, platform);
    return withGroup(inputs, group);
  }

  /** The one group that matches. @throws Error that lists them when there are several */
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
    const ids = [group, ...others].map((each) => each.groupId).join(" and ");
    throw new Error(
      `the name "${name ?? ""}" is that of ${others.length + 1} resource groups: ${ids}; give \`resourceGroupId\``,
    );
  }
}

function named(id: string | undefined, name: string | undefined): string {
  return [id, name !== undefined && `called "${name}"`].filter(Boolean).join(" ");
}
