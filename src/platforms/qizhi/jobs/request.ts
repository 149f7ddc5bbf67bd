import type { JobOrder } from "../../../jobs/job";
import { extraMembers } from "../../kit/extra";
import { fault } from "../transport";
import { DAY_MS } from "./machines";
import { MARKER_VARIABLE, type QizhiJobSpec } from "./schema";

/** Members by which we recognise the job: `extraSpec` may not touch them. */
const OWN_MEMBERS = { name: "name", envs: "spec.env", workspace_id: "spec.workspaceId" } as const;

/**
 * The body of `train_job/create`. Members without a value are left out.
 * @throws PlatformError `invalid` when `extraSpec` holds a member of ours
 */
export function createRequest({ name, spec, marker, extraSpec }: JobOrder<QizhiJobSpec>): Record<string, unknown> {
  const { maxRunningTimeMs: limit = DAY_MS } = spec;
  return {
    name,
    workspace_id: spec.workspaceId,
    project_id: spec.projectId,
    logic_compute_group_id: spec.logicComputeGroupId,
    framework: spec.framework,
    command: spec.command,
    framework_config: spec.frameworkConfig.map(({ image, imageType, instanceCount, shmGi, specId }) => ({
      image,
      image_type: imageType,
      instance_count: instanceCount,
      shm_gi: shmGi,
      spec_id: specId,
    })),
    task_priority: spec.taskPriority,
    max_running_time_ms: limit === "unlimited" ? undefined : milliseconds(limit),
    auto_fault_tolerance: spec.autoFaultTolerance,
    fault_tolerance_max_retry: spec.faultToleranceMaxRetry,
    reserve_on_fail_ms: milliseconds(spec.reserveOnFailMs),
    reserve_on_success_ms: milliseconds(spec.reserveOnSuccessMs),
    // Sorted by name: the order in which a program writes them does not change the request.
    envs: Object.entries({ ...spec.env, [MARKER_VARIABLE]: marker })
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, value]) => ({ name: key, value })),
    dataset_info: spec.datasetInfo?.map(({ datasetId, versionId, path }) => ({
      dataset_id: datasetId,
      version_id: versionId,
      path,
    })),
    tb_summary_path: spec.tbSummaryPath,
    enable_notification: spec.enableNotification,
    enable_troubleshoot: spec.enableTroubleshoot,
    ...extraMembers(extraSpec ?? {}, OWN_MEMBERS, refusal),
  };
}

/** 64-bit numbers travel as text; a JSON number is refused. */
function milliseconds(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : String(ms);
}

function refusal(words: string) {
  return fault("invalid", words, "train_job/create");
}
