// Machines, images and projects: made up, and the same in every run.

const uuid = (n: string) => `0a1b2c3d-0000-4000-8000-${n.padStart(12, "0")}`;

/** Cards as the platform describes them. Source: `gpu_info` of a job's detail. */
interface Cards {
  readonly brand: string;
  readonly brand_name: string;
  readonly gpu_memory_size_gb: number;
  readonly gpu_product_simple: string;
  readonly gpu_type: string;
  readonly gpu_type_display: string;
  /** What a card costs per hour, as text. */
  readonly price: string;
}

const H100: Cards = {
  brand: "NVIDIA",
  brand_name: "NVIDIA",
  gpu_memory_size_gb: 80,
  gpu_product_simple: "H100",
  gpu_type: "NVIDIA_H100_SXM_80G",
  gpu_type_display: "NVIDIA H100 (80G)",
  price: "5.25",
};
const RTX_4090: Cards = {
  brand: "NVIDIA",
  brand_name: "NVIDIA",
  gpu_memory_size_gb: 24,
  gpu_product_simple: "4090",
  gpu_type: "NVIDIA_GeForce_RTX_4090_24G",
  gpu_type_display: "NVIDIA RTX 4090 (24G)",
  price: "1.5",
};

export const PROCESSORS = { brand: "Intel", cpu_product_simple: "Xeon", cpu_type: "Intel_Xeon_demo" } as const;

/** A kind of machine that a job can have. */
export interface Spec {
  readonly id: string;
  readonly gpus: number;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly cards: Cards;
  readonly pointsPerHour: number;
}

const spec = (n: string, gpus: number, cards: Cards): Spec => ({
  id: uuid(n),
  gpus,
  cores: gpus * 20,
  memoryGiB: gpus * 225,
  cards,
  pointsPerHour: gpus * Number(cards.price),
});

export const WORKSPACE = { id: `ws-${uuid("1")}`, name: "research" } as const;
export const PROJECT = { id: `project-${uuid("2")}`, name: "demo project", en_name: "demo-project" } as const;
export const USER = { id: "user-00000000-0000-4000-8000-000000000014", name: "emulator" } as const;

/** A logic compute group of whole machines with eight cards each. */
export interface Group {
  readonly id: string;
  readonly name: string;
  readonly physicalId: string;
  readonly machines: readonly string[];
  readonly specs: readonly Spec[];
}

export const CARDS_A_MACHINE = 8;

const group = (n: string, members: Pick<Group, "name" | "machines" | "specs">): Group => ({
  id: `lcg-${uuid(n)}`,
  physicalId: `cg-${uuid("5")}`,
  ...members,
});

export const GROUPS: readonly Group[] = [
  group("3", {
    name: "training-h100",
    machines: ["h100-1", "h100-2", "h100-3", "h100-4"],
    specs: [spec("4", 8, H100)],
  }),
  group("13", {
    name: "debug-4090",
    machines: ["4090-1"],
    specs: [spec("14", 1, RTX_4090), spec("15", 8, RTX_4090)],
  }),
  group("23", { name: "twin", machines: ["twin-1"], specs: [spec("25", 8, H100)] }),
  group("24", { name: "twin", machines: ["twin-2"], specs: [spec("26", 8, H100)] }),
];

export const IMAGES = [
  {
    image_id: `image-${uuid("6")}`,
    address: "registry.example.invalid/base/pytorch:2.4",
    name: "pytorch",
    framework: "pytorch",
    version: "2.4",
    source: "SOURCE_PUBLIC",
    visibility: "VISIBILITY_PUBLIC",
    status: "READY",
    description: "",
    created_at: "1750000000000",
  },
  {
    image_id: `image-${uuid("16")}`,
    address: "registry.example.invalid/team/llm-train:1.0",
    name: "llm-train",
    framework: "pytorch",
    version: "1.0",
    source: "SOURCE_PRIVATE",
    visibility: "VISIBILITY_PRIVATE",
    status: "SUCCESS",
    description: "",
    created_at: "1750000000000",
  },
] as const;

/** The specification of the worked example, whose group is not in the catalogue: a whole machine. */
const EXAMPLE: Spec = { ...spec("4", CARDS_A_MACHINE, H100), id: "00000000-0000-4000-8000-0000000000f1" };

const SPECS: readonly Spec[] = [...GROUPS.flatMap(({ specs }) => specs), EXAMPLE];

/** A specification of any group. */
export function specById(id: string | undefined): Spec | undefined {
  return SPECS.find((each) => each.id === id);
}

/** The specification with this id. A job that was accepted names one of the catalogue. */
export function specOf(id: string | undefined): Spec {
  const known = specById(id);
  if (!known) throw new RangeError(`specification ${id} is not in the catalogue`);
  return known;
}

/** Prices per hour, in points. Only cards cost anything: whether the other prices are for one unit or for all is unknown. */
export function pricesOf({ gpus, pointsPerHour }: Spec) {
  return {
    cpu_price: 0,
    gpu_price: pointsPerHour / gpus,
    memory_price: 0,
    total_price_per_hour: pointsPerHour,
  };
}

export function groupOf(id: string): Group | undefined {
  return GROUPS.find((each) => each.id === id);
}
