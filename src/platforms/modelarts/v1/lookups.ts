import { PlatformError, printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { type Amount, type GroupInfo, present } from "../../kit/answers";
import type { Args } from "../lookups/args";
import { modelartsCatalogueV1 } from "./catalogue";

import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";

/** A dedicated pool of v1. Members that the platform does not tell are absent. */
export interface ClusterInfo extends GroupInfo {
  /** What people wrote about it. */
  readonly description?: string;
  /** Kind of its machines, in the vendor's words. */
  readonly flavorId?: string;
  /** Cores; `free` is what it can still give. */
  readonly cores: Amount;
  /** GiB of memory; `free` is what it can still give. */
  readonly memoryGiB: Amount;
  /** Cards that it can still give, parts of a card as fractions. How many it has, v1 does not tell. */
  readonly gpusFree?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** One kind of machine of v1. Members that the platform does not tell are absent. */
export interface ResourceSpecInfo {
  /** What a job's `specId` takes, as text; elsewhere the same machine may have another number. */
  readonly specId: string;
  /** The vendor's word for the machine, the same everywhere: `modelarts.vm.cpu.8u`. */
  readonly specCode?: string;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; 0 or absent without cards. */
  readonly gpus?: number;
  /** The vendor's word for its cards; absent without cards. */
  readonly gpuType?: string;
  /** Most machines of one job; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** How many of the billing service's units it costs. ModelArts itself tells no price. */
  readonly billingUnits?: number;
  /** Whether it is sold out; false also where the platform does not tell. */
  readonly isSoldOut: boolean;
}

/** One preset engine of v1. Members that the platform does not tell are absent. */
export interface AiEngineInfo {
  /** What a job's `engineId` takes, as text. */
  readonly engineId: string;
  /** Number of the framework. */
  readonly type?: number;
  /** The vendor's word for the framework: `PyTorch`. */
  readonly name?: string;
  /** The vendor's words for its version: `PyTorch-1.4.0-python3.6`. */
  readonly version?: string;
}

export function v1Lookups(where: ModelartsWhere, io: Io) {
  const client = modelartsCatalogueV1(where, io);
  return {
    async getClusters(_: Args<"getClusters">): Promise<readonly ClusterInfo[]> {
      const clusters = await unlessRetired(client.listClusters(), "getResourceGroups");
      return clusters.map((cluster) => ({
        groupId: printable(cluster.cluster_id, 80),
        status: cluster.status === "running" ? "ready" : "unusable",
        ...told({
          groupName: cluster.cluster_name,
          platformStatus: cluster.status,
          description: cluster.description,
          flavorId: cluster.nodes?.specification,
          nodesTotal: cluster.nodes?.count,
          nodesFree: cluster.nodes?.available_count,
          gpusFree: cluster.allocatable_gpus,
        }),
        cores: present({ free: cluster.allocatable_cpu_cores }),
        memoryGiB: present({ free: cluster.allocatable_memory }),
        gpus: [],
        ...time("createdAt", cluster.created_at),
      }));
    },
    async getResourceSpecs(filter: Args<"getResourceSpecs">): Promise<readonly ResourceSpecInfo[]> {
      const specs = await unlessRetired(client.listResourceSpecs(filter), "getFlavors");
      return specs.map((spec) => ({
        specId: printable(spec.spec_id, 80),
        ...told({
          specCode: spec.spec_code,
          cores: spec.core,
          // The vendor's name for memory.
          memoryGiB: spec.cpu,
          gpus: spec.gpu_num,
          gpuType: spec.gpu_type,
          maxNodes: spec.max_num,
          billingUnits: spec.unit_num,
        }),
        isSoldOut: spec.no_resource ?? false,
      }));
    },
    async getAiEngines(filter: Args<"getAiEngines">): Promise<readonly AiEngineInfo[]> {
      const engines = await unlessRetired(client.listAiEngines(filter), "getEngines");
      return engines.map(({ engine_id, engine_type, engine_name, engine_version }) => ({
        engineId: printable(engine_id, 80),
        ...told({ type: engine_type, name: engine_name, version: engine_version }),
      }));
    },
  };
}

/** Where v1 was retired, says so. @param instead the look-up of v2 for the same question */
async function unlessRetired<T>(work: Promise<T>, instead: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "unsupported") throw error;
    const words = `ModelArts offers this of v1 no longer here (${error.words}); use training.modelarts.${instead}`;
    throw new PlatformError("unsupported", words, error.origin);
  }
}
