import { z } from "zod";
import type { SpecRules } from "../../../jobs/job";
import { linuxPath } from "../../kit/addresses";
import { doubt, doubting, idLike, machineCount } from "../../kit/doubts";
import { command, filled, hint, id, imageAddress, milliseconds, whole } from "../words";

const LONGEST_NAME = 63;
/** Prefix of workspace ids. */
export const WORKSPACE = "ws-";
export const MARKER_VARIABLE = "PULUMI_JOB_MARKER";

/** A job's name. Qizhi documents no rule and accepts a name twice; these characters are safe wherever it shows one. */
export const qizhiJobName = z.string().regex(new RegExp(`^[A-Za-z0-9_-]{1,${LONGEST_NAME}}$`), {
  error: ({ input }) =>
    `job name ${JSON.stringify(input)} does not fit: 1 to ${LONGEST_NAME} Latin letters, digits, "_" and "-"`,
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
/** No machine has that much memory. */
const MUCH_MEMORY_GIB = 32_768;
/** Longer than jobs run, and longer than anybody keeps idle machines. */
const MANY_DAYS = 100;
const MANY_DAYS_IDLE = 3;

/** The machines of a job and what runs on them. Source: FrameworkConfigOpenAPI. */
const frameworkConfig = z.strictObject({
  /** Full address of the image in its registry, not its display name. */
  image: imageAddress,
  /** Where the image comes from; must match what the platform's list of images says about it. */
  imageType: hint("SOURCE_PUBLIC", "SOURCE_PRIVATE", "SOURCE_OFFICIAL", "SOURCE_PROJECT"),
  /** How many machines, at least 1. More than one requires a specification of whole machines. */
  instanceCount: machineCount(whole("machines", 1)),
  /** GiB of shared memory for each machine, at most the specification's memory; 0 leaves it to the platform. */
  shmGi: doubting(
    z
      .number({ error: ({ input }) => `${input === undefined ? "is needed" : "is not a number"}; Qizhi takes GiB` })
      .min(0, { error: "is negative; Qizhi takes GiB, at least 0" }),
    (count: number) => doubt(count > MUCH_MEMORY_GIB && `is ${count}, more than a machine has; Qizhi counts GiB`),
  ),
  /** Resource specification, a bare UUID: the `quota_id` that the detail of a job made in the console shows. */
  specId: idLike(filled(), {
    pattern: UUID,
    example: "0a1b2c3d-…",
    hint: "getSpecs lists the specifications of a group",
  }),
});

/** A data set, mounted for reading. Source: train.DatasetInfo. */
const datasetInfo = z.strictObject({
  /** The data set. */
  datasetId: filled(),
  /** Its version. */
  versionId: filled(),
  /** Its path in storage, as the platform's console shows it. */
  path: linuxPath(filled()),
});

/**
 * Members of a job as users write them: the request `train_job/create`, in camelCase and vendor units, with a map where the
 * vendor has a list of names and values. No default is filled in here: the state holds what the program wrote.
 */
export const qizhiJobMembers = z.strictObject({
  /** Workspace, `ws-…`. */
  workspaceId: id(WORKSPACE, "workspace"),
  /** Project that pays, `project-…`; it must be attached to the workspace. */
  projectId: id("project-", "project"),
  /** Logic compute group that the job runs on, `lcg-…`. A physical group (`cg-…`) is something else. */
  logicComputeGroupId: id("lcg-", "logic compute group"),
  /** How the machines work together; `pytorch` is the one in use. */
  framework: hint("pytorch"),
  /** Shell command, run on every machine. */
  command,
  /** The machines: one entry. */
  frameworkConfig: z.array(frameworkConfig, { error: "is needed: the machines, one entry" }).length(1, {
    error: ({ input }) => `has ${(input as unknown[]).length} entries; Qizhi takes one`, // an array by now
  }),
  /** 1 to 10, larger is more urgent; 1 to 3 can be pre-empted. The project may allow less than 10. */
  taskPriority: whole("priorities", 1, 10),
  /**
   * Milliseconds the job may run before Qizhi stops it. Default 86,400,000, a day, which bounds the bill of a job whose
   * submission got no answer. `"unlimited"`: no limit.
   */
  maxRunningTimeMs: z
    .union([milliseconds(MANY_DAYS), z.literal("unlimited")], {
      error: ({ input }) => `is ${JSON.stringify(input)}; Qizhi takes whole milliseconds, at least 1, or "unlimited"`,
    })
    .optional(),
  /** Restart the job after a failure; needs `faultToleranceMaxRetry`. Default false. */
  autoFaultTolerance: z.boolean().optional(),
  /** Maximum number of restarts. Source: the manual; the OpenAPI document does not list it. */
  faultToleranceMaxRetry: whole("restarts", 0).optional(),
  /** Milliseconds for which the machines are kept, and paid for, after a failure. Default: not at all. */
  reserveOnFailMs: milliseconds(MANY_DAYS_IDLE).optional(),
  /** Milliseconds for which the machines are kept, and paid for, after a success. Default: not at all. */
  reserveOnSuccessMs: milliseconds(MANY_DAYS_IDLE).optional(),
  /** Environment of the containers by name. This package adds `PULUMI_JOB_MARKER`. The platform does not show it again. */
  env: z
    .record(z.string().min(1), z.string())
    .superRefine((env, context) => {
      if (!Object.hasOwn(env, MARKER_VARIABLE)) return;
      context.addIssue({ code: "custom", path: [MARKER_VARIABLE], message: "is reserved for this package" });
    })
    .optional(),
  /** Data sets to mount. */
  datasetInfo: z.array(datasetInfo).optional(),
  /** Directory from which TensorBoard reads. */
  tbSummaryPath: linuxPath(filled()).optional(),
  /** Notify the submitter of what happens to the job. Default false. */
  enableNotification: z.boolean().optional(),
  /** Let the platform look for the cause of problems. Default false. */
  enableTroubleshoot: z.boolean().optional(),
});

/** A Qizhi training job as users write it, checked as a whole. */
export const qizhiJobSpec = qizhiJobMembers.superRefine((spec, context) => {
  if (!spec.autoFaultTolerance || spec.faultToleranceMaxRetry !== undefined) return;
  const message = "is needed when autoFaultTolerance is true: how often the job may be restarted";
  context.addIssue({ code: "custom", path: ["faultToleranceMaxRetry"], message });
});

/** A checked spec. */
export type QizhiJobSpec = z.output<typeof qizhiJobSpec>;
/**
 * The request `POST /openapi/v1/train_job/create`, in camelCase and the vendor's units, with a map where the vendor has a
 * list of names and values. A change of any member replaces the job: Qizhi changes nothing in place.
 */
export type QizhiJobSpecInput = z.input<typeof qizhiJobSpec>;

/** What a change of each member does. */
export const qizhiJobRules = {
  workspaceId: "replace",
  projectId: "replace",
  logicComputeGroupId: "replace",
  framework: "replace",
  command: "replace",
  frameworkConfig: "replace",
  taskPriority: "replace",
  maxRunningTimeMs: "replace",
  autoFaultTolerance: "replace",
  faultToleranceMaxRetry: "replace",
  reserveOnFailMs: "replace",
  reserveOnSuccessMs: "replace",
  env: "replace",
  datasetInfo: "replace",
  tbSummaryPath: "replace",
  enableNotification: "replace",
  enableTroubleshoot: "replace",
} as const satisfies SpecRules<QizhiJobSpec>;
