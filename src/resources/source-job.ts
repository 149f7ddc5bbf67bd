import { Interrupted } from "../engine/interruption";
import { formatDuration } from "../jobs/duration";
import type { JobId, JobSnapshot, Marker } from "../jobs/job";
import { LostError, waitForJob, WaitTimeoutError } from "../jobs/wait";
import type { Operation, Place } from "./place";

/** The job that wrote the files of a model version, once it has succeeded. */
export interface SourceJob {
  readonly snapshot: JobSnapshot;
  /** Absent when the job is not one of ours. */
  readonly marker?: Marker;
}

/**
 * Waits until the job whose files are to be registered has succeeded.
 * @param timeoutMs milliseconds, queueing included
 * @throws Error with the job's reason when it ended otherwise, with the next step when the wait ended before the job
 */
export async function awaitSource(
  jobId: JobId,
  timeoutMs: number,
  { place, runtime, context }: Operation<unknown>,
): Promise<SourceJob> {
  const { platform, where } = place;
  const { api, poller } = place.connection;
  const { clock, random } = runtime.io;
  const since = clock.now();
  const observe = ({ status }: JobSnapshot) =>
    context.report(`waiting for job ${jobId}: ${status} ${formatDuration(clock.now() - since)}`);
  const options = { id: jobId, goal: "succeeded", isNew: false, timeoutMs } as const;
  try {
    const snapshot = await waitForJob({ ...options, poller, clock, random, observe, signal: context.signal });
    if (snapshot.status !== "succeeded") throw new Error(await failureText(snapshot, api));
    const marker = await markerOf(snapshot, api);
    return { snapshot, ...(marker && { marker }) };
  } catch (error) {
    if (error instanceof LostError)
      throw new Error(`\`sourceJobId\`: ${platform.title} has no job ${jobId} in ${where.region}`);
    const isInterrupted = error instanceof Interrupted;
    if (!isInterrupted && !(error instanceof WaitTimeoutError)) throw error;
    throw new Error(
      `${isInterrupted ? `interrupted while waiting for job ${jobId}` : error.message}.\n` +
        "Nothing was registered; run `pulumi up` again to go on waiting.",
    );
  }
}

type Api = Place["connection"]["api"];

async function failureText(
  { jobId, status, statusReason, platformStatus, consoleUrl }: JobSnapshot,
  api: Api,
): Promise<string> {
  const evidence = (await api.evidence?.(jobId).catch(() => [])) ?? []; // best effort
  return [
    `its source job ${jobId} ${status}${statusReason ? `: ${statusReason}` : ""} (${platformStatus})`,
    ...evidence.map((line) => `  ${line}`),
    ...(consoleUrl ? [`Look at it: ${consoleUrl}`] : []),
    "Nothing was registered. Run the job again (change its `trigger` or spec); the model version follows it.",
  ].join("\n");
}

/** The job's own marker, for the record: which run of which resource the files come from. */
async function markerOf({ jobId: id, name }: JobSnapshot, api: Api): Promise<Marker | undefined> {
  const holders = await api.find?.([name]).catch(() => undefined); // lineage is not worth a failure
  return holders?.get(name)?.find((holder) => holder.id === id)?.marker;
}
