import type { Attention, Context, ResourceDefinition } from "../engine/resource";
import { isUnknown } from "../engine/values";
import { markerOf } from "../jobs/marker";
import type { ModelOrder } from "../jobs/models";
import { judge } from "../jobs/ownership";
import type { Marker } from "../jobs/platform";
import { isFencePassed, submitOnce, type Order } from "../jobs/submit";
import { LostError, waitUntil } from "../jobs/wait";
import { PlatformError } from "../net/errors";
import { findPlatform, platforms } from "../platforms/registry";
import {
  generationOf,
  isSameModel,
  isSameLabel,
  modelInputs,
  modelRules,
  modelWaitMs,
  type ModelInputs,
} from "./model-inputs";
import {
  draftOf,
  migrateModel,
  newModelOutputs,
  withModelInputs,
  withModelSnapshot,
  type ModelOutputs,
} from "./model-outputs";
import { failedText, pendingModelText, stillPendingModelText, takenVersionText, waitingText } from "./model-words";
import { openPlace, placeCompleter, settingsKey, type Place, type World } from "./place";
import { awaitSource } from "./source-job";

const READ_MS = 5 * 60_000;
/** What a verb may take beside its waits. */
const MARGIN_MS = 10 * 60_000;
const DELETE_AGAIN_MS = 3_000;

type Models = NonNullable<Place["models"]>;

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
      const made = await register(undefined, inputs, place, context);
      return { id: made.versionId, outputs: await follow(made.versionId, made, "create", place, context) };
    },

    async update(id, stored, news, context) {
      const row = withModelInputs(migrateModel(stored), news);
      const place = open(news, context);
      const made = row.versionId ? row : await register(id, news, place, context);
      return made.status === "ready" ? made : follow(id, made, "update", place, context);
    },

    async read(id, stored, context) {
      const row = migrateModel(stored);
      const place = open(row, context);
      // A registration of unknown fate is resolved by `up`, which may have to wait.
      if (row.versionId === "" && row.marker) return { id, outputs: row };
      const versionId = row.versionId || id;
      const snapshot = (await modelsOf(place).api.describe([versionId])).get(versionId);
      if (snapshot) return { id: snapshot.id, outputs: withModelSnapshot(row, snapshot) };
      // Without a marker it is not ours but read by `TrainingModelVersion.get`.
      if (!row.marker) throw new Error(`${place.platform.title} knows no model version ${id} in ${place.where.region}`);
      return undefined;
    },

    async delete(id, stored, context) {
      const kept = migrateModel(stored);
      const models = modelsOf(open(kept, context));
      const row = kept.versionId || !kept.marker ? kept : await resolved(kept, models);
      if (row) await remove(row.versionId || id, row, models, context);
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

  /**
   * Waits for the source job and registers what it wrote, or finds that it was registered before. `id` is the row's, if it has
   * one already.
   */
  async function register(
    id: string | undefined,
    inputs: ModelInputs,
    place: Place,
    context: Context<ModelOutputs>,
  ): Promise<ModelOutputs> {
    const { sourceJobId, extraSpec } = inputs;
    const { api } = modelsOf(place);
    const marker = markerOf(context, generationOf(inputs));
    const isConfirmedLost = inputs.confirmNotCreated === marker;
    const source =
      sourceJobId === undefined
        ? undefined
        : await awaitSource(sourceJobId, modelWaitMs(inputs, "create"), place, io, context);
    const entry = await journal.read(marker);
    const old = current.get(context.urn);
    const replaces = old?.versionId || undefined;
    // A new model is made once: what replaces its first version is its second.
    const ownModelId = old?.ownsModel && isSameModel(old, inputs) ? old.modelId : undefined;
    const draft = await api.draft({
      spec: inputs.spec,
      marker,
      ...(source && { source: source.snapshot }),
      ...(replaces && { replaces }),
      ...(ownModelId && { ownModelId }),
      // A try whose fate is not known chose its label already.
      ...(entry && !entry.jobId && { version: entry.name }),
    });
    const lineage = { sourceMarker: source?.marker, sourceImage: source?.snapshot.image };
    const row = { ...newModelOutputs(inputs, draft, marker), ...lineage };
    context.report("registering");
    const submission = await submitOnce<Order & ModelOrder<object>>({
      order: { name: draft.version, draft, marker, ...(extraSpec && { extraSpec }) },
      isConfirmedLost,
      isDefaultName: false,
      replaces,
      api,
      find: async (_name, own) =>
        judge(await api.find(draft, own, isConfirmedLost ? undefined : await sentAt(own)), own),
      journal,
      clock: io.clock,
      signal: context.signal,
      report: context.report,
      taken: (version, holder) => takenVersionText(version, holder, draft),
    });
    if (submission.kind === "pending") {
      const pending = { ...row, pendingSince: submission.signedAt };
      context.keep(id ?? `pending:${marker}`, pending);
      throw new Error(pendingModelText(pending, submission.cause, api.repeat));
    }
    if (!submission.isNew) {
      context.note("info", `model version ${submission.id} was registered by an earlier run and is taken over`);
    }
    const made = { ...row, versionId: submission.id, pendingSince: undefined };
    context.keep(id ?? made.versionId, made);
    return made;
  }

  /** When a request under this marker was signed whose answer nobody has. */
  async function sentAt(marker: Marker): Promise<string | undefined> {
    const entry = await journal.read(marker);
    return entry && !entry.jobId ? entry.signedAt : undefined;
  }

  /** Waits until the import is over, keeping every newer state. @throws Error with the vendor's reason when it failed */
  async function follow(
    id: string,
    start: ModelOutputs,
    verb: "create" | "update",
    place: Place,
    context: Context<ModelOutputs>,
  ): Promise<ModelOutputs> {
    let row = start;
    const { clock, random } = io;
    const { poller } = modelsOf(place);
    context.keep(id, row);
    try {
      await waitUntil({
        id: row.versionId,
        goal: "ready",
        isOver: ({ state }) => state === "ready" || state === "failed",
        isNew: verb === "create",
        leastPollMs: 0,
        timeoutMs: modelWaitMs(row, verb),
        ...{ poller, clock, random },
        signal: context.signal,
        observe(snapshot) {
          row = withModelSnapshot(row, snapshot);
          context.keep(id, row);
          context.report(snapshot.progress === undefined ? snapshot.state : `${snapshot.state} ${snapshot.progress} %`);
        },
      });
    } catch (error) {
      if (error instanceof LostError) context.keep(id, { ...row, status: "lost" });
      throw new Error(waitingText(row, error));
    }
    if (row.status === "failed") throw new Error(failedText(row));
    return row;
  }

  /** The row of a registration without an answer, once it is known what it made; undefined: nothing. @throws Error when it is not */
  async function resolved(row: ModelOutputs, { api }: Models): Promise<ModelOutputs | undefined> {
    const entry = await journal.read(row.marker);
    const since = row.pendingSince ?? entry?.signedAt;
    const found = entry?.jobId
      ? ({ kind: "ours", id: entry.jobId } as const)
      : judge(await api.find(draftOf(row), row.marker, since), row.marker);
    if (found.kind === "ours") {
      const snapshot = (await api.describe([found.id])).get(found.id);
      return snapshot && withModelSnapshot(row, snapshot);
    }
    if (row.confirmNotCreated === row.marker || (since && (await isFencePassed(api, since)))) return undefined;
    throw new Error(stillPendingModelText(row, api.repeat));
  }

  /** Deletes the version and sees that it is gone; "not now" from the platform is no failure before the time is up. */
  async function remove(id: string, row: ModelOutputs, { api }: Models, context: Context<ModelOutputs>): Promise<void> {
    const until = io.clock.now() + modelWaitMs(row, "delete");
    const options = { withModel: row.ownsModel, withArtifacts: row.deleteArtifacts === true, modelId: row.modelId };
    context.report("deleting");
    for (;;) {
      let refusal = "";
      const isGone = await deleted().catch((error: unknown) => {
        if (!(error instanceof PlatformError && error.kind === "notNow")) throw error;
        refusal = `: ${error.message}`;
        return false;
      });
      if (isGone) return;
      if (io.clock.now() >= until) {
        throw new Error(`model version ${id} is still there${refusal}; the row is kept, run the command again`);
      }
      await io.clock.sleep(DELETE_AGAIN_MS, context.signal);
    }

    async function deleted(): Promise<boolean> {
      await api.delete(id, options);
      return !(await api.describe([id])).has(id);
    }
  }
}

function modelsOf({ models, platform }: Place): Models {
  if (!models) throw new Error(`${platform.title} has no model registry`);
  return models;
}
