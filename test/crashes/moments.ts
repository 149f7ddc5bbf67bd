import { rm, stat } from "node:fs/promises";
import { setTimeout } from "node:timers/promises";
import { Fleet, PLATFORMS, type PlatformName } from "../engine/once/fleet";

/** How the real `pulumi` is ended. */
export type End = "kill -9" | "kill -9 of all" | "Ctrl-C" | "Ctrl-C twice";

const PHASES = ["create", "replace", "destroy"] as const;
export type Phase = (typeof PHASES)[number];

export interface Struck {
  readonly phase: Phase;
  /** Absent: every platform has what it should have. */
  readonly violation?: string;
}

/** How long each phase takes when nobody disturbs it. */
export type Durations = Readonly<Record<Phase, number>>;

/** A run after the one that was ended may find work of it still under way; the one after that does not. */
const RUNS_LEFT = 2;
const LOOK_EVERY_MS = 20;

type Started = ReturnType<Fleet["stack"]["start"]>;

/** One stack with a job on each platform, whose runs are ended at some moment. */
export class Deployments {
  /** How often the attributes of the state's file had to be deleted. */
  mended = 0;

  private constructor(private readonly fleet: Fleet) {}

  static async open(keepsJournal: boolean): Promise<Deployments> {
    const fleet = await Fleet.start({ lagMs: 0, keepsJournal });
    // Of a job on Qizhi whose row was never written only the journal knows, or the console.
    fleet.stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests";
    return new Deployments(fleet);
  }

  close(): Promise<void> {
    return this.fleet.stop();
  }

  /** What create, replace and destroy take. */
  async durations(): Promise<Durations> {
    const took: Record<Phase, number> = { create: 0, replace: 0, destroy: 0 };
    for (const phase of PHASES) {
      const since = performance.now();
      const { done } = await this.start(phase);
      await done;
      took[phase] = performance.now() - since;
    }
    return took;
  }

  /** Create, replace and destroy, each ended at this share of its time and run again. */
  async strike(end: End, share: number, durations: Durations): Promise<readonly Struck[]> {
    const struck: Struck[] = [];
    for (const phase of PHASES) {
      const before = await this.idsOf();
      const mark = await this.fleet.mark();
      const run = await this.start(phase);
      await setTimeout(share * durations[phase]); // that it may be any moment is what is tried
      await this.end(run, end);
      const violation = await this.finish(phase, mark, before);
      struck.push({ phase, ...(violation && { violation }) });
    }
    return struck;
  }

  private async start(phase: Phase): Promise<Started> {
    if (phase !== "destroy") {
      this.fleet.setAll("job", {}, phase === "replace");
      return this.fleet.startUp();
    }
    return this.fleet.stack.start(["destroy", "--skip-preview", "--non-interactive", "--parallel", "100"]);
  }

  private async end(run: Started, end: End): Promise<void> {
    const { process: pulumi, done } = run;
    if (end === "kill -9 of all") {
      const plugins = await this.fleet.stack.plugins();
      pulumi.kill("SIGKILL");
      for (const pid of plugins) kill(pid);
    } else if (end === "kill -9") {
      pulumi.kill("SIGKILL");
    } else {
      let said = "";
      for (const stream of [pulumi.stdout, pulumi.stderr])
        stream?.on("data", (text: Buffer) => (said += text.toString()));
      pulumi.kill("SIGINT");
      // Two signals at once are one.
      const isHeard = () => pulumi.exitCode !== null || pulumi.signalCode !== null || said.includes("^C received");
      while (end === "Ctrl-C twice" && !isHeard()) await setTimeout(LOOK_EVERY_MS);
      if (end === "Ctrl-C twice") pulumi.kill("SIGINT");
    }
    await done;
    await this.mend();
    await this.fleet.stack.run("cancel", "--yes"); // a killed run leaves its lock behind
  }

  /**
   * Pulumi's file backend keeps attributes beside its file, and a run that is killed while it writes them leaves none: it then
   * says `failed to load checkpoint: EOF` for ever. A person deletes them.
   */
  private async mend(): Promise<void> {
    const attributes = `${this.fleet.stack.stateFile}.attrs`;
    const size = await stat(attributes).then(
      (found) => found.size,
      () => undefined, // it is not there
    );
    if (size !== 0) return;
    this.mended += 1;
    await rm(attributes);
  }

  /** Runs the same again. @returns what is wrong then */
  private async finish(
    phase: Phase,
    mark: number,
    before: ReadonlyMap<PlatformName, readonly string[]>,
  ): Promise<string | undefined> {
    let ended = { code: null as number | null, output: "" };
    for (let run = 0; run < RUNS_LEFT && ended.code !== 0; run += 1) {
      ended = await (await this.start(phase)).done;
    }
    if (ended.code !== 0) return `${RUNS_LEFT} runs fail: ${ended.output}`;
    const wrong: string[] = [];
    for (const platform of PLATFORMS) {
      const bought = (await this.fleet.creates(platform, mark)).filter(({ committed }) => committed).length;
      const live = (await this.fleet.live(platform)).map(({ id }) => id);
      const row = await this.fleet.row(`job-${platform}`);
      const wanted = phase === "destroy" ? 0 : 1;
      if (bought !== wanted) wrong.push(`${platform}: ${bought} jobs were bought`);
      if (live.length !== wanted) wrong.push(`${platform}: ${live.length} jobs run`);
      if (row?.outputs.jobId !== live[0]) wrong.push(`${platform}: the state has ${String(row?.outputs.jobId)}`);
      if (phase === "replace" && before.get(platform)?.includes(live[0] ?? "")) wrong.push(`${platform}: not replaced`);
    }
    return wrong.join("; ") || undefined;
  }

  private async idsOf(): Promise<ReadonlyMap<PlatformName, readonly string[]>> {
    const all = PLATFORMS.map(
      async (platform) => [platform, (await this.fleet.live(platform)).map(({ id }) => id)] as const,
    );
    return new Map(await Promise.all(all));
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}
