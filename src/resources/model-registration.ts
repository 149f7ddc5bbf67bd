import type { Journal, Origin } from "../jobs/journal";
import { markerOf } from "../jobs/marker";
import type { ModelOrder } from "../jobs/models";
import { ownershipOf } from "../jobs/ownership";
import { isFencePassed, submitOnce, type Order, type Recorded } from "../jobs/submit";
import { LostError, waitUntil } from "../jobs/wait";
import {
  draftOf,
  isSameModel,
  modelGeneration,
  modelWaitMs,
  newModelOutputs,
  withModelSnapshot,
  type ModelInputs,
  type ModelOutputs,
} from "./model-record";
import {
  failedText,
  pendingModelText,
  stillPendingModelText,
  takenVersionText,
  versionGivenUpText,
  waitingText,
} from "./model-words";
import { aboutOf, keepPending, originOf } from "./origin";
import { registryOf, type Operation } from "./place";
import { repeatUntilDone } from "./repeat";
import { awaitSource } from "./source-job";

/** What is to be registered. */
export interface Registration {
  readonly inputs: ModelInputs;
  /** The row that this one replaces: its version must not be taken for the new one, which is registered beside it. */
  readonly old?: ModelOutputs | undefined;
  /** What the row says of a registration without an answer. */
  readonly recorded?: Recorded | undefined;
}

/** Waits for the source job and registers what it wrote, or finds that it was registered before. */
export async function registerModel(
  { inputs, old, recorded }: Registration,
  operation: Operation<ModelOutputs>,
): Promise<ModelOutputs> {
  const { rowId, place, runtime, context } = operation;
  const { io, journal } = runtime;
  const { sourceJobId, extraSpec } = inputs;
  const { api } = registryOf(place);
  // The platform is asked for it by its name, so the name must not be scrubbed from the answer.
  io.secrets.spare(place.platform.model?.name(inputs.spec) ?? "");
  const marker = markerOf(context, modelGeneration(inputs));
  const origin = originOf(marker, context, runtime);
  const isConfirmedLost = inputs.confirmNotCreated === marker;
  const source =
    sourceJobId === undefined ? undefined : await awaitSource(sourceJobId, modelWaitMs(inputs, "create"), operation);
  const entry = await journal.read(origin);
  const replaces = old?.versionId || undefined;
  // A new model is made once: the replacement of its first version is its second.
  const ownModelId = old?.ownsModel && isSameModel(old, inputs) ? old.modelId : undefined;
  const draft = await api.draft({
    spec: inputs.spec,
    marker,
    ...(source && { source: source.snapshot }),
    ...(replaces && { replaces }),
    ...(ownModelId && { ownModelId }),
    // An attempt whose fate is not known has already chosen its label.
    ...(recorded && { version: recorded.name }),
    ...(entry && !entry.jobId && { version: entry.name }),
  });
  const lineage = { sourceMarker: source?.marker, sourceImage: source?.snapshot.image };
  const row = { ...newModelOutputs(inputs, draft, marker), ...lineage };
  context.report("registering");
  const submission = await submitOnce<Order & ModelOrder<object>>({
    order: { name: draft.version, draft, ...origin, ...(extraSpec && { extraSpec }) },
    about: aboutOf(context, place),
    recorded,
    isConfirmedLost,
    isDefaultName: false,
    replaces,
    api,
    find: async () => {
      const since = isConfirmedLost ? undefined : ((await sentAt(origin, journal)) ?? recorded?.signedAt);
      return ownershipOf(await api.find(draft, marker, since), origin);
    },
    journal,
    clock: io.clock,
    signal: context.signal,
    report: context.report,
    taken: (version, holder) => takenVersionText(version, holder, draft),
    givenUp: (id) => context.note("warning", versionGivenUpText(id)),
  });
  if (submission.kind === "pending") {
    const pending = { ...row, pendingSince: submission.signedAt };
    keepPending(pending, operation);
    throw new Error(pendingModelText(pending, submission.cause, api.repeat));
  }
  if (!submission.isNew) {
    context.note("info", `model version ${submission.id} was registered by an earlier run and is taken over`);
  }
  const made = { ...row, versionId: submission.id, pendingSince: undefined };
  context.keep(rowId ?? made.versionId, made);
  return made;
}

/**
 * Finds out what a registration without an answer made.
 * @returns the row with its version; undefined when it made none
 * @throws Error while that is not known
 */
export async function resolveRegistration(
  row: ModelOutputs,
  origin: Origin,
  { place, runtime }: Operation<ModelOutputs>,
): Promise<ModelOutputs | undefined> {
  const { api } = registryOf(place);
  const entry = await runtime.journal.read(origin);
  const since = row.pendingSince ?? entry?.signedAt;
  const found = entry?.jobId
    ? ({ kind: "ours", id: entry.jobId } as const)
    : ownershipOf(await api.find(draftOf(row), row.marker, since), origin);
  if (found.kind === "ours") {
    const snapshot = (await api.describe([found.id])).get(found.id);
    return snapshot && withModelSnapshot(row, snapshot);
  }
  if (row.confirmNotCreated === row.marker || (since && (await isFencePassed(api, since)))) return undefined;
  throw new Error(stillPendingModelText(row, api.repeat));
}

/** When the request under this marker was signed, if its answer is missing. */
async function sentAt(origin: Origin, journal: Journal): Promise<string | undefined> {
  const entry = await journal.read(origin);
  return entry && !entry.jobId ? entry.signedAt : undefined;
}

/** Waits until the import is over, keeping every newer state. @throws Error with the vendor's reason when it failed */
export async function followImport(
  start: ModelOutputs,
  verb: "create" | "update",
  { rowId: id = start.versionId, place, runtime, context }: Operation<ModelOutputs>,
): Promise<ModelOutputs> {
  let row = start;
  const { poller } = registryOf(place);
  const { clock, random } = runtime.io;
  context.keep(id, row);
  try {
    await waitUntil({
      id: row.versionId,
      goal: "ready",
      isOver: ({ status }) => status === "ready" || status === "failed",
      isNew: verb === "create",
      timeoutMs: modelWaitMs(row, verb),
      ...{ poller, clock, random },
      signal: context.signal,
      observe(snapshot) {
        row = withModelSnapshot(row, snapshot);
        context.keep(id, row);
        context.report(snapshot.progress === undefined ? snapshot.status : `${snapshot.status} ${snapshot.progress} %`);
      },
    });
  } catch (error) {
    if (error instanceof LostError) context.keep(id, { ...row, status: "lost" });
    throw new Error(waitingText(row, error));
  }
  if (row.status === "failed") throw new Error(failedText(row));
  return row;
}

/** Deletes the version and sees that it is gone. */
export async function removeModel(
  row: ModelOutputs,
  { place, runtime, context }: Operation<ModelOutputs>,
): Promise<void> {
  const { api } = registryOf(place);
  const { clock } = runtime.io;
  const { versionId: id } = row;
  const options = { withModel: row.ownsModel, withArtifacts: row.deleteArtifacts === true, modelId: row.modelId };
  const deleted = async () => {
    await api.delete(id, options);
    return !(await api.describe([id])).has(id);
  };
  context.report("deleting");
  const until = clock.now() + modelWaitMs(row, "delete");
  const failure = `model version ${id} is still there`;
  await repeatUntilDone(deleted, { failure, until, clock, signal: context.signal });
}
