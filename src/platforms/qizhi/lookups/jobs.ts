import type { Where } from "../../../jobs/platform";
import { present } from "../../kit/answers";
import { plain, rfc3339 } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { QizhiClient } from "../jobs/client";
import { snapshotOf, specOf, statusWordsOf } from "../jobs/record";
import type { QizhiJobSpec } from "../jobs/schema";
import type { Job } from "../wire";
import type { TrainingJobInfo, TrainingPodInfo } from "./answers";
import type { Args } from "./args";

// Jobs and their pods: a single job from the published OpenAPI, all else from the console.

/** A training job and what it was asked to be. */
export interface TrainingJobDetails extends TrainingJobInfo {
  /** As far as the platform shows it: never the environment. */
  readonly spec: Partial<QizhiJobSpec>;
}

const USUAL_ROWS = 100;

/** Jobs and their pods. */
export function jobLookups(where: Where, client: QizhiClient, consoleApi: QizhiConsole) {
  return {
    async getTrainingJobs(args: Args<"getTrainingJobs">): Promise<readonly TrainingJobInfo[]> {
      const { workspaceId, search, statuses, limit = USUAL_ROWS } = args;
      const jobs = await consoleApi.jobs({
        workspace_id: workspaceId,
        page_size: limit,
        ...(search !== undefined && { keyword: search }),
        ...(statuses !== undefined && { status_list: statuses.flatMap(statusWordsOf) }),
        sorters: [{ field: "created_at", sort: "descend" }],
      });
      return jobs.map((job) => infoOf(job, where));
    },

    async getTrainingJob({ jobId }: Args<"getTrainingJob">): Promise<TrainingJobDetails> {
      const job = await client.jobDetail(jobId, "read");
      return { ...infoOf(job, where), spec: specOf(job) };
    },

    async getPods({ jobId }: Args<"getPods">): Promise<readonly TrainingPodInfo[]> {
      return (await consoleApi.instances(jobId)).map((row) => ({
        pod: plain(row.name),
        ...present({
          role: plain(row.instance_type),
          node: plain(row.node),
          platformStatus: plain(row.instance_status),
          round: row.running_round,
          createdAt: rfc3339(row.created_at),
          startedAt: rfc3339(row.started_at),
          endedAt: rfc3339(row.finished_at),
        }),
      }));
    },
  };
}

function infoOf(job: Job, where: Where): TrainingJobInfo {
  const { claim: _, ...snapshot } = snapshotOf(job, where);
  return {
    ...snapshot,
    name: plain(job.name),
    ...present({
      workspaceId: job.workspace_id,
      projectId: job.project_id,
      groupId: job.logic_compute_group_id,
      groupName: plain(job.logic_compute_group_name),
    }),
  };
}
