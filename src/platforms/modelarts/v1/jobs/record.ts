import { z } from "zod";
import type { JobSnapshot, JobState } from "../../../../jobs/job";
import { printable } from "../../../../net/errors";
import { obsUrl, time } from "../../jobs/record";
import { claimIn, readDescription } from "../../marker";
import { asRecord, ourSpelling } from "../../spelling";
import { modelartsV1JobMembers, type ModelartsV1JobSpec } from "./schema";
import type { Job, Version, Versions } from "./wire";

/** The vendor's numbers for where a version is, with its names for them. Source: job status reference of v1. */
const STATES: Readonly<Record<number, readonly [word: string, state: JobState]>> = {
  0: ["JOBSTAT_UNKNOWN", "unknown"],
  1: ["JOBSTAT_INIT", "starting"],
  2: ["JOBSTAT_IMAGE_CREATING", "starting"],
  3: ["JOBSTAT_IMAGE_FAILED", "failed"],
  4: ["JOBSTAT_SUBMIT_TRYING", "starting"],
  5: ["JOBSTAT_SUBMIT_FAILED", "failed"],
  6: ["JOBSTAT_DELETE_FAILED", "failed"],
  7: ["JOBSTAT_WAITING", "queued"],
  8: ["JOBSTAT_RUNNING", "running"],
  9: ["JOBSTAT_KILLING", "stopping"],
  10: ["JOBSTAT_COMPLETED", "succeeded"],
  11: ["JOBSTAT_FAILED", "failed"],
  12: ["JOBSTAT_KILLED", "stopped"],
  13: ["JOBSTAT_CANCELED", "stopped"],
  14: ["JOBSTAT_LOST", "failed"],
  15: ["JOBSTAT_SCALING", "running"],
  16: ["JOBSTAT_SUBMIT_MODEL_FAILED", "failed"],
  17: ["JOBSTAT_DEPLOY_SERVICE_FAILED", "failed"],
  18: ["JOBSTAT_CHECK_INIT", "starting"],
  19: ["JOBSTAT_CHECK_RUNNING", "starting"],
  20: ["JOBSTAT_CHECK_RUNNING_COMPLETED", "starting"],
  21: ["JOBSTAT_CHECK_FAILED", "failed"],
};

/** States of a job that ended before any machine was granted. */
export const NEVER_RAN_V1 = ["JOBSTAT_IMAGE_FAILED", "JOBSTAT_SUBMIT_FAILED", "JOBSTAT_CHECK_FAILED"] as const;

const SETTLED: ReadonlySet<JobState> = new Set(["stopped", "failed", "succeeded"]);

export function stateOfV1(status: number | null | undefined): JobState {
  return STATES[status ?? 0]?.[1] ?? "unknown";
}

export function isSettledV1({ status }: Pick<Job, "status">): boolean {
  return SETTLED.has(stateOfV1(status));
}

/** A job of the list in our words. @param version its latest: the list does not say when it began or where results go */
export function snapshotOfV1(job: Job, version: Version | undefined): JobSnapshot {
  const status = job.status ?? 0;
  const started = version?.start_time || undefined;
  return {
    jobId: job.job_id,
    name: job.job_name,
    ...(job.version_id && { versionId: job.version_id }),
    status: stateOfV1(status),
    platformStatus: STATES[status]?.[0] ?? String(status),
    ...time("createdAt", job.create_time),
    ...time("startedAt", started),
    ...(isSettledV1(job) && time("endedAt", started && started + (job.duration ?? 0))),
    ...(version?.user_image_url && { image: printable(version.user_image_url) }),
    outputPaths: version?.train_url ? [obsUrl(version.train_url)] : [],
    ...claimIn(job.job_desc),
  };
}

/** A job as the list would show it, where the list of this workspace does not. */
export function listedForm({ job_id, job_name, job_desc, versions }: Versions): Job {
  const latest = latestOf(versions);
  const { version_id, status, create_time, duration } = latest ?? {};
  return { job_id, job_name, job_desc, version_id, status, create_time, duration };
}

/** The version that was created last. */
export function latestOf(versions: readonly Version[] | null): Version | undefined {
  return [...(versions ?? [])].sort((a, b) => (a.create_time ?? 0) - (b.create_time ?? 0)).at(-1);
}

/** The spec that the job was created with. Only the members of `like`, because the platform fills in what was left out. */
export function specOfV1({ job_desc, versions }: Versions, like: ModelartsV1JobSpec): Partial<ModelartsV1JobSpec> {
  const told = asRecord(ourSpelling(latestOf(versions)));
  const candidate: Readonly<Record<string, unknown>> = {
    ...told,
    jobDesc: readDescription(job_desc).text,
    parameter: parametersOf(told["parameter"]),
    engineId: numberOf(told["engineId"]),
    modelId: numberOf(told["modelId"]),
    specId: numberOf(told["specId"]),
    // The platform fills in a pool for jobs on the public one too.
    ...(like.poolId === undefined && { poolId: undefined }),
  };
  const members = Object.keys(like).flatMap((name) =>
    candidate[name] === undefined ? [] : [[name, candidate[name]] as const],
  );
  const { data, error } = anyMembers.safeParse(Object.fromEntries(members));
  if (data) return data;
  // A struct with members newer than this package cannot be read; the others can.
  const unreadable = new Set(error.issues.map(({ path }) => path[0]));
  return anyMembers.parse(Object.fromEntries(members.filter(([name]) => !unreadable.has(name))));
}

const anyMembers = modelartsV1JobMembers.partial();

const parameters = z.array(z.object({ label: z.string(), value: z.union([z.string(), z.number()]) }));

/** On reading, values may be numbers. */
function parametersOf(list: unknown): Record<string, string> | undefined {
  const { data } = parameters.safeParse(list);
  return data && Object.fromEntries(data.map(({ label, value }) => [label, String(value)]));
}

function numberOf(value: unknown): unknown {
  return typeof value === "string" && /^\d{1,15}$/.test(value) ? Number(value) : value;
}
