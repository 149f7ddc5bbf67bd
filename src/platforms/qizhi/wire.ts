import { z } from "zod";
import { id, idIfAny } from "../../net/ids";

/*
 * What we read of Qizhi's answers, in the vendor's spelling. Unknown members are ignored; optional ones that are null or of
 * an unexpected type count as absent. Numbers come as numbers or as text.
 */

export const text = z.string().nullish().catch(undefined);
export const flag = z.boolean().nullish().catch(undefined);
export const count = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ])
  .nullish()
  .catch(undefined);

/** A number that may have a fraction. */
export const amount = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+(\.\d+)?$/)
      .transform(Number),
  ])
  .nullish()
  .catch(undefined);

export function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).nullish().catch(undefined);
}

/** A page of a list of independent rows: one that cannot be read is undefined, but still counts. */
export function page<Row extends z.ZodType>(row: Row) {
  return list(row.optional().catch(undefined)).transform((given) => given ?? []);
}

/** A whole list, without the rows that cannot be read. */
export function rows<Row extends z.ZodType>(row: Row) {
  return page(row).transform((given) => given.flatMap((each) => each ?? []));
}

const machines = z.object({
  image: text,
  image_type: text,
  instance_count: count,
  shm_gi: count,
  predef_id: text,
  instance_spec_price_info: z.object({ quota_id: text }).nullish().catch(undefined),
});

/** A job's detail. Source: pkg_openapi_controller_train.Job. Who created it is personal data and is not read. */
export const jobReply = z.object({
  job_id: id,
  name: text,
  status: text,
  sub_msg: text,
  workspace_id: idIfAny,
  project_id: idIfAny,
  logic_compute_group_id: idIfAny,
  logic_compute_group_name: text,
  framework: text,
  command: text,
  framework_config: list(machines),
  priority_name: text,
  task_priority: count,
  created_at: count,
  finished_at: count,
  timeline: z.object({ created: count, run: count, finished: count }).nullish().catch(undefined),
  max_running_time_ms: count,
  running_time_ms: count,
  reserve_on_fail_ms: count,
  reserve_on_success_ms: count,
  auto_fault_tolerance: flag,
  fault_tolerance_max_retry: count,
  dataset_info: list(z.object({ dataset_id: text, version_id: text, path: text })),
  enable_notification: flag,
  enable_troubleshoot: flag,
  tb_summary_path: text,
});
export type Job = z.output<typeof jobReply>;

export const gpuInfo = z.object({ gpu_type: text, gpu_type_display: text }).nullish().catch(undefined);
export type GpuInfo = z.output<typeof gpuInfo>;
const anything = list(z.unknown());

/**
 * A machine. Sources: `cluster_nodes/list`, which counts its cards in `gpu_count`, and the console's `ListNodeDimension`, which
 * counts them in `gpu`.
 */
export const node = z.object({
  name: text,
  status: text,
  resource_pool: text,
  cordon_type: text,
  is_maint: flag,
  gpu_count: count,
  gpu: z.object({ total: amount, used: amount, type: text }).nullish().catch(undefined),
  gpu_info: gpuInfo,
  task_list: anything,
  tasks_associated: anything,
  logic_compute_group_name: text,
});
export type Node = z.output<typeof node>;

export const nodesReply = z.object({ nodes: page(node), total: count });

export const createdReply = z.object({ job_id: id });
/** Nothing in it is read: the envelope alone says that the call succeeded. */
export const emptyReply = z.unknown();

/** Seven days, as documented. Assumed when the lifetime cannot be read; a 401 shows when that is wrong. */
const USUAL_LIFE_S = 604_800;

export const tokenReply = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce.number().positive().catch(USUAL_LIFE_S),
});

/** What answers are wrapped in. The OpenAPI document shows only what is inside. */
export const envelope = z.object({
  code: z.union([
    z.number(),
    z
      .string()
      .regex(/^-?\d+$/)
      .transform(Number),
  ]),
  message: text,
  msg: text,
  data: z.unknown().optional(), // errors have none
});
