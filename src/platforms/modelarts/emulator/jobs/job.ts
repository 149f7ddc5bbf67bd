import type { Moment } from "../../../../emulator/timeline";
import type { Job } from "../../../../emulator/world";
import type { CreateRequest } from "./create";
import { isSettled } from "./states";

// How API v2 shows a job: create, detail, terminate and search share one set of members, with much filled in.

/** What the emulator keeps of a job beside its states. */
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

/** Milliseconds since the epoch when the job began to run; 0 before. */
export function startOf({ moments }: Scene): number {
  return moments.find(({ state }) => state === "Running")?.at ?? 0;
}

export function phaseOf({ state }: Scene): string {
  return state.state;
}

/** `worker-0` and its brothers. */
export function tasksOf({ job }: Scene): string[] {
  const count = job.facts.request.spec?.resource?.node_count ?? 1;
  return Array.from({ length: count }, (_, index) => `worker-${index}`);
}

export function shown(scene: Scene): object {
  const { job } = scene;
  const { request, workspace } = job.facts;
  const { metadata } = request;
  return {
    kind: request.kind,
    metadata: {
      id: job.id,
      name: job.name,
      workspace_id: workspace,
      ai_project: "default-ai-project",
      description: metadata.description ?? "NULL",
      create_time: job.createdAt,
      user_name: "",
      annotations: { ...metadata.annotations, job_template: "Template DL", key_task: "worker" },
      ...(metadata.training_experiment_reference && {
        training_experiment_reference: metadata.training_experiment_reference,
      }),
    },
    status: statusOf(scene),
    algorithm: algorithmOf(request),
    ...(request.tasks && { tasks: request.tasks }),
    spec: specOf(request),
    endpoints: endpointsOf(job),
    ...(request.ftjob_config && { ftjob_config: request.ftjob_config }),
  };
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
    ...algorithm,
    ...(algorithm?.inputs && {
      inputs: algorithm.inputs.map((entry, index) => ({
        access_method: "parameter",
        local_dir: local("inputs", entry.name, index),
        ...entry,
      })),
    }),
    ...(algorithm?.outputs && {
      outputs: algorithm.outputs.map((entry, index) => ({
        access_method: "parameter",
        local_dir: local("outputs", entry.name, index),
        mode: "upload_periodically",
        period: 30,
        ...entry,
      })),
    }),
  };
}

function specOf({ spec }: CreateRequest): object {
  // Not given back, as documented: what a model is made of.
  const { output_model: _model, asset_model: _asset, asset_id: _id, ...told } = spec ?? {};
  return {
    runtime_type: "production",
    is_hosted_log: true,
    ...told,
    resource: { policy: "regular", node_count: 1, ...told.resource },
    log_export_path: told.log_export_path ?? {},
  };
}

/** Live tokens come back on every read. */
function endpointsOf({ id, facts }: TrainingJob): object {
  const { endpoints, metadata } = facts.request;
  const isOn = metadata.annotations?.["jupyter-lab/enable"] === "true";
  return {
    ...endpoints,
    ...(isOn && { jupyter_lab: { url: `https://emulator/${id}`, token: `live-token-${id}` } }),
  };
}
