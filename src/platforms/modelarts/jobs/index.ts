import type { Holder, JobApi, JobId, JobOrder, Repeat } from "../../../jobs/job";
import type { Gate } from "../../../net/call";
import { PlatformError } from "../../../net/errors";
import { isId } from "../../../net/ids";
import type { Io } from "../../../net/io";
import type { Outcome } from "../../../net/outcome";
import { ifFound, ignoreMissing, notNow } from "../../kit/absence";
import { submitPrepared } from "../../kit/submission";
import { JOB_ROOM, readDescription, writeDescription } from "../marker";
import type { ModelartsWhere } from "../place";
import { LOOKS_PER_SECOND } from "../transport";
import type { Job } from "../wire";
import { LONGEST_FILTER, LONGEST_PAGE, modelartsClient, type Filter, type ModelartsClient } from "./client";
import { evidence } from "./evidence";
import { isSettled, MOVING_PHASES, snapshotOf, specOf, stateOf, time } from "./record";
import { createRequest } from "./request";
import type { ModelartsJobSpec } from "./schema";
import { changesOf, changeTags } from "./update";

/** Signatures more than fifteen minutes old are refused; half a minute more for the platform's own clocks. */
export const FENCE_MS = 930_000;

const MOVING: Filter = { key: "phase", operator: "in", value: MOVING_PHASES };

/** Training jobs of one account, region, project and workspace. */
export function modelartsJobs(where: ModelartsWhere, io: Io): JobApi<ModelartsJobSpec> {
  const client = modelartsClient(where, io);

  async function submit(order: JobOrder<ModelartsJobSpec>, gate: Gate): Promise<Outcome<JobId>> {
    const send = () => client.createTrainingJob(createRequest(order), gate);
    const outcome = await submitPrepared(send, ({ metadata }) => metadata.id, gate);
    if (outcome.kind !== "done") return outcome;
    const id = outcome.value;
    const tags = Object.entries(order.spec.tags ?? {}).map(([key, value]) => ({ key, value }));
    try {
      if (tags.length > 0) await client.createTags(id, tags);
    } catch (error) {
      // The job runs and costs money: its id must not be lost over its tags. The next update writes them.
      if (!(error instanceof PlatformError)) throw error;
      io.debug(`modelarts: the tags of job ${id} were not written: ${error.message}`);
    }
    return outcome;
  }

  return {
    submit,
    idsPerDescribe: LONGEST_PAGE,
    looksPerSecond: LOOKS_PER_SECOND,
    async describe(ids) {
      const jobs = await known(client, new Set(ids.filter(isId)));
      return new Map([...jobs].map(([id, job]) => [id, snapshotOf(job)]));
    },
    async moving(stack = "") {
      const jobs = await client.listTrainingJobs([MOVING], "read");
      const ours = jobs.filter((job) => !isSettled(job) && markerOf(job)?.endsWith(stack));
      return ours.map(snapshotOf);
    },
    find: (names) => find(client, names),
    findsOneByOne: true,
    repeat: repeatOf(client, where),
    stop: (id) => stop(client, id),
    delete: (id) => remove(client, id),
    release: (id) => ignoreMissing(release(client, id)),
    async update(id, spec) {
      const changes = changesOf(await client.showTrainingJobDetails(id), spec);
      if (changes) await client.changeTrainingJob(id, changes);
      if (spec.tags) await changeTags(client, id, spec.tags);
    },
    async echo(id, like) {
      const told = specOf(await client.showTrainingJobDetails(id), like);
      return like.tags ? { ...told, tags: Object.fromEntries(await client.showTags(id)) } : told;
    },
    evidence: (id) => evidence(client, id),
  };
}

function repeatOf(client: Pick<ModelartsClient, "serverTime">, { settings }: ModelartsWhere): Repeat {
  return {
    kind: (settings.assumeUniqueNames ?? true) ? "probe" : "fence",
    fenceMs: FENCE_MS,
    serverTime: () => client.serverTime(),
  };
}

/** The jobs with these ids that the platform knows. For many ids it lists what moves first, then asks for the rest by id. */
async function known(client: ModelartsClient, ids: ReadonlySet<JobId>): Promise<ReadonlyMap<JobId, Job>> {
  const jobs = new Map<JobId, Job>();
  const keep = (found: readonly Job[]) => {
    for (const job of found) if (ids.has(job.metadata.id)) jobs.set(job.metadata.id, job);
  };
  const missing = () => [...ids].filter((id) => !jobs.has(id));

  if (ids.size > LONGEST_FILTER) {
    // Never more pages than asking by id would take.
    const pages = Math.ceil(ids.size / LONGEST_FILTER);
    keep(await client.listTrainingJobs([MOVING], "poll", pages));
  }
  for (let left = missing(); left.length > 0; left = left.slice(LONGEST_FILTER)) {
    const value = left.slice(0, LONGEST_FILTER);
    keep(await client.listTrainingJobs([{ key: "id", operator: "in", value }], "poll"));
  }
  // A search covers one user and workspace and may lag behind: only the detail shows that a job does not exist.
  const details = await Promise.all(missing().map((id) => ifFound(client.showTrainingJobDetails(id))));
  keep(details.filter((job) => job !== undefined));
  return jobs;
}

/** One search for each name: searching for several at once is not documented. */
async function find(
  client: ModelartsClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const holders = names.map(async (name) => {
    const jobs = await client.listTrainingJobs([{ key: "name", operator: "like", value: [name] }], "lookup");
    // `like` finds parts of names too.
    return [name, jobs.filter(({ metadata }) => metadata.name === name).map(holderOf)] as const;
  });
  return new Map(await Promise.all(holders));
}

function holderOf(job: Job): Holder {
  const { text: _, ...claim } = readDescription(job.metadata.description);
  return {
    id: job.metadata.id,
    ...claim,
    isSettled: isSettled(job),
    ...time("createdAt", job.metadata.create_time),
  };
}

function markerOf({ metadata }: Job): string | undefined {
  return readDescription(metadata.description).marker;
}

async function stop(client: ModelartsClient, id: JobId): Promise<void> {
  try {
    await client.stopTrainingJob(id);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind === "auth") throw error;
    // The job may have ended first, or an earlier stop be in progress. A job that is not shown has not been seen to end.
    const job = await ifFound(client.showTrainingJobDetails(id));
    if (!job || !(isSettled(job) || stateOf(job.status) === "stopping")) throw notNow(error);
  }
}

async function remove(client: ModelartsClient, id: JobId): Promise<void> {
  try {
    await ignoreMissing(client.deleteTrainingJob(id));
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind !== "invalid") throw error;
    // In which phases a job may be deleted is not documented, nor is the code for the others.
    const job = await ifFound(client.showTrainingJobDetails(id));
    throw job && !isSettled(job) ? notNow(error) : error;
  }
}

async function release(client: ModelartsClient, id: JobId): Promise<void> {
  const { metadata } = await client.showTrainingJobDetails(id);
  const described = readDescription(metadata.description);
  if (!described.marker || described.isReleased) return; // nothing would find it anyway
  await client.changeTrainingJob(id, { description: writeDescription({ ...described, isReleased: true }, JOB_ROOM) });
}
