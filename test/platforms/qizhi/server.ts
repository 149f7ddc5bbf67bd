import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Where } from "../../../src/jobs/platform";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { fakeClock, type FakeClock } from "../../fake-clock";
import { smallSpec } from "./fixtures";

/** One request as it arrived. */
export interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Record<string, unknown>;
  /** By the test's clock. */
  readonly at: number;
}

/** What comes back: the envelope's members, or a `status`, `headers` and `text` as they are. */
export interface Answer {
  readonly code?: number;
  readonly message?: string;
  readonly data?: unknown;
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
}

export interface Stub {
  readonly url: string;
  readonly received: readonly Received[];
  /** Paths without `/openapi/v1/`, oldest first. */
  readonly asked: readonly string[];
  readonly clock: FakeClock;
  readonly where: Where;
  readonly io: ReturnType<typeof createIo>;
  close(): Promise<void>;
}

/**
 * A server that grants tokens `t-1`, `t-2`, … and answers every other request with what `answer` says.
 * @param session of the console; none: the environment has none
 */
export async function stubQizhi(
  answer: (request: Received) => Answer,
  logIn = granted,
  session?: string,
): Promise<Stub> {
  const received: Received[] = [];
  const clock = fakeClock();
  let logins = 0;
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const request: Received = {
        path: (incoming.url ?? "").replace("/openapi/v1/", ""),
        headers: incoming.headers,
        body: JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>, // our own client writes objects only
        at: clock.now(),
      };
      received.push(request);
      const isLogin = request.path === "/auth/token";
      const { status = 200, headers, text, ...envelope } = isLogin ? logIn(++logins) : answer(request);
      outgoing.writeHead(status, { "content-type": "application/json", ...headers });
      outgoing.end(text ?? JSON.stringify({ code: 0, message: "success", ...envelope }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const url = `http://127.0.0.1:${port}`;
  const env = { QIZHI_USERNAME: "ada", QIZHI_PASSWORD: "hush-hush", QIZHI_CONSOLE_SESSION: session };
  return {
    url,
    received,
    get asked() {
      return received.map(({ path }) => path);
    },
    clock,
    where: { settings: { endpoint: url }, region: "sii", project: smallSpec.workspaceId },
    io: createIo({ clock, env: () => env, random: () => 0.5, write: () => undefined, limiters: createLimiters(clock) }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The n-th login's answer; a token lives seven days. */
export function granted(n: number): Answer {
  return { data: { access_token: `t-${n}`, expires_in: "604800", token_type: "Bearer" } };
}
