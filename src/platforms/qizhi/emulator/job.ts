import type { Moment } from "../../../emulator/timeline";
import type { Job } from "../../../emulator/world";
import type { CreateRequest } from "./create";
import { isSettled } from "./states";

// How Qizhi shows a job. Source: pkg_openapi_controller_train.Job, and what clients of the API report of its habits: the
// specification comes back as a price's `quota_id`, the priority as `priority_name`, the environment not at all.

/** One kind of machine stands for all: no request says which cards a specification has. */
const MACHINE = { cpu: 160, mem_gi: 1_800, gpu_count: 8 } as const;
const CPU = { brand: "Intel", cpu_product_simple: "Xeon", cpu_type: "Intel_Xeon_demo" } as const;
const GPU = {
  brand: "NVIDIA",
  brand_name: "NVIDIA",
  gpu_memory_size_gb: 80,
  gpu_product_simple: "H100",
  gpu_type: "NVIDIA_H100_SXM_80G",
  gpu_type_display: "NVIDIA H100 (80G)",
} as const;

/** What a submitted priority, 1 to 10, is stored as. Measured by clients but for 2 and 6 to 8. */
const STORED_PRIORITY = [11, 12, 13, 20, 30, 31, 32, 33, 34, 35] as const;

/** The `Job` of a detail, from the states that it went through so far. */
export function detailOf(job: Job<CreateRequest>, moments: readonly Moment[], now: number): object {
  const { id, name, facts: request, createdAt } = job;
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
    project_name: "demo project",
    project_en_name: "demo-project",
    logic_compute_group_id: request.logic_compute_group_id,
    logic_compute_group_name: "demo training pool",
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
    fault_tolerance_max_retry: request.fault_tolerance_max_retry ?? 0,
    fault_tolerance_retry_interval_sec: 0,
    current_running_round: 1 + moments.filter((moment) => moment.state === "job_restarting").length,
    enable_notification: request.enable_notification ?? false,
    enable_troubleshoot: request.enable_troubleshoot ?? false,
    max_running_time_ms: request.max_running_time_ms,
    reserve_on_fail_ms: request.reserve_on_fail_ms,
    reserve_on_success_ms: request.reserve_on_success_ms,
    running_time_ms: String(runAt === undefined ? 0 : (endedAt ?? now) - runAt),
    created_at: String(createdAt),
    ...(endedAt !== undefined && { finished_at: String(endedAt) }),
    node_count: nodes,
    node_infos:
      status === "job_running" ? Array.from({ length: nodes }, (_, i) => ({ node_name: `node-${i + 1}` })) : [],
    envs: [],
    dataset_info: request.dataset_info ?? [],
    tb_summary_path: request.tb_summary_path ?? "",
    timeline: timelineOf(moments, runAt, endedAt),
    framework_config: request.framework_config.map(machinesOf),
    created_by: { id: "user-00000000-0000-4000-8000-000000000014", name: "emulator" },
  };
}

/** When each phase was over; a phase that was not reached has no key. */
function timelineOf(moments: readonly Moment[], runAt?: number, endedAt?: number): Record<string, string> {
  const [, afterCreation] = moments;
  const isQueue = (state: string) => state === "job_creating" || state === "job_queuing";
  const preparedAt = runAt === undefined ? undefined : moments.find(({ state }) => !isQueue(state))?.at;
  const times = { created: afterCreation?.at, resource_prepared: preparedAt, run: runAt, finished: endedAt };
  return Object.fromEntries(
    Object.entries(times).flatMap(([key, at]) => (at === undefined ? [] : [[key, String(at)]])),
  );
}

function machinesOf({ spec_id: spec, ...machines }: CreateRequest["framework_config"][number]): object {
  const { cpu, mem_gi, gpu_count } = MACHINE;
  return {
    ...machines,
    ...MACHINE,
    predef_id: spec,
    replicas_type: 0,
    instance_spec_price_info: {
      quota_id: spec,
      cpu_count: cpu,
      gpu_count,
      memory_size_gib: mem_gi,
      cpu_info: CPU,
      gpu_info: GPU,
      total_price_per_hour: 42,
    },
  };
}
