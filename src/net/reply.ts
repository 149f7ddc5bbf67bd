import { STATUS_CODES } from "node:http";
import { PlatformError, printable, type ErrorKind } from "./errors";
import type { HttpReply } from "./http";
import type { Secrets } from "./secrets";

const KINDS: Readonly<Record<number, ErrorKind>> = {
  401: "auth",
  403: "permission",
  404: "notFound",
  408: "transient",
  429: "throttled",
};

const LONGEST_WORDS = 200;

/**
 * The error that a reply amounts to when the platform's own envelope is missing: a status other than 2xx, or a page of HTML
 * from a gateway. Of the body it shows only the page's title.
 */
export function replyError(reply: HttpReply, platform: string, action: string): PlatformError {
  const { status, headers } = reply;
  const kind = KINDS[status] ?? kindOf(status);
  const retryAfterMs = retryAfter(reply);
  const words = [
    status >= 300 && status < 400
      ? `redirect refused (HTTP ${status})`
      : `HTTP ${status} ${STATUS_CODES[status] ?? ""}`.trim(),
    title(reply.text),
    retryAfterMs !== undefined && `asks to wait ${Math.ceil(retryAfterMs / 1000)}s`,
  ].filter(Boolean);
  return new PlatformError(kind, printable(words.join(": "), LONGEST_WORDS), {
    platform,
    action,
    httpStatus: status,
    requestId: headers["x-request-id"],
    retryAfterMs,
  });
}

/**
 * The reply as the rest of the code may see it. Of JSON only the strings are looked at: a secret that is also the name of a
 * member, or a number, must not make the reply unreadable.
 */
export function withoutSecrets({ status, headers, text }: HttpReply, secrets: Secrets): HttpReply {
  const scrub = (each: string) => secrets.scrub(each);
  return {
    status,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, scrub(value)])),
    text: isClean(text, secrets) ? text : isJson(text) ? withTexts(text, scrub) : scrub(text),
  };
}

/** Most replies are, and are long: one look at the whole is enough. With a backslash, JSON's strings are not what is written. */
function isClean(text: string, secrets: Secrets): boolean {
  return !text.includes("\\") && !secrets.areIn(text);
}

/** JSON with every string changed but members' names. By hand: a regular expression runs out of stack on megabytes of text. */
function withTexts(json: string, change: (text: string) => string): string {
  let changed = "";
  let read = 0;
  for (let from = json.indexOf('"'); from >= 0; from = json.indexOf('"', read)) {
    const to = endOfText(json, from);
    const token = json.slice(from, to);
    const said = token.includes("\\") ? (JSON.parse(token) as string) : token.slice(1, -1); // a string by its quotes
    const isName = /\s*:/y;
    isName.lastIndex = to;
    const wanted = isName.test(json) ? said : change(said);
    changed += json.slice(read, from) + (wanted === said ? token : JSON.stringify(wanted));
    read = to;
  }
  return changed + json.slice(read);
}

/** Where the JSON string that begins here ends: after the next quote that no backslash escapes. */
function endOfText(json: string, from: number): number {
  const end = /["\\]/g;
  end.lastIndex = from + 1;
  while (end.test(json) && json[end.lastIndex - 1] === "\\") end.lastIndex += 1;
  return end.lastIndex;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The server's time by its `Date` header, in milliseconds since the epoch; whole seconds. */
export function serverDate(reply: HttpReply): number | undefined {
  const ms = Date.parse(reply.headers.date ?? "");
  return Number.isNaN(ms) ? undefined : ms;
}

function kindOf(status: number): ErrorKind {
  if (status >= 500) return "transient";
  return status < 300 ? "internal" : "invalid";
}

/** `Retry-After` in seconds, or as a date against the server's own; anything else is ignored. */
function retryAfter(reply: HttpReply): number | undefined {
  const text = reply.headers["retry-after"] ?? "";
  if (/^\d{1,9}$/.test(text)) return Number(text) * 1000;
  const until = /[a-z]/i.test(text) ? Date.parse(text) : NaN;
  const from = serverDate(reply);
  return from === undefined || !(until >= from) ? undefined : until - from;
}

/** Only the head is searched: a page of many megabytes must not cost time. */
function title(text: string): string | undefined {
  const found = /<title[^<>]*>([^<>]*)/i.exec(text.slice(0, 4_096))?.[1]?.trim();
  return found?.replace(/\s+/g, " ") || undefined;
}
