import { formatDuration } from "../jobs/duration";
import type { JobId, JobSnapshot } from "../jobs/job";
import { amendEntry } from "../jobs/journal";
import { findLost, isFencePassed } from "../jobs/submit";
import { isSettled, pollIntervalMs } from "../jobs/wait";
import { PlatformError } from "../net/errors";
import type { JobOutputs } from "./job-record";
import { waitMs, wasSeen } from "./job-words";
import { forget, originOf } from "./origin";
import type { Operation, Place } from "./place";
import { repeatUntilDone } from "./repeat";

/** A stop that was refused for now is tried again; one that was accepted without effect is repeated. */
const STOP_AGAIN_MS = { refused: 5_000, unanswered: 60_000 } as const;
/** How long a job must not be shown, looked for at each pause, to count as gone; one never seen may just not be visible yet. */
const ABSENCE = {
  seen: { believedAfterMs: 30_000, pauseMs: 30_000 },
  unseen: { believedAfterMs: 120_000, pauseMs: 15_000 },
} as const;

/** How a job is ended. */
export interface Ending {
  /** It had already ended when it was last seen. */
  readonly isSettled: boolean;
  /** A read has shown it before. */
  readonly wasSeen: boolean;
  /** `deletionPolicy: "stop"`: the platform keeps its record, and this package releases it. */
  readonly keepsRecord: boolean;
  /** When to give up, by the clock's `now`. */
  readonly until: number;
}

/**
 * Ends the job of this row as `deletionPolicy` says: stop, wait until it has settled, then delete and confirm, or release its
 * record. A finished or missing job is a success.
 * @param endOthers ends what else belongs to the row
 * @throws Error when the platform does not get it done in time: the row stays, because the job may still cost money
 */
export async function removeJob(
  job: JobOutputs,
  operation: Operation<JobOutputs>,
  endOthers: () => Promise<void>,
): Promise<void> {
  const { runtime, context } = operation;
  if (!job.marker) return endJobs(job, operation);
  const origin = originOf(job.marker, context, runtime);
  try {
    await endJobs(job, operation);
    await endOthers();
  } catch (error) {
    // The row stays as it is, whatever became of its job, and the program may still have it.
    const endingSince = new Date(runtime.io.clock.wall()).toISOString();
    if (job.jobId) await amendEntry(runtime.journal, origin, { endingSince });
    throw error;
  }
  await forget(origin, operation);
}

/** The job of the row, and its duplicates. @throws as `removeJob` */
async function endJobs(job: JobOutputs, operation: Operation<JobOutputs>): Promise<void> {
  const { place, runtime, context } = operation;
  const until = runtime.io.clock.now() + waitMs(job, "delete");
  const keepsRecord = job.deletionPolicy === "stop";
  if (job.jobId === "") {
    const origin = originOf(job.marker, context, runtime);
    const { connection } = place;
    const order = { ...origin, name: job.name, signedAt: job.pendingSince ?? "" };
    const lost = await findLost(order, connection, runtime.journal);
    if (!lost && !(await isFencePassed(connection.api, order.signedAt))) {
      throw new Error(stillPending(job, context.urn, place));
    }
    const ending = { isSettled: false, wasSeen: false, keepsRecord, until };
    for (const id of lost ? [lost.id, ...lost.others] : []) await endJob(id, ending, operation);
  } else {
    const isOver = isSettled(job.status) && job.status !== "lost";
    await endJob(job.jobId, { isSettled: isOver, wasSeen: wasSeen(job), keepsRecord, until }, operation);
    const others = { isSettled: false, wasSeen: wasSeen(job), keepsRecord: false, until };
    for (const id of job.duplicateJobIds ?? []) await endJob(id, others, operation);
  }
}

function stillPending({ name, pendingSince }: JobOutputs, urn: string, { connection, platform }: Place): string {
  const { repeat } = connection.api;
  const next = repeat
    ? `Run the command again in ${formatDuration(repeat.fenceMs)}; the platform refuses the request by then, and the row can go.`
    : `Look for that name in the console of ${platform.title}: if the job is there, set \`adoptJobId\` to its id, run ` +
      `\`pulumi up\`, and destroy it then; if it is not, run \`pulumi state delete '${urn}'\`.`;
  return `whether job "${name}" exists is still not known: its request of ${pendingSince || "?"} may have made one. ${next}`;
}

/** Stops the job, waits until it has ended, and deletes or releases its record. @throws Error when that takes too long */
export async function endJob(id: JobId, ending: Ending, operation: Operation<JobOutputs>): Promise<void> {
  const { place, runtime, context } = operation;
  const { connection } = place;
  const { api } = connection;
  const { clock } = runtime.io;
  const { until, keepsRecord } = ending;
  for (let known = ending; ; known = { ...known, isSettled: false, wasSeen: true }) {
    const last = await settle(id, known, operation);
    if (keepsRecord) return last && api.release?.(id);
    // A job that was seen to have ended and is no longer shown was forgotten by the platform.
    if (!api.delete || (!last && known.isSettled)) return;
    context.report("deleting");
    if (last) {
      const deleted = async () => {
        await api.delete?.(id);
        return (await connection.describe(id)) === undefined;
      };
      const failure = `job ${id} has ended but its record could not be deleted`;
      return repeatUntilDone(deleted, { failure, until, clock, signal: context.signal });
    }
    try {
      // Reads that do not show it prove nothing; a deletion that the platform accepts does.
      return await api.delete(id);
    } catch (error) {
      if (!(error instanceof PlatformError && error.kind === "notNow") || clock.now() >= until) throw error;
    }
  }
}

/** Stops the job and waits until it has ended; undefined when the platform does not know it. */
async function settle(
  id: JobId,
  { isSettled: wasSettled, wasSeen: wasShown, until }: Ending,
  { place: { connection }, runtime, context }: Operation<JobOutputs>,
): Promise<JobSnapshot | undefined> {
  const { clock, random } = runtime.io;
  const absence = wasShown ? ABSENCE.seen : ABSENCE.unseen;
  const since = clock.now();
  let stopAt = wasSettled ? Infinity : since;
  let absentSince: number | undefined;
  let pauseMs = 0;
  for (;;) {
    if (clock.now() >= stopAt) {
      context.report("stopping");
      stopAt = clock.now() + (await stop(id, connection.api));
    }
    const snapshot = await connection.poller.next(id, pauseMs, context.signal);
    if (snapshot && isSettled(snapshot.status)) return snapshot;
    const now = clock.now();
    absentSince = snapshot ? undefined : (absentSince ?? now);
    if (absentSince !== undefined && (wasSettled || now - absentSince >= absence.believedAfterMs)) return undefined;
    if (now >= until) throw new Error(stuckText(id, snapshot, now - until));
    if (stopAt === Infinity) stopAt = now; // it is moving again: somebody restarted it
    const untilStop = Math.max(0, stopAt - now);
    pauseMs = snapshot ? Math.min(pollIntervalMs(now - since, random), untilStop) : absence.pauseMs;
  }
}

/** Stops the job. @returns milliseconds until a stop is worth repeating */
async function stop(id: JobId, api: Place["connection"]["api"]): Promise<number> {
  try {
    await api.stop(id);
    return STOP_AGAIN_MS.unanswered;
  } catch (error) {
    if (error instanceof PlatformError && error.kind === "notNow") return STOP_AGAIN_MS.refused;
    throw error;
  }
}

function stuckText(id: JobId, snapshot: JobSnapshot | undefined, overdueMs: number): string {
  return (
    `job ${id} is still ${snapshot?.status ?? "not visible"} and may still cost money (${formatDuration(overdueMs)} past its ` +
    "`timeouts.delete`); the row is kept, run the command again, or stop the job in the platform's console"
  );
}
