import type { Input, Unwrap } from "@pulumi/pulumi";
import type { ModelartsModelSpec } from "./specs/modelarts";
import type { TioneModelSpec } from "./specs/tione";

/** How long `up` and `destroy` wait: `30s`, `45m`, `24h`, as in Pulumi's `customTimeouts`. */
export interface ModelTimeouts {
  /** For the source job to succeed, and again for the import. Default `24h`. */
  readonly create?: Input<string>;
  /** For an import that an earlier `up` did not see finish. Default `24h`. */
  readonly update?: Input<string>;
  /** Until the version is gone. Default `10m`. */
  readonly delete?: Input<string>;
}

/** Where a model version is. */
export interface ModelPlace {
  /** Which platform's registry; the platform of the source job. SII Qizhi has none. A change registers another version. */
  readonly platform: "tione" | "modelarts" | "modelarts-v1";
  /** Region. Default: the provider's, the stack's, or the vendor's variable, on the first `up`; remembered from then on. */
  readonly region?: Input<string>;
  /** Project or workspace, as for jobs. Default as for `region`. */
  readonly projectId?: Input<string>;
}

/** What model versions of every platform take besides `spec`. */
export interface CommonModelVersionArgs extends ModelPlace {
  /**
   * Platform's id of the job whose files are registered: a `TrainingJob`'s `jobId`. `up` waits until it has succeeded, and
   * fails with the job's reason if it ends any other way. Default: the spec says where the files are. A change registers
   * another version.
   */
  readonly sourceJobId?: Input<string>;
  /**
   * Members for the vendor's request that this package does not know yet, in the vendor's spelling; they override `spec`.
   * A change registers another version.
   */
  readonly extraSpec?: Input<Record<string, Input<unknown>>>;
  /** How long `up` and `destroy` wait. Default: Pulumi's `customTimeouts` of the resource. A change calls no API. */
  readonly timeouts?: Input<ModelTimeouts>;
  /**
   * Whether deleting the version deletes its files too. Default false: files are never touched. TI-ONE only. A change calls no
   * API until the version is deleted.
   */
  readonly deleteArtifacts?: Input<boolean>;
  /**
   * The marker of an unanswered registration, once the platform's console shows that it created no version: the next `up`
   * registers again. The error that asks for it contains the marker. A change calls no API.
   */
  readonly confirmNotCreated?: Input<string>;
}

/** A version in TI-ONE's model registry. */
export interface TioneModelVersionArgs extends CommonModelVersionArgs {
  readonly platform: "tione";
  /** The request CreateTrainingModel, in camelCase. A change registers another version. */
  readonly spec: Input<TioneModelSpec>;
}

/** A version in ModelArts' model registry. */
export interface ModelartsModelVersionArgs extends CommonModelVersionArgs {
  readonly platform: "modelarts" | "modelarts-v1";
  /** The request POST /v1/{project_id}/models, in camelCase. A change registers another version. */
  readonly spec: Input<ModelartsModelSpec>;
}

/** The `spec` of a model version on any platform, with its values known. */
export type ModelSpec = Unwrap<TioneModelSpec | ModelartsModelSpec>;

/** Arguments of a `TrainingModelVersion`; `platform` decides what `spec` is. */
export type TrainingModelVersionArgs = TioneModelVersionArgs | ModelartsModelVersionArgs;
