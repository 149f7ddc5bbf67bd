import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { present } from "../../kit/answers";
import { rfc3339 } from "../jobs/record";
import { said } from "./answers";
import type { Args } from "./args";
import { tioneLookupClient } from "./client";
import type { Values } from "./wire";

/** One metric of a job, drawn over time, epochs or steps. */
export interface TrainingMetric {
  /** As the job calls it: `loss`. */
  readonly name: string;
  /** One curve for each way to count. */
  readonly series: readonly {
    /** What `x` counts: `TIMESTAMP` (seconds since the epoch), `EPOCH`, `STEP`. */
    readonly xType: string;
    /** In the platform's order. */
    readonly points: readonly MetricPoint[];
  }[];
}

/** A point of a curve. */
export interface MetricPoint {
  /** Time, epoch or step. */
  readonly x: number;
  /** What was measured. */
  readonly y: number;
}

/** A number at a time. */
export interface TimedValue {
  /** RFC 3339, UTC. */
  readonly at: string;
  /** What was measured. */
  readonly value: number;
}

/** The newest numbers of one metric. */
export interface LatestTrainingMetric {
  /** As the job calls it: `loss`. */
  readonly name: string;
  /** The metric itself. */
  readonly values: readonly TimedValue[];
  /** The epoch at each time. */
  readonly epochs: readonly TimedValue[];
  /** The step at each time. */
  readonly steps: readonly TimedValue[];
  /** How many steps the training has, at each time. */
  readonly totalSteps: readonly TimedValue[];
}

/** Documented: points of one entry of PushTrainingMetrics. */
const MOST_POINTS = 10;

/** What jobs measured of themselves. */
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
