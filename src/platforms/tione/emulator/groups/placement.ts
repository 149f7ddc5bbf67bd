import type { CreateRequest } from "../jobs/create";
import { podConfigs, podName } from "../jobs/pods";
import type { TaskJob } from "../jobs/task";
import type { Site } from "../site";
import { groupsById, type Amounts, type Group, type GroupNode, type Machine } from "./catalogue";

/** A pod of a live task that a node holds. */
export interface PlacedPod {
  readonly name: string;
  readonly task: TaskJob;
  /** What it asks for, as in the request. */
  readonly config: ResourceConfig;
  /** What it takes of the node. */
  readonly amounts: Amounts;
}

type ResourceConfig = CreateRequest["ResourceConfigInfos"][number];

/** A node and what runs on it. */
export interface LoadedNode {
  readonly node: GroupNode;
  readonly pods: readonly PlacedPod[];
  readonly used: Amounts;
  /** What the machine has beyond that, whether the node runs or not. */
  readonly available: Amounts;
}

/**
 * Puts every pod of the group's live tasks on the first node with room, the oldest task first. A pod that fits nowhere
 * waits and takes nothing.
 */
export function loadOf(group: Group, site: Site): readonly LoadedNode[] {
  const held = new Map<GroupNode, PlacedPod[]>(group.nodes.map((node) => [node, []]));
  for (const pod of podsFor(group.id, site)) {
    const [, pods] = [...held].find(([node, on]) => hasRoom(node, on, pod)) ?? [];
    pods?.push(pod);
  }
  return [...held].map(([node, pods]) => {
    const used = sumOf(pods.map(({ amounts }) => amounts));
    return { node, pods, used, available: minus(node.machine.total, used) };
  });
}

/** The node of each pod of a live task, by the pod's name; no entry for one that waits or is pay-as-you-go. */
export function nodesOfPods({ facts }: TaskJob, site: Site): ReadonlyMap<string, string> {
  const group = groupsById.get(facts.request.ResourceGroupId ?? "");
  const nodes = group ? loadOf(group, site) : [];
  return new Map(nodes.flatMap(({ node, pods }) => pods.map(({ name }) => [name, node.id] as const)));
}

export function sumOf(all: readonly Amounts[]): Amounts {
  return all.reduce(
    (sum, { cpu, memory, gpu }) => ({ cpu: sum.cpu + cpu, memory: sum.memory + memory, gpu: sum.gpu + gpu }),
    { cpu: 0, memory: 0, gpu: 0 },
  );
}

function podsFor(groupId: string, { tasks, region }: Site): PlacedPod[] {
  return tasks
    .known()
    .filter(
      (task) =>
        task.facts.region === region &&
        task.facts.request.ChargeType === "PREPAID" &&
        task.facts.request.ResourceGroupId === groupId &&
        tasks.isLive(task),
    )
    .flatMap((task) =>
      podConfigs(task.facts.request).map((config, i) => ({
        name: podName(task.facts.instanceIds.at(-1) ?? task.id, i),
        task,
        config,
        amounts: { cpu: config.Cpu ?? 0, memory: config.Memory ?? 0, gpu: config.Gpu ?? 0 },
      })),
    );
}

function hasRoom(node: GroupNode, on: readonly PlacedPod[], { amounts: wanted, config }: PlacedPod): boolean {
  const free = minus(node.machine.total, sumOf(on.map(({ amounts }) => amounts)));
  const isLarge = wanted.cpu <= free.cpu && wanted.memory <= free.memory && wanted.gpu <= free.gpu;
  return node.status === "RUNNING" && isLarge && isOfKind(node.machine, wanted, config);
}

function isOfKind({ gpuType, rdma }: Machine, { gpu }: Amounts, { GpuType, RDMAConfig }: ResourceConfig): boolean {
  return (gpu === 0 || GpuType === gpuType) && (rdma || !RDMAConfig?.Enable);
}

function minus(total: Amounts, used: Amounts): Amounts {
  return { cpu: total.cpu - used.cpu, memory: total.memory - used.memory, gpu: total.gpu - used.gpu };
}
