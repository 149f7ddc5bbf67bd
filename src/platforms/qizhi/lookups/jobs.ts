import type { JobState } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import { present } from "../../kit/answers";
import { plain, rfc3339 } from "../answer";
import type { QizhiConsole } from "../console/client";
import type { QizhiClient } from "../jobs/client";
import { snapshotOf, specOf } from "../jobs/record";
import type { QizhiJobSpec } from "../jobs/schema";
import type { Job } from "../wire";
import type { Args } from "./args";

// Jobs and their pods: a single job by the published OpenAPI, all else by the console.

/** A training job. Times are RFC 3339, UTC; what the platform does not tell is absent. */
export interface TrainingJobInfo {
  /** `job-…`. */
  readonly jobId: string;
  /** Several jobs may have one name. */
  readonly name: string;
  /** In our words. */
  readonly status: JobState;
  /** The vendor's word: `job_running`. */
  readonly platformStatus: string;
  /** The vendor's words about the state. */
  readonly statusReason?: string;
  /** `ws-…`. */
  readonly workspaceId?: string;
  /** `project-…`. */
  readonly projectId?: string;
  /** `lcg-…`. */
  readonly logicComputeGroupId?: string;
  /** The group's name. */
  readonly logicComputeGroupName?: string;
  /** When it was submitted. */
  readonly createdAt?: string;
  /** When its command began. */
  readonly startedAt?: string;
  /** When it settled. */
  readonly endedAt?: string;
  /** Its page in the console. */
  readonly consoleUrl?: string;
}

/** A training job with what it was asked to be. */
export interface TrainingJobDetail extends TrainingJobInfo {
  /** As far as the platform shows it: never the environment. */
  readonly spec: Partial<QizhiJobSpec>;
}

/** One machine's share of a job. Times are RFC 3339, UTC; what the platform does not tell is absent. */
export interface Instance {
  /** Name of the pod: `job-…-worker-0`. */
  readonly pod: string;
  /** The vendor's word: `worker`. */
  readonly role: string;
  /** Machine that it is on; empty while it is on none. */
  readonly node: string;
  /** The vendor's word: `instance_running`. */
  readonly platformStatus: string;
  /** 1, and one more for each restart after a failure. */
  readonly round?: number;
  /** When the pod was made. */
  readonly createdAt?: string;
  /** When it began to run. */
  readonly startedAt?: string;
  /** When it ended. */
  readonly endedAt?: string;
}

const USUAL_ROWS = 100;
/** Jobs and their pods. */
export function jobLookups(where: Where, client: QizhiClient, consoleApi: QizhiConsole) {
  return {
    async getTrainingJobs(args: Args<"getTrainingJobs">): Promise<readonly TrainingJobInfo[]> {
      const { workspaceId, keyword, statuses, limit = USUAL_ROWS } = args;
      const jobs = await consoleApi.jobs({
        workspace_id: workspaceId,
        page_size: limit,
        ...(keyword !== undefined && { keyword }),
        ...(statuses !== undefined && { status_list: statuses }),
        sorters: [{ field: "created_at", sort: "descend" }],
      });
      return jobs.map((job) => infoOf(job, where));
    },

    async getTrainingJob({ jobId }: Args<"getTrainingJob">): Promise<TrainingJobDetail> {
      const job = await client.jobDetail(jobId, "read");
      return { ...infoOf(job, where), spec: specOf(job) };
    },

    async getInstances({ jobId }: Args<"getInstances">): Promise<readonly Instance[]> {
      return (await consoleApi.instances(jobId)).map((row) => ({
        pod: plain(row.name),
        role: plain(row.instance_type),
        node: plain(row.node),
        platformStatus: plain(row.instance_status),
        ...present({
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
  const { id, name, state, platformState, reason, createdAt, startedAt, endedAt, consoleUrl } = snapshotOf(job, where);
  return {
    jobId: id,
    name: printable(name),
    status: state,
    platformStatus: platformState,
    ...present({
      statusReason: reason,
      workspaceId: job.workspace_id || undefined,
      projectId: job.project_id || undefined,
      logicComputeGroupId: job.logic_compute_group_id || undefined,
      logicComputeGroupName: plain(job.logic_compute_group_name) || undefined,
      createdAt: createdAt,
      startedAt: startedAt,
      endedAt: endedAt,
      consoleUrl: consoleUrl,
    }),
  };
}
