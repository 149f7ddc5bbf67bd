import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { qizhiConsole } from "../console/client";
import { nodeOf } from "../groups/node";
import { qizhiClient } from "../jobs/client";
import type { QizhiNode } from "./answers";
import type { Args } from "./args";
import { catalogueLookups } from "./catalogue";
import { groupLookups } from "./groups";
import { jobLookups } from "./jobs";
import { traceLookups } from "./traces";

/**
 * The look-ups of one account; names and arguments as in `args.ts`. Those that only the console answers throw
 * PlatformError `auth` without a console session.
 */
export function qizhiLookups(where: Where, io: Io) {
  const client = qizhiClient(where, io);
  const consoleApi = qizhiConsole(where, io);
  return {
    async getNodes({ resourcePool }: Args<"getNodes">): Promise<readonly QizhiNode[]> {
      return (await client.nodes(resourcePool)).map(nodeOf);
    },
    ...groupLookups(consoleApi),
    ...catalogueLookups(consoleApi),
    ...jobLookups(where, client, consoleApi),
    ...traceLookups(where, client, consoleApi),
  };
}
