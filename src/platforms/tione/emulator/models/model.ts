import type { Timeline } from "../../../../emulator/timeline";
import type { Job } from "../../../../emulator/world";
import { account, listTime } from "../jobs/task";
import { projectOf } from "../project";
import type { Model, ModelVersion, Site } from "../site";
import type { ModelRequest } from "./request";

// How TI-ONE shows a model and its versions. Sources: TrainingModelVersionDTO, API version 2021-11-11, with the shells
// and the UTC times of its sample reply; TrainingModelDTO of DescribeTrainingModels as it was before May 2024.

export type ModelEntry = Job<Model>;
export type VersionEntry = Job<ModelVersion>;

export const IMPORTING = "STATUS_RUNNING";
const IMPORT_MS = 20_000;
const FAILS_AFTER_MS = 8_000;

/** How an import goes: well, unless the model's name contains "fail". */
export function importTimeline(modelName: string): Timeline {
  return modelName.includes("fail")
    ? [
        { state: IMPORTING, ms: FAILS_AFTER_MS },
        { state: "STATUS_FAILED", reason: "copying the model files failed: the directory holds no model" },
      ]
    : [{ state: IMPORTING, ms: IMPORT_MS }, { state: "STATUS_SUCCESS" }];
}

/** A `TrainingModelVersionDTO`. */
export function versionOf(version: VersionEntry, model: ModelEntry, site: Site): object {
  const { label, request } = version.facts;
  const { state, reason = "" } = site.versions.stateOf(version);
  const path = request.TrainingModelCosPath ?? { Bucket: "", Region: "", Paths: [] };
  return {
    TrainingModelId: model.id,
    TrainingModelName: model.name,
    TrainingModelVersionId: version.id,
    TrainingModelVersion: label,
    TrainingModelStatus: state,
    TrainingModelProgress: progressOf(version, site),
    TrainingModelErrorMsg: reason,
    TrainingModelSource: request.TrainingModelSource ?? "",
    TrainingModelCreateTime: utcTime(model.createdAt),
    CreateTime: utcTime(version.createdAt),
    TrainingModelCreator: account.subUin,
    AlgorithmFramework: request.AlgorithmFramework ?? "",
    TrainingModelFormat: request.ModelFormat ?? "",
    VersionType: versionTypeOf(version),
    TrainingModelCosPath: path,
    ModelHotUpdatePath: path,
    ReasoningEnvironment: request.ReasoningEnvironment ?? "",
    ReasoningEnvironmentId: request.ReasoningEnvironmentId ?? "",
    ReasoningEnvironmentSource: request.ReasoningEnvironmentSource,
    ReasoningImageInfo: imageOf(request),
    TrainingModelIndex: request.TrainingModelIndex ?? "",
    TrainingJobId: request.TrainingJobId ?? "",
    TrainingJobName: request.TrainingJobName ?? "",
    TrainingJobVersion: request.TrainingJobVersion ?? "",
    TrainingPreference: request.TrainingPreference ?? "",
    GPUType: "",
    AutoClean: request.AutoClean || "false",
    ModelCleanPeriod: request.ModelCleanPeriod ?? 0,
    MaxReservedModels: request.MaxReservedModels ?? 0,
    AutoMLTaskId: request.AutoMLTaskId ?? "",
    IsQAT: request.IsQAT ?? false,
  };
}

/** An item of DescribeTrainingModels' `TrainingModels`. */
export function modelOf(model: ModelEntry, versions: readonly VersionEntry[], site: Site): object {
  return {
    TrainingModelId: model.id,
    TrainingModelName: model.name,
    Tags: model.facts.tags,
    CreateTime: listTime(model.createdAt),
    TrainingModelVersions: versions.map((version) => versionOf(version, model, site)),
  };
}

export function versionTypeOf({ facts }: VersionEntry): string {
  return facts.request.ModelVersionType || "NORMAL";
}

/** Oldest first. */
export function versionsIn({ id }: ModelEntry, { versions }: Site): readonly VersionEntry[] {
  return versions.known().filter(({ facts }) => facts.modelId === id);
}

/** Whether the model is known in this region and workspace. */
export function isHere({ facts }: ModelEntry, tiProjectId: string | undefined, { region }: Site): boolean {
  return facts.region === region && facts.project === projectOf(tiProjectId);
}

/** Percent of the latest import; a failed one stays where it stopped. */
function progressOf(version: VersionEntry, { versions, stage }: Site): number {
  const run = version.runs.at(-1);
  if (run === undefined) return 0;
  const [, end] = versions.momentsOf(run, stage.now());
  return Math.min(100, Math.floor((((end?.at ?? stage.now()) - run.at) / IMPORT_MS) * 100));
}

/** A registry's password never comes back. */
function imageOf({ ReasoningImageInfo }: ModelRequest): object {
  const shell = { ImageType: "", ImageUrl: "", RegistryRegion: "", RegistryId: "", AllowSaveAllContent: false };
  return { ...shell, ...ReasoningImageInfo, ImageSecret: null };
}

/** `2022-09-06T08:34:13Z`. */
function utcTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
