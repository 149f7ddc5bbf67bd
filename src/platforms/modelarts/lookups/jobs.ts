import type { JobSnapshot } from "../../../jobs/job";
import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { modelartsClient, type Filter, type ModelartsClient } from "../jobs/client";
import type { Args } from "./args";
import { readDescription } from "../marker";
import type { ModelartsWhere } from "../place";
import { snapshotOf, time } from "../jobs/record";
import { told, toldTexts } from "../told";
import type { Job } from "../wire";

const USUAL_JOBS = 50;
const USUAL_EVENTS = 50;
const LONGEST_LINE = 4_000;
/** The platform's word for a minute without a sample. */
const NO_SAMPLE = -1;

/** A training job. Members that the platform leaves empty are absent. */
export interface TrainingJobAnswer extends Omit<JobSnapshot, "claim"> {
  /** What people wrote about it, without the marker of this package. */
  readonly description?: string;
  /** Workspace that it is in; `0` is the default one. */
  readonly workspaceId?: string;
  /** What this package knows the job by; absent from jobs that it did not make. */
  readonly marker?: string;
  /** Id of the dedicated pool that it is for; absent on the public one. */
  readonly poolId?: string;
  /** Kind of machine that it asks for, in the vendor's words. */
  readonly flavorId?: string;
  /** How many machines it asks for. */
  readonly nodes?: number;
  /** Names that `getLogs` and `getMetrics` take: `worker-0`. Empty before the job starts. */
  readonly tasks: readonly string[];
}

/** What a task of a job wrote. */
export interface LogAnswer {
  /** Whose lines these are; absent while the job has no task. */
  readonly task?: string;
  /** The last lines but for empty ones, oldest first: about 5 MB, and 4,000 characters of each, at most. */
  readonly lines: readonly string[];
  /** Whether the task wrote no more than these. */
  readonly isWhole: boolean;
}

/** Something that the platform reported about a job. */
export interface EventAnswer {
  /** When it happened, RFC 3339, UTC. */
  readonly at?: string;
  /** `Info`, `Warning` or `Error`. */
  readonly level?: string;
  /** The vendor's words. */
  readonly message: string;
  /** Who reported it: `K8S`, `Job`, `Task`. */
  readonly source?: string;
}

/** One step on a job's way. */
export interface StepAnswer {
  /** The vendor's word; empty where it says none. */
  readonly name: string;
  /** The vendor's words for what happens there. */
  readonly message?: string;
  /** When the platform noted it, RFC 3339, UTC. */
  readonly at?: string;
}

/** One part of a job's way. */
export interface StageAnswer {
  /** The vendor's word: `scheduling`, `preparing`, `running`, `end`; empty where it says none. */
  readonly name: string;
  /** The vendor's words for what it waits for or does: why a job does not run yet. */
  readonly message?: string;
  /** When it began, RFC 3339, UTC; absent before. */
  readonly startedAt?: string;
  /** When it ended, RFC 3339, UTC; absent before. */
  readonly endedAt?: string;
  /** Steps of it, in the platform's order. */
  readonly steps: readonly StepAnswer[];
}

/** One start of a job; faults and pre-emption make further ones. */
export interface RunAnswer {
  /** Counts the starts; the largest is the present one. */
  readonly number: number;
  /** Parts of its way, in the platform's order. */
  readonly stages: readonly StageAnswer[];
}

/** What the platform measured of one task. */
export interface MetricsAnswer {
  /** What was measured; absent while the job has no task. */
  readonly task?: string;
  /** One for each thing that was measured; empty while nothing was. */
  readonly metrics: readonly {
    /** The vendor's word: `cpuUsage`, `memUsage`, `gpuUtil`, `gpuMemUsage`, `npuUtil`, `npuMemUsage`. */
    readonly name: string;
    /** Percent, the mean of each minute, oldest first; null where there is no sample. */
    readonly values: readonly (number | null)[];
  }[];
}

export function jobLookups(where: ModelartsWhere, io: Io) {
  const client = modelartsClient(where, io);
  return {
    async getTrainingJobs(args: Args<"getTrainingJobs">): Promise<readonly TrainingJobAnswer[]> {
      const { name, phase, workspaceId, limit = USUAL_JOBS } = args;
      const filters: Filter[] = [
        ...(name ? [{ key: "name", operator: "like", value: [name] } as const] : []),
        ...(phase ? [{ key: "phase", operator: "in", value: [phase] } as const] : []),
      ];
      return (await client.newestTrainingJobs(filters, limit, workspaceId)).map(jobAnswer);
    },
    async getTrainingJob({ jobId }: Args<"getTrainingJob">): Promise<TrainingJobAnswer> {
      return jobAnswer(await client.showTrainingJobDetails(jobId));
    },
    async getLogs({ jobId, task: named }: Args<"getLogs">): Promise<LogAnswer> {
      const task = named ?? (await firstTask(client, jobId));
      if (task === undefined) return { lines: [], isWhole: true };
      const { lines, isWhole } = await client.previewLogs(jobId, task);
      return { task: printable(task, 80), lines: lines.map((line) => printable(line, LONGEST_LINE)), isWhole };
    },
    async getEvents({
      jobId,
      level,
      pattern,
      limit = USUAL_EVENTS,
    }: Args<"getEvents">): Promise<readonly EventAnswer[]> {
      const events = await client.listEvents(jobId, { level, pattern, limit });
      return events.map((event) => ({
        ...time("at", event.time),
        message: printable(event.message ?? ""),
        ...told({ level: event.level, source: event.source }),
      }));
    },
    async getStages({ jobId }: Args<"getStages">): Promise<readonly RunAnswer[]> {
      return (await client.listStages(jobId)).map(runAnswer);
    },
    async getMetrics({ jobId, task: named }: Args<"getMetrics">): Promise<MetricsAnswer> {
      const task = named ?? (await firstTask(client, jobId));
      if (task === undefined) return { metrics: [] };
      const metrics = (await client.showMetrics(jobId, task)).map(({ metric, value }) => ({
        name: printable(metric, 80),
        values: (value ?? []).map((sample) => (sample === NO_SAMPLE ? null : (sample ?? null))),
      }));
      return { task: printable(task, 80), metrics };
    },
  };
}

/** Undefined before the job has one. */
async function firstTask(client: ModelartsClient, jobId: string): Promise<string | undefined> {
  return (await client.showTrainingJobDetails(jobId)).status.tasks?.[0];
}

function jobAnswer(job: Job): TrainingJobAnswer {
  const { marker, text } = readDescription(job.metadata.description);
  const { pool_id, flavor_id, node_count } = job.spec?.resource ?? {};
  const { claim: _, ...snapshot } = snapshotOf(job);
  return {
    ...snapshot,
    ...told({
      description: text,
      workspaceId: job.metadata.workspace_id,
      marker,
      poolId: pool_id,
      flavorId: flavor_id,
      nodes: node_count,
    }),
    tasks: toldTexts(job.status.tasks),
  };
}

type Run = Awaited<ReturnType<ModelartsClient["listStages"]>>[number];

function runAnswer({ record_order, stages }: Run): RunAnswer {
  return {
    number: record_order ?? 0,
    stages: (stages ?? []).map(({ name, en_message, start_time, end_time, sub_stages }) => ({
      name: printable(name ?? "", 80),
      ...told({ message: en_message }),
      ...time("startedAt", start_time),
      ...time("endedAt", end_time),
      steps: (sub_stages ?? []).map((step) => ({
        name: printable(step.name ?? "", 80),
        ...told({ message: step.en_message }),
        ...time("at", step.create_time),
      })),
    })),
  };
}
