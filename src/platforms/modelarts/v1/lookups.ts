import { PlatformError, printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { time } from "../jobs/record";
import type { Args } from "../lookups/args";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import type { AiEngineInfo, ClusterInfo, ResourceSpecInfo } from "./answers";
import { modelartsCatalogueV1 } from "./catalogue";

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

/** Says so where v1 was retired. @param instead the look-up of v2 for the same question */
async function unlessRetired<T>(work: Promise<T>, instead: string): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "unsupported") throw error;
    const words = `ModelArts no longer offers this call of v1 here (${error.words}); use training.modelarts.${instead}`;
    throw new PlatformError("unsupported", words, error.origin);
  }
}
