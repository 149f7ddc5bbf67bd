import type { Attention, Context, ResourceDefinition } from "../engine/resource";
import { compareInputs } from "../engine/rules";
import { amendEntry, type JournalEntry } from "../jobs/journal";
import { markerOf } from "../jobs/marker";
import { isStillAbsent } from "../jobs/wait";
import { findPlatform } from "../platforms/registry";
import { adviser } from "./advice";
import { noteUnknown } from "./inputs";
import {
  isSameLabel,
  migrateModel,
  modelGeneration,
  modelInputs,
  modelRules,
  modelWaitMs,
  relevantModelChanges,
  withModelInputs,
  withModelSnapshot,
  type ModelInputs,
  type ModelOutputs,
} from "./model-record";
import { followImport, registerModel, removeModel, resolveRegistration } from "./model-registration";
import { forget, keepPending, originOf } from "./origin";
import { CONFIGURATION, locate, openPlace, placeCompleter, registryOf, type Operation, type Runtime } from "./place";

const READ_MS = 5 * 60_000;
/** What a verb may take besides its waits. */
const MARGIN_MS = 10 * 60_000;

/** What create, read, update, delete and diff mean for a version of a model. */
export function trainingModelVersion(runtime: Runtime): ResourceDefinition<ModelInputs, ModelOutputs> {
  const { io, journal } = runtime;
  const completePlace = placeCompleter(io);

  return {
    type: "pulumi-nodejs:dynamic/training:TrainingModelVersion",
    ...CONFIGURATION,
    advise: adviser(io),
    schema: modelInputs,
    rules: () => modelRules,
    relevant: (changes, olds, news) => relevantModelChanges(changes, migrateModel(olds), news),
    repeats: ["modelId", "modelName", "version", "artifactPath", "sourceImage", "sourceMarker", "statusReason"],
    // The source job first, then the import.
    deadlineMs: (verb, properties) => MARGIN_MS + (verb === "read" ? READ_MS : 2 * modelWaitMs(properties, verb)),

    complete(news, olds, context) {
      const completed = completePlace(news, olds, context);
      const means = "another version is registered, and this one is deleted after that";
      if (Object.keys(olds).length > 0) noteUnknown(compareInputs(olds, completed, modelRules), means, context);
      return completed;
    },

    async attention(stored, _news, { urn, organization, replaces, note }): Promise<Attention> {
      const row = migrateModel(stored);
      const { status } = row;
      if (row.marker) await amendEntry(journal, originOf(row.marker, { urn, organization }, runtime), { isHeld: true });
      // Until its fate is known there is nothing to replace: the update finds out first.
      if (row.versionId === "" && row.marker) {
        if (replaces)
          note("info", "whether its last registration made a version is settled first; that version is then deleted");
        return { resolve: true };
      }
      // An import that failed made nothing usable, and costs nothing to repeat.
      if (status === "failed" || status === "lost") return { replace: "status" };
      return status === "ready" ? undefined : { update: true };
    },

    deletesFirst: (olds, news) => olds.status === "failed" || isSameLabel(olds, news),

    async create(inputs, context) {
      const operation = open(inputs, context);
      const { platform, where } = operation.place;
      platform.verify(where, io);
      // The version that this one replaces may still exist: it must not be taken for the new one.
      const old = context.previous && migrateModel(context.previous);
      const made = await registerModel({ inputs, old }, operation);
      let told: Pick<JournalEntry, "isAnswered" | "isShown"> = { isAnswered: true };
      try {
        const outputs = await followImport(made, "create", operation);
        told = { ...told, isShown: true };
        return { id: made.versionId, outputs };
      } finally {
        const origin = originOf(made.marker, context, runtime);
        if (!context.signal.aborted) await amendEntry(journal, origin, told);
      }
    },

    async update({ id, outputs: stored }, news, context) {
      const olds = migrateModel(stored);
      const operation = open(news, context, id);
      const made = olds.versionId ? withModelInputs(olds, news) : await resolvePending(olds, news, operation);
      return made.status === "ready" ? made : followImport(made, "update", operation);
    },

    async read({ id, outputs: stored }, context) {
      const kept = migrateModel(stored);
      const row = kept.marker ? kept : locate(kept, context, io);
      const operation = open(row, context, id);
      const { place } = operation;
      // A registration of unknown fate is resolved by `up`, which may have to wait.
      if (row.versionId === "" && row.marker) return { id, outputs: row };
      const versionId = row.versionId || id;
      const { api } = registryOf(place);
      const look = async () => (await api.describe([versionId])).get(versionId);
      const snapshot = await look();
      if (snapshot) return { id: snapshot.versionId, outputs: withModelSnapshot(row, snapshot) };
      // Without a marker it is not ours: it is read by `TrainingModelVersion.get`.
      if (!row.marker) throw new Error(`${place.platform.title} has no model version ${id} in ${place.where.region}`);
      // A version that was never seen may just not be shown yet.
      if (row.status === "unknown" || !(await isStillAbsent(look, io.clock, context.signal))) {
        return { id: versionId, outputs: { ...row, versionId } };
      }
      // Somebody deleted it: the next `up` registers another.
      await forget(originOf(row.marker, context, runtime), operation);
      return undefined;
    },

    async delete({ id, outputs: stored }, context) {
      const kept = migrateModel(stored);
      const operation = open(kept, context, id);
      const origin = kept.marker ? originOf(kept.marker, context, runtime) : undefined;
      const row = kept.versionId || !origin ? kept : await resolveRegistration(kept, origin, operation);
      if (row) await removeModel({ ...row, versionId: row.versionId || id }, operation);
      if (origin) await forget(origin, operation);
    },
  };

  /** For a row whose registration had no answer: goes on with it, or settles it first when the program asks for another. */
  async function resolvePending(
    olds: ModelOutputs,
    news: ModelInputs,
    operation: Operation<ModelOutputs>,
  ): Promise<ModelOutputs> {
    const { context } = operation;
    const marker = markerOf(context, modelGeneration(news));
    if (olds.marker === marker) {
      const recorded = olds.pendingSince ? { name: olds.version, signedAt: olds.pendingSince } : undefined;
      return registerModel({ inputs: news, recorded }, operation);
    }
    keepPending(olds, operation);
    const origin = originOf(olds.marker, context, runtime);
    const earlier = open(olds, context);
    const { confirmNotCreated } = news;
    const before = await resolveRegistration({ ...olds, confirmNotCreated }, origin, earlier);
    // It was registered for files or under a name that the program no longer asks for.
    if (before) await removeModel(before, earlier);
    await forget(origin, operation);
    return registerModel({ inputs: news }, operation);
  }

  function open(inputs: ModelInputs, context: Context<ModelOutputs>, rowId?: string): Operation<ModelOutputs> {
    const workspaceId = findPlatform(inputs.platform)?.model?.workspace?.(inputs.spec);
    return { rowId, place: openPlace({ ...inputs, workspaceId }, context, io), runtime, context };
  }
}
