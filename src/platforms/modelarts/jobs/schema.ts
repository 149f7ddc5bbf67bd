import { z } from "zod";
import type { SpecRules } from "../../../jobs/job";
import { besideSpec, doubting, type Doubt } from "../../kit/doubts";
import { LONGEST_DESCRIPTION } from "../marker";
import { atMost, filled, hint, obsPath, region, whole, word } from "../words";
import { algorithm, task } from "./algorithm";
import {
  annotations,
  assetModel,
  customMetrics,
  ftjobConfig,
  hours,
  notification,
  resource,
  schedulePolicy,
  trainingExperimentReference,
  volume,
} from "./structs";

/**
 * Members of a training job as users write them: the create request of API v2, in camelCase and vendor units, with the members
 * of `metadata` and `spec` side by side. No defaults are filled in: the state holds what the program gave.
 */
export const modelartsJobMembers = z.strictObject({
  /** Kind of job. Default `job`. */
  kind: hint(
    "job",
    "hetero_job",
    "autosearch_job",
    "mrs_job",
    "edge_job",
    "federated_pool_job",
    "diag_job",
    "visualization_job",
  ).optional(),
  /**
   * Free text; at most 224 characters, because this package writes its marker before it to find the job again. A change is
   * made in place.
   */
  description: atMost(LONGEST_DESCRIPTION, "of its 256, as this package's marker takes the others").optional(),
  /** Workspace. Default `"0"`, the default one. */
  workspaceId: filled().optional(),
  /** Features of the job by the vendor's keys: fault tolerance, restarts, tools beside the job. */
  annotations: annotations.optional(),
  /** Experiment that the job belongs to. */
  trainingExperimentReference: trainingExperimentReference.optional(),
  /** What is run: an algorithm, a subscribed one, code with a preset engine, or an image with a command. */
  algorithm: algorithm.optional(),
  /** Roles of a heterogeneous job; the alternative to `resource`. */
  tasks: z.array(task).optional(),
  /** The machines. */
  resource: resource.optional(),
  /** `debug` keeps the machines after a failure. Default `production`. */
  runtimeType: hint("production", "debug").optional(),
  /** External storage mounted in the containers; on a dedicated pool only, at most 8 of SFS, each path once. */
  volumes: z.array(volume).optional(),
  /** Where logs go in addition to the platform, which keeps them for 30 days. */
  logExportPath: z
    .strictObject({
      /** `/bucket/dir/`. */
      obsUrl: obsPath(z.string()).optional(),
      /** Directory on the machine. */
      hostPath: z.string().optional(),
    })
    .optional(),
  /** How logs are exported. */
  logExportConfig: z
    .strictObject({
      /** Format. Default `v0`. */
      version: hint("v0", "v1").optional(),
      /** Whether logs are rotated over several files. Default false. */
      rotationEnabled: z.boolean().optional(),
    })
    .optional(),
  /** Hours after which the platform ends the job, so that nothing runs for ever. Default: none. */
  autoStop: hours.optional(),
  /** Priority in the queue of a dedicated pool, 1 to 3, 3 going first; 3 needs a permission. Default 1. A change is made in place. */
  priority: whole("numbers", 1, 3).optional(),
  /** Whether jobs of a higher priority may take the machines. Default false. A change is made in place. */
  preemptible: z.boolean().optional(),
  /** Nodes that the job must or should run on; on a dedicated pool only. */
  schedulePolicy: schedulePolicy.optional(),
  /** Messages about the job, sent by SMN. A change is made in place. */
  notification: notification.optional(),
  /** Metrics that the platform collects from the job. */
  customMetrics: customMetrics.optional(),
  /** Whether the platform forgets the job's record after a while; kind `job` only. */
  retention: z
    .strictObject({
      /** On or off. */
      policy: word("enabled", "disabled").optional(),
    })
    .optional(),
  /** Hours for which the machines are kept after the job has ended. */
  reservedTime: hours.optional(),
  /** Where the model of a fine-tuning job goes. */
  outputModel: z
    .strictObject({
      /** Object storage. */
      obs: z.strictObject({
        /** `/bucket/dir/`. */
        obsPath: obsPath(filled()),
        /** Directory in the container. */
        localPath: z.string().optional(),
      }),
    })
    .optional(),
  /** Model that a fine-tuning job produces. */
  assetModel: assetModel.optional(),
  /** Asset that a fine-tuning job starts from. */
  assetId: z.string().optional(),
  /** How people reach the containers. A change is made in place. */
  endpoints: z
    .strictObject({
      /** By SSH. */
      ssh: z
        .strictObject({
          /** Key pairs of the account. */
          keyPairNames: z.array(z.string()).optional(),
        })
        .optional(),
    })
    .optional(),
  /** Kind of fine-tuning; left out for any other job. */
  trainType: hint("SFT", "PRETRAIN", "LORA", "DPO", "RFT").optional(),
  /** Configuration of a fine-tuning job. */
  ftjobConfig: ftjobConfig.optional(),
  /**
   * Tags by key; keys at most 128 characters and not beginning with `_sys_`, values at most 255. They are written after the
   * job is created. A change is made in place; leaving `tags` out keeps those that the job has.
   */
  tags: z
    .record(z.string(), z.string())
    .superRefine((tags, context) => {
      for (const [key, value] of Object.entries(tags)) {
        const report = (message: string) => context.addIssue({ code: "custom", path: [key], message });
        if (key === "" || key.length > 128 || key.startsWith("_sys_"))
          report("is not a tag key: 1 to 128 characters, not beginning with _sys_");
        if (value.length > 255) report(`has ${value.length} characters; ModelArts allows 255`);
      }
    })
    .optional(),
});

/** A training job of ModelArts as users write it, checked as a whole. */
export const modelartsJobSpec = besideSpec(
  doubting(modelartsJobMembers.superRefine(crossCheck), findPoolDoubts),
  region,
);

/** A checked spec. */
export type ModelartsJobSpec = z.output<typeof modelartsJobSpec>;
/**
 * The request POST /v2/{project_id}/training-jobs in camelCase and the vendor's units, with the members of `metadata` and
 * `spec` side by side, and tags. What is left out is left to the platform, and is never compared with what it filled in. A
 * change of any member replaces the job, except for `description`, `notification`, `priority`, `preemptible`, `endpoints` and `tags`.
 */
export type ModelartsJobSpecInput = z.input<typeof modelartsJobSpec>;

/** What a change does: what PUT and the calls for tags can change is changed in place. */
export const modelartsJobRules = {
  description: "update",
  notification: "update",
  priority: "update",
  preemptible: "update",
  endpoints: "update",
  tags: "update",
  kind: "replace",
  workspaceId: "replace",
  annotations: "replace",
  trainingExperimentReference: "replace",
  algorithm: "replace",
  tasks: "replace",
  resource: "replace",
  runtimeType: "replace",
  volumes: "replace",
  logExportPath: "replace",
  logExportConfig: "replace",
  autoStop: "replace",
  schedulePolicy: "replace",
  customMetrics: "replace",
  retention: "replace",
  reservedTime: "replace",
  outputModel: "replace",
  assetModel: "replace",
  assetId: "replace",
  trainType: "replace",
  ftjobConfig: "replace",
} as const satisfies SpecRules<ModelartsJobSpec>;

type Spec = z.output<typeof modelartsJobMembers>;
type Algorithm = NonNullable<Spec["algorithm"]>;
/** Says what is wrong with which member. */
type Report = (path: PropertyKey[], message: string) => void;

/** Checks members against one another. Each issue is reported on the member to change. */
function crossCheck(spec: Spec, context: z.core.$RefinementCtx<Spec>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  checkSource(spec, report);
  if (spec.algorithm) {
    checkEngine(spec.algorithm, report);
    checkPaths(spec.algorithm, report);
  }
  checkMachines(spec, report);
  checkSummary(spec, report);
}

/** Exactly one of: an algorithm, a subscribed one, code, an image with a command. */
function checkSource({ algorithm, tasks, kind = "job" }: Spec, report: Report): void {
  if (!algorithm) {
    if (!tasks && kind === "job") report(["algorithm"], "is needed: what the job runs");
    return;
  }
  const { id, subscriptionId, itemVersionId, codeDir, bootFile, command, engine } = algorithm;
  const at = (member: string) => ["algorithm", member];
  if (Boolean(subscriptionId) !== Boolean(itemVersionId)) {
    report(
      at(subscriptionId ? "itemVersionId" : "subscriptionId"),
      "is needed: a subscribed algorithm has subscriptionId and itemVersionId",
    );
  }
  const named = [id && "id", subscriptionId && "subscriptionId"].filter(Boolean);
  if (named.length > 1) report(at("id"), "is given beside subscriptionId; ModelArts takes one or the other");
  if (named.length > 0) {
    if (engine) report(at("engine"), `is given beside ${named[0]}, which brings its own`);
    if (!subscriptionId) return;
    for (const member of ["localCodeDir", "workingDir"] as const) {
      if (algorithm[member]) report(at(member), "is given beside subscriptionId, which brings its own");
    }
    return;
  }
  if (engine?.imageUrl && !engine.engineName) {
    // Code 2806: a custom image needs both.
    if (!command) report(at("command"), "is needed with engine.imageUrl: what the image runs");
    return;
  }
  if (tasks || (!codeDir && !bootFile && !engine && command)) {
    if (!tasks) report(at("engine"), "is needed with command: the image that runs it, engine.imageUrl");
    return;
  }
  if (!codeDir) report(at("codeDir"), "is needed, or else id, subscriptionId or engine.imageUrl: what the job runs");
  else if (!bootFile) report(at("bootFile"), "is needed with codeDir: the file that is run");
  else if (!engine) report(at("engine"), "is needed with codeDir and bootFile: what they run in");
}

function checkEngine({ engine }: Algorithm, report: Report): void {
  if (!engine) return;
  const { engineId, engineName, engineVersion, imageUrl, installSysPackages } = engine;
  const at = (member: string) => ["algorithm", "engine", member];
  // All may be given together: an id, the name and version that it stands for, and an image to run it in.
  if (engineName && !engineVersion && !imageUrl && !engineId) report(at("engineVersion"), "is needed with engineName");
  if (engineVersion && !engineName && !engineId) report(at("engineName"), "is needed with engineVersion");
  if (!engineId && !engineName && !engineVersion && !imageUrl)
    report(at("engineId"), "is needed, or else engineName and engineVersion, or imageUrl");
  if (installSysPackages && !(engineName && engineVersion && imageUrl))
    report(at("installSysPackages"), "goes only with engineName, engineVersion and imageUrl");
}

function checkPaths({ codeDir, bootFile, inputs = [] }: Algorithm, report: Report): void {
  if (codeDir && bootFile && !isInside(bootFile, codeDir))
    report(["algorithm", "bootFile"], `is not inside of codeDir ${JSON.stringify(codeDir)}`);
  inputs.forEach(({ remote: { obs, dataset } }, index) => {
    const at = ["algorithm", "inputs", index, "remote"];
    if (Boolean(obs) === Boolean(dataset)) report(at, "needs exactly one of obs and dataset");
    if (dataset && !dataset.versionId && dataset.serviceType !== "V3")
      report([...at, "dataset", "versionId"], "is needed unless serviceType is V3");
  });
}

/** A boot file is written in full, or relative to the code directory. */
function isInside(file: string, directory: string): boolean {
  const plain = (path: string) => path.replace(/^obs:\//, "").replace(/\/*$/, "");
  return !/^(\/|obs:|file:)/.test(file) || plain(file).startsWith(`${plain(directory)}/`);
}

const POOL_ONLY = ["volumes", "schedulePolicy", "priority", "preemptible"] as const satisfies readonly (keyof Spec)[];

function checkMachines(spec: Spec, report: Report): void {
  const { kind, resource, tasks } = spec;
  if (tasks?.length) {
    if (resource) report(["tasks"], "is given beside resource; ModelArts takes one or the other");
    return;
  }
  if (!resource) return report(["resource"], "is needed: the machines");
  const { poolId, poolGroupId, flavorId } = resource;
  if (kind === "federated_pool_job" && !poolGroupId)
    report(["resource", "poolGroupId"], "is needed with kind federated_pool_job");
  if (poolId || poolGroupId) return;
  if (!flavorId) report(["resource", "flavorId"], "is needed without poolId: a flavor of the public pool");
  else if (flavorId.startsWith("modelarts.pool."))
    report(["resource", "poolId"], `is needed with flavorId ${flavorId}: the dedicated pool`);
  for (const member of POOL_ONLY) {
    if (spec[member] !== undefined) report([member], "needs a dedicated pool: resource.poolId");
  }
  if (resource.mainContainerCustomizedFlavor)
    report(["resource", "mainContainerCustomizedFlavor"], "needs a dedicated pool: resource.poolId");
}

function checkSummary({ algorithm, annotations = {} }: Spec, report: Report): void {
  const summary = algorithm?.summary;
  if (summary?.logType && !summary.logDir)
    report(["algorithm", "summary", "logDir"], "is needed with logType: where the job writes for it");
  for (const feature of ["tensorboard/enable", "mindstudio-insight/enable"] as const) {
    if (annotations[feature] !== "true" || summary?.dataSources?.length) continue;
    report(["annotations", feature], "needs algorithm.summary.dataSources: the job whose data is shown");
  }
}

/** A flavor of the public pool does not belong on a dedicated one. */
function findPoolDoubts({ resource }: Spec): readonly Doubt[] {
  const { poolId, flavorId } = resource ?? {};
  if (!poolId || !flavorId || flavorId.startsWith("modelarts.pool.")) return [];
  const message = `is ${JSON.stringify(flavorId)} beside poolId, where modelarts.pool.visual.xlarge to 16xlarge belong, or none for CPU`;
  return [{ path: ["resource", "flavorId"], message }];
}
