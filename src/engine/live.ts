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
 * (`LogRequest` with the resource's URN; `ephemeral` makes it a status). An internal interface of the SDK, so it lives here
 * alone and everything about it may fail without harm.
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
    client.getChannel().getConnectivityState(true); // a connection that cannot be made must not keep the process
    const severities = { info: proto.LogSeverity.INFO, warning: proto.LogSeverity.WARNING };
    const send = (urn: string, severity: "info" | "warning", text: string, isEphemeral: boolean) => {
      const request = new proto.LogRequest();
      request.setUrn(urn);
      request.setSeverity(severities[severity]);
      request.setMessage(text);
      request.setEphemeral(isEphemeral);
      client.log(request, () => {}); // whatever comes back, nobody waits for it
    };
    return {
      status: (urn, text) => send(urn, "info", text, true),
      note: (urn, severity, text) => send(urn, severity, text, false),
    };
  } catch {
    return SILENT;
  }
}
