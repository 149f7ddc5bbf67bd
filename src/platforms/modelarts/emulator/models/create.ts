import { z } from "zod";
import { coded, type Codes } from "../refusal";

// Source: POST /v1/{project_id}/models. Strict: a member that is not here is refused.

/** What the registry of models calls a wrong argument: one code for type and value. */
export const MODEL_CODES: Codes = { type: "ModelArts.3017", value: "ModelArts.3017" };
const BAD_CONFIG = "ModelArts.3015";
const BAD_SOURCE = "ModelArts.3016";

const text = z.string().optional();
const strict = z.strictObject;

/** Each part has one or two digits, the first not zero unless it is the only one. */
const version = /^(0|[1-9]\d?)\.(0|[1-9]\d?)\.(0|[1-9]\d?)$/;
const PLAIN = /^[^&!'"<>=]*$/;

const param = strict({
  url: z.string(),
  method: z.enum(["post", "get", "POST", "GET"]),
  protocol: z.string(),
  param_name: z.string().max(64),
  param_type: z.enum(["int", "string", "float", "timestamp", "date", "file"]),
  min: z.number().optional(),
  max: z.number().optional(),
  param_desc: text,
});

const members = z.record(z.string(), z.unknown());
const api = strict({
  url: text,
  method: text,
  protocol: text,
  input_params: strict({ type: text, properties: members.optional() }).optional(),
  output_params: strict({ type: text, properties: members.optional() }).optional(),
});

const dependency = strict({
  installer: z.literal("pip"),
  packages: z.array(
    strict({
      package_name: z.string(),
      package_version: text,
      restraint: z.enum(["EXACT", "ATLEAST", "ATMOST"]).optional(),
    }).refine(
      ({ package_version, restraint }) => Boolean(package_version) === Boolean(restraint),
      "restraint and package_version go together",
    ),
  ),
});

export const importModel = strict({
  model_name: z.string().regex(/^[\w\u4e00-\u9fff-]{1,64}$/),
  model_version: z.string().regex(version),
  source_location: text,
  source_job_id: text,
  source_job_version: text,
  source_type: z.literal("auto").optional(),
  source_copy: z.enum(["true", "false"]).optional(),
  model_type: z.enum([
    "TensorFlow",
    "MXNet",
    "Caffe",
    "Spark_MLlib",
    "Scikit_Learn",
    "XGBoost",
    "Image",
    "PyTorch",
    "Template",
    "MindSpore",
    "Custom",
  ]),
  runtime: text,
  description: z.string().max(100).regex(PLAIN).optional(),
  model_algorithm: z
    .string()
    .max(36)
    .regex(/^([A-Za-z][^&!'"<>=\u4e00-\u9fff]*)?$/)
    .optional(),
  execution_code: z
    .string()
    .regex(/\/customize_service\.py$/)
    .optional(),
  input_params: z.array(param).optional(),
  output_params: z.array(param).optional(),
  dependencies: z.array(dependency).optional(),
  model_metrics: z
    .string()
    .refine((metrics) => isObject(metrics), "is a JSON object as text")
    .optional(),
  apis: z.array(api).optional(),
  initial_config: z
    .string()
    .refine((config) => isObject(config), coded(BAD_CONFIG, "is a JSON object as text"))
    .optional(),
  workspace_id: text,
  model_docs: z
    .array(strict({ doc_name: z.string().min(1).max(48), doc_url: z.string() }))
    .max(3)
    .optional(),
  install_type: z.array(z.enum(["real-time", "edge", "batch"])).optional(),
  template: strict({
    template_id: z.string(),
    template_inputs: z.array(strict({ input: z.string(), input_id: z.string() })),
    infer_format: text,
  }).optional(),
}).superRefine(({ model_type, template, source_location, source_copy }, context) => {
  const report = (path: string, message: string, code = MODEL_CODES.value) =>
    context.addIssue({ code: "custom", path: [path], ...coded(code, message) });
  const isTemplate = model_type === "Template";
  if (isTemplate !== (template !== undefined)) report("template", "goes with the model type Template");
  if (isTemplate && source_location) report("source_location", "is not used with a template", BAD_SOURCE);
  if (!isTemplate && !source_location) report("source_location", "is needed", BAD_SOURCE);
  if (!isTemplate && source_location && model_type !== "Image" && !/^https:\/\/[^/]+\.obs\./.test(source_location))
    report("source_location", "is not an OBS URL", BAD_SOURCE);
  if (source_copy && model_type !== "Image") report("source_copy", "goes with the model type Image");
});

export type ImportRequest = z.output<typeof importModel>;

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false; // what is not JSON is not an object
  }
}
