import { z } from "zod";
import { filled, instant, someTexts, statuses, whole, word } from "../words";

const tags = () => z.record(z.string(), z.string());
const firstOnes = () => word("newest", "oldest");
const jobId = () => filled();

/** What each look-up of TI-ONE takes. */
export const tioneLookupArgs = {
  /**
   * Frameworks that training tasks can ask for by `frameworkName` and `frameworkEnvironment`. The vendor took the action off its
   * public list; `getPlatformImages` returns much the same. Source: DescribeTrainingFrameworks.
   * @throws PlatformError `unsupported` where TI-ONE no longer answers it
   */
  getTrainingFrameworks: z.strictObject({}),

  /**
   * TI-ONE's own images: for training, for serving models, for notebooks. Source: DescribePlatformImages.
   * @throws PlatformError
   */
  getPlatformImages: z.strictObject({
    /** What the images are for. Default: all. */
    imageRange: word("Train", "Inference", "Notebook").optional(),
    /** Image ids. */
    imageIds: someTexts().optional(),
    /** Image names, such as `tilearn-llm0.9-torch2.3-py3.10-cuda12.4-gpu`. */
    imageNames: someTexts().optional(),
  }),

  /**
   * Pay-as-you-go machines with their price in yuan per hour, and whether they are in stock. Spot and tide machines have no price
   * there. Source: DescribeBillingSpecs, DescribeBillingSpecsPrice.
   * @throws PlatformError
   */
  getBillingPrices: z.strictObject({
    /** What the machines are for. Default `TRAIN`. */
    taskType: word("TRAIN", "NOTEBOOK", "INFERENCE", "EMS").optional(),
    /** Kind of machine. Default: all. */
    resourceType: word("CALC", "CPU", "GPU", "GPU-SW").optional(),
  }),

  /**
   * Resource groups with their total cores, GiB of memory and cards; without machines. Source: DescribeBillingResourceGroups.
   * @throws PlatformError
   */
  getResourceGroups: z.strictObject({
    /** Part of an id or a name. Default: all groups. */
    search: filled().optional(),
    /** Only groups with all of these tags. */
    tags: tags().optional(),
  }),

  /**
   * One resource group with its machines and what is free on each. Source: DescribeBillingResourceGroups,
   * DescribeBillingResourceGroup.
   * @throws PlatformError `notFound`
   */
  getResourceGroup: z.strictObject({
    /** `rsg-…`. */
    resourceGroupId: filled(),
  }),

  /**
   * What runs on one machine of a resource group. Source: DescribeBillingResourceInstanceRunningJobs.
   * @throws PlatformError
   */
  getNodeWorkloads: z.strictObject({
    /** `rsg-…`. */
    resourceGroupId: filled(),
    /** Machine of the group: `node` of one in `getResourceGroup`. */
    node: filled(),
  }),

  /**
   * Workspaces that the account may use. Source: DescribeWorkspaces.
   * @throws PlatformError
   */
  getWorkspaces: z.strictObject({}),

  /**
   * Training tasks, newest first, all of them unless `limit` says otherwise. Source: DescribeTrainingTasks.
   * @throws PlatformError
   */
  getTrainingJobs: z.strictObject({
    /** Names, compared exactly. */
    names: someTexts().optional(),
    /** Ids (`train-…`). */
    jobIds: someTexts().optional(),
    /** States of the jobs, in our words: `running`. Default: any. */
    statuses: statuses().optional(),
    /** Group that the jobs run on. */
    resourceGroupId: filled().optional(),
    /** Framework of a platform image: `PYTORCH`. Selected here, after reading: TI-ONE has no filter for it. */
    frameworkName: filled().optional(),
    /** How the jobs are paid for. */
    chargeType: word("PREPAID", "POSTPAID_BY_HOUR").optional(),
    /** Only jobs with all of these tags. */
    tags: tags().optional(),
    /** By creation. Default `newest` first. */
    order: firstOnes().optional(),
    /** How many at most. Default: all. */
    limit: whole("jobs", 1).optional(),
  }),

  /**
   * One training task, with what was asked for. Source: DescribeTrainingTask.
   * @throws PlatformError `notFound`
   */
  getTrainingJob: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  /**
   * Pods of a training task. Source: DescribeTrainingTaskPods.
   * @throws PlatformError `notFound`
   */
  getPods: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  /**
   * What a job's last run or a pod wrote, page by page: first the newest 100 lines, unless `limit` and `order` say otherwise, the
   * oldest of them first; `next` leads to the page after it. No lines for a job that has not run. Source: DescribeLogs.
   * @throws PlatformError `notFound` for an unknown job
   */
  getLogs: z
    .strictObject({
      /** The job whose last run wrote the lines. The alternative to `pod`. */
      jobId: jobId().optional(),
      /** One pod, or several with a `*` at the end: `train-123-abc-worker-*`. The alternative to `jobId`. */
      pod: filled().optional(),
      /** Only lines from this time on, RFC 3339. Default: an hour before the end of the job, or before now while it runs and for `pod`. */
      from: instant().optional(),
      /** Only lines up to this time, RFC 3339. Default: the end of the job, or now. */
      until: instant().optional(),
      /** Lines per page, 1 to 1,000. Default 100. */
      limit: whole("lines", 1, 1000).optional(),
      /** Which lines the first page has; `next` leads to the others. Within a page the oldest comes first. Default `newest`. */
      order: firstOnes().optional(),
      /** Only lines with this word. */
      keyword: filled().optional(),
      /** Only lines that were written to this stream. Default: both. */
      stream: word("stdout", "stderr").optional(),
      /** `next` of the page before, with all other arguments unchanged. */
      next: filled().optional(),
    })
    .superRefine(({ jobId: id, pod }, context) => {
      if ((id === undefined) !== (pod === undefined)) return;
      const message = id === undefined ? "is needed, or else pod" : "is given beside pod; use one of them";
      context.addIssue({ code: "custom", path: ["jobId"], message });
    }),

  /**
   * Events of a job's last run in the last day, newest first. None for a job that has not run. Source:
   * DescribeEvents.
   * @throws PlatformError `notFound` for an unknown job
   */
  getEvents: z.strictObject({
    /** The job whose last run the events are about. */
    jobId: jobId(),
    /** Only events from this time on, RFC 3339. Default: a day ago. */
    from: instant().optional(),
    /** Only events up to this time, RFC 3339. Default: now. */
    until: instant().optional(),
    /** Default: both. */
    type: word("Normal", "Warning").optional(),
    /** Kind of object that the event is about: `Pod`. Default: all. */
    sourceKind: filled().optional(),
    /** By the time of the last occurrence. Default `newest` first. */
    order: firstOnes().optional(),
    /** How many at most. Default: all. */
    limit: whole("events", 1).optional(),
  }),

  /**
   * Metrics that a job reported, as curves. The vendor took the action off its public list. Source: DescribeTrainingMetrics.
   * @throws PlatformError `unsupported` where TI-ONE no longer answers it
   */
  getTrainingMetrics: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  /**
   * The latest metrics that a job reported. The vendor took the action off its public list. Source:
   * DescribeLatestTrainingMetrics.
   * @throws PlatformError `unsupported` where TI-ONE no longer answers it
   */
  getLatestTrainingMetrics: z.strictObject({
    /** `train-…`. */
    jobId: jobId(),
  }),

  /**
   * Reports a job's metrics to TI-ONE; does nothing in a preview. Entries with more than ten values are sent as several
   * entries with the same time. Sent once: after an error the values may or may not be there. Source: PushTrainingMetrics.
   * @throws PlatformError
   */
  pushTrainingMetrics: z.strictObject({
    /** What was measured, one entry for each time. */
    data: z
      .array(
        z.strictObject({
          /** The job that it is about. */
          jobId: jobId(),
          /** RFC 3339, to the second. Default: now. */
          at: instant().optional(),
          /** Values by name. */
          values: z.record(z.string(), z.number()),
          /** Pass through the data. */
          epoch: whole("epochs", 0).optional(),
          /** Step of the training. */
          step: whole("steps", 0).optional(),
          /** How many steps the training has. */
          totalSteps: whole("steps", 0).optional(),
        }),
      )
      .min(1, { error: "is empty; there is nothing to report" }),
  }),

  /**
   * Models with their versions. The vendor took the action off its public list. Source: DescribeTrainingModels.
   * @throws PlatformError `unsupported` where TI-ONE no longer answers it
   */
  getModels: z.strictObject({
    /** Part of a name. Default: all models. */
    search: filled().optional(),
    /** Ids (`m-…`); a single one matches parts of ids too. */
    modelIds: someTexts().optional(),
    /** Where the files came from. */
    source: word("JOB", "COS").optional(),
    /** Only models with all of these tags. */
    tags: tags().optional(),
  }),

  /**
   * Versions of one model, all of them unless `filters` says otherwise. Source: DescribeTrainingModelVersions.
   * @throws PlatformError `notFound` for an unknown model, where TI-ONE says so
   */
  getModelVersions: z.strictObject({
    /** `m-…`. */
    modelId: filled(),
    /** Which versions. In each list one value matches any part, several match exactly. Default: all versions. */
    filters: z
      .strictObject({
        /** Ids (`mv-…`). */
        versionIds: someTexts().optional(),
        /** `NORMAL`, `ACCELERATE`. */
        versionTypes: someTexts().optional(),
        /** `TORCH_SCRIPT`, `PYTORCH`, `DETECTRON2`, `SAVED_MODEL`, `FROZEN_GRAPH`, `PMML`. */
        formats: someTexts().optional(),
        /** `TENSORFLOW`, `PYTORCH`, `DETECTRON2`. */
        frameworks: someTexts().optional(),
      })
      .optional(),
  }),

  /**
   * One version of a model. Source: DescribeTrainingModelVersion.
   * @throws PlatformError `notFound`
   */
  getModelVersion: z.strictObject({
    /** `mv-…`. */
    versionId: filled(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

/** The arguments of a look-up, checked. */
export type Args<Name extends keyof typeof tioneLookupArgs> = z.output<(typeof tioneLookupArgs)[Name]>;
