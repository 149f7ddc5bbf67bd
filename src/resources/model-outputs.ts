import { pick, type Members } from "../engine/values";
import type { ModelDraft, ModelSnapshot, ModelState, ModelVersionId } from "../jobs/models";
import type { Marker } from "../jobs/job";
import type { ModelInputs } from "./model-inputs";

/** Raised when rows change shape; `migrateModel` then reads the older ones. */
const SCHEMA_VERSION = 1;

/** What the platform and this package say about a model version, beside its inputs. */
interface ModelRecord {
  /** Empty while nobody knows whether the registration made a version. */
  readonly versionId: ModelVersionId;
  readonly modelId: string;
  readonly modelName: string;
  readonly version: string;
  readonly status: ModelState;
  readonly platformStatus: string;
  readonly statusReason?: string | undefined;
  readonly artifactPath: string;
  /** Marker of the source job, if it is a job of ours. */
  readonly sourceMarker?: Marker | undefined;
  readonly sourceImage?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly marker: Marker;
  /** Made together with its model, which goes with its last version. */
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

/** The registration that a row without an answer stands for. */
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

/** The record of the version under the inputs of now. */
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
