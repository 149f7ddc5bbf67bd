import { z } from "zod";
import { id, page } from "../../net/ids";

/*
 * What we read of the answers of API v2, in the vendor's spelling. Unknown members are ignored; those that may one day be
 * missing, null or of another type are then absent.
 */

export const text = z.string().nullish().catch(undefined);
export const number = z.number().nullish().catch(undefined);
/** A number, or a text that begins with one: `"96"`, `"768Gi"`. */
export const quantity = z
  .union([z.number(), z.string().regex(/^-?\d/).transform(parseFloat)])
  .nullish()
  .catch(undefined);
/** The id of a catalogue entry; some deployments write a number. */
export const key = z.union([z.string().min(1), z.number()]).transform(String);
/** Milliseconds since the epoch, or RFC 3339. */
export const moment = z
  .union([z.number(), z.string().transform((written) => Date.parse(written))])
  .nullish()
  .catch(undefined);

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).nullish().catch(undefined);
}

export function struct<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.object(shape).nullish().catch(undefined);
}

/** A job as create, detail, terminate and search show it. Live tokens under `endpoints` are dropped here. */
export const job = z.object({
  kind: text,
  metadata: z.object({
    id,
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
    .looseObject({
      outputs: list(z.object({ remote: struct({ obs: struct({ obs_url: text }) }) }).loose()),
      engine: z.looseObject({ image_url: text, engine_id: text }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  tasks: z.unknown().optional(),
  spec: z
    .looseObject({
      resource: z.looseObject({ pool_id: text, flavor_id: text, node_count: number }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  endpoints: struct({ ssh: struct({ key_pair_names: list(z.string()) }) }),
  train_type: text,
  ftjob_config: z.record(z.string(), z.unknown()).nullish().catch(undefined),
});
export type Job = z.output<typeof job>;

/** Only the items are read: the jobs of the page. */
export const searchReply = z.object({ items: page(job).nullable() });
/** `null`, `""` or a record: the content is not read, but it must be complete. */
export const anyReply = z.union([z.null(), z.literal(""), z.looseObject({})]);
export const tagsReply = z.object({ tags: list(z.object({ key: z.string(), value: text })) });
export const eventsReply = z.object({
  events: list(z.object({ time: moment, level: text, message: text, source: text })),
});
export const previewReply = z.object({ content: text, context: text, current_size: number, full_size: number });
export const metricsReply = z.object({ metrics: list(z.object({ metric: z.string(), value: list(number) })) });
export const stagesReply = z.object({
  running_records: list(
    z.object({
      record_order: number,
      stages: list(
        z.object({
          name: text,
          stage_order: number,
          start_time: moment,
          end_time: moment,
          en_message: text,
          sub_stages: list(z.object({ name: text, en_message: text, create_time: moment })),
        }),
      ),
    }),
  ),
});
