import { z } from "zod";
import { id, idIfAny, rows } from "../../../net/ids";
import { list, number, text } from "../wire";

/* What we read of the answers of the registry of models, in the vendor's spelling. */

export const createdReply = z.object({ model_id: id });

/** A version of a model; the list leaves out where it came from. */
export const model = z.object({
  model_id: id,
  model_name: z.string(),
  model_version: z.string(),
  model_status: text,
  /** `TensorFlow` in the detail, `tensorflow` in the list. */
  model_type: text,
  model_size: number,
  description: text,
  create_at: number,
  workspace_id: idIfAny,
  owner: text,
  install_type: list(z.string()),
  source_location: text,
  source_job_id: idIfAny,
  runtime: text,
  image_address: text,
  /** JSON text. */
  model_metrics: text,
});
export type Model = z.output<typeof model>;

export const modelsReply = z.object({ models: rows(model).nullable() });

const failure = z.object({ model_id: z.string(), error_code: text, error_message: text, error_msg: text });
/** Comes with HTTP 200 even when nothing was deleted: its content must be read. */
export const deletedReply = z.object({
  delete_success_list: z.array(z.string()).nullish(),
  delete_failed_list: z.array(failure).nullish(),
});
