import { z } from "zod";
import { cosPath, imageInfo, properName, tagList } from "../jobs/create";
import { coded } from "../refusal";

// Source of this file: CreateTrainingModel, API version 2021-11-11. As in create.ts, an empty string counts as absent.

const LONGEST_INDEX = 1_000;
const MOST_RESERVED = 24;
const LONGEST_CLEAN_PERIOD_MINUTES = 1_440;
/** The vendor's own tool sends it for "no limit". */
const UNLIMITED = 65_535;

const text = z.string().optional();
const oneOf = <const Words extends readonly string[]>(words: Words) => z.enum([...words, ""]).optional();
const upTo = (most: number) =>
  z
    .number()
    .int()
    .refine(
      (value) => value === UNLIMITED || (value >= 1 && value <= most),
      coded("InvalidParameterValue", `1 to ${most}`),
    )
    .optional();

/** Members that no public document lists; the switch `unlistedMembers` refuses them. */
const unlisted = { ModelAffiliation: oneOf(["MODEL_REPO", "AI_MARKET"]) };
export const UNLISTED_MODEL_MEMBERS = Object.keys(unlisted);

export const createTrainingModel = z
  .strictObject({
    /** A new model, a new version of a model, or more files for a version. */
    ImportMethod: z.enum(["MODEL", "VERSION", "EXIST"]),
    ReasoningEnvironmentSource: z.enum(["SYSTEM", "CUSTOM"]),
    TrainingModelName: text.refine(
      (name = "") => name === "" || properName.safeParse(name).success,
      coded("InvalidParameterValue", "at most 60 Chinese or Latin letters, digits, _ and -; the first not _ or -"),
    ),
    TrainingModelId: text,
    TrainingModelVersion: text,
    TrainingModelSource: oneOf(["JOB", "COS", "CFS"]),
    TrainingJobId: text,
    TrainingJobName: text,
    TrainingJobVersion: text,
    TrainingModelCosPath: cosPath
      .refine(
        ({ Paths }) => Paths.every((path) => path.endsWith("/")),
        coded("InvalidParameterValue", "a directory, with a slash at the end"),
      )
      .optional(),
    ModelOutputPath: cosPath.optional(),
    ModelMoveMode: oneOf(["CUT", "COPY"]),
    AlgorithmFramework: oneOf(["PYTORCH", "TENSORFLOW", "DETECTRON2", "PMML", "MMDETECTION", "ONNX"]),
    ModelFormat: oneOf([
      "PYTORCH",
      "TORCH_SCRIPT",
      "DETECTRON2",
      "SAVED_MODEL",
      "FROZEN_GRAPH",
      "PMML",
      "MMDETECTION",
      "ONNX",
      "HUGGING_FACE",
      "HUGGING_FACE_BERT",
      "HUGGING_FACE_STABLE_DIFFUSION",
      "HUGGING_FACE_STABLE_DIFFUSION_LORA",
      "WEB_UI_STABLE_DIFFUSION",
    ]),
    ModelVersionType: oneOf(["NORMAL", "ACCELERATE", "TAIJI_HY"]),
    ReasoningEnvironment: text,
    ReasoningEnvironmentId: text,
    ReasoningImageInfo: imageInfo.optional(),
    TrainingModelIndex: text.refine(
      (index = "") => index.length <= LONGEST_INDEX,
      coded("InvalidParameterValue", `at most ${LONGEST_INDEX} characters`),
    ),
    TrainingPreference: text,
    /** Text, not a boolean. */
    AutoClean: text.refine(
      (word = "") => ["", "true", "false"].includes(word),
      coded("InvalidParameterValue", "true or false, as text"),
    ),
    MaxReservedModels: upTo(MOST_RESERVED),
    ModelCleanPeriod: upTo(LONGEST_CLEAN_PERIOD_MINUTES),
    IsQAT: z.boolean().optional(),
    Tags: tagList,
    AutoMLTaskId: text,
    TiProjectId: text,
    ...unlisted,
  })
  .superRefine((request, context) => {
    for (const { member, message } of missing(request)) {
      context.addIssue({ code: "custom", path: [member], ...coded("MissingParameter", message) });
    }
    if (request.ImportMethod === "MODEL" && request.TrainingModelId) {
      const problem = coded("InvalidParameterValue", "a new model has no id yet");
      context.addIssue({ code: "custom", path: ["TrainingModelId"], ...problem });
    }
  });

export type ModelRequest = z.output<typeof createTrainingModel>;

/** Members that are missing although another one requires them. */
function* missing(request: ModelRequest): Generator<{ readonly member: keyof ModelRequest; readonly message: string }> {
  const { ImportMethod, TrainingModelSource } = request;
  if (ImportMethod === "MODEL") {
    if (!request.TrainingModelName) yield { member: "TrainingModelName", message: "needed for a new model" };
  } else {
    if (!request.TrainingModelId) yield { member: "TrainingModelId", message: `needed with ${ImportMethod}` };
    if (!request.TrainingModelVersion) yield { member: "TrainingModelVersion", message: `needed with ${ImportMethod}` };
  }
  if (TrainingModelSource === "JOB" && !request.TrainingJobId && !request.TrainingJobName) {
    yield { member: "TrainingJobId", message: "needed with the source JOB" };
  }
  if (TrainingModelSource === "COS" && request.TrainingModelCosPath === undefined) {
    yield { member: "TrainingModelCosPath", message: "needed with the source COS" };
  }
  if (request.ReasoningEnvironmentSource === "CUSTOM" && request.ReasoningImageInfo === undefined) {
    yield { member: "ReasoningImageInfo", message: "needed for a custom environment" };
  }
}
