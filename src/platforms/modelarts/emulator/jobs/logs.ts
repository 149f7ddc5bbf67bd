import { FLAVORS } from "../catalogue";
import type { Answer } from "../gate";
import { POOLS } from "../pools/catalogue";
import { Refusal } from "../refusal";
import { startOf, tasksOf, type Scene } from "./job";
import { linesOf, pageOfLines, textOf, type LogLine } from "./log-lines";
import { isSettled } from "./states";

// What a job leaves behind, computed from its states like everything else.

/** The answer, without a body, while there is nothing yet: `ModelArts.2776` for logs, `ModelArts.2777` for metrics. */
const NOT_READY: Answer = [204, undefined];
const LINK_LIFE_S = 300;
const MINUTE_MS = 60_000;
const MOST_SAMPLES = 1_440;

/** GET …/tasks/{task_id}/logs/preview: the end of what the task wrote. */
export function logsPreview(scene: Scene, task: string): Answer {
  const lines = linesOfTask(scene, task);
  if (!lines) return NOT_READY;
  const content = textOf(lines);
  return [200, { content, current_size: content.length, full_size: content.length }];
}

/** GET …/logs/{task_id}. Line numbers are text, the number of lines is not. */
export function logLines(scene: Scene, task: string, query: URLSearchParams): Answer {
  const lines = linesOfTask(scene, task);
  if (!lines) return NOT_READY;
  const { content, count, first, last } = pageOfLines(lines, query, { least: 1 });
  return [200, { content, lines: count, start_line: first, end_line: last }];
}

/** GET …/tasks/{task_id}/logs/url: a link that nobody serves. */
export function logsUrl(scene: Scene, task: string): Answer {
  if (!linesOfTask(scene, task)) throw new Refusal(400, "ModelArts.2818", "The log was not generated.");
  const path = `modelarts-job-${scene.job.id}-${task}.log`;
  const until = Math.floor(scene.now / 1_000) + LINK_LIFE_S;
  return [200, { obs_url: `https://emulator.obs.cn-north-4.myhuaweicloud.com/${path}?Expires=${until}` }];
}

/** GET …/metrics/{task_id}: one mean a minute, -1 for what the machine does not have. */
export function metricsOf(scene: Scene, task: string): Answer {
  refuseUnknownTask(scene, task);
  const { from, until } = runOf(scene);
  if (from === 0) return NOT_READY;
  const minutes = Math.min(MOST_SAMPLES, Math.floor((until - from) / MINUTE_MS));
  if (minutes === 0) return NOT_READY;
  const series = (base: number) =>
    Array.from({ length: minutes }, (_, minute) => (base < 0 ? -1 : base + ((minute * 7) % 10)));
  const type = machineTypeOf(scene);
  const [isNpu, isGpu] = [type === "Ascend", type === "GPU"];
  const metrics: readonly (readonly [metric: string, base: number])[] = [
    ["cpuUsage", 30],
    ["memUsage", 40],
    ["npuUtil", isNpu ? 80 : -1],
    ["npuMemUsage", isNpu ? 70 : -1],
    ["gpuUtil", isGpu ? 80 : -1],
    ["gpuMemUsage", isGpu ? 70 : -1],
  ];
  return [200, { metrics: metrics.map(([metric, base]) => ({ metric, value: series(base) })) }];
}

/** A pool or a flavor outside the catalogues counts as one with GPUs. */
function machineTypeOf({ job }: Scene): "CPU" | "GPU" | "Ascend" {
  const { pool_id, flavor_id } = job.facts.request.spec?.resource ?? {};
  const pool = POOLS.find(({ id }) => id === pool_id);
  return pool?.flavor.type ?? FLAVORS.find(({ id }) => id === flavor_id)?.type ?? "GPU";
}

/** Undefined before the first line could be written. @throws Refusal for a task that the job does not have */
function linesOfTask(scene: Scene, task: string): readonly LogLine[] | undefined {
  refuseUnknownTask(scene, task);
  const { from, until } = runOf(scene);
  if (from === 0) return undefined;
  const { state, reason } = scene.state;
  return linesOf({ from, until, ...(state === "Failed" && { failure: reason ?? "failed" }) });
}

function refuseUnknownTask(scene: Scene, task: string): void {
  if (!tasksOf(scene).includes(task)) throw new Refusal(400, "ModelArts.2788", `There is no task ${task}.`);
}

/** `from` is 0 before it has run. */
function runOf(scene: Scene): { readonly from: number; readonly until: number } {
  const { state, now } = scene;
  return { from: startOf(scene), until: isSettled(state.state) ? state.at : now };
}
