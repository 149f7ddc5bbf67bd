import type { JobApi, JobId, JobSnapshot } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import { PlatformError, type ErrorKind } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { submitPrepared } from "../../kit/submission";
import { hasConsoleSession } from "../place";
import { LOOKS_PER_SECOND } from "../transport";
import type { Job } from "../wire";
import { qizhiClient, type QizhiClient } from "./client";
import { snapshotOf, specOf, stateOf } from "./record";
import { createRequest } from "./request";
import { WORKSPACE, type QizhiJobSpec } from "./schema";
import { jobSearch } from "./search";

/**
 * Training jobs of one account. The published API only creates, shows and stops: a job is shown only by its id and names may
 * repeat, so a submission without an answer is never sent again, and no record is ever deleted. With a console session, jobs
 * are found by the claims in their names.
 */
export function qizhiJobs(where: Where, io: Io): JobApi<QizhiJobSpec> {
  const client = qizhiClient(where, io);
  const { project: workspaceId = "" } = where;
  const canLook = workspaceId.startsWith(WORKSPACE) && hasConsoleSession(io);
  return {
    ...(canLook && jobSearch(workspaceId, where, io)),
    submit: (order, gate) =>
      submitPrepared(
        () => client.createJob(createRequest(order), gate),
        ({ job_id }) => job_id,
        gate,
      ),
    idsPerDescribe: 1,
    looksPerSecond: LOOKS_PER_SECOND,
    async describe(ids) {
      const jobs = await Promise.all([...new Set(ids)].map((id) => jobIfAny(client, id, "poll")));
      return new Map(
        jobs.flatMap((job): [JobId, JobSnapshot][] => (job ? [[job.job_id, snapshotOf(job, where)]] : [])),
      );
    },
    stop: (id) => stop(client, id),
    async echo(id) {
      return specOf(await client.jobDetail(id, "read"));
    },
  };
}

/** About the caller or the connection: these say nothing about the job. */
const NO_WORD: ReadonlySet<ErrorKind> = new Set(["auth", "permission", "unsupported", "throttled", "transient"]);
const DONE_WITH: ReadonlySet<JobSnapshot["status"]> = new Set(["stopping", "stopped", "succeeded", "failed"]);

async function stop(client: QizhiClient, id: JobId): Promise<void> {
  try {
    await client.stopJob(id);
  } catch (error) {
    if (!(error instanceof PlatformError) || NO_WORD.has(error.kind)) throw error;
    // A refusal may mean that the job ended first, that an earlier stop is in progress, or that the job is not visible yet; no
    // document says which code means what, so the job is looked at.
    const job = await jobIfAny(client, id, "read");
    if (!job || !DONE_WITH.has(stateOf(job))) throw new PlatformError("notNow", error.words, error.origin);
  }
}

async function jobIfAny(client: QizhiClient, id: JobId, lane: "read" | "poll"): Promise<Job | undefined> {
  try {
    return await client.jobDetail(id, lane);
  } catch (error) {
    if (error instanceof PlatformError && error.kind === "notFound") return undefined;
    throw error;
  }
}
