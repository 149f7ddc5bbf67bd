import type { Ledger } from "../../../../emulator/world";
import { POOL_FLAVORS } from "../catalogue";
import type { Training, TrainingJob } from "../jobs/job";
import { machinesOf, type Machine, type Pool } from "./catalogue";

// Where the jobs of a pool run, computed from the live ones like everything else.

/** How much there is, or is in use. */
export interface Amounts {
  readonly cores: number;
  readonly memoryGi: number;
  readonly cards: number;
}

export interface Load {
  readonly machine: Machine;
  readonly whole: Amounts;
  readonly free: Amounts;
}

/** A pool at one moment. */
export interface Occupancy {
  readonly loads: readonly Load[];
  /** The machines of each job that found room for all its parts. */
  readonly placed: ReadonlyMap<string, readonly Machine[]>;
}

const NOTHING: Amounts = { cores: 0, memoryGi: 0, cards: 0 };

/** Places jobs in the order of their creation, each on the first machines with room, as a whole or not at all. */
export function occupancyOf(pool: Pool, jobs: Ledger<Training>): Occupancy {
  const whole = wholeOf(pool);
  let loads: readonly Load[] = machinesOf(pool).map((machine) => ({ machine, whole, free: whole }));
  const placed = new Map<string, readonly Machine[]>();
  for (const job of jobsOf(pool, jobs).filter((each) => jobs.isLive(each))) {
    const part = partOf(job, pool);
    const chosen = loads
      .filter(({ machine, free }) => machine.phase === "Available" && fits(part, free))
      .slice(0, partsOf(job));
    if (chosen.length < partsOf(job)) continue;
    placed.set(
      job.id,
      chosen.map(({ machine }) => machine),
    );
    loads = loads.map((load) => (chosen.includes(load) ? { ...load, free: plus(load.free, part, -1) } : load));
  }
  return { loads, placed };
}

/** All known jobs of a pool, oldest first. */
export function jobsOf({ id }: Pool, jobs: Ledger<Training>): readonly TrainingJob[] {
  return jobs.known().filter(({ facts }) => facts.request.spec?.resource?.pool_id === id);
}

/** What a job needs of each machine: the share that goes with its cards, unless it was given a size of its own. */
export function partOf({ facts }: TrainingJob, pool: Pool): Amounts {
  const { flavor_id, main_container_customized_flavor: own } = facts.request.spec?.resource ?? {};
  const whole = wholeOf(pool);
  const cards = own?.accelerator_num ?? POOL_FLAVORS.get(flavor_id ?? "") ?? 0;
  const share = whole.cards === 0 ? 1 : cards / whole.cards;
  return {
    cores: own?.cpu_core_num ?? whole.cores * share,
    memoryGi: own?.mem_size ?? whole.memoryGi * share,
    cards,
  };
}

/** What a job needs of all its machines together. */
export function needOf(job: TrainingJob, pool: Pool): Amounts {
  return plus(NOTHING, partOf(job, pool), partsOf(job));
}

export function sum(all: readonly Amounts[]): Amounts {
  return all.reduce((total, one) => plus(total, one, 1), NOTHING);
}

/** How many machines a job is spread over. */
function partsOf({ facts }: TrainingJob): number {
  return facts.request.spec?.resource?.node_count ?? 1;
}

function wholeOf({ flavor }: Pool): Amounts {
  return { cores: flavor.cores, memoryGi: flavor.memoryGi, cards: flavor.cards?.count ?? 0 };
}

function fits(part: Amounts, free: Amounts): boolean {
  return part.cores <= free.cores && part.memoryGi <= free.memoryGi && part.cards <= free.cards;
}

function plus(left: Amounts, right: Amounts, times: number): Amounts {
  return {
    cores: left.cores + times * right.cores,
    memoryGi: left.memoryGi + times * right.memoryGi,
    cards: left.cards + times * right.cards,
  };
}
