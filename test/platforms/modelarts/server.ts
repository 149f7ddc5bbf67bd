import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import type { ModelartsWhere } from "../../../src/platforms/modelarts/place";
import { fakeClock, type FakeClock } from "../../fake-clock";

/** One request as it arrived. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: unknown;
}

/** A status and a body: text as it is, anything else as JSON. */
export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Stub {
  readonly url: string;
  readonly received: readonly Received[];
  readonly clock: FakeClock;
  readonly where: ModelartsWhere;
  readonly io: ReturnType<typeof createIo>;
  close(): Promise<void>;
}

export const keys = {
  HUAWEICLOUD_SDK_AK: "AKEXAMPLE",
  HUAWEICLOUD_SDK_SK: "SKEXAMPLE",
  HUAWEICLOUD_SDK_PROJECT_ID: "p-1",
};
export const login = { HW_USER_NAME: "me", HW_USER_PASSWORD: "hush", HW_DOMAIN_NAME: "us" };

/** A server that answers each request with what `answer` says: ModelArts and IAM under one address. */
export async function stubModelarts(
  answer: (request: Received) => Answer,
  env: Readonly<Record<string, string>> = keys,
): Promise<Stub> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const body: unknown = text === "" ? undefined : JSON.parse(text);
      const request = { method: incoming.method ?? "", path: incoming.url ?? "", headers: incoming.headers, body };
      received.push(request);
      const { status = 200, body: said, headers = {} } = answer(request);
      outgoing.writeHead(status, { "Content-Type": "application/json", ...headers });
      outgoing.end(typeof said === "string" ? said : JSON.stringify(said));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const url = `http://127.0.0.1:${port}`;
  const clock = fakeClock();
  const surroundings = { clock, random: () => 0.5, write: () => undefined, limiters: createLimiters(clock) };
  return {
    url,
    received,
    clock,
    where: { settings: { endpoint: url }, region: "cn-north-4" },
    io: createIo({ ...surroundings, env: () => ({ HOME: "/nonexistent", ...env }) }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
