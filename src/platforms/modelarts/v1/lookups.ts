import { PlatformError, printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import type { Args } from "../lookups/args";
import { modelartsCatalogueV1 } from "./catalogue";

import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";

/** A dedicated pool of v1. Members that the platform leaves empty are absent. */
export interface ClusterAnswer {
  /** What a job's `poolId` takes in v1. */
  readonly clusterId: string;
  /** The name that people gave it. */
  readonly name?: string;
  /** What people wrote about it. */
  readonly description?: string;
  /** The vendor's word: `deploying`, `running`, `concerning`, `abnormal`. */
  readonly status: string;
  /** Kind of its machines, in the vendor's words. */
  readonly flavorId?: string;
  /** How many machines it has. */
  readonly nodesTotal?: number;
  /** How many of them are free, as the vendor counts them. */
  readonly nodesFree?: number;
  /** Cores that it can still give. */
  readonly freeCores?: number;
  /** GiB of memory that it can still give. */
  readonly freeMemoryGiB?: number;
  /** Cards that it can still give, parts of a card as fractions. */
  readonly freeCards?: number;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
}

/** One kind of machine of v1. Members that the platform leaves empty are absent. */
export interface ResourceSpecAnswer {
  /** What a job's `specId` takes, as text; elsewhere the same machine may have another number. */
  readonly specId: string;
  /** The vendor's word for the machine, the same everywhere: `modelarts.vm.cpu.8u`. */
  readonly specCode?: string;
  /** Cores of a machine. */
  readonly cores?: number;
  /** GiB of memory of a machine. */
  readonly memoryGiB?: number;
  /** Cards of a machine; 0 or absent without cards. */
  readonly cards?: number;
  /** The vendor's word for its cards; absent without cards. */
  readonly cardType?: string;
  /** Most machines of one job; 1 where a job cannot be distributed. */
  readonly maxNodes?: number;
  /** How many of the billing service's units it costs. ModelArts itself tells no price. */
  readonly billingUnits?: number;
  /** Whether it is sold out; false also where the platform does not tell. */
  readonly isSoldOut: boolean;
}

/** One preset engine of v1. Members that the platform leaves empty are absent. */
export interface AiEngineAnswer {
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
    async getClusters(_: Args<"getClusters">): Promise<readonly ClusterAnswer[]> {
      const clusters = await unlessRetired(client.listClusters(), "getPools");
      return clusters.map((cluster) => ({
        clusterId: printable(cluster.cluster_id, 80),
        status: printable(cluster.status ?? "", 80),
        ...told({
          name: cluster.cluster_name,
          description: cluster.description,
          flavorId: cluster.nodes?.specification,
          nodesTotal: cluster.nodes?.count,
          nodesFree: cluster.nodes?.available_count,
          freeCores: cluster.allocatable_cpu_cores,
          freeMemoryGiB: cluster.allocatable_memory,
          freeCards: cluster.allocatable_gpus,
        }),
        ...time("createdAt", cluster.created_at),
      }));
    },
    async getResourceSpecs(filter: Args<"getResourceSpecs">): Promise<readonly ResourceSpecAnswer[]> {
      const specs = await unlessRetired(client.listResourceSpecs(filter), "getFlavors");
      return specs.map((spec) => ({
        specId: printable(spec.spec_id, 80),
        ...told({
          specCode: spec.spec_code,
          cores: spec.core,
          // The vendor's name for memory.
          memoryGiB: spec.cpu,
          cards: spec.gpu_num,
          cardType: spec.gpu_type,
          maxNodes: spec.max_num,
          billingUnits: spec.unit_num,
        }),
        isSoldOut: spec.no_resource ?? false,
      }));
    },
    async getAiEngines(filter: Args<"getAiEngines">): Promise<readonly AiEngineAnswer[]> {
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
