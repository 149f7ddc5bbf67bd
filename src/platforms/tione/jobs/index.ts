import type { Holder, JobApi, JobId, JobSnapshot, Repeat } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import { PlatformError, printable } from "../../../net/errors";
import type { Io } from "../../../net/io";
import { ifFound, ignoreMissing, notNow } from "../../kit/absence";
import { submitPrepared } from "../../kit/submission";
import { FENCE_MS, LOOKS_PER_SECOND } from "../transport";
import type { Task } from "../wire";
import { LONGEST_PAGE, tioneClient, type TioneClient } from "./client";
import { claimOf, isSettled, lastHourOf, MOVING_WORDS, RELEASED_TAG, snapshotOf, specOf, stateOf, utc } from "./record";
import { createRequest, STACK_TAG, vendorSpelling } from "./request";
import type { TioneJobSpec } from "./schema";

const EVIDENCE_LINES = 10;

/** Training jobs of one account, region and workspace. */
export function tioneJobs(where: Where, io: Io): JobApi<TioneJobSpec> {
  const client = tioneClient(where, io);
  const describe = describer(client, where);
  return {
    submit: (order, gate) =>
      submitPrepared(
        () => client.createTrainingTask(createRequest(order, where.region), gate),
        ({ Id }) => Id,
        gate,
      ),
    idsPerDescribe: LONGEST_PAGE,
    looksPerSecond: LOOKS_PER_SECOND,
    describe,
    async list(stack) {
      const query = { TagFilters: [{ TagKey: STACK_TAG, TagValues: [stack] }] };
      return (await client.describeTrainingTasks(query, "read")).map((task) => claimed(task, "list", where));
    },
    async moving(stack = "") {
      // Not by the stack's tag: tags that could not be bound must not hide a job that costs money.
      const query = { Filters: [{ Name: "Status", Values: MOVING_WORDS }] } as const;
      const tasks = await client.describeTrainingTasks(query, "read");
      const ours = tasks.filter((task) => !isSettled(task) && claimOf(task, "list")?.marker?.endsWith(stack));
      return ours.map((task) => claimed(task, "list", where));
    },
    find: (names) => find(client, names),
    repeat: repeatOf(client, where),
    stop: (id) => stop(client, id),
    delete: (id) => ignoreMissing(client.deleteTrainingTask(id)),
    release: (id) => release(client, id, where.region),
    async update(id, { logEnable = false, logConfig }) {
      const LogConfig = vendorSpelling(logConfig) as Record<string, unknown> | undefined; // an object or nothing, as it went in
      await client.enableTrainingTaskClsConfig({ TaskId: id, LogEnable: logEnable, LogConfig });
    },
    async echo(id, like) {
      return specOf(await client.describeTrainingTask(id), like);
    },
    evidence: (id) => evidence(client, id),
  };
}

function repeatOf(client: TioneClient, { settings }: Where): Repeat {
  return {
    kind: (settings.assumeUniqueNames ?? true) ? "probe" : "fence",
    fenceMs: FENCE_MS,
    serverTime: () => client.serverTime(),
  };
}

function describer(client: TioneClient, where: Where): JobApi<TioneJobSpec>["describe"] {
  // How many values a filter may have is not documented: start with a page, and halve when refused.
  let idsPerCall = LONGEST_PAGE;

  async function listed(ids: readonly JobId[]): Promise<Task[]> {
    const Values = ids.slice(0, idsPerCall);
    if (Values.length === 0) return [];
    try {
      const tasks = await client.describeTrainingTasks({ Filters: [{ Name: "Id", Values }] }, "poll");
      return [...tasks, ...(await listed(ids.slice(Values.length)))];
    } catch (error) {
      if (!isTooMany(error) || Values.length === 1) throw error;
      idsPerCall = Math.ceil(Values.length / 2);
      return listed(ids);
    }
  }

  return async (ids) => {
    const tasks = (await listed([...new Set(ids)])).filter(({ Id }) => ids.includes(Id));
    const snapshots = new Map(tasks.map((task) => [task.Id, claimed(task, "list", where)]));
    // The list may lag behind: only the detail can tell that a task does not exist.
    const unlisted = [...new Set(ids)].filter((id) => !snapshots.has(id));
    for (const detail of await Promise.all(unlisted.map((id) => ifFound(client.describeTrainingTask(id))))) {
      if (detail) snapshots.set(detail.Id, claimed(detail, "detail", where));
    }
    return snapshots;
  };
}

function claimed(task: Task, from: "list" | "detail", where: Where): JobSnapshot {
  const claim = claimOf(task, from);
  return { ...snapshotOf(task, where), ...(claim && { claim }) };
}

const TOO_MANY = new Set(["InvalidParameterValue.LimitExceeded", "InvalidParameterValue.InvalidFilter"]);

function isTooMany(error: unknown): boolean {
  return error instanceof PlatformError && TOO_MANY.has(error.origin.code ?? "");
}

async function find(client: TioneClient, names: readonly string[]): Promise<ReadonlyMap<string, readonly Holder[]>> {
  const holders = new Map(names.map((name): [string, Holder[]] => [name, []]));
  for (let first = 0; first < names.length; first += LONGEST_PAGE) {
    const Values = names.slice(first, first + LONGEST_PAGE);
    const tasks = await client.describeTrainingTasks({ Filters: [{ Name: "Name", Values }] }, "lookup");
    // The map holds exact names only: whether the filter is exact is not documented.
    for (const task of tasks) holders.get(task.Name)?.push(holderOf(task));
  }
  return holders;
}

function holderOf(task: Task): Holder {
  const createdAt = utc(task.CreateTime);
  return {
    id: task.Id,
    isReleased: false,
    ...claimOf(task, "list"),
    isSettled: isSettled(task),
    ...(createdAt && { createdAt }),
  };
}

async function stop(client: TioneClient, id: JobId): Promise<void> {
  try {
    await client.stopTrainingTask(id);
  } catch (error) {
    if (!(error instanceof PlatformError) || error.kind === "auth") throw error;
    // The task may have ended first, or an earlier stop may be in progress. A task that is not shown has not been seen to end.
    const task = await ifFound(client.describeTrainingTask(id));
    if (!task || !(isSettled(task) || stateOf(task.Status) === "stopping")) throw notNow(error);
  }
}

async function release(client: TioneClient, id: JobId, region: string): Promise<void> {
  const task = await ifFound(client.describeTrainingTask(id));
  if (!task) return;
  const claim = claimOf(task, "detail") ?? (await claimInList(client, id));
  const marker = claim?.marker;
  if (!marker || claim.isReleased) return; // nothing would take it over anyway
  // The tag service may fail to find a task that exists: only a tag that was written releases the record.
  await client.tagResource(`qcs::tione:${region}:uin/${task.Uin ?? ""}:trainingtask/${id}`, RELEASED_TAG, marker);
}

async function claimInList(client: TioneClient, id: JobId) {
  const [task] = await client.describeTrainingTasks({ Filters: [{ Name: "Id", Values: [id] }] }, "read");
  return task && claimOf(task, "list");
}

/** Which pods failed, then the last lines that the run wrote, in the order written. What cannot be read is left out. */
async function evidence(client: TioneClient, id: JobId): Promise<string[]> {
  const task = await ifFound(client.describeTrainingTask(id));
  if (!task) return [];
  const pods = await readable(client.describeTrainingTaskPods(id));
  const failed = pods.filter(({ Status }) => Status === "FAILED").map(({ Name }) => `pod ${Name ?? "?"} failed`);
  const room = EVIDENCE_LINES - Math.min(failed.length, EVIDENCE_LINES / 2);
  const { LatestInstanceId: run } = task;
  const logs = run ? await readable(client.describeLogs(run, room, lastHourOf(task))) : [];
  const lines = logs
    .slice(0, room)
    .reverse()
    .map(({ PodName, Message }) => [PodName, Message].filter(Boolean).join(": "));
  return [...failed.slice(0, EVIDENCE_LINES - room), ...lines].map((line) => printable(line));
}

async function readable<Item>(items: Promise<Item[]>): Promise<Item[]> {
  try {
    return await items;
  } catch (error) {
    if (error instanceof PlatformError) return [];
    throw error;
  }
}
