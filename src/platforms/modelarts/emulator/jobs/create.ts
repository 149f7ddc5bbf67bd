import { z } from "zod";
import { coded } from "../refusal";

// Source of this file: POST /v2/{project_id}/training-jobs. Strict: a member that is not here is refused.

const text = z.string().optional();
const flag = z.boolean().optional();
const strict = z.strictObject;
const records = z.array(z.record(z.string(), z.unknown())).optional();

const windows = /^([A-Za-z]:[\\/]|\\)/;
const obsPath = z.string().refine((path) => !windows.test(path), coded("ModelArts.2791", "not an OBS path"));
const directory = (code: string) =>
  z
    .string()
    .refine((path) => !windows.test(path), coded(code, "not a container directory"))
    .optional();
const words = z.string().refine((value) => !value.includes("\0"), coded("ModelArts.2788", "has a NUL character"));

const engine = strict({
  engine_id: text,
  engine_name: text,
  engine_version: text,
  image_url: z
    .string()
    .refine((url) => !/^[a-z][a-z0-9+.-]*:\/\/|\S\s+\S/i.test(url), coded("ModelArts.2788", "not an image address"))
    .optional(),
  install_sys_packages: flag,
  image_repo_id: text,
  run_user: text,
});

const remoteObs = strict({ obs_url: obsPath.min(1) });
const input = strict({
  name: z.string().min(1),
  description: text,
  local_dir: directory("ModelArts.2788"),
  access_method: z.enum(["parameter", "env"]).optional(),
  remote: strict({
    obs: remoteObs.optional(),
    dataset: strict({
      id: z.string().min(1),
      version_id: text,
      service_type: z.literal("V3").optional(),
      name: text,
      dataset_proportion: z.number().optional(),
    }).optional(),
  }).refine(({ obs, dataset }) => Boolean(obs) !== Boolean(dataset), coded("ModelArts.2788", "obs or dataset")),
  remote_constraint: z.array(strict({ data_type: text, attributes: text })).optional(),
});
const output = strict({
  name: z.string().min(1),
  description: text,
  local_dir: directory("ModelArts.2788"),
  access_method: z.enum(["parameter", "env"]).optional(),
  remote: strict({ obs: remoteObs }),
});

const environments = z
  .record(z.string().regex(/^[A-Za-z_]\w*$/), words.max(4_096))
  .refine((variables) => Object.keys(variables).length <= 100, coded("ModelArts.2788", "at most 100 variables"));

const algorithm = strict({
  id: text,
  subscription_id: text,
  item_version_id: text,
  code_dir: obsPath.optional(),
  boot_file: obsPath.optional(),
  command: words.optional(),
  engine: engine.optional(),
  local_code_dir: directory("ModelArts.2857"),
  working_dir: directory("ModelArts.2859"),
  autosearch_config_path: text,
  autosearch_framework_path: text,
  parameters: z
    .array(
      strict({
        name: text,
        value: text,
        description: text,
        constraint: strict({
          type: text,
          editable: flag,
          required: flag,
          sensitive: flag,
          valid_type: z.enum(["Choice", "Range", "None"]).optional(),
          valid_range: z.array(z.string()).optional(),
        }).optional(),
        i18n_description: strict({ language: text, description: text }).optional(),
      }),
    )
    .optional(),
  policies: strict({ auto_search: z.record(z.string(), z.unknown()).nullable().optional() }).optional(),
  inputs: z.array(input).optional(),
  outputs: z.array(output).optional(),
  environments: environments.optional(),
  summary: strict({
    log_type: z.enum(["tensorboard", "mindstudio-insight"]).optional(),
    log_dir: strict({ pfs: strict({ pfs_path: z.string() }) }).optional(),
    data_sources: z
      .array(strict({ job: strict({ job_id: z.string() }), nfs: strict({ nfs_path: text }).optional() }))
      .optional(),
  }).optional(),
});

const hours = strict({ time_unit: z.literal("HOURS"), duration: z.number().int().min(1) });
export const notification = strict({
  topic_urn: text,
  events: z
    .array(
      z.enum(["JobStarted", "JobCompleted", "JobFailed", "JobTerminated", "JobRestarted", "JobHanged", "JobPreempted"]),
    )
    .optional(),
});
export const ssh = strict({ ssh: strict({ key_pair_names: z.array(z.string()).optional() }).optional() });
export const priority = z.number().int().min(1).max(3);
export const description = z.string().max(256);

const requirement = strict({
  key: z.string(),
  operator: z.enum(["In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"]),
  values: z.array(z.string()).optional(),
});
// In the middle of snake_case, the vendor spells these as Kubernetes does.
const term = strict({
  matchExpressions: z.array(requirement).optional(),
  matchFields: z.array(requirement).optional(),
});

const spec = strict({
  resource: strict({
    flavor_id: text,
    node_count: z.number().int().min(1).optional(),
    pool_id: text,
    pool_group_id: text,
    main_container_customized_flavor: strict({
      cpu_core_num: z.number().positive().optional(),
      mem_size: z.number().positive().optional(),
      accelerator_num: z.number().min(0).optional(),
    }).optional(),
  }).optional(),
  runtime_type: z.enum(["production", "debug"]).optional(),
  volumes: z
    .array(
      strict({
        nfs: strict({ nfs_server_path: text, local_path: text, read_only: flag }).optional(),
        pfs: strict({ pfs_path: text, local_path: text }).optional(),
        obs: strict({ obs_path: text, local_path: text }).optional(),
      }),
    )
    .optional(),
  log_export_path: strict({ obs_url: obsPath.optional(), host_path: text }).optional(),
  log_export_config: strict({ version: z.enum(["v0", "v1"]).optional(), rotation_enabled: flag }).optional(),
  auto_stop: hours.optional(),
  schedule_policy: strict({
    priority: priority.optional(),
    preemptible: flag,
    required_affinity: strict({
      affinity_type: z.enum(["cabinet", "hyperinstance", "networkTopology"]).optional(),
      affinity_group_size: z.number().int().min(1).optional(),
      job_level: z.enum(["cluster", "hyperinstanceGroup"]).optional(),
      // Its documented default is not in its documented list.
      affinity_group_level: z.enum(["hyperinstance", "slice", "hyperinstanceGroup"]).optional(),
      node_affinity: strict({ nodeSelectorTerms: z.array(term) }).optional(),
    }).optional(),
    preferred_affinity: strict({
      node_affinity: z
        .array(strict({ weight: z.number().int().min(0).max(100).optional(), preference: term.optional() }))
        .optional(),
    }).optional(),
  }).optional(),
  notification: notification.optional(),
  custom_metrics: z
    .array(
      strict({
        exec: strict({ command: z.array(z.string()) }).optional(),
        http_get: strict({ path: z.string(), port: z.number().int() }).optional(),
      }),
    )
    .optional(),
  retention: strict({ policy: z.enum(["enabled", "disabled"]).optional() }).optional(),
  reserved_time: hours.optional(),
  output_model: strict({ obs: strict({ obs_path: z.string(), local_path: text }) }).optional(),
  asset_model: strict({
    name: z.string(),
    version: z.string(),
    type: z.string(),
    code: text,
    desc: text,
    series: text,
    model_desc: text,
    parent_asset_id: text,
  }).optional(),
  asset_id: text,
});

export const createTrainingJob = strict({
  kind: z.enum([
    "job",
    "hetero_job",
    "autosearch_job",
    "mrs_job",
    "edge_job",
    "federated_pool_job",
    "diag_job",
    "visualization_job",
  ]),
  metadata: strict({
    name: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    workspace_id: text,
    description: description.optional(),
    annotations: z.record(z.string(), z.string()).optional(),
    training_experiment_reference: strict({
      id: text,
      name: z.string().max(64).optional(),
      description: text,
    }).optional(),
  }),
  algorithm: algorithm.optional(),
  tasks: records,
  spec: spec.optional(),
  endpoints: ssh.optional(),
  train_type: z.enum(["SFT", "PRETRAIN", "LORA", "DPO", "RFT"]).optional(),
  ftjob_config: z.record(z.string(), z.unknown()).optional(),
}).superRefine((job, context) => {
  for (const { path, code, message } of problems(job))
    context.addIssue({ code: "custom", path: [...path], ...coded(code, message) });
});

export type CreateRequest = z.output<typeof createTrainingJob>;

interface Problem {
  readonly path: readonly string[];
  readonly code: string;
  readonly message: string;
}

/** The rules that concern more than one member. */
function* problems({ algorithm: source, spec: wanted, tasks }: CreateRequest): Generator<Problem> {
  if (source) yield* sourceProblems(source);
  if (wanted?.resource && tasks?.length)
    yield { path: ["tasks"], code: "ModelArts.2788", message: "spec or tasks, not both" };
  const machines = wanted?.resource;
  if (!machines) {
    if (!tasks?.length) yield { path: ["spec", "resource"], code: "ModelArts.2788", message: "is needed" };
    return;
  }
  if (machines.pool_id || machines.pool_group_id) return;
  if (!machines.flavor_id || machines.flavor_id.startsWith("modelarts.pool."))
    yield {
      path: ["spec", "resource", "flavor_id"],
      code: "ModelArts.2763",
      message: "not a flavor of the public pool",
    };
  for (const member of ["volumes", "schedule_policy"] as const) {
    if (wanted[member])
      yield { path: ["spec", member], code: "ModelArts.2788", message: "needs a dedicated resource pool" };
  }
}

function* sourceProblems(source: NonNullable<CreateRequest["algorithm"]>): Generator<Problem> {
  const { id, subscription_id, item_version_id, code_dir, boot_file, command, engine: framework } = source;
  const at = (member: string) => ["algorithm", member];
  if (id || subscription_id) {
    if (framework) yield { path: at("engine"), code: "ModelArts.2814", message: "the algorithm brings its engine" };
    if (subscription_id && !item_version_id)
      yield { path: at("item_version_id"), code: "ModelArts.2788", message: "is needed" };
    return;
  }
  if (framework?.image_url && !framework.engine_name) {
    if (!command?.trim()) yield { path: at("command"), code: "ModelArts.2806", message: "is needed with image_url" };
    return;
  }
  if (command && !framework)
    yield { path: at("engine"), code: "ModelArts.2806", message: "image_url is needed with command" };
  else if (!code_dir || !boot_file)
    yield { path: at(code_dir ? "boot_file" : "code_dir"), code: "ModelArts.2757", message: "is needed" };
  else if (!framework) yield { path: at("engine"), code: "ModelArts.2780", message: "is needed" };
}
