import type { Gate } from "../net/action";
import type { Outcome } from "../net/outcome";
import type { Claim, Holder, JobId, JobSnapshot, Marker, Repeat, ResourceKey } from "./job";

/** The platform's own id of one version of a model. */
export type ModelVersionId = string;

/** The state of a model version, in our words. `lost`: the platform no longer knows it. */
export type ModelState = "importing" | "ready" | "failed" | "lost" | "unknown";

/** What a model version looks like, in our words. Unknown and empty members are absent. */
export interface ModelSnapshot {
  /** The platform's own id of the version. */
  readonly versionId: ModelVersionId;
  /** The model that it is a version of; the version's own id on platforms whose models have none. */
  readonly modelId: string;
  /** The model's name. */
  readonly modelName: string;
  /** Its label: `v3`, `1.0.0`. */
  readonly version: string;
  /** Its state, in our words. */
  readonly status: ModelState;
  /** The vendor's own word; empty where the vendor gives none. */
  readonly platformStatus: string;
  /** The vendor's words about a failure. Sanitised. */
  readonly statusReason?: string;
  /** Percent imported so far, 0 to 100, where the platform says. */
  readonly progress?: number;
  /** URL of the files as the platform has them: `cos://bucket.region/key/`, `obs://bucket/key/`. */
  readonly artifactPath?: string;
  /** The job that wrote the files. */
  readonly sourceJobId?: JobId;
  /** RFC 3339, UTC. */
  readonly createdAt?: string;
  /** Absent where the platform does not show it, or a version cannot carry one. */
  readonly claim?: Claim;
}

/** What the program asks for. */
export interface ModelRequest<Spec> {
  readonly spec: Spec;
  /** The job that wrote the files, which succeeded; absent when the spec itself says where they are. */
  readonly source?: JobSnapshot;
  /** The label that an earlier attempt chose; absent: the spec's, else that of a version with the marker, else the next free one. */
  readonly version?: string;
  readonly marker: Marker;
  /** The version that this one replaces, if it may still exist. */
  readonly replaces?: ModelVersionId;
  /** The model of that version, if this package made it: the new version goes there, too. */
  readonly ownModelId?: string;
}

/** A registration with everything decided and nothing sent. */
export interface ModelDraft<Spec> {
  /** With name, label, framework and path filled in. */
  readonly spec: Spec;
  /** Absent while the model itself has yet to be created. */
  readonly modelId?: string;
  readonly modelName: string;
  readonly version: string;
  /** URL of the files to register. */
  readonly artifactPath: string;
  readonly sourceJobId?: JobId;
  /** Version of that job, where the platform has versions. */
  readonly sourceJobVersion?: string;
  /** Whether this package creates the model with its first version, and removes it with its last. */
  readonly ownsModel: boolean;
}

/** Everything one registration needs. */
export interface ModelOrder<Spec> {
  readonly draft: ModelDraft<Spec>;
  /** Merged last into the vendor's request, in the vendor's spelling. */
  readonly extraSpec?: Readonly<Record<string, unknown>>;
  readonly marker: Marker;
  readonly resource: ResourceKey;
}

/** A platform's registry of models, in our words. */
export interface ModelApi<Spec> {
  /**
   * Decides what the program left open, from the source job and the existing versions. Reads only.
   * @throws PlatformError `invalid` or `notFound` for what could not work: no such model, no artifact path, no framework
   */
  draft(request: ModelRequest<Spec>): Promise<ModelDraft<Spec>>;
  /** Registers once, through the gate. The outcome says whether a version exists; if it throws, nothing was sent. */
  submit(order: ModelOrder<Spec>, gate: Gate): Promise<Outcome<ModelVersionId>>;
  /** Snapshots by version id; an id absent from the map is not known to the platform. */
  describe(ids: readonly ModelVersionId[]): Promise<ReadonlyMap<ModelVersionId, ModelSnapshot>>;
  /** Describe requests per second that all waiting versions may use together; one covers one version. */
  readonly looksPerSecond: number;
  /**
   * Who holds the draft's place: versions of its model with its label. `marker` is set on those that are ours: it is written
   * into them, or label, source and path are the draft's and they are no older than `since` (RFC 3339, when a request without an
   * answer was signed). Versions that cannot be in the way may be missing.
   * @throws PlatformError `unsupported` when `since` is given and the platform offers no way to look
   */
  find(draft: ModelDraft<Spec>, marker: Marker, since?: string): Promise<readonly Holder[]>;
  /** Absent: a registration of unknown fate is never sent again. */
  readonly repeat?: Repeat;
  /**
   * Removes exactly this version; `withModel`: and the model, when no version is left; `withArtifacts`: and the files. Resolves
   * when there is no such version.
   * @throws PlatformError also when the platform reports success and has not done it
   */
  delete(id: ModelVersionId, options: { withModel: boolean; withArtifacts: boolean; modelId: string }): Promise<void>;
}
