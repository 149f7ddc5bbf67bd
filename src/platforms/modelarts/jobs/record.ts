import type { JobSnapshot, JobState } from "../../../jobs/job";
import { printable } from "../../../net/errors";
import { wordsMeaning } from "../../kit/words";
import { claimIn, readDescription } from "../marker";
import { asRecord, isRecord, ourSpelling } from "../spelling";
import type { Job } from "../wire";
import { modelartsJobMembers, type ModelartsJobSpec } from "./schema";

/** The vendor's words for where a job is. Source: `status.phase`; "Waiting" is what its texts call `Pending`. */
const STATES: Readonly<Record<string, JobState>> = {
  Creating: "starting",
  Pending: "queued",
  Waiting: "queued",
  Running: "running",
  Terminating: "stopping",
  Completed: "succeeded",
  Failed: "failed",
  Terminated: "stopped",
  Abnormal: "failed",
} satisfies Record<string, JobState>;

/** Phases in which a job still moves. */
export const MOVING_PHASES = ["Creating", "Pending", "Running", "Terminating"] as const;

const SETTLED: ReadonlySet<JobState> = new Set(["stopped", "failed", "succeeded"]);

/** Secondary phase of `Abnormal`: the platform gave up before any machine was granted. */
export const NEVER_RAN = "CreateFailed";

export function stateOf({ phase }: Pick<Job["status"], "phase">): JobState {
  return (Object.hasOwn(STATES, phase) ? STATES[phase] : undefined) ?? "unknown";
}

/** The vendor's words for a state of ours. */
export function statusWordsOf(state: JobState): string[] {
  return wordsMeaning<JobState>(STATES, state);
}

/** Whether the job has ended: nothing of it runs or waits any more. */
export function isSettled({ status }: Pick<Job, "status">): boolean {
  return SETTLED.has(stateOf(status));
}

/** A job of a search or of the detail, in our words. */
export function snapshotOf(job: Job): JobSnapshot {
  const { metadata, status } = job;
  const { phase, secondary_phase, start_time, duration } = status;
  const started = start_time ? start_time : undefined;
  const neverRan = phase === "Abnormal" && secondary_phase === NEVER_RAN && started === undefined;
  const reason = reasonOf(status);
  return {
    jobId: metadata.id,
    name: metadata.name,
    status: stateOf(status),
    platformStatus: printable(neverRan ? NEVER_RAN : phase, 80),
    ...(reason && { statusReason: printable(reason) }),
    ...time("createdAt", metadata.create_time),
    ...time("startedAt", started),
    ...(isSettled(job) && time("endedAt", started && started + (duration ?? 0))),
    ...imageOf(job),
    outputPaths: outputPaths(job),
    ...claimIn(metadata.description),
  };
}

function imageOf({ algorithm }: Job): Pick<JobSnapshot, "image"> {
  const image = algorithm?.engine?.image_url || algorithm?.engine?.engine_id;
  return image ? { image: printable(image) } : {};
}

/** RFC 3339 in UTC; the vendor counts milliseconds. */
export function time<Name extends string>(
  name: Name,
  ms: number | null | undefined,
): { readonly [N in Name]?: string } {
  const isTime = typeof ms === "number" && ms > 0 && ms < 8.64e15;
  // One computed member is all that the type has.
  return (isTime ? { [name]: new Date(ms).toISOString().replace(".000Z", "Z") } : {}) as {
    readonly [N in Name]?: string;
  };
}

/** `/bucket/dir/` and `obs://bucket/dir/` are the same place. */
export function obsUrl(path: string): string {
  return `obs://${path.replace(/^(obs:)?\/+/, "")}`;
}

function outputPaths({ algorithm }: Job): string[] {
  const urls = (algorithm?.outputs ?? []).map(({ remote }) => remote?.obs?.obs_url ?? "");
  return urls.filter(Boolean).map(obsUrl);
}

/** Which tasks failed and how, else why the last run ended. */
function reasonOf({ task_statuses, running_records }: Job["status"]): string {
  const tasks = (task_statuses ?? [])
    .filter(({ exit_code, message }) => exit_code || message)
    .map(({ task, exit_code, message }) =>
      [`${task ?? "a task"}${exit_code ? ` exited with ${exit_code}` : ""}`, message].filter(Boolean).join(": "),
    );
  if (tasks.length > 0) return tasks.join("; ");
  return running_records?.at(-1)?.end_reason ?? "";
}

/**
 * The spec that the job was created with, as far as the platform reports it. Only the members of `like`, because the platform
 * fills in much of what was left out and forgets some of what was given.
 */
export function specOf(job: Job, like: ModelartsJobSpec): Partial<ModelartsJobSpec> {
  const told = asRecord(ourSpelling({ kind: job.kind, ...job.metadata, ...job.spec, ...jobWide(job) }));
  const policy = asRecord(told["schedulePolicy"]);
  const candidate: Readonly<Record<string, unknown>> = {
    ...told,
    description: readDescription(job.metadata.description).text,
    priority: policy["priority"],
    preemptible: policy["preemptible"],
  };
  const members = Object.entries(like)
    .filter(([name]) => name !== "tags")
    .flatMap(([name, wanted]) =>
      candidate[name] === undefined ? [] : [[name, inShapeOf(wanted, candidate[name])] as const],
    );
  const { data, error } = anyMembers.safeParse(Object.fromEntries(members));
  if (data) return data;
  // A struct with members newer than this package cannot be read; the others can.
  const unreadable = new Set(error.issues.map(({ path }) => path[0]));
  return anyMembers.parse(Object.fromEntries(members.filter(([name]) => !unreadable.has(name))));
}

const anyMembers = modelartsJobMembers.partial();

function jobWide({ algorithm, tasks, endpoints, train_type, ftjob_config }: Job) {
  return { algorithm, tasks, endpoints, train_type, ftjob_config };
}

/** What was reported for the members of `wanted`, or the wanted value where nothing was. */
function inShapeOf(wanted: unknown, told: unknown): unknown {
  if (told === undefined) return wanted;
  if (Array.isArray(wanted) && Array.isArray(told) && wanted.length === told.length)
    return wanted.map((item: unknown, index) => inShapeOf(item, told[index]));
  if (!isRecord(wanted) || !isRecord(told)) return told;
  return Object.fromEntries(Object.entries(wanted).map(([name, member]) => [name, inShapeOf(member, told[name])]));
}
