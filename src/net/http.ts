import type { Dispatcher } from "undici";
import { openConnections, sharedConnections } from "./connection";
import { codeOf, failureFor, HttpFailure, isUnconnected } from "./failure";

export { HttpFailure } from "./failure";

/** Bounds of one exchange, in real milliseconds: a network is not faster when the emulator's clock is. */
export interface HttpBounds {
  readonly connectMs: number;
  readonly headersMs: number;
  /** Silence allowed between two pieces of the body. */
  readonly bodyIdleMs: number;
  readonly totalMs: number;
  /** Longest body that is accepted. */
  readonly maxBytes: number;
  /** A connection of its own, closed afterwards: for every mutating call. */
  readonly fresh: boolean;
}

export interface HttpRequest {
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly bounds: HttpBounds;
  /** Aborted before the first byte is written: the request is not sent. After that it has no effect. */
  readonly signal?: AbortSignal;
  /** Called when there is a connection and the first byte is about to be written. */
  readonly onSend?: () => void;
  /** PEM file of an additional certificate authority. */
  readonly caFile?: string;
  /** Proxy for HTTPS, by CONNECT only. */
  readonly proxy?: string;
}

/** A complete answer, whatever its status; header names in lower case. */
export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

/**
 * One request, one answer. Never follows a redirect, never repeats anything, never negotiates a compression.
 * @throws HttpFailure whose `sent` says whether the server can have seen anything
 */
export async function sendHttp(
  request: HttpRequest,
  env: Readonly<Record<string, string | undefined>>,
): Promise<HttpReply> {
  const url = new URL(request.url);
  const { caFile, proxy, bounds } = request;
  const secure = url.protocol === "https:";
  if (secure && env.NODE_TLS_REJECT_UNAUTHORIZED === "0") {
    throw failureFor("TLS_UNCHECKED", url.host, false);
  }
  const route = { connectMs: bounds.connectMs, caFile, proxy: secure ? proxy : undefined };
  const connections = connect();
  try {
    return await new Promise<HttpReply>((resolve, reject) => {
      new Exchange(request, url, { resolve, reject }).start(connections);
    });
  } catch (error) {
    throw secure && proxy === undefined ? withProxyHint(error, env) : error;
  } finally {
    if (bounds.fresh) void connections.destroy();
  }

  function connect(): Dispatcher {
    try {
      return bounds.fresh ? openConnections(route) : sharedConnections(route);
    } catch (error) {
      const reason = `the file ${caFile} of the setting caFile cannot be read`;
      throw new HttpFailure(reason, { host: url.host, sent: false, code: codeOf(error), lasting: true });
    }
  }
}

const PROXY_VARIABLES = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];

/** Where only a proxy leads out, people have these variables set; a vendor's own tools read them unasked. */
function withProxyHint(error: unknown, env: Readonly<Record<string, string | undefined>>): unknown {
  const variable = PROXY_VARIABLES.find((name) => env[name]);
  if (!variable || !(error instanceof HttpFailure) || !isUnconnected(error)) return error;
  const hint = `${variable} is set but not read: use the setting proxy`;
  return new HttpFailure(`${error.reason}; ${hint}`, error);
}

/** Whoever waits for the answer. */
interface Waiter {
  resolve(reply: HttpReply): void;
  reject(failure: HttpFailure): void;
}

class Exchange implements Dispatcher.DispatchHandler {
  private sent = false;
  private settled = false;
  private controller?: Dispatcher.DispatchController;
  private status = 0;
  private headers: Record<string, string> = {};
  private readonly pieces: Buffer[] = [];
  private length = 0;
  private readonly deadline: AbortSignal;
  private readonly onDeadline = () => this.fail("TOTAL_TIMEOUT");
  private readonly onAbort = () => {
    if (!this.sent) this.fail("INTERRUPTED");
  };

  constructor(
    private readonly request: HttpRequest,
    private readonly url: URL,
    private readonly waiter: Waiter,
  ) {
    this.deadline = AbortSignal.timeout(request.bounds.totalMs);
    this.deadline.addEventListener("abort", this.onDeadline, { once: true });
    request.signal?.addEventListener("abort", this.onAbort, { once: true });
  }

  start(connections: Dispatcher): void {
    const { method, headers, body, bounds } = this.request;
    try {
      connections.dispatch(
        {
          origin: this.url.origin,
          path: this.url.pathname + this.url.search,
          method,
          headers: { "accept-encoding": "identity", ...headers },
          body,
          headersTimeout: bounds.headersMs,
          bodyTimeout: bounds.bodyIdleMs,
          reset: bounds.fresh,
        },
        this,
      );
    } catch (error) {
      this.fail(codeOf(error));
    }
  }

  // undici calls this when it has a connection and is about to write the first byte: the line between "certainly not sent"
  // and "perhaps". An error code could not draw it: ECONNRESET occurs on both sides.
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    if (this.settled) return controller.abort(new Error("too late"));
    this.sent = true;
    this.request.onSend?.();
  }

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: NodeJS.Dict<string | string[]>): void {
    if (status < 200) return; // 102 and 103 come before the answer
    this.status = status;
    this.headers = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, [value].flat().join(", ")]),
    );
    const encoding = this.headers["content-encoding"] ?? "identity";
    if (encoding.toLowerCase() !== "identity") this.fail("UNASKED_ENCODING");
    else if (Number(this.headers["content-length"]) > this.request.bounds.maxBytes) this.fail("BODY_TOO_LARGE");
  }

  onResponseData(_: Dispatcher.DispatchController, piece: Buffer): void {
    this.length += piece.length;
    if (this.length > this.request.bounds.maxBytes) return this.fail("BODY_TOO_LARGE");
    this.pieces.push(piece);
  }

  onResponseEnd(): void {
    const text = new TextDecoder().decode(Buffer.concat(this.pieces));
    this.settle(() => this.waiter.resolve({ status: this.status, headers: this.headers, text }));
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    this.fail(codeOf(error));
  }

  private fail(code: string): void {
    this.settle(() => {
      this.waiter.reject(failureFor(code, this.url.host, this.sent));
      this.controller?.abort(new Error(code));
    });
  }

  private settle(act: () => void): void {
    if (this.settled) return;
    this.settled = true;
    this.deadline.removeEventListener("abort", this.onDeadline);
    this.request.signal?.removeEventListener("abort", this.onAbort);
    act();
  }
}
