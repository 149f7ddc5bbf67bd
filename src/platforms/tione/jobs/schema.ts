import { z } from "zod";
import type { SpecRules } from "../../../jobs/job";
import { command } from "../../kit/addresses";
import { besideSpec, doubting, idLike } from "../../kit/doubts";
import {
  codeRepoConfig,
  cosPathInfo,
  exposeNetworkConfig,
  imageInfo,
  logConfig,
  resourceConfigInfo,
  resourceSupplyAttribute,
  trainToolConfig,
} from "../structs";
import {
  atMost,
  filled,
  hint,
  idOf,
  keepsOff,
  lengthOf,
  LONGEST_NAME,
  NAME_FORM,
  NAME_RULE,
  region,
  word,
} from "../words";
import { dataConfig, dataSourceKind } from "./data";
import { findJobDoubts } from "./doubts";

/** Variables that carry what we recognise a job by. */
export const MARKER_VARIABLE = "PULUMI_JOB_MARKER";
export const RESOURCE_VARIABLE = "PULUMI_JOB_RESOURCE";

const LONGEST_REMARK = 1024;
const LONGEST_TUNING = 2048;

/** A task's name, unique in account and region. Source: CreateTrainingTask, member `Name`. */
export const tioneJobName = z
  .string()
  .refine((name) => lengthOf(name) <= LONGEST_NAME, {
    error: ({ input }) =>
      `job name ${JSON.stringify(input)} has ${lengthOf(String(input))} characters; TI-ONE allows ${LONGEST_NAME}`,
  })
  .regex(NAME_FORM, { error: ({ input }) => `job name ${JSON.stringify(input)} does not fit: ${NAME_RULE}` });

/** Groups of other kinds have other prefixes: `ersg-…`, `trsg-…`. */
const groupId = idLike(z.string(), {
  pattern: /^[a-z]*rsg-/,
  example: "rsg-…",
  hint: "where it is the name of a group, a ResourceGroupRef with resourceGroupName finds the id",
});

/** The value of a variable. */
const envValue = z.strictObject({
  /** As the containers see it. */
  value: z.string(),
  /** Whether it is hidden, on the platform and here. Default false. */
  isPrivate: z.boolean().optional(),
});

/**
 * Members of a task as users write them: CreateTrainingTask, API version 2021-11-11, in camelCase and vendor units, with maps
 * where the vendor has lists of names and values. No default is filled in here: the state holds what the program wrote.
 */
export const tioneJobMembers = z.strictObject({
  /** `PREPAID`: on a resource group, `resourceGroupId`. `POSTPAID_BY_HOUR`: pay as you go, an `instanceType` for each role. */
  chargeType: word("PREPAID", "POSTPAID_BY_HOUR"),
  /** The machines, one entry for each role, at least one. */
  resourceConfigInfos: z.array(resourceConfigInfo).min(1, { error: "is empty; TI-ONE needs at least one role" }),
  /** Workspace. Default: the setting `projectId`, else the vendor's default one. Every later call about the job repeats it. */
  tiProjectId: filled().optional(),
  /** Framework of a platform image: `PYTORCH`, `TENSORFLOW`, `SPARK`, `PYSPARK`. Goes with `frameworkEnvironment`. */
  frameworkName: z.string().optional(),
  /** Version of the framework, such as `1.9`; usually left out, as `frameworkEnvironment` implies it. */
  frameworkVersion: z.string().optional(),
  /** Platform image: `torch1.9-py3.8-cuda11.1-gpu`. The alternative to `imageInfo`. */
  frameworkEnvironment: z.string().optional(),
  /** Custom image. The alternative to `frameworkName` and `frameworkEnvironment`. */
  imageInfo: imageInfo.optional(),
  /** Resource group that the job runs on, by its id (`rsg-…`), not its name; goes with `PREPAID`, which needs it. */
  resourceGroupId: groupId.optional(),
  /** How the machines work together. Default: the framework's. */
  trainingMode: hint("DDP", "PS_WORKER", "MPI", "HOROVOD", "SPARK", "RAY").optional(),
  /** Code in object storage, copied before the job starts. */
  codePackagePath: cosPathInfo.optional(),
  /** Git repositories registered in TI-ONE. */
  codeRepos: z.array(codeRepoConfig).optional(),
  /** Command for modes without roles, and for `SPARK`. */
  startCmd: command(z.string()).optional(),
  /** Command for the `PS` machines. */
  psStartCmd: command(z.string()).optional(),
  /** Command for the `WORKER` machines. */
  workerStartCmd: command(z.string()).optional(),
  /** Data, code and model inputs; at most 10. */
  dataConfigs: z
    .array(dataConfig)
    .refine((entries) => entries.length <= 10, {
      error: ({ input }) => `has ${(input as unknown[]).length} entries; TI-ONE allows 10`, // an array by now
    })
    .optional(),
  /** Kind of the data as a whole; left out when every entry of `dataConfigs` has its own `dataSourceType`. */
  dataSource: dataSourceKind().optional(),
  /** Directory for results: files land under `<paths[0]><job id>/`. */
  output: cosPathInfo.optional(),
  /** Parameters that the code reads: text, or a record that is sent as JSON; at most 2,048 characters as text. */
  tuningParameters: z
    .union([z.string(), z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))])
    .superRefine((value, context) => {
      const length = lengthOf(textOfTuning(value));
      if (length <= LONGEST_TUNING) return;
      context.addIssue({
        code: "custom",
        message: `has ${length} characters as text; TI-ONE allows ${LONGEST_TUNING}`,
      });
    })
    .optional(),
  /** Deliver logs to CLS; needs `logConfig`. Default false. A change is made in place (EnableTrainingTaskClsConfig). */
  logEnable: z.boolean().optional(),
  /** Where logs go. A change is made in place (EnableTrainingTaskClsConfig). */
  logConfig: logConfig.optional(),
  /** Network (`vpc-…`); needed for CFS and the like. */
  vpcId: idOf(z.string(), "vpc-").optional(),
  /** Subnet of the network (`subnet-…`). */
  subnetId: idOf(z.string(), "subnet-").optional(),
  /** Free text; at most 1,024 characters. */
  remark: atMost(LONGEST_REMARK).optional(),
  /**
   * Tags by key. Keys beginning with `qcs:` belong to the platform, those with `pulumi-` to this package, which writes three of
   * them to find the job again.
   */
  tags: z.record(z.string(), z.string()).superRefine(keepsOff("qcs:", "pulumi-")).optional(),
  /** URL that TI-ONE calls when the job is created, started or stopped. */
  callbackUrl: z.string().optional(),
  /**
   * Environment variables of the containers by name. `{ value, isPrivate: true }` hides a value, there and here. This package
   * adds `PULUMI_JOB_MARKER` and `PULUMI_JOB_RESOURCE`, to find the job again.
   */
  env: z
    .record(z.string(), z.union([z.string(), envValue]))
    .superRefine(keepsOff(MARKER_VARIABLE, RESOURCE_VARIABLE))
    .optional(),
  /** SSH and ports reachable from outside the containers. */
  exposeNetworkConfig: exposeNetworkConfig.optional(),
  /** Hang detection. */
  trainToolConfig: trainToolConfig.optional(),
  /** Tide or spot machines; charging stays `POSTPAID_BY_HOUR`. */
  resourceSupplyAttribute: resourceSupplyAttribute.optional(),
  /** Queues (`q-…`). */
  queues: z.array(z.string()).optional(),
});

/** A TI-ONE training task as users write it, checked as a whole. */
export const tioneJobSpec = besideSpec(doubting(tioneJobMembers.superRefine(crossCheck), findJobDoubts), region);

/** A checked spec. */
export type TioneJobSpec = z.output<typeof tioneJobSpec>;
/**
 * The request CreateTrainingTask, API version 2021-11-11, in camelCase and the vendor's units, with maps where the vendor has
 * lists of names and values. What is left out is left to the platform, and is never compared with what it filled in. A change
 * to any member replaces the job, except for `logEnable` and `logConfig`.
 */
export type TioneJobSpecInput = z.input<typeof tioneJobSpec>;

/** What a change means. TI-ONE can change only the delivery of logs in place (EnableTrainingTaskClsConfig). */
export const tioneJobRules = {
  logEnable: "update",
  logConfig: "update",
  chargeType: "replace",
  resourceConfigInfos: "replace",
  tiProjectId: "replace",
  frameworkName: "replace",
  frameworkVersion: "replace",
  frameworkEnvironment: "replace",
  imageInfo: "replace",
  resourceGroupId: "replace",
  trainingMode: "replace",
  codePackagePath: "replace",
  codeRepos: "replace",
  startCmd: "replace",
  psStartCmd: "replace",
  workerStartCmd: "replace",
  dataConfigs: "replace",
  dataSource: "replace",
  output: "replace",
  tuningParameters: "replace",
  vpcId: "replace",
  subnetId: "replace",
  remark: "replace",
  tags: "replace",
  callbackUrl: "replace",
  env: "replace",
  exposeNetworkConfig: "replace",
  trainToolConfig: "replace",
  resourceSupplyAttribute: "replace",
  queues: "replace",
} as const satisfies SpecRules<TioneJobSpec>;

/** Tuning parameters as the vendor takes them. */
export function textOfTuning(value: string | Readonly<Record<string, unknown>>): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

type Spec = z.output<typeof tioneJobMembers>;
/** Says what is wrong with which member. */
type Report = (path: PropertyKey[], message: string) => void;

/** What members of a spec require of one another. Each issue is reported on the member to change. */
function crossCheck(spec: Spec, context: z.core.$RefinementCtx<Spec>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  checkCharging(spec, report);
  checkImage(spec, report);
  checkRoles(spec, report);
  if (spec.logEnable && !spec.logConfig) report(["logConfig"], "is needed when logEnable is true: where the logs go");
}

function checkCharging({ chargeType, resourceGroupId, resourceConfigInfos }: Spec, report: Report): void {
  if (chargeType === "PREPAID") {
    if (!resourceGroupId)
      report(["resourceGroupId"], "is needed with chargeType PREPAID: the group that the job runs on");
    return;
  }
  resourceConfigInfos.forEach(({ role, instanceType }, index) => {
    if (instanceType) return;
    report(
      ["resourceConfigInfos", index, "instanceType"],
      `is needed for role ${role} with chargeType POSTPAID_BY_HOUR: a specification such as TI.S.2XLARGE16.POST`,
    );
  });
}

function checkImage({ imageInfo, frameworkName, frameworkEnvironment }: Spec, report: Report): void {
  if (imageInfo) {
    if (!frameworkName && !frameworkEnvironment) return;
    report(["imageInfo"], "is given beside frameworkName or frameworkEnvironment; TI-ONE takes one or the other");
  } else if (!frameworkName && !frameworkEnvironment) {
    report(["imageInfo"], "is needed, or else frameworkName and frameworkEnvironment: the image that the job runs");
  } else if (!frameworkName) {
    report(["frameworkName"], `is needed with frameworkEnvironment ${JSON.stringify(frameworkEnvironment)}`);
  } else if (!frameworkEnvironment) {
    report(
      ["frameworkEnvironment"],
      `is needed with frameworkName ${JSON.stringify(frameworkName)}: which of its images`,
    );
  }
}

function checkRoles({ trainingMode, resourceConfigInfos }: Spec, report: Report): void {
  const server = resourceConfigInfos.findIndex(({ role }) => role === "PS");
  if (trainingMode === "PS_WORKER" && server < 0) {
    report(["resourceConfigInfos"], "has no entry of role PS, which trainingMode PS_WORKER needs");
  }
  if (trainingMode && trainingMode !== "PS_WORKER" && server >= 0) {
    report(
      ["resourceConfigInfos", server, "role"],
      `is PS, which only trainingMode PS_WORKER has; the mode is ${trainingMode}`,
    );
  }
}
