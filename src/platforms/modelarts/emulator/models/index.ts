import type { Timeline } from "../../../../emulator/timeline";
import type { Stage } from "../../../../emulator/vendor";
import type { Job, Ledger } from "../../../../emulator/world";
import { countIn, Refusal, wordIn, type Count } from "../refusal";
import { MODEL_CODES, type ImportRequest } from "./create";

// Source: the registry of models, /v1/{project_id}/models. A model here is one version of one name; its id is its own.

/** What the emulator keeps about a model besides its states. */
export interface Registration {
  readonly workspace: string;
  readonly request: ImportRequest;
}

type Model = Job<Registration>;

/** What a call acts on. */
export interface Registry {
  readonly stage: Stage;
  readonly models: Ledger<Registration>;
}

const STATUSES = ["publishing", "published", "failed", "building", "building_failed"] as const;
const STEP_MS = 20_000;
/** Made up: the emulator has no files. */
const BYTES = 104_857_600;
const MOST_OF_A_CASCADE = 20;
const pageNumber: Count = { name: "offset", least: 0, most: 1_000_000, otherwise: 0 };
const pageSize: Count = { name: "limit", least: 1, most: 1_000, otherwise: 1_000 };

export function isModelSettled(status: string): boolean {
  return status === "published" || status === "failed" || status === "building_failed";
}

/** POST /models. @throws Refusal HTTP 409 for a version that exists */
export function importOne(request: ImportRequest, { stage, models }: Registry): object {
  const { model_name: name, model_version: version } = request;
  if (models.known().some((model) => model.name === name && model.facts.request.model_version === version))
    throw new Refusal(409, "ModelArts.3002", `Model ${name} ${version} already exists.`);
  const id = stage.ids.uuid("model");
  models.commit({ id, name, facts: { workspace: request.workspace_id || "0", request } }, timelineOf(request));
  return { model_id: id };
}

/** An import fails if the name contains `fail`. */
function timelineOf({ model_name: name, model_type: type }: ImportRequest): Timeline {
  const fails = name.includes("fail");
  const publishing = { state: "publishing", ms: STEP_MS };
  if (type !== "Image") return [publishing, { state: fails ? "failed" : "published" }];
  const building = { state: "building", ms: STEP_MS };
  return fails ? [building, { state: "building_failed" }] : [building, publishing, { state: "published" }];
}

/** GET /models. `offset` counts pages, as the documents say. */
export function listModels(query: URLSearchParams, registry: Registry): object {
  const sortBy = wordIn(
    query,
    { name: "sort_by", words: ["create_at", "model_version", "model_size"] },
    MODEL_CODES.value,
  );
  const order = wordIn(query, { name: "order", words: ["asc", "desc"] }, MODEL_CODES.value) ?? "desc";
  const size = countIn(query, pageSize, MODEL_CODES.value);
  const start = countIn(query, pageNumber, MODEL_CODES.value) * size;
  const wanted = registry.models.known().filter(filterOf(query, registry));
  // All have the same size, so the order of creation decides, as it does for `create_at`.
  const sorted = sortBy === "model_version" ? [...wanted].sort(byVersion) : wanted;
  const ordered = order === "asc" ? sorted : [...sorted].reverse();
  const shown = ordered.slice(start, start + size);
  return { total_count: wanted.length, count: shown.length, models: shown.map((model) => itemOf(model, registry)) };
}

function filterOf(query: URLSearchParams, { models }: Registry): (model: Model) => boolean {
  const asked = (name: string) => query.get(name) || undefined;
  const name = asked("model_name");
  const isExact = wordIn(query, { name: "exact_match", words: ["true", "false"] }, MODEL_CODES.value) === "true";
  const version = asked("model_version");
  const status = wordIn(query, { name: "model_status", words: STATUSES }, MODEL_CODES.value);
  const [type, otherType] = [asked("model_type"), asked("not_model_type")];
  if (type && otherType)
    throw new Refusal(400, MODEL_CODES.value, "model_type and not_model_type exclude one another.");
  const description = asked("description");
  const workspace = asked("workspace_id") ?? "0";
  const isOfType = (model: Model, wanted: string) =>
    model.facts.request.model_type.toLowerCase() === wanted.toLowerCase();
  const named = name === undefined ? undefined : isExact ? exactly(name) : roughly(name);
  return (model) =>
    model.facts.workspace === workspace &&
    (named?.test(model.name) ?? true) &&
    (version === undefined || model.facts.request.model_version === version) &&
    (status === undefined || models.stateOf(model).state === status) &&
    (type === undefined || isOfType(model, type)) &&
    (otherType === undefined || !isOfType(model, otherType)) &&
    (description === undefined || (model.facts.request.description ?? "").includes(description));
}

function exactly(name: string): RegExp {
  return new RegExp(`^${escaped(name)}$`);
}

/** A part of the name. An underscore matches any character: a flaw of the real query. */
function roughly(name: string): RegExp {
  return new RegExp(escaped(name).replaceAll("_", "."), "i");
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}

function byVersion(left: Model, right: Model): number {
  return rank(left) - rank(right);
}

/** `1.2.3` as 10203: no part has more than two digits. */
function rank({ facts }: Model): number {
  return facts.request.model_version.split(".").reduce((sum, part) => sum * 100 + Number(part), 0);
}

/** GET /models/{model_id}. Structures come back as text, and some under another name. */
export function showModel(id: string, registry: Registry): object {
  const model = known(id, registry);
  const { request } = model.facts;
  const config = JSON.parse(request.initial_config ?? "{}") as Record<string, unknown>; // an object: checked on the way in
  return {
    ...itemOf(model, registry),
    model_type: request.model_type,
    install_type: installTypes(request),
    source_location: request.source_location ?? "",
    source_job_id: request.source_job_id ?? "",
    source_job_version: request.source_job_version ?? "",
    runtime: request.runtime ?? "",
    execution_code: request.execution_code ?? "",
    image_address: request.model_type === "Image" ? (request.source_location ?? "") : "",
    input_params: request.input_params ?? [],
    output_params: request.output_params ?? [],
    dependencies: request.dependencies ?? [],
    model_metrics: request.model_metrics ?? "{}",
    apis: JSON.stringify(request.apis ?? []),
    model_docs: request.model_docs ?? [],
    model_algorithm: request.model_algorithm ?? "",
    model_labels: [],
    labels_map: {},
    schema_doc: "",
    health: "",
    config: JSON.stringify({ model_type: request.model_type, ...config }),
  };
}

/** DELETE /models/{model_id}. HTTP 200 even when nothing was deleted: the lists say what was. */
export function deleteModels(id: string, query: URLSearchParams, registry: Registry): object {
  const named = known(id, registry);
  const isCascade = wordIn(query, { name: "cascade", words: ["true", "false"] }, MODEL_CODES.value) === "true";
  const others = registry.models.known().filter((model) => model.name === named.name && model.id !== id);
  const wanted = isCascade ? [named, ...others].slice(0, MOST_OF_A_CASCADE) : [named];
  const [kept, gone] = [wanted.filter(isDeployed), wanted.filter((model) => !isDeployed(model))];
  for (const model of gone) registry.models.remove(model);
  return {
    delete_success_list: gone.map((model) => model.id),
    delete_failed_list: kept.map((model) => ({
      model_id: model.id,
      error_code: "ModelArts.3009",
      error_message: "model already deploy service",
    })),
  };
}

/** A model is in use if its name contains `deployed`. */
function isDeployed({ name }: Model): boolean {
  return name.includes("deployed");
}

/** Some members are spelled differently from the detail. */
function itemOf(model: Model, { models }: Registry): object {
  const { request, workspace } = model.facts;
  const { state } = models.stateOf(model);
  return {
    model_id: model.id,
    model_name: model.name,
    model_version: request.model_version,
    model_status: state,
    model_type: request.model_type.toLowerCase(),
    model_size: state === "published" ? BYTES : 0,
    tenant: "emulator",
    project: "emulator",
    owner: "emulator",
    create_at: model.createdAt,
    description: request.description ?? "",
    source_type: request.source_type ?? "",
    workspace_id: workspace,
    model_source: request.source_type === "auto" ? "auto" : "custom",
    tunable: false,
    market_flag: false,
    publishable_flag: true,
    install_type: installTypes(request).map((type) => type.replace("-", "")),
    subscription_id: "",
    extra: "",
    specification: {},
  };
}

function installTypes({ install_type }: ImportRequest): readonly string[] {
  return install_type ?? ["real-time", "edge", "batch"];
}

function known(id: string, { models }: Registry): Model {
  const model = models.find(id);
  if (!model) throw new Refusal(404, "ModelArts.3001", `Model ${id} does not exist.`);
  return model;
}
