import type { JobSnapshot } from "../../../jobs/job";
import type { ModelApi, ModelDraft, ModelRequest, ModelVersionId } from "../../../jobs/models";
import { PlatformError, printable } from "../../../net/errors";
import { isId } from "../../../net/ids";
import type { Io } from "../../../net/io";
import { ifFound } from "../../kit/absence";
import { submitPrepared } from "../../kit/submission";
import { kindOf } from "../errors";
import { FENCE_MS } from "../jobs";
import { time } from "../jobs/record";
import { readDescription } from "../marker";
import { obsHost, type ModelartsWhere } from "../place";
import { fault } from "../reply";
import { LOOKS_PER_SECOND } from "../transport";
import { addressOf, bucketPathOf } from "./artifact";
import { modelartsModelClient, type ModelartsModelClient } from "./client";
import { modelSnapshotOf, modelStateOf } from "./record";
import { createModelRequest } from "./request";
import type { ModelartsModelSpec } from "./schema";
import { nextVersion } from "./version";
import type { Model } from "./wire";

/** How far this machine's clock, which says when a request was signed, may be ahead of the platform's. */
const CLOCK_LEEWAY_MS = 300_000;

/** Versions of models of one account, region and project; of the workspace that a spec names, else of the place's. */
export function modelartsModels(where: ModelartsWhere, io: Io): ModelApi<ModelartsModelSpec> {
  const client = modelartsModelClient(where, io);
  return {
    draft: (request) => draft(client, request, obsHost(where, io)),
    submit(order, gate) {
      const send = () => client.createModel(createModelRequest(order, obsHost(where, io)), gate);
      return submitPrepared(send, ({ model_id }) => model_id, gate);
    },
    async describe(ids) {
      const models = await Promise.all(ids.filter(isId).map((id) => ifFound(client.showModel(id, "poll"))));
      return new Map(models.flatMap((model) => (model ? [[model.model_id, modelSnapshotOf(model)] as const] : [])));
    },
    looksPerSecond: LOOKS_PER_SECOND,
    async find(wanted, marker, since) {
      const models = await versionsOf(client, wanted.spec, wanted.version);
      const holders = models.map(async (model) => {
        const { text: _, ...written } = readDescription(model.description);
        const mayBeOurs = !written.marker && since !== undefined && !isOlder(model, since);
        const isOurs = mayBeOurs && (await fits(client, model.model_id, wanted));
        return {
          id: model.model_id,
          ...written,
          ...(isOurs && { marker }),
          isReleased: false,
          isSettled: modelStateOf(model) !== "importing",
          ...time("createdAt", model.create_at),
        };
      });
      return Promise.all(holders);
    },
    // A second version with the same name and label is refused.
    repeat: { kind: "probe", fenceMs: FENCE_MS, serverTime: () => client.serverTime() },
    // A model is nothing but its versions, and its files stay where they are.
    delete: (id) => remove(client, id),
  };
}

async function draft(
  client: ModelartsModelClient,
  { spec, source, version: chosen, marker, replaces }: ModelRequest<ModelartsModelSpec>,
  host: string,
): Promise<ModelDraft<ModelartsModelSpec>> {
  const { modelName } = spec;
  const location = spec.modelType === "Template" ? undefined : (spec.sourceLocation ?? outputOf(source));
  const version = chosen ?? spec.modelVersion ?? (await labelOf(client, spec, { marker, replaces }));
  return {
    spec: { ...spec, modelVersion: version, ...(location && { sourceLocation: addressOf(location, host) }) },
    modelName,
    version,
    artifactPath: location ? bucketPathOf(location) : "",
    ...(source && { sourceJobId: source.jobId }),
    ...(source?.versionId && { sourceJobVersion: source.versionId }),
    ownsModel: false,
  };
}

/** Directory that the job wrote to. */
function outputOf(source: JobSnapshot | undefined): string {
  const path = source?.outputPaths[0];
  if (path) return path.endsWith("/") ? path : `${path}/`;
  const what = "give spec.sourceLocation, the directory of the model in object storage: obs://bucket/dir/";
  const why = source ? `job ${source.jobId} (${source.name}) has no output path` : "nothing says where the model is";
  throw fault("invalid", `${why}; ${what}`, "ImportModel");
}

/** The label of a version that an earlier run registered for this resource and lost track of, else the next free one. */
async function labelOf(
  client: ModelartsModelClient,
  spec: ModelartsModelSpec,
  { marker, replaces }: Pick<ModelRequest<ModelartsModelSpec>, "marker"> & { replaces: string | undefined },
): Promise<string> {
  const versions = await versionsOf(client, spec);
  const own = versions.find(
    ({ model_id, description }) => model_id !== replaces && readDescription(description).marker === marker,
  );
  return own?.model_version ?? nextVersion(versions.map(({ model_version }) => model_version));
}

async function versionsOf(
  client: ModelartsModelClient,
  { modelName, workspaceId }: ModelartsModelSpec,
  version?: string,
): Promise<readonly Model[]> {
  const models = await client.listModels({ name: modelName, isExact: true, version, workspaceId });
  return models.filter(
    ({ model_name, model_version }) => model_name === modelName && (version ?? model_version) === model_version,
  );
}

/** Whether a version existed before the request that was signed at `since`, and so cannot come from it. */
function isOlder({ create_at }: Model, since: string): boolean {
  return (create_at ?? 0) < Date.parse(since) - CLOCK_LEEWAY_MS;
}

/** Whether a version without a marker comes from the draft's job and path, as one made by an unanswered request would. */
async function fits(
  client: ModelartsModelClient,
  id: ModelVersionId,
  { sourceJobId, artifactPath }: ModelDraft<ModelartsModelSpec>,
): Promise<boolean> {
  const model = await ifFound(client.showModel(id, "lookup"));
  return (
    model !== undefined &&
    (model.source_job_id ?? undefined) === sourceJobId &&
    bucketPathOf(model.source_location ?? "") === artifactPath
  );
}

async function remove(client: ModelartsModelClient, id: ModelVersionId): Promise<void> {
  const reply = await ifFound(explained(client.deleteModel(id)));
  const failure = reply?.delete_failed_list?.find(({ model_id }) => model_id === id);
  if (failure) {
    const code = failure.error_code ? printable(failure.error_code, 80) : undefined;
    const kind = kindOf(200, code, "DeleteModel");
    if (kind === "notFound") return;
    const words = failure.error_message || failure.error_msg || "no reason given";
    throw explanation(new PlatformError(kind, words, { platform: "modelarts", action: "DeleteModel", code }));
  }
  if (!reply || reply.delete_success_list?.includes(id)) return;
  // The answer lists it neither as deleted nor as failed.
  const left = await ifFound(client.showModel(id, "read"));
  if (left)
    throw fault("internal", "the platform reported success, but the model version is still there", "DeleteModel");
}

async function explained<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof PlatformError ? explanation(error) : error;
  }
}

/** What to do about it, where we know. */
function explanation(error: PlatformError): PlatformError {
  if (error.origin.code !== "ModelArts.3009") return error;
  const words = `${error.words}: the version is deployed as a service; delete the service first`;
  return new PlatformError(error.kind, words, error.origin);
}
