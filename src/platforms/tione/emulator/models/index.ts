import { z } from "zod";
import type { Timeline } from "../../../../emulator/timeline";
import { filtered, filterList, fuzzyForOne, type Filtering } from "../filter";
import { knownTask } from "../jobs/tasks";
import { isAt, projectOf, type Place } from "../project";
import { Refusal, refuseMembers } from "../refusal";
import type { ModelVersion, Site } from "../site";
import {
  importTimeline,
  isHere,
  versionOf,
  versionsIn,
  versionTypeOf,
  type ModelEntry,
  type VersionEntry,
} from "./model";
import { UNLISTED_MODEL_MEMBERS, type ModelRequest } from "./request";

// Source: CreateTrainingModel, DescribeTrainingModelVersion(s), DeleteTrainingModel(Version), API version 2021-11-11.

const ID_DIGITS = 19;
const MOST_VERSIONS = 10;
const MOST_FILTERS = 10;
/** A model itself has no states. */
const THERE: Timeline = [{ state: "THERE" }];
const FIRST_LABEL = "v1";

const project = z.string().optional();

export const describeTrainingModelVersion = z.strictObject({
  TrainingModelVersionId: z.string().min(1),
  TiProjectId: project,
});
export const describeTrainingModelVersions = z.strictObject({
  TrainingModelId: z.string().min(1),
  Filters: filterList(MOST_FILTERS),
  TiProjectId: project,
});
export const deleteTrainingModelVersion = describeTrainingModelVersion.extend({
  EnableDeleteCos: z.boolean().optional(),
});
export const deleteTrainingModel = z.strictObject({
  TrainingModelId: z.string().min(1),
  EnableDeleteCos: z.boolean().optional(),
  /** Only the versions of this type; all when absent. */
  ModelVersionType: z.enum(["NORMAL", "ACCELERATE"]).optional(),
  TiProjectId: project,
});
export function importModel(request: ModelRequest, site: Site): object {
  const { stage, models } = site;
  const switches = stage.switches();
  if (!switches.unlistedMembers) refuseMembers(request, UNLISTED_MODEL_MEMBERS);
  refuseUnknownSource(request, site);
  const { ImportMethod, TrainingModelId = "", TrainingModelVersion: label = "" } = request;
  if (ImportMethod === "MODEL") {
    const { TrainingModelName: name = "", Tags: tags = [] } = request;
    const place = { region: site.region, project: projectOf(request.TiProjectId) };
    if (switches.uniqueModelNames) refuseTwin(name, place, site);
    const id = `m-${stage.ids.digits("model", ID_DIGITS)}`;
    models.commit({ id, name, facts: { ...place, tags } }, THERE);
    return addVersion(name, { modelId: id, label: label || FIRST_LABEL, request }, site);
  }
  const model = knownModel(TrainingModelId, request.TiProjectId, site);
  const versions = versionsIn(model, site);
  const twin = versions.find((version) => version.facts.label === label);
  if (ImportMethod === "EXIST") {
    if (twin === undefined) throw new Refusal("ResourceNotFound", `The model has no version ${label}.`);
    site.versions.start(twin, twin.facts, importTimeline(model.name));
    return { Id: model.id, TrainingModelVersionId: twin.id };
  }
  if (twin !== undefined && switches.duplicateVersionRefused) {
    throw new Refusal("FailedOperation.DuplicateVersion", `The model has a version ${label}.`);
  }
  if (versions.length >= MOST_VERSIONS) {
    throw new Refusal("InvalidParameter.VersionExceedLimit", `A model has at most ${MOST_VERSIONS} versions.`);
  }
  return addVersion(model.name, { modelId: model.id, label, request }, site);
}

export function describeVersion(request: z.output<typeof describeTrainingModelVersion>, site: Site): object {
  const { version, model } = knownVersion(request.TrainingModelVersionId, request.TiProjectId, site);
  return { TrainingModelVersion: versionOf(version, model, site) };
}

const VERSION_FILTERING: Filtering<VersionEntry> = {
  looksAt: {
    TrainingModelVersionId: ({ id }) => id,
    ModelVersionType: versionTypeOf,
    ModelFormat: ({ facts }) => facts.request.ModelFormat ?? "",
    AlgorithmFramework: ({ facts }) => facts.request.AlgorithmFramework ?? "",
  },
  isFuzzy: fuzzyForOne,
  unknownCode: "InvalidParameter",
};

/** Oldest first; the order of the real list is documented nowhere. */
export function listVersions(request: z.output<typeof describeTrainingModelVersions>, site: Site): object {
  const model = knownModel(request.TrainingModelId, request.TiProjectId, site);
  const versions = filtered(versionsIn(model, site), request.Filters, VERSION_FILTERING);
  return { TrainingModelVersions: versions.map((version) => versionOf(version, model, site)) };
}

/** The emulator has no files: only the request shows that they were to be deleted. */
export function deleteVersion(request: z.output<typeof deleteTrainingModelVersion>, site: Site): object {
  const { version, model } = knownVersion(request.TrainingModelVersionId, request.TiProjectId, site);
  site.versions.remove(version);
  if (site.stage.switches().lastVersionDeletesModel) removeIfEmpty(model, site);
  return {};
}

export function deleteModel(request: z.output<typeof deleteTrainingModel>, site: Site): object {
  const model = knownModel(request.TrainingModelId, request.TiProjectId, site);
  const { ModelVersionType: type } = request;
  for (const version of versionsIn(model, site)) {
    if (type === undefined || versionTypeOf(version) === type) site.versions.remove(version);
  }
  removeIfEmpty(model, site);
  return {};
}

function addVersion(modelName: string, version: ModelVersion, site: Site): object {
  const { modelId, label } = version;
  const id = `mv-${label}-${site.stage.ids.digits("version", ID_DIGITS)}`;
  site.versions.commit({ id, name: label, facts: version }, importTimeline(modelName));
  return { Id: modelId, TrainingModelVersionId: id };
}

function removeIfEmpty(model: ModelEntry, site: Site): void {
  if (versionsIn(model, site).length === 0) site.models.remove(model);
}

function knownModel(id: string, tiProjectId: string | undefined, site: Site): ModelEntry {
  const model = site.models.find(id);
  if (model && isHere(model, tiProjectId, site)) return model;
  throw new Refusal("ResourceNotFound.NoModel", `There is no model ${id}.`);
}

function knownVersion(
  id: string,
  tiProjectId: string | undefined,
  site: Site,
): { readonly version: VersionEntry; readonly model: ModelEntry } {
  const version = site.versions.find(id);
  const model = version && site.models.find(version.facts.modelId);
  if (version && model && isHere(model, tiProjectId, site)) return { version, model };
  throw new Refusal("ResourceNotFound", `There is no model version ${id}.`);
}

/** A job may be named by its id, its name or both. */
function refuseUnknownSource(request: ModelRequest, site: Site): void {
  const { TrainingModelSource, TrainingJobId, TrainingJobName, TiProjectId } = request;
  if (TrainingModelSource !== "JOB") return;
  if (TrainingJobId) {
    knownTask(TrainingJobId, TiProjectId, site);
    return;
  }
  const place = { region: site.region, project: projectOf(TiProjectId) };
  const isThere = site.tasks.known().some(({ name, facts }) => name === TrainingJobName && isAt(facts, place));
  if (!isThere) throw new Refusal("ResourceNotFound", `There is no training task ${TrainingJobName}.`);
}

function refuseTwin(name: string, place: Place, { models }: Site): void {
  const isTaken = models.known().some(({ name: other, facts }) => other === name && isAt(facts, place));
  if (isTaken) throw new Refusal("FailedOperation.DuplicateName", "A model of this name exists.");
}
