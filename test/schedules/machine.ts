import type * as dynamic from "@pulumi/pulumi/dynamic";
import { defineResource } from "../../src/engine/resource";
import type { Properties } from "../../src/engine/values";
import type { Journal, JournalEntry, Origin } from "../../src/jobs/journal";
import type { Clock } from "../../src/net/clock";
import type { HttpReply, HttpRequest } from "../../src/net/http";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { PriceBook } from "../../src/pricing/book";
import { trainingJob } from "../../src/resources/job";

/** What a process has around it. */
interface Surroundings {
  readonly environment: Readonly<Record<string, string>>;
  /** How it sends. */
  send(request: HttpRequest): Promise<HttpReply>;
}

/** What a killed process waits for. (One promise for all would keep them all.) */
const never = () => new Promise<never>(() => {});

/** A computer with a disk: what its journal says outlives its processes. */
export class Machine {
  readonly entries = new Map<string, JournalEntry>();
  private readonly processes: Process[] = [];

  start(around: Surroundings, clock: Clock, settings: ReadonlyMap<string, string>, dies: number | undefined): Process {
    const process = new Process(this, this.processes.length + 1, around, clock, settings, dies);
    this.processes.push(process);
    return process;
  }

  isAlive(pid: number): boolean {
    return this.processes.some((process) => process.pid === pid && !process.isDead);
  }
}

/** The plugin of one run, which may be killed between any two things that others can see. */
export class Process {
  isDead = false;
  readonly notes: string[] = [];
  readonly provider: Required<dynamic.ResourceProvider<Properties, Properties>>;
  readonly died: Promise<void>;
  private steps = 0;
  private die = () => {};

  /** @param dies after so many steps; undefined: never */
  constructor(
    private readonly machine: Machine,
    readonly pid: number,
    around: Surroundings,
    clock: Clock,
    settings: ReadonlyMap<string, string>,
    private readonly dies: number | undefined,
  ) {
    this.died = new Promise((resolve) => {
      this.die = () => {
        this.isDead = true;
        resolve();
      };
    });
    const own = {
      now: () => clock.now(),
      wall: () => clock.wall(),
      sleep: (ms: number, signal?: AbortSignal) => this.alive(clock.sleep(ms, signal)),
    };
    let draws = 0;
    const io = {
      ...createIo({
        clock: own,
        env: () => around.environment,
        random: () => (++draws * 0.618_034) % 1,
        write: () => {},
        limiters: createLimiters(own),
      }),
      http: (request: HttpRequest) => this.step(() => around.send(request)),
    };
    const journal = this.journal();
    const isAlive = (pid: number) => machine.isAlive(pid);
    this.provider = defineResource(
      trainingJob({ io, journal, backend: "file:///schedules", isAlive, prices: new PriceBook(clock) }),
      {
        clock: own,
        interruption: { signal: new AbortController().signal, during: (work) => work() },
        narrator: () => ({ status: () => {}, note: (_, __, text) => void this.notes.push(text) }),
        secrets: io.secrets,
        settings: new Map(settings),
        secretOutputs: new Set(),
      },
    );
  }

  /** Ends it, as the end of a run does. */
  end(): void {
    this.isDead = true;
  }

  /** Something that others can see: it may be the last thing before, or after, which the process is killed. */
  private async step<T>(act: () => Promise<T>): Promise<T> {
    await this.tick();
    const result = await this.alive(act());
    await this.tick();
    return result;
  }

  private async tick(): Promise<void> {
    if (!this.isDead && ++this.steps === this.dies) this.die();
    if (this.isDead) await never();
  }

  /** What comes after death, nobody hears. */
  private async alive<T>(promise: Promise<T>): Promise<T> {
    const settle = (): Promise<void> => (this.isDead ? never() : Promise.resolve());
    return promise.then(
      async (value) => {
        await settle();
        return value;
      },
      async (error: unknown) => {
        await settle();
        throw error;
      },
    );
  }

  /** As the one on disk: whole entries, or none. */
  private journal(): Journal {
    const { entries } = this.machine;
    const keyOf = ({ resource, marker }: Origin) => `${resource}/${marker}`;
    const read = <T>(value: () => T) => this.alive(Promise.resolve().then(value));
    return {
      read: (origin) => read(() => entries.get(keyOf(origin))),
      ofResource: (resource) => read(() => [...entries.values()].filter((entry) => entry.resource === resource)),
      all: () => read(() => [...entries.values()]),
      write: (entry) => this.step(async () => void entries.set(keyOf(entry), { pid: this.pid, ...entry })),
      remove: (origin) => this.step(async () => void entries.delete(keyOf(origin))),
    };
  }
}
