import { createServer, request as forward, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

/** A reply as it is on its way back. */
export interface Passing {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The body of the request. */
  readonly asked: string;
  readonly status: number;
  readonly body: string;
}

export interface Echo {
  readonly url: string;
  close(): Promise<void>;
}

/** Stands in front of a server and gives its replies another body or status before they go on. */
export async function echoing(
  target: string,
  rewrite: (reply: Passing) => { readonly status?: number; readonly body: string },
): Promise<Echo> {
  const server = createServer((incoming, outgoing) => {
    const { method = "", url: path = "", headers } = incoming;
    const asked = text(incoming);
    // The host too stays as it was signed.
    const passed = forward(target + path, { method, headers }, (reply) => {
      void (async () => {
        const { statusCode = 0 } = reply;
        const came = { path, method, headers, asked: await asked, status: statusCode, body: await text(reply) };
        const { status = statusCode, body } = rewrite(came);
        const { "content-length": _, "transfer-encoding": __, ...rest } = reply.headers;
        outgoing.writeHead(status, rest).end(body);
      })().catch(() => outgoing.destroy());
    });
    passed.on("error", () => outgoing.destroy());
    incoming.pipe(passed);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // a listening TCP server has one
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
