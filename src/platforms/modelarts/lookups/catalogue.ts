import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { time } from "../jobs/record";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import type { EngineInfo, EnterpriseWorkspaceInfo, FlavorInfo, NodeFlavorInfo } from "./answers";
import type { Args } from "./args";
import { modelartsCatalogue } from "./client";
import type { Engine, Flavor, NodeFlavor, Workspace } from "./wire";

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
      // Documented outside `flavor_info`, seen inside.
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

/** Empty for a machine without cards. */
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
