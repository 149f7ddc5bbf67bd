import { z } from "zod";
import { id, idIfAny, page, rows } from "../../../../net/ids";

/*
 * What we read of the answers of v1, in the vendor's spelling. Numbers come as text in some deployments, and what is not set
 * comes as null.
 */

const text = z.string().nullish().catch(undefined);
const number = z
  .union([z.string().regex(/^\d+$/), z.number()])
  .transform(Number)
  .nullish()
  .catch(undefined);

function list<Item extends z.ZodType>(item: Item) {
  return z.array(item).nullish().catch(undefined);
}

export const createdReply = z.object({ job_id: id });

const job = z.object({
  job_id: id,
  job_name: z.string(),
  job_desc: text,
  /** Of the latest version. */
  version_id: idIfAny,
  status: number,
  create_time: number,
  duration: number,
});
/** A job as the list shows it. */
export type Job = z.output<typeof job>;

const version = z.looseObject({
  version_id: id,
  status: number,
  create_time: number,
  start_time: number,
  duration: number,
  train_url: text,
  user_image_url: text,
});
export type Version = z.output<typeof version>;

export const jobsReply = z.object({ jobs: page(job).nullable(), job_total_count: number });
export const versionsReply = z.object({
  job_id: id,
  job_name: z.string(),
  job_desc: text,
  versions: rows(version).nullable(),
});
export type Versions = z.output<typeof versionsReply>;
export const logFilesReply = z.object({ log_file_list: list(z.string()) });
export const logReply = z.object({ content: text });
