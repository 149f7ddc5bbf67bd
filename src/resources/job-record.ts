import { z } from "zod";
import type { FieldRules } from "../engine/rules";
import { isObject, pick, type Members } from "../engine/values";
import { exactDuration, formatDuration, parseDuration } from "../jobs/duration";
import type { JobId, JobSnapshot, JobState, Marker } from "../jobs/job";
import { ID_FORM, isId } from "../net/ids";
import { findPlatform, type AnyPlatform } from "../platforms/registry";
import { jobBudget, type Budget } from "../pricing/budget";
import type { Rate } from "../pricing/quote";
import { duration, inputsByPlatform, placeMembers } from "./inputs";

/** Inputs of a `TrainingJob` as `check` accepts them; users read the docstrings of `program/job-args.ts`. */
export interface JobInputs {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly name?: string | undefined;
  readonly spec: object;
  readonly extraSpec?: Readonly<Record<string, unknown>> | undefined;
  readonly waitFor?: "submitted" | "running" | "succeeded" | undefined;
  readonly timeouts?:
    { create?: string | undefined; update?: string | undefined; delete?: string | undefined } | undefined;
  readonly maxDuration?: string | undefined;
  readonly budget?: Budget | undefined;
  readonly onFailed?: "hold" | "rerun" | undefined;
  readonly deletionPolicy?: "delete" | "stop" | undefined;
  readonly trigger?: string | undefined;
  readonly adoptJobId?: string | undefined;
  readonly confirmNotCreated?: string | undefined;
}

/** The inputs of every platform's job. */
export const jobInputs = inputsByPlatform<JobInputs>((platform) =>
  z
    .strictObject({
      ...placeMembers(platform),
      name: platform.job.name.optional(),
      spec: platform.job.spec,
      extraSpec: z.record(z.string(), z.unknown()).optional(),
      waitFor: z.enum(["submitted", "running", "succeeded"]).optional(),
      timeouts: z.strictObject({ create: duration, update: duration, delete: duration }).partial().optional(),
      maxDuration: longestOf(platform).optional(),
      budget: jobBudget.optional(),
      onFailed: z.enum(["hold", "rerun"]).optional(),
      deletionPolicy: z.enum(["delete", "stop"]).optional(),
      trigger: z.string().optional(),
      adoptJobId: z.string().refine(isId, `is not a job id: ${ID_FORM}`).optional(),
      confirmNotCreated: z.string().optional(),
    })
    .superRefine(({ spec, maxDuration }, context) => {
      const { member } = platform.job.timeLimit ?? {};
      if (maxDuration === undefined || !member || !isObject(spec) || spec[member] === undefined) return;
      const message = `is given beside \`spec.${member}\`, which says the same on ${platform.title}; give one of the two`;
      context.addIssue({ code: "custom", path: ["maxDuration"], message });
    }),
);

/** What a change of each input means; for the members of its spec, the platform says so. */
export function jobRules({ platform }: Pick<JobInputs, "platform">): FieldRules<JobInputs> {
  return {
    platform: "replace",
    region: "replaceIfGiven",
    projectId: "replaceIfGiven",
    name: "replaceIfGiven",
    spec: findPlatform(platform)?.job.rules ?? "replace",
    extraSpec: "replace",
    waitFor: "update",
    timeouts: "update",
    // Where the platform is told of it, it is part of the job.
    maxDuration: findPlatform(platform)?.job.timeLimit ? "replace" : "update",
    budget: "update",
    onFailed: "update",
    deletionPolicy: "update",
    trigger: "replace",
    adoptJobId: "ignore",
    confirmNotCreated: "ignore",
  };
}

/** Raised when rows change shape; `migrate` then reads the older ones. */
const SCHEMA_VERSION = 1;

/** What the platform and this package say about a job, besides its inputs. */
interface JobRecord {
  /** Empty while it is not known whether the submission made a job. */
  readonly jobId: JobId;
  readonly name: string;
  readonly status: JobState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly outputPaths: readonly string[];
  /** The id of the job's version, on platforms that have versions. */
  readonly versionId?: string | undefined;
  readonly consoleUrl?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  /** What the job cost per hour when it was submitted. */
  readonly price?: Rate | undefined;
  /** How long it ran: `3h12m`; absent while it runs. */
  readonly duration?: string | undefined;
  /** What that cost, in the unit of `price`. */
  readonly cost?: number | undefined;
  readonly marker: Marker;
  /** Further jobs that carry our marker, which only an earlier fault can have made; deleted with this one. */
  readonly duplicateJobIds?: readonly JobId[] | undefined;
  /** RFC 3339: when the submission without an answer was signed. */
  readonly pendingSince?: string | undefined;
  readonly schemaVersion: number;
}

/** A row of the state: the inputs under their own names, and the record of the run. */
export type JobOutputs = Omit<JobInputs, "name"> & JobRecord;

/** A row for a job that no read has shown yet. */
export function newOutputs(inputs: JobInputs, identity: Pick<JobRecord, "marker" | "name" | "jobId">): JobOutputs {
  return {
    ...inputs,
    ...identity,
    status: "unknown",
    platformStatus: "",
    outputPaths: [],
    schemaVersion: SCHEMA_VERSION,
  };
}

/** Every member of the record. One that is not here does not compile: it would be lost at the next update. */
const RECORD: Members<JobRecord> = {
  jobId: true,
  name: true,
  status: true,
  platformStatus: true,
  statusReason: true,
  outputPaths: true,
  versionId: true,
  consoleUrl: true,
  createdAt: true,
  startedAt: true,
  endedAt: true,
  price: true,
  duration: true,
  cost: true,
  marker: true,
  duplicateJobIds: true,
  pendingSince: true,
  schemaVersion: true,
};

/** The record of the run, under the current inputs. */
export function withInputs(olds: JobOutputs, inputs: JobInputs): JobOutputs {
  return { ...inputs, ...pick(olds, RECORD) };
}

/** The row with what the platform says now. What it no longer says stays: a record outlives the platform's retention. */
export function withSnapshot(outputs: JobOutputs, snapshot: JobSnapshot): JobOutputs {
  const { jobId, status, platformStatus, statusReason, startedAt, endedAt } = snapshot;
  return {
    ...outputs,
    ...{ jobId, status, platformStatus, statusReason, startedAt, endedAt },
    name: snapshot.name || outputs.name,
    outputPaths: snapshot.outputPaths.length > 0 ? snapshot.outputPaths : outputs.outputPaths,
    versionId: snapshot.versionId ?? outputs.versionId,
    consoleUrl: snapshot.consoleUrl ?? outputs.consoleUrl,
    createdAt: snapshot.createdAt ?? outputs.createdAt,
    pendingSince: undefined,
    ...spentOn(startedAt, endedAt, outputs.price),
  };
}

/** How long the run took, and what that cost at the price when it was submitted. */
function spentOn(
  startedAt: string | undefined,
  endedAt: string | undefined,
  price: Rate | undefined,
): Pick<JobRecord, "duration" | "cost"> {
  if (!startedAt || !endedAt) return { duration: undefined, cost: undefined };
  const ms = Math.max(0, Date.parse(endedAt) - Date.parse(startedAt));
  const cost = price && Math.round((price.perHour * ms) / 36_000) / 100;
  return { duration: formatDuration(ms), cost };
}

/** A duration that the platform accepts, where it has a time limit of its own. */
function longestOf({ title, job }: AnyPlatform) {
  const { timeLimit } = job;
  if (!timeLimit) return duration;
  const { stepMs } = timeLimit;
  return duration.superRefine((text, context) => {
    const ms = parseDuration(text) ?? 0;
    if (ms > 0 && ms % stepMs === 0) return;
    const nearest = exactDuration(Math.max(1, Math.round(ms / stepMs)) * stepMs);
    const message = `is ${JSON.stringify(text)}; ${title} counts it in steps of ${exactDuration(stepMs)}: the nearest is "${nearest}"`;
    context.addIssue({ code: "custom", message });
  });
}

/** A row of any version this package ever wrote, or the few inputs of `TrainingJob.get`, as a row of this version. */
export function migrate(row: Partial<JobOutputs>): JobOutputs {
  return {
    ...row,
    platform: row.platform ?? "",
    region: row.region ?? "",
    spec: row.spec ?? {},
    jobId: row.jobId ?? "",
    name: row.name ?? "",
    status: row.status ?? "unknown",
    platformStatus: row.platformStatus ?? "",
    outputPaths: row.outputPaths ?? [],
    marker: row.marker ?? "",
    schemaVersion: SCHEMA_VERSION,
  };
}
