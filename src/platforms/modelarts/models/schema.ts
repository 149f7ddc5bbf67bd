import { z } from "zod";
import type { ModelKind } from "../../../jobs/platform";
import { besideSpec } from "../../kit/doubts";
import { swrImages } from "../images";
import { LONGEST_MODEL_DESCRIPTION } from "../marker";
import { isRecord } from "../spelling";
import { atMost, filled, hint, region, word } from "../words";
import { modelApi, modelDependency, modelDoc, modelParameter, modelTemplate } from "./structs";

const unquoted = (text: z.ZodString) =>
  text.refine((given) => !/[&!'"<>=]/.test(given), { error: "holds one of & ! ' \" < > =, which ModelArts refuses" });

/** Source: `model_metrics`, which the vendor takes as JSON text. */
const score = z.number().optional();

/** Members of a model version as users write them: POST /v1/{project_id}/models in camelCase, without the source job. */
const members = z.strictObject({
  /** Name of the model: 1 to 64 letters, digits, "-" and "_"; Chinese characters where the region still takes them. */
  modelName: z.string().regex(/^[\p{Script=Han}A-Za-z0-9_-]{1,64}$/u, {
    error: ({ input }) => `is ${JSON.stringify(input)}; ModelArts takes 1 to 64 letters, digits, "_" and "-"`,
  }),
  /** Label of the version, such as `1.0.0`: three numbers up to 99. Default: the one after the highest existing one, at first `0.0.1`. */
  modelVersion: z
    .string()
    .regex(/^(0|[1-9]\d?)(\.(0|[1-9]\d?)){2}$/, {
      error: ({ input }) => `is ${JSON.stringify(input)}; ModelArts takes three numbers up to 99, such as 1.0.0`,
    })
    .optional(),
  /**
   * Directory of the model in object storage: `obs://bucket/dir/` or `https://bucket.obs.<region>.…/dir/`; with
   * `modelType: "Image"` the address of an image in SWR. Default: the first output path of the source job.
   */
  sourceLocation: filled().optional(),
  /** How the model was made: `auto` for auto-learning; left out for any other way. */
  sourceType: word("auto").optional(),
  /** Whether the image is copied; only with `modelType: "Image"`. Default true. */
  sourceCopy: z.boolean().optional(),
  /** Framework or format. Regions differ in what they take: `TensorFlow`, `PyTorch`, `MindSpore`, `Image`, `Custom`, `Template`, … */
  modelType: filled(),
  /** Environment that the model runs in, such as `python3.6`; depends on `modelType`. */
  runtime: z.string().optional(),
  /** Free text without & ! ' " < > =; at most 68 characters, because this package writes its marker before it. */
  description: unquoted(
    atMost(LONGEST_MODEL_DESCRIPTION, "of its 100, as this package's marker takes the others"),
  ).optional(),
  /** What the model computes: at most 36 characters, a letter first, without & ! ' " < > = and Chinese characters. */
  modelAlgorithm: unquoted(
    z.string().regex(/^[A-Za-z]\P{Script=Han}{0,35}$/u, {
      error: ({ input }) =>
        `is ${JSON.stringify(input)}; ModelArts takes at most 36 characters, a letter first and none of them Chinese`,
    }),
  ).optional(),
  /** File in object storage with the code that answers requests; it must be named `customize_service.py`. Default: the platform looks for it. */
  executionCode: z
    .string()
    .regex(/\/customize_service\.py$/, {
      error: ({ input }) => `is ${JSON.stringify(input)}; ModelArts takes a path that ends in /customize_service.py`,
    })
    .optional(),
  /** What a service of the model takes; not needed with `initialConfig`. */
  inputParams: z.array(modelParameter).optional(),
  /** What a service of the model returns; not needed with `initialConfig`. */
  outputParams: z.array(modelParameter).optional(),
  /** Packages that the code needs; not needed with `initialConfig`. */
  dependencies: z.array(modelDependency).optional(),
  /** Scores of the model. */
  modelMetrics: z
    .strictObject({
      /** F1 score. */
      f1: score,
      /** Recall. */
      recall: score,
      /** Precision. */
      precision: score,
      /** Accuracy. */
      accuracy: score,
    })
    .optional(),
  /** Interfaces of a service of the model; not needed with `initialConfig`. */
  apis: z.array(modelApi).optional(),
  /** The model's `config.json`, as text or as a record: its interfaces, dependencies and parameters in one. */
  initialConfig: z
    .union([
      z.string().refine((text) => isJsonObject(text), { error: "is text that is not a JSON object" }),
      z.record(z.string(), z.unknown()),
    ])
    .optional(),
  /** Workspace. Default `"0"`, the default one. */
  workspaceId: filled().optional(),
  /** Documents about the model, at most 3. */
  modelDocs: z
    .array(modelDoc)
    .max(3, { error: ({ input }) => `has ${input?.length ?? 0} documents; ModelArts takes at most 3` })
    .optional(),
  /** What the model may be deployed as. Default: all of them. */
  installType: z.array(hint("real-time", "edge", "batch")).optional(),
  /** Template that the model is made from; only with `modelType: "Template"`. */
  template: modelTemplate.optional(),
});

const checked = members.superRefine((spec, context) => {
  const { modelType, sourceLocation, sourceCopy, template } = spec;
  const report = (member: string, message: string) => context.addIssue({ code: "custom", path: [member], message });
  if (modelType === "Template") {
    if (!template) report("template", "is needed with modelType Template");
    if (sourceLocation) report("sourceLocation", "does not go with modelType Template, which has a template");
  } else if (template) {
    report("template", `goes with modelType Template; modelType is ${modelType}`);
  }
  if (modelType === "Image") {
    if (!sourceLocation) report("sourceLocation", "is needed with modelType Image: the address of an image in SWR");
    return;
  }
  if (sourceCopy !== undefined) report("sourceCopy", `goes with modelType Image; modelType is ${modelType}`);
  if (sourceLocation && modelType !== "Template") checkDirectory(sourceLocation, report);
});

/** A version of a model of ModelArts as users write it, checked as a whole. */
export const modelartsModelSpec = besideSpec(checked, region);

function checkDirectory(location: string, report: (member: string, message: string) => void): void {
  if (/^(obs|https):\/\/[^/]+\//.test(location)) return;
  const given = `is ${JSON.stringify(location)}`;
  report("sourceLocation", `${given}; ModelArts takes obs://bucket/dir/ or the https address of such a directory`);
}

function isJsonObject(text: string): boolean {
  try {
    return isRecord(JSON.parse(text));
  } catch {
    return false;
  }
}

/** A checked spec. */
export type ModelartsModelSpec = z.output<typeof modelartsModelSpec>;
/**
 * The request POST /v1/{project_id}/models in camelCase, with records where the vendor takes JSON text, and without the source
 * job, which the resource names. No call changes a version: a change of any member makes a new one.
 */
export type ModelartsModelSpecInput = z.input<typeof modelartsModelSpec>;

export const modelartsModel: ModelKind<ModelartsModelSpec> = {
  spec: modelartsModelSpec,
  workspace: ({ workspaceId }) => workspaceId,
  name: ({ modelName }) => modelName,
  namesFiles: ({ modelType, sourceLocation }) => modelType === "Template" || sourceLocation !== undefined,
  label: ({ modelVersion }) => modelVersion,
  images: ({ modelType, sourceLocation }) => (modelType === "Image" ? swrImages("sourceLocation", sourceLocation) : []),
};
