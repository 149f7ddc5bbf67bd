// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Input } from "@pulumi/pulumi";

/**
 * The request `POST /openapi/v1/train_job/create`, in camelCase and the vendor's units, with a map where the vendor has
 * a list of names and values. A change of any member replaces the job: Qizhi changes nothing in place.
 */
export interface QizhiJobSpec {
  /** Workspace, `ws-…`. */
  readonly workspaceId: Input<string>;
  /** Project that pays, `project-…`; it must be attached to the workspace. */
  readonly projectId: Input<string>;
  /** Logic compute group that the job runs on, `lcg-…`. A physical group (`cg-…`) is something else. */
  readonly logicComputeGroupId: Input<string>;
  /** How the machines work together; `pytorch` is the one in use. */
  readonly framework: Input<"pytorch" | (string & {})>;
  /** Shell command, run on every machine. */
  readonly command: Input<string>;
  /** The machines: one entry. */
  readonly frameworkConfig: Input<readonly Input<QizhiFrameworkConfig>[]>;
  /** 1 to 10, larger is more urgent; 1 to 3 can be pre-empted. The project may allow less than 10. */
  readonly taskPriority: Input<number>;
  /**
   * Milliseconds the job may run before Qizhi stops it. Default 86,400,000, a day, which bounds the bill of a job whose
   * submission got no answer. `"unlimited"`: no limit.
   */
  readonly maxRunningTimeMs?: Input<"unlimited" | number>;
  /** Restart the job after a failure; needs `faultToleranceMaxRetry`. Default false. */
  readonly autoFaultTolerance?: Input<boolean>;
  /** Maximum number of restarts. Source: the manual; the OpenAPI document does not list it. */
  readonly faultToleranceMaxRetry?: Input<number>;
  /** Milliseconds for which the machines are kept, and paid for, after a failure. Default: not at all. */
  readonly reserveOnFailMs?: Input<number>;
  /** Milliseconds for which the machines are kept, and paid for, after a success. Default: not at all. */
  readonly reserveOnSuccessMs?: Input<number>;
  /**
   * Environment of the containers by name. This package adds `PULUMI_JOB_MARKER`. The platform does not show it again.
   */
  readonly env?: Input<Readonly<Record<string, Input<string>>>>;
  /** Data sets to mount. */
  readonly datasetInfo?: Input<readonly Input<QizhiDatasetInfo>[]>;
  /** Directory from which TensorBoard reads. */
  readonly tbSummaryPath?: Input<string>;
  /** Notify the submitter of what happens to the job. Default false. */
  readonly enableNotification?: Input<boolean>;
  /** Let the platform look for the cause of problems. Default false. */
  readonly enableTroubleshoot?: Input<boolean>;
}

/** A data set, mounted for reading. Source: train.DatasetInfo. */
export interface QizhiDatasetInfo {
  /** The data set. */
  readonly datasetId: Input<string>;
  /** Its version. */
  readonly versionId: Input<string>;
  /** Its path in storage, as the platform's console shows it. */
  readonly path: Input<string>;
}

/** The machines of a job and what runs on them. Source: FrameworkConfigOpenAPI. */
export interface QizhiFrameworkConfig {
  /** Full address of the image in its registry, not its display name. */
  readonly image: Input<string>;
  /** Where the image comes from; must match what the platform's list of images says about it. */
  readonly imageType: Input<"SOURCE_OFFICIAL" | "SOURCE_PRIVATE" | "SOURCE_PROJECT" | "SOURCE_PUBLIC" | (string & {})>;
  /** How many machines, at least 1. More than one requires a specification of whole machines. */
  readonly instanceCount: Input<number>;
  /** GiB of shared memory for each machine, at most the specification's memory; 0 leaves it to the platform. */
  readonly shmGi: Input<number>;
  /** Resource specification, a bare UUID: the `quota_id` that the detail of a job made in the console shows. */
  readonly specId: Input<string>;
}
