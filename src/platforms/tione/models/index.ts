import type { Holder, Marker } from "../../../jobs/job";
import type { ModelApi, ModelDraft } from "../../../jobs/models";
import type { Where } from "../../../jobs/platform";
import type { Io } from "../../../net/io";
import { ifFound, ignoreMissing } from "../../kit/absence";
import { submitPrepared } from "../../kit/submission";
import { tioneClient } from "../jobs/client";
import { tagOf, utc } from "../jobs/record";
import { located, MARKER_TAG, RESOURCE_TAG } from "../jobs/request";
import { FENCE_MS, LOOKS_PER_SECOND } from "../transport";
import { isWithdrawn } from "../withdrawn";
import { tioneModelClient, type ModelClient } from "./client";
import { draftOf, urlOf } from "./draft";
import { modelSnapshotOf } from "./record";
import { createModelRequest } from "./request";
import type { TioneModelSpec } from "./schema";
import type { Model, ModelVersion } from "./wire";

/** How far the platform's clock may lag behind ours for a version still to count as one of this run. */
const CLOCKS_APART_MS = 300_000;

type Draft = ModelDraft<TioneModelSpec>;

/** The registry of models of one account, region and workspace. */
export function tioneModels(where: Where, io: Io): ModelApi<TioneModelSpec> {
  const jobs = tioneClient(where, io);
  const models = tioneModelClient(where, io);
  return {
    draft: (request) => draftOf(request, { jobs, models }, where),
    submit(order, gate) {
      const send = () => models.createTrainingModel(createModelRequest(order, where.region), gate);
      return submitPrepared(send, ({ TrainingModelVersionId }) => TrainingModelVersionId, gate);
    },
    async describe(ids) {
      const versions = await Promise.all(
        [...new Set(ids)].map(async (id) => ifFound(models.describeTrainingModelVersion(id))),
      );
      const known = versions.filter((version) => version !== undefined);
      return new Map(known.map((version) => [version.TrainingModelVersionId, modelSnapshotOf(version)]));
    },
    looksPerSecond: LOOKS_PER_SECOND,
    find: (draft, marker, since) => find(models, { draft, marker, since, region: where.region }),
    repeat: { kind: "fence", fenceMs: FENCE_MS, serverTime: () => jobs.serverTime() },
    async delete(id, { withModel, withArtifacts, modelId }) {
      await ignoreMissing(models.deleteTrainingModelVersion(id, withArtifacts));
      if (!withModel) return;
      const hasOthers = await ifFound(models.hasOtherVersions(modelId, id));
      // A model that the platform does not know was deleted with its last version.
      if (hasOthers === false) await ignoreMissing(models.deleteTrainingModel(modelId, withArtifacts));
    },
  };
}

/** A registration that may exist. `since`: when a request for it that got no answer was signed; undefined when there was none. */
interface Lost {
  readonly draft: Draft;
  readonly marker: Marker;
  readonly since: string | undefined;
  readonly region: string;
}

async function find(models: ModelClient, lost: Lost): Promise<Holder[]> {
  const { draft } = lost;
  if (draft.modelId !== undefined) {
    const versions = (await ifFound(models.describeTrainingModelVersions(draft.modelId))) ?? [];
    return holdersIn(versions, lost);
  }
  const holders = (await namesakes(models, lost)).map(async (model) => {
    const { TrainingModelVersions, TrainingModelId } = model;
    // Whether the list includes the versions is up to the platform.
    const listed = TrainingModelVersions?.length ? TrainingModelVersions : undefined;
    const versions = listed ?? (await ifFound(models.describeTrainingModelVersions(TrainingModelId))) ?? [];
    const found = holdersIn(versions, lost);
    // What is written into a model outweighs what its versions look like: another resource may register the same files.
    const written = tagOf(model, MARKER_TAG);
    const resource = tagOf(model, RESOURCE_TAG);
    return written ? found.map((holder) => ({ ...holder, marker: written, ...(resource && { resource }) })) : found;
  });
  return (await Promise.all(holders)).flat();
}

/** Models of exactly this name; none where the platform does not list models and nothing depends on it. */
async function namesakes(models: ModelClient, { draft, since }: Lost): Promise<Model[]> {
  const { modelName: name } = draft;
  const instead = `this package cannot tell whether the model ${JSON.stringify(name)} was created; look in the console`;
  try {
    const query = { Filters: [{ Name: "keyword", Values: [name] }] };
    const found = await models.describeTrainingModels(query, instead);
    return found.filter(({ TrainingModelName }) => TrainingModelName === name);
  } catch (error) {
    if (isWithdrawn(error) && since === undefined) return [];
    throw error;
  }
}

function holdersIn(versions: readonly ModelVersion[], lost: Lost): Holder[] {
  const { draft, marker } = lost;
  return versions
    .filter(({ TrainingModelVersion }) => TrainingModelVersion === draft.version)
    .map((version) => {
      const createdAt = utc(version.CreateTime);
      const { status: state } = modelSnapshotOf(version);
      return {
        id: version.TrainingModelVersionId,
        ...(isFromLost(version, lost) && { marker }),
        isReleased: false,
        isSettled: state === "ready" || state === "failed",
        ...(createdAt && { createdAt }),
      };
    });
}

/** Versions carry no marker: what a lost request created is recognised by its job, its files and its age. */
function isFromLost(version: ModelVersion, { draft, since, region }: Lost): boolean {
  if (since === undefined) return false;
  const { sourceJobId, artifactPath = "", createdAt } = modelSnapshotOf(version);
  const isYoung = createdAt !== undefined && Date.parse(createdAt) >= Date.parse(since) - CLOCKS_APART_MS;
  if (!isYoung || sourceJobId !== draft.sourceJobId) return false;
  const { modelOutputPath } = draft.spec;
  // Not documented: whether the path shown is that of the files or of their copy, and whether it is shown from the start.
  if (artifactPath === draft.artifactPath || (artifactPath === "" && sourceJobId !== undefined)) return true;
  return modelOutputPath !== undefined && artifactPath.startsWith(urlOf(located(modelOutputPath, region)));
}
