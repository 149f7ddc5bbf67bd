import type { Moment } from "../../../../emulator/timeline";
import type { Job } from "../../../../emulator/world";
import { ENGINES, flavorById, flavorDetail, flavorName, POOL_FLAVORS } from "../catalogue";
import { POOLS } from "../pools/catalogue";
import type { CreateRequest } from "./create";
import { isSettled } from "./states";

// How API v2 shows a job: create, detail, terminate and search share one set of members, with much filled in.

/** What the emulator keeps about a job besides its states. */
export interface Training {
  readonly workspace: string;
  readonly request: CreateRequest;
  readonly tags: ReadonlyMap<string, string>;
}

export type TrainingJob = Job<Training>;

/** A job as it is at one moment. */
export interface Scene {
  readonly job: TrainingJob;
  readonly moments: readonly Moment[];
  readonly state: Moment;
  readonly now: number;
}

/** Belongs to a concept that no longer exists. */
export const AI_PROJECT = "default-ai-project";

/** Milliseconds since the epoch when the job began to run; 0 before. */
export function startOf({ moments }: Scene): number {
  return moments.find(({ state }) => state === "Running")?.at ?? 0;
}

export function phaseOf({ state }: Scene): string {
  return state.state;
}

/** `worker-0` and so on, one for each machine. */
export function tasksOf({ job }: Scene): string[] {
  const count = job.facts.request.spec?.resource?.node_count ?? 1;
  return Array.from({ length: count }, (_, index) => `worker-${index}`);
}

export function shown(scene: Scene): object {
  const { job } = scene;
  const { request, workspace } = job.facts;
  const { metadata } = request;
  const endpoints = endpointsOf(scene);
  return {
    kind: request.kind,
    metadata: {
      id: job.id,
      name: job.name,
      workspace_id: workspace,
      ai_project: AI_PROJECT,
      description: metadata.description ?? "NULL",
      create_time: job.createdAt,
      user_name: "",
      annotations: { job_template: "Template DL", key_task: "worker", ...metadata.annotations },
      ...(metadata.training_experiment_reference && {
        training_experiment_reference: experimentOf(metadata.training_experiment_reference),
      }),
    },
    status: statusOf(scene),
    algorithm: algorithmOf(request),
    ...(request.tasks && { tasks: request.tasks }),
    spec: specOf(request),
    ...(Object.keys(endpoints).length > 0 && { endpoints }),
    ...(request.ftjob_config && { ftjob_config: request.ftjob_config }),
  };
}

/** An experiment created by name gets an id derived from the name; any other already has its own. */
function experimentOf(asked: NonNullable<CreateRequest["metadata"]["training_experiment_reference"]>): object {
  return { id: `experiment-${asked.name ?? ""}`, name: "", ...asked };
}

function statusOf(scene: Scene): object {
  const { state, now } = scene;
  const start = startOf(scene);
  const end = isSettled(state.state) ? state.at : now;
  const isBroken = state.state === "Failed" || state.state === "Abnormal";
  return {
    phase: state.state,
    secondary_phase: secondaryOf(state.state, start),
    duration: start === 0 ? 0 : end - start,
    start_time: start,
    node_count_metrics: null,
    tasks: tasksOf(scene),
    ...(isBroken && {
      task_statuses: [{ task: "worker-0", exit_code: start === 0 ? 0 : 1, message: state.reason ?? "" }],
    }),
    // Seconds here, milliseconds everywhere else.
    running_records:
      start === 0
        ? []
        : [
            {
              start_at: Math.floor(start / 1_000),
              end_at: isSettled(state.state) ? Math.floor(end / 1_000) : 0,
              start_type: "init_or_rescheduled",
              end_reason: state.reason ?? "",
              end_related_task: isBroken ? "worker-0" : "",
              // Nothing here recovers from a fault.
              end_recover: "",
              recover_records: [],
            },
          ],
  };
}

function secondaryOf(phase: string, start: number): string {
  if (phase === "Pending") return "Queuing";
  return phase === "Abnormal" ? (start === 0 ? "CreateFailed" : "Lost") : phase;
}

function algorithmOf({ algorithm }: CreateRequest): object {
  const local = (kind: "inputs" | "outputs", name: string, index: number) =>
    `/home/ma-user/modelarts/${kind}/${name}_${index}`;
  return {
    code_dir: "",
    command: "",
    environments: {},
    ...algorithm,
    ...(algorithm?.engine && { engine: engineOf(algorithm.engine) }),
    ...(algorithm?.inputs && {
      inputs: algorithm.inputs.map((entry, index) => ({
        description: "",
        access_method: "parameter",
        local_dir: local("inputs", entry.name, index),
        ...entry,
      })),
    }),
    ...(algorithm?.outputs && {
      outputs: algorithm.outputs.map((entry, index) => ({
        description: "",
        access_method: "parameter",
        local_dir: local("outputs", entry.name, index),
        mode: "upload_periodically",
        period: 30,
        ...entry,
      })),
    }),
  };
}

type Engine = NonNullable<NonNullable<CreateRequest["algorithm"]>["engine"]>;

/** A preset engine is shown by id, name and version, whichever of them was given. */
function engineOf(asked: Engine): object {
  const preset = ENGINES.find(
    ([name, version]) =>
      asked.engine_id === version || (asked.engine_name === name && asked.engine_version === version),
  );
  if (!preset) return asked;
  const [engine_name, version] = preset;
  return { engine_id: version, engine_name, engine_version: version, ...asked };
}

function specOf({ spec }: CreateRequest): object {
  // Not returned, as documented: members about the model that the job produces.
  const { output_model: _model, asset_model: _asset, asset_id: _id, ...told } = spec ?? {};
  return {
    runtime_type: "production",
    is_hosted_log: true,
    ...told,
    // Documented defaults, on a dedicated pool only.
    ...(told.resource?.pool_id && {
      schedule_policy: { priority: 1, preemptible: false, ...told.schedule_policy },
    }),
    resource: { policy: "regular", node_count: 1, ...told.resource, ...machinesOf(told.resource ?? {}) },
    log_export_path: told.log_export_path ?? {},
  };
}

type Resource = NonNullable<NonNullable<CreateRequest["spec"]>["resource"]>;

/** What the platform reports about the machines that a job named. A pool outside the catalogue has no name and no known machines. */
function machinesOf(asked: Resource): object {
  const pool = POOLS.find(({ id }) => id === asked.pool_id);
  const flavor = flavorById(asked.flavor_id);
  const own = asked.main_container_customized_flavor;
  const whole = pool?.flavor.cards?.count ?? 0;
  const cards = POOL_FLAVORS.get(asked.flavor_id ?? "") ?? flavor?.cards?.count ?? 0;
  const share = whole > 0 ? cards / whole : 1;
  const machine = pool?.flavor ?? flavor;
  return {
    ...(pool && { pool_name: pool.title }),
    ...(flavor && { flavor_name: flavorName(flavor), flavor_detail: flavorDetail(flavor) }),
    ...(machine && {
      main_container_allocated_resources: {
        cpu_arch: machine.type === "Ascend" ? "arm64" : "x86",
        cpu_core_num: own?.cpu_core_num ?? machine.cores * share,
        mem_size: own?.mem_size ?? machine.memoryGi * share,
        accelerator_num: own?.accelerator_num ?? cards,
        accelerator_type: machine.cards?.product ?? "",
      },
    }),
  };
}

/** Which annotation enables which tool's endpoint. */
const TOOLS = [
  ["jupyter_lab", "jupyter-lab/enable"],
  ["tensorboard", "tensorboard/enable"],
  ["mindstudio_insight", "mindstudio-insight/enable"],
] as const;

/** Empty for a job that asked for no access. Every read returns live tokens. */
function endpointsOf(scene: Scene): object {
  const { id, facts } = scene.job;
  const { endpoints, metadata } = facts.request;
  const tools = TOOLS.filter(([, annotation]) => metadata.annotations?.[annotation] === "true");
  return {
    ...(endpoints?.ssh && { ssh: { ...endpoints.ssh, ...(startOf(scene) > 0 && { task_urls: sshUrls(scene) }) } }),
    ...Object.fromEntries(
      tools.map(([tool]) => [tool, { url: `https://emulator/${id}/${tool}`, token: `live-token-${id}` }]),
    ),
  };
}

function sshUrls(scene: Scene): object[] {
  return tasksOf(scene).map((task) => ({ task, url: `ssh://ma-user@emulator/${scene.job.id}/${task}` }));
}
