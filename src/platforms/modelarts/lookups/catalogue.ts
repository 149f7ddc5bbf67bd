import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import type { WorkspaceInfo } from "../../kit/answers";
import { modelartsCatalogue } from "./client";
import type { Args } from "./args";
import type { ModelartsWhere } from "../place";
import { time } from "../jobs/record";
import { told } from "../told";
import type { Engine, Flavor, NodeFlavor, Workspace } from "./wire";

/** One kind of machine of the public pool. Members that the platform does not tell are absent. */
export interface FlavorInfo {
  /** What a job's `resource.flavorId` takes. */
  readonly flavorId: string;
  /** The vendor's words for it. */
  readonly name?: string;
  /** `CPU`, `GPU` or `Ascend`. */
  readonly type?: string;
  /** Most machines of one job; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** GiB of disk of a machine. */
  readonly diskGiB?: number;
  /** Cards of a machine; absent from machines without cards, as are the next two. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-V100`, `ascend-snt9`. */
  readonly gpuType?: string;
  /** Memory of each card, in the vendor's words: `32GB`. */
  readonly gpuMemory?: string;
  /** What the billing service calls it. ModelArts itself tells no price. */
  readonly billingCode?: string;
  /** How many units of that code it costs; what a unit costs is the billing service's to tell. */
  readonly billingUnits?: number;
}

/** One preset engine. Members that the platform does not tell are absent. */
export interface EngineInfo {
  /** What a job's `algorithm.engine.engineId` takes. */
  readonly engineId: string;
  /** What `engineName` takes. */
  readonly name?: string;
  /** What `engineVersion` takes. */
  readonly version?: string;
  /** Whether it runs code as v1 did. */
  readonly isV1Compatible?: boolean;
  /** User id that the code runs as. */
  readonly runUser?: string;
  /** Image for machines without cards. */
  readonly cpuImage?: string;
  /** Image for machines with cards. */
  readonly gpuImage?: string;
}

/** One workspace; `0` is the default one. Members that the platform does not tell are absent. */
export interface EnterpriseWorkspaceInfo extends WorkspaceInfo {
  /** The vendor's words about the status. */
  readonly statusReason?: string;
  /** Who may use it: `public`, `private` or `internal`. */
  readonly access?: string;
  /** Enterprise project that it belongs to. */
  readonly enterpriseProjectId?: string;
}

/** One kind of machine that a dedicated pool can be made of. Members that the platform does not tell are absent. */
export interface NodeFlavorInfo {
  /** Kind of machine, as `getResourceGroup` names it too. */
  readonly flavorId: string;
  /** The vendor's word: `CPU`, `GPU`, `Ascend`. */
  readonly type?: string;
  /** Kinds of work that it is for: `Train`, `Infer`, `Notebook`; empty where the platform tells none. */
  readonly scopes: readonly string[];
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; absent from machines without cards. */
  readonly gpus?: number;
  /** The vendor's word for them: `NVIDIA-A100`. */
  readonly gpuType?: string;
  /** What the billing service calls it. ModelArts itself tells no price. */
  readonly billingCode?: string;
  /** Whether there are any left, zone by zone; empty where the platform does not tell. */
  readonly stock: readonly {
    /** Availability zone. */
    readonly zone: string;
    /** Whether it is sold out; false also where the platform does not tell. */
    readonly isSoldOut: boolean;
  }[];
}

export function catalogueLookups(where: ModelartsWhere, io: Io) {
  const client = modelartsCatalogue(where, io);
  return {
    async getFlavors({ flavorType }: Args<"getFlavors">): Promise<readonly FlavorInfo[]> {
      return (await client.listFlavors(flavorType)).map(flavorOf);
    },
    async getEngines(_: Args<"getEngines">): Promise<readonly EngineInfo[]> {
      return (await client.listEngines()).map(engineOf);
    },
    async getWorkspaces(_: Args<"getWorkspaces">): Promise<readonly EnterpriseWorkspaceInfo[]> {
      return (await client.listWorkspaces()).map(workspaceOf);
    },
    async getNodeFlavors(_: Args<"getNodeFlavors">): Promise<readonly NodeFlavorInfo[]> {
      return (await client.listNodeFlavors()).map(nodeFlavorOf);
    },
  };
}

function flavorOf({ flavor_id, flavor_name, flavor_type, max_num, billing, flavor_info }: Flavor): FlavorInfo {
  const { cpu, gpu, npu, memory, disk, max_num: mostOfKind } = flavor_info ?? {};
  const cards = gpu ?? npu;
  return {
    flavorId: printable(flavor_id, 200),
    ...told({
      name: flavor_name,
      type: flavor_type,
      // Documented outside, seen inside.
      maxNodes: max_num ?? mostOfKind,
      cores: cpu?.core_num,
      memoryGiB: memory?.size,
      diskGiB: disk?.size,
      ...cardsOf(cards?.unit_num, cards?.product_name, cards?.memory),
      billingCode: billing?.code,
      billingUnits: billing?.unit_num,
    }),
  };
}

type Nullish<T> = T | null | undefined;

/** Nothing of a machine without cards. */
function cardsOf(gpus: Nullish<number>, gpuType: Nullish<string>, gpuMemory?: Nullish<string>) {
  return gpus ? { gpus, gpuType, gpuMemory } : {};
}

function engineOf(engine: Engine): EngineInfo {
  const { engine_id, engine_name, engine_version, v1_compatible, run_user, image_info } = engine;
  return {
    engineId: printable(engine_id, 200),
    ...told({
      name: engine_name,
      version: engine_version,
      isV1Compatible: v1_compatible,
      runUser: run_user,
      cpuImage: image_info?.cpu_image_url,
      gpuImage: image_info?.gpu_image_url,
    }),
  };
}

function workspaceOf(workspace: Workspace): EnterpriseWorkspaceInfo {
  const { id, name, description, status, status_info, auth_type, enterprise_project_id, create_time } = workspace;
  return {
    workspaceId: printable(id, 80),
    ...told({
      name,
      description,
      platformStatus: status,
      statusReason: status_info,
      // Upper case in the documents, lower case in their examples.
      access: auth_type?.toLowerCase(),
      enterpriseProjectId: enterprise_project_id,
    }),
    ...time("createdAt", create_time),
  };
}

function nodeFlavorOf({ metadata, spec, status }: NodeFlavor): NodeFlavorInfo {
  const { type, cpu, memory, gpu, npu, billingCode } = spec ?? {};
  const chips = gpu ?? npu;
  const scopes = metadata.labels?.["os.modelarts/scope"] ?? "";
  return {
    flavorId: printable(metadata.name, 200),
    scopes: scopes
      .split(".")
      .filter(Boolean)
      .map((scope) => printable(scope, 80)),
    ...told({ type, cores: cpu, memoryGiB: memory, ...cardsOf(chips?.size, chips?.type), billingCode }),
    stock: Object.entries(status?.phase ?? {}).map(([zone, phase]) => ({
      zone: printable(zone, 80),
      isSoldOut: phase === "soldout",
    })),
  };
}
