import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { rfc3339 } from "../jobs/record";
import type { LatestTrainingMetric, TimedValue, TrainingMetric } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import { said } from "./values";
import type { Values } from "./wire";

/** Documented: the most points of one entry of PushTrainingMetrics. */
const MOST_POINTS = 10;

/** Metrics that jobs reported. */
export function metricLookups(where: Where, io: Io) {
  const client = tioneLookupClient(where, io);
  return {
    async getTrainingMetrics({ jobId }: Args<"getTrainingMetrics">): Promise<TrainingMetric[]> {
      return (await client.describeTrainingMetrics(jobId)).map(({ MetricName, Metrics }) => ({
        name: said(MetricName) ?? "",
        series: (Metrics ?? []).map(({ XType, Points }) => ({
          xType: said(XType) ?? "",
          points: (Points ?? []).flatMap(({ XValue: x, YValue: y }) =>
            typeof x === "number" && typeof y === "number" ? [{ x, y }] : [],
          ),
        })),
      }));
    },

    async getLatestTrainingMetrics({ jobId }: Args<"getLatestTrainingMetrics">): Promise<LatestTrainingMetric[]> {
      return (await client.describeLatestTrainingMetrics(jobId)).map((metric) => ({
        name: said(metric.MetricName) ?? "",
        values: timed(metric.Values),
        epochs: timed(metric.Epochs),
        steps: timed(metric.Steps),
        totalSteps: timed(metric.TotalSteps),
      }));
    },

    async pushTrainingMetrics({ data }: Args<"pushTrainingMetrics">): Promise<void> {
      const now = io.clock.wall();
      await client.pushTrainingMetrics(
        data.flatMap(({ jobId, at, values, epoch, step, totalSteps }) => {
          const Points = Object.entries(values).map(([Name, Value]) => ({ Name, Value }));
          const Timestamp = Math.floor((at === undefined ? now : Date.parse(at)) / 1000);
          const about = { TaskId: jobId, Timestamp, ...present({ Epoch: epoch, Step: step, TotalSteps: totalSteps }) };
          const parts = Math.ceil(Points.length / MOST_POINTS);
          return Array.from({ length: parts }, (_, part) => ({
            ...about,
            Points: Points.slice(part * MOST_POINTS, (part + 1) * MOST_POINTS),
          }));
        }),
      );
    },
  };
}

function timed(values: Values): TimedValue[] {
  return (values ?? []).flatMap(({ Timestamp, Value }) =>
    typeof Timestamp === "number" && typeof Value === "number" ? [{ at: rfc3339(Timestamp * 1000), value: Value }] : [],
  );
}
