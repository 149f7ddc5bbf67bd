import { createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { HttpBounds, HttpRequest } from "../../src/net/http";

/** A server that speaks bytes: it sees whole requests, and may answer them in ways no HTTP library would. */
export interface Wire {
  readonly url: string;
  readonly port: number;
  /** Complete requests seen, head and body, oldest first. */
  readonly requests: readonly string[];
  readonly connections: number;
  close(): Promise<void>;
}

type Answer = (socket: Socket, request: string, count: number) => void;

/** @param answer called for each complete request; `count` starts at 1 */
export async function wire(answer: Answer, onConnection?: (socket: Socket) => void): Promise<Wire> {
  return serveOn(createServer(), "http", answer, onConnection);
}

/** The same on a server that already exists, such as one with TLS. */
export async function serveOn(
  server: Server,
  scheme: "http" | "https",
  answer: Answer,
  onConnection?: (socket: Socket) => void,
): Promise<Wire> {
  const requests: string[] = [];
  const open = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    open.add(socket);
    socket.on("close", () => open.delete(socket)).on("error", () => undefined);
  });
  server.on(scheme === "https" ? "secureConnection" : "connection", (socket: Socket) => {
    socket.on("error", () => undefined);
    onConnection?.(socket);
    let received = "";
    socket.on("data", (piece: Buffer) => {
      received += piece.toString("latin1");
      for (let end = endOfRequest(received); end !== undefined; end = endOfRequest(received)) {
        const request = received.slice(0, end);
        received = received.slice(end);
        requests.push(request);
        answer(socket, request, requests.length);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a TCP server's address is never text
  return {
    url: `${scheme}://127.0.0.1:${port}/`,
    port,
    requests,
    get connections() {
      return connections;
    },
    async close() {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function endOfRequest(received: string): number | undefined {
  const head = received.indexOf("\r\n\r\n");
  if (head < 0) return undefined;
  const length = Number(/^content-length: (\d+)/im.exec(received.slice(0, head))?.[1] ?? 0);
  const end = head + 4 + length;
  return received.length < end ? undefined : end;
}

/** The text of a reply, with its length. */
export function reply(status: number, body: string, headers: Readonly<Record<string, string>> = {}): string {
  const all = Object.entries({ "content-length": String(Buffer.byteLength(body)), ...headers });
  return `HTTP/1.1 ${status} Whatever\r\n${all.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n${body}`;
}

export const BOUNDS: HttpBounds = {
  connectMs: 2_000,
  headersMs: 2_000,
  bodyIdleMs: 2_000,
  totalMs: 5_000,
  maxBytes: 10_000,
  fresh: true,
};

export function post(url: string, bounds: Partial<HttpBounds> = {}): HttpRequest {
  return {
    method: "POST",
    url,
    headers: { authorization: "TOP-SECRET-SIGNATURE", "content-type": "application/json" },
    body: '{"password":"TOP-SECRET-BODY"}',
    bounds: { ...BOUNDS, ...bounds },
  };
}

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = await wire(() => undefined);
  await server.close();
  return server.port;
}
