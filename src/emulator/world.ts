import { unfold, type Moment, type Timeline } from "./timeline";

/** One run of a job: its start and its timeline, and the stop that cut it short, if any. */
export interface Run {
  readonly at: number;
  readonly timeline: Timeline;
  readonly stop?: { readonly at: number; readonly timeline: Timeline };
}

/**
 * A job, kept only as recorded events: its state at any time is computed from them (`momentsOf`), so a read
 * changes nothing and no timer is needed.
 */
export interface Job<Facts> {
  readonly id: string;
  readonly name: string;
  /** What the vendor keeps about the job besides its states. */
  readonly facts: Facts;
  readonly createdAt: number;
  /** When reads begin to show the job; writes know it from `createdAt`. */
  readonly visibleAt: number;
  /** At least one; each start appends another. */
  readonly runs: readonly Run[];
}

/** What the world needs to know about a vendor to hold its jobs. */
export interface Custom<Facts> {
  readonly platform: string;
  /** True for a state in which a job holds no compute and will not get any by itself. */
  isSettled(state: string): boolean;
  /** The ownership marker that the job carries, if any. */
  marker(facts: Facts): string | undefined;
}

/** A job as `GET /_emulator/jobs` shows it. */
export interface JobEntry {
  readonly platform: string;
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly marker?: string;
  /** RFC 3339, UTC, emulator's clock. */
  readonly createdAt: string;
  /** Holds compute, or may still get it: not settled and not deleted. */
  readonly live: boolean;
}

/** The states of one run that have begun by `now`, oldest first. */
function momentsOf(run: Run, now: number): readonly Moment[] {
  const { stop } = run;
  if (stop === undefined || stop.at > now) return unfold(run.timeline, run.at, now);
  return [...unfold(run.timeline, run.at, stop.at), ...unfold(stop.timeline, stop.at, now)];
}

/** The current state of a job. */
function stateOf(job: Job<unknown>, now: number): Moment {
  const moment = momentsOf(latestRun(job), now).at(-1);
  if (moment === undefined) throw new RangeError(`job ${job.id} is asked about a time before its run`);
  return moment;
}

function latestRun(job: Job<unknown>): Run {
  const run = job.runs.at(-1);
  if (run === undefined) throw new RangeError(`job ${job.id} has no run`);
  return run;
}

/** What the world reads from outside: the clock and two switches. */
export interface Surroundings {
  now(): number;
  listLagMs(): number;
  purgeAfterMs(): number | null;
}

/** All jobs of all vendors. */
export class World {
  private readonly ledgers: Pick<Ledger<unknown>, "entries" | "clear">[] = [];
  private readonly others: Pick<Ledger<unknown>, "clear">[] = [];
  /** Grows with every recorded event: comparing it before and after shows whether something was committed. */
  revision = 0;

  constructor(private readonly surroundings: Surroundings) {}

  /** Opens a ledger for a vendor's jobs. */
  ledger<Facts>(custom: Custom<Facts>): Ledger<Facts> {
    const ledger = this.open(custom, this.surroundings);
    this.ledgers.push(ledger);
    return ledger;
  }

  /** Opens a ledger for things that are not jobs: visible at once, never purged, not among the entries. */
  records<Facts>({ isSettled }: Pick<Custom<Facts>, "isSettled">): Ledger<Facts> {
    const custom: Custom<Facts> = { platform: "", isSettled, marker: () => undefined };
    const ledger = this.open(custom, { ...this.surroundings, listLagMs: () => 0, purgeAfterMs: () => null });
    this.others.push(ledger);
    return ledger;
  }

  entries(): readonly JobEntry[] {
    return this.ledgers.flatMap((ledger) => ledger.entries());
  }

  clear(): void {
    for (const ledger of [...this.ledgers, ...this.others]) ledger.clear();
  }

  private open<Facts>(custom: Custom<Facts>, surroundings: Surroundings): Ledger<Facts> {
    return new Ledger<Facts>(custom, surroundings, () => {
      this.revision++;
    });
  }
}

/** The jobs of one vendor. Every method that changes something records one event. */
export class Ledger<Facts> {
  private readonly jobs = new Map<string, Job<Facts>>();

  constructor(
    private readonly custom: Custom<Facts>,
    private readonly surroundings: Surroundings,
    private readonly onEvent: () => void,
  ) {}

  commit({ id, name, facts }: Pick<Job<Facts>, "id" | "name" | "facts">, timeline: Timeline): void {
    const at = this.surroundings.now();
    const visibleAt = at + this.surroundings.listLagMs();
    this.record({ id, name, facts, createdAt: at, visibleAt, runs: [{ at, timeline }] });
  }

  /** Runs the job once more; earlier runs stay as they were. */
  start(job: Job<Facts>, facts: Facts, timeline: Timeline): void {
    this.record({ ...job, facts, runs: [...job.runs, { at: this.surroundings.now(), timeline }] });
  }

  /** Replaces the rest of the current run by `timeline`. */
  stop(job: Job<Facts>, facts: Facts, timeline: Timeline): void {
    const run = { ...latestRun(job), stop: { at: this.surroundings.now(), timeline } };
    this.record({ ...job, facts, runs: [...job.runs.slice(0, -1), run] });
  }

  amend(job: Job<Facts>, facts: Facts): void {
    this.record({ ...job, facts });
  }

  remove(job: Job<Facts>): void {
    this.jobs.delete(job.id);
    this.onEvent();
  }

  /** Jobs that writes know, oldest first: neither deleted nor purged. */
  known(): readonly Job<Facts>[] {
    return [...this.jobs.values()].filter((job) => !this.isPurged(job));
  }

  find(id: string): Job<Facts> | undefined {
    const job = this.jobs.get(id);
    return job && !this.isPurged(job) ? job : undefined;
  }

  /** Whether reads show a known job: it is past the list lag. */
  isVisible(job: Job<Facts>): boolean {
    return job.visibleAt <= this.surroundings.now();
  }

  /** The current state of a job. */
  stateOf(job: Job<Facts>): Moment {
    return stateOf(job, this.surroundings.now());
  }

  /** The states of one run that have begun by `until`, oldest first. */
  momentsOf(run: Run, until: number): readonly Moment[] {
    return momentsOf(run, until);
  }

  isLive(job: Job<Facts>): boolean {
    return !this.custom.isSettled(this.stateOf(job).state);
  }

  entries(): readonly JobEntry[] {
    return this.known().map((job) => ({
      platform: this.custom.platform,
      id: job.id,
      name: job.name,
      state: this.stateOf(job).state,
      marker: this.custom.marker(job.facts),
      createdAt: new Date(job.createdAt).toISOString(),
      live: this.isLive(job),
    }));
  }

  clear(): void {
    this.jobs.clear();
  }

  private record(job: Job<Facts>): void {
    this.jobs.set(job.id, job);
    this.onEvent();
  }

  private isPurged(job: Job<Facts>): boolean {
    const keptMs = this.surroundings.purgeAfterMs();
    if (keptMs === null) return false;
    const { state, at } = this.stateOf(job);
    return this.custom.isSettled(state) && at + keptMs <= this.surroundings.now();
  }
}
