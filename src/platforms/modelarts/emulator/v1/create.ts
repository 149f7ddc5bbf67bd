import { z } from "zod";
import { coded } from "../refusal";

// Source of this file: POST /v1/{project_id}/training-jobs and the worked examples beside it. Strict: a member that is not here
// is refused.

const text = z.string().optional();
const number = z.number().int().min(0).optional();

const windows = /^([A-Za-z]:[\\/]|\\)/;
const plain = (value: string) => !value.includes("\0") && value.trim() !== "";
const obsPath = z
  .string()
  .refine((path) => /^(\/|$)/.test(path), "not an OBS path")
  .refine(
    (path) => !/[^!-~]|['{}[\]]/.test(path),
    coded("ModelArts.2608", "has a character that OBS paths do not have"),
  )
  .optional();
const dataPath = obsPath.refine(
  (path) => path === undefined || /^\/[^/]+\/./.test(path),
  coded("ModelArts.2606", "a bucket as a whole"),
);
const directory = z.string().refine((path) => !windows.test(path), "not a container directory");

const config = z
  .strictObject({
    worker_server_num: z.number().int().min(1),
    app_url: obsPath,
    boot_file_url: obsPath,
    parameter: z
      .array(
        z.strictObject({
          label: text,
          value: z
            .string()
            .refine((value) => !value.includes("\0"), "has a NUL character")
            .optional(),
        }),
      )
      .optional(),
    data_url: dataPath,
    dataset_id: text,
    dataset_version_id: text,
    data_source: z
      .array(
        z.strictObject({
          type: z.enum(["obs", "dataset"]),
          data_url: dataPath,
          dataset_id: text,
          dataset_version: text,
        }),
      )
      .optional(),
    spec_id: number,
    pool_id: text,
    flavor: z.strictObject({ code: z.string() }).optional(),
    engine_id: number,
    model_id: number,
    train_url: obsPath,
    log_url: obsPath,
    user_image_url: z
      .string()
      .refine((url) => !/^[a-z][a-z0-9+.-]*:\/\/|\S\s+\S/i.test(url), "not an image address")
      .optional(),
    user_command: z.string().refine(plain, "not a command").optional(),
    create_version: z.boolean().optional(),
    volumes: z
      .array(
        z.strictObject({
          nfs: z
            .strictObject({
              id: z.string(),
              src_path: z.string(),
              dest_path: directory,
              read_only: z.boolean().optional(),
            })
            .optional(),
          host_path: z
            .strictObject({ src_path: z.string(), dest_path: directory, read_only: z.boolean().optional() })
            .optional(),
        }),
      )
      .optional(),
  })
  .superRefine((job, context) => {
    const report = (path: string, message: string) => context.addIssue({ code: "custom", path: [path], message });
    const data = [job.data_url, job.dataset_id, job.data_source].filter((source) => source !== undefined);
    if (data.length !== 1) report("data_url", "exactly one of data_url, dataset_id and data_source");
    if ((job.dataset_id === undefined) !== (job.dataset_version_id === undefined))
      report("dataset_id", "dataset_id and dataset_version_id go together");
    if (new Set(job.data_source?.map(({ type }) => type)).size > 1) report("data_source", "obs or dataset, not both");
    const machines = [job.spec_id, job.pool_id, job.flavor].filter((given) => given !== undefined);
    if (machines.length !== 1) report("spec_id", "exactly one of spec_id, pool_id and flavor");
    if (job.model_id === undefined && !job.user_image_url && !(job.app_url && job.boot_file_url))
      report("app_url", "model_id, user_image_url, or app_url with boot_file_url");
  });

export const createTrainingJobV1 = z.strictObject({
  job_name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  job_desc: z.string().max(256).optional(),
  workspace_id: text,
  config,
});

export type CreateRequestV1 = z.output<typeof createTrainingJobV1>;

export const updateTrainingJobV1 = z.strictObject({ job_desc: z.string().max(256) });
