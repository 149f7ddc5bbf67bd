import type { Io } from "../../../net/io";
import { allPages } from "../../kit/pages";
import { clustersReply, type Cluster } from "../groups/wire";
import { aiEnginesReply, specsReply } from "../lookups/wire";
import type { ModelartsWhere } from "../place";
import { callerOf } from "../transport";

/** Documented: the longest page of clusters. */
const LONGEST_PAGE = 1_000;

/** What to select from a catalogue of v1. */
export interface CatalogueFilter {
  readonly jobType?: string | undefined;
  readonly engineId?: number | undefined;
}

/** The actions of v1 that list what there is to choose from, one function each. All throw PlatformError. */
export function modelartsCatalogueV1(where: ModelartsWhere, io: Io) {
  const { call } = callerOf({ version: "v1", platform: "modelarts-v1" }, where, io);
  const lane = "lookup";
  const method = "GET";

  return {
    /** Newest first, each once. `offset` counts pages. @param name all or a part of it */
    listClusters(name?: string): Promise<readonly Cluster[]> {
      const answer = clustersReply;
      return allPages({
        size: LONGEST_PAGE,
        idOf: ({ cluster_id }) => cluster_id,
        async read({ page }) {
          const query = { ...(name && { cluster_name: name }), offset: String(page), limit: String(LONGEST_PAGE) };
          return {
            rows: (await call({ lane, name: "ListClustersV1", method, path: "/clusters", query, answer })).clusters,
          };
        },
      });
    },

    async listResourceSpecs({ jobType, engineId }: CatalogueFilter) {
      const path = "/job/resource-specs";
      const query = {
        ...(jobType && { job_type: jobType }),
        ...(engineId !== undefined && { engine_id: String(engineId) }),
      };
      return (await call({ lane, name: "ListResourceSpecsV1", method, path, query, answer: specsReply })).specs ?? [];
    },

    async listAiEngines({ jobType }: CatalogueFilter) {
      const path = "/job/ai-engines";
      const query = { ...(jobType && { job_type: jobType }) };
      return (await call({ lane, name: "ListAiEnginesV1", method, path, query, answer: aiEnginesReply })).engines ?? [];
    },
  };
}
