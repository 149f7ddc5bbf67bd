import { formatDuration, parseDuration } from "../jobs/duration";
import type { JobId } from "../jobs/job";
import type { JournalEntry } from "../jobs/journal";
import type { GivenUp, Holding } from "../jobs/submit";
import { isReached, isSettled } from "../jobs/wait";
import { moneyText } from "../pricing/words";
import type { JobInputs, JobOutputs } from "./job-record";

type Verb = "create" | "update" | "delete";

const WAIT = { create: "30m", update: "30m", delete: "10m" } as const;
/** A wait for the end of a whole run is longer. */
const WAIT_FOR_SUCCESS = "24h";

/** How long a verb waits for the job, in milliseconds. Tolerates state of any age. */
export function waitMs({ timeouts, waitFor, maxDuration }: Partial<JobInputs>, verb: Verb): number {
  const usual = parseDuration(WAIT[verb]) ?? 0;
  const isLong = verb !== "delete" && waitFor === "succeeded";
  // Once it has begun, a job with a `maxDuration` is over by then.
  const longest = parseDuration(maxDuration ?? "");
  const standard = isLong ? (longest === undefined ? (parseDuration(WAIT_FOR_SUCCESS) ?? 0) : usual + longest) : usual;
  return parseDuration(timeouts?.[verb] ?? "") ?? standard;
}

/** Whether `up` has nothing left to wait for. */
export function isMet(
  { waitFor }: Pick<JobInputs, "waitFor">,
  { jobId, status }: Pick<JobOutputs, "jobId" | "status">,
): boolean {
  return jobId !== "" && (waitFor === "submitted" || isReached(waitFor ?? "running", status));
}

/** What a message about a job that ended needs. */
type Ended = Pick<JobOutputs, "jobId" | "status" | "platformStatus" | "statusReason" | "consoleUrl">;

/** Why a job ended before it got any machines, and what `up` does about it. */
export function refusedText({ jobId, platformStatus, statusReason }: Omit<Ended, "status">): string {
  const reason = statusReason ? `: ${statusReason}` : "";
  return (
    `the platform took job ${jobId} and then did not start it${reason} (${platformStatus}).\n` +
    "It got no machines, so it never ran: the next `pulumi up` submits it again."
  );
}

/** Why `up` is red although nothing changed, and what makes it green again. */
export function heldText(job: Ended, urn: string, evidence: readonly string[] = []): string {
  const reason = job.statusReason ? `: ${job.statusReason}` : "";
  const said =
    job.status === "lost" ? "is no longer known to the platform and had not ended when last seen" : job.status;
  const lines = [`job ${job.jobId} ${said}${reason} (${job.platformStatus})`, ...evidence.map((line) => `  ${line}`)];
  if (job.consoleUrl) lines.push(`Look at it: ${job.consoleUrl}`);
  lines.push(
    "It is kept as it is and never run again by itself. To run it again, change `trigger` or the spec, " +
      `or run \`pulumi up --replace '${urn}'\`${job.status === "failed" ? '; `onFailed: "rerun"` does so at each `up`.' : "."}`,
  );
  return lines.join("\n");
}

/** What happens when another job takes the place of this one. */
export function jobReplacementText({ deletionPolicy }: Readonly<Record<string, unknown>>): string {
  return `the job is ${deletionPolicy === "stop" ? "stopped" : "stopped and deleted"} and another one is submitted`;
}

/** What a replacement does to the present job: `stops job train-1 (running for 3h12m, about ¥175 so far) and deletes it`. */
export function endingText(job: JobOutputs, wallMs: number, isRetained: boolean): string {
  const { jobId, status, startedAt, deletionPolicy } = job;
  if (isRetained) return `leaves job ${jobId} to itself (retainOnDelete)`;
  const keepsRecord = deletionPolicy === "stop";
  if (isSettled(status)) return keepsRecord ? `keeps job ${jobId} (${status})` : `deletes job ${jobId} (${status})`;
  // `startedAt` is by another clock.
  const ranMs = status === "running" && startedAt ? Math.max(0, wallMs - Date.parse(startedAt)) : undefined;
  const cost = ranMs !== undefined && job.price ? costText(job.price, ranMs) : "";
  const state = ranMs === undefined ? status : `running for ${formatDuration(ranMs)}${cost}`;
  return `stops job ${jobId} (${state})${keepsRecord ? "" : " and deletes it"}`;
}

function costText({ perHour, unit }: NonNullable<JobOutputs["price"]>, ms: number): string {
  return `, about ${moneyText((perHour * ms) / 3_600_000, unit)} so far`;
}

/** A job that should have ended, where nothing ends it. */
export function overdueText(
  { jobId, maxDuration }: { readonly jobId: JobId; readonly maxDuration: string },
  ranMs: number,
  platform: string,
): string {
  const ran = formatDuration(ranMs);
  return (
    `job ${jobId} has been running for ${ran}, longer than its \`maxDuration\` of ${maxDuration}, and nothing on ${platform} ends it: ` +
    "stop it with `pulumi destroy --target`, or raise `maxDuration`"
  );
}

/** What an update that shows no change in the preview means. */
export function stillHeldText({ jobId, status }: JobOutputs): string {
  return `job ${jobId} ${status === "lost" ? "is lost" : status}: \`up\` will be red until it is run again or removed`;
}

/** Describes a job that a run left behind, as a clause. */
export function strayText(entry: Pick<JournalEntry, "signedAt"> | undefined): string {
  const when = entry ? ` at ${entry.signedAt}` : "";
  return `which an earlier run of this resource submitted${when} and no row of the state holds`;
}

/** Whether a read of the platform has shown the job; one that none has shown may just not be visible yet. */
export function wasSeen({ platformStatus, status }: Pick<JobOutputs, "platformStatus" | "status">): boolean {
  return platformStatus !== "" || status !== "unknown";
}

/** Ended without succeeding: `up` stays red until a person decides. */
export function isHeld({ status }: Pick<JobOutputs, "status">): boolean {
  return status === "failed" || status === "stopped" || status === "lost";
}

/** Why another job is submitted although this machine remembers one. */
export function givenUpText(id: JobId, because: GivenUp): string {
  const why = {
    absent:
      "is no longer known to the platform, and its row is gone: it was destroyed from another machine. If the credentials are now " +
      "another account's, it may still be running in the old one",
    released:
      'was let go from another machine, whose run kept its record (`deletionPolicy: "stop"`) or left it running (`retainOnDelete`)',
  };
  return `job ${id}, which an earlier run submitted, ${why[because]}. Another one is submitted`;
}

/** Why a name is not available, and what to do. */
export function takenText(name: string, holder: Holding): string {
  const { id } = holder;
  if (holder.kind === "released") {
    return (
      `the name "${name}" belongs to job ${id}, an earlier one of this resource, whose record \`deletionPolicy: "stop"\` kept; ` +
      "choose another `name`, leave it out, or delete that record in the platform's console"
    );
  }
  if (holder.kind === "foreign" && holder.isTwin) {
    return (
      `job ${id} has the name "${name}" and was submitted by another state in which stack, project and resource have the same ` +
      "names; it is left alone, and nothing is submitted. If it is somebody else's, give this stack another name. If it is this " +
      `stack's, whose state was moved to another backend, set \`adoptJobId: "${id}"\` to take it over`
    );
  }
  return (
    `the name "${name}" belongs to job ${id}, which this resource does not own; choose another \`name\`, ` +
    `or set \`adoptJobId: "${id}"\` to take that job over`
  );
}

/** The submission without an answer, in words a person can act on. */
export function pendingText({ name, marker, pendingSince }: JobOutputs, cause: string, canLook: boolean): string {
  const look = canLook ? "run `pulumi up` again to look for it, or " : "";
  return (
    `whether job "${name}" exists is not known: the request was sent at ${pendingSince ?? "?"} and no answer came (${cause}).\n` +
    `Nothing is submitted again before that is clear, and it is recorded in state; ${look}` +
    "look for that name in the platform's console: if the job is there, set `adoptJobId` to its id; " +
    `if it is not, set \`confirmNotCreated: "${marker}"\`.`
  );
}
