import type { Input, Unwrap } from "@pulumi/pulumi";
import type { ModelartsJobSpec } from "./specs/modelarts";
import type { ModelartsV1JobSpec } from "./specs/modelarts-v1";
import type { QizhiJobSpec } from "./specs/qizhi";
import type { TioneJobSpec } from "./specs/tione";

/** How long `up` and `destroy` wait: `30s`, `45m`, `1h30m`, as in Pulumi's `customTimeouts`. */
export interface JobTimeouts {
  /** Until the new job has reached the state that `waitFor` names, queueing included. Default `30m`; `24h` with `waitFor: "succeeded"`. */
  readonly create?: Input<string>;
  /** The same for an `up` that continues to wait. Default as for `create`. */
  readonly update?: Input<string>;
  /** Until a job that is being removed has ended and its record is deleted. Default `10m`. */
  readonly delete?: Input<string>;
}

/** Limits on what may be spent. */
export interface JobBudget {
  /** Yuan an hour, for all machines of the job; on a stack, for everything that will be running after the run. */
  readonly maxYuanPerHour?: Input<number>;
  /**
   * Yuan in total, for as long as the job may run: `maxDuration`, or the platform's own limit in `spec`. The cost of a job without
   * either is unknown.
   */
  readonly maxYuan?: Input<number>;
  /** Whether a job passes whose price or maximum run time is unknown. Default true. */
  readonly allowUnknownPrice?: Input<boolean>;
}

/** What an hour of the job cost when it was submitted. */
export interface JobPrice {
  /** For all machines together, in `unit`. */
  readonly perHour: number;
  /** `points`: the platform's own currency, as on Qizhi. */
  readonly unit: "yuan" | "points";
  /** `list`: before any discount; `discounted`: what this account pays; `own`: from `training:prices`. */
  readonly basis: "list" | "discounted" | "own";
  /** Where it comes from: the platform's action, or the file of `training:prices`. */
  readonly source: string;
  /** RFC 3339, UTC; when the platform reported it. */
  readonly readAt?: string;
}

/** Where a job is. */
export interface JobPlace {
  /** Which platform runs the job. A change replaces the job. */
  readonly platform: "tione" | "modelarts" | "modelarts-v1" | "qizhi";
  /**
   * Region, as the vendor writes it: `ap-guangzhou`, `cn-north-4`. Default: the provider's, the stack's (`pulumi config set --path
   * training:tione.region …`), or the vendor's variable, on the first `up`; remembered from then on. Qizhi has only one
   * and needs none. A change replaces the job.
   */
  readonly region?: Input<string>;
  /**
   * Project or workspace of the job. TI-ONE's `spec.tiProjectId` means the same and takes precedence; on Qizhi both are in the
   * spec. Default and change as for `region`.
   */
  readonly projectId?: Input<string>;
}

/** What jobs of every platform take besides `spec`. */
export interface CommonJobArgs extends JobPlace {
  /**
   * Name on the platform. Default: the resource's name and eight letters, on Qizhi sixteen, that are the same on every
   * machine. A change replaces the job; leaving it out later keeps the current name.
   */
  readonly name?: Input<string>;
  /**
   * Members for the vendor's create request that this package does not know yet, in the vendor's spelling; they override
   * `spec`. The name, tags, environment and workspace cannot be set here. A change replaces the job.
   */
  readonly extraSpec?: Input<Record<string, Input<unknown>>>;
  /**
   * When `up` is done with the job: once it has an id (`submitted`), runs (`running`) or has succeeded (`succeeded`).
   * Default `running`: bad images, quotas and specs show up before that. A change calls no API unless there is more to wait for.
   */
  readonly waitFor?: Input<"submitted" | "running" | "succeeded">;
  /** How long `up` and `destroy` wait. Default: Pulumi's `customTimeouts` of the resource. A change calls no API. */
  readonly timeouts?: Input<JobTimeouts>;
  /**
   * Longest that the job may run, such as `24h`. It is sent to ModelArts (whole hours, `spec.autoStop`) and Qizhi
   * (`spec.maxRunningTimeMs`), which end the job then, and a change replaces the job. TI-ONE and ModelArts v1 have no such limit:
   * there it bounds the cost estimate and the wait, and `up` names a job that is past it, but nothing ends the job, and a change
   * calls no API. Default: what `spec` says.
   */
  readonly maxDuration?: Input<string>;
  /**
   * What the job may cost; a preview and an `up` that would cost more are refused before anything is submitted. The
   * setting `training:budget` limits everything that a stack has running. Default: no limit. A change calls no API.
   */
  readonly budget?: Input<JobBudget>;
  /**
   * What an `up` without changes does about a failed job: fail again and leave it (`hold`), or replace it (`rerun`). Default
   * `hold`. A stopped or lost job is never run again automatically; one that was refused before it got machines always is. A
   * change calls no API.
   */
  readonly onFailed?: Input<"hold" | "rerun">;
  /**
   * What `destroy` and a replacement do: end the job and delete the platform's record (`delete`), or only end it (`stop`).
   * What the job wrote is never touched. Default `delete`. A change calls no API.
   */
  readonly deletionPolicy?: Input<"delete" | "stop">;
  /** Any text, compared and not sent: a new one replaces the job, that is, runs it again. */
  readonly trigger?: Input<string>;
  /**
   * Platform's id of an existing job, which is taken over instead of submitting one: its spec is compared, and differences
   * are reported. From then on it belongs to this resource, which stops and deletes it when it is replaced or destroyed. Used only when the resource is created, or while it is
   * unknown whether its submission created a job.
   */
  readonly adoptJobId?: Input<string>;
  /**
   * The marker of an unanswered submission, once the platform's console shows that it created no job: the next `up` submits
   * again. Only platforms without a look-up need it, and the error that asks for it contains the marker. A change calls no
   * API.
   */
  readonly confirmNotCreated?: Input<string>;
}

/** A job on Tencent TI-ONE. */
export interface TioneJobArgs extends CommonJobArgs {
  readonly platform: "tione";
  /** The request CreateTrainingTask, in camelCase and vendor units. A change replaces the job, except for log delivery. */
  readonly spec: Input<TioneJobSpec>;
}

/** A job on Huawei Cloud ModelArts. */
export interface ModelartsJobArgs extends CommonJobArgs {
  readonly platform: "modelarts";
  /** The request POST /v2/{project_id}/training-jobs, in camelCase and vendor units. What PUT and tags can change is changed in place. */
  readonly spec: Input<ModelartsJobSpec>;
}

/** A job on a private deployment of ModelArts that still has v1. */
export interface ModelartsV1JobArgs extends CommonJobArgs {
  readonly platform: "modelarts-v1";
  /** The request POST /v1/{project_id}/training-jobs, in camelCase. A change replaces the job, except for the description. */
  readonly spec: Input<ModelartsV1JobSpec>;
}

/** A job on SII Qizhi. */
export interface QizhiJobArgs extends CommonJobArgs {
  readonly platform: "qizhi";
  /** The request of `train_job/create`, in camelCase and vendor units. A change replaces the job. */
  readonly spec: Input<QizhiJobSpec>;
}

/** The `spec` of a job on any platform, with its values known. */
export type JobSpec = Unwrap<TioneJobSpec | ModelartsJobSpec | ModelartsV1JobSpec | QizhiJobSpec>;

/** Arguments of a `TrainingJob`; `platform` decides what `spec` is. */
export type TrainingJobArgs = TioneJobArgs | ModelartsJobArgs | ModelartsV1JobArgs | QizhiJobArgs;
