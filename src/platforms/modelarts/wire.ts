import { z } from "zod";

/*
 * What we read of the answers of API v2, in the vendor's spelling. Unknown members are ignored; those that may be missing, null
 * or of another type tomorrow are then absent.
 */

const text = z.string().nullish().catch(undefined);
const number = z.number().nullish().catch(undefined);

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).nullish().catch(undefined);
}

function struct<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullish().catch(undefined);
}

/** A job as create, detail, terminate and search show it. Live tokens under `endpoints` are left behind here. */
export const job = z.object({
  kind: text,
  metadata: z.object({
    id: z.string().min(1),
    name: z.string(),
    description: text,
    workspace_id: text,
    create_time: number,
    annotations: z.record(z.string(), z.unknown()).nullish().catch(undefined),
    training_experiment_reference: z.record(z.string(), z.unknown()).nullish().catch(undefined),
  }),
  status: z.object({
    phase: z.string(),
    secondary_phase: text,
    duration: number,
    /** 0 before the start. */
    start_time: number,
    tasks: list(z.string()),
    task_statuses: list(z.object({ task: text, exit_code: number, message: text })),
    running_records: list(z.object({ end_reason: text, end_related_task: text })),
  }),
  algorithm: z
    .looseObject({ outputs: list(z.object({ remote: struct({ obs: struct({ obs_url: text }) }) }).loose()) })
    .nullish()
    .catch(undefined),
  tasks: z.unknown().optional(),
  spec: z.looseObject({}).nullish().catch(undefined),
  endpoints: struct({ ssh: struct({ key_pair_names: list(z.string()) }) }),
  train_type: text,
  ftjob_config: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
export type Job = z.output<typeof job>;

/** Without the items, which are the jobs of the page. */
export const searchReply = z.object({ items: z.array(job).nullable() });
/** `null`, `""` or a record: what it says is not read, but it must be whole. */
export const anyReply = z.union([z.null(), z.literal(""), z.looseObject({})]);
export const tagsReply = z.object({ tags: list(z.object({ key: z.string(), value: text })) });
export const eventsReply = z.object({ events: list(z.object({ level: text, message: text })) });
export const previewReply = z.object({ content: text, context: text });
export const stagesReply = z.object({
  running_records: list(
    z.object({
      record_order: number,
      stages: list(z.object({ name: text, stage_order: number, en_message: text })),
    }),
  ),
});
