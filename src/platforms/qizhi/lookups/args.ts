import { z } from "zod";
import { filled, id, instant, whole, word } from "../words";

const workspaceId = id("ws-", "workspace");
const groupId = id("lcg-", "logic compute group");
const jobId = id("job-", "training job");
/** Of one answer of the platform. */
const MOST_ROWS = 999;

/** What each look-up of Qizhi takes. Sources: the published OpenAPI; for the console's API what its clients send. */
export const qizhiLookupArgs = {
  getNodes: z.strictObject({
    /** Only the machines of this pool: `online` ones take jobs. Default: all. Source: cluster_nodes/list. */
    resourcePool: word("online", "backup", "fault", "unknown").optional(),
  }),

  getComputeGroups: z.strictObject({
    /** Workspace, `ws-…`. */
    workspaceId,
    /** Only groups of exactly this name; there may be several. Default: all. */
    name: filled().optional(),
  }),

  getComputeGroup: z.strictObject({
    /** Workspace that sees the group, `ws-…`. */
    workspaceId,
    /** Logic compute group, `lcg-…`. */
    logicComputeGroupId: groupId,
  }),

  getSpecs: z.strictObject({
    /** Workspace, `ws-…`: a specification is good for one workspace and one group. */
    workspaceId,
    /** Logic compute group, `lcg-…`. */
    logicComputeGroupId: groupId,
    /** What the machines are for: training, notebooks (`dsw`), HPC, Ray or serving. Default `train`. */
    kind: word("train", "dsw", "hpc", "rayJob", "serve").optional(),
  }),

  getImages: z.strictObject({
    /** Workspace whose registry is looked into, `ws-…`. */
    workspaceId,
    /** Only images from here. Default: all. */
    source: word("SOURCE_PUBLIC", "SOURCE_PRIVATE", "SOURCE_OFFICIAL", "SOURCE_PROJECT").optional(),
    /** Only images whose name fits, as the platform compares it. Default: all. */
    name: filled().optional(),
  }),

  getProjects: z.strictObject({
    /** Only projects attached to this workspace, `ws-…`. Default: all. */
    workspaceId: workspaceId.optional(),
  }),

  getWorkspaces: z.strictObject({}),

  getTrainingJobs: z.strictObject({
    /** Workspace, `ws-…`. */
    workspaceId,
    /** Only jobs whose name holds this, as the platform compares it. Default: all. */
    keyword: filled().optional(),
    /** Only jobs in one of these states, in the vendor's words: `job_running`. Default: all. */
    statuses: z.array(filled()).optional(),
    /** How many at most, the newest first; 1 to 999, default 100. */
    limit: whole("jobs", 1, MOST_ROWS).optional(),
  }),

  getTrainingJob: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
  }),

  getInstances: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
  }),

  getEvents: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** Events of these pods instead of the job's own: names as `getInstances` tells them. */
    pods: z.array(filled()).min(1, { error: "is empty; leave it out for the job's own events" }).max(200).optional(),
  }),

  getLogs: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** Only lines of these pods: names as `getInstances` tells them. Default: all pods. */
    pods: z.array(filled()).min(1, { error: "is empty; leave it out for all pods" }).optional(),
    /** Only lines from this time on, RFC 3339. The platform looks through a month at most. Default: all. */
    from: instant().optional(),
    /** Only lines up to this time, RFC 3339. Default: all. */
    until: instant().optional(),
    /** How many lines at most; 1 to 999, default 100. Which ones it gives of more than that, Qizhi does not say. */
    limit: whole("lines", 1, MOST_ROWS).optional(),
  }),

  getMetrics: z.strictObject({
    /** Training job, `job-…`. */
    jobId,
    /** What was measured, as shares from 0 to 1 (`…Usage`) or in bytes a second. */
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
    /** Only up to this time, RFC 3339. Default: the job's end, or as far as it got. */
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
