import { pageOf } from "./pages";
import { NODE_FLAVORS, type NodeFlavor } from "./pools/catalogue";
import { countIn, wordIn, type Count } from "./refusal";

// Machines, engines and workspaces on offer, made up except for the spelling. No route reports prices: billing has codes and units.

export interface Flavor {
  readonly id: string;
  readonly type: "CPU" | "GPU" | "Ascend";
  readonly cores: number;
  readonly memoryGi: number;
  readonly mostNodes: number;
  readonly cards?: { readonly count: number; readonly product: string; readonly memory: string };
  readonly isFree?: boolean;
}

const V100 = { product: "NVIDIA-V100", memory: "32GB" };
const ASCEND_910 = { product: "Ascend-910", memory: "32GB" };

/** One card of the public clusters in the vendor's worked examples. */
const onePublicV100 = (id: string, isFree = false): Flavor => ({
  id,
  type: "GPU",
  cores: 8,
  memoryGi: 64,
  mostNodes: isFree ? 1 : 16,
  cards: { count: 1, ...V100 },
  isFree,
});

/** Flavors of the public pool. */
export const FLAVORS: readonly Flavor[] = [
  { id: "modelarts.vm.cpu.2u", type: "CPU", cores: 2, memoryGi: 8, mostNodes: 1 },
  { id: "modelarts.vm.cpu.8u", type: "CPU", cores: 8, memoryGi: 32, mostNodes: 16 },
  {
    id: "modelarts.vm.gpu.p100",
    type: "GPU",
    cores: 8,
    memoryGi: 64,
    mostNodes: 4,
    cards: { count: 1, product: "NVIDIA-P100", memory: "16GB" },
  },
  {
    id: "modelarts.vm.gpu.v100",
    type: "GPU",
    cores: 8,
    memoryGi: 64,
    mostNodes: 16,
    cards: { count: 1, ...V100 },
  },
  {
    id: "modelarts.vm.gpu.8v100",
    type: "GPU",
    cores: 72,
    memoryGi: 512,
    mostNodes: 16,
    cards: { count: 8, ...V100 },
  },
  {
    id: "modelarts.kat1.8xlarge",
    type: "Ascend",
    cores: 192,
    memoryGi: 720,
    mostNodes: 4,
    cards: { count: 8, ...ASCEND_910 },
  },
  {
    id: "modelarts.kat1.xlarge",
    type: "Ascend",
    cores: 24,
    memoryGi: 96,
    mostNodes: 4,
    cards: { count: 1, ...ASCEND_910 },
  },
  { id: "modelarts.vm.cpu.free", type: "CPU", cores: 8, memoryGi: 32, mostNodes: 1, isFree: true },
  onePublicV100("modelarts.p3.large.public"),
  onePublicV100("modelarts.p3.large.public.free", true),
];

export function flavorById(id: string | undefined): Flavor | undefined {
  return FLAVORS.find((flavor) => flavor.id === id);
}

/** Cards that a job gets on each machine of a dedicated pool. */
export const POOL_FLAVORS: ReadonlyMap<string, number> = new Map([
  ["modelarts.pool.visual.xlarge", 1],
  ["modelarts.pool.visual.2xlarge", 2],
  ["modelarts.pool.visual.4xlarge", 4],
  ["modelarts.pool.visual.8xlarge", 8],
  ["modelarts.pool.visual.16xlarge", 16],
]);

/** GET /training-job-flavors. */
export function trainingFlavors(query: URLSearchParams): object {
  const type = wordIn(query, { name: "flavor_type", words: ["CPU", "GPU", "Ascend"] });
  const flavors = FLAVORS.filter((flavor) => type === undefined || flavor.type === type);
  return { total_count: flavors.length, flavors: flavors.map(flavorOf) };
}

export function flavorName({ type, cores, cards }: Flavor): string {
  return `Computing ${type}(${cards ? `${cards.count}*${cards.product}` : `${cores}U`}) instance`;
}

function flavorOf(flavor: Flavor): object {
  return {
    flavor_id: flavor.id,
    flavor_name: flavorName(flavor),
    ...flavorDetail(flavor),
    // Empty: available to everybody.
    support_groups: [],
    attributes: { data_format: "available", is_free: String(flavor.isFree ?? false) },
  };
}

/** What the catalogue and a job's `spec.resource.flavor_detail` have in common. */
export function flavorDetail({ id, type, cores, memoryGi, mostNodes, cards }: Flavor): object {
  return {
    flavor_type: type,
    billing: { code: id, unit_num: 1 },
    flavor_info: {
      max_num: mostNodes,
      cpu: { arch: type === "Ascend" ? "arm64" : "x86", core_num: cores },
      ...(type === "GPU" &&
        cards && { gpu: { unit_num: cards.count, product_name: cards.product, memory: cards.memory } }),
      // Text here, a number for GPUs.
      ...(type === "Ascend" &&
        cards && { npu: { unit_num: String(cards.count), product_name: cards.product, memory: cards.memory } }),
      memory: { size: memoryGi, unit: "GB" },
      disk: { size: 500, unit: "GB" },
    },
  };
}

export const ENGINES: readonly (readonly [name: string, version: string])[] = [
  ["PyTorch", "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64"],
  ["TensorFlow", "tensorflow_2.1.0-cuda_10.1-py_3.7-ubuntu_18.04-x86_64"],
  ["MPI", "mindspore_1.3.0-cuda_10.1-py_3.7-ubuntu_1804-x86_64-20211104202338-2258e9a"],
  ["Ascend-Powered-Engine", "mindspore_1.7.0-cann_5.1.0-py_3.7-euler_2.8.3-aarch64"],
];

/** GET /training-job-engines. */
export function trainingEngines(): object {
  const items = ENGINES.map(([engine_name, version]) => ({
    engine_id: version,
    engine_name,
    engine_version: version,
    v1_compatible: false,
    run_user: "1102",
    image_info: {
      cpu_image_url: `aip/${version}:train`,
      gpu_image_url: `aip/${version}:train`,
      image_version: "train",
    },
  }));
  return { total: items.length, items };
}

const WORKSPACES = [
  { id: "0", name: "default", auth_type: "PUBLIC" },
  { id: "2f0c7b1e9d3a4c58a6e1f4b20d97c835", name: "research", auth_type: "INTERNAL" },
].map((workspace) => ({
  ...workspace,
  description: "",
  owner: "emulator",
  create_time: 1_767_225_600_000,
  update_time: 1_767_225_600_000,
  enterprise_project_id: "0",
  enterprise_project_name: "default",
  status: "NORMAL",
  status_info: "",
}));

const offset: Count = { name: "offset", least: 0, most: 1_000_000, otherwise: 0 };
const limit: Count = { name: "limit", least: 1, most: 1_000, otherwise: 1_000 };

/** GET /v1/{project_id}/workspaces. */
export function listWorkspaces(query: URLSearchParams): object {
  const sortBy = wordIn(query, { name: "sort_by", words: ["name", "update_time", "status"] }) ?? "name";
  const isAscending = wordIn(query, { name: "order", words: ["asc", "desc"] }) === "asc";
  const project = query.get("enterprise_project_id");
  const named = WORKSPACES.filter(
    (workspace) =>
      workspace.name.includes(query.get("name") ?? "") && (!project || workspace.enterprise_project_id === project),
  );
  const sorted = [...named].sort((left, right) => String(left[sortBy]).localeCompare(String(right[sortBy])));
  const ordered = isAscending ? sorted : sorted.reverse();
  const size = countIn(query, limit);
  const start = countIn(query, offset) * size;
  const workspaces = ordered.slice(start, start + size);
  return { total_count: named.length, count: workspaces.length, workspaces };
}

/** GET /v1/{project_id}/resourceflavors: machines for pools. Every quantity is text. */
export function resourceFlavors(query: URLSearchParams): object {
  const { page, metadata } = pageOf(Object.values(NODE_FLAVORS), query);
  return { kind: "ResourceFlavorList", apiVersion: "v1", metadata, items: page.map(nodeFlavorOf) };
}

function nodeFlavorOf({ id, type, arch, cores, memoryGi, cards, zones }: NodeFlavor): object {
  const accelerator = cards && {
    type: cards.product,
    size: String(cards.count),
    memory: `${cards.memoryGi}Gi`,
  };
  return {
    kind: "ResourceFlavor",
    apiVersion: "v1",
    metadata: { name: id, labels: { "os.modelarts/scope": "Train.Infer.Notebook" } },
    spec: {
      type,
      cpuArch: arch,
      cpu: String(cores),
      memory: `${memoryGi}Gi`,
      ...(type === "GPU" && { gpu: accelerator }),
      ...(type === "Ascend" && { npu: accelerator }),
      billingModes: [0, 1],
      billingCode: id,
      jobFlavors: [],
    },
    status: { phase: zones },
  };
}
