import type { Holder, JobApi } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { qizhiConsole } from "../console/client";
import { claimOf } from "./claim";
import { isSettled, MOVING, snapshotOf } from "./record";
import type { QizhiJobSpec } from "./schema";

/**
 * Jobs of one workspace by what their names claim, as the console lists them. Of whoever's account: the person whose session it
 * is need not be the one who submits.
 */
export function jobSearch(
  workspaceId: string,
  where: Where,
  io: Io,
): Required<Pick<JobApi<QizhiJobSpec>, "find" | "findsOneByOne" | "moving">> {
  const consoleApi = qizhiConsole(where, io);

  async function holdersOf(name: string): Promise<Holder[]> {
    const jobs = await consoleApi.everyJob({ workspace_id: workspaceId, keyword: name });
    // Parts of names may be found, too.
    return jobs.flatMap((job) => {
      const { jobId: id, status, createdAt, claim } = snapshotOf(job, where);
      return claim && job.name === name
        ? { ...claim, id, isSettled: isSettled(status), ...(createdAt && { createdAt }) }
        : [];
    });
  }

  return {
    findsOneByOne: true,
    async find(names) {
      // Whoever has a name without a claim is nobody's: Qizhi takes a name twice.
      const claimed = [...new Set(names)].filter((name) => claimOf(name) !== undefined);
      return new Map(await Promise.all(claimed.map(async (name) => [name, await holdersOf(name)] as const)));
    },

    // The stack's letters are in no name, so it is not asked for.
    async moving() {
      const jobs = await consoleApi.everyJob({ workspace_id: workspaceId, status_list: MOVING });
      return jobs.map((job) => snapshotOf(job, where)).filter(({ claim, status }) => claim && !isSettled(status));
    },
  };
}
