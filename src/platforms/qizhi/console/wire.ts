import { z } from "zod";
import { id } from "../../../net/ids";
import { amount, count, flag, gpuInfo, jobReply, list, node, page, rows, text } from "../wire";

/*
 * What we read of the answers of the console's API, in the vendor's spelling. No document defines them: these are the members
 * that clients have met. Tolerant as in `wire.ts`.
 */

/** Around every answer; errors come with HTTP 200. */
export const consoleEnvelope = z.object({
  ResponseMetadata: z
    .object({
      RequestId: text,
      Error: z.object({ Code: text, Message: text }).nullish().catch(undefined),
    })
    .nullish()
    .catch(undefined),
  Result: z.unknown().optional(),
});

const gpuTypeStats = rows(z.object({ gpu_info: gpuInfo }));

const group = z.object({
  logic_compute_group_id: id,
  name: text,
  compute_group_id: text,
  /** A list, written as JSON in a text. */
  support_job_type_list: text,
  gpu_type_stats: gpuTypeStats,
});
export type Group = z.output<typeof group>;

export const groupsReply = z.object({ logic_compute_groups: rows(group) });

/** The vendor's misspelling, and what it may be corrected to. */
const resources = z
  .object({
    gpu_total: amount,
    gpu_used: amount,
    gpu_low_priority_used: amount,
    cpu_total: amount,
    cpu_used: amount,
    memory_gi_total: amount,
    memory_gi_used: amount,
  })
  .nullish()
  .catch(undefined);

export const groupResourceReply = z.object({
  logic_resouces: resources,
  logic_resources: resources,
  gpu_type_stats: gpuTypeStats,
});
export type GroupResource = z.output<typeof groupResourceReply>;

export const nodeDimensionsReply = z.object({ node_dimensions: page(node), total: count });

export const specsReply = z.object({
  lcg_resource_spec_prices: rows(
    z.object({
      quota_id: id,
      gpu_count: amount,
      cpu_count: amount,
      memory_size_gib: amount,
      gpu_info: gpuInfo,
      total_price_per_hour: amount,
    }),
  ),
});

/** A time as the console writes it: milliseconds as a number or as text, or RFC 3339. */
const moment = z.union([z.number(), z.string()]).nullish().catch(undefined);

export const imagesReply = z.object({
  images: rows(
    z.object({
      image_id: text,
      address: z.string().min(1),
      name: text,
      framework: text,
      version: text,
      source: text,
      visibility: text,
      status: text,
      description: text,
      created_at: moment,
    }),
  ),
});

const space = z.object({ id, name: text, usage_status: count });

export const projectsReply = z.object({
  items: page(
    z.object({
      id,
      name: text,
      en_name: text,
      priority_name: text,
      priority_level: text,
      budget: amount,
      remain_budget: amount,
      member_remain_budget: amount,
      is_member: flag,
      space_list: rows(space),
    }),
  ),
  total: count,
});
export type Project = NonNullable<z.output<typeof projectsReply>["items"][number]>;

export const jobsReply = z.object({ jobs: rows(jobReply), total: count });

export const instancesReply = z.object({
  items: page(
    z.object({
      name: z.string().min(1),
      instance_type: text,
      node: text,
      instance_status: text,
      created_at: moment,
      started_at: moment,
      finished_at: moment,
      running_round: count,
    }),
  ),
  total: count,
});

export const eventsReply = z.object({
  events: page(
    z.object({
      type: text,
      reason: text,
      message: text,
      content: text,
      first_timestamp: moment,
      last_timestamp: moment,
      count,
      object_id: text,
    }),
  ),
  total: count,
});

export const logsReply = z.object({
  logs: rows(z.object({ message: text, node: text, pod_name: text, timestamp_ms: moment, time: moment })),
});

const point = z.object({ timestamp: count, data: amount });

const metricGroups = list(
  z.object({ group_name: text, metric_type: text, resource_name: text, time_series: rows(point) }),
);

/** The vendor's misspelling, and what it may be corrected to. */
export const metricsReply = z.object({
  time_seris_metric_groups: metricGroups,
  time_series_metric_groups: metricGroups,
});
