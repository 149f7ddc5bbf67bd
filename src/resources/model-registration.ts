import type { Context } from "../engine/resource";
import type { Journal, Origin } from "../jobs/journal";
import { markerOf } from "../jobs/marker";
import type { ModelOrder } from "../jobs/models";
import { ownershipOf } from "../jobs/ownership";
import { isFencePassed, submitOnce, type Order, type Recorded } from "../jobs/submit";
import { LostError, waitUntil } from "../jobs/wait";
import type { Io } from "../net/io";
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
import { failedText, pendingModelText, stillPendingModelText, takenVersionText, waitingText } from "./model-words";
import { aboutOf, originOf } from "./origin";
import { registryOf, type Place, type Registry, type Runtime } from "./place";
import { repeatUntilDone } from "./repeat";
import { awaitSource } from "./source-job";

/** What is to be registered, for which row. */
export interface Registration {
  /** The row's, if it has one already. */
  readonly id?: string;
  readonly inputs: ModelInputs;
  readonly place: Place;
  /** The row that this one replaces: its version must not be taken for the new one, which belongs beside it. */
  readonly old: ModelOutputs | undefined;
  /** What the row says of a registration without an answer. */
  readonly recorded?: Recorded | undefined;
}

/** Waits for the source job and registers what it wrote, or finds that it was registered before. */
export async function registerModel(
  { id, inputs, place, old, recorded }: Registration,
  { io, journal, backend }: Runtime,
  context: Context<ModelOutputs>,
): Promise<ModelOutputs> {
  const { sourceJobId, extraSpec } = inputs;
  const { api } = registryOf(place);
  // By its name the platform is asked whether it exists already.
  io.secrets.spare(place.platform.model?.name(inputs.spec) ?? "");
  const marker = markerOf(context, modelGeneration(inputs));
  const origin = originOf(marker, context, { backend });
  const isConfirmedLost = inputs.confirmNotCreated === marker;
  const source =
    sourceJobId === undefined
      ? undefined
      : await awaitSource(sourceJobId, modelWaitMs(inputs, "create"), place, io, context);
  const entry = await journal.read(origin);
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

/** The row of a registration without an answer, once it is known what it made; undefined: nothing. @throws Error when it is not */
export async function resolveRegistration(
  row: ModelOutputs,
  origin: Origin,
  { api }: Registry,
  journal: Journal,
): Promise<ModelOutputs | undefined> {
  const entry = await journal.read(origin);
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

/** When a request under this marker was signed whose answer nobody has. */
async function sentAt(origin: Origin, journal: Journal): Promise<string | undefined> {
  const entry = await journal.read(origin);
  return entry && !entry.jobId ? entry.signedAt : undefined;
}

/** Waits until the import is over, keeping every newer state. @throws Error with the vendor's reason when it failed */
export async function followImport(
  id: string,
  start: ModelOutputs,
  verb: "create" | "update",
  place: Place,
  { clock, random }: Pick<Io, "clock" | "random">,
  context: Context<ModelOutputs>,
): Promise<ModelOutputs> {
  let row = start;
  const { poller } = registryOf(place);
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
  id: string,
  row: ModelOutputs,
  { api }: Registry,
  { clock }: Pick<Io, "clock">,
  { report, signal }: Pick<Context<ModelOutputs>, "report" | "signal">,
): Promise<void> {
  const options = { withModel: row.ownsModel, withArtifacts: row.deleteArtifacts === true, modelId: row.modelId };
  const deleted = async () => {
    await api.delete(id, options);
    return !(await api.describe([id])).has(id);
  };
  report("deleting");
  const until = clock.now() + modelWaitMs(row, "delete");
  await repeatUntilDone(deleted, { failure: `model version ${id} is still there`, until, clock, signal });
}
