import type { JobId, JobState } from "../../jobs/job";
import { isSettled } from "../../jobs/wait";
import type { Clock } from "../../net/clock";
import { PlatformError } from "../../net/errors";
import type { Orphan } from "./search";

/** How long a platform may answer a stop with "not now", and the pause between two requests. */
const REFUSED_MS = 60_000;
const PAUSE_MS = 5_000;

/** What became of a job that should stop. */
export interface Stopped {
  readonly orphan: Orphan;
  readonly outcome: "stopped" | "stopping" | "left" | "failed";
  /** Why it was left, or what failed. */
  readonly reason?: string;
}

/** Stops the jobs that certainly belong to a given state, or all if their ids were given; says why each of the others was left. */
export function stopOrphans(orphans: readonly Orphan[], isNamed: boolean, clock: Clock): Promise<readonly Stopped[]> {
  return Promise.all(
    orphans.map(async (orphan): Promise<Stopped> => {
      const { jobId, doubt, name } = orphan;
      if (jobId === undefined)
        return { orphan, outcome: "left", reason: `look for "${name}" in the platform's console` };
      if (!isNamed && doubt)
        return { orphan, outcome: "left", reason: `${doubt}; \`--stop ${jobId}\` stops it anyway` };
      try {
        return { orphan, outcome: isSettled(await stop(jobId, orphan.api, clock)) ? "stopped" : "stopping" };
      } catch (error) {
        return { orphan, outcome: "failed", reason: error instanceof Error ? error.message : "no answer" };
      }
    }),
  );
}

/** @returns the job's state after that; `stopping` when the platform no longer shows it */
async function stop(id: JobId, api: Orphan["api"], clock: Clock): Promise<JobState> {
  for (const until = clock.now() + REFUSED_MS; ;) {
    try {
      await api.stop(id);
      break;
    } catch (error) {
      if (!(error instanceof PlatformError && error.kind === "notNow") || clock.now() >= until) throw error;
      await clock.sleep(PAUSE_MS);
    }
  }
  return (await api.describe([id])).get(id)?.status ?? "stopping";
}
