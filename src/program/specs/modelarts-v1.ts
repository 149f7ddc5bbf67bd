// Written by `npm run docs` from the platform's schemas and look-ups: change those.

import type { Input } from "@pulumi/pulumi";

/**
 * The request POST /v1/{project_id}/training-jobs in camelCase, with the members of `config` beside the others. A
 * change of any member replaces the job, except for `jobDesc`.
 */
export interface ModelartsV1JobSpec {
  /** How many workers, at least 1 and at most the specification's `max_num`. */
  readonly workerServerNum: Input<number>;
  /**
   * Free text; at most 224 characters, because this package writes its marker before it to find the job again. A change
   * is made in place.
   */
  readonly jobDesc?: Input<string>;
  /** Workspace. Default `"0"`, the default one. */
  readonly workspaceId?: Input<string>;
  /** Directory of the code, `/bucket/dir/`. Needs `bootFileUrl`, except with a custom image. */
  readonly appUrl?: Input<string>;
  /** File that is run; inside `appUrl`. */
  readonly bootFileUrl?: Input<string>;
  /** Engine, by its number in the catalogue. Default 1. */
  readonly engineId?: Input<number>;
  /** Preset algorithm, by its number; the alternative to code and engine. */
  readonly modelId?: Input<number>;
  /** Custom image in SWR: `host:port/org/image:tag`. */
  readonly userImageUrl?: Input<string>;
  /** Command of that image. */
  readonly userCommand?: Input<string>;
  /** Parameters by name; with a custom image, environment variables. */
  readonly parameter?: Input<Readonly<Record<string, Input<string>>>>;
  /** Data in object storage. One of `dataUrl`, `datasetId` with `datasetVersionId`, and `dataSource` is needed. */
  readonly dataUrl?: Input<string>;
  /** Data set. */
  readonly datasetId?: Input<string>;
  /** Version of the data set. */
  readonly datasetVersionId?: Input<string>;
  /** Data from several places. */
  readonly dataSource?: Input<readonly Input<ModelartsV1DataSource>[]>;
  /** Specification of the machines, by its number. The alternative to `poolId` and `flavor`. */
  readonly specId?: Input<number>;
  /** Dedicated pool. Newer deployments only. */
  readonly poolId?: Input<string>;
  /** Specification of the machines by its code. */
  readonly flavor?: Input<ModelartsV1Flavor>;
  /** Directory for results. */
  readonly trainUrl?: Input<string>;
  /** Directory for logs. */
  readonly logUrl?: Input<string>;
  /** Storage, or directories of the machine, mounted in the containers. */
  readonly volumes?: Input<readonly Input<ModelartsV1Volume>[]>;
}

/** Storage, or directories of the machine, mounted in the containers. */
export interface ModelartsV1Volume {
  /** SFS Turbo, on a pool whose network reaches it. */
  readonly nfs?: Input<ModelartsV1Nfs>;
  /** Directory on the machine; on a dedicated pool only. */
  readonly hostPath?: Input<ModelartsV1HostPath>;
}

/** Directory on the machine; on a dedicated pool only. */
export interface ModelartsV1HostPath {
  /** Directory on the machine. */
  readonly srcPath: Input<string>;
  /** Directory in the container. */
  readonly destPath: Input<string>;
  /** Whether the container may only read. Default false. */
  readonly readOnly?: Input<boolean>;
}

/** SFS Turbo, on a pool whose network reaches it. */
export interface ModelartsV1Nfs {
  /** Id of the file system. */
  readonly id: Input<string>;
  /** Its address: `192.168.8.150:/`. */
  readonly srcPath: Input<string>;
  /** Directory in the container. */
  readonly destPath: Input<string>;
  /** Whether the container may only read. Default false. */
  readonly readOnly?: Input<boolean>;
}

/** Specification of the machines by its code. */
export interface ModelartsV1Flavor {
  /** `modelarts.vm.gpu.p100`. */
  readonly code: Input<string>;
}

/** Data from several places. */
export interface ModelartsV1DataSource {
  /** Type of the source; the same for all entries. */
  readonly type: Input<"dataset" | "obs">;
  /** Directory, with type `obs`. */
  readonly dataUrl?: Input<string>;
  /** Data set, with type `dataset`. */
  readonly datasetId?: Input<string>;
  /** Id of its version, with type `dataset`; called `datasetVersionId` elsewhere. */
  readonly datasetVersion?: Input<string>;
}
