import { z } from "zod";
import { doubt, doubting, machineCount } from "../../kit/doubts";
import { atMost, containerPath, filled, hint, obsPath, whole, word } from "../words";

/*
 * The members of `metadata` and `spec` of the v2 create request (POST /v2/{project_id}/training-jobs) that are more than a word
 * or a number, in camelCase and the vendor's units.
 */

/** Accepts the two words that ModelArts has for a flag. */
const flag = word("true", "false").optional();
const count = z
  .string()
  .regex(/^\d+$/, { error: ({ input }) => `is ${JSON.stringify(input)}; ModelArts takes a number as text` })
  .optional();

/**
 * Features of a job, in the vendor's own keys. Source: `metadata.annotations`. The vendor's list is not closed: other keys pass, and
 * the preview warns of them.
 */
export const annotations = z
  .object({
    /** Its meaning is not documented; the platform shows `worker` where it is left out. */
    key_task: z.string().optional(),
    /** Directory of the SSH keys in the container, such as `/home/ma-user/.ssh/`. */
    "ssh-plugin/ssh-key-file-path": z.string().optional(),
    /** `Template RL` for a reinforcement learning job. */
    job_template: z.string().optional(),
    /** How often the job is restarted after a fault, `"1"` to `"3"`. */
    "fault-tolerance/job-retry-num": count,
    /** How often one pod is restarted after a fault. */
    "fault-tolerance/pod-retry-num": count,
    /** Restart whatever the reason: `"true"`. */
    "fault-tolerance/job-unconditional-retry": flag,
    /** Restart when the job hangs: `"true"`. */
    "fault-tolerance/hang-retry": flag,
    /** Retry failed communication between cards: `"true"`. */
    "fault-tolerance/hccl_op_retry": flag,
    /** Directory where the code is kept: `/bucket/dir/`. */
    "record/code-dir": obsPath(z.string()).optional(),
    /** JupyterLab in the job: `"true"`. */
    "jupyter-lab/enable": flag,
    /** TensorBoard beside the job: `"true"`. */
    "tensorboard/enable": flag,
    /** MindStudio Insight beside the job: `"true"`. */
    "mindstudio-insight/enable": flag,
    /** Diagnose what makes the job slow: `"true"`. */
    performance_diagnosis_enabled: flag,
  })
  .catchall(z.string());

export const trainingExperimentReference = z.strictObject({
  /** Id of an experiment to join. */
  id: z.string().optional(),
  /** Name of an experiment to create; at most 64 characters. */
  name: atMost(64).optional(),
  /** Description of the new experiment; at most 256 characters. */
  description: atMost(256).optional(),
});

/** A part of a machine; more than a machine has was probably counted in another unit. */
function upTo<Schema extends z.ZodType<number>>(most: number, unit: string, schema: Schema): Schema {
  return doubting(schema, (count: number) =>
    doubt(count > most && `is ${count}, more than a machine has; ModelArts counts ${unit}`),
  );
}

/** The machines. */
export const resource = z.strictObject({
  /**
   * On the public pool, a flavor of the catalogue, such as `modelarts.vm.gpu.8v100`. On a dedicated GPU or NPU pool,
   * `modelarts.pool.visual.xlarge`, `2xlarge`, `4xlarge`, `8xlarge`, `16xlarge`: 1 to 16 cards. Not on a CPU pool.
   */
  flavorId: z.string().optional(),
  /** How many machines, at least 1. Default 1. */
  nodeCount: machineCount(whole("machines", 1)).optional(),
  /** Dedicated pool, by its id (`pool-…`). Default: the public pool. */
  poolId: z.string().optional(),
  /** Group of pools; needed with kind `federated_pool_job`. */
  poolGroupId: z.string().optional(),
  /** Machines of a custom size; on a dedicated pool only. */
  mainContainerCustomizedFlavor: z
    .strictObject({
      /** Cores, more than 0. */
      cpuCoreNum: upTo(1_024, "cores", z.number().positive()).optional(),
      /** GiB of memory, more than 0. */
      memSize: upTo(32_768, "GiB", z.number().positive()).optional(),
      /** Cards, at least 0. */
      acceleratorNum: upTo(16, "cards", z.number().min(0)).optional(),
    })
    .optional(),
});

const nfsServerPath = doubting(z.string(), (path: string) =>
  doubt(
    path !== "" &&
      !/^[^/:]+:\//.test(path) &&
      `is ${JSON.stringify(path)}; ModelArts takes the host before the path: host:/dir`,
  ),
);

const needsOneSource = "needs one of nfs, pfs and obs";

/** External storage mounted in the containers; on a dedicated pool only. */
export const volume = z
  .strictObject({
    /** SFS Turbo. */
    nfs: z
      .strictObject({
        /** `host:/dir`. */
        nfsServerPath: nfsServerPath.optional(),
        /** Directory in the container. */
        localPath: containerPath.optional(),
        /** Whether the container may only read. Default false. */
        readOnly: z.boolean().optional(),
      })
      .optional(),
    /** A parallel file system. */
    pfs: z
      .strictObject({
        /** `/bucket/dir`. */
        pfsPath: obsPath(z.string()).optional(),
        /** Directory in the container. */
        localPath: containerPath.optional(),
      })
      .optional(),
    /** Object storage. */
    obs: z
      .strictObject({
        /** `/bucket/dir`. */
        obsPath: obsPath(z.string()).optional(),
        /** Directory in the container. */
        localPath: containerPath.optional(),
      })
      .optional(),
  })
  .refine((given) => Object.values(given).some(Boolean), {
    error: needsOneSource,
  });

/** The console offers at most three days; more than a month was probably counted in another unit. */
const MANY_HOURS = 30 * 24;

/** A length of time. */
export const hours = z.strictObject({
  /** The only unit. */
  timeUnit: word("HOURS"),
  /** How many, at least 1. */
  duration: doubting(whole("hours", 1), (count: number) =>
    doubt(count > MANY_HOURS && `is ${count}, which is ${Math.round(count / 24)} days: ModelArts counts hours`),
  ),
});

const requirement = z
  .strictObject({
    /** Label or field of a node. */
    key: filled(),
    /** How it is compared. */
    operator: word("In", "NotIn", "Exists", "DoesNotExist", "Gt", "Lt"),
    /** Values to compare it with: at least one for In and NotIn, none for Exists and DoesNotExist, one whole number for Gt and Lt. */
    values: z.array(z.string()).optional(),
  })
  .superRefine(({ operator, values = [] }, context) => {
    const report = (message: string) => context.addIssue({ code: "custom", path: ["values"], message });
    if ((operator === "In" || operator === "NotIn") && values.length === 0)
      report(`is empty; ${operator} needs a value`);
    if ((operator === "Exists" || operator === "DoesNotExist") && values.length > 0)
      report(`has values; ${operator} takes none`);
    if ((operator === "Gt" || operator === "Lt") && !(values.length === 1 && /^-?\d+$/.test(values[0] ?? "")))
      report(`must be one whole number with ${operator}`);
  });

const term = z
  .strictObject({
    /** By labels. */
    matchExpressions: z.array(requirement).optional(),
    /** By fields. */
    matchFields: z.array(requirement).optional(),
  })
  .refine(({ matchExpressions, matchFields }) => (matchExpressions === undefined) !== (matchFields === undefined), {
    error: "needs exactly one of matchExpressions and matchFields",
  });

/** Nodes that the job must or should run on; on a dedicated pool only. */
export const schedulePolicy = z
  .strictObject({
    /** What must hold. */
    requiredAffinity: z
      .strictObject({
        /** How nodes are grouped. */
        affinityType: hint("cabinet", "hyperinstance", "networkTopology").optional(),
        /** How many nodes form a group; needed with `hyperinstance` and `networkTopology`. */
        affinityGroupSize: whole("nodes", 1).optional(),
        /** Level within which the whole job stays; with `networkTopology`. */
        jobLevel: hint("cluster", "hyperinstanceGroup").optional(),
        /** Level within which a group stays; with `networkTopology`. */
        affinityGroupLevel: hint("hyperinstance", "slice", "hyperinstanceGroup").optional(),
        /** Which nodes. */
        nodeAffinity: z
          .strictObject({
            /** At least one of them must match. */
            nodeSelectorTerms: z.array(term),
          })
          .optional(),
      })
      .superRefine(({ affinityType, affinityGroupSize, jobLevel, affinityGroupLevel }, context) => {
        const report = (member: string, message: string) =>
          context.addIssue({ code: "custom", path: [member], message });
        const isGrouped = affinityType === "hyperinstance" || affinityType === "networkTopology";
        if (isGrouped && affinityGroupSize === undefined)
          report("affinityGroupSize", `is needed with affinityType ${affinityType}`);
        if (affinityType === "networkTopology") return;
        if (jobLevel) report("jobLevel", "goes with affinityType networkTopology only");
        if (affinityGroupLevel) report("affinityGroupLevel", "goes with affinityType networkTopology only");
      })
      .optional(),
    /** What should hold. */
    preferredAffinity: z
      .strictObject({
        /** Which nodes. */
        nodeAffinity: z
          .array(
            z.strictObject({
              /** Its weight, 0 to 100. */
              weight: whole("points", 0, 100).optional(),
              /** What should match. */
              preference: term.optional(),
            }),
          )
          .optional(),
      })
      .optional(),
  })
  .refine(({ requiredAffinity, preferredAffinity }) => !requiredAffinity || !preferredAffinity, {
    error: "has both requiredAffinity and preferredAffinity; ModelArts takes one or the other",
  });

export const notification = z.strictObject({
  /** SMN topic. */
  topicUrn: z.string().optional(),
  /** Events to report. */
  events: z
    .array(
      hint("JobStarted", "JobCompleted", "JobFailed", "JobTerminated", "JobRestarted", "JobHanged", "JobPreempted"),
    )
    .optional(),
});

/** Metrics that the platform collects from the job; one of each kind. */
export const customMetrics = z
  .array(
    z.strictObject({
      /** By a command. */
      exec: z
        .strictObject({
          /** The command and its arguments. */
          command: z.array(z.string()),
        })
        .optional(),
      /** By HTTP. */
      httpGet: z
        .strictObject({
          /** Path of the URL. */
          path: filled(),
          /** Port, 1 to 65535. */
          port: whole("port numbers", 1, 65_535),
        })
        .optional(),
    }),
  )
  .refine(
    (metrics) => (["exec", "httpGet"] as const).every((kind) => metrics.filter((metric) => metric[kind]).length <= 1),
    { error: "has more than one exec or more than one httpGet; ModelArts takes one of each" },
  );

/** Model that a fine-tuning job produces. */
export const assetModel = z.strictObject({
  /** Name of the model. */
  name: filled(),
  /** Its version. */
  version: filled(),
  /** Its type. */
  type: filled(),
  /** Its code. */
  code: z.string().optional(),
  /** What it is for. */
  desc: z.string().optional(),
  /** Its series. */
  series: z.string().optional(),
  /** Description of the model. */
  modelDesc: z.string().optional(),
  /** Asset that it was made from. */
  parentAssetId: z.string().optional(),
});

/** Configuration of a fine-tuning job. */
export const ftjobConfig = z.strictObject({
  /** Id. */
  ftJobUuid: z.string().optional(),
  /** Kind of training. */
  ftTrainType: z.string().optional(),
  /** Kind of model. */
  modelType: z.string().optional(),
  /** Where results go. */
  trainOutputPath: z.string().optional(),
  /** Progress. */
  trainProcess: z.number().optional(),
  /** Checkpoint to resume from. */
  checkpointId: z.string().optional(),
  /** Which checkpoints are kept during training. */
  checkpointConfig: z
    .strictObject({
      /** Checkpoint to resume from. */
      checkpointId: z.string().optional(),
      /** How many are kept: 0 none, -1 all. */
      saveCheckpointsMax: z.int().min(-1).optional(),
      /** How many steps are skipped. */
      skippedSteps: z.int().min(0).optional(),
      /** 1: resume from the checkpoint. */
      restoreTraining: z.union([z.literal(0), z.literal(1)]).optional(),
    })
    .optional(),
  /** Variables of the job. */
  taskEnv: z
    .strictObject({
      /** The variables. */
      envs: z
        .array(
          z.strictObject({
            /** Label. */
            label: z.string().optional(),
            /** What it is for. */
            des: z.string().optional(),
            /** Name of the variable. */
            envName: z.string().optional(),
            /** Type of the value. */
            envType: z.string().optional(),
            /** Value. */
            value: z.string().optional(),
            /** Whether it may be changed. */
            modifiable: z.boolean().optional(),
            /** Whether it is shown. */
            displayable: z.boolean().optional(),
            /** Steps that use it. */
            usedSteps: z.array(z.string()).optional(),
          }),
        )
        .optional(),
    })
    .optional(),
});
