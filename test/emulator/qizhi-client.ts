import { EmulatorClock } from "../../src/emulator/clock";
import { Emulator } from "../../src/emulator/emulator";
import { listen, type Listening } from "../../src/emulator/server";
import { dummyConsoleSession } from "../../src/platforms/qizhi/dummy";
import { qizhiVendor } from "../../src/platforms/qizhi/emulator";

/** So slow that no test sees the clock move by itself: time passes by `advance` alone. */
const FROZEN = 1e-9;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** Members of the envelope, when the reply has one. */
  readonly code?: number;
  readonly message?: string;
  readonly data?: Readonly<Record<string, unknown>>;
}

/** An answer of the console's API: what it says, or its code and words. */
export interface ConsoleReply {
  readonly status: number;
  readonly text: string;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly code?: string;
  readonly words?: string;
}

interface ConsoleEnvelope {
  readonly ResponseMetadata: { readonly Error?: { readonly Code: string; readonly Message: string } };
  readonly Result?: Readonly<Record<string, unknown>>;
}

/** What the tests ask an emulator: requests written by hand, independent of both our client and the emulator. */
export class QizhiTester {
  private constructor(
    private readonly emulator: Emulator,
    private readonly listening: Listening,
  ) {}

  static async start(): Promise<QizhiTester> {
    const emulator = new Emulator(new EmulatorClock(FROZEN), [qizhiVendor], { seed: "test" });
    emulator.switchTo({ ...emulator.switches(), tokenBucket: false });
    return new QizhiTester(emulator, await listen(emulator, 0));
  }

  get url(): string {
    return this.listening.url;
  }

  close(): Promise<void> {
    return this.listening.close();
  }

  /** @param token none: the header stays away */
  async post(path: string, body: unknown, token?: string): Promise<Reply> {
    const reply = await fetch(`${this.url}${path}`, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      redirect: "manual",
    });
    const text = await reply.text();
    const isJson = reply.headers.get("content-type")?.startsWith("application/json");
    const envelope = isJson ? (JSON.parse(text) as Partial<Reply>) : {}; // the emulator's own JSON
    return { ...envelope, status: reply.status, headers: reply.headers, text };
  }

  /** A call of the console's API: `train.ListJobs`. @param cookie none: the header stays away */
  async ask(
    name: string,
    body: unknown,
    cookie: string | undefined = `inspire-session=${dummyConsoleSession}`,
  ): Promise<ConsoleReply> {
    const [service, action] = name.split(".");
    const reply = await fetch(`${this.url}/api/v2/${service}?Action=${action}`, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...(cookie && { cookie }) },
      redirect: "manual",
    });
    const text = await reply.text();
    const { status } = reply;
    if (!reply.headers.get("content-type")?.startsWith("application/json")) return { status, text };
    const { ResponseMetadata, Result } = JSON.parse(text) as ConsoleEnvelope; // the emulator's own JSON
    return { status, text, result: Result, code: ResponseMetadata.Error?.Code, words: ResponseMetadata.Error?.Message };
  }

  async logIn(): Promise<string> {
    const { QIZHI_USERNAME: username, QIZHI_PASSWORD: password } = qizhiVendor.env;
    const { data, text } = await this.post("/auth/token", { username, password });
    if (typeof data?.["access_token"] !== "string") throw new Error(text);
    return data["access_token"];
  }

  /** A call with a fresh token. */
  async call(name: "create" | "detail" | "stop", body: unknown): Promise<Reply> {
    return this.post(`/openapi/v1/train_job/${name}`, body, await this.logIn());
  }

  /** Submits a job that nothing is wrong with. @returns its id */
  async create(members: object = {}): Promise<string> {
    const { data, text } = await this.call("create", { ...goodJob, ...members });
    if (typeof data?.["job_id"] !== "string") throw new Error(text);
    return data["job_id"];
  }

  async detail(id: string): Promise<Readonly<Record<string, unknown>>> {
    const { data, text } = await this.call("detail", { job_id: id });
    if (!data) throw new Error(text);
    return data;
  }

  async state(id: string): Promise<unknown> {
    return (await this.detail(id))["status"];
  }

  async ordered(route: string, body: unknown): Promise<void> {
    const reply = await this.post(`/_emulator/${route}`, body);
    if (reply.status !== 200) throw new Error(reply.text);
  }

  advance(ms: number): Promise<void> {
    return this.ordered("clock", { advanceMs: ms });
  }

  jobs(): ReturnType<Emulator["jobs"]> {
    return this.emulator.jobs();
  }

  /** How many requests for an action came, and how many of them changed anything. */
  count(action: string): { readonly sent: number; readonly committed: number } {
    const sent = this.emulator.requests().filter((entry) => entry.action === action);
    return { sent: sent.length, committed: sent.filter(({ committed }) => committed).length };
  }
}

export const goodJob = {
  name: "resnet",
  workspace_id: "ws-00000000-0000-4000-8000-000000000011",
  project_id: "project-00000000-0000-4000-8000-000000000012",
  logic_compute_group_id: "lcg-00000000-0000-4000-8000-000000000013",
  framework: "pytorch",
  command: "bash run.sh",
  task_priority: 4,
  framework_config: [
    {
      image: "registry.example.invalid/demo/pytorch:1.0",
      image_type: "SOURCE_PRIVATE",
      instance_count: 2,
      shm_gi: 64,
      spec_id: "00000000-0000-4000-8000-0000000000f1",
    },
  ],
} as const;
