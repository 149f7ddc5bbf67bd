import type { Attention, Context, ResourceDefinition } from "../engine/resource";
import { amendEntry } from "../jobs/journal";
import { markerOf } from "../jobs/marker";
import { isStillAbsent } from "../jobs/wait";
import { findPlatform } from "../platforms/registry";
import { adviceOn } from "./advice";
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
import { forget, originOf } from "./origin";
import { CONFIGURATION, locate, openPlace, placeCompleter, registryOf, type Place, type Runtime } from "./place";

const READ_MS = 5 * 60_000;
/** What a verb may take beside its waits. */
const MARGIN_MS = 10 * 60_000;

/** What create, read, update, delete and diff mean for a version of a model. */
export function trainingModelVersion(runtime: Runtime): ResourceDefinition<ModelInputs, ModelOutputs> {
  const { io, journal } = runtime;
  const completePlace = placeCompleter(io);

  return {
    type: "pulumi-nodejs:dynamic/training:TrainingModelVersion",
    ...CONFIGURATION,
    advise: (error, row, context) => adviceOn(error, row, context, io),
    schema: modelInputs,
    rules: () => modelRules,
    relevant: (changes, olds, news) => relevantModelChanges(changes, migrateModel(olds), news),
    repeats: ["modelId", "modelName", "version", "artifactPath", "sourceImage", "sourceMarker", "statusReason"],
    // The source job first, then the import.
    deadlineMs: (verb, properties) => MARGIN_MS + (verb === "read" ? READ_MS : 2 * modelWaitMs(properties, verb)),

    complete(news, olds, context) {
      const completed = completePlace(news, olds, context);
      const means = "another version is registered, and this one is deleted after that";
      if (Object.keys(olds).length > 0) noteUnknown(olds, completed, modelRules, means, context);
      return completed;
    },

    async attention(stored, _news, { urn, organization, replaces, note }): Promise<Attention> {
      const row = migrateModel(stored);
      const { status } = row;
      if (row.marker) await amendEntry(journal, originOf(row.marker, { urn, organization }, runtime), { isHeld: true });
      // Until its fate is known there is nothing that could be replaced: the update finds it out first.
      if (row.versionId === "" && row.marker) {
        if (replaces)
          note("info", "whether its last registration made a version is settled first; that version is then deleted");
        return { resolve: true };
      }
      // An import that failed made nothing that anybody could use, and costs nothing to repeat.
      if (status === "failed" || status === "lost") return { replace: "status" };
      return status === "ready" ? undefined : { update: true };
    },

    deletesFirst: (olds, news) => olds.status === "failed" || isSameLabel(olds, news),

    async create(inputs, context) {
      const place = open(inputs, context);
      place.platform.verify(place.where, io);
      // A version that is made before that one goes must not be taken for it, and belongs beside it.
      const old = context.previous && migrateModel(context.previous);
      const made = await registerModel({ inputs, place, old }, runtime, context);
      try {
        return { id: made.versionId, outputs: await followImport(made.versionId, made, "create", place, io, context) };
      } finally {
        const origin = originOf(made.marker, context, runtime);
        if (!context.signal.aborted) await amendEntry(journal, origin, { isAnswered: true });
      }
    },

    async update(id, stored, news, context) {
      const olds = migrateModel(stored);
      const made = olds.versionId ? withModelInputs(olds, news) : await resolvePending(id, olds, news, context);
      const place = open(news, context);
      return made.status === "ready" ? made : followImport(id, made, "update", place, io, context);
    },

    async read(id, stored, context) {
      const kept = migrateModel(stored);
      const row = kept.marker ? kept : locate(kept, context, io);
      const place = open(row, context);
      // A registration of unknown fate is resolved by `up`, which may have to wait.
      if (row.versionId === "" && row.marker) return { id, outputs: row };
      const versionId = row.versionId || id;
      const { api } = registryOf(place);
      const look = async () => (await api.describe([versionId])).get(versionId);
      const snapshot = await look();
      if (snapshot) return { id: snapshot.versionId, outputs: withModelSnapshot(row, snapshot) };
      // Without a marker it is not ours but read by `TrainingModelVersion.get`.
      if (!row.marker) throw new Error(`${place.platform.title} has no model version ${id} in ${place.where.region}`);
      // A version that was never seen may just not be shown yet.
      if (row.status === "unknown" || !(await isStillAbsent(look, io.clock, context.signal))) {
        return { id: versionId, outputs: { ...row, versionId } };
      }
      // Somebody deleted it: the next `up` registers another.
      await forget(originOf(row.marker, context, runtime), runtime, context);
      return undefined;
    },

    async delete(id, stored, context) {
      const kept = migrateModel(stored);
      const registry = registryOf(open(kept, context));
      const origin = kept.marker ? originOf(kept.marker, context, runtime) : undefined;
      const row = kept.versionId || !origin ? kept : await resolveRegistration(kept, origin, registry, journal);
      if (row) await removeModel(row.versionId || id, row, registry, io, context);
      if (origin) await forget(origin, runtime, context);
    },
  };

  /** The row whose registration had no answer: the same one goes on, another one begins when that one is settled. */
  async function resolvePending(
    id: string,
    olds: ModelOutputs,
    news: ModelInputs,
    context: Context<ModelOutputs>,
  ): Promise<ModelOutputs> {
    const place = open(news, context);
    const marker = markerOf(context, modelGeneration(news));
    if (olds.marker === marker) {
      const recorded = olds.pendingSince ? { name: olds.version, signedAt: olds.pendingSince } : undefined;
      return registerModel({ id, inputs: news, place, old: undefined, recorded }, runtime, context);
    }
    context.keep(id, olds);
    const origin = originOf(olds.marker, context, runtime);
    const registry = registryOf(open(olds, context));
    const { confirmNotCreated } = news;
    const before = await resolveRegistration({ ...olds, confirmNotCreated }, origin, registry, journal);
    // It was registered for files or under a name that the program asks for no more.
    if (before) await removeModel(before.versionId, before, registry, io, context);
    await forget(origin, runtime, context);
    return registerModel({ id, inputs: news, place, old: undefined }, runtime, context);
  }

  function open(inputs: ModelInputs, context: Context<ModelOutputs>): Place {
    return openPlace(
      { ...inputs, workspaceId: findPlatform(inputs.platform)?.model?.workspace?.(inputs.spec) },
      context,
      io,
    );
  }
}
