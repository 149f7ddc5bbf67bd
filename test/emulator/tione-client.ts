import { createHash, createHmac } from "node:crypto";
import { startEmulator, type RunningEmulator } from "../../src/emulator";

/** So slow that no test sees the clock move by itself: time passes by `advance` alone. */
const FROZEN = 1e-9;

export interface Answer {
  readonly httpStatus: number;
  readonly code?: string;
  readonly message?: string;
  readonly requestId: string;
  /** Members of the reply. */
  readonly [member: string]: unknown;
}

export interface CallOptions {
  readonly version?: string;
  readonly region?: string | null;
  /** Replaces or, with null, removes headers after signing. */
  readonly headers?: Readonly<Record<string, string | null>>;
  readonly secretId?: string;
  readonly secretKey?: string;
  readonly timestamp?: number;
  readonly service?: string;
}

/** What the tests ask an emulator: vendor calls signed by hand, independent of both our client and the emulator. */
export class TioneTester {
  constructor(readonly emulator: RunningEmulator) {}

  static async start(options: Parameters<typeof startEmulator>[0] = {}): Promise<TioneTester> {
    return new TioneTester(await startEmulator({ speed: FROZEN, seed: "test", ...options }));
  }

  close(): Promise<void> {
    return this.emulator.close();
  }

  async call(action: string, members: object | string = {}, options: CallOptions = {}): Promise<Answer> {
    const reply = await this.send(action, members, options);
    const { Response } = (await reply.json()) as { Response: Record<string, unknown> }; // asserted by every test's use
    const { Error: error, RequestId, ...rest } = Response;
    const { Code, Message } = (error ?? {}) as { Code?: string; Message?: string };
    return { ...rest, httpStatus: reply.status, code: Code, message: Message, requestId: String(RequestId) };
  }

  send(action: string, members: object | string = {}, options: CallOptions = {}): Promise<Response> {
    const body = typeof members === "string" ? members : JSON.stringify(members);
    const headers = this.signed(action, body, options);
    return fetch(this.emulator.url, { method: "POST", body, headers, redirect: "manual" });
  }

  signed(action: string, body: string, options: CallOptions = {}): Record<string, string> {
    return signedHeaders(this.emulator, action, body, options);
  }

  /** Submits a task that nothing is wrong with. @returns its id */
  async create(name: string, members: object = {}): Promise<string> {
    const answer = await this.call("CreateTrainingTask", { ...goodTask, Name: name, ...members });
    if (typeof answer["Id"] !== "string") throw new Error(`${answer.code}: ${answer.message}`);
    return answer["Id"];
  }

  /** Imports a model or a version that nothing is wrong with. */
  async importModel(members: object = {}): Promise<{ readonly model: string; readonly version: string }> {
    const answer = await this.call("CreateTrainingModel", { ...goodModel, ...members });
    if (answer.code !== undefined) throw new Error(`${answer.code}: ${answer.message}`);
    return { model: String(answer["Id"]), version: String(answer["TrainingModelVersionId"]) };
  }

  async detail(id: string): Promise<Record<string, unknown>> {
    const { TrainingTaskDetail, code } = await this.call("DescribeTrainingTask", { Id: id });
    if (code !== undefined) throw new Error(code);
    return TrainingTaskDetail as Record<string, unknown>; // the member's shape is what the tests look at
  }

  async state(id: string): Promise<unknown> {
    return (await this.detail(id))["Status"];
  }

  async control(route: string, body?: unknown): Promise<Response> {
    const init = body === undefined ? {} : { method: "POST", body: JSON.stringify(body) };
    return fetch(`${this.emulator.url}/_emulator/${route}`, init);
  }

  async ordered(route: string, body: unknown): Promise<void> {
    const reply = await this.control(route, body);
    if (reply.status !== 200) throw new Error(await reply.text());
  }

  async shown<T>(route: string): Promise<T> {
    return (await (await this.control(route)).json()) as T; // our own JSON, named by the caller
  }

  advance(ms: number): Promise<void> {
    return this.ordered("clock", { advanceMs: ms });
  }
}

export const goodTask = {
  Name: "resnet",
  ChargeType: "POSTPAID_BY_HOUR",
  TrainingMode: "DDP",
  ResourceConfigInfos: [{ Role: "WORKER", InstanceType: "TI.GN7.2XLARGE32.POST", InstanceNum: 2 }],
  ImageInfo: { ImageType: "CCR", ImageUrl: "ccr.ccs.tencentyun.com/vision-lab/trainer:2026.09" },
  StartCmdInfo: { StartCmd: "bash run.sh" },
} as const;

/** An import that nothing is wrong with, and that needs no task. */
export const goodModel = {
  ImportMethod: "MODEL",
  TrainingModelName: "resnet",
  TrainingModelSource: "COS",
  TrainingModelCosPath: { Bucket: "vision-1250000001", Region: "ap-guangzhou", Paths: ["models/resnet/"] },
  AlgorithmFramework: "PYTORCH",
  ModelFormat: "TORCH_SCRIPT",
  ReasoningEnvironmentSource: "SYSTEM",
} as const;

function signedHeaders(
  { env, url }: RunningEmulator,
  action: string,
  body: string,
  options: CallOptions,
): Record<string, string> {
  const timestamp = options.timestamp ?? Math.floor(Date.now() / 1_000);
  const date = new Date(timestamp * 1_000).toISOString().slice(0, 10);
  const scope = `${date}/${options.service ?? "tione"}/tc3_request`;
  const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
  const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();
  const host = new URL(url).host;
  const canonical = `POST\n/\n\ncontent-type:application/json\nhost:${host}\n\ncontent-type;host\n${sha256(body)}`;
  const key = scope
    .split("/")
    .reduce<string | Buffer>(hmac, `TC3${options.secretKey ?? env["TENCENTCLOUD_SECRET_KEY"]}`);
  const signature = hmac(key, `TC3-HMAC-SHA256\n${timestamp}\n${scope}\n${sha256(canonical)}`).toString("hex");
  const secretId = options.secretId ?? env["TENCENTCLOUD_SECRET_ID"];
  const headers: Record<string, string | null> = {
    "content-type": "application/json",
    authorization: `TC3-HMAC-SHA256 Credential=${secretId}/${scope}, SignedHeaders=content-type;host, Signature=${signature}`,
    "x-tc-action": action,
    "x-tc-version": options.version ?? "2021-11-11",
    "x-tc-timestamp": String(timestamp),
    "x-tc-region": options.region === undefined ? "ap-guangzhou" : options.region,
    ...options.headers,
  };
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
  );
}
