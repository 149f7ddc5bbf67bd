import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import type * as Grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as proto from "@pulumi/pulumi/proto/analyzer_pb";
import type * as StructProto from "google-protobuf/google/protobuf/struct_pb";
import { Empty, grpc, sdkRequire } from "../plugin/fake-engine";

const { Struct } = sdkRequire("google-protobuf/google/protobuf/struct_pb") as typeof StructProto;
const ROOT = resolve(__dirname, "..", "..");

/** No call of these tests takes this long: one that does hangs. */
const HANGING_MS = 20_000;

/** A value of a Node program that a preview does not know, as the engine sends it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
/** Marks a record as a secret, as the engine sends one. */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET = "1b47061264138c4ac30d75fd1eb44270";

export function secret(value: unknown): object {
  return { [SIGNATURE]: SECRET, value };
}

type Properties = Readonly<Record<string, unknown>>;

/** A resource as the engine describes it to a pack. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Properties;
}

export interface Violation {
  readonly policy: string;
  readonly level: "advisory" | "mandatory" | "other";
  readonly message: string;
}

export interface Analysis {
  readonly violations: readonly Violation[];
  /** Why rules say nothing, by their names. */
  readonly notApplicable: ReadonlyMap<string, string>;
}

export interface Configuration {
  readonly [policy: string]: Properties;
}

/** The pack's own server, `@pulumi/policy`'s, in a process of its own; asked what the engine asks it, in the engine's words. */
export class Pack {
  private constructor(
    private readonly process: ChildProcess,
    private readonly client: AnalyzerClient,
    /** What the pack says of its rules. */
    readonly policies: readonly proto.PolicyInfo[],
  ) {}

  static async start(): Promise<Pack> {
    const child = spawn(process.execPath, ["--require", "ts-node/register", join(__dirname, "main.ts")], {
      cwd: ROOT, // the pack's version is read from the package.json there
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
      stdio: ["ignore", "pipe", "inherit"],
    });
    assert.ok(child.stdout, "it is a pipe");
    const [port] = (await once(createInterface(child.stdout), "line")) as [string]; // the event's documented argument
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    const info = await call<proto.AnalyzerInfo>((options, done) =>
      client.getAnalyzerInfo(new Empty(), new grpc.Metadata(), options, done),
    );
    return new Pack(child, client, info.getPoliciesList());
  }

  async stop(): Promise<void> {
    this.client.close();
    this.process.kill("SIGKILL");
    await once(this.process, "close");
  }

  /** As the engine does it: every rule gets the defaults of its schema, and what the pack's configuration says of it. */
  async configure(configuration: Configuration): Promise<void> {
    const request = new proto.ConfigureAnalyzerRequest();
    for (const policy of this.policies) {
      const { enforcementLevel, ...given } = configuration[policy.getName()] ?? {};
      const properties = { ...defaultsOf(policy), ...given };
      const level = enforcementLevel === "mandatory" ? proto.EnforcementLevel.MANDATORY : policy.getEnforcementlevel();
      const config = new proto.PolicyConfig().setEnforcementlevel(level).setProperties(struct(properties));
      request.getPolicyconfigMap().set(policy.getName(), config);
    }
    await call<unknown>((options, done) => this.client.configure(request, new grpc.Metadata(), options, done));
  }

  /** What the engine asks before it makes or changes a resource, of its inputs. */
  async analyze({ type, name, properties }: Resource): Promise<Analysis> {
    const request = new proto.AnalyzeRequest()
      .setType(type)
      .setName(name)
      .setUrn(urnOf(type, name))
      .setOptions(new proto.AnalyzerResourceOptions())
      .setProperties(struct(properties));
    const reply = await call<proto.AnalyzeResponse>((options, done) =>
      this.client.analyze(request, new grpc.Metadata(), options, done),
    );
    return analysisOf(reply);
  }

  /** What the engine asks at the end of a preview and of an `up`, of all outputs. */
  async analyzeStack(resources: readonly Resource[]): Promise<Analysis> {
    const request = new proto.AnalyzeStackRequest().setResourcesList(
      resources.map(({ type, name, properties }) =>
        new proto.AnalyzerResource()
          .setType(type)
          .setName(name)
          .setUrn(urnOf(type, name))
          .setOptions(new proto.AnalyzerResourceOptions())
          .setProperties(struct(properties)),
      ),
    );
    const reply = await call<proto.AnalyzeResponse>((options, done) =>
      this.client.analyzeStack(request, new grpc.Metadata(), options, done),
    );
    return analysisOf(reply);
  }
}

function call<Reply>(
  send: (options: Partial<Grpc.CallOptions>, done: (error: Grpc.ServiceError | null, reply: Reply) => void) => unknown,
): Promise<Reply> {
  return new Promise((resolveCall, reject) => {
    send({ deadline: Date.now() + HANGING_MS }, (error, reply) => (error ? reject(error) : resolveCall(reply)));
  });
}

function defaultsOf(policy: proto.PolicyInfo): Properties {
  const properties = policy.getConfigschema()?.getProperties()?.toJavaScript() ?? {};
  const defaults = Object.entries(properties as Readonly<Record<string, { readonly default?: unknown }>>);
  return Object.fromEntries(
    defaults.filter(([, schema]) => "default" in schema).map(([name, schema]) => [name, schema.default]),
  );
}

function analysisOf(reply: proto.AnalyzeResponse): Analysis {
  const levels = new Map<number, Violation["level"]>([
    [proto.EnforcementLevel.ADVISORY, "advisory"],
    [proto.EnforcementLevel.MANDATORY, "mandatory"],
  ]);
  return {
    violations: reply.getDiagnosticsList().map((each) => ({
      policy: each.getPolicyname(),
      level: levels.get(each.getEnforcementlevel()) ?? "other",
      message: each.getMessage(),
    })),
    notApplicable: new Map(reply.getNotApplicableList().map((each) => [each.getPolicyName(), each.getReason()])),
  };
}

function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::fleet::${type}::${name}`;
}

function struct(properties: Properties): StructProto.Struct {
  return Struct.fromJavaScript(properties as Record<string, StructProto.JavaScriptValue>); // tests give JSON
}
