import { join } from "node:path";
import { samples } from "../test/conformance/samples";
import { TestStack, type RequestSeen } from "../test/engine/stack";

export type PlatformName = "tione" | "modelarts" | "qizhi";

/** How long a job of a bench is pending before it runs, and how long the emulator takes to stop one. */
export const PENDING_MS = 2_000;
export const STOPPING_MS = 5_000;
/** Requests of one action in a second: documented, and on Qizhi tolerated, where it is one of any action. */
export const RATES: Readonly<Record<PlatformName, number>> = { tione: 20, modelarts: 200, qizhi: 2 };
/** Pulumi's own default is four a core. */
export const SLOTS = 8;

const TIMELINES: Readonly<Record<PlatformName, readonly object[]>> = {
  tione: [{ state: "PENDING", ms: PENDING_MS }, { state: "RUNNING" }],
  modelarts: [{ state: "Pending", ms: PENDING_MS }, { state: "Running" }],
  qizhi: [{ state: "job_queuing", ms: PENDING_MS }, { state: "job_running" }],
};
const NO_CHECKPOINTS = { PULUMI_EXPERIMENTAL: "true", PULUMI_SKIP_CHECKPOINTS: "true" };

export interface Options {
  /** Default: Pulumi's own number. */
  readonly parallel?: number;
  readonly skipsCheckpoints?: boolean;
}

/** One run of the CLI. */
export interface Timed {
  readonly ms: number;
  /** What the emulator was asked meanwhile. */
  readonly requests: readonly RequestSeen[];
  readonly output: string;
}

/** A project against an emulator at its real speed, with the vendor's own limits. */
export class Stage {
  private constructor(private readonly stack: TestStack) {}

  static async open(): Promise<Stage> {
    const stack = await TestStack.start({ speed: 1 });
    for (const [platform, timeline] of Object.entries(TIMELINES))
      await stack.ask("POST", "scenario", { match: { name: `${platform}-*` }, timeline });
    return new Stage(stack);
  }

  close(): Promise<void> {
    return this.stack.stop();
  }

  /** So many jobs; `rest` is the program after them. */
  jobs(platform: PlatformName, count: number, args: object = {}, rest = ""): Promise<void> {
    const { spec } = samples[platform] ?? {};
    const given = JSON.stringify({ platform, spec, ...args });
    return this.stack.program(
      `const jobs = Array.from({ length: ${count} }, (_, index) => new training.TrainingJob("${platform}-" + index, ${given}));\n${rest}`,
    );
  }

  /** The floor: as many resources with inputs of that size, of a provider that answers at once. */
  instants(platform: PlatformName, count: number): Promise<void> {
    const { spec } = samples[platform] ?? {};
    const provider = `exports.handler = () => require(${JSON.stringify(join(__dirname, "instant.cjs"))}).instant;`;
    const given = JSON.stringify({ __provider: provider, platform, spec, waitFor: "running" });
    return this.stack.program(
      `for (let index = 0; index < ${count}; index++) ` +
        `new pulumi.CustomResource("pulumi-nodejs:dynamic:Resource", "i-" + index, ${given});`,
    );
  }

  async run(command: "up" | "destroy" | "refresh", options: Options = {}, ...args: string[]): Promise<Timed> {
    const { parallel, skipsCheckpoints = false } = options;
    const before = (await this.stack.requests()).length;
    const flags = [
      "--skip-preview",
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
