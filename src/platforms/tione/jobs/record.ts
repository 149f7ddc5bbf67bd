import type { Claim, JobSnapshot, JobState } from "../../../jobs/job";
import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import { wordsMeaning } from "../../kit/words";
import type { Task, TaskDetail } from "../wire";
import type { LogWindow } from "./client";
import { MARKER_TAG, RESOURCE_TAG, VENDOR_NAMES } from "./request";
import { MARKER_VARIABLE, RESOURCE_VARIABLE, tioneJobMembers, type TioneJobSpec } from "./schema";

/** The vendor's words for a task's state. The documents of the detail do not list `PENDING`, which occurs all the same. */
const STATES = {
  SUBMITTING: "queued",
  PENDING: "queued",
  STARTING: "starting",
  RUNNING: "running",
  STOPPING: "stopping",
  STOPPED: "stopped",
  FAILED: "failed",
  SUCCEED: "succeeded",
  SUBMIT_FAILED: "failed",
} as const satisfies Record<string, JobState>;

const SETTLED: ReadonlySet<JobState> = new Set(["stopped", "failed", "succeeded"]);

/** The vendor's words for a task that has not ended. */
export const MOVING_WORDS: readonly string[] = Object.entries(STATES).flatMap(([word, state]) =>
  SETTLED.has(state) ? [] : [word],
);

/** Tag that marks a record as released; its value is the marker. */
export const RELEASED_TAG = "pulumi-released";

/** Tencent Cloud's numbers for the regions that have TI-ONE; the console's addresses use them. */
const REGION_NUMBERS = {
  "ap-guangzhou": 1,
  "ap-shanghai": 4,
  "ap-beijing": 8,
  "ap-nanjing": 33,
  "ap-shanghai-adc": 78,
  "ap-zhongwei": 102,
} as const;

export function stateOf(status: string): JobState {
  return entryOf(STATES, status) ?? "unknown";
}

/** The vendor's words for one of our states. */
export function statusWordsOf(state: JobState): string[] {
  return wordsMeaning<JobState>(STATES, state);
}

/** Whether the task has ended: nothing of it runs or waits any more. */
export function isSettled({ Status }: Pick<Task, "Status">): boolean {
  return SETTLED.has(stateOf(Status));
}

/** A task of the list or of the detail, in our words; `claimOf` says whose it is. */
export function snapshotOf(task: Task, where: Where): Omit<JobSnapshot, "claim"> {
  const { Id: id, Status: status } = task;
  const state = stateOf(status);
  const reason = [...new Set([task.FailureReason, task.Message])].filter(Boolean).join(": ");
  return {
    jobId: id,
    name: task.Name,
    status: state,
    platformStatus: printable(status, 80),
    ...(reason && { statusReason: printable(reason) }),
    ...time("createdAt", task.CreateTime),
    ...time("startedAt", task.StartTime),
    ...time("endedAt", task.EndTime),
    ...imageOf(task),
    outputPaths: outputPaths(task),
    ...consoleUrl(id, where),
    ...(state === "queued" && typeof task.WaitingQueueIndex === "number" && { ahead: task.WaitingQueueIndex }),
  };
}

/**
 * RFC 3339 in UTC. TI-ONE writes times in three ways, one of them with an offset that lacks its minutes, one without any zone:
 * that one is Beijing time. Undefined for anything else.
 */
export function utc(text: string | null | undefined): string | undefined {
  const parts = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(Z|[+-]\d\d(?::?\d\d)?)?$/.exec(text ?? "");
  if (!parts) return undefined;
  const [, date, clock, zone = "+08"] = parts;
  const offset = zone === "Z" ? "Z" : `${zone.slice(0, 3)}:${zone.slice(3).replace(":", "") || "00"}`;
  const ms = Date.parse(`${date}T${clock}${offset}`);
  return Number.isNaN(ms) ? undefined : rfc3339(ms);
}

/** A time as the vendor takes it: RFC 3339 in UTC. */
export function rfc3339(ms: number): string {
  return new Date(ms).toISOString().replace(".000Z", "Z");
}

/** The vendor's default is the last hour before now; a task that ended earlier has its lines in the hour before its end. */
export function lastHourOf({ EndTime }: Pick<Task, "EndTime">): LogWindow {
  const end = Date.parse(utc(EndTime) ?? "");
  if (Number.isNaN(end)) return {};
  return { StartTime: rfc3339(end - 3_600_000), EndTime: rfc3339(end + 60_000) };
}

export function tagOf({ Tags }: Pick<Task, "Tags">, key: string): string | undefined {
  return (Tags ?? []).find(({ TagKey }) => TagKey === key)?.TagValue ?? undefined;
}

/**
 * Who the task belongs to: by its tags, or by its variables where the tags could not be bound. The list shows both; the detail shows no
 * variables, so a task without our tags says nothing there.
 */
export function claimOf(task: Task, from: "list" | "detail"): Claim | undefined {
  const variable = (name: string) => (task.Envs ?? []).find(({ Name }) => Name === name)?.Value || undefined;
  const marker = tagOf(task, MARKER_TAG) ?? variable(MARKER_VARIABLE);
  const resource = tagOf(task, RESOURCE_TAG) ?? variable(RESOURCE_VARIABLE);
  if (!marker) return from === "list" || task.Envs ? { isReleased: false } : undefined;
  return { marker, ...(resource && { resource }), isReleased: tagOf(task, RELEASED_TAG) === marker };
}

/** The user's own tags: not the platform's, nor this package's. */
export function ownTags({ Tags }: Pick<Task, "Tags">): Record<string, string> | undefined {
  const own = (Tags ?? []).flatMap(({ TagKey, TagValue }) =>
    TagKey && !/^(qcs:|pulumi-)/.test(TagKey) ? [[TagKey, TagValue ?? ""] as const] : [],
  );
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** `cos://bucket.region/directory/`; undefined for the empty shells that the vendor writes for "none". */
export function cosUrl({ Bucket, Region, Paths }: NonNullable<Task["Output"]>): string | undefined {
  if (!Bucket || !Region) return undefined;
  const directory = withoutOuterSlashes(Paths?.[0] ?? "");
  return `cos://${Bucket}.${Region}/${directory && `${directory}/`}`;
}

/** By hand: a pattern for trailing slashes scans each run of slashes in the middle over and over. */
function withoutOuterSlashes(path: string): string {
  let [start, end] = [0, path.length];
  while (path[start] === "/") start += 1;
  while (end > start && path[end - 1] === "/") end -= 1;
  return path.slice(start, end);
}

function time<Name extends string>(name: Name, text: string | null | undefined): { readonly [N in Name]?: string } {
  const value = utc(text);
  // The computed member is the only one that the type has.
  return (value === undefined ? {} : { [name]: value }) as { readonly [N in Name]?: string };
}

function imageOf({ ImageInfo, FrameworkEnvironment }: Task): Pick<JobSnapshot, "image"> {
  const image = ImageInfo?.ImageUrl || FrameworkEnvironment;
  return image ? { image: printable(image) } : {};
}

/** Results land in a directory named after the task, below the one asked for. */
function outputPaths({ Id, Output }: Task): string[] {
  const url = Output && cosUrl(Output);
  return !url ? [] : [`${url}${Id}/`];
}

function consoleUrl(id: string, { region, project = "0" }: Where): { readonly consoleUrl?: string } {
  const number = entryOf(REGION_NUMBERS, region);
  if (number === undefined) return {};
  const query = new URLSearchParams({ regionId: String(number), workspaceId: project });
  return {
    consoleUrl: `https://console.cloud.tencent.com/tione/v2/job/detail/${encodeURIComponent(id)}?${query.toString()}`,
  };
}

/**
 * What was asked for when the task was created, as far as its detail shows: not the environment, the workspace, the queues, hang
 * detection or the kind of supply. What the platform fills in by itself is left out. Tuning parameters, which the platform has
 * as text, become a record where they are one in `like`.
 */
export function specOf(detail: TaskDetail, like?: Pick<TioneJobSpec, "tuningParameters">): Partial<TioneJobSpec> {
  const told = asRecord(ourSpelling(detail));
  const postpaid = told["chargeType"] === "POSTPAID_BY_HOUR";
  const candidate: Record<string, unknown> = {
    ...told,
    ...asRecord(told["startCmdInfo"]),
    resourceConfigInfos: asList(told["resourceConfigInfos"]).map((info) => machines(asRecord(info), postpaid)),
    tags: ownTags(detail),
    ...(typeof like?.tuningParameters === "object" && { tuningParameters: recordIn(told["tuningParameters"]) }),
    // Filled in from the catalogue when a framework was asked for.
    imageInfo: told["frameworkName"] === undefined ? told["imageInfo"] : undefined,
  };
  const members = Object.fromEntries(
    Object.keys(anyMembers.shape)
      .filter((name) => candidate[name] !== undefined)
      .map((name) => [name, candidate[name]]),
  );
  const { data, error } = anyMembers.safeParse(members);
  if (data) return data;
  // A struct with members newer than this package cannot be read; the others can.
  const unreadable = new Set(error.issues.map(({ path }) => path[0]));
  return anyMembers.parse(Object.fromEntries(Object.entries(members).filter(([name]) => !unreadable.has(name))));
}

const anyMembers = tioneJobMembers.partial();

/** The record in a JSON text; the text itself when it holds none, as the platform does not look into it. */
function recordIn(text: unknown): unknown {
  try {
    const value: unknown = JSON.parse(String(text));
    return typeof value === "object" ? value : text;
  } catch {
    return text;
  }
}

function machines(info: Readonly<Record<string, unknown>>, postpaid: boolean): Record<string, unknown> {
  const filledIn = new Set(["instanceTypeAlias", ...(postpaid ? ["cpu", "memory", "gpu", "gpuType"] : [])]);
  if (asRecord(info["rdmaConfig"])["enable"] !== true) filledIn.add("rdmaConfig");
  return Object.fromEntries(Object.entries(info).filter(([name]) => !filledIn.has(name)));
}

const OUR_NAMES = new Map<string, string>(Object.entries(VENDOR_NAMES).map(([ours, vendors]) => [vendors, ours]));

/** The vendor's spelling to ours; empty texts, lists and shells mean "not set". */
function ourSpelling(value: unknown): unknown {
  if (value === null || value === "") return undefined;
  if (Array.isArray(value)) return value.length > 0 ? value.map(ourSpelling) : undefined;
  if (typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]): [string, unknown] => [
    OUR_NAMES.get(name) ?? name.charAt(0).toLowerCase() + name.slice(1),
    ourSpelling(member),
  ]);
  const given = defined(Object.fromEntries(members));
  return Object.keys(given).length > 0 ? given : undefined;
}

function defined(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).filter(([, member]) => member !== undefined));
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function entryOf<Value>(table: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
