import { z } from "zod";
import type { Changes, FieldRules } from "../engine/rules";
import { isSame, pick, withoutEmpty, type Members } from "../engine/values";
import { parseDuration } from "../jobs/duration";
import type { Marker } from "../jobs/job";
import type { ModelDraft, ModelSnapshot, ModelState, ModelVersionId } from "../jobs/models";
import { ID_FORM, isId } from "../net/ids";
import { findPlatform, platforms, type AnyPlatform } from "../platforms/registry";
import { duration, inputsByPlatform, placeMembers, withoutSent } from "./inputs";

/** Inputs of a `TrainingModelVersion` as `check` accepts them; users read the docstrings of `program/model-args.ts`. */
export interface ModelInputs {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly sourceJobId?: string | undefined;
  readonly spec: object;
  readonly extraSpec?: Readonly<Record<string, unknown>> | undefined;
  readonly timeouts?:
    { create?: string | undefined; update?: string | undefined; delete?: string | undefined } | undefined;
  readonly deleteArtifacts?: boolean | undefined;
  readonly confirmNotCreated?: string | undefined;
}

/** The inputs of every platform's model versions, and a refusal for platforms that have none. */
export const modelInputs = inputsByPlatform<ModelInputs>((platform) => {
  const { model } = platform;
  if (!model) {
    const others = platforms.filter((each) => each.model).map(({ title }) => title);
    const error = `${platform.title} has no model registry: register the job's files elsewhere, on ${others.join(" or ")}`;
    return z.looseObject({ platform: z.literal(platform.name) }).refine(() => false, { error, path: ["platform"] });
  }
  const shape = z.strictObject({
    ...placeMembers(platform),
    sourceJobId: sourceJobId(platform).optional(),
    spec: model.spec,
    extraSpec: z.record(z.string(), z.unknown()).optional(),
    timeouts: z.strictObject({ create: duration, update: duration, delete: duration }).partial().optional(),
    deleteArtifacts: z
      .boolean()
      .refine((wanted) => !wanted || model.deletesArtifacts === true, {
        error: `${platform.title} deletes no files with a model version`,
      })
      .optional(),
    confirmNotCreated: z.string().optional(),
  });
  return shape.refine(({ sourceJobId, spec }) => sourceJobId !== undefined || model.namesFiles(spec), {
    error: "is needed, because `spec` does not say where the files are",
    path: ["sourceJobId"],
  });
});

/** A platform registers what its own jobs wrote. The form of an id only tells whether it looks like another platform's. */
function sourceJobId({ job, title }: AnyPlatform) {
  const owner = (id: string) => (job.isId(id) ? undefined : platforms.find((other) => other.job.isId(id)));
  return z
    .string()
    .refine(isId, `is not a job id: ${ID_FORM}`)
    .superRefine((id, context) => {
      const other = owner(id);
      if (!other) return;
      const message = `${id} looks like a job of ${other.title}; ${title} registers what its own jobs wrote`;
      context.addIssue({ code: "custom", message, input: id });
    });
}

/** What a change of each input means: a registered version never changes. */
export const modelRules: FieldRules<ModelInputs> = {
  platform: "replace",
  region: "replaceIfGiven",
  projectId: "replaceIfGiven",
  sourceJobId: "replace",
  // Made from the platform's own schema, whose members all replace; `{}` lets messages name the member.
  spec: {},
  extraSpec: "replace",
  timeouts: "update",
  deleteArtifacts: "update",
  confirmNotCreated: "ignore",
};

/** Everything whose change means another version: what the marker is made from. */
export function modelGeneration({ platform, region, projectId, sourceJobId, ...asked }: ModelInputs) {
  return { platform, region, projectId, sourceJobId, ...sentFor(asked) };
}

/** The changes without those that still ask for the same version. */
export function relevantModelChanges(changes: Changes, olds: Olds, news: ModelInputs): Changes {
  const asksTheSame = () => isSame(sentFor(olds), sentFor(news));
  return withoutSent(changes, { replaces: asksTheSame, updates: asksTheSame });
}

function sentFor({ spec, extraSpec = {} }: Pick<Olds, "spec" | "extraSpec">) {
  return { spec: withoutEmpty(spec), ...(Object.keys(extraSpec).length > 0 && { extraSpec }) };
}

/** A row of any age: what the program said, and what came of it. */
type Olds = Partial<ModelInputs> & { readonly modelId?: string; readonly version?: string };

/** Whether both are versions of the same model, as far as the program says. */
export function isSameModel(olds: Olds, news: ModelInputs): boolean {
  if (olds.platform !== news.platform || olds.region !== news.region || !olds.spec) return false;
  const model = findPlatform(news.platform)?.model;
  const name = model?.name(news.spec);
  return name === model?.name(olds.spec) || name === olds.modelId;
}

/** Whether the program gives the new version the label that the old one has, whoever chose that one. */
export function isSameLabel(olds: Olds, news: ModelInputs): boolean {
  const label = findPlatform(news.platform)?.model?.label(news.spec);
  return label !== undefined && label === olds.version && isSameModel(olds, news);
}

// The source job may still have a day of work to do.
const WAIT = { create: "24h", update: "24h", delete: "10m" } as const;

/** How long a verb waits, in milliseconds. Tolerates state of any age. */
export function modelWaitMs({ timeouts }: Partial<ModelInputs>, verb: keyof typeof WAIT): number {
  return parseDuration(timeouts?.[verb] ?? WAIT[verb]) ?? parseDuration(WAIT[verb]) ?? 0;
}

/** Raised when rows change shape; `migrateModel` then reads the older ones. */
const SCHEMA_VERSION = 1;

/** What the platform and this package say about a model version, besides its inputs. */
interface ModelRecord {
  /** Empty while it is not known whether the registration made a version. */
  readonly versionId: ModelVersionId;
  readonly modelId: string;
  readonly modelName: string;
  readonly version: string;
  readonly status: ModelState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly artifactPath: string;
  /** Marker of the source job, if it is one of ours. */
  readonly sourceMarker?: Marker | undefined;
  readonly sourceImage?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly marker: Marker;
  /** Its model was created with it, and goes with its last version. */
  readonly ownsModel: boolean;
  /** RFC 3339: when the registration without an answer was signed. */
  readonly pendingSince?: string | undefined;
  readonly schemaVersion: number;
}

/** A row of the state: the inputs under their own names, and the record of the version. */
export type ModelOutputs = ModelInputs & ModelRecord;

/** A row for a version that is about to be registered. */
export function newModelOutputs(inputs: ModelInputs, draft: ModelDraft<object>, marker: Marker): ModelOutputs {
  return {
    ...inputs,
    versionId: "",
    modelId: draft.modelId ?? "",
    modelName: draft.modelName,
    version: draft.version,
    status: "unknown",
    platformStatus: "",
    artifactPath: draft.artifactPath,
    marker,
    ownsModel: draft.ownsModel,
    schemaVersion: SCHEMA_VERSION,
  };
}

/** The registration behind a row without an answer. */
export function draftOf(row: ModelOutputs): ModelDraft<object> {
  const { spec, modelId, modelName, version, artifactPath, sourceJobId, ownsModel } = row;
  return {
    spec,
    modelName,
    version,
    artifactPath,
    ownsModel,
    ...(modelId && { modelId }),
    ...(sourceJobId !== undefined && { sourceJobId }),
  };
}

/** Every member of the record. One that is not here does not compile: it would be lost at the next update. */
const RECORD: Members<ModelRecord> = {
  versionId: true,
  modelId: true,
  modelName: true,
  version: true,
  status: true,
  platformStatus: true,
  statusReason: true,
  artifactPath: true,
  sourceMarker: true,
  sourceImage: true,
  createdAt: true,
  marker: true,
  ownsModel: true,
  pendingSince: true,
  schemaVersion: true,
};

/** The record of the version, under the current inputs. */
export function withModelInputs(olds: ModelOutputs, inputs: ModelInputs): ModelOutputs {
  return { ...inputs, ...pick(olds, RECORD) };
}

/** The row with what the platform says now. */
export function withModelSnapshot(outputs: ModelOutputs, snapshot: ModelSnapshot): ModelOutputs {
  return {
    ...outputs,
    versionId: snapshot.versionId,
    modelId: snapshot.modelId,
    modelName: snapshot.modelName || outputs.modelName,
    version: snapshot.version || outputs.version,
    status: snapshot.status,
    platformStatus: snapshot.platformStatus,
    statusReason: snapshot.statusReason,
    artifactPath: snapshot.artifactPath ?? outputs.artifactPath,
    createdAt: snapshot.createdAt ?? outputs.createdAt,
    pendingSince: undefined,
  };
}

/** A row of any version this package ever wrote, or the few inputs of `TrainingModelVersion.get`, as a row of this version. */
export function migrateModel(row: Partial<ModelOutputs>): ModelOutputs {
  return {
    ...row,
    platform: row.platform ?? "",
    region: row.region ?? "",
    spec: row.spec ?? {},
    versionId: row.versionId ?? "",
    modelId: row.modelId ?? "",
    modelName: row.modelName ?? "",
    version: row.version ?? "",
    status: row.status ?? "unknown",
    platformStatus: row.platformStatus ?? "",
    artifactPath: row.artifactPath ?? "",
    marker: row.marker ?? "",
    ownsModel: row.ownsModel ?? false,
    schemaVersion: SCHEMA_VERSION,
  };
}
