import { z } from "zod";
import type { Timeline } from "../../../../emulator/timeline";
import type { Job } from "../../../../emulator/world";
import type { Metric, Site } from "../site";
import { knownTask, visible } from "./tasks";

// What training code reports about itself. Sources: PushTrainingMetrics, API version 2021-11-11; DescribeTrainingMetrics
// and DescribeLatestTrainingMetrics as the vendor described them until May 2024.

const MOST_POINTS = 10;
const ID_DIGITS = 19;
const PUSHED: Timeline = [{ state: "PUSHED" }];

const count = z.number().int().min(0).optional();

export const pushTrainingMetrics = z.strictObject({
  Data: z
    .array(
      z.strictObject({
        TaskId: z.string().min(1),
        /** Seconds since the epoch. */
        Timestamp: count,
        Uin: z.string().optional(),
        Epoch: count,
        Step: count,
        TotalSteps: count,
        Points: z
          .array(z.strictObject({ Name: z.string().min(1), Value: z.number() }))
          .max(MOST_POINTS)
          .optional(),
      }),
    )
    .optional(),
  TiProjectId: z.string().optional(),
});

export const byTaskId = z.strictObject({ TaskId: z.string().min(1), TiProjectId: z.string().optional() });

type Entry = NonNullable<z.output<typeof pushTrainingMetrics>["Data"]>[number];

/** All or nothing: with one unknown task, the others' points are refused, too. */
export function pushMetrics(request: z.output<typeof pushTrainingMetrics>, site: Site): object {
  const { Data = [], TiProjectId } = request;
  for (const { TaskId } of Data) knownTask(TaskId, TiProjectId, site);
  for (const entry of Data) record(entry, site);
  return {};
}

function record({ TaskId, Timestamp, Epoch, Step, TotalSteps, Points = [] }: Entry, site: Site): void {
  const { stage, metrics } = site;
  for (const { Name, Value } of Points) {
    const metric: Metric = {
      taskId: TaskId,
      timestamp: Timestamp ?? Math.floor(stage.now() / 1_000),
      value: Value,
      epoch: Epoch,
      step: Step,
      totalSteps: TotalSteps,
    };
    metrics.commit({ id: stage.ids.digits("metric", ID_DIGITS), name: Name, facts: metric }, PUSHED);
  }
}

const AXES = [
  ["TIMESTAMP", ({ timestamp }: Metric) => timestamp],
  ["EPOCH", ({ epoch }: Metric) => epoch],
  ["STEP", ({ step }: Metric) => step],
] as const;

/** Every metric over every axis that its points have a value on, oldest point first. */
export function metricsOf({ TaskId, TiProjectId }: z.output<typeof byTaskId>, site: Site): object {
  const series = seriesOf(TaskId, TiProjectId, site);
  return {
    TaskId,
    Data: [...series].map(([MetricName, points]) => ({
      MetricName,
      Metrics: AXES.flatMap(([XType, at]) => {
        const Points = points.flatMap((point) => {
          const XValue = at(point);
          return XValue === undefined ? [] : [{ XValue, YValue: point.value }];
        });
        return Points.length > 0 ? [{ XType, Points }] : [];
      }),
    })),
  };
}

/** The newest point of every metric. */
export function latestMetricsOf({ TaskId, TiProjectId }: z.output<typeof byTaskId>, site: Site): object {
  const series = seriesOf(TaskId, TiProjectId, site);
  return {
    Metrics: [...series].flatMap(([MetricName, points]) => {
      const latest = points.at(-1);
      if (latest === undefined) return [];
      const point = (value: number | undefined) =>
        value === undefined ? [] : [{ Timestamp: latest.timestamp, Value: value }];
      return {
        MetricName,
        Values: point(latest.value),
        Epochs: point(latest.epoch),
        Steps: point(latest.step),
        TotalSteps: point(latest.totalSteps),
      };
    }),
  };
}

/** A task's points by the metric's name, each ordered by time. */
function seriesOf(taskId: string, tiProjectId: string | undefined, site: Site): ReadonlyMap<string, readonly Metric[]> {
  visible({ Id: taskId, TiProjectId: tiProjectId }, site);
  const entries = site.metrics.known().filter(({ facts }) => facts.taskId === taskId);
  const names = new Set(entries.map(({ name }) => name));
  return new Map([...names].map((name) => [name, pointsOf(name, entries)]));
}

function pointsOf(name: string, entries: readonly Job<Metric>[]): readonly Metric[] {
  return entries
    .filter((entry) => entry.name === name)
    .map(({ facts }) => facts)
    .sort((a, b) => a.timestamp - b.timestamp);
}
