import { z } from "zod";
import { filled, whole, word } from "../words";

const someText = () => z.array(filled()).min(1, { error: "is empty; leave it out to select by nothing" });
const tags = () => z.record(z.string(), z.string());
const newestOrOldest = () => word("newest", "oldest");
const time = () =>
  z.iso.datetime({
    offset: true,
    error: ({ input }) => `is ${JSON.stringify(input)}; write it like 2026-09-01T10:00:00Z`,
  });
const jobId = () => filled();

/** What each look-up of TI-ONE takes. */
export const tioneLookupArgs = {
  getTrainingFrameworks: z.strictObject({}),

  getPlatformImages: z.strictObject({
    /** What the images are for. Default: all. */
    imageRange: word("Train", "Inference", "Notebook").optional(),
    /** Ids of images. */
    imageIds: someText().optional(),
    /** Names of images, such as `tilearn-llm0.9-torch2.3-py3.10-cuda12.4-gpu`. */
    imageNames: someText().optional(),
  }),

  getBillingPrices: z.strictObject({
    /** What the machines are for. Default `TRAIN`. */
    taskType: word("TRAIN", "NOTEBOOK", "INFERENCE", "EMS").optional(),
    /** Kind of machine. Default: all. */
    resourceType: word("CALC", "CPU", "GPU", "GPU-SW").optional(),
  }),

  getResourceGroups: z.strictObject({
    /** Part of an id or a name. Default: all groups. */
    search: filled().optional(),
    /** Only groups with all of these tags. */
    tags: tags().optional(),
  }),

  getResourceGroup: z.strictObject({
    /** `rsg-…`. */
    resourceGroupId: filled(),
  }),

  getNodeJobs: z.strictObject({
    /** `rsg-…`. */
    resourceGroupId: filled(),
    /** Machine of the group: `id` of a node in `getResourceGroup`. */
    nodeId: filled(),
  }),

  getWorkspaces: z.strictObject({}),

  getTrainingTasks: z.strictObject({
    /** Names, compared exactly. */
    names: someText().optional(),
    /** Ids (`train-…`). */
    jobIds: someText().optional(),
    /** Where the jobs are, in our words. Default: anywhere. */
    states: z
      .array(word("queued", "starting", "running", "stopping", "succeeded", "failed", "stopped"))
      .min(1, { error: "is empty; leave it out to select by nothing" })
      .optional(),
    /** Group that the jobs run on. */
    resourceGroupId: filled().optional(),
    /** Framework of a platform image: `PYTORCH`. Selected here, after reading: TI-ONE does not select by it. */
    frameworkName: filled().optional(),
    /** How the jobs are paid for. */
    chargeType: word("PREPAID", "POSTPAID_BY_HOUR").optional(),
    /** Only jobs with all of these tags. */
    tags: tags().optional(),
    /** By creation. Default `newest` first. */
    order: newestOrOldest().optional(),
    /** How many at most. Default: all. */
    limit: whole("jobs", 1).optional(),
  }),

  getTrainingTask: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  getTrainingTaskPods: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  getLogs: z
    .strictObject({
      /** The job whose last run wrote the lines. The alternative to `podName`. */
      jobId: jobId().optional(),
      /** One pod, or several by a `*` at the end: `train-123-abc-worker-*`. The alternative to `jobId`. */
      podName: filled().optional(),
      /** RFC 3339. Default: an hour before the end of the job, or before now while it runs and for `podName`. */
      startTime: time().optional(),
      /** RFC 3339. Default: the end of the job, or now. */
      endTime: time().optional(),
      /** Lines of a page, 1 to 1,000. Default 100. */
      limit: whole("lines", 1, 1000).optional(),
      /** Default `newest` first. */
      order: newestOrOldest().optional(),
      /** Only lines with this word. */
      keyword: filled().optional(),
      /** Only what was written there. Default: both. */
      stream: word("stdout", "stderr").optional(),
      /** Where the page before ended: its `next`, with all else as it was. */
      next: filled().optional(),
    })
    .superRefine(({ jobId: id, podName }, context) => {
      if ((id === undefined) !== (podName === undefined)) return;
      const message = id === undefined ? "is needed, or else podName" : "is given beside podName; take one of them";
      context.addIssue({ code: "custom", path: ["jobId"], message });
    }),

  getEvents: z.strictObject({
    /** The job whose last run the events are about. */
    jobId: jobId(),
    /** RFC 3339. Default: a day ago. */
    startTime: time().optional(),
    /** RFC 3339. Default: now. */
    endTime: time().optional(),
    /** Default: both. */
    type: word("Normal", "Warning").optional(),
    /** Kind of the thing that the event is about: `Pod`. Default: all. */
    resourceKind: filled().optional(),
    /** By when it last happened. Default `newest` first. */
    order: newestOrOldest().optional(),
    /** How many at most. Default: all. */
    limit: whole("events", 1).optional(),
  }),

  getTrainingMetrics: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  getLatestTrainingMetrics: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  pushTrainingMetrics: z.strictObject({
    /** What was measured, one entry for each moment. */
    data: z
      .array(
        z.strictObject({
          /** The job that it is about. */
          jobId: jobId(),
          /** RFC 3339, down to a second. Default: now. */
          at: time().optional(),
          /** Values by name. */
          values: z.record(z.string(), z.number()),
          /** Round through the data. */
          epoch: whole("epochs", 0).optional(),
          /** Step of the training. */
          step: whole("steps", 0).optional(),
          /** How many steps the training has. */
          totalSteps: whole("steps", 0).optional(),
        }),
      )
      .min(1, { error: "is empty; there is nothing to tell" }),
  }),

  getModels: z.strictObject({
    /** Part of a name. Default: all models. */
    search: filled().optional(),
    /** Ids (`m-…`); a single one matches parts of ids too. */
    modelIds: someText().optional(),
    /** Where the files came from. */
    source: word("JOB", "COS").optional(),
    /** Only models with all of these tags. */
    tags: tags().optional(),
  }),

  getModelVersions: z.strictObject({
    /** `m-…`. */
    trainingModelId: filled(),
    /** What the versions must be. In each list one value matches by part, several match exactly. Default: all versions. */
    filters: z
      .strictObject({
        /** Ids (`mv-…`). */
        versionIds: someText().optional(),
        /** `NORMAL`, `ACCELERATE`. */
        versionTypes: someText().optional(),
        /** `TORCH_SCRIPT`, `PYTORCH`, `DETECTRON2`, `SAVED_MODEL`, `FROZEN_GRAPH`, `PMML`. */
        formats: someText().optional(),
        /** `TENSORFLOW`, `PYTORCH`, `DETECTRON2`. */
        frameworks: someText().optional(),
      })
      .optional(),
  }),

  getModelVersion: z.strictObject({
    /** `mv-…`. */
    versionId: filled(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

/** What a look-up gets: its arguments, checked. */
export type Args<Name extends keyof typeof tioneLookupArgs> = z.output<(typeof tioneLookupArgs)[Name]>;
