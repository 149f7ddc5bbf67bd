import * as pulumi from "@pulumi/pulumi";
import type { GroupGpus, GroupState } from "../jobs/groups";
import type { JobPlace } from "./job-args";
import { hiddenInputs, omitTraces, refuseOptions, typeOf } from "./resource";
import { secretPointers } from "./secrets";

const TYPE = typeOf("ResourceGroupRef");

/** Capacity that must be free before anything that depends on the group is created. */
export interface RequiredCapacity {
  /** Free cards on one machine: a total over machines would not show that a job fits. */
  readonly gpus: pulumi.Input<number>;
  /** How many such machines; default 1. */
  readonly nodes?: pulumi.Input<number>;
  /** Only cards of this type, in the vendor's spelling (`A100`); default: any. */
  readonly gpuType?: pulumi.Input<string>;
}

/** Arguments of a `ResourceGroupRef`. At least one of `resourceGroupId` and `resourceGroupName`. */
export interface ResourceGroupRefArgs {
  /** Which platform the group is on. A change refers to another group. */
  readonly platform: JobPlace["platform"];
  /** Region. Default: the provider's, the stack's, or the vendor's variable, on the first `up`; remembered from then on. */
  readonly region?: pulumi.Input<string>;
  /** Project or workspace of the account, as for jobs. Default as for `region`. */
  readonly projectId?: pulumi.Input<string>;
  /** Workspace of the group. ModelArts: default `0`; Qizhi: needed to look the group up with a console session. */
  readonly workspaceId?: pulumi.Input<string>;
  /** The platform's id: `rsg-…` on TI-ONE, the pool's `metadata.name` on ModelArts, a cluster's id on v1, `lcg-…` on Qizhi. */
  readonly resourceGroupId?: pulumi.Input<string>;
  /** The group's display name, compared exactly. Two groups of the same name are an error that lists both. */
  readonly resourceGroupName?: pulumi.Input<string>;
  /**
   * Makes the reference fail unless this much is free; the error says what is free, and where. Nothing that depends on the
   * reference is then created: a job with its `groupId` in the spec, or with `dependsOn`. Everything else goes on. Checked when
   * the reference is created and when this changes; not by a refresh. Default: nothing is required.
   */
  readonly requireFree?: pulumi.Input<RequiredCapacity>;
}

/** Where to find the group that `ResourceGroupRef.get` reads. */
export type ResourceGroupPlace = Omit<ResourceGroupRefArgs, "resourceGroupId" | "resourceGroupName" | "requireFree">;

/**
 * An existing compute group: TI-ONE's resource group, ModelArts' dedicated pool (v2) or cluster (v1), Qizhi's logic compute
 * group. Looked up when the reference is created and on each refresh; the group itself is never created, changed or deleted.
 */
export class ResourceGroupRef extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = TYPE;

  static override isInstance(value: unknown): value is ResourceGroupRef {
    return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === TYPE;
  }

  /**
   * Reads a group in every preview and `up`; no row is kept for it.
   * @param name the resource's name in this program
   * @param id the platform's id of the group
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    place: ResourceGroupPlace,
    opts?: pulumi.CustomResourceOptions,
  ): ResourceGroupRef {
    return new ResourceGroupRef(name, place, { ...opts, id });
  }

  /** The platform's id of the group, for a job's spec. */
  declare readonly groupId: pulumi.Output<string>;
  /** The group's display name, where a credential can see it. */
  declare readonly groupName: pulumi.Output<string | undefined>;
  /** Whether the group takes jobs; `unknown` where none of our credentials can see it. As of the last `up` or `refresh`. */
  declare readonly status: pulumi.Output<GroupState>;
  /** The platform's own word for it; empty where it has none. */
  declare readonly platformStatus: pulumi.Output<string>;
  /** Why it is not `ready`. */
  declare readonly statusReason: pulumi.Output<string | undefined>;
  /** Machines of the group. */
  declare readonly nodesTotal: pulumi.Output<number | undefined>;
  /** Machines in service with nothing running on them. */
  declare readonly nodesFree: pulumi.Output<number | undefined>;
  /** Cards by type, over all machines in service; parts of a card are fractions. */
  declare readonly gpus: pulumi.Output<readonly GroupGpus[]>;
  /** Whether one of our credentials saw the group; false on Qizhi when only its id was given. */
  declare readonly verified: pulumi.Output<boolean>;
  /** The region of the group, as given or as found in the settings on the first `up`. */
  declare readonly region: pulumi.Output<string>;
  /** As given. */
  declare readonly platform: pulumi.Output<ResourceGroupRefArgs["platform"]>;
  /** As given, or as found in the settings on the first `up`. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** As given. */
  declare readonly workspaceId: pulumi.Output<string | undefined>;
  /** As given; `groupId` is always set. */
  declare readonly resourceGroupId: pulumi.Output<string | undefined>;
  /** As given. */
  declare readonly resourceGroupName: pulumi.Output<string | undefined>;
  /** As given. */
  declare readonly requireFree: pulumi.Output<pulumi.Unwrap<RequiredCapacity> | undefined>;

  constructor(name: string, args: ResourceGroupRefArgs, opts: pulumi.CustomResourceOptions = {}) {
    const instead = `write \`new ResourceGroupRef(name, { resourceGroupId: "${opts.import?.toString()}" })\`: it is a reference anyway`;
    refuseOptions(`ResourceGroupRef "${name}"`, opts, instead);
    const outputs = {
      groupId: undefined,
      groupName: undefined,
      status: undefined,
      platformStatus: undefined,
      statusReason: undefined,
      nodesTotal: undefined,
      nodesFree: undefined,
      gpus: undefined,
      verified: undefined,
    };
    const inputs = {
      region: undefined,
      projectId: undefined,
      workspaceId: undefined,
      resourceGroupId: undefined,
      resourceGroupName: undefined,
      requireFree: undefined,
      ...args,
      ...hiddenInputs("ResourceGroupRef", name, opts),
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
