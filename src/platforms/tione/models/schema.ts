import { z } from "zod";
import type { ModelKind } from "../../../jobs/platform";
import { besideSpec } from "../../kit/doubts";
import { imagesOf } from "../images";
import { cosPathInfo, imageInfo } from "../structs";
import { atMost, filled, hint, keepsOff, lengthOf, LONGEST_NAME, NAME_FORM, NAME_RULE, region, word } from "../words";

const LONGEST_INDEX = 1000;
/** What the vendor's own helper sends for "no limit", beyond the documented range. */
const UNLIMITED = 65_535;

function orUnlimited(unit: string, most: number) {
  return z.int().refine((count) => count === UNLIMITED || (count >= 1 && count <= most), {
    error: ({ input }) => `is ${String(input)}; TI-ONE takes whole ${unit}, 1 to ${most}, or ${UNLIMITED} for no limit`,
  });
}

/** What a model may have been trained with, as far as the vendor lists it. */
export const FRAMEWORKS = ["PYTORCH", "TENSORFLOW", "DETECTRON2", "PMML", "MMDETECTION", "ONNX"] as const;

/** A directory with the model's files: the vendor accepts anything else too, but then imports nothing. */
const artifactPath = cosPathInfo.superRefine(({ paths: [path = ""] }, context) => {
  if (path.endsWith("/")) return;
  const message = `is ${JSON.stringify(path)}; TI-ONE takes a directory, which ends in "/": ${JSON.stringify(`${path}/`)}`;
  context.addIssue({ code: "custom", path: ["paths", 0], message });
});

/**
 * Members of a registration as users write them: CreateTrainingModel, API version 2021-11-11, in camelCase. What the source job
 * determines, and whether a model or a version is created, are not among them.
 */
export const tioneModelMembers = z.strictObject({
  /**
   * Name of the new model that this is the first version of: at most 60 Chinese and Latin letters, digits, `_` and `-`. The
   * alternative to `trainingModelId`.
   */
  trainingModelName: atMost(LONGEST_NAME)
    .regex(NAME_FORM, { error: ({ input }) => `is ${JSON.stringify(input)}: ${NAME_RULE}` })
    .optional(),
  /** Model (`m-…`) that gets a new version. The alternative to `trainingModelName`. */
  trainingModelId: filled().optional(),
  /** Label of the version: `v4`. Default: `v1` for a new model, else the highest existing number plus one. */
  trainingModelVersion: filled().optional(),
  /**
   * Directory with the files, ending in `/`. Default: the output directory of the source job; needed without one.
   * `region` defaults to the place's.
   */
  trainingModelCosPath: artifactPath.optional(),
  /** Where TI-ONE keeps the files. Default: the platform's choice. */
  modelOutputPath: cosPathInfo.optional(),
  /** `COPY` leaves the files where they are, `CUT` moves them. Default `COPY`. */
  modelMoveMode: word("CUT", "COPY").optional(),
  /** What the model was trained with. Default: the framework of the source job, where it ran on a platform image. */
  algorithmFramework: hint(...FRAMEWORKS).optional(),
  /** Format of the files. */
  modelFormat: hint(
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
  ).optional(),
  /** Default `NORMAL`. */
  modelVersionType: hint("NORMAL", "ACCELERATE", "TAIJI_HY").optional(),
  /**
   * What serves the model: a platform image (`SYSTEM`, with `reasoningEnvironment` or `reasoningEnvironmentId`) or a
   * custom one (`CUSTOM`, with `reasoningImageInfo`).
   */
  reasoningEnvironmentSource: word("SYSTEM", "CUSTOM"),
  /** Address of a platform image: `imageUrl` of `getPlatformImages`. With `SYSTEM`. */
  reasoningEnvironment: filled().optional(),
  /** Id of a platform image, such as `pytorch1.9.0-py38(gpu)`: `imageId` of `getPlatformImages`. With `SYSTEM`. */
  reasoningEnvironmentId: filled().optional(),
  /** Custom image. Needed with `CUSTOM`. */
  reasoningImageInfo: imageInfo.optional(),
  /** Quality metrics of the model: text, or numbers by name, which are sent as `name=value,name=value`; at most 1,000 characters. */
  trainingModelIndex: z
    .union([z.string(), z.record(z.string(), z.number())])
    .superRefine((value, context) => {
      const length = lengthOf(textOfIndex(value));
      if (length <= LONGEST_INDEX) return;
      const message = `has ${length} characters as text; TI-ONE allows ${LONGEST_INDEX}`;
      context.addIssue({ code: "custom", message });
    })
    .optional(),
  /** What the training was meant to favour, such as `BALANCE`. */
  trainingPreference: z.string().optional(),
  /** Remove old models periodically. With `modelFormat: "SAVED_MODEL"`. Default false. */
  autoClean: z.boolean().optional(),
  /** How many models are kept, 1 to 24, default 24; 65,535, which the vendor's helper sends, is no limit. With `autoClean`. */
  maxReservedModels: orUnlimited("models", 24).optional(),
  /** Minutes between two removals, 1 to 1,440, default 1; 65,535 as above. With `autoClean`. */
  modelCleanPeriod: orUnlimited("minutes", 1_440).optional(),
  /** Whether the training was quantization-aware. Default false. */
  isQAT: z.boolean().optional(),
  /**
   * Tags of the model by key. Keys beginning with `qcs:` belong to the platform, those with `pulumi-` to this package, which
   * writes three of them to a new model to find it again.
   */
  tags: z.record(z.string(), z.string()).superRefine(keepsOff("qcs:", "pulumi-")).optional(),
});

type Members = z.output<typeof tioneModelMembers>;

const checked = tioneModelMembers.superRefine((spec, context) => {
  const report = (member: keyof Members, message: string) =>
    context.addIssue({ code: "custom", path: [member], message });
  checkModel(spec, report);
  checkEnvironment(spec, report);
});

/** A registration on TI-ONE as users write it, checked as a whole. */
export const tioneModelSpec = besideSpec(checked, region);

/** A checked spec. */
export type TioneModelSpec = z.output<typeof tioneModelSpec>;
/**
 * The request CreateTrainingModel, API version 2021-11-11, in camelCase and the vendor's units, with maps where the vendor has
 * lists of names and values. What the source job and the choice of model determine is sent with it: `ImportMethod`,
 * `TrainingModelSource`, the job's id and name. A change to any member replaces the version: TI-ONE can change none of them.
 */
export type TioneModelSpecInput = z.input<typeof tioneModelSpec>;

/** What this package needs to know about TI-ONE's models. */
export const tioneModel: ModelKind<TioneModelSpec> = {
  spec: tioneModelSpec,
  name: ({ trainingModelId, trainingModelName = "" }) => trainingModelId ?? trainingModelName,
  namesFiles: ({ trainingModelCosPath }) => trainingModelCosPath !== undefined,
  label: ({ trainingModelVersion }) => trainingModelVersion,
  images: ({ reasoningImageInfo }) => imagesOf("reasoningImageInfo", reasoningImageInfo),
  deletesArtifacts: true,
};

/** Quality metrics of a model, as the vendor takes them. */
export function textOfIndex(value: string | Readonly<Record<string, number>>): string {
  if (typeof value === "string") return value;
  return Object.entries(value)
    .map(([name, number]) => `${name}=${number}`)
    .join(",");
}

type Report = (member: keyof Members, message: string) => void;

function checkModel({ trainingModelName: name, trainingModelId: id }: Members, report: Report): void {
  if (name !== undefined && id !== undefined) {
    report(
      "trainingModelId",
      "is given beside trainingModelName; a version belongs to a new model or to an existing one",
    );
  } else if (name === undefined && id === undefined) {
    report("trainingModelName", "is needed, or else trainingModelId: the new model, or the one that gets a version");
  }
}

function checkEnvironment(spec: Members, report: Report): void {
  if (spec.reasoningEnvironmentSource === "CUSTOM") {
    if (spec.reasoningImageInfo) return;
    report("reasoningImageInfo", "is needed with reasoningEnvironmentSource CUSTOM: the image that serves the model");
  } else if (!spec.reasoningEnvironment && !spec.reasoningEnvironmentId) {
    const message = "is needed with reasoningEnvironmentSource SYSTEM, or else reasoningEnvironment: a platform image";
    report("reasoningEnvironmentId", message);
  }
}
