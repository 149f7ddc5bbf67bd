import { z } from "zod";
import { isSettled } from "../../jobs/wait";
import type { Preview, State } from "./preview";
import type { Action, Before, Row } from "./row";

/** Whether Pulumi forgets the resource and leaves it as it is. */
export function isRetained(old: State | undefined): boolean {
  return old?.retainOnDelete === true || old?.inputs?.["__retain"] === true;
}

const states = ["queued", "starting", "running", "stopping", "succeeded", "failed", "stopped", "lost"] as const;
const optionalText = z.string().optional().catch(undefined);
const optionalNumber = z.number().nonnegative().optional().catch(undefined);
/** What the state says about the last run. Rows may come from any version. */
const record = z.object({
  jobId: z.string().catch(""),
  versionId: z.string().catch(""),
  status: z.enum([...states, "unknown"]).catch("unknown"),
  startedAt: z.iso.datetime().optional().catch(undefined),
  duration: optionalText,
  cost: optionalNumber,
  price: z
    .object({ perHour: z.number().nonnegative(), unit: z.enum(["yuan", "points"]) })
    .optional()
    .catch(undefined),
});

export function recordOf(kind: Row["kind"], old: State | undefined) {
  const told = record.parse(old?.outputs ?? {});
  return { ...told, id: kind === "job" ? told.jobId : told.versionId };
}

/** The job or model version of the state, and what the action does to it. */
export function beforeOf({ kind, action }: Pick<Row, "kind" | "action">, old: State, preview: Preview): Before {
  const { id, status, startedAt, duration, cost, price } = recordOf(kind, old);
  return {
    id: preview.shown(id, 120),
    status,
    ...(startedAt !== undefined && { startedAt }),
    ...(duration !== undefined && { duration: preview.shown(duration, 40) }),
    ...(cost !== undefined && { cost }),
    ...price,
    isLive: kind === "job" && !isSettled(status),
    fate: fateOf(kind, old, action),
  };
}

function fateOf(kind: Row["kind"], old: State, action: Action): Before["fate"] {
  if (!["runAgain", "stop", "delete", "leave"].includes(action)) return "kept";
  if (isRetained(old)) return "left";
  const isLive = kind === "job" && !isSettled(recordOf(kind, old).status);
  const keepsRecord = kind === "job" && old.inputs?.["deletionPolicy"] === "stop";
  if (isLive) return keepsRecord ? "stopped" : "stopped and deleted";
  return keepsRecord ? "left" : "deleted";
}
