import { Interrupted } from "../engine/interruption";
import { formatDuration } from "../jobs/duration";
import type { JobSnapshot } from "../jobs/job";
import { amendEntry } from "../jobs/journal";
import { isSettled, LostError, waitForJob, WaitTimeoutError, type Goal } from "../jobs/wait";
import { withSnapshot, type JobOutputs } from "./job-record";
import { heldText, isHeld, isMet, refusedText, waitMs, wasSeen } from "./job-words";
import { originOf } from "./origin";
import type { Operation } from "./place";

/** A log line in CI repeats how long a phase has lasted, but not at every look. */
const REPORT_AGAIN_MS = 30_000;

/**
 * Waits until the job is where `waitFor` wants it, reporting to the live row and keeping every newer state.
 * @throws Error with the reason and the next step when the job ended otherwise, or the wait ended before the job
 */
export async function followJob(
  start: JobOutputs,
  verb: "create" | "update",
  { rowId: id = start.jobId, place, runtime, context }: Operation<JobOutputs>,
): Promise<JobOutputs> {
  const { connection, platform } = place;
  const { clock, random } = runtime.io;
  let job = start;
  let phase = { state: "", since: 0 };
  let told = { text: "", at: -Infinity };
  const observe = (snapshot: JobSnapshot) => {
    job = withSnapshot(job, snapshot);
    context.keep(id, job);
    if (snapshot.status !== phase.state) phase = { state: snapshot.status, since: clock.now() };
    const now = clock.now();
    const text = rowText(snapshot);
    if (text === told.text && now - told.at < REPORT_AGAIN_MS) return;
    told = { text, at: now };
    const lastsMs = now - phase.since;
    context.report(lastsMs >= 1_000 ? `${text} ${formatDuration(lastsMs)}` : text);
  };
  context.keep(id, job);
  const hasEnded = isSettled(job.status) && job.status !== "lost";
  if (job.waitFor === "submitted" || hasEnded) {
    // Only the id was asked for, or the job was seen to have ended: a platform that does not show it now changes nothing.
    const snapshot = await connection.describe(job.jobId).catch(() => undefined);
    if (snapshot) observe(snapshot);
    if (isHeld(job)) await explainEnd(job);
    if (isMet(job, job)) return job;
  }
  const goal: Goal = job.waitFor === "succeeded" ? "succeeded" : "running";
  // A job that no read has shown may just not be visible yet.
  const isNew = !wasSeen(job);
  const options = {
    id: job.jobId,
    goal,
    isNew,
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
  if (isSettled(job.status)) {
    await amendEntry(runtime.journal, originOf(job.marker, context, runtime), { ended: job.status });
  }
  if (!isMet(job, job)) await explainEnd(job);
  return job;

  async function explainEnd(ended: JobOutputs): Promise<never> {
    if (platform.job.neverRan.includes(ended.platformStatus)) throw new Error(refusedText(ended));
    const isThere = ended.status !== "lost";
    const evidence = isThere && (await connection.api.evidence?.(ended.jobId).catch(() => [])); // best effort
    throw new Error(heldText(ended, context.urn, evidence || []));
  }
}

/** `queued (12 ahead)`, `starting`. */
function rowText({ status: state, ahead }: JobSnapshot): string {
  return state === "queued" && ahead !== undefined ? `queued (${ahead} ahead)` : state;
}
