import { z } from "zod";
import type { SpecRules } from "../../../../jobs/job";
import { besideSpec, machineCount } from "../../../kit/doubts";
import { LONGEST_DESCRIPTION } from "../../marker";
import { atMost, command, containerPath, filled, imageAddress, region, whole, word } from "../../words";

/** A directory or file in object storage as v1 writes it: `/bucket/dir/`, without a scheme. Source of the allowed characters: code 2608. */
const obsPath = z
  .string()
  .regex(/^\/[^/].*/, {
    error: ({ input }) => `is ${JSON.stringify(input)}; ModelArts v1 takes a path such as /bucket/dir/`,
    abort: true,
  })
  .regex(/^(?!.*['{}[\]])[!-~]*$/, {
    error: ({ input }) =>
      `is ${JSON.stringify(input)}; ModelArts v1 takes ASCII without spaces, quotes, braces and brackets in a path`,
  });

/** Code 2606 applies to data only. */
const dataPath = obsPath.regex(/^\/[^/]+\/./, {
  error: ({ input }) =>
    `is ${JSON.stringify(input)}, a bucket as a whole; ModelArts v1 takes a directory in it, such as /bucket/dir/`,
});

const dataSource = z
  .strictObject({
    /** Type of the source; the same for all entries. */
    type: word("obs", "dataset"),
    /** Directory, with type `obs`. */
    dataUrl: dataPath.optional(),
    /** Data set, with type `dataset`. */
    datasetId: filled().optional(),
    /** Id of its version, with type `dataset`; called `datasetVersionId` elsewhere. */
    datasetVersion: filled().optional(),
  })
  .superRefine(({ type, dataUrl, datasetId, datasetVersion }, context) => {
    const report = (member: string, message: string) => context.addIssue({ code: "custom", path: [member], message });
    if (type === "obs") {
      if (!dataUrl) report("dataUrl", "is needed with type obs");
      if (datasetId || datasetVersion) report("datasetId", "is given with type obs, which has a dataUrl");
      return;
    }
    if (!datasetId) report("datasetId", "is needed with type dataset");
    if (!datasetVersion) report("datasetVersion", "is needed with type dataset");
    if (dataUrl) report("dataUrl", "is given with type dataset, which has a datasetId");
  });

const volume = z
  .strictObject({
    /** SFS Turbo, on a pool whose network reaches it. */
    nfs: z
      .strictObject({
        /** Id of the file system. */
        id: filled(),
        /** Its address: `192.168.8.150:/`. */
        srcPath: filled(),
        /** Directory in the container. */
        destPath: containerPath.min(1, { error: "is empty" }),
        /** Whether the container may only read. Default false. */
        readOnly: z.boolean().optional(),
      })
      .optional(),
    /** Directory on the machine; on a dedicated pool only. */
    hostPath: z
      .strictObject({
        /** Directory on the machine. */
        srcPath: filled(),
        /** Directory in the container. */
        destPath: containerPath.min(1, { error: "is empty" }),
        /** Whether the container may only read. Default false. */
        readOnly: z.boolean().optional(),
      })
      .optional(),
  })
  .refine(({ nfs, hostPath }) => Boolean(nfs) !== Boolean(hostPath), {
    error: "needs exactly one of nfs and hostPath",
  });

/**
 * Members of a training job of v1 as users write them: POST /v1/{project_id}/training-jobs in camelCase, with the members of
 * `config` beside the others.
 */
export const modelartsV1JobMembers = z.strictObject({
  /**
   * Free text; at most 224 characters, because this package writes its marker before it to find the job again. A change is
   * made in place.
   */
  jobDesc: atMost(LONGEST_DESCRIPTION, "of its 256, as this package's marker takes the others").optional(),
  /** Workspace. Default `"0"`, the default one. */
  workspaceId: filled().optional(),
  /** How many workers, at least 1 and at most the specification's `max_num`. */
  workerServerNum: machineCount(whole("workers", 1)),
  /** Directory of the code, `/bucket/dir/`. Needs `bootFileUrl`, except with a custom image. */
  appUrl: obsPath.optional(),
  /** File that is run; inside `appUrl`. */
  bootFileUrl: obsPath.optional(),
  /** Engine, by its number in the catalogue. Default 1. */
  engineId: whole("numbers", 0).optional(),
  /** Preset algorithm, by its number; the alternative to code and engine. */
  modelId: whole("numbers", 0).optional(),
  /** Custom image in SWR: `host:port/org/image:tag`. */
  userImageUrl: imageAddress.optional(),
  /** Command of that image. */
  userCommand: command.optional(),
  /** Parameters by name; with a custom image, environment variables. */
  parameter: z.record(z.string(), z.string()).optional(),
  /** Data in object storage. One of `dataUrl`, `datasetId` with `datasetVersionId`, and `dataSource` is needed. */
  dataUrl: dataPath.optional(),
  /** Data set. */
  datasetId: filled().optional(),
  /** Version of the data set. */
  datasetVersionId: filled().optional(),
  /** Data from several places. */
  dataSource: z.array(dataSource).min(1, { error: "is empty" }).optional(),
  /** Specification of the machines, by its number. The alternative to `poolId` and `flavor`. */
  specId: whole("numbers", 0).optional(),
  /** Dedicated pool. Newer deployments only. */
  poolId: filled().optional(),
  /** Specification of the machines by its code. */
  flavor: z
    .strictObject({
      /** `modelarts.vm.gpu.p100`. */
      code: filled(),
    })
    .optional(),
  /** Directory for results. */
  trainUrl: obsPath.optional(),
  /** Directory for logs. */
  logUrl: obsPath.optional(),
  /** Storage, or directories of the machine, mounted in the containers. */
  volumes: z.array(volume).optional(),
});

/** A training job of ModelArts v1 as users write it, checked as a whole. */
export const modelartsV1JobSpec = besideSpec(modelartsV1JobMembers.superRefine(crossCheck), region);

/** A checked spec. */
export type ModelartsV1JobSpec = z.output<typeof modelartsV1JobSpec>;
/**
 * The request POST /v1/{project_id}/training-jobs in camelCase, with the members of `config` beside the others. A change of any
 * member replaces the job, except for `jobDesc`.
 */
export type ModelartsV1JobSpecInput = z.input<typeof modelartsV1JobSpec>;

/** What a change does. v1 changes nothing but the description in place. */
export const modelartsV1JobRules = {
  jobDesc: "update",
  workspaceId: "replace",
  workerServerNum: "replace",
  appUrl: "replace",
  bootFileUrl: "replace",
  engineId: "replace",
  modelId: "replace",
  userImageUrl: "replace",
  userCommand: "replace",
  parameter: "replace",
  dataUrl: "replace",
  datasetId: "replace",
  datasetVersionId: "replace",
  dataSource: "replace",
  specId: "replace",
  poolId: "replace",
  flavor: "replace",
  trainUrl: "replace",
  logUrl: "replace",
  volumes: "replace",
} as const satisfies SpecRules<ModelartsV1JobSpec>;

type Spec = z.output<typeof modelartsV1JobMembers>;
/** Says what is wrong with which member. */
type Report = (path: PropertyKey[], message: string) => void;

/** Checks members against one another. Each issue is reported on the member to change. */
function crossCheck(spec: Spec, context: z.core.$RefinementCtx<Spec>): void {
  const report: Report = (path, message) => context.addIssue({ code: "custom", path, message });
  checkSource(spec, report);
  checkData(spec, report);
  const { specId, poolId, flavor } = spec;
  const machines = [specId, poolId, flavor].filter((given) => given !== undefined).length;
  if (machines !== 1) report(["specId"], machines === 0 ? "is needed, or poolId or flavor: the machines" : ONE_MACHINE);
}

const ONE_MACHINE = "is given beside poolId or flavor; ModelArts takes one of the three";

function checkSource(
  { modelId, appUrl, bootFileUrl, engineId, userImageUrl, userCommand }: Spec,
  report: Report,
): void {
  if (modelId !== undefined) {
    if (appUrl || bootFileUrl || engineId !== undefined || userImageUrl)
      report(["modelId"], "is given beside code, engine or image, which it stands for");
    return;
  }
  if (userCommand && !userImageUrl) report(["userImageUrl"], "is needed with userCommand: the image that runs it");
  if (bootFileUrl && !appUrl) report(["appUrl"], "is needed with bootFileUrl: the directory of the code");
  if (userImageUrl) return;
  if (!appUrl && !bootFileUrl) report(["appUrl"], "is needed, or modelId or userImageUrl: what the job runs");
  if (appUrl && !bootFileUrl) report(["bootFileUrl"], "is needed with appUrl: the file that is run");
  if (appUrl && bootFileUrl && !bootFileUrl.startsWith(`${appUrl.replace(/\/*$/, "")}/`))
    report(["bootFileUrl"], `is not inside of appUrl ${JSON.stringify(appUrl)}`);
}

function checkData({ dataUrl, datasetId, datasetVersionId, dataSource: sources }: Spec, report: Report): void {
  if (datasetId && !datasetVersionId) report(["datasetVersionId"], "is needed with datasetId");
  if (datasetVersionId && !datasetId) report(["datasetId"], "is needed with datasetVersionId");
  const given = [dataUrl, datasetId ?? datasetVersionId, sources].filter((source) => source !== undefined).length;
  if (given === 0) report(["dataUrl"], "is needed, or datasetId with datasetVersionId, or dataSource: the data");
  if (given > 1) report(["dataUrl"], "dataUrl, datasetId and dataSource exclude one another; give one of them");
  if (new Set(sources?.map(({ type }) => type)).size > 1)
    report(["dataSource"], "mixes obs and dataset; ModelArts takes entries of one type");
}
