import { createHash, createHmac } from "node:crypto";

/** The two halves of an access key. */
export interface KeyPair {
  readonly access: string;
  readonly secret: string;
}

/** A request, its URL, body and headers exactly as they will be sent. */
export interface Signable {
  readonly method: string;
  readonly url: string;
  /** All headers that are signed; `X-Sdk-Date` must be among them. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const ALGORITHM = "SDK-HMAC-SHA256";

/** The `Authorization` of a request. Source: API request signing guide, SDK-HMAC-SHA256. */
export function authorizationOf(request: Signable, { access, secret }: KeyPair): string {
  const headers = Object.entries(request.headers)
    .map(([name, value]) => [name.toLowerCase(), value.trim()] as const)
    .sort(byText);
  const names = headers.map(([name]) => name).join(";");
  const url = new URL(request.url);
  const canonical = [
    request.method,
    canonicalPath(url.pathname),
    canonicalQuery(url.searchParams),
    headers.map(([name, value]) => `${name}:${value}\n`).join(""),
    names,
    sha256(request.body),
  ].join("\n");
  const date = headers.find(([name]) => name === "x-sdk-date")?.[1] ?? "";
  const signature = createHmac("sha256", secret)
    .update(`${ALGORITHM}\n${date}\n${sha256(canonical)}`)
    .digest("hex");
  return `${ALGORITHM} Access=${access}, SignedHeaders=${names}, Signature=${signature}`;
}

/** `20260101T000000Z`. */
export function signingDate(wallMs: number): string {
  return new Date(wallMs).toISOString().replace(/\.\d+|[-:]/g, "");
}

/** Always ends with a slash, unlike the real path. */
function canonicalPath(path: string): string {
  const segments = path.split("/").map((segment) => encoded(decodeURIComponent(segment)));
  return `${segments.join("/").replace(/\/$/, "")}/`;
}

function canonicalQuery(query: URLSearchParams): string {
  return [...query]
    .sort(byText)
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .join("&");
}

/** RFC 3986: all but the unreserved characters. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** By name, then by value, in the order of UTF-16, whatever the locale. */
function byText([name, value]: readonly [string, string], [otherName, otherValue]: readonly [string, string]): number {
  if (name !== otherName) return name < otherName ? -1 : 1;
  return value === otherValue ? 0 : value < otherValue ? -1 : 1;
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
