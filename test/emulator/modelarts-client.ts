import { EmulatorClock } from "../../src/emulator/clock";
import { Emulator, type RequestEntry } from "../../src/emulator/emulator";
import { listen, type Listening } from "../../src/emulator/server";
import type { Switches } from "../../src/emulator/switches";
import { systemClock } from "../../src/net/clock";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { dummyCredentials } from "../../src/platforms/modelarts/dummy";
import { modelartsV1Vendor, modelartsVendor } from "../../src/platforms/modelarts/emulator";
import { authorizationOf, signingDate } from "../../src/platforms/modelarts/signature";

export const project = dummyCredentials.projectId;

/** An answer as it came: its status, and what stood in its body. */
export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** The body as it came: numbers in it may be longer than JavaScript's own. */
  readonly text: string;
  readonly headers: Headers;
}

export interface CallOptions {
  readonly secret?: string;
  readonly access?: string;
  readonly wallMs?: number;
  /** Sent instead of a signature. */
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An emulator of ModelArts alone, and a client that says exactly what a test wants it to. */
export class ModelartsTester {
  private constructor(
    private readonly emulator: Emulator,
    private readonly listening: Listening,
  ) {}

  static async start(): Promise<ModelartsTester> {
    const emulator = new Emulator(new EmulatorClock(1), [modelartsVendor, modelartsV1Vendor], { seed: "seed" });
    return new ModelartsTester(emulator, await listen(emulator, 0));
  }

  get url(): string {
    return this.listening.url;
  }

  close(): Promise<void> {
    return this.listening.close();
  }

  /** What platform code gets in a process whose environment names this emulator, or `env` instead. */
  io(env: Readonly<Record<string, string>> = { PULUMI_TRAINING_EMULATOR: this.url }) {
    const clock = systemClock();
    const limiters = createLimiters(clock);
    return createIo({ clock, env: () => env, random: () => 0, write: () => undefined, limiters });
  }

  /** A signed request; `path` is below `/v2/{project}` unless it begins with `/v`. */
  async call(method: string, path: string, body?: unknown, options: CallOptions = {}): Promise<Answer> {
    const url = `${this.url}${/^\/v\d\//.test(path) ? path : `/v2/${project}${path}`}`;
    const text = body === undefined ? "" : JSON.stringify(body);
    const plain = { "Content-Type": "application/json", "X-Project-Id": project, ...options.headers };
    const signed = { ...plain, "X-Sdk-Date": signingDate(options.wallMs ?? Date.now()) };
    const { access = dummyCredentials.access, secret = dummyCredentials.secret, token } = options;
    const toSign = { method, url, body: text, headers: { ...signed, Host: new URL(url).host } };
    const proof: Record<string, string> = token
      ? { "X-Auth-Token": token }
      : { Authorization: authorizationOf(toSign, { access, secret }) };
    const reply = await fetch(url, {
      method,
      headers: { ...(token ? plain : signed), ...proof },
      ...(text && { body: text }),
    });
    const said = await reply.text();
    const answer = (said === "" ? {} : JSON.parse(said)) as Record<string, unknown> | null; // what the tests look at
    return { status: reply.status, headers: reply.headers, body: answer ?? {}, text: said };
  }

  /** Submits a job that nothing is wrong with. @returns its id */
  async create(name: string, members: object = {}): Promise<string> {
    const { body } = await this.call("POST", "/training-jobs", goodJob(name, members));
    const { metadata } = body;
    if (typeof metadata !== "object" || metadata === null) throw new Error(JSON.stringify(body));
    return String(Reflect.get(metadata, "id"));
  }

  async phase(id: string): Promise<unknown> {
    const { body } = await this.call("GET", `/training-jobs/${id}`);
    return (body["status"] as { phase?: string } | undefined)?.phase ?? body["error_code"]; // the emulator's own shape
  }

  advance(ms: number): void {
    this.emulator.clock.advance(ms);
  }

  direct(name: string, outcome: "fail" | "submit-fail" | "runs-forever" | "unknown-state"): void {
    this.emulator.direct({ match: { name }, outcome });
  }

  turn(switches: Partial<Switches> & { readonly v1Retired?: boolean }): void {
    this.emulator.switchTo({ ...this.emulator.switches(), ...switches });
  }

  fault(action: string, fault: "drop-after-commit" | "drop-before-commit" | "html-502" | "garbage", times = 1): void {
    const when = fault === "drop-before-commit" || fault === "html-502" ? "before-commit" : "after-commit";
    this.emulator.faults.add({ action, fault, times, skip: 0, ms: 0, when });
  }

  requests(): readonly RequestEntry[] {
    return this.emulator.requests();
  }

  actions(): string[] {
    return this.requests().map(({ action }) => action);
  }

  jobs() {
    return this.emulator.jobs();
  }
}

export function goodJob(name: string, members: object = {}): object {
  return {
    kind: "job",
    metadata: { name },
    algorithm: { engine: { image_url: "team/llm-train:1.4" }, command: "bash run.sh" },
    spec: { resource: { flavor_id: "modelarts.vm.gpu.8v100", node_count: 2 } },
    ...members,
  };
}
