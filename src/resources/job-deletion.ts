import type { Context } from "../engine/resource";
import type { JobId, JobSnapshot } from "../jobs/job";
import { findLost, isFencePassed } from "../jobs/submit";
import { isSettled, pollIntervalMs } from "../jobs/wait";
import { formatDuration } from "../jobs/duration";
import { PlatformError } from "../net/errors";
import type { JobOutputs } from "./job-outputs";
import { waitMs } from "./job-words";
import { persist } from "./persistence";
import type { Place, World } from "./place";

/** A stop that was refused for now is tried again; one that was accepted and shows no effect is repeated. */
const STOP_AGAIN_MS = { refused: 5_000, unanswered: 60_000 } as const;
/** A job that seems gone is asked for once more before we believe it. */
const CONFIRM_GONE_MS = 30_000;

/**
 * Ends the job as `deletionPolicy` says: stop, wait until it settled, then delete and confirm, or let its record go. A
 * finished or missing job is a success.
 * @throws Error when the platform does not get it done in time: the row stays, because the job may still cost money
 */
export async function removeJob(
  job: JobOutputs,
  place: Place,
  world: World,
  context: Context<JobOutputs>,
): Promise<void> {
  const removal = new Removal(place, world, context, world.io.clock.now() + waitMs(job, "delete"));
  if (job.jobId === "") {
    const lost = await findLost(place.connection.find, world.journal, place.connection.api, job);
    if (!lost && !(await isFencePassed(place.connection.api, job.pendingSince ?? ""))) {
      throw new Error(stillPending(job, context.urn, place));
    }
    for (const id of lost ? [lost.id, ...lost.others] : [])
      await removal.end(id, { isSettled: false, keepsRecord: false });
  } else {
    const keepsRecord = job.deletionPolicy === "stop";
    const [first, ...others] = [job.jobId, ...(job.duplicateJobIds ?? [])];
    if (first) await removal.end(first, { isSettled: isSettled(job.status) && job.status !== "lost", keepsRecord });
    for (const id of others) await removal.end(id, { isSettled: false, keepsRecord: false });
  }
  if (job.marker) await world.journal.remove(job.marker);
}

function stillPending({ name, pendingSince }: JobOutputs, urn: string, { connection, platform }: Place): string {
  const { repeat } = connection.api;
  const next = repeat
    ? `Run the command again in ${formatDuration(repeat.fenceMs)}; the platform refuses the request by then, and the row can go.`
    : `Look for that name in the console of ${platform.title}: if the job is there, set \`adoptJobId\` to its id, run ` +
      `\`pulumi up\`, and destroy it then; if it is not, run \`pulumi state delete '${urn}'\`.`;
  return `whether job "${name}" exists is still not known: its request of ${pendingSince ?? "?"} may have made one. ${next}`;
}

class Removal {
  constructor(
    private readonly place: Place,
    private readonly world: World,
    private readonly context: Context<JobOutputs>,
    private readonly until: number,
  ) {}

  async end(
    id: JobId,
    { isSettled: wasSettled, keepsRecord }: { isSettled: boolean; keepsRecord: boolean },
  ): Promise<void> {
    const { api } = this.place.connection;
    const last = await this.settle(id, wasSettled);
    if (!last) return;
    if (keepsRecord) return api.release?.(id);
    if (!api.delete) return;
    this.context.report("deleting");
    const deleted = async () => {
      await api.delete?.(id);
      return (await this.place.connection.describe(id)) === undefined;
    };
    const failure = `job ${id} has ended but its record could not be deleted`;
    await persist(deleted, { failure, until: this.until, clock: this.world.io.clock, signal: this.context.signal });
  }

  /** Stops the job and waits until it ended; undefined when the platform does not know it. */
  private async settle(id: JobId, wasSettled: boolean): Promise<JobSnapshot | undefined> {
    const { connection } = this.place;
    const { clock, random } = this.world.io;
    let stopAt = wasSettled ? Infinity : clock.now();
    let pauseMs = 0;
    for (let missed = 0; ;) {
      if (clock.now() >= stopAt) {
        this.context.report("stopping");
        stopAt = clock.now() + (await this.stop(id));
      }
      const snapshot = await connection.poller.next(id, pauseMs, this.context.signal);
      if (snapshot && isSettled(snapshot.state)) return snapshot;
      if (!snapshot && (wasSettled || missed > 0)) return undefined;
      if (clock.now() >= this.until) throw new Error(this.stuck(id, snapshot));
      if (stopAt === Infinity) stopAt = clock.now(); // it moves again: somebody restarted it
      missed = snapshot ? 0 : missed + 1;
      pauseMs = snapshot
        ? Math.min(pollIntervalMs("stopping", 0, random, connection.api.leastPollMs), Math.max(0, stopAt - clock.now()))
        : CONFIRM_GONE_MS;
    }
  }

  /** Milliseconds until the stop is worth repeating. */
  private async stop(id: JobId): Promise<number> {
    try {
      await this.place.connection.api.stop(id);
      return STOP_AGAIN_MS.unanswered;
    } catch (error) {
      if (error instanceof PlatformError && error.kind === "notNow") return STOP_AGAIN_MS.refused;
      throw error;
    }
  }

  private stuck(id: JobId, snapshot: JobSnapshot | undefined): string {
    const { clock } = this.world.io;
    const overdue = formatDuration(clock.now() - this.until);
    return (
      `job ${id} is still ${snapshot?.state ?? "not visible"} and may still cost money (${overdue} past its \`timeouts.delete\`); ` +
      "the row is kept, run the command again, or stop the job in the platform's console"
    );
  }
}
