import type { JobSnapshot } from "../../../jobs/job";
import type { ModelRequest } from "../../../jobs/models";
import type { Where } from "../../../jobs/platform";
import { printable } from "../../../net/errors";
import { ifFound } from "../../kit/absence";
import type { TioneClient } from "../jobs/client";
import { cosUrl } from "../jobs/record";
import { located } from "../jobs/request";
import { fault } from "../transport";
import type { TaskDetail } from "../wire";
import type { ModelClient } from "./client";
import type { TioneDraft } from "./request";
import { FRAMEWORKS, type TioneModelSpec } from "./schema";

type Artifacts = NonNullable<TioneModelSpec["trainingModelCosPath"]>;

/** The two sets of actions that a registration needs. */
export interface Clients {
  readonly jobs: TioneClient;
  readonly models: ModelClient;
}

/**
 * Decides what the program left open, as the vendor's own helper does. Reads only.
 * @throws PlatformError `notFound` for an unknown model or job, `invalid` when nothing names the files or the framework
 */
export async function draftOf(
  request: ModelRequest<TioneModelSpec>,
  clients: Clients,
  where: Where,
): Promise<TioneDraft> {
  const { source } = request;
  const task = source && (await clients.jobs.describeTrainingTask(source.jobId));
  const filled = source && task ? fromJob(request.spec, source, task) : request.spec;
  const { trainingModelCosPath: files } = filled;
  if (!files) throw refusal("without a source job nothing says where the files are; give `spec.trainingModelCosPath`");
  const artifacts = located(files, where.region);
  const model = await modelOf(request, clients.models, where);
  return {
    ...model,
    spec: { ...filled, trainingModelCosPath: artifacts, trainingModelVersion: model.version },
    artifactPath: urlOf(artifacts),
    ...(source && task && { sourceJobId: source.jobId, sourceJobName: task.Name }),
  };
}

/** A place in a spec as a URL. */
export function urlOf({ bucket, region, paths }: Artifacts): string {
  return cosUrl({ Bucket: bucket, Region: region, Paths: paths }) ?? "";
}

function fromJob(spec: TioneModelSpec, { jobId: id }: JobSnapshot, task: TaskDetail): TioneModelSpec {
  return {
    ...spec,
    trainingModelCosPath: spec.trainingModelCosPath ?? outputOf(id, task),
    algorithmFramework: spec.algorithmFramework ?? frameworkOf(id, task),
  };
}

/** As the vendor's helper does: the directory that was asked for, with the task's id appended. */
function outputOf(id: string, { Name, Output }: TaskDetail): Artifacts {
  const { Bucket, Region, Paths } = Output ?? {};
  if (!Bucket) {
    throw refusal(`job ${JSON.stringify(Name)} (${id}) has no output path; give \`spec.trainingModelCosPath\``);
  }
  const directory = (Paths?.[0] ?? "").replace(/([^/])$/, "$1/");
  return { bucket: Bucket, ...(Region && { region: Region }), paths: [`${directory}${id}/`] };
}

function frameworkOf(id: string, task: TaskDetail): NonNullable<TioneModelSpec["algorithmFramework"]> {
  const told = typeof task["FrameworkName"] === "string" ? task["FrameworkName"] : "";
  const known = FRAMEWORKS.find((framework) => framework === told);
  if (known) return known;
  const has = told ? `the framework ${printable(told, 80)}, which models cannot have` : "no framework";
  throw refusal(`job ${JSON.stringify(task.Name)} (${id}) has ${has}; give \`spec.algorithmFramework\``);
}

type Model = Pick<TioneDraft, "modelId" | "modelName" | "version" | "ownsModel">;

async function modelOf(request: ModelRequest<TioneModelSpec>, models: ModelClient, where: Where): Promise<Model> {
  const { trainingModelId, trainingModelName = "", trainingModelVersion } = request.spec;
  const modelId = trainingModelId ?? request.ownModelId;
  const label = request.version ?? trainingModelVersion;
  const versions = modelId === undefined ? undefined : await ifFound(models.describeTrainingModelVersions(modelId));
  // A model of ours that has no versions was deleted with its last one.
  if (modelId !== undefined && versions && (trainingModelId !== undefined || versions.length > 0)) {
    const modelName = versions[0]?.TrainingModelName || trainingModelName || modelId;
    const version = label ?? nextLabel(versions.map(({ TrainingModelVersion }) => TrainingModelVersion ?? ""));
    return { modelId, modelName, version, ownsModel: trainingModelId === undefined };
  }
  if (trainingModelId !== undefined) {
    const words = `there is no model ${trainingModelId} in ${where.region}; see \`spec.trainingModelId\``;
    throw fault("notFound", words, "DescribeTrainingModelVersions");
  }
  return { modelName: trainingModelName, version: label ?? "v1", ownsModel: true };
}

/** The highest number plus one. The vendor's helper counts from `v1` too, so a model without versions gets `v2`. */
function nextLabel(labels: readonly string[]): string {
  const numbers = labels.map((label) => Number(/^v(\d{1,15})$/.exec(label)?.[1] ?? 1));
  return `v${numbers.reduce((most, number) => Math.max(most, number), 1) + 1}`;
}

function refusal(words: string) {
  return fault("invalid", words, "CreateTrainingModel");
}
