import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { setTimeout } from "node:timers/promises";
import ts from "typescript";
import { startEmulator } from "../../src/emulator";
import { Vault } from "./vault";

/** How often a test asks the emulator whether a moment has come; nothing is decided by it. */
const LOOK_EVERY_MS = 20;
const ROOT = resolve(__dirname, "..", "..");

/** What `pulumi` said and how it ended. */
export interface Run {
  readonly code: number | null;
  readonly output: string;
}

/** A resource as the state has it. */
export interface Row {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs: Record<string, unknown>;
  readonly outputs: Record<string, unknown>;
  readonly initErrors?: readonly string[];
  /** URNs of what it was made after. */
  readonly dependencies?: readonly string[];
}

interface Deployment {
  readonly resources?: readonly Row[];
}

export interface RequestSeen {
  readonly action: string;
  /** RFC 3339, the emulator's clock. */
  readonly at: string;
  readonly status: number;
  /** The vendor's code, where the answer was a refusal. */
  readonly code?: string;
  readonly jobId?: string;
  readonly committed: boolean;
}

export interface JobSeen {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly marker?: string;
  readonly live: boolean;
}

export type Emulator = Awaited<ReturnType<typeof startEmulator>>;

/**
 * A Pulumi project of its own, run by the real CLI on a backend in a temporary directory, with the package installed by a
 * link, against an emulator whose clock runs 600 times as fast as ours.
 */
export class TestStack {
  private constructor(
    readonly directory: string,
    readonly emulator: Emulator,
    readonly environment: NodeJS.ProcessEnv,
    private readonly vault: Vault,
    private readonly isGuest: boolean,
  ) {}

  /** `emulator`: another stack's, which both use from then on, as two states of one account do. */
  static async start(options: { speed?: number; emulator?: Emulator } = {}): Promise<TestStack> {
    const directory = await mkdtemp(join(tmpdir(), "stack-"));
    const emulator = options.emulator ?? (await startEmulator({ speed: options.speed ?? 600 }));
    for (const folder of ["backend", "home", "node_modules/@pulumi"])
      await mkdir(join(directory, folder), { recursive: true });
    await symlink(
      join(ROOT, "node_modules", "@pulumi", "pulumi"),
      join(directory, "node_modules", "@pulumi", "pulumi"),
    );
    await symlink(ROOT, join(directory, "node_modules", "pulumi-training"));
    await writeFile(join(directory, "package.json"), "{}");
    await writeFile(join(directory, "Pulumi.yaml"), "name: fleet\nruntime: nodejs\nmain: index.js\n");
    const cli = process.env.PULUMI_TRAINING_CLI_DIR;
    assert.ok(cli, "PULUMI_TRAINING_CLI_DIR must name the directory of the Pulumi CLI; `npm test` sets it");
    const vault = await Vault.start();
    const environment = {
      ...emulator.env,
      ...vault.environment,
      PATH: [cli, process.env.PATH].join(delimiter),
      HOME: directory,
      PULUMI_HOME: join(directory, "home"),
      PULUMI_BACKEND_URL: `file://${join(directory, "backend")}`,
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_SKIP_CONFIRMATIONS: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
      PULUMI_TRAINING_JOURNAL: join(directory, "journal"),
      NODE_OPTIONS: `--require ${join(__dirname, "quick-start.cjs")}`,
    };
    const stack = new TestStack(directory, emulator, environment, vault, options.emulator !== undefined);
    await stack.program("");
    await stack.mustPass("stack", "init", "dev", "--secrets-provider", "hashivault://tests");
    return stack;
  }

  async stop(): Promise<void> {
    if (!this.isGuest) await this.emulator.close();
    await this.vault.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** The program, after the imports `pulumi` and `training`. */
  async program(body: string): Promise<void> {
    const imports = 'const pulumi = require("@pulumi/pulumi");\nconst training = require("pulumi-training");\n';
    await writeFile(join(this.directory, "index.js"), `${imports}${body}\n`);
  }

  /** The program of a folder in `examples/`, as users get it. */
  async example(name: string): Promise<void> {
    await this.typescript(await readFile(join(ROOT, "examples", name, "index.ts"), "utf8"));
  }

  /** A whole program in TypeScript, without its types; in another file it is a part, for the program to `require`. */
  async typescript(source: string, file = "index.js"): Promise<void> {
    const { outputText } = ts.transpileModule(source, { compilerOptions: { module: ts.ModuleKind.CommonJS } });
    await writeFile(join(this.directory, file), outputText);
  }

  /** A program of one job. */
  job(name: string, args: object, options: object = {}): Promise<void> {
    return this.program(
      `exports.jobId = new training.TrainingJob(${[name, args, options].map((each) => JSON.stringify(each)).join()}).jobId;`,
    );
  }

  /** Starts `pulumi` and does not wait for it. */
  start(args: readonly string[], environment: NodeJS.ProcessEnv = {}): { process: ChildProcess; done: Promise<Run> } {
    const child = spawn("pulumi", [...args], {
      cwd: this.directory,
      env: { ...this.environment, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (text: Buffer) => (output += text.toString()));
    child.stderr.on("data", (text: Buffer) => (output += text.toString()));
    const done = new Promise<Run>((resolveRun, reject) => {
      child.on("error", reject);
      child.on("close", (code) => resolveRun({ code, output }));
    });
    return { process: child, done };
  }

  run(...args: string[]): Promise<Run> {
    return this.start(args).done;
  }

  async mustPass(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    assert.equal(code, 0, `pulumi ${args.join(" ")} ended with ${code}:\n${output}`);
    return output;
  }

  async mustFail(...args: string[]): Promise<string> {
    const { code, output } = await this.run(...args);
    assert.notEqual(code, 0, `pulumi ${args.join(" ")} should have failed:\n${output}`);
    return output;
  }

  /** `pulumi up` without its preview; `--skip-preview` halves the time and the engine's second half is the same. */
  up(...args: string[]): Promise<string> {
    return this.mustPass("up", "--skip-preview", "--non-interactive", ...args);
  }

  failingUp(...args: string[]): Promise<string> {
    return this.mustFail("up", "--skip-preview", "--non-interactive", ...args);
  }

  /** The rows of training jobs. */
  rows(...flags: string[]): Promise<Row[]> {
    return this.rowsOf("TrainingJob", ...flags);
  }

  /** The rows of one kind of resource in the backend's state, or, with flags, in the exported one. */
  async rowsOf(kind: string, ...flags: string[]): Promise<Row[]> {
    const resources = flags.length > 0 ? await this.exportedResources(flags) : await this.storedResources();
    return resources.filter(({ type }) => type.endsWith(`:${kind}`));
  }

  /** Where the backend keeps the state. */
  get stateFile(): string {
    return join(this.directory, "backend", ".pulumi", "stacks", "fleet", "dev.json");
  }

  private async storedResources(): Promise<readonly Row[]> {
    const state = JSON.parse(await readFile(this.stateFile, "utf8")) as { checkpoint: { latest?: Deployment } };
    return state.checkpoint.latest?.resources ?? [];
  }

  private async exportedResources(flags: readonly string[]): Promise<readonly Row[]> {
    const { deployment } = JSON.parse(await this.exported(...flags)) as { deployment: Deployment };
    return deployment.resources ?? [];
  }

  /** The only row. */
  async row(): Promise<Row> {
    const [row, ...others] = await this.rows();
    assert.ok(row && others.length === 0, `one row expected, ${others.length + Number(row !== undefined)} found`);
    return row;
  }

  exported(...args: string[]): Promise<string> {
    return this.mustPass("stack", "export", ...args);
  }

  async jobs(): Promise<JobSeen[]> {
    return (await this.ask("GET", "jobs")) as JobSeen[];
  }

  /** Requests that the emulator saw, of one action or of all. */
  async requests(action?: string): Promise<RequestSeen[]> {
    const all = (await this.ask("GET", "requests")) as RequestSeen[];
    return all.filter((request) => action === undefined || request.action === action);
  }

  /** Calls a control route of the emulator. */
  async ask(method: "GET" | "POST", route: string, body?: object): Promise<unknown> {
    const response = await fetch(`${this.emulator.url}/_emulator/${route}`, {
      method,
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    assert.equal(response.ok, true, `${route}: ${text}`);
    return text === "" ? undefined : (JSON.parse(text) as unknown);
  }

  /** Waits until the emulator got this many requests of the action, about one job or any, while the run goes on. */
  async seen(
    action: string,
    count: number,
    { process: child }: { process: ChildProcess },
    job?: string,
  ): Promise<void> {
    const isMeant = ({ jobId }: RequestSeen) => job === undefined || jobId === job;
    while ((await this.requests(action)).filter(isMeant).length < count) {
      assert.equal(child.exitCode, null, `pulumi ended before the emulator saw ${action} ${count} times`);
      await setTimeout(LOOK_EVERY_MS);
    }
  }

  /** The processes of the dynamic provider that work for this stack. */
  async plugins(): Promise<number[]> {
    const found: number[] = [];
    for (const pid of await readdir("/proc")) {
      if (!/^\d+$/.test(pid)) continue;
      const [cwd, command] = await Promise.all([
        readlink(`/proc/${pid}/cwd`).catch(() => ""),
        readFile(`/proc/${pid}/cmdline`, "utf8").catch(() => ""),
      ]);
      if (cwd === this.directory && command.includes("dynamic-provider")) found.push(Number(pid));
    }
    return found;
  }
}

/** A complete spec of a small job. */
export const spec = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1 }],
  trainingMode: "DDP",
  imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
  startCmd: "torchrun train.py",
  output: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["runs/"] },
};
