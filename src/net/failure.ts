/** No complete answer. The message names the host and the reason, never a header value or a part of a body. */
export class HttpFailure extends Error {
  override readonly name = "HttpFailure";
  readonly host: string;
  /** Whether any byte of the request may have left this machine. False is certain. */
  readonly sent: boolean;
  /** The network library's code for it, or one of ours. */
  readonly code: string;
  /** Trying again cannot help: a certificate, a missing file, an answer too large. */
  readonly lasting: boolean;

  constructor(
    readonly reason: string,
    { host, sent, code, lasting }: Pick<HttpFailure, "host" | "sent" | "code" | "lasting">,
  ) {
    super(`no answer from ${host}: ${reason}`);
    this.host = host;
    this.sent = sent;
    this.code = code;
    this.lasting = lasting;
  }
}

/** The failure that a code of the network library, or one of ours, stands for. */
export function failureFor(code: string, host: string, sent: boolean): HttpFailure {
  const lasting = LASTING_REASONS[code] ?? (CERTIFICATE.test(code) ? `${UNTRUSTED} (${code})` : undefined);
  const reason = lasting ?? REASONS[code] ?? `the connection failed (${code})`;
  return new HttpFailure(reason, { host, sent, code, lasting: lasting !== undefined });
}

/** Whether the host was not reached, as happens where only a proxy leads to it. */
export function isUnconnected({ code }: HttpFailure): boolean {
  return UNCONNECTED.has(code);
}

/** The library's short word for an error; never its message, which may quote what a server sent. */
export function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  return "code" in error && typeof error.code === "string" && !error.code.startsWith("HPE_") ? error.code : error.name;
}

const UNCONNECTED = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ETIMEDOUT",
  "UND_ERR_CONNECT_TIMEOUT",
]);

const REASONS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "connection refused",
  ECONNRESET: "connection reset",
  EPIPE: "connection reset",
  ENOTFOUND: "there is no such host",
  EAI_AGAIN: "the name server did not answer",
  EHOSTUNREACH: "host not reachable",
  ENETUNREACH: "network not reachable",
  ETIMEDOUT: "the connection timed out",
  UND_ERR_CONNECT_TIMEOUT: "no connection in time",
  UND_ERR_HEADERS_TIMEOUT: "no reply in time",
  UND_ERR_BODY_TIMEOUT: "the reply stopped in the middle",
  UND_ERR_SOCKET: "connection closed before the reply was complete",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "the reply is shorter or longer than announced",
  UND_ERR_HEADERS_OVERFLOW: "the reply's headers are too long",
  UND_ERR_ABORTED: "the proxy refused the connection",
  TOTAL_TIMEOUT: "no complete reply in time",
  INTERRUPTED: "interrupted before the request left",
  PROXY_HUNG_UP: "the proxy closed the connection",
  UNASKED_ENCODING: "the reply is compressed although that was declined",
  HTTPParserError: "the reply is not HTTP",
  ERR_ASSERTION: "the reply does not answer this request", // 101 Switching Protocols
};

const LASTING_REASONS: Readonly<Record<string, string>> = {
  TLS_UNCHECKED: "NODE_TLS_REJECT_UNAUTHORIZED=0 accepts any certificate; unset it",
  BODY_TOO_LARGE: "the reply is too large",
  UND_ERR_INVALID_ARG:
    "the request cannot be written as HTTP; look for a line break or a letter that is not ASCII in the credentials",
  LINK_LOCAL_ADDRESS: "the name resolves to a link-local address, where cloud metadata services live",
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|^ERR_(TLS|SSL|OSSL)_/;
const UNTRUSTED = "its certificate is not accepted; for an authority of your own, use the setting caFile";
