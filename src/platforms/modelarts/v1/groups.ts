import type { GroupApi, GroupSnapshot } from "../../../jobs/groups";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import type { Cluster } from "../groups/wire";
import type { ModelartsWhere } from "../place";
import { told } from "../told";
import { modelartsCatalogueV1 } from "./catalogue";

/** Dedicated pools of v1 of one account, region and project, read only. There is a list and nothing else. */
export function modelartsV1Groups(where: ModelartsWhere, io: Io): GroupApi {
  const client = modelartsCatalogueV1(where, io);
  return {
    async find({ id, name }) {
      const clusters = await client.listClusters(id === undefined ? name : undefined);
      return clusters
        .filter(
          (each) => (id ?? each.cluster_id) === each.cluster_id && (name ?? each.cluster_name) === each.cluster_name,
        )
        .map(groupOf);
    },
  };
}

/** v1 shows no machines and no kinds of cards, and only those cards that it can still allocate. */
function groupOf({ cluster_id, cluster_name, status, nodes, allocatable_gpus }: Cluster): GroupSnapshot {
  const isRunning = status === "running";
  const free = allocatable_gpus ?? 0;
  return {
    groupId: cluster_id,
    ...told({ groupName: cluster_name, statusReason: isRunning ? undefined : `its status is ${status ?? "unknown"}` }),
    status: isRunning ? "ready" : "unusable",
    platformStatus: printable(status ?? "", 80),
    ...told({ nodesTotal: nodes?.count, nodesFree: nodes?.available_count }),
    gpus: free > 0 ? [{ type: "", free }] : [],
    nodes: [],
    isVerified: true,
  };
}
