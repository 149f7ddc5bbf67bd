import type { Moment } from "../../../emulator/timeline";
import type { Job } from "../../../emulator/world";
import { groupOf, pricesOf, PROCESSORS, PROJECT, specOf, USER } from "./catalogue";
import type { CreateRequest } from "./create";
import { momentsOf, type View } from "./life";
import { machinesOf } from "./nodes";
import { isSettled } from "./states";

// How Qizhi shows a job. Source: pkg_openapi_controller_train.Job, and what clients of the API report about its behaviour: the
// specification comes back as a price's `quota_id`, the priority as `priority_name`, the environment not at all.

/** The submitter, with all that a detail shows of a person. */
const CREATOR = {
  ...USER,
  name_en: USER.name,
  email: "",
  avatar_url: "",
  created_at: "1750000000000",
  global_role: 0,
  extra_info: { institution_id: "", login_name: USER.name },
} as const;

/** What a submitted priority, 1 to 10, is stored as. Measured by clients, except for 2 and 6 to 8. */
const STORED_PRIORITY = [11, 12, 13, 20, 30, 31, 32, 33, 34, 35] as const;

/** The `Job` of a detail, from the states that it has gone through so far. */
export function detailOf(job: Job<CreateRequest>, view: View): object {
  const { id, name, facts: request, createdAt } = job;
  const moments = momentsOf(job, view);
  const state = moments.at(-1);
  const status = state?.state ?? "";
  const runAt = moments.find((moment) => moment.state === "job_running")?.at;
  const endedAt = state && isSettled(status) ? state.at : undefined;
  const nodes = request.framework_config[0]?.instance_count ?? 0;
  const submitted = request.task_priority;
  return {
    job_id: id,
    name,
    status,
    sub_status: 0,
    sub_code: 0,
    sub_msg: state?.reason ?? "",
    workspace_id: request.workspace_id,
    project_id: request.project_id,
    project_name: PROJECT.name,
    project_en_name: PROJECT.en_name,
    logic_compute_group_id: request.logic_compute_group_id,
    logic_compute_group_name: groupOf(request.logic_compute_group_id)?.name ?? "demo training pool",
    queue_id: "",
    queue_name: "",
    framework: request.framework,
    command: request.command,
    config_mode: 0,
    task_priority: 0,
    priority: STORED_PRIORITY[submitted - 1],
    priority_level: submitted <= 3 ? "LOW" : submitted === 4 ? "NORMAL" : "HIGH",
    priority_name: String(submitted),
    auto_fault_tolerance: request.auto_fault_tolerance ?? false,
    // This one and the next are deprecated.
    auto_fault_tolerance_params: "",
    mounts: [],
    fault_tolerance_max_retry: request.fault_tolerance_max_retry ?? 0,
    fault_tolerance_retry_interval_sec: 0,
    current_running_round: 1 + moments.filter((moment) => moment.state === "job_restarting").length,
    enable_notification: request.enable_notification ?? false,
    enable_troubleshoot: request.enable_troubleshoot ?? false,
    max_running_time_ms: request.max_running_time_ms,
    reserve_on_fail_ms: request.reserve_on_fail_ms,
    reserve_on_success_ms: request.reserve_on_success_ms,
    running_time_ms: String(runAt === undefined ? 0 : (endedAt ?? view.now) - runAt),
    created_at: String(createdAt),
    ...(endedAt !== undefined && { finished_at: String(endedAt) }),
    node_count: nodes,
    node_infos: status === "job_running" ? namesOf(machinesOf(job, view.jobs), nodes) : [],
    envs: [],
    dataset_info: request.dataset_info ?? [],
    tb_summary_path: request.tb_summary_path ?? "",
    timeline: timelineOf(moments, runAt, endedAt),
    framework_config: request.framework_config.map((config) => configOf(config, request.logic_compute_group_id)),
    created_by: CREATOR,
  };
}

/** A job in a group that is not in the catalogue has no machines, so some are made up. */
function namesOf(machines: readonly string[], count: number): object[] {
  const names = machines.length > 0 ? machines : Array.from({ length: count }, (_, i) => `node-${i + 1}`);
  return names.map((name) => ({ node_name: name }));
}

/** When each phase ended; a phase that was not reached has no key. */
function timelineOf(moments: readonly Moment[], runAt?: number, endedAt?: number): Record<string, string> {
  const [, afterCreation] = moments;
  const isQueue = (state: string) => state === "job_creating" || state === "job_queuing";
  const preparedAt = runAt === undefined ? undefined : moments.find(({ state }) => !isQueue(state))?.at;
  const times = { created: afterCreation?.at, resource_prepared: preparedAt, run: runAt, finished: endedAt };
  return Object.fromEntries(
    Object.entries(times).flatMap(([key, at]) => (at === undefined ? [] : [[key, String(at)]])),
  );
}

function configOf(
  { spec_id: id, ...machines }: CreateRequest["framework_config"][number],
  logic_compute_group_id: string,
): object {
  const spec = specOf(id);
  const { cores, memoryGiB, gpus, cards } = spec;
  const amounts = { cpu_count: cores, gpu_count: gpus, memory_size_gib: memoryGiB };
  return {
    ...machines,
    cpu: cores,
    mem_gi: memoryGiB,
    gpu_count: gpus,
    predef_id: id,
    replicas_type: 0,
    resource_spec_price: {
      ...amounts,
      cpu_type: PROCESSORS.cpu_type,
      gpu_type: cards.gpu_type,
      logic_compute_group_id,
      quota_id: id,
    },
    instance_spec_price_info: {
      quota_id: id,
      ...amounts,
      cpu_info: PROCESSORS,
      gpu_info: cards,
      ...pricesOf(spec),
      ...priceVersions(id),
    },
  };
}

/** Each price has an id, and a version that grows when the price changes. */
function priceVersions(quotaId: string): object {
  return {
    cpu_price_id: `cpu-${quotaId}`,
    cpu_price_version_id: 1,
    gpu_price_id: `gpu-${quotaId}`,
    gpu_price_version_id: 1,
    memory_price_id: `memory-${quotaId}`,
    memory_price_version_id: 1,
  };
}
