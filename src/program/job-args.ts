import type { Input, Unwrap } from "@pulumi/pulumi";
import type { ModelartsJobSpec } from "./specs/modelarts";
import type { ModelartsV1JobSpec } from "./specs/modelarts-v1";
import type { QizhiJobSpec } from "./specs/qizhi";
import type { TioneJobSpec } from "./specs/tione";

/** How long `up` and `destroy` wait: `30s`, `45m`, `1h30m`, as in Pulumi's `customTimeouts`. */
export interface JobTimeouts {
  /** Until the new job is where `waitFor` wants it, queueing included. Default `30m`; `24h` with `waitFor: "succeeded"`. */
  readonly create?: Input<string>;
  /** The same for an `up` that goes on waiting. Default as for `create`. */
  readonly update?: Input<string>;
  /** Until a job that is to go has ended and its record is deleted. Default `10m`. */
  readonly delete?: Input<string>;
}

/** What may be spent. */
export interface JobBudget {
  /** Yuan an hour, over all machines of the job; on a stack, over everything that the run will have running. */
  readonly maxYuanPerHour?: Input<number>;
  /**
   * Yuan in all, for as long as the job may run: `maxDuration`, or the platform's own limit in `spec`. A job without either counts
   * as unknown.
   */
  readonly maxYuan?: Input<number>;
  /** Whether a job passes of which nobody tells the price, or how long it runs. Default true. */
  readonly allowUnknownPrice?: Input<boolean>;
}

/** What the job cost for an hour when it was submitted. */
export interface JobPrice {
  /** Of all machines together, in `unit`. */
  readonly perHour: number;
  /** `points`: the platform has a currency of its own, as Qizhi. */
  readonly unit: "yuan" | "points";
  /** `list`: before any discount; `discounted`: as this account pays; `own`: as `training:prices` says. */
  readonly basis: "list" | "discounted" | "own";
  /** Who told it: the platform's action, or the file of `training:prices`. */
  readonly source: string;
  /** RFC 3339, UTC; when the platform told it. */
  readonly readAt?: string;
}

/** Where a job is. */
export interface JobPlace {
  /** Which platform runs the job. A change replaces the job. */
  readonly platform: "tione" | "modelarts" | "modelarts-v1" | "qizhi";
  /**
   * Region, as the vendor writes it: `ap-guangzhou`, `cn-north-4`. Default: the provider's, the stack's (`pulumi config set --path
   * training:tione.region …`), or the vendor's variable, on the first `up`; remembered from then on. Qizhi has but one and
   * needs none. A change replaces the job.
   */
  readonly region?: Input<string>;
  /**
   * Project or workspace of the job; TI-ONE's `spec.tiProjectId` says the same and wins, Qizhi has both in its spec. Default
   * and change as for `region`.
   */
  readonly projectId?: Input<string>;
}

/** What every platform's job has beside its spec. */
export interface CommonJobArgs extends JobPlace {
  /**
   * Name on the platform. Default: the resource's name and eight letters, on Qizhi sixteen, that are the same on every
   * machine. A change replaces the job; leaving it out later keeps the name it has.
   */
  readonly name?: Input<string>;
  /**
   * Members for the vendor's create request that this package does not know yet, in the vendor's spelling; they win over
   * `spec`. Not the name, tags, environment or workspace. A change replaces the job.
   */
  readonly extraSpec?: Input<Record<string, Input<unknown>>>;
  /**
   * When `up` is done with the job: when it has an id (`submitted`), computes (`running`) or has ended well (`succeeded`).
   * Default `running`: bad images, quotas and specs show before that. A change calls no API unless there is more to wait for.
   */
  readonly waitFor?: Input<"submitted" | "running" | "succeeded">;
  /** How long `up` and `destroy` wait. Default: Pulumi's `customTimeouts` of the resource. A change calls no API. */
  readonly timeouts?: Input<JobTimeouts>;
  /**
   * Longest that the job may run, such as `24h`. ModelArts is told (whole hours, `spec.autoStop`) and so is Qizhi
   * (`spec.maxRunningTimeMs`): they end it then, and a change replaces the job. TI-ONE and ModelArts v1 have no such limit: there it
   * bounds the estimate of the cost and the wait, `up` names a job that is past it, nothing ends it, and a change calls no API.
   * Default: what `spec` says.
   */
  readonly maxDuration?: Input<string>;
  /**
   * What the job may cost; a preview and an `up` that would cost more are refused before anything is submitted. The same for
   * everything that a stack has running is the setting `training:budget`. Default: no limit. A change calls no API.
   */
  readonly budget?: Input<JobBudget>;
  /**
   * What an `up` without changes does about a failed job: stay red and leave it (`hold`), or replace it (`rerun`). Default
   * `hold`. A stopped or lost job is never run again by itself; one that was refused before it got machines always is. A
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
   * Platform's id of a job that exists, which is taken over instead of submitting one: its spec is compared and differences
   * are reported. From then on it is this resource's to stop and delete. Counts only when the resource is
   * made, or while it is not known whether its submission made a job.
   */
  readonly adoptJobId?: Input<string>;
  /**
   * The marker of a submission without an answer, once the platform's console shows that it made no job: the next `up`
   * submits again. Only platforms without a look-up need it, and the error that asks for it says the marker. A change calls
   * no API.
   */
  readonly confirmNotCreated?: Input<string>;
}

/** A job on Tencent TI-ONE. */
export interface TioneJobArgs extends CommonJobArgs {
  readonly platform: "tione";
  /** The request CreateTrainingTask, in camelCase and vendor units. A change replaces the job, but for log delivery. */
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
  /** The request POST /v1/{project_id}/training-jobs, in camelCase. A change replaces the job, but for the description. */
  readonly spec: Input<ModelartsV1JobSpec>;
}

/** A job on SII Qizhi. */
export interface QizhiJobArgs extends CommonJobArgs {
  readonly platform: "qizhi";
  /** The request of `train_job/create`, in camelCase and vendor units. A change replaces the job. */
  readonly spec: Input<QizhiJobSpec>;
}

/** The `spec` of a job on any platform, its values known. */
export type JobSpec = Unwrap<TioneJobSpec | ModelartsJobSpec | ModelartsV1JobSpec | QizhiJobSpec>;

/** Arguments of a `TrainingJob`; `platform` decides what `spec` is. */
export type TrainingJobArgs = TioneJobArgs | ModelartsJobArgs | ModelartsV1JobArgs | QizhiJobArgs;
