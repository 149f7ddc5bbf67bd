import { z } from "zod";
import type { Job, Ledger } from "../../../emulator/world";
import { CARDS_A_MACHINE, GROUPS, specOf, type Group } from "./catalogue";
import type { CreateRequest } from "./create";

// Which jobs occupy which machines: a pure function of the live jobs. A queued job counts as well, because it will run.

/** A machine and the jobs on it. */
export interface Seat {
  readonly name: string;
  readonly jobIds: readonly string[];
  /** Cards in use. */
  readonly used: number;
}

/** Cards of a group that live jobs ask for, whether there is room for them or not. */
export interface Demand {
  readonly used: number;
  readonly ofLowPriority: number;
}

/** Every machine of a group. Jobs take the first ones with room, in the order of their creation; without room they wait. */
export function seatsOf(group: Group, jobs: Ledger<CreateRequest>): readonly Seat[] {
  let seats: readonly Seat[] = group.machines.map((name) => ({ name, jobIds: [], used: 0 }));
  for (const job of liveJobs(group, jobs)) {
    const { instances, gpus } = shareOf(job);
    for (let i = 0; i < instances; i++) {
      const taken = seats.findIndex(({ used }) => used + gpus <= CARDS_A_MACHINE);
      seats = seats.map((seat, at) =>
        at === taken ? { ...seat, used: seat.used + gpus, jobIds: [...new Set([...seat.jobIds, job.id])] } : seat,
      );
    }
  }
  return seats;
}

export function demandOf(group: Group, jobs: Ledger<CreateRequest>): Demand {
  const cards = (lives: readonly Job<CreateRequest>[]) =>
    lives.map(shareOf).reduce((sum, { instances, gpus }) => sum + instances * gpus, 0);
  const lives = liveJobs(group, jobs);
  return { used: cards(lives), ofLowPriority: cards(lives.filter(({ facts }) => facts.task_priority <= 3)) };
}

/** Names of the machines that a live job occupies. */
export function machinesOf(job: Job<CreateRequest>, jobs: Ledger<CreateRequest>): readonly string[] {
  const group = GROUPS.find(({ id }) => id === job.facts.logic_compute_group_id);
  const seats = group ? seatsOf(group, jobs) : [];
  return seats.filter(({ jobIds }) => jobIds.includes(job.id)).map(({ name }) => name);
}

function liveJobs({ id }: Group, jobs: Ledger<CreateRequest>): readonly Job<CreateRequest>[] {
  return jobs.known().filter((job) => job.facts.logic_compute_group_id === id && jobs.isLive(job));
}

function shareOf({ facts }: Job<CreateRequest>): { readonly instances: number; readonly gpus: number } {
  const [config] = facts.framework_config;
  return { instances: config?.instance_count ?? 0, gpus: specOf(config?.spec_id).gpus };
}

const pools = z.enum(["online", "backup", "fault", "unknown"]);

/** Request of `cluster_nodes/list`. */
export const listNodes = z.strictObject({
  page_num: z.int().min(1),
  page_size: z.int().min(1).max(1_000),
  filter: z.strictObject({ resource_pool: pools.optional() }).optional(),
});

/** Answer of `cluster_nodes/list`: all machines of all groups, and a broken one without a group. */
export function nodesPage(
  { page_num: page, page_size: size, filter }: z.output<typeof listNodes>,
  jobs: Ledger<CreateRequest>,
): object {
  const nodes = GROUPS.flatMap((group) => seatsOf(group, jobs).map((seat) => nodeOf(seat, group)));
  const wanted = [...nodes, BROKEN].filter(
    ({ resource_pool: pool }) => filter?.resource_pool === undefined || pool === filter.resource_pool,
  );
  return { nodes: wanted.slice((page - 1) * size, page * size), total: String(wanted.length) };
}

function nodeOf({ name, jobIds }: Seat, group: Group) {
  return {
    name,
    status: "READY",
    resource_pool: "online",
    gpu_count: CARDS_A_MACHINE,
    task_list: jobIds,
    logic_compute_group_name: group.name,
  };
}

const BROKEN = {
  name: "broken-1",
  status: "NOT_READY",
  resource_pool: "fault",
  gpu_count: CARDS_A_MACHINE,
  task_list: [],
  logic_compute_group_name: "",
};
