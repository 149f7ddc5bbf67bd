import { printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { type EventInfo, type LogPage } from "../../kit/answers";
import { modelartsClient, type Filter, type ModelartsClient } from "../jobs/client";
import { snapshotOf, statusWordsOf, time } from "../jobs/record";
import { readDescription } from "../marker";
import type { ModelartsWhere } from "../place";
import { told, toldTexts } from "../told";
import type { Job } from "../wire";
import type { MetricsInfo, RunInfo, TrainingJobInfo } from "./answers";
import type { Args } from "./args";

const USUAL_JOBS = 50;
const USUAL_EVENTS = 50;
const LONGEST_LINE = 4_000;
/** The platform's value for a minute without a sample. */
const NO_SAMPLE = -1;

export function jobLookups(where: ModelartsWhere, io: Io) {
  const client = modelartsClient(where, io);
  return {
    async getTrainingJobs(args: Args<"getTrainingJobs">): Promise<readonly TrainingJobInfo[]> {
      const { search, statuses, workspaceId, limit = USUAL_JOBS } = args;
      const filters: Filter[] = [
        ...(search ? [{ key: "name", operator: "like", value: [search] } as const] : []),
        ...(statuses
          ? [{ key: "phase", operator: "in", value: [...new Set(statuses)].flatMap(statusWordsOf) } as const]
          : []),
      ];
      return (await client.newestTrainingJobs(filters, limit, workspaceId)).map(jobOf);
    },
    async getTrainingJob({ jobId }: Args<"getTrainingJob">): Promise<TrainingJobInfo> {
      return jobOf(await client.showTrainingJobDetails(jobId));
    },
    async getLogs({ jobId, pod: named }: Args<"getLogs">): Promise<LogPage> {
      const pod = named ?? (await firstPod(client, jobId));
      if (pod === undefined) return { lines: [], isCut: false };
      const { lines, isWhole } = await client.previewLogs(jobId, pod);
      const shown = lines.map((line) => ({ pod: printable(pod, 80), message: printable(line, LONGEST_LINE) }));
      return { lines: shown, isCut: !isWhole };
    },
    async getEvents({ jobId, type, search, limit = USUAL_EVENTS }: Args<"getEvents">): Promise<readonly EventInfo[]> {
      const events = await client.listEvents(jobId, { level: type, pattern: search, limit });
      return events.map((event) => ({
        ...time("at", event.time),
        message: printable(event.message ?? ""),
        ...told({ type: event.level, source: event.source }),
      }));
    },
    async getStages({ jobId }: Args<"getStages">): Promise<readonly RunInfo[]> {
      return (await client.listStages(jobId)).map(runOf);
    },
    async getMetrics({ jobId, pod: named }: Args<"getMetrics">): Promise<MetricsInfo> {
      const pod = named ?? (await firstPod(client, jobId));
      if (pod === undefined) return { metrics: [] };
      const metrics = (await client.showMetrics(jobId, pod)).map(({ metric, value }) => ({
        name: printable(metric, 80),
        values: (value ?? []).map((sample) => (sample === NO_SAMPLE ? null : (sample ?? null))),
      }));
      return { pod: printable(pod, 80), metrics };
    },
  };
}

/** Undefined before the job has one. */
async function firstPod(client: ModelartsClient, jobId: string): Promise<string | undefined> {
  return (await client.showTrainingJobDetails(jobId)).status.tasks?.[0];
}

function jobOf(job: Job): TrainingJobInfo {
  const { marker, text } = readDescription(job.metadata.description);
  const { pool_id, flavor_id, node_count } = job.spec?.resource ?? {};
  const { claim: _, ...snapshot } = snapshotOf(job);
  return {
    ...snapshot,
    ...told({
      description: text,
      workspaceId: job.metadata.workspace_id,
      marker,
      groupId: pool_id,
      flavorId: flavor_id,
      nodes: node_count,
    }),
    pods: toldTexts(job.status.tasks),
  };
}

type Run = Awaited<ReturnType<ModelartsClient["listStages"]>>[number];

function runOf({ record_order, stages }: Run): RunInfo {
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
