// The dedicated pools, made up. Shapes: GET /v2/{project_id}/pools, GET /v1/{project_id}/resourceflavors.

/** A kind of machine that can be bought for a pool. */
export interface NodeFlavor {
  readonly id: string;
  readonly type: "CPU" | "GPU" | "Ascend";
  readonly arch: "x86" | "arm64";
  readonly cores: number;
  readonly memoryGi: number;
  /** Absent from machines without any. */
  readonly cards?: Cards;
  /** Stock by availability zone. */
  readonly zones: Readonly<Record<string, "normal" | "soldout">>;
}

/** Accelerators of one machine. The vendor spells them differently on each route. */
export interface Cards {
  readonly count: number;
  readonly product: string;
  readonly memoryGi: number;
  /** On nodes, on workloads, and in the runtime metrics. */
  readonly keys: { readonly node: string; readonly workload: string; readonly runtime: string };
}

export const NODE_FLAVORS = {
  a100: {
    id: "modelarts.bm.gpu.8a100",
    type: "GPU",
    arch: "x86",
    cores: 96,
    memoryGi: 768,
    cards: {
      count: 8,
      product: "NVIDIA-A100",
      memoryGi: 80,
      keys: { node: "nvidia.com/gpu", workload: "nvidia.com/gpu", runtime: "tnt004" },
    },
    zones: { "cn-north-4a": "normal", "cn-north-4b": "soldout" },
  },
  snt9: {
    id: "modelarts.bm.npu.arm.8snt9",
    type: "Ascend",
    arch: "arm64",
    cores: 192,
    memoryGi: 768,
    cards: {
      count: 8,
      product: "Ascend-snt9",
      memoryGi: 32,
      keys: {
        node: "huawei.com/ascend-snt9",
        workload: "huawei.com/ascend-1980",
        runtime: "huawei.com/ascend-snt9",
      },
    },
    zones: { "cn-north-4a": "soldout", "cn-north-4b": "soldout" },
  },
  cpu: {
    id: "modelarts.vm.cpu.16u64g",
    type: "CPU",
    arch: "x86",
    cores: 16,
    memoryGi: 64,
    zones: { "cn-north-4a": "normal", "cn-north-4b": "normal" },
  },
} as const satisfies Readonly<Record<string, NodeFlavor>>;

export type NodePhase = "Available" | "Abnormal";

/** A dedicated pool and its machines. */
export interface Pool {
  /** What jobs name it by; the vendor's `metadata.name`. */
  readonly id: string;
  /** What people call it; several may share a name. */
  readonly title: string;
  readonly phase: "Running" | "Abnormal";
  readonly scopes: readonly ("Train" | "Infer" | "Notebook")[];
  readonly flavor: NodeFlavor;
  readonly nodes: readonly NodePhase[];
}

const { a100, snt9, cpu } = NODE_FLAVORS;
const TRAIN = ["Train", "Notebook"] as const;

const RUNNING: readonly Pool[] = [
  {
    id: "pool-prod-a100-000000000000000000000000001",
    title: "prod-a100",
    phase: "Running",
    scopes: TRAIN,
    flavor: a100,
    nodes: ["Available", "Available"],
  },
  {
    id: "pool-ascend-0000000000000000000000000000002",
    title: "ascend",
    phase: "Running",
    scopes: TRAIN,
    flavor: snt9,
    nodes: ["Available", "Available", "Abnormal"],
  },
  {
    id: "pool-cpu-00000000000000000000000000000000003",
    title: "cpu-only",
    phase: "Running",
    scopes: TRAIN,
    flavor: cpu,
    nodes: ["Available", "Available"],
  },
  {
    id: "pool-infer-000000000000000000000000000000004",
    title: "infer-only",
    phase: "Running",
    scopes: ["Infer"],
    flavor: a100,
    nodes: ["Available"],
  },
];

const twin = (id: string): Pool => ({
  id,
  title: "twin",
  phase: "Running",
  scopes: TRAIN,
  flavor: a100,
  nodes: ["Available"],
});

export const POOLS: readonly Pool[] = [
  ...RUNNING,
  {
    id: "pool-broken-00000000000000000000000000000005",
    title: "broken",
    phase: "Abnormal",
    scopes: TRAIN,
    flavor: a100,
    nodes: ["Abnormal"],
  },
  twin("pool-twin-0000000000000000000000000000000006"),
  twin("pool-twin-0000000000000000000000000000000007"),
];

/** When all of them were created, RFC 3339. */
export const POOLS_SINCE = "2026-01-05T02:00:00Z";

/** One machine of a pool, by its place in it. */
export interface Machine {
  readonly name: string;
  readonly phase: NodePhase;
  readonly zone: string;
  readonly privateIp: string;
}

export function machinesOf({ id, nodes, flavor }: Pool): readonly Machine[] {
  const pool = Number(id.slice(-2));
  const [zone = ""] = Object.keys(flavor.zones);
  return nodes.map((phase, index) => ({
    name: `os-node-created-${id.slice(-1)}${String.fromCharCode(97 + index).repeat(4)}`,
    phase,
    zone,
    privateIp: `172.16.${pool}.${index + 10}`,
  }));
}
