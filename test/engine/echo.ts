import { createServer, request as forward, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

/** A reply as it is on its way back. */
export interface Passing {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
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
    // The host too stays as it was signed.
    const passed = forward(target + path, { method, headers }, (reply) => {
      const chunks: Buffer[] = [];
      reply.on("data", (chunk: Buffer) => chunks.push(chunk));
      reply.on("end", () => {
        const { statusCode = 0 } = reply;
        const came = { path, method, headers, status: statusCode, body: Buffer.concat(chunks).toString() };
        const { status = statusCode, body } = rewrite(came);
        const { "content-length": _, "transfer-encoding": __, ...rest } = reply.headers;
        outgoing.writeHead(status, rest).end(body);
      });
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
