import type { TrainingJob } from "../jobs/job";
import type { Site } from "../jobs/jobs";
import { isSettled } from "../jobs/states";
import { countIn, wordIn, type Count } from "../refusal";
import { jobsOf, needOf, occupancyOf, partOf, sum, type Amounts, type Occupancy } from "./capacity";
import { POOLS, type Pool } from "./catalogue";
import { addresses, labelsOf, quantities } from "./show";

// What runs and waits in dedicated pools. Source: /v2/{project_id}/pools/{pool}/workloads and the figures beside it.

const TYPES = ["train", "infer", "notebook", "x-infer"] as const;
const STATUSES = [
  "Queue",
  "Pending",
  "Creating",
  "Running",
  "Terminating",
  "Completed",
  "Failed",
  "Terminated",
  "Abnormal",
] as const;
const row: Count = { name: "offset", least: 0, most: 1_000_000, otherwise: 0 };
const pageSize: Count = { name: "limit", least: 1, most: 500, otherwise: 500 };

/** GET /pools/{pool}/workloads: live ones and ended ones. `offset` counts rows, and there is no total. */
export function listWorkloads(pool: Pool, query: URLSearchParams, site: Site): object {
  const type = wordIn(query, { name: "type", words: TYPES });
  const status = wordIn(query, { name: "status", words: STATUSES });
  const hosts = (query.get("hostip") ?? "").split(",").filter(Boolean);
  const occupancy = occupancyOf(pool, site.jobs);
  const start = hosts.length > 0 ? 0 : countIn(query, row);
  const end = hosts.length > 0 ? undefined : start + countIn(query, pageSize);
  const wanted = jobsOf(pool, site.jobs).filter(
    (job) =>
      site.jobs.isVisible(job) &&
      (type ?? "train") === "train" &&
      (status === undefined || statusOf(job, site) === status) &&
      (hosts.length === 0 || occupancy.placed.get(job.id)?.some(({ privateIp }) => hosts.includes(privateIp))),
  );
  const items = wanted.slice(start, end).map((job) => workloadOf(job, pool, { ...site, occupancy }));
  return { kind: "WorkloadList", apiVersion: "v2", items };
}

function workloadOf(job: TrainingJob, pool: Pool, site: Site & { readonly occupancy: Occupancy }): object {
  const { stage, jobs, occupancy } = site;
  const moments = job.runs[0] ? jobs.momentsOf(job.runs[0], stage.now()) : [];
  const start = moments.find(({ state }) => state === "Running")?.at;
  const { state, at } = jobs.stateOf(job);
  const end = isSettled(state) ? at : stage.now();
  const seconds = (from: number, to: number) => Math.floor((to - from) / 1_000);
  const machines = occupancy.placed.get(job.id) ?? [];
  const { flavor_id } = job.facts.request.spec?.resource ?? {};
  const { cards } = pool.flavor;
  const part = partOf(job, pool);
  const status = statusOf(job, site);
  const queue = jobsOf(pool, jobs).filter((each) => statusOf(each, site) === "Queue");
  return {
    type: "train",
    namespace: "emulator",
    name: `modelarts-job-${job.id}`,
    uid: job.id,
    jobName: job.name,
    jobUUID: job.id,
    flavor: flavor_id ?? "",
    status,
    userName: "emulator",
    resourceRequirement: quantities(needOf(job, pool), cards, "workload"),
    priority: String(job.facts.request.spec?.schedule_policy?.priority ?? 1),
    runningDuration: start === undefined ? 0 : seconds(start, end),
    pendingDuration: seconds(job.createdAt, start ?? end),
    ...(status === "Queue" && { pendingPosition: queue.indexOf(job) + 1 }),
    createTime: job.createdAt,
    hostIps: addresses(machines),
    nodes: machines.map(({ privateIp }) => ({
      hostIp: privateIp,
      resourceRequirement: quantities(part, cards, "workload"),
    })),
  };
}

/** An undocumented phase counts as running; a job that waits is in the queue. */
function statusOf(job: TrainingJob, { jobs }: Site): (typeof STATUSES)[number] {
  const { state } = jobs.stateOf(job);
  if (state === "Pending") return "Queue";
  return STATUSES.find((status) => status === state) ?? "Running";
}

/** GET /statistics/pools/{pool}/workloads. */
export function workloadStatistics(pool: Pool, site: Site): object {
  const all = jobsOf(pool, site.jobs);
  const count = (status: string) => all.filter((job) => statusOf(job, site) === status).length;
  const none = () => 0;
  const lineOf = (type: string, total: number, status: (word: string) => number) => ({
    type,
    total,
    status: Object.fromEntries(STATUSES.map((word) => [word, status(word)])),
  });
  const items = [lineOf("train", all.length, count), lineOf("infer", 0, none), lineOf("notebook", 0, none)];
  return { kind: "WorkloadStatistics", apiVersion: "v2", statistics: { total: all.length, items } };
}

/** GET /metrics/runtime/pools: every pool of the project at once. */
export function runtimeMetrics(site: Site): object {
  const items = POOLS.map((pool) => ({
    metadata: { name: pool.id, labels: labelsOf(pool) },
    table: tableOf(pool, site),
  }));
  return { kind: "PoolMetricsList", apiVersion: "v2", items };
}

function tableOf(pool: Pool, site: Site): object {
  const usable = occupancyOf(pool, site.jobs).loads.filter(({ machine }) => machine.phase === "Available");
  const whole = sum(usable.map((load) => load.whole));
  const free = sum(usable.map((load) => load.free));
  const held = {
    cores: whole.cores - free.cores,
    memoryGi: whole.memoryGi - free.memoryGi,
    cards: whole.cards - free.cards,
  };
  const amounts = (all: Amounts) => quantities(all, pool.flavor.cards, "runtime");
  const [capacity, available] = [amounts(whole), amounts(free)];
  const when = { timestamp: new Date(site.stage.now()).toISOString(), window: "1m" };
  const live = jobsOf(pool, site.jobs).filter((job) => site.jobs.isLive(job));
  const queued = live.filter((job) => statusOf(job, site) === "Queue").length;
  return {
    allocated: { ...when, value: amounts(held) },
    capacity: { ...when, value: capacity, maxValue: capacity, allValue: capacity, allMaxValue: capacity },
    available: { ...when, value: available, maxValue: available },
    workload: { ...when, allocated: byType(live.length - queued), queue: byType(queued) },
  };
}

function byType(train: number): object {
  return { train, infer: 0, "x-infer": 0, notebook: 0, warmUpTask: 0, sum: train };
}
