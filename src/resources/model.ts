import type { Attention, Context, ResourceDefinition } from "../engine/resource";
import { isUnknown } from "../engine/values";
import { findPlatform, platforms } from "../platforms/registry";
import { removeModel } from "./model-deletion";
import { followImport } from "./model-import";
import { isSameLabel, modelInputs, modelRules, modelWaitMs, type ModelInputs } from "./model-inputs";
import { migrateModel, withModelInputs, withModelSnapshot, type ModelOutputs } from "./model-outputs";
import { registerModel, resolveRegistration } from "./model-registration";
import { openPlace, placeCompleter, registryOf, settingsKey, type Place, type World } from "./place";

const READ_MS = 5 * 60_000;
/** What a verb may take beside its waits. */
const MARGIN_MS = 10 * 60_000;

/** What create, read, update, delete and diff mean for a version of a model. */
export function trainingModelVersion(world: World): ResourceDefinition<ModelInputs, ModelOutputs> {
  const { io, journal } = world;
  const completePlace = placeCompleter(io);
  // What each resource has now: a version made before that one goes must not be taken for it, and belongs beside it.
  const current = new Map<string, ModelOutputs>();

  return {
    type: "pulumi-nodejs:dynamic/training:TrainingModelVersion",
    configKeys: platforms.map(settingsKey),
    schema: modelInputs,
    rules: () => modelRules,
    // The source job first, then the import.
    deadlineMs: (verb, properties) => MARGIN_MS + (verb === "read" ? READ_MS : 2 * modelWaitMs(properties, verb)),

    complete(news, olds, context) {
      // The preview of a replaced job does not know the new one's id, and shows an update.
      if (isUnknown(news.sourceJobId) && typeof olds.sourceJobId === "string") {
        context.note(
          "info",
          "if its source job is replaced, another version is registered, and this one is deleted after that",
        );
      }
      return completePlace(news, olds, context);
    },

    attention(stored, _news, urn): Attention {
      const row = migrateModel(stored);
      const { status } = row;
      current.set(urn, row);
      // An import that failed made nothing that anybody could use, and costs nothing to repeat.
      if (status === "failed" || status === "lost") return { replace: "status" };
      return status === "ready" ? undefined : { update: true };
    },

    deletesFirst: (olds, news) => olds.status === "failed" || isSameLabel(olds, news),

    async create(inputs, context) {
      const place = open(inputs, context);
      place.platform.verify(place.where, io);
      const made = await registerModel({ inputs, place, old: current.get(context.urn) }, world, context);
      return { id: made.versionId, outputs: await followImport(made.versionId, made, "create", place, io, context) };
    },

    async update(id, stored, news, context) {
      const row = withModelInputs(migrateModel(stored), news);
      const place = open(news, context);
      const old = current.get(context.urn);
      const made = row.versionId ? row : await registerModel({ id, inputs: news, place, old }, world, context);
      return made.status === "ready" ? made : followImport(id, made, "update", place, io, context);
    },

    async read(id, stored, context) {
      const row = migrateModel(stored);
      const place = open(row, context);
      // A registration of unknown fate is resolved by `up`, which may have to wait.
      if (row.versionId === "" && row.marker) return { id, outputs: row };
      const versionId = row.versionId || id;
      const snapshot = (await registryOf(place).api.describe([versionId])).get(versionId);
      if (snapshot) return { id: snapshot.id, outputs: withModelSnapshot(row, snapshot) };
      // Without a marker it is not ours but read by `TrainingModelVersion.get`.
      if (!row.marker) throw new Error(`${place.platform.title} knows no model version ${id} in ${place.where.region}`);
      return undefined;
    },

    async delete(id, stored, context) {
      const kept = migrateModel(stored);
      const registry = registryOf(open(kept, context));
      const row = kept.versionId || !kept.marker ? kept : await resolveRegistration(kept, registry, journal);
      if (row) await removeModel(row.versionId || id, row, registry, io, context);
      if (kept.marker) await journal.remove(kept.marker);
    },
  };

  function open(inputs: ModelInputs, context: Context<ModelOutputs>): Place {
    return openPlace(
      { ...inputs, workspaceId: findPlatform(inputs.platform)?.model?.workspace?.(inputs.spec) },
      context,
      io,
    );
  }
}
