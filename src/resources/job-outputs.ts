import { pick, type Members } from "../engine/values";
import type { JobId, JobSnapshot, JobState, Marker } from "../jobs/job";
import type { JobInputs } from "./job-inputs";

/** Raised when rows change shape; `migrate` then reads the older ones. */
const SCHEMA_VERSION = 1;

/** What the platform and this package say about a job, beside its inputs. */
interface JobRecord {
  /** Empty while nobody knows whether the submission made a job. */
  readonly jobId: JobId;
  readonly name: string;
  readonly status: JobState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly outputPaths: readonly string[];
  /** Of the job's version, on platforms that have versions. */
  readonly versionId?: string | undefined;
  readonly consoleUrl?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly startedAt?: string | undefined;
  readonly endedAt?: string | undefined;
  readonly marker: Marker;
  /** Further jobs that carry our marker, which only an earlier fault can have made; deleted with this one. */
  readonly duplicateJobIds?: readonly JobId[] | undefined;
  /** RFC 3339: when the submission without an answer was signed. */
  readonly pendingSince?: string | undefined;
  readonly schemaVersion: number;
}

/** A row of the state: the inputs under their own names, and the record of the run. */
export type JobOutputs = Omit<JobInputs, "name"> & JobRecord;

/** A row for a job that nobody has looked at yet. */
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
  marker: true,
  duplicateJobIds: true,
  pendingSince: true,
  schemaVersion: true,
};

/** The record of the run under the inputs of now. */
export function withInputs(olds: JobOutputs, inputs: JobInputs): JobOutputs {
  return { ...inputs, ...pick(olds, RECORD) };
}

/** The row with what the platform says now. What it says no more stays: a record outlives the platform's retention. */
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
  };
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
