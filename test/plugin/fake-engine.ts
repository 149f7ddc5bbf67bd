import { EventEmitter, once } from "node:events";
import { createRequire } from "node:module";
import { promisify } from "node:util";
import type * as Grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import type * as EmptyProto from "google-protobuf/google/protobuf/empty_pb";

// The SDK's own copies: they are dependencies of the SDK, not of ours.
export const sdkRequire = createRequire(require.resolve("@pulumi/pulumi"));
export const grpc = sdkRequire("@grpc/grpc-js") as typeof Grpc;
export const { Empty } = sdkRequire("google-protobuf/google/protobuf/empty_pb") as typeof EmptyProto;

/** One thing that a provider told the person at the terminal. */
export interface LogSeen {
  readonly urn: string;
  readonly severity: "info" | "warning" | "other";
  /** A status in the resource's row; not kept. */
  readonly isEphemeral: boolean;
  readonly message: string;
}

const SEVERITIES = new Map<number, LogSeen["severity"]>([
  [LogSeverity.INFO, "info"],
  [LogSeverity.WARNING, "warning"],
]);

/** The part of the engine that listens to its plugins. */
export class FakeEngine {
  readonly logs: LogSeen[] = [];
  private readonly changes = new EventEmitter();
  private readonly server = new grpc.Server();

  private constructor() {
    this.server.addService(EngineService, {
      log: ({ request }: { request: LogRequest }, callback: Grpc.sendUnaryData<EmptyProto.Empty>) => {
        this.logs.push({
          urn: request.getUrn(),
          severity: SEVERITIES.get(request.getSeverity()) ?? "other",
          isEphemeral: request.getEphemeral(),
          message: request.getMessage(),
        });
        this.changes.emit("log");
        callback(null, new Empty());
      },
    });
  }

  static async start(): Promise<{ engine: FakeEngine; address: string }> {
    const engine = new FakeEngine();
    const bind = promisify(engine.server.bindAsync.bind(engine.server));
    const port = await bind("127.0.0.1:0", grpc.ServerCredentials.createInsecure());
    return { engine, address: `127.0.0.1:${port}` };
  }

  /** Waits until something was said that fits. */
  async heard(pattern: RegExp): Promise<LogSeen> {
    for (;;) {
      const found = this.logs.find(({ message }) => pattern.test(message));
      if (found) return found;
      await once(this.changes, "log");
    }
  }

  stop(): void {
    this.server.forceShutdown();
  }
}
