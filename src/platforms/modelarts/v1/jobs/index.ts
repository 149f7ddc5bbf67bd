import type { Holder, JobApi, JobId, JobSnapshot } from "../../../../jobs/job";
import { PlatformError, printable } from "../../../../net/errors";
import { isId } from "../../../../net/ids";
import type { Io } from "../../../../net/io";
import { notNow } from "../../../kit/absence";
import { submitPrepared } from "../../../kit/submission";
import { FENCE_MS } from "../../jobs";
import { time } from "../../jobs/record";
import { JOB_ROOM, readDescription, writeDescription } from "../../marker";
import type { ModelartsWhere } from "../../place";
import { readable } from "../../readable";
import { LOOKS_PER_SECOND } from "../../transport";
import { LONGEST_PAGE_V1, modelartsV1Client, type ModelartsV1Client } from "./client";
import { isSettledV1, latestOf, listedForm, snapshotOfV1, specOfV1, stateOfV1 } from "./record";
import { createRequestV1 } from "./request";
import type { ModelartsV1JobSpec } from "./schema";
import type { Job, Version, Versions } from "./wire";

const EVIDENCE_LINES = 10;

/** Training jobs of v1 of one account, region, project and workspace. An id is the job's; a stop finds the versions itself. */
export function modelartsV1Jobs(where: ModelartsWhere, io: Io): JobApi<ModelartsV1JobSpec> {
  const client = modelartsV1Client(where, io);
  const snapshots = describer(client);
  return {
    submit: (order, gate) =>
      submitPrepared(
        () => client.createTrainingJob(createRequestV1(order), gate),
        ({ job_id }) => job_id,
        gate,
      ),
    idsPerDescribe: LONGEST_PAGE_V1,
    looksPerSecond: LOOKS_PER_SECOND,
    describe: async (ids) => snapshots(await known(client, new Set(ids.filter(isId)))),
    async list(stack) {
      const jobs = await client.listTrainingJobs("read");
      return [...(await snapshots(jobs.filter((job) => markerOf(job)?.endsWith(stack)))).values()];
    },
    async moving(stack = "") {
      const jobs = await client.listTrainingJobs("read");
      const ours = jobs.filter((job) => !isSettledV1(job) && markerOf(job)?.endsWith(stack));
      // Without what only the version reports: where results go does not matter before it is clear whose they are.
      return ours.map((job) => snapshotOfV1(job, undefined));
    },
    find: (names) => find(client, names),
    findsOneByOne: true,
    repeat: {
      kind: (where.settings.assumeUniqueNames ?? true) ? "probe" : "fence",
      fenceMs: FENCE_MS,
      serverTime: () => client.serverTime(),
    },
    stop: (id) => stop(client, id),
    delete: (id) => remove(client, id),
    release: (id) => release(client, id),
    async update(id, { jobDesc = "" }) {
      const described = readDescription((await client.listVersions(id)).job_desc);
      await client.updateDescription(id, writeDescription({ ...described, text: jobDesc }, JOB_ROOM));
    },
    async echo(id, like) {
      return specOfV1(await client.listVersions(id), like);
    },
    async evidence(id) {
      const [job] = await readable(client.listVersions(id).then((versions) => [versions]));
      const latest = latestOf(job?.versions ?? null);
      const lines = latest ? await readable(client.lastLines(id, latest.version_id, EVIDENCE_LINES)) : [];
      return lines.slice(-EVIDENCE_LINES).map((line) => printable(line));
    },
  };
}

/** Snapshots with what only the version reports; it never changes once the job has begun, so it is read once. */
function describer(client: ModelartsV1Client) {
  const versions = new Map<string, Version>();

  async function versionOf(job: Job): Promise<Version | undefined> {
    const key = `${job.job_id}/${job.version_id ?? ""}`;
    const kept = versions.get(key);
    const isBegun = isSettledV1(job) || stateOfV1(job.status) === "running";
    if (kept && (kept.start_time || !isBegun)) return kept;
    const [all] = await readable(client.listVersions(job.job_id).then((found) => [found]));
    const version =
      all?.versions?.find(({ version_id }) => version_id === job.version_id) ?? latestOf(all?.versions ?? null);
    if (version) versions.set(key, version);
    return version;
  }

  return async (jobs: readonly Job[]): Promise<ReadonlyMap<JobId, JobSnapshot>> => {
    const entries = jobs.map(async (job) => [job.job_id, snapshotOfV1(job, await versionOf(job))] as const);
    return new Map(await Promise.all(entries));
  };
}

/** The list covers all jobs at once; there is no way to read a single one. */
async function known(client: ModelartsV1Client, ids: ReadonlySet<JobId>): Promise<readonly Job[]> {
  const listed = (await client.listTrainingJobs("poll")).filter(({ job_id }) => ids.has(job_id));
  const shown = new Set(listed.map(({ job_id }) => job_id));
  // The list covers one workspace and may lag behind.
  const others = [...ids].filter((id) => !shown.has(id)).map((id) => versionsIfAny(client, id));
  return [...listed, ...(await Promise.all(others)).flatMap((versions) => (versions ? [listedForm(versions)] : []))];
}

const REFUSED: ReadonlySet<PlatformError["kind"]> = new Set(["invalid", "notFound"]);

/** v1 has no code of its own for a missing job. An error without any code is a gateway's, which knows nothing about jobs. */
function mayBeAbsence(error: unknown): error is PlatformError {
  return error instanceof PlatformError && error.origin.code !== undefined && REFUSED.has(error.kind);
}

async function versionsIfAny(client: ModelartsV1Client, id: JobId): Promise<Versions | undefined> {
  try {
    return await client.listVersions(id);
  } catch (error) {
    if (mayBeAbsence(error)) return undefined;
    throw error;
  }
}

async function remove(client: ModelartsV1Client, id: JobId): Promise<void> {
  try {
    await client.deleteTrainingJob(id);
  } catch (error) {
    if (!mayBeAbsence(error)) throw error;
    // One code covers everything: the job may not be deleted yet, cannot be deleted, or does not exist.
    const [job] = await known(client, new Set([id]));
    if (job) throw isSettledV1(job) ? error : notNow(error);
  }
}

async function find(
  client: ModelartsV1Client,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const holders = names.map(async (name) => {
    // The search finds parts of names too.
    const jobs = (await client.listTrainingJobs("lookup", name)).filter(({ job_name }) => job_name === name);
    return [name, jobs.map(holderOf)] as const;
  });
  return new Map(await Promise.all(holders));
}

function holderOf(job: Job): Holder {
  const { text: _, ...claim } = readDescription(job.job_desc);
  return {
    id: job.job_id,
    ...claim,
    isSettled: isSettledV1(job),
    ...time("createdAt", job.create_time),
  };
}

function markerOf({ job_desc }: Job): string | undefined {
  return readDescription(job_desc).marker;
}

/** Stops every version that still moves. Only reads show which these are. */
async function stop(client: ModelartsV1Client, id: JobId): Promise<void> {
  const isMoving = ({ status }: Version) => !isSettledV1({ status }) && stateOfV1(status) !== "stopping";
  const versions = (await versionsIfAny(client, id))?.versions ?? [];
  if (versions.length === 0) {
    const origin = { platform: "modelarts-v1", action: "StopTrainingJobVersionV1" };
    throw new PlatformError("notNow", `the platform shows no version of job ${id} that could be stopped`, origin);
  }
  for (const { version_id } of versions.filter(isMoving)) {
    try {
      await client.stopVersion(id, version_id);
    } catch (error) {
      if (!(error instanceof PlatformError) || error.kind === "auth") throw error;
      // The version may have ended first. One that is not shown has not been seen to end.
      const now = (await versionsIfAny(client, id))?.versions?.find((version) => version.version_id === version_id);
      if (!now || isMoving(now)) throw notNow(error);
    }
  }
}

async function release(client: ModelartsV1Client, id: JobId): Promise<void> {
  const job = await versionsIfAny(client, id);
  if (!job) return;
  const described = readDescription(job.job_desc);
  if (!described.marker || described.isReleased) return; // nothing would find it anyway
  await client.updateDescription(id, writeDescription({ ...described, isReleased: true }, JOB_ROOM));
}
