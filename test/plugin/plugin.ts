import assert from "node:assert/strict";
import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, constants, openSync } from "node:fs";
import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type * as Grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import type * as StructProto from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../src/engine/values";
import { Empty, FakeEngine, grpc, sdkRequire } from "./fake-engine";

const { Struct } = sdkRequire("google-protobuf/google/protobuf/struct_pb") as typeof StructProto;

export const ROOT = resolve(__dirname, "..", "..");
export const TYPE = "pulumi-nodejs:dynamic/training:TrainingJob";
export const URN = `urn:pulumi:dev::fleet::${TYPE}::sft`;
/** What every row of a `TrainingJob` brings along, hidden from people. */
export const HIDDEN = {
  __provider:
    'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").trainingJob;',
  __urn: "dev::fleet::*::sft",
} as const;

/** No call of these tests takes this long: one that does hangs. */
const HANGING_MS = 20_000;

/** A call that failed, as the engine reads it. */
export class CallFailure extends Error {
  override readonly name = "CallFailure";
  constructor(
    message: string,
    /** gRPC's number. */
    readonly code: number,
    /** What the engine stores of a resource that was made, but not well. */
    readonly partial: { id: string; properties: Properties; reasons: readonly string[] } | undefined,
  ) {
    super(message);
  }
}

export interface PluginOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Stack configuration: `training:tione`. */
  readonly config?: Readonly<Record<string, string>>;
  /** What the plugin is told to be the engine's address; default: that of an engine which listens. */
  readonly engineAddress?: string;
}

/**
 * The SDK's dynamic-provider process, as the engine starts it: in a project with the package installed by a link, a pipe for
 * its stdin, and an engine that listens.
 */
export class Plugin {
  /** Lines on stdout and stderr, after the port. */
  readonly printed: string[] = [];

  private constructor(
    readonly process: ChildProcess,
    readonly engine: FakeEngine,
    private readonly client: ResourceProviderClient,
    private readonly directory: string,
    private stdin: number | undefined,
  ) {}

  static async start(options: PluginOptions = {}): Promise<Plugin> {
    const directory = await makeProject();
    const { engine, address } = await FakeEngine.start();
    // A named pipe: node's own would be a socket, and the engine gives a pipe.
    execFileSync("mkfifo", [join(directory, "stdin")]);
    const readEnd = openSync(join(directory, "stdin"), constants.O_RDONLY | constants.O_NONBLOCK);
    const writeEnd = openSync(join(directory, "stdin"), constants.O_WRONLY);
    const script = require.resolve("@pulumi/pulumi/cmd/dynamic-provider");
    const child = spawn(process.execPath, [script, options.engineAddress ?? address], {
      cwd: directory,
      env: {
        PATH: process.env.PATH,
        HOME: directory,
        PULUMI_NODEJS_PROJECT: "fleet",
        PULUMI_TRAINING_JOURNAL: join(directory, "journal"),
        ...options.env,
      },
      stdio: [readEnd, "pipe", "pipe"],
    });
    closeSync(readEnd);
    assert.ok(child.stdout && child.stderr, "both are pipes");
    const output = createInterface(child.stdout);
    const [port] = (await once(output, "line")) as [string]; // the event's documented argument
    const client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const plugin = new Plugin(child, engine, client, directory, writeEnd);
    for (const lines of [output, createInterface(child.stderr)]) lines.on("line", (line) => plugin.printed.push(line));
    await plugin.configure(options.config ?? {});
    return plugin;
  }

  async stop(): Promise<void> {
    this.client.close();
    this.endStdin();
    if (this.process.exitCode === null && this.process.signalCode === null) {
      this.process.kill("SIGKILL");
      await once(this.process, "close");
    }
    this.engine.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** What happens to the plugin when the engine is killed. */
  endStdin(): void {
    if (this.stdin !== undefined) closeSync(this.stdin);
    this.stdin = undefined;
  }

  /** Resolves with the exit code, or the signal's name, when the process has ended by itself. */
  async ended(): Promise<number | string | null> {
    if (this.process.exitCode === null && this.process.signalCode === null) await once(this.process, "close");
    return this.process.exitCode ?? this.process.signalCode;
  }

  private async configure(config: Readonly<Record<string, string>>): Promise<void> {
    const request = new proto.ConfigureRequest().setArgs(struct(config)).setAcceptsecrets(true);
    await this.call<proto.ConfigureResponse>((options, done) =>
      this.client.configure(request, new grpc.Metadata(), options, done),
    );
  }

  async check(olds: Properties, news: Properties) {
    const request = new proto.CheckRequest().setUrn(URN).setOlds(struct(olds)).setNews(struct(news));
    const reply = await this.call<proto.CheckResponse>((options, done) =>
      this.client.check(request, new grpc.Metadata(), options, done),
    );
    return { inputs: plain(reply.getInputs()), failures: reply.getFailuresList().map((each) => each.toObject()) };
  }

  /** `changes`: undefined where the plugin leaves the comparison to the engine. */
  async diff(id: string, olds: Properties, news: Properties) {
    const request = new proto.DiffRequest().setId(id).setUrn(URN).setOlds(struct(olds)).setNews(struct(news));
    const reply = await this.call<proto.DiffResponse>((options, done) =>
      this.client.diff(request, new grpc.Metadata(), options, done),
    );
    const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;
    return {
      changes: new Map<number, boolean>([
        [DIFF_NONE, false],
        [DIFF_SOME, true],
      ]).get(reply.getChanges()),
      replaces: reply.getReplacesList(),
      deleteBeforeReplace: reply.getDeletebeforereplace(),
    };
  }

  async create(inputs: Properties) {
    const request = new proto.CreateRequest().setUrn(URN).setProperties(struct(inputs));
    const reply = await this.call<proto.CreateResponse>((options, done) =>
      this.client.create(request, new grpc.Metadata(), options, done),
    );
    return { id: reply.getId(), outputs: plain(reply.getProperties()) };
  }

  async read(id: string, properties: Properties) {
    const request = new proto.ReadRequest().setId(id).setUrn(URN).setProperties(struct(properties));
    const reply = await this.call<proto.ReadResponse>((options, done) =>
      this.client.read(request, new grpc.Metadata(), options, done),
    );
    return { id: reply.getId(), outputs: plain(reply.getProperties()) };
  }

  async update(id: string, olds: Properties, news: Properties) {
    const request = new proto.UpdateRequest().setId(id).setUrn(URN).setOlds(struct(olds)).setNews(struct(news));
    const reply = await this.call<proto.UpdateResponse>((options, done) =>
      this.client.update(request, new grpc.Metadata(), options, done),
    );
    return { outputs: plain(reply.getProperties()) };
  }

  async delete(id: string, properties: Properties): Promise<void> {
    const request = new proto.DeleteRequest().setId(id).setUrn(URN).setProperties(struct(properties));
    await this.call<unknown>((options, done) => this.client.delete(request, new grpc.Metadata(), options, done));
  }

  /** What the engine sends when the person presses Ctrl-C. */
  async cancel(): Promise<void> {
    await this.call<unknown>((options, done) => this.client.cancel(new Empty(), new grpc.Metadata(), options, done));
  }

  private call<Reply>(
    send: (
      options: Partial<Grpc.CallOptions>,
      done: (error: Grpc.ServiceError | null, reply: Reply) => void,
    ) => unknown,
  ): Promise<Reply> {
    return new Promise((resolveCall, reject) => {
      send({ deadline: Date.now() + HANGING_MS }, (error, reply) => {
        if (error) reject(failureOf(error));
        else resolveCall(reply);
      });
    });
  }
}

/** A Pulumi project with the package installed, as far as the plugin looks at it. */
async function makeProject(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "plugin-"));
  await mkdir(join(directory, "node_modules"));
  await symlink(ROOT, join(directory, "node_modules", "pulumi-training"));
  await writeFile(join(directory, "package.json"), "{}");
  return directory;
}

function struct(properties: Properties): StructProto.Struct {
  return Struct.fromJavaScript(properties as Record<string, StructProto.JavaScriptValue>); // tests give JSON
}

function plain(value: StructProto.Struct | undefined): Properties {
  return value?.toJavaScript() ?? {};
}

function failureOf({ code, details, metadata }: Grpc.ServiceError): CallFailure {
  const [packed] = metadata.get("grpc-status-details-bin");
  if (!Buffer.isBuffer(packed)) return new CallFailure(details, code, undefined);
  const [any] = Status.deserializeBinary(packed).getDetailsList();
  const detail = any?.unpack(
    (bytes) => proto.ErrorResourceInitFailed.deserializeBinary(bytes),
    "pulumirpc.ErrorResourceInitFailed",
  );
  const partial = detail && {
    id: detail.getId(),
    properties: plain(detail.getProperties()),
    reasons: detail.getReasonsList(),
  };
  return new CallFailure(details, code, partial ?? undefined);
}
