import { setMaxListeners } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { systemClock } from "../net/clock";
import { control, CONTROL_PREFIX } from "./control";
import { json, type Delivery, type Emulator } from "./emulator";

const LOOPBACK = "127.0.0.1";
const LONGEST_BODY = 1024 * 1024;
const LOOPBACK_NAMES = [LOOPBACK, "localhost", "[::1]"];

export interface Listening {
  /** `http://127.0.0.1:<port>`, no slash at the end. */
  readonly url: string;
  /** Closes every connection, including those that a fault holds open. */
  close(): Promise<void>;
}

/**
 * Serves an emulator on the loopback interface only.
 * @param port 0: any free one
 * @throws the system's error when the port is not available
 */
export async function listen(emulator: Emulator, port: number): Promise<Listening> {
  const realTime = systemClock();
  const closing = new AbortController();
  setMaxListeners(0, closing.signal); // one for each answer that is held back
  const sleep = (ms: number) => realTime.sleep(ms, closing.signal);
  const exchange = async (request: IncomingMessage, response: ServerResponse) => {
    const delivery = await deliveryFor(emulator, request, sleep);
    if (delivery.delayMs) await sleep(delivery.delayMs);
    send(response, delivery);
  };
  const server = createServer((request, response) => {
    void exchange(request, response).catch((error: unknown) => {
      const isGone = !request.complete || response.destroyed;
      if (closing.signal.aborted || isGone || response.headersSent) response.destroy();
      else send(response, { reply: json(500, { error: `the emulator failed: ${String(error)}` }) });
    });
  });
  const bound = await bind(server, port);
  return {
    url: `http://${LOOPBACK}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        closing.abort(new Error("the emulator is closing"));
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, LOOPBACK, () => {
      const address = server.address();
      if (address !== null && typeof address !== "string") resolve(address.port);
      else reject(new Error("not listening on a TCP port"));
    });
  });
}

async function deliveryFor(
  emulator: Emulator,
  request: IncomingMessage,
  sleep: (ms: number) => Promise<void>,
): Promise<Delivery> {
  // A web page whose host name resolves to this machine must not reach us.
  if (!isLoopback(request.headers.host)) {
    return { reply: json(403, { error: "this emulator serves loopback names only" }) };
  }
  const body = await read(request);
  if (body === undefined) return { reply: json(413, { error: `a body may have at most ${LONGEST_BODY} bytes` }) };
  const { method = "", url = "", headers } = request;
  if (url.startsWith(CONTROL_PREFIX)) {
    const reply = isFromAnotherSite(headers)
      ? json(403, {
          error: "a page of another site may not control this emulator; a page of this machine must send JSON",
        })
      : control(emulator, { method, url, body });
    return { reply };
  }
  return emulator.serve({ method, url, headers, body }, sleep);
}

/**
 * Browsers say which site a request comes from. Without permission a page can only send a form or plain text, so it must
 * send JSON as well. A client that names no site is not a browser.
 */
function isFromAnotherSite({ origin, "content-type": type = "", ...headers }: IncomingHttpHeaders): boolean {
  const site = headers["sec-fetch-site"];
  if (origin === undefined) return site === "cross-site";
  return !isLoopback(origin) || !/^application\/json\b/i.test(type);
}

/** Some clients put the whole URL into `Host`. */
function isLoopback(host: string | undefined): boolean {
  const name = host?.replace(/^https?:\/\//, "").replace(/:\d+\/?$/, "");
  return name !== undefined && LOOPBACK_NAMES.includes(name.toLowerCase());
}

/** The whole body; undefined when it is too long. Rejects when the client disconnects before the end. */
async function read(request: IncomingMessage): Promise<Buffer | undefined> {
  const pieces: Buffer[] = [];
  let length = 0;
  // Without an encoding set, the pieces are buffers.
  for await (const piece of request as AsyncIterable<Buffer>) {
    length += piece.length;
    if (length <= LONGEST_BODY) pieces.push(piece);
  }
  return length > LONGEST_BODY ? undefined : Buffer.concat(pieces);
}

function send(response: ServerResponse, { reply, cutAt }: Delivery): void {
  if (reply === undefined) {
    response.socket?.destroy();
    return;
  }
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { ...reply.headers, "content-length": body.length });
  if (cutAt === undefined) response.end(body);
  else response.write(body.subarray(0, cutAt), () => response.socket?.destroy());
}
