import { z } from "zod";
import { filterSchema } from "./list";
import { coded } from "./refusal";
import { POD_STATES } from "./states";
import { account, listTime, resourceOf, type Scene, timesOf } from "./task";

// What a run leaves behind, computed from its states like everything else. Sources: DescribeTrainingTaskPods,
// DescribeLogs, DescribeEvents, API version 2021-11-11.

const LINE_EVERY_MS = 10_000;
const MOST_LINES = 10_000;
const HOUR_MS = 3_600_000;

const instant = z
  .string()
  .refine((text) => !Number.isNaN(Date.parse(text)), coded("InvalidParameterValue", "not an RFC 3339 time"))
  .optional();

const service = z.enum(["TRAIN", "NOTEBOOK", "INFER", "BATCH"]);

export const describeLogs = z.strictObject({
  Service: service,
  TiProjectId: z.string().optional(),
  StartTime: instant,
  EndTime: instant,
  Limit: z.number().int().min(1).max(1_000).optional(),
  ServiceId: z.string().optional(),
  PodName: z.string().optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
  OrderField: z.enum(["Timestamp"]).optional(),
  Context: z.string().regex(/^\d*$/).optional(),
  Filters: z.array(filterSchema).optional(),
  Offset: z.number().int().min(0).optional(),
  LogStream: z.enum(["stdout", "stderr", ""]).optional(),
});

export const describeEvents = z.strictObject({
  Service: service,
  TiProjectId: z.string().optional(),
  ServiceId: z.string().optional(),
  StartTime: instant,
  EndTime: instant,
  Limit: z.number().int().min(1).max(100).optional(),
  Offset: z.number().int().min(0).optional(),
  Order: z.enum(["ASC", "DESC"]).optional(),
  OrderField: z.enum(["FirstTimestamp", "LastTimestamp"]).optional(),
  Filters: z.array(filterSchema).optional(),
});

/** Answer of DescribeTrainingTaskPods: one pod for each instance, once there is something to place. */
export function podsOf(scene: Scene): object {
  const { startedAt, endedAt } = timesOf(scene);
  const status = POD_STATES[scene.state.state];
  const configs = scene.job.facts.request.ResourceConfigInfos.flatMap((entry) =>
    Array<typeof entry>(entry.InstanceNum ?? 1).fill(entry),
  );
  const pods = (status === undefined ? [] : configs).map((entry, i) => ({
    Name: podName(scene, i),
    IP: startedAt === undefined ? "" : `10.0.${Math.floor(i / 250)}.${(i % 250) + 1}`,
    Status: status,
    StartTime: listTime(startedAt),
    EndTime: listTime(endedAt),
    ResourceConfigInfo: resourceOf({ ...entry, InstanceNum: 1 }),
    SubUin: account.subUin,
  }));
  return { PodNames: pods.map(({ Name }) => Name), TotalCount: pods.length, PodInfoList: pods };
}

function podName({ instanceId }: Scene, index: number): string {
  return `${instanceId}-${index === 0 ? "master" : "worker"}-${index}`;
}

/** A `*` at the end stands for the rest. */
function isNamed(pattern: string, pod: string): boolean {
  return pattern.endsWith("*") ? pod.startsWith(pattern.slice(0, -1)) : pod === pattern;
}

interface Line {
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  readonly message: string;
}

/** Answer of DescribeLogs; an unknown run has no lines. */
export function logsOf(request: z.output<typeof describeLogs>, scene: Scene | undefined, now: number): object {
  const {
    PodName = "*",
    Limit = 100,
    Order = "DESC",
    LogStream = "",
    Context = "",
    Offset = 0,
    Filters = [],
  } = request;
  if (scene === undefined || !isNamed(PodName, podName(scene, 0))) return { Context: "", Content: [] };
  const from = request.StartTime === undefined ? now - HOUR_MS : Date.parse(request.StartTime);
  const until = request.EndTime === undefined ? now : Date.parse(request.EndTime);
  const keywords = Filters.flatMap(({ Values = [] }) => Values);
  const lines = linesOf(scene).filter(
    ({ at, stream, message }) =>
      at >= from &&
      at <= until &&
      (!LogStream || stream === LogStream) &&
      keywords.every((word) => message.includes(word)),
  );
  const ordered = Order === "ASC" ? lines : lines.reverse();
  const first = Context ? Number(Context) : Offset;
  const end = first + Limit;
  return {
    Context: end < ordered.length ? String(end) : "",
    Content: ordered.slice(first, end).map(({ at, message }) => ({
      Id: `${scene.instanceId}-${at}`,
      Message: message,
      PodName: podName(scene, 0),
      Timestamp: new Date(at).toISOString().replace("Z", "000000Z"),
      PkgId: "",
      PkgLogId: "",
    })),
  };
}

/** The newest lines of a run's first pod, oldest first. The last ones of a failed run hold its reason. */
function linesOf(scene: Scene): Line[] {
  const { startedAt, endedAt } = timesOf(scene);
  if (startedAt === undefined) return [];
  const steps = Math.floor(((endedAt ?? scene.now) - startedAt) / LINE_EVERY_MS);
  const firstStep = Math.max(1, steps - MOST_LINES + 1);
  const lines: Line[] = [{ at: startedAt, stream: "stdout", message: `training ${scene.job.name}` }];
  for (let step = firstStep; step <= steps; step++) {
    const message = `step ${step * 100} loss ${(2 / Math.sqrt(step)).toFixed(4)}`;
    lines.push({ at: startedAt + step * LINE_EVERY_MS, stream: "stdout", message });
  }
  if (scene.state.state === "FAILED" && endedAt !== undefined) {
    lines.push({ at: endedAt, stream: "stderr", message: "Traceback (most recent call last):" });
    lines.push({ at: endedAt, stream: "stderr", message: scene.state.reason ?? "exited with code 1" });
  }
  return lines;
}

const EVENTS: Readonly<Record<string, readonly [type: "Normal" | "Warning", message: string]>> = {
  PENDING: ["Warning", "0 nodes are available: insufficient resources, waiting"],
  STARTING: ["Normal", "pulling the image"],
  RUNNING: ["Normal", "started the main container"],
  STOPPING: ["Normal", "stopping the main container"],
  FAILED: ["Warning", "the main container failed"],
};

/** Answer of DescribeEvents: one event for each state that a pod takes notice of. */
export function eventsOf(request: z.output<typeof describeEvents>, scene: Scene | undefined, now: number): object {
  const { Limit = 100, Offset = 0, Order = "DESC", Filters = [] } = request;
  if (scene === undefined) return { Events: [], TotalCount: 0 };
  const from = request.StartTime === undefined ? now - 24 * HOUR_MS : Date.parse(request.StartTime);
  const until = request.EndTime === undefined ? now : Date.parse(request.EndTime);
  const events = scene.moments.flatMap(({ state, at, reason }) => {
    const [type, message] = EVENTS[state] ?? [];
    if (type === undefined || at < from || at > until) return [];
    const time = new Date(at).toISOString();
    return {
      Id: `${scene.instanceId}-${state}`,
      Message: reason ?? message,
      FirstTimestamp: time,
      LastTimestamp: time,
      Count: 1,
      Type: type,
      ResourceKind: "Pod",
      ResourceName: podName(scene, 0),
    };
  });
  const wanted = events.filter((event) =>
    Filters.every(({ Name, Values = [] }) => Values.includes(Name === "Type" ? event.Type : event.ResourceKind)),
  );
  const ordered = Order === "ASC" ? wanted : wanted.reverse();
  return { Events: ordered.slice(Offset, Offset + Limit), TotalCount: wanted.length };
}
