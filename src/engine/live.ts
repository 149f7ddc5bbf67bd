import { createRequire } from "node:module";

/** Tells the person at the terminal what a resource is doing. Never throws, never waits; silent when nobody listens. */
export interface Narrator {
  /** Shown in the resource's own row while it works; not kept. */
  status(urn: string, text: string): void;
  /** Kept and shown with the resource's diagnostics. */
  note(urn: string, severity: "info" | "warning", text: string): void;
}

const SILENT: Narrator = { status: () => {}, note: () => {} };

/**
 * Talks to the engine whose address is the plugin's last argument, by the call that Pulumi's own providers use
 * (`LogRequest` with the resource's URN; `ephemeral` makes it a status). An internal interface of the SDK, so it is used
 * only here, and all of it may fail without harm.
 */
export function connectNarrator(engineAddress: string | undefined): Narrator {
  if (!engineAddress || !/^(127\.0\.0\.1|localhost|\[::1\]):\d+$/.test(engineAddress)) return SILENT;
  try {
    // The SDK's own copy of grpc: it is a dependency of the SDK, not of ours.
    const sdkRequire = createRequire(require.resolve("@pulumi/pulumi"));
    const grpc = sdkRequire("@grpc/grpc-js") as typeof import("@grpc/grpc-js");
    const { EngineClient } =
      require("@pulumi/pulumi/proto/engine_grpc_pb") as typeof import("@pulumi/pulumi/proto/engine_grpc_pb");
    const proto = require("@pulumi/pulumi/proto/engine_pb") as typeof import("@pulumi/pulumi/proto/engine_pb");
    const client = new EngineClient(engineAddress, grpc.credentials.createInsecure());
    client.getChannel().getConnectivityState(true); // a connection that cannot be made must not keep the process alive
    const { INFO, WARNING } = proto.LogSeverity;
    const severities = { status: INFO, info: INFO, warning: WARNING };
    const send = (urn: string, kind: keyof typeof severities, text: string) => {
      const request = new proto.LogRequest();
      request.setUrn(urn);
      request.setSeverity(severities[kind]);
      request.setMessage(text);
      request.setEphemeral(kind === "status");
      client.log(request, () => {}); // nobody waits for the answer
    };
    return { status: (urn, text) => send(urn, "status", text), note: send };
  } catch {
    return SILENT;
  }
}
