import type { Holder, JobApi } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { qizhiConsole } from "../console/client";
import { claimOf } from "./claim";
import { isSettled, MOVING, snapshotOf } from "./record";
import type { QizhiJobSpec } from "./schema";

/**
 * Jobs of one workspace by the claims in their names, as the console lists them. Jobs of any account: the owner of the session
 * need not be the one who submits.
 */
export function jobSearch(
  workspaceId: string,
  where: Where,
  io: Io,
): Required<Pick<JobApi<QizhiJobSpec>, "find" | "findsOneByOne" | "moving">> {
  const consoleApi = qizhiConsole(where, io);

  async function holdersOf(name: string): Promise<Holder[]> {
    const jobs = await consoleApi.everyJob({ workspace_id: workspaceId, keyword: name });
    // The console may also match parts of names.
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
      // A job whose name has no claim is nobody's: Qizhi accepts a name twice.
      const claimed = [...new Set(names)].filter((name) => claimOf(name) !== undefined);
      return new Map(await Promise.all(claimed.map(async (name) => [name, await holdersOf(name)] as const)));
    },

    // Names do not contain the stack's letters, so the search cannot be limited to a stack.
    async moving() {
      const jobs = await consoleApi.everyJob({ workspace_id: workspaceId, status_list: MOVING });
      return jobs.map((job) => snapshotOf(job, where)).filter(({ claim, status }) => claim && !isSettled(status));
    },
  };
}
