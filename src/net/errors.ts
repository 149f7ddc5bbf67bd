/**
 * What went wrong, in the classes a caller can act on. Decided by each platform's table of codes, never by message text.
 *
 * - `invalid`      the request is wrong; repeating it cannot help
 * - `auth`         our identity was not accepted (key, signature, token)
 * - `permission`   we are known but may not do this
 * - `skew`         the signature's time was refused: this machine's clock is off
 * - `notFound`     the platform does not know the id
 * - `nameTaken`    another job has this name, or is about to get it
 * - `notNow`       refused in the present state; a later attempt may succeed (stop while submitting)
 * - `capacity`     no stock, quota or balance
 * - `throttled`    too many requests
 * - `transient`    temporary trouble of the network, a gateway or the platform
 * - `unsupported`  the platform does not offer this action (any more)
 * - `internal`     the platform failed internally; whether it acted is not known
 */
export type ErrorKind =
  | "invalid"
  | "auth"
  | "permission"
  | "skew"
  | "notFound"
  | "nameTaken"
  | "notNow"
  | "capacity"
  | "throttled"
  | "transient"
  | "unsupported"
  | "internal";

/** Where an error came from: the platform's word for the call, its own code and request id; and what to do about it. */
export interface ErrorOrigin {
  readonly platform: string;
  readonly action: string;
  readonly code?: string;
  readonly requestId?: string;
  readonly httpStatus?: number;
  /** Milliseconds the platform asked us to wait (`Retry-After`). */
  readonly retryAfterMs?: number;
  /** What to do about it, shown on a line of its own. Holds no secret. */
  readonly advice?: string;
}

/** A call to a platform that did not do what it was asked. The message is sanitised and carries code and request id. */
export class PlatformError extends Error {
  override readonly name = "PlatformError";
  constructor(
    readonly kind: ErrorKind,
    /** The vendor's words or ours, without code and request id: the message adds them. */
    readonly words: string,
    readonly origin: ErrorOrigin,
  ) {
    super([describe(words, origin), origin.advice].filter(Boolean).join("\n"));
  }

  /** What to do about it, where that is known; the message ends with it. */
  get advice(): string | undefined {
    return this.origin.advice;
  }
}

function describe(words: string, { code, requestId }: ErrorOrigin): string {
  const source = [code && printable(code, 80), requestId && `request ${printable(requestId, 80)}`]
    .filter(Boolean)
    .join(", ");
  return source ? `${printable(words)} (${source})` : printable(words);
}

const LONGEST_SERVER_TEXT = 500;
// C0, DEL, C1, bidirectional controls, zero-width and line separators: whatever could fool a terminal or a reader.
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g;

/** Text from a server, safe to show: control characters made visible, newlines as `⏎`, at most 500 characters. */
export function printable(text: string, limit = LONGEST_SERVER_TEXT): string {
  // At most two characters are shown as one: what comes after these could not be seen anyway.
  const shown = text
    .trim()
    .slice(0, 2 * limit + 2)
    .replace(/\r?\n|\r/g, "⏎")
    .replace(CONTROL, visible);
  return shown.length > limit ? `${shown.slice(0, limit - 1)}…` : shown;
}

function visible(control: string): string {
  const code = control.charCodeAt(0);
  if (code < 0x20) return `^${String.fromCharCode(code + 0x40)}`;
  return `\\u${code.toString(16).padStart(4, "0")}`;
}
