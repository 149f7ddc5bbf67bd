import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import type { Where } from "../../../src/jobs/platform";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { fakeClock, type FakeClock } from "../../fake-clock";

/** One request as it arrived. */
export interface Received {
  readonly action: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

export interface Stub {
  readonly url: string;
  readonly received: readonly Received[];
  readonly clock: FakeClock;
  /** Where and with what to connect; the environment holds no real credentials. */
  readonly where: Where;
  readonly io: ReturnType<typeof createIo>;
  close(): Promise<void>;
}

/** What an answer is made of, wrapped as TI-ONE does; or a `status` and a `text` as they are. */
export type Answer = Readonly<Record<string, unknown>>;

/** A server that answers each request with what `answer` says: enough of TI-ONE to see what our client sends. */
export async function stubTione(answer: (request: Received) => Answer, where: Partial<Where> = {}): Promise<Stub> {
  const received: Received[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on("data", (chunk: Buffer) => chunks.push(chunk));
    incoming.on("end", () => {
      const text = Buffer.concat(chunks).toString();
      const request: Received = {
        action: String(incoming.headers["x-tc-action"]),
        headers: incoming.headers,
        text,
        body: JSON.parse(text) as Record<string, unknown>, // our own client writes objects only
      };
      received.push(request);
      const { status, text: page, ...reply } = answer(request);
      outgoing.writeHead(typeof status === "number" ? status : 200, { "Content-Type": "application/json" });
      outgoing.end(typeof page === "string" ? page : JSON.stringify({ Response: { RequestId: "r-1", ...reply } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  const url = `http://127.0.0.1:${port}`;
  const clock = fakeClock();
  const env = {
    TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE",
    TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY",
    HOME: "/nonexistent",
  };
  return {
    url,
    received,
    clock,
    where: { settings: { endpoint: url }, region: "ap-guangzhou", ...where },
    io: createIo({ clock, env: () => env, random: () => 0.5, write: () => undefined, limiters: createLimiters(clock) }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

/** The vendor's way to say no. */
export function refusal(code: string, message = "words of the platform"): Answer {
  return { Error: { Code: code, Message: message } };
}

/** A task as the list shows it. */
export function task(id: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { Id: id, Name: id, Status: "RUNNING", CreateTime: "2026-09-01 10:00:00", ...more };
}

/** A page of the list. */
export function tasks(...all: Record<string, unknown>[]): Answer {
  return { TrainingTaskSet: all, TotalCount: all.length };
}
