import assert from "node:assert/strict";
import { readFile, stat, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { findPlatform } from "../src/platforms/registry";
import { samples } from "../test/conformance/samples";
import { TestStack, type RequestSeen } from "../test/engine/stack";

export type PlatformName = "tione" | "modelarts" | "qizhi";

/** How long a job in the benchmark is pending before it runs, and how long the emulator takes to stop one. */
export const PENDING_MS = 2_000;
export const STOPPING_MS = 5_000;
/** Requests per second for one action, as documented; on Qizhi, what is tolerated for all actions together. */
export const RATES: Readonly<Record<PlatformName, number>> = { tione: 20, modelarts: 200, qizhi: 2 };
/** How many a client may send at first: ModelArts documents the rate of its gateway but not of what is behind it. */
export const FIRST_RATES: typeof RATES = { ...RATES, modelarts: 20 };
/** Pulumi's own default. */
export const SLOTS = 4 * availableParallelism();

const TIMELINES: Readonly<Record<PlatformName, readonly object[]>> = {
  tione: [{ state: "PENDING", ms: PENDING_MS }, { state: "RUNNING" }],
  modelarts: [{ state: "Pending", ms: PENDING_MS }, { state: "Running" }],
  qizhi: [{ state: "job_queuing", ms: PENDING_MS }, { state: "job_running" }],
};
const LOOK_EVERY_MS = 200;
const NO_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

export interface Options {
  /** Default: Pulumi's own number. */
  readonly parallel?: number;
  readonly skipsCheckpoints?: boolean;
}

/** What the plugin's process reported in one second (`probe.cjs`). */
export interface Pulse {
  readonly at: number;
  /** The 99th percentile of how long the event loop was blocked. */
  readonly lagMs: number;
  readonly rss: number;
}

/** One run of the CLI. */
export interface Timed {
  readonly ms: number;
  /** What the emulator was asked during the run. */
  readonly requests: readonly RequestSeen[];
  readonly output: string;
}

/** A project against an emulator at its real speed, with the vendor's own limits. */
export class Stage {
  private constructor(private readonly stack: TestStack) {}

  /** @param neighbour another project that uses the same account */
  static async open(neighbour?: Stage): Promise<Stage> {
    const stack = await TestStack.start({ speed: 1, ...(neighbour && { emulator: neighbour.stack.emulator }) });
    for (const [platform, timeline] of Object.entries(TIMELINES))
      await stack.ask("POST", "scenario", { match: { name: `${platform}-*` }, timeline });
    return new Stage(stack);
  }

  close(): Promise<void> {
    return this.stack.stop();
  }

  /** A program of `count` jobs, with `before` and `rest` around them; their names begin with `prefix`, and that with the platform's. */
  jobs(
    platform: PlatformName,
    count: number,
    {
      args = {},
      before = "",
      rest = "",
      prefix = platform,
    }: { readonly args?: object; readonly before?: string; readonly rest?: string; readonly prefix?: string } = {},
  ): Promise<void> {
    const { spec } = samples[platform] ?? {};
    const given = JSON.stringify({ platform, spec, ...args });
    return this.stack.program(
      `${before}\nconst jobs = Array.from({ length: ${count} }, (_, index) => new training.TrainingJob("${prefix}-" + index, ${given}));\n${rest}`,
    );
  }

  /**
   * The floor: the same program against a provider that answers at once.
   * @param row outputs that each resource gets, so that its row is as large as a job's
   */
  async instants(platform: PlatformName, count: number, row?: object): Promise<void> {
    const file = join(this.stack.directory, "row.json");
    if (row) await writeFile(file, JSON.stringify(row));
    return this.against(`instant(${row ? JSON.stringify(file) : ""})`, platform, count);
  }

  /** The same program against a provider whose creates never end. */
  waiters(platform: PlatformName, count: number): Promise<void> {
    return this.against(`waiting(${JSON.stringify(this.begunFile)})`, platform, count);
  }

  private get begunFile(): string {
    return join(this.stack.directory, "begun");
  }

  private against(provider: string, platform: PlatformName, count: number): Promise<void> {
    const text = `exports.handler = () => require(${JSON.stringify(join(__dirname, "instant.cjs"))}).${provider};`;
    return this.jobs(platform, count, {
      before:
        `pulumi.runtime.registerStackTransformation(({ props, opts }) => ` +
        `({ props: props.platform ? { ...props, __provider: ${JSON.stringify(text)} } : props, opts }));`,
    });
  }

  /** Gives the stack a price for the machines of its jobs, so that none is asked for. */
  async knowPrices(platform: PlatformName): Promise<void> {
    const spec = samples[platform]?.spec ?? {};
    const machines = findPlatform(platform)?.job.machines(spec) ?? [];
    const table = machines.map(({ machine }) => ({ platform, machine, yuanPerHour: 1 }));
    await this.stack.mustPass("config", "set", "training:prices", JSON.stringify(table));
  }

  /** The outputs of one of the jobs. */
  async outputs(): Promise<object> {
    const [row] = await this.stack.rows();
    return row?.outputs ?? {};
  }

  /** The size of the state. */
  async stateBytes(): Promise<number> {
    return (await stat(this.stack.stateFile)).size;
  }

  /** Keeps jobs from ever starting. */
  async freeze(): Promise<void> {
    await this.stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "never-starts" });
  }

  /** Starts `up`, lets it wait for all its jobs for some seconds, kills it, and returns what the plugin reported meanwhile. */
  async pulses(count: number, seconds: number): Promise<readonly Pulse[]> {
    const file = join(this.stack.directory, "pulses");
    const { NODE_OPTIONS } = this.stack.environment;
    const environment = {
      ...NO_CHECKPOINTS,
      BENCH_PROBE: file,
      NODE_OPTIONS: `${NODE_OPTIONS} --require ${join(__dirname, "probe.cjs")}`,
    };
    const args = ["up", "--skip-preview", "--non-interactive", "--parallel", String(count)];
    const up = this.stack.start(args, environment);
    while ((await this.begun()) < count) {
      assert.equal(up.process.exitCode, null, "pulumi ended before all creates had begun");
      await setTimeout(LOOK_EVERY_MS);
    }
    const from = Date.now();
    const told = async () => {
      const lines = (await readFile(file, "utf8").catch(() => "")).trim().split("\n").filter(Boolean);
      return lines.map((line) => JSON.parse(line) as Pulse).filter(({ at }) => at > from); // written by probe.cjs
    };
    let pulses = await told();
    while (pulses.length < seconds) {
      await setTimeout(LOOK_EVERY_MS);
      pulses = await told();
    }
    const plugins = await this.stack.plugins();
    up.process.kill("SIGKILL");
    for (const pid of plugins) process.kill(pid, "SIGKILL");
    await up.done;
    return pulses;
  }

  /** How many creates have begun: jobs are submitted, and a provider of the floor writes them down. */
  private async begun(): Promise<number> {
    const waiters = (await readFile(this.begunFile, "utf8").catch(() => "")).split("\n").length - 1;
    return waiters + (await this.stack.requests("CreateTrainingTask")).length;
  }

  async run(
    command: "up" | "preview" | "destroy" | "refresh",
    options: Options = {},
    ...args: string[]
  ): Promise<Timed> {
    const { parallel, skipsCheckpoints = false } = options;
    const before = (await this.stack.requests()).length;
    const flags = [
      ...(command === "preview" ? [] : ["--skip-preview"]),
      "--non-interactive",
      ...(parallel ? ["--parallel", String(parallel)] : []),
      ...args,
    ];
    const since = performance.now();
    const { code, output } = await this.stack.start([command, ...flags], skipsCheckpoints ? NO_CHECKPOINTS : {}).done;
    const ms = performance.now() - since;
    if (code !== 0) throw new Error(`pulumi ${command} ended with ${code}:\n${output}`);
    return { ms, requests: (await this.stack.requests()).slice(before), output };
  }
}
