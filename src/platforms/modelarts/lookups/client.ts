import type { Io } from "../../../net/io";
import { continued } from "../groups/client";
import type { ModelartsWhere } from "../place";
import { callerOf } from "../transport";
import * as wire from "./wire";

/** Documented: the longest page of node flavors and of workspaces. */
const LONGEST_PAGE = "500";
const MOST_WORKSPACES = "1000";

/** The actions that list what there is to choose from, one function each. All throw PlatformError. */
export function modelartsCatalogue(where: ModelartsWhere, io: Io) {
  const v2 = callerOf({ version: "v2" }, where, io);
  // Two of them have stayed at v1.
  const v1 = callerOf({ version: "v1" }, where, io);
  const lane = "lookup";
  const method = "GET";

  return {
    async listFlavors(type: string | undefined): Promise<readonly wire.Flavor[]> {
      const name = "ShowTrainingJobFlavors";
      const query = { ...(type && { flavor_type: type }) };
      const path = "/training-job-flavors";
      return (await v2.call({ lane, name, method, path, query, answer: wire.flavorsReply })).flavors ?? [];
    },

    async listEngines(): Promise<readonly wire.Engine[]> {
      const path = "/training-job-engines";
      return (
        (await v2.call({ lane, name: "ShowTrainingJobEngines", method, path, answer: wire.enginesReply })).items ?? []
      );
    },

    async listWorkspaces(): Promise<readonly wire.Workspace[]> {
      const path = "/workspaces";
      const query = { limit: MOST_WORKSPACES };
      const answer = wire.workspacesReply;
      return (await v1.call({ lane, name: "ListWorkspace", method, path, query, answer })).workspaces ?? [];
    },

    listNodeFlavors(): Promise<wire.NodeFlavor[]> {
      const name = "ListResourceFlavors";
      const path = "/resourceflavors";
      const answer = wire.nodeFlavorsReply;
      return continued((from) =>
        v1.call({ lane, name, method, path, query: { limit: LONGEST_PAGE, ...from }, answer }),
      );
    },
  };
}
