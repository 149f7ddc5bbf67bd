import * as pulumi from "@pulumi/pulumi";
import type { JobState } from "../jobs/job";
import type { JobBudget, JobPlace, JobPrice, JobSpec, JobTimeouts, TrainingJobArgs } from "./job-args";
import { hiddenInputs, omitTraces, refuseOptions, typeOf } from "./resource";
import { secretPointers, withSecrets } from "./secrets";

const TYPE = typeOf("TrainingJob");

/**
 * One run of a training job. `up` submits it once, keeps its id, and waits until it runs; once the run has ended, the row
 * remains its record. A change that replaces the job stops and deletes the old one first.
 */
export class TrainingJob extends pulumi.CustomResource {
  /** @internal */
  static readonly __pulumiType = TYPE;

  static override isInstance(value: unknown): value is TrainingJob {
    return typeof value === "object" && value !== null && Reflect.get(value, "__pulumiType") === TYPE;
  }

  /**
   * Reads a job that somebody else owns. It is looked up in every preview and `up`, never changed and never deleted.
   * @param name the resource's name in this program
   * @param id the platform's id of the job
   */
  static get(
    name: string,
    id: pulumi.Input<pulumi.ID>,
    place: JobPlace,
    opts?: pulumi.CustomResourceOptions,
  ): TrainingJob {
    return new TrainingJob(name, place as unknown as TrainingJobArgs, { ...opts, id }); // a read needs no spec
  }

  /** The platform's id of the job, for example `train-1400000000000000001`. Dependents take this or `id`. */
  declare readonly jobId: pulumi.Output<string>;
  /** The job's name on the platform. */
  declare readonly name: pulumi.Output<string>;
  /** The job's state, in this package's words; as of the last `up` or `refresh`. */
  declare readonly status: pulumi.Output<JobState>;
  /** The platform's own word for it. */
  declare readonly platformStatus: pulumi.Output<string>;
  /** What the platform says about the state: why the job failed, who stopped it. */
  declare readonly statusReason: pulumi.Output<string | undefined>;
  /** Where the job writes: `cos://bucket.region/key`, `obs://bucket/key`, `path:///…`. */
  declare readonly outputPaths: pulumi.Output<string[]>;
  /** Id of the job's version, on platforms that have versions: ModelArts v1. */
  declare readonly versionId: pulumi.Output<string | undefined>;
  /** The job's page in the platform's console, where its address is known. */
  declare readonly consoleUrl: pulumi.Output<string | undefined>;
  /** RFC 3339, UTC. */
  declare readonly createdAt: pulumi.Output<string | undefined>;
  /** RFC 3339, UTC; of the last run, where the platform restarts jobs. */
  declare readonly startedAt: pulumi.Output<string | undefined>;
  /** RFC 3339, UTC. */
  declare readonly endedAt: pulumi.Output<string | undefined>;
  /** What an hour of the job cost when it was submitted; absent where that is unknown. */
  declare readonly price: pulumi.Output<JobPrice | undefined>;
  /** How long the job ran: `3h12m`; absent until it has ended. */
  declare readonly duration: pulumi.Output<string | undefined>;
  /** What that cost at `price`, in its unit: an estimate. Absent until the job has ended, and where there is no price. */
  declare readonly cost: pulumi.Output<number | undefined>;
  /** How this package recognizes the job as its own: written into the job, the same on every machine. */
  declare readonly marker: pulumi.Output<string>;
  /** The region the job runs in, as given or as found in the settings on the first `up`. */
  declare readonly region: pulumi.Output<string>;
  /** As given. */
  declare readonly platform: pulumi.Output<JobPlace["platform"]>;
  /** As given, or as found in the settings on the first `up`. */
  declare readonly projectId: pulumi.Output<string | undefined>;
  /** As given; empty when the job is only read. */
  declare readonly spec: pulumi.Output<Partial<JobSpec>>;
  /** As given. */
  declare readonly extraSpec: pulumi.Output<Readonly<Record<string, unknown>> | undefined>;
  /** As given. */
  declare readonly waitFor: pulumi.Output<"submitted" | "running" | "succeeded" | undefined>;
  /** As given. */
  declare readonly timeouts: pulumi.Output<pulumi.Unwrap<JobTimeouts> | undefined>;
  /** As given. */
  declare readonly maxDuration: pulumi.Output<string | undefined>;
  /** As given. */
  declare readonly budget: pulumi.Output<pulumi.Unwrap<JobBudget> | undefined>;
  /** As given. */
  declare readonly onFailed: pulumi.Output<"hold" | "rerun" | undefined>;
  /** As given. */
  declare readonly deletionPolicy: pulumi.Output<"delete" | "stop" | undefined>;
  /** As given. */
  declare readonly trigger: pulumi.Output<string | undefined>;
  /** As given when the job was made, or at its last update. */
  declare readonly adoptJobId: pulumi.Output<string | undefined>;
  /** As given when the job was made, or at its last update. */
  declare readonly confirmNotCreated: pulumi.Output<string | undefined>;

  constructor(name: string, args: TrainingJobArgs, opts: pulumi.CustomResourceOptions = {}) {
    const instead = `set \`adoptJobId: "${opts.import?.toString()}"\` in its arguments instead of the \`import\` option`;
    refuseOptions(`TrainingJob "${name}"`, opts, instead);
    const outputs = {
      jobId: undefined,
      status: undefined,
      platformStatus: undefined,
      statusReason: undefined,
      outputPaths: undefined,
      versionId: undefined,
      consoleUrl: undefined,
      createdAt: undefined,
      startedAt: undefined,
      endedAt: undefined,
      price: undefined,
      duration: undefined,
      cost: undefined,
      marker: undefined,
    };
    const inputs = {
      name: undefined,
      region: undefined,
      projectId: undefined,
      extraSpec: undefined,
      waitFor: undefined,
      maxDuration: undefined,
      budget: undefined,
      onFailed: undefined,
      deletionPolicy: undefined,
      trigger: undefined,
      adoptJobId: undefined,
      confirmNotCreated: undefined,
      ...withSecrets(args),
      timeouts: args.timeouts ?? opts.customTimeouts, // Pulumi does not pass `customTimeouts` on to a dynamic provider
      ...hiddenInputs("TrainingJob", name, opts),
      __secrets: secretPointers(args),
    };
    const traces = omitTraces();
    try {
      // `--replace` never asks the provider, so the order of a replacement is set here too.
      super(TYPE, name, { ...outputs, ...inputs }, { deleteBeforeReplace: true, ...opts });
    } catch (error) {
      throw traces.restoreIn(error);
    } finally {
      traces.restore();
    }
  }
}
