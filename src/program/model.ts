import * as pulumi from "@pulumi/pulumi";
import type { ModelState } from "../jobs/models";
import type { ModelPlace, ModelSpec, ModelTimeouts, TrainingModelVersionArgs } from "./model-args";
import { hiddenInputs, omitTraces, refuseOptions, typeOf } from "./resource";
import { secretPointers, withSecrets } from "./secrets";

const TYPE = typeOf("TrainingModelVersion");

/**
 * One version of a model in the platform's registry. `up` waits until the source job has succeeded, registers its files once,
 * and waits until the platform has imported them. A registered version never changes: any changed input makes another version.
 * The new one is registered before the old one is deleted, unless the program sets a label that only one of the two can have.
 */
export class TrainingModelVersion extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = TYPE;

  static override isInstance(value: unknown): value is TrainingModelVersion {
    return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === TYPE;
  }

  /**
   * Reads a version that somebody else owns. It is looked up in every preview and `up`, never changed and never deleted.
   * @param name the resource's name in this program
   * @param id the platform's id of the version
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    place: ModelPlace,
    opts?: pulumi.CustomResourceOptions,
  ): TrainingModelVersion {
    return new TrainingModelVersion(name, place as unknown as TrainingModelVersionArgs, { ...opts, id }); // a read needs no spec
  }

  /** The model it is a version of: `m-…` on TI-ONE; on ModelArts, where each version is a model, the same as `versionId`. */
  declare readonly modelId: pulumi.Output<string>;
  /** The platform's id of the version: `mv-…` on TI-ONE, a UUID on ModelArts. */
  declare readonly versionId: pulumi.Output<string>;
  /** The model's name. */
  declare readonly modelName: pulumi.Output<string>;
  /** The version's label: `v3`, `1.0.0`. */
  declare readonly version: pulumi.Output<string>;
  /** The version's state, in this package's words; as of the last `up` or `refresh`. */
  declare readonly status: pulumi.Output<ModelState>;
  /** The platform's own word for it. */
  declare readonly platformStatus: pulumi.Output<string>;
  /** What the platform says about a failed import. */
  declare readonly statusReason: pulumi.Output<string | undefined>;
  /** Where the platform keeps the files: `cos://bucket.region/key/`, `obs://bucket/key/`. */
  declare readonly artifactPath: pulumi.Output<string>;
  /** The job that wrote the files, as given. */
  declare readonly sourceJobId: pulumi.Output<string | undefined>;
  /** Marker of that job, if this package submitted it: which run of which resource. */
  declare readonly sourceMarker: pulumi.Output<string | undefined>;
  /** Image that the job ran on. */
  declare readonly sourceImage: pulumi.Output<string | undefined>;
  /** RFC 3339, UTC. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** How this package recognizes the version as its own. */
  declare readonly marker: pulumi.Output<string>;
  /** The region, as given or as found in the settings on the first `up`. */
  declare readonly region: pulumi.Output<string>;
  /** As given. */
  declare readonly platform: pulumi.Output<ModelPlace["platform"]>;
  /** As given, or as found in the settings on the first `up`. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** As given; empty when the version is only read. */
  declare readonly spec: pulumi.Output<Partial<ModelSpec>>;
  /** As given. */
  declare readonly extraSpec: pulumi.Output<Readonly<Record<string, unknown>> | undefined>;
  /** As given. */
  declare readonly timeouts: pulumi.Output<pulumi.Unwrap<ModelTimeouts> | undefined>;
  /** As given. */
  declare readonly deleteArtifacts: pulumi.Output<boolean | undefined>;
  /** As given when the version was registered, or at its last update. */
  declare readonly confirmNotCreated: pulumi.Output<string | undefined>;

  constructor(name: string, args: TrainingModelVersionArgs, opts: pulumi.CustomResourceOptions = {}) {
    refuseOptions(`TrainingModelVersion "${name}"`, opts, "`TrainingModelVersion.get` reads one that exists");
    const outputs = {
      modelId: undefined,
      versionId: undefined,
      modelName: undefined,
      version: undefined,
      status: undefined,
      platformStatus: undefined,
      statusReason: undefined,
      artifactPath: undefined,
      sourceMarker: undefined,
      sourceImage: undefined,
      createdAt: undefined,
      marker: undefined,
    };
    const inputs = {
      region: undefined,
      projectId: undefined,
      sourceJobId: undefined,
      extraSpec: undefined,
      deleteArtifacts: undefined,
      confirmNotCreated: undefined,
      ...withSecrets(args),
      timeouts: args.timeouts ?? opts.customTimeouts, // Pulumi does not pass `customTimeouts` on to a dynamic provider
      ...hiddenInputs("TrainingModelVersion", name, opts),
      __secrets: secretPointers(args),
    };
    const traces = omitTraces();
    try {
      super(TYPE, name, { ...outputs, ...inputs }, opts);
    } catch (error) {
      throw traces.restoreIn(error);
    } finally {
      traces.restore();
    }
  }
}
