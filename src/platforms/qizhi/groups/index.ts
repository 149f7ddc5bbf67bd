import {
  sumOfGpus,
  type Gpus,
  type GroupApi,
  type GroupNode,
  type GroupQuery,
  type GroupSnapshot,
} from "../../../jobs/groups";
import type { Where } from "../../../jobs/platform";
import { PlatformError, printable, type ErrorKind } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { qizhiConsole, type QizhiConsole } from "../console/client";
import type { Group, GroupResource } from "../console/wire";
import { qizhiClient, type QizhiClient } from "../jobs/client";
import type { QizhiNode } from "../lookups/answers";
import { consoleSessionOf } from "../place";
import { fault } from "../transport";
import { gpuTypeOf, nodeOf } from "./node";

/**
 * Logic compute groups of one account. The published API cannot look them up: with a console session they are looked up there;
 * without one a group is taken as given, and its machines are recognised by its name.
 */
export function qizhiGroups(where: Where, io: Io): GroupApi {
  return {
    async find(query) {
      if (query.id !== undefined) checkGroupId(query.id);
      if (consoleSessionOf(io) !== undefined) return inConsole(qizhiConsole(where, io), query);
      return [await atItsWord(qizhiClient(where, io), query)];
    },
  };
}

function checkGroupId(id: string): void {
  if (id.startsWith("lcg-")) return;
  const words = id.startsWith("cg-")
    ? `${JSON.stringify(id)} is a physical compute group; jobs run in the logic ones that it is divided into, lcg-…`
    : `${JSON.stringify(id)} is not the id of a logic compute group; it begins with lcg-`;
  throw invalid(words);
}

async function inConsole(consoleApi: QizhiConsole, { id, name, workspaceId }: GroupQuery): Promise<GroupSnapshot[]> {
  if (workspaceId === undefined) {
    throw invalid("workspaceId is needed: Qizhi's console shows the compute groups of one workspace, ws-…");
  }
  const groups = await consoleApi.groups({ workspace_id: workspaceId, ...(name !== undefined && { name }) });
  const fitting = groups.filter(
    (group) => (id === undefined || group.logic_compute_group_id === id) && (name === undefined || group.name === name),
  );
  return Promise.all(fitting.map((group) => snapshotOf(consoleApi, group, workspaceId)));
}

async function snapshotOf(consoleApi: QizhiConsole, group: Group, workspaceId: string): Promise<GroupSnapshot> {
  const { logic_compute_group_id: id, name } = group;
  const [resource, rows] = await Promise.all([
    consoleApi.groupResource(workspaceId, id),
    consoleApi.groupNodes(workspaceId, id),
  ]);
  const nodes = rows.map(nodeOf);
  const jobTypes = jobTypesOf(group);
  const trains = jobTypes === undefined || jobTypes.includes("distributed_training");
  return {
    groupId: id,
    ...(name && { groupName: printable(name) }),
    status: trains ? "ready" : "unusable",
    platformStatus: "",
    ...(!trains && { statusReason: "it takes no distributed training" }),
    ...countsOf(nodes),
    gpus: quotaOf(resource, nodes),
    nodes: nodes.map(portNodeOf),
    isVerified: true,
  };
}

/** What kinds of jobs a group takes; undefined where the platform does not say. */
export function jobTypesOf({ support_job_type_list: text }: Group): readonly string[] | undefined {
  const types = text ? parseList(text) : [];
  return types.length > 0 ? types : undefined;
}

function parseList(text: string): string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) ? list.filter((item) => typeof item === "string") : [];
  } catch {
    return []; // not said
  }
}

/**
 * The cards that the group is granted. Jobs of low priority may use more than that, in which case none is free. Of cards of
 * several types the platform reports only the sum, so they are counted by machine.
 */
function quotaOf(resource: GroupResource, nodes: readonly QizhiNode[]): readonly Gpus[] {
  const { gpu_total: total, gpu_used: used } = resource.logic_resouces ?? resource.logic_resources ?? {};
  const types = new Set(resource.gpu_type_stats.map(({ gpu_info }) => gpuTypeOf(gpu_info)).filter(Boolean));
  if (typeof total !== "number" || types.size > 1) return sumOfGpus(nodes);
  const [type = ""] = types;
  return total > 0 ? [{ type, total, free: Math.max(0, total - (used ?? 0)) }] : [];
}

/** `cluster_nodes/list` is not in the published document, so not every account may have it. */
const NOT_OFFERED: ReadonlySet<ErrorKind> = new Set(["permission", "unsupported"]);

async function atItsWord(client: QizhiClient, { id, name }: GroupQuery): Promise<GroupSnapshot> {
  if (id === undefined) {
    const words =
      "Qizhi's API cannot find a compute group by its name: give its id, lcg-…, or set QIZHI_CONSOLE_SESSION to the " +
      "value of the console's cookie inspire-session";
    throw fault("unsupported", words, "resource group");
  }
  const nodes = name === undefined ? [] : await nodesOf(client, name);
  const unseen = { groupId: id, ...(name !== undefined && { groupName: name }), platformStatus: "" };
  if (nodes.length === 0) return { ...unseen, status: "unknown", gpus: [], nodes: [], isVerified: false };
  return {
    ...unseen,
    status: "ready",
    ...countsOf(nodes),
    gpus: sumOfGpus(nodes),
    nodes: nodes.map(portNodeOf),
    isVerified: true,
  };
}

async function nodesOf(client: QizhiClient, groupName: string): Promise<QizhiNode[]> {
  try {
    const rows = await client.nodes();
    return rows.filter((row) => row.logic_compute_group_name === groupName).map(nodeOf);
  } catch (error) {
    if (error instanceof PlatformError && NOT_OFFERED.has(error.kind)) return [];
    throw error;
  }
}

function countsOf(nodes: readonly QizhiNode[]): Pick<GroupSnapshot, "nodesTotal" | "nodesFree"> {
  return { nodesTotal: nodes.length, nodesFree: nodes.filter(({ isFree }) => isFree).length };
}

function portNodeOf({ node, isUsable, gpus }: QizhiNode): GroupNode {
  return { node, isUsable, gpus };
}

function invalid(words: string): PlatformError {
  return fault("invalid", words, "resource group");
}
