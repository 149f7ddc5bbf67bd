import assert from "node:assert/strict";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { samples, type Sample } from "../../conformance/samples";
import { TestStack, type Emulator, type JobSeen, type RequestSeen, type Row } from "../stack";
import { ORDINARY, type Circumstances } from "./circumstances";

export const PLATFORMS = ["tione", "modelarts", "modelarts-v1", "qizhi"] as const;
export type PlatformName = (typeof PLATFORMS)[number];
/** Platforms that can be asked for a job that nobody remembers. */
export const ASKABLE = ["tione", "modelarts", "modelarts-v1"] as const satisfies readonly PlatformName[];

/** How often a test asks the emulator whether a moment has come; nothing is decided by it. */
const LOOK_EVERY_MS = 20;
/** Ten minutes are six seconds: what a call may take at the most must be enough for a machine that is busy with other things. */
const SPEED = 100;
/** Longer than a test may take: how long a busy machine waits is not what is tested here. */
const PATIENT = { create: "24h", update: "24h", delete: "24h" } as const;

export function sampleOf(platform: PlatformName): Sample {
  const sample = samples[platform];
  assert.ok(sample);
  return sample;
}

/** The spec of the platform's sample, and with `isChanged` one that makes another job. */
export function specOf(platform: PlatformName, isChanged = false): object {
  const { spec, change } = sampleOf(platform);
  return isChanged ? { ...spec, [change[0]]: change[1] } : spec;
}

export interface PlatformJob extends JobSeen {
  readonly platform: PlatformName;
  readonly createdAt: string;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
  /** What the run said about one resource. */
  said(resource: string): string;
}

/** Members of the arguments of a `TrainingJob` beside platform and spec. */
export type Extra = Readonly<Record<string, unknown>>;

/**
 * One program with jobs on several platforms at once: a run of the CLI costs the same for one job as for twelve. A resource
 * is called `<case>-<platform>`, so each platform can be judged by itself; trouble of one does not hold up the others.
 */
export class Fleet {
  private lines = new Map<string, string>();
  private running: ReturnType<TestStack["start"]> | undefined;

  private constructor(
    readonly stack: TestStack,
    readonly circumstances: Circumstances,
  ) {}

  static async start(
    options: Partial<Circumstances> & { speed?: number; emulator?: Emulator; uniqueNames?: boolean } = {},
  ): Promise<Fleet> {
    const { lagMs, keepsJournal, uniqueNames = true, ...others } = { ...ORDINARY, ...options };
    const stack = await TestStack.start({ speed: SPEED, ...others });
    Object.assign(stack.environment, { PULUMI_CONTINUE_ON_ERROR: "true" });
    const fleet = new Fleet(stack, { lagMs, keepsJournal });
    await fleet.foresee("runs-forever");
    await stack.ask("POST", "switches", { listLagMs: lagMs, uniqueNames });
    if (!uniqueNames) {
      for (const vendor of ["tione", "modelarts"]) {
        await stack.mustPass("config", "set", "--path", `training:${vendor}.assumeUniqueNames`, "false");
      }
    }
    return fleet;
  }

  async stop(): Promise<void> {
    // A test that fails in the middle of a run leaves it behind.
    const { exitCode, signalCode } = this.running?.process ?? {};
    if (this.running && exitCode === null && signalCode === null) await this.kill(this.running);
    await this.stack.stop();
  }

  /** How fast the clock of the next run's plugin goes, whatever the platform's does. */
  hurry(speed: number): void {
    Object.assign(this.stack.environment, { PULUMI_TRAINING_CLOCK_SPEED: String(speed) });
  }

  /** What becomes of jobs submitted from now on. */
  async foresee(outcome: string, name = "*"): Promise<void> {
    await this.stack.ask("POST", "scenario", { match: { name }, outcome });
  }

  async fault(platform: PlatformName, verb: "create" | "describe", fault: object): Promise<void> {
    await this.stack.ask("POST", "faults", { action: sampleOf(platform).actions[verb], ...fault });
  }

  // What the program says.

  /** Puts a job into the program, or another one in its place. @param earlier the resource that it depends on */
  set(resource: string, platform: PlatformName, extra: Extra = {}, isChanged = false, earlier?: string): void {
    const args = JSON.stringify({ platform, spec: specOf(platform, isChanged), timeouts: PATIENT, ...extra });
    const name = JSON.stringify(resource);
    const options = earlier === undefined ? "" : `, { dependsOn: made[${JSON.stringify(earlier)}] }`;
    this.lines.set(resource, `made[${name}] = new training.TrainingJob(${name}, ${args}${options});`);
  }

  /** The same on each of the platforms; resources are called `<which>-<platform>`. */
  setAll(
    which: string,
    extra: Extra = {},
    isChanged = false,
    platforms: readonly PlatformName[] = PLATFORMS,
    earlier?: string,
  ): void {
    for (const platform of platforms)
      this.set(`${which}-${platform}`, platform, extra, isChanged, earlier && `${earlier}-${platform}`);
  }

  /** Puts a model version into the program. */
  setModel(resource: string, args: object): void {
    this.setCode(resource, `new training.TrainingModelVersion(${JSON.stringify(resource)}, ${JSON.stringify(args)});`);
  }

  /** Puts statements into the program, or others in their place. */
  setCode(which: string, statements: string): void {
    this.lines.set(which, statements);
  }

  /** An empty program. */
  clear(): void {
    this.lines.clear();
  }

  // Runs.

  /** `pulumi up` without its preview. */
  up(...args: string[]): Promise<Ended> {
    return this.run("up", ...args);
  }

  destroy(): Promise<Ended> {
    return this.run("destroy");
  }

  refresh(): Promise<Ended> {
    return this.run("refresh");
  }

  /** Starts `pulumi up`, ends CLI and plugin without a word when the moment has come, and takes the lock off. */
  async upAndKill(moment: (up: ReturnType<TestStack["start"]>) => Promise<void>): Promise<void> {
    const up = await this.startUp();
    await moment(up);
    await this.kill(up);
  }

  async startUp(...args: string[]): Promise<ReturnType<TestStack["start"]>> {
    await this.prepare();
    this.running = this.stack.start(["up", "--skip-preview", "--non-interactive", "--parallel", "100", ...args]);
    return this.running;
  }

  async kill(up: ReturnType<TestStack["start"]>): Promise<void> {
    const plugins = await this.stack.plugins();
    up.process.kill("SIGKILL");
    for (const pid of plugins) process.kill(pid, "SIGKILL");
    await up.done;
    await this.stack.mustPass("cancel", "--yes");
  }

  async run(command: "up" | "destroy" | "refresh" | "preview", ...args: string[]): Promise<Ended> {
    await this.prepare();
    const skips = command === "preview" ? [] : ["--skip-preview"];
    const { code, output } = await this.stack.run(command, ...skips, "--non-interactive", "--parallel", "100", ...args);
    return { code, output, said: (resource) => saidOf(output, resource) };
  }

  /**
   * Waits until the run has bought this many jobs on each of the platforms and knows it, and looks at the last of them.
   * @param since requests before this one are of earlier runs
   */
  async waits(
    up: ReturnType<TestStack["start"]>,
    counts: Readonly<Partial<Record<PlatformName, number>>>,
    since: number,
  ): Promise<void> {
    await this.until(up, async () => {
      const requests = (await this.stack.requests()).slice(since);
      const remembered = (await this.entries()).map(({ text }) => text).join();
      return Object.entries(counts).every(([platform, count]) => {
        const { create, describe } = sampleOf(platform as PlatformName).actions; // a key of the record above
        const made = requests.filter(({ action, committed }) => action === create && committed);
        const last = requests.lastIndexOf(made.at(-1) ?? (requests[0] as RequestSeen));
        const looks = requests.slice(last + 1).filter(({ action }) => action === describe);
        return made.length >= count && looks.length >= 2 && made.every(({ jobId = "?" }) => remembered.includes(jobId));
      });
    });
  }

  /** Waits until something is so, while the run goes on. */
  async until(up: ReturnType<TestStack["start"]>, isSo: () => Promise<boolean>): Promise<void> {
    while (!(await isSo())) {
      if (up.process.exitCode !== null)
        assert.fail(`pulumi ended before what was waited for:\n${(await up.done).output}`);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** How many requests the emulator saw so far. */
  async mark(): Promise<number> {
    return (await this.stack.requests()).length;
  }

  // What is there.

  async jobs(platform: PlatformName): Promise<PlatformJob[]> {
    const all = (await this.stack.ask("GET", "jobs")) as PlatformJob[];
    return all.filter((job) => job.platform === platform);
  }

  /** The jobs that cost money, of one resource where each has its own. */
  async live(platform: PlatformName, which?: string): Promise<PlatformJob[]> {
    const jobs = (await this.jobs(platform)).filter(({ live }) => live);
    return which === undefined ? jobs : jobs.filter(({ name }) => name.startsWith(`${which}-${platform}-`));
  }

  async creates(platform: PlatformName, since = 0): Promise<RequestSeen[]> {
    const { create } = sampleOf(platform).actions;
    return (await this.stack.requests()).slice(since).filter(({ action }) => action === create);
  }

  /** The row of a resource as the backend has it; undefined when there is none. */
  async row(resource: string): Promise<Row | undefined> {
    const rows = (await this.rows()).filter(({ urn }) => urn.endsWith(`::${resource}`));
    assert.ok(rows.length <= 1, `${rows.length} rows of ${resource}`);
    return rows[0];
  }

  rows(kind = "TrainingJob"): Promise<readonly Row[]> {
    return this.stack.rowsOf(kind);
  }

  /** The state file, as a backup has it. */
  saveState(): Promise<string> {
    return readFile(this.stack.stateFile, "utf8");
  }

  /** Puts a backup in the place of the state file. */
  restoreState(backup: string): Promise<void> {
    return writeFile(this.stack.stateFile, backup);
  }

  get journal(): string {
    return join(this.stack.directory, "journal");
  }

  /** The entries of the journal: file and text. */
  async entries(): Promise<{ file: string; text: string }[]> {
    const names = await readdir(this.journal, { recursive: true }).catch(() => []);
    const files = names.filter((name) => name.endsWith(".json")).map((name) => join(this.journal, name));
    // One that goes while it is looked for is no entry any more.
    const read = (file: string) => readFile(file, "utf8").catch(() => "");
    return Promise.all(files.map(async (file) => ({ file, text: await read(file) })));
  }

  private async prepare(): Promise<void> {
    await this.stack.program(["const made = {};", ...this.lines.values()].join("\n"));
    if (!this.circumstances.keepsJournal) await rm(this.journal, { recursive: true, force: true });
  }
}

/** The paragraph of the diagnostics that is about the resource. */
export function saidOf(output: string, resource: string): string {
  const [, diagnostics = ""] = output.split(/^Diagnostics:$/m);
  const [summary] = diagnostics.split(/^Resources:$/m);
  return (summary ?? "")
    .split(/^ {2}(?=\S)/m)
    .filter((paragraph) => paragraph.split("\n")[0]?.endsWith(`(${resource}):`))
    .join("\n");
}
