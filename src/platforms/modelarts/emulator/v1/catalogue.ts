import type { Ledger } from "../../../../emulator/world";
import { FLAVORS } from "../catalogue";
import type { Answer } from "../gate";
import { countIn, wordIn, type Count } from "../refusal";
import { ENGINES } from "./engines";
import type { TrainingV1 } from "./job";
import { SPECS } from "./specs";

// Clusters, specifications and engines of v1, made up except for the spelling.

/** The one code that v1 has for a bad argument. */
export const BAD_ARGUMENT = "ModelArts.0104";

interface Cluster {
  readonly id: string;
  readonly name: string;
  readonly status: "running" | "abnormal";
  readonly flavor: string;
  readonly nodes: number;
}

const CLUSTERS: readonly Cluster[] = [
  { id: "pool5f2a9c31", name: "shared-v100", status: "running", flavor: "modelarts.vm.gpu.8v100", nodes: 4 },
  { id: "pool8c01d7e4", name: "shared-cpu", status: "running", flavor: "modelarts.vm.cpu.8u", nodes: 2 },
  { id: "pool1b6e0f92", name: "old", status: "abnormal", flavor: "modelarts.vm.gpu.p100", nodes: 1 },
];
const CLUSTERS_SINCE_MS = 1_767_225_600_000;

const page: Count = { name: "offset", least: 0, most: 1_000_000, otherwise: 0 };
const perPage: Count = { name: "limit", least: 1, most: 1_000, otherwise: 1_000 };

/** GET /clusters, in a shape without `is_success`. What live jobs of v1 hold is not allocatable. */
export function listClusters(query: URLSearchParams, jobs: Ledger<TrainingV1>): Answer {
  const status = wordIn(
    query,
    { name: "status", words: ["deploying", "running", "concerning", "abnormal"] },
    BAD_ARGUMENT,
  );
  const sortBy = wordIn(query, { name: "sort_by", words: ["created_at", "cluster_name"] }, BAD_ARGUMENT);
  const isAscending = wordIn(query, { name: "order", words: ["asc", "desc"] }, BAD_ARGUMENT) === "asc";
  const wanted = CLUSTERS.filter(
    (cluster) =>
      cluster.name.includes(query.get("cluster_name") ?? "") && (status === undefined || cluster.status === status),
  );
  const sorted =
    sortBy === "cluster_name" ? [...wanted].sort((left, right) => left.name.localeCompare(right.name)) : wanted;
  const ordered = isAscending ? sorted : [...sorted].reverse();
  const size = countIn(query, perPage, BAD_ARGUMENT);
  const start = countIn(query, page, BAD_ARGUMENT) * size;
  const clusters = ordered.slice(start, start + size).map((cluster) => clusterOf(cluster, jobs));
  return [200, { total_count: wanted.length, count: clusters.length, clusters }];
}

function clusterOf({ id, name, status, flavor, nodes }: Cluster, jobs: Ledger<TrainingV1>): object {
  const held = jobs
    .known()
    .filter((job) => job.facts.config.pool_id === id && jobs.isLive(job))
    .reduce((sum, job) => sum + job.facts.config.worker_server_num, 0);
  const available = status === "running" ? Math.max(0, nodes - held) : 0;
  const { cores = 0, memoryGi = 0, cards } = FLAVORS.find((each) => each.id === flavor) ?? {};
  return {
    cluster_id: id,
    cluster_name: name,
    description: "",
    tenant: "emulator",
    project: "emulator",
    owner: "emulator",
    created_at: CLUSTERS_SINCE_MS,
    status,
    nodes: { specification: flavor, count: nodes, available_count: available },
    allocatable_cpu_cores: cores * available,
    allocatable_memory: memoryGi * available,
    allocatable_gpus: (cards?.count ?? 0) * available,
  };
}

/** GET /job/resource-specs. Core and memory are text. */
export function resourceSpecs(query: URLSearchParams): object {
  wordIn(query, { name: "job_type", words: ["train", "inference"] }, BAD_ARGUMENT);
  wordIn(query, { name: "project_type", words: ["0", "1", "2", "3"] }, BAD_ARGUMENT);
  const specs = SPECS.map(({ specId, id, cores, memoryGi, mostNodes, cards }) => ({
    spec_id: specId,
    core: String(cores),
    cpu: String(memoryGi),
    gpu_num: cards?.count ?? 0,
    gpu_type: cards?.product ?? "",
    spec_code: id,
    max_num: mostNodes,
    unit_num: 1,
    storage: "",
    interface_type: 1,
    no_resource: id === "modelarts.vm.gpu.p100",
  }));
  return { spec_total_count: specs.length, specs };
}

/** GET /job/ai-engines. */
export function aiEngines(query: URLSearchParams): object {
  wordIn(query, { name: "job_type", words: ["train", "inference"] }, BAD_ARGUMENT);
  return { engines: ENGINES };
}

const ALGORITHMS = [
  { id: 4, name: "ResNet_v1_50", usage: 1, format: "shape: [H, W, C>=1]; type: int8" },
  { id: 7, name: "Faster_RCNN_ResNet_v1_50", usage: 2, format: "shape: [H, W, C==3]; type: int8" },
];
const algorithmPage: Count = { name: "page", least: 1, most: 65_535, otherwise: 1 };
const algorithmsPerPage: Count = { name: "per_page", least: 1, most: 100, otherwise: 10 };

/** GET /built-in-algorithms. Parameters are JSON as text. */
export function builtInAlgorithms(query: URLSearchParams): object {
  const size = countIn(query, algorithmsPerPage, BAD_ARGUMENT);
  const start = (countIn(query, algorithmPage, BAD_ARGUMENT) - 1) * size;
  const wanted = ALGORITHMS.filter(({ name }) => name.includes(query.get("search_content") ?? ""));
  const models = wanted.slice(start, start + size).map(({ id, name, usage, format }) => ({
    model_id: id,
    model_name: name,
    model_usage: usage,
    model_precision: "75.55%(top1), 92.6%(top5)",
    model_size: 102_503_801,
    model_train_dataset: "ImageNet, 1,200,000 images",
    model_dataset_format: format,
    model_description_url: "",
    parameter: JSON.stringify([{ label: "batch_size", value: "4", required: true }]),
    create_time: CLUSTERS_SINCE_MS,
    ...ENGINES[0],
  }));
  return { model_total_count: wanted.length, models };
}
