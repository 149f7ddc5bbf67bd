import type { Context } from "../engine/resource";
import { Interrupted } from "../engine/interruption";
import { formatDuration } from "../jobs/duration";
import type { JobSnapshot } from "../jobs/job";
import { LostError, waitForJob, WaitTimeoutError } from "../jobs/wait";
import type { Io } from "../net/io";
import { withSnapshot, type JobOutputs } from "./job-outputs";
import { heldText, isMet, refusedText, waitMs } from "./job-words";
import type { Place } from "./place";

/**
 * Waits until the job is where `waitFor` wants it, telling the live row and keeping every newer state. `id` is the row's:
 * it differs from the job's only in a row that was pending.
 * @throws Error with the reason and the next step when the job ended otherwise, or the wait ended before the job
 */
export async function followJob(
  id: string,
  start: JobOutputs,
  verb: "create" | "update",
  { connection, platform }: Place,
  { clock, random }: Pick<Io, "clock" | "random">,
  context: Context<JobOutputs>,
): Promise<JobOutputs> {
  let job = start;
  let phase = { state: "", since: 0 };
  const observe = (snapshot: JobSnapshot) => {
    job = withSnapshot(job, snapshot);
    context.keep(id, job);
    if (snapshot.state !== phase.state) phase = { state: snapshot.state, since: clock.now() };
    context.report(rowText(snapshot, clock.now() - phase.since));
  };
  context.keep(id, job);
  if (job.waitFor === "submitted") {
    // The id is all that was asked for: a platform that does not answer now changes nothing about that.
    const snapshot = await connection.describe(job.jobId).catch(() => undefined);
    if (snapshot) observe(snapshot);
    return job;
  }
  const goal = job.waitFor ?? "running";
  const isNew = verb === "create";
  const leastPollMs = connection.api.leastPollMs ?? 0;
  const options = {
    id: job.jobId,
    goal,
    isNew,
    leastPollMs,
    timeoutMs: waitMs(job, verb),
    poller: connection.poller,
    clock,
    random,
    observe,
  };
  try {
    await waitForJob({ ...options, signal: context.signal });
  } catch (error) {
    if (error instanceof LostError) {
      job = { ...job, status: "lost" };
      context.keep(id, job);
      throw new Error(heldText(job, context.urn));
    }
    const cause = error instanceof Interrupted ? `interrupted while job ${job.jobId} was ${job.status}` : undefined;
    if (!cause && !(error instanceof WaitTimeoutError)) throw error;
    throw new Error(
      `${cause ?? (error as Error).message}.\nNothing is lost: it is recorded in state; run \`pulumi up\` again to go on waiting.`,
    );
  }
  if (isMet(job, job)) return job;
  if (platform.job.neverRan.includes(job.platformStatus)) throw new Error(refusedText(job));
  const evidence = (await connection.api.evidence?.(job.jobId).catch(() => [])) ?? []; // an explanation, not a duty
  throw new Error(heldText(job, context.urn, evidence));
}

/** `queued (12 ahead)`, `starting`, `running 3m12s`. */
function rowText({ state, ahead }: JobSnapshot, phaseMs: number): string {
  if (state === "queued" && ahead !== undefined) return `queued (${ahead} ahead)`;
  return phaseMs >= 1_000 ? `${state} ${formatDuration(phaseMs)}` : state;
}
