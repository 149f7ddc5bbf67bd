import { z } from "zod";
import { filled, id, instant, statuses, whole, word } from "../words";

const workspaceId = id("ws-", "workspace");
const resourceGroupId = id("lcg-", "logic compute group");
const jobId = id("job-", "training job");
/** In one answer of the platform. */
const MOST_ROWS = 999;

/** What each look-up of Qizhi takes. Sources: the published OpenAPI; for the console's API what its clients send. */
export const qizhiLookupArgs = {
  /**
   * The machines that the account sees, from the published API.
   * Source: cluster_nodes/list. @throws PlatformError
   */
  getNodes: z.strictObject({
    /** Only the machines of this pool: `online` ones take jobs. Default: all. Source: cluster_nodes/list. */
    resourcePool: word("online", "backup", "fault", "unknown").optional(),
  }),

  /**
   * The logic compute groups of a workspace, `lcg-…`: what a job names to say where it runs. Needs a console session.
   * Source: workspace.ListLogicComputeGroups. @throws PlatformError
   */
  getResourceGroups: z.strictObject({
    /** Workspace, `ws-…`. */
    workspaceId,
    /** Only groups of exactly this name; there may be several. Default: all. */
    name: filled().optional(),
  }),

  /**
   * One logic compute group with its cards, cores and GiB, granted and in use, and its machines. Needs a console session.
   * Sources: workspace.ListLogicComputeGroups, GetLogicComputeGroupResource, ListNodeDimension.
   * @throws PlatformError `notFound` when the workspace does not show it
   */
  getResourceGroup: z.strictObject({
    /** Workspace that sees the group, `ws-…`. */
    workspaceId,
    /** Logic compute group, `lcg-…`. */
    resourceGroupId,
  }),

  /**
   * The resource specifications of a group, each with its price in the platform's points per hour; `specId` goes into
   * `frameworkConfig[0].specId`. Needs a console session.
   * Source: resource-price.GetLogicComputeGroupResourceSpecPrices. @throws PlatformError
   */
  getSpecs: z.strictObject({
    /** Workspace, `ws-…`: a specification is valid for one workspace and one group. */
    workspaceId,
    /** Logic compute group, `lcg-…`. */
    resourceGroupId,
    /** What the machines are for: training, notebooks (`dsw`), HPC, Ray or serving. Default `train`. */
    kind: word("train", "dsw", "hpc", "rayJob", "serve").optional(),
  }),

  /**
   * The images that a workspace offers; `address` and `source` go into `frameworkConfig[0].image` and `.imageType`. Needs a
   * console session. Source: image.ListImages. @throws PlatformError
   */
  getImages: z.strictObject({
    /** Workspace whose registry is searched, `ws-…`. */
    workspaceId,
    /** Only images from this source. Default: all. */
    source: word("SOURCE_PUBLIC", "SOURCE_PRIVATE", "SOURCE_OFFICIAL", "SOURCE_PROJECT").optional(),
    /** A part of the name, as the platform matches it. Default: any. */
    search: filled().optional(),
  }),

  /**
   * The projects that pay for jobs, with their budgets in points, their highest `taskPriority` and their workspaces. Needs a
   * console session. Source: project.GetProjectForPage. @throws PlatformError
   */
  getProjects: z.strictObject({
    /** Only projects attached to this workspace, `ws-…`. Default: all. */
    workspaceId: workspaceId.optional(),
  }),

  /**
   * The workspaces of the account's projects, including disabled ones. Needs a console session.
   * Source: project.GetProjectForPage, `space_list`. @throws PlatformError
   */
  getWorkspaces: z.strictObject({}),

  /**
   * Training jobs of a workspace, the newest first, 100 by default. Needs a console session.
   * Source: train.ListJobs. @throws PlatformError
   */
  getTrainingJobs: z.strictObject({
    /** Workspace, `ws-…`. */
    workspaceId,
    /** A part of the name, as the platform matches it. Default: any. */
    search: filled().optional(),
    /** Only jobs in these states, in our words: `running`. Default: all. */
    statuses: statuses().optional(),
    /** How many at most, the newest first; 1 to 999, default 100. */
    limit: whole("jobs", 1, MOST_ROWS).optional(),
  }),

  /**
   * One training job and what it was asked to be, from the published API. Source: train_job/detail.
   * @throws PlatformError `notFound` for a job that does not exist, or is somebody else's
   */
  getTrainingJob: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
  }),

  /**
   * The pods of a job: their machines, states and times. Needs a console session.
   * Source: train.ListJobInstances. @throws PlatformError
   */
  getPods: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
  }),

  /**
   * What happened to a job, or to some of its pods, the newest first; shows why it waits. Needs a console session.
   * Source: train.ListJobEvents. @throws PlatformError
   */
  getEvents: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** Events of these pods instead of the job's own: names as `getPods` returns them. */
    pods: z.array(filled()).min(1, { error: "is empty; leave it out for the job's own events" }).max(200).optional(),
  }),

  /**
   * Log lines of a job's pods, the oldest first, 100 by default. Some pods' lines never reach the platform. Needs a console
   * session. Source: train.GetJobLog. @throws PlatformError
   */
  getLogs: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** Only lines of these pods: names as `getPods` returns them. Default: all pods. */
    pods: z.array(filled()).min(1, { error: "is empty; leave it out for all pods" }).optional(),
    /** Only lines from this time on, RFC 3339. The platform searches a month at most. Default: all. */
    from: instant().optional(),
    /** Only lines up to this time, RFC 3339. Default: all. */
    until: instant().optional(),
    /** How many lines at most; 1 to 999, default 100. Qizhi does not say which lines it returns when there are more. */
    limit: whole("lines", 1, MOST_ROWS).optional(),
  }),

  /**
   * One metric of a job by pod, over its whole run by default; empty for a job that has not started. Shares from 0 to 1, or
   * bytes per second. Needs a console session.
   * Sources: train_job/detail, train.GetTaskMetric. @throws PlatformError
   */
  getMetrics: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** The metric, as shares from 0 to 1 (`…Usage`) or in bytes per second. */
    metric: word(
      "gpuUsage",
      "gpuMemoryUsage",
      "cpuUsage",
      "memoryUsage",
      "diskRead",
      "diskWrite",
      "networkRead",
      "networkWrite",
    ),
    /** Only from this time on, RFC 3339. Default: the job's start, at most thirty days before the end. */
    from: instant().optional(),
    /** Only up to this time, RFC 3339. Default: the job's end; while it runs, the time that it has reached by the platform's clock. */
    until: instant().optional(),
    /** Seconds between two points: 60, 300, 1800 or 3600. Default 60. */
    intervalSeconds: z
      .literal([60, 300, 1800, 3600], {
        error: ({ input }) => `is ${JSON.stringify(input)}; Qizhi takes 60, 300, 1800 or 3600`,
      })
      .optional(),
  }),
} as const satisfies Readonly<Record<string, z.ZodObject>>;

/** Checked arguments of one look-up. */
export type Args<Name extends keyof typeof qizhiLookupArgs> = z.output<(typeof qizhiLookupArgs)[Name]>;
