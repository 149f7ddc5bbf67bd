import type { Machines, PriceSource, TimeLimit } from "../../../jobs/price";
import type { ModelartsJobSpec } from "./schema";

/** The machines of the job, or of each of its roles. */
export function machinesOf({ resource, tasks }: ModelartsJobSpec): readonly Machines[] {
  const asked = tasks?.length ? tasks.map((task) => task.taskResource) : [resource];
  return asked.map((machines) => ({
    ...(machines?.flavorId && { machine: machines.flavorId }),
    count: machines?.nodeCount ?? 1,
  }));
}

/** The dedicated pool that the job, or the first of its roles, runs on; undefined: the public one. */
export function poolOf({ resource, tasks = [] }: Pick<ModelartsJobSpec, "resource" | "tasks">): string | undefined {
  return resource?.poolId ?? tasks.map(({ taskResource }) => taskResource?.poolId).find((id) => id !== undefined);
}

/** ModelArts reports codes of its billing service, and no prices. */
export function priceSource(spec: ModelartsJobSpec): PriceSource {
  if (poolOf(spec)) return { none: "the machines of a dedicated pool are paid for already" };
  return { none: "ModelArts reports no prices" };
}

const HOUR_MS = 3_600_000;

/** Source: `auto_stop` of POST /v2/{project_id}/training-jobs. */
export const timeLimit: TimeLimit<ModelartsJobSpec> = {
  member: "autoStop",
  stepMs: HOUR_MS,
  read: ({ autoStop }) => (autoStop ? autoStop.duration * HOUR_MS : undefined),
  write: (spec, ms) => ({ ...spec, autoStop: { timeUnit: "HOURS", duration: ms / HOUR_MS } }),
};
