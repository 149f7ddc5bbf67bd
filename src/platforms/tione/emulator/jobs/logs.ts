import { z } from "zod";
import { filtered, filterSchema, fuzzyWhenAsked, type Filtering } from "../filter";
import { coded, Refusal } from "../refusal";
import { podConfigs, podName } from "./pods";
import { timesOf, type Scene } from "./task";

// What a run leaves behind, computed from its states like everything else. Sources: DescribeLogs, DescribeEvents,
// API version 2021-11-11.

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

interface Line {
  readonly id: string;
  readonly pod: string;
  readonly at: number;
  readonly stream: "stdout" | "stderr";
  readonly message: string;
}

/**
 * Answer of DescribeLogs.
 * @param scenes the runs that the request's `ServiceId` selects; without one, all of the region
 */
export function logsOf(request: z.output<typeof describeLogs>, scenes: readonly Scene[], now: number): object {
  const { PodName, Limit = 100, Order = "DESC", LogStream = "", Context = "", Offset = 0, Filters = [] } = request;
  const from = request.StartTime === undefined ? now - HOUR_MS : Date.parse(request.StartTime);
  const until = request.EndTime === undefined ? now : Date.parse(request.EndTime);
  const keywords = keywordsOf(Filters);
  const lines = scenes
    .flatMap(linesOf)
    .filter(
      ({ at, pod, stream, message }) =>
        (!PodName || isNamed(PodName, pod)) &&
        at >= from &&
        at <= until &&
        (!LogStream || stream === LogStream) &&
        keywords.every((word) => message.includes(word)),
    )
    .sort((a, b) => a.at - b.at); // stable: lines of the same time stay in the order written
  const ordered = Order === "ASC" ? lines : lines.reverse();
  const first = Context ? Number(Context) : Offset;
  const end = first + Limit;
  return {
    Context: end < ordered.length ? String(end) : "",
    Content: ordered.slice(first, end).map(({ id, pod, at, message }) => ({
      Id: id,
      Message: message,
      PodName: pod,
      Timestamp: new Date(at).toISOString().replace("Z", "000000Z"),
      PkgId: "",
      PkgLogId: "",
    })),
  };
}

/** A `*` at the end stands for the rest. */
function isNamed(pattern: string, pod: string): boolean {
  return pattern.endsWith("*") ? pod.startsWith(pattern.slice(0, -1)) : pod === pattern;
}

/** A line must contain all words of all filters. */
function keywordsOf(filters: NonNullable<z.output<typeof describeLogs>["Filters"]>): string[] {
  const unknown = filters.find(({ Name }) => Name !== "Key");
  if (unknown !== undefined) throw new Refusal("InvalidParameter", `There is no filter \`${unknown.Name}\`.`);
  return filters.flatMap(({ Values = [] }) => Values);
}

/**
 * The newest lines of a run, oldest first. The first pod reports how the training goes and, in a failed run, the reason;
 * the others only that they are ready.
 */
function linesOf(scene: Scene): Line[] {
  const { startedAt, endedAt } = timesOf(scene);
  if (startedAt === undefined) return [];
  const pod = podName(scene.instanceId, 0);
  const line = (number: number, at: number, message: string): Line => ({
    id: `${scene.instanceId}-${number}`,
    pod,
    at,
    stream: "stdout",
    message,
  });
  const steps = Math.floor(((endedAt ?? scene.now) - startedAt) / LINE_EVERY_MS);
  const firstStep = Math.max(1, steps - MOST_LINES + 1);
  const others = podConfigs(scene.job.facts.request).slice(1);
  const lines = [
    ...others.map((_, i) => ({
      ...line(0, startedAt, `ready, rank ${i + 1}`),
      id: `${scene.instanceId}-rank-${i + 1}`,
      pod: podName(scene.instanceId, i + 1),
    })),
    line(0, startedAt, `training ${scene.job.name}`),
  ];
  for (let step = firstStep; step <= steps; step++) {
    const message = `step ${step * 100} loss ${(2 / Math.sqrt(step)).toFixed(4)}`;
    lines.push(line(step, startedAt + step * LINE_EVERY_MS, message));
  }
  if (scene.state.state === "FAILED" && endedAt !== undefined) {
    lines.push({ ...line(steps + 1, endedAt, "Traceback (most recent call last):"), stream: "stderr" });
    lines.push({ ...line(steps + 2, endedAt, scene.state.reason ?? "exited with code 1"), stream: "stderr" });
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

interface Event {
  readonly Type: string;
  readonly ResourceKind: string;
}

const EVENT_FILTERING: Filtering<Event> = {
  looksAt: { Type: ({ Type }) => Type, ResourceKind: ({ ResourceKind }) => ResourceKind },
  isFuzzy: fuzzyWhenAsked,
  unknownCode: "InvalidParameter",
};

/** Answer of DescribeEvents: one event for each state that affects a pod. */
export function eventsOf(request: z.output<typeof describeEvents>, scenes: readonly Scene[], now: number): object {
  const { Limit = 100, Offset = 0, Order = "DESC", Filters } = request;
  const from = request.StartTime === undefined ? now - 24 * HOUR_MS : Date.parse(request.StartTime);
  const until = request.EndTime === undefined ? now : Date.parse(request.EndTime);
  const events = scenes
    .flatMap((scene) => scene.moments.map((moment) => ({ ...moment, instanceId: scene.instanceId })))
    .sort((a, b) => a.at - b.at)
    .flatMap(({ state, at, reason, instanceId }) => {
      const [type, message] = EVENTS[state] ?? [];
      if (type === undefined || at < from || at > until) return [];
      const time = new Date(at).toISOString();
      return {
        Id: `${instanceId}-${state}`,
        Message: reason ?? message,
        FirstTimestamp: time,
        LastTimestamp: time,
        Count: 1,
        Type: type,
        ResourceKind: "Pod",
        ResourceName: podName(instanceId, 0),
      };
    });
  const wanted = filtered(events, Filters, EVENT_FILTERING);
  const ordered = Order === "ASC" ? wanted : wanted.reverse();
  return { Events: ordered.slice(Offset, Offset + Limit), TotalCount: wanted.length };
}
