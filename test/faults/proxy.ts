import { request as forward, type IncomingHttpHeaders } from "node:http";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** An answer as it goes over the wire. */
export interface Answer {
  readonly head: string;
  readonly body: Buffer;
}

/** What a bad network does to one request and its answer. */
export interface Trouble {
  /** Before anything of the request is read. */
  readonly onAccept?: "reset" | "close";
  /** How much of the request reaches the platform; default all of it. */
  readonly reaches?: "nothing" | "half";
  /** What the client gets in the place of the platform's answer; default that one. `client` is closed afterwards, in order. */
  readonly gives?: (client: Socket, answer: Answer) => void | Promise<void>;
}

export interface Proxy {
  readonly origin: string;
  close(): Promise<void>;
}

/** A proxy on this machine, in front of a platform, that treats every request alike. */
export async function startProxy(platform: string, trouble: Trouble): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    sockets.add(client);
    client.on("close", () => sockets.delete(client));
    client.on("error", () => {}); // that it is cut is what is tried
    if (trouble.onAccept === "reset") client.resetAndDestroy();
    else if (trouble.onAccept === "close") client.end();
    else void exchange(client, new URL(platform), trouble).finally(() => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo; // it listens on a port
  return {
    origin: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

async function exchange(client: Socket, platform: URL, { reaches, gives = give }: Trouble): Promise<void> {
  const request = await readRequest(client);
  if (reaches === "half") await sendHalf(request, platform);
  const answer = reaches ? { head: "", body: Buffer.alloc(0) } : await ask(request, platform);
  await gives(client, answer);
}

const END_OF_HEAD = "\r\n\r\n";

/** All of one request, as it came. */
function readRequest(client: Socket): Promise<Buffer> {
  return new Promise((resolve) => {
    let read = Buffer.alloc(0);
    client.on("data", (piece: Buffer) => {
      read = Buffer.concat([read, piece]);
      const end = read.indexOf(END_OF_HEAD);
      if (end < 0) return;
      const length = Number(/^content-length: *(\d+)/im.exec(read.subarray(0, end).toString())?.[1] ?? 0);
      if (read.length >= end + END_OF_HEAD.length + length) resolve(read);
    });
  });
}

function ask(request: Buffer, platform: URL): Promise<Answer> {
  const end = request.indexOf(END_OF_HEAD);
  const [line = "", ...lines] = request.subarray(0, end).toString().split("\r\n");
  const [method, path] = line.split(" ");
  const headers = lines.map((each) => /^([^:]+): *(.*)$/.exec(each)?.slice(1) ?? []);
  return new Promise((resolve, reject) => {
    const options = { host: platform.hostname, port: platform.port, method, path, agent: false };
    const sent = forward({ ...options, headers: Object.fromEntries(headers) as IncomingHttpHeaders }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on("data", (piece: Buffer) => pieces.push(piece));
      answer.on("end", () =>
        resolve({ head: headOf(answer.statusCode ?? 0, answer.headers), body: Buffer.concat(pieces) }),
      );
    });
    sent.on("error", reject);
    sent.end(request.subarray(end + END_OF_HEAD.length));
  });
}

/** Of an answer whose length `length` says. */
function headOf(status: number, headers: IncomingHttpHeaders): string {
  const kept = Object.entries(headers).filter(([name]) => !/^(connection|keep-alive|transfer-encoding)$/.test(name));
  const lines = kept.map(([name, value]) => `${name}: ${String(value)}`);
  return [`HTTP/1.1 ${status} Told`, ...lines].join("\r\n") + END_OF_HEAD;
}

function sendHalf(request: Buffer, platform: URL): Promise<void> {
  return new Promise((resolve) => {
    const upstream = connect(Number(platform.port), platform.hostname, () => {
      upstream.write(request.subarray(0, Math.floor(request.length / 2)), () => upstream.resetAndDestroy());
    });
    upstream.on("error", () => {});
    upstream.on("close", () => resolve());
  });
}

function give(client: Socket, { head, body }: Answer): void {
  client.write(Buffer.concat([Buffer.from(head), body]));
}
