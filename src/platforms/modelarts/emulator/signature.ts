import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../../emulator/vendor";
import { Refusal } from "./refusal";

const SKEW_ALLOWED_MS = 15 * 60_000;
const AUTHORIZATION = /^SDK-HMAC-SHA256 Access=([^,]+), SignedHeaders=([a-z0-9;_-]+), Signature=([0-9a-f]{64})$/;

export interface KeyPair {
  readonly access: string;
  readonly secret: string;
}

/**
 * Recomputes a signature from the bytes and headers that came over the wire. Source: API request signing guide,
 * SDK-HMAC-SHA256.
 * @param wallMs the machine's own time, which every client signs with
 * @throws Refusal HTTP 401, as the API gateway words it
 */
export function checkSignature(request: WireRequest, wallMs: number, keys: KeyPair): void {
  const [, access, signedHeaders = "", signature] = AUTHORIZATION.exec(header(request, "authorization") ?? "") ?? [];
  if (signature === undefined) throw wrong("the Authorization header is missing or not SDK-HMAC-SHA256");
  if (access !== keys.access) throw wrong("there is no such access key. The emulator knows one, and prints it");
  if (header(request, "x-security-token") !== undefined) throw wrong("the security token does not belong to the key");
  const date = header(request, "x-sdk-date") ?? "";
  const signedAt = Date.parse(date.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, "$1-$2-$3T$4:$5:$6Z"));
  if (!(Math.abs(wallMs - signedAt) <= SKEW_ALLOWED_MS))
    throw new Refusal(401, "APIGW.0303", "Incorrect app authentication information: the signature has expired.");
  const names = signedHeaders.split(";");
  const isOrdered = names.every((name, index) => index === 0 || (names[index - 1] ?? "") < name);
  const matches = readings(request, names).some((canonical) => {
    const toSign = `SDK-HMAC-SHA256\n${date}\n${sha256(canonical)}`;
    return createHmac("sha256", keys.secret).update(toSign).digest("hex") === signature;
  });
  if (!names.includes("x-sdk-date") || !isOrdered || !matches) throw wrong("verify aksk signature fail");
}

/**
 * The canonical request as a client may have written it: the vendor's Python client decodes a path before it encodes it again,
 * its Node client encodes it as it is.
 */
function readings(request: WireRequest, names: readonly string[]): readonly string[] {
  const [path = "", query = ""] = request.url.split("?");
  const lines = names.map((name) => `${name}:${(header(request, name) ?? "").trim()}\n`).join("");
  const hash = header(request, "x-sdk-content-sha256") ?? sha256(request.body);
  const segments = path.split("/");
  const decoded = segments.map((segment) => encoded(decode(segment))).join("/");
  const asItIs = segments.map(encoded).join("/");
  return [decoded, asItIs].map((uri) =>
    [request.method, uri.endsWith("/") ? uri : `${uri}/`, canonicalQuery(query), lines, names.join(";"), hash].join(
      "\n",
    ),
  );
}

function canonicalQuery(query: string): string {
  const pairs = [...new URLSearchParams(query)].map(([name, value]) => [encoded(name), encoded(value)] as const);
  const order = (left: string, right: string) => (left < right ? -1 : left > right ? 1 : 0);
  return pairs
    .sort(([name, value], [otherName, otherValue]) => order(name, otherName) || order(value, otherValue))
    .map(([name, value]) => `${name}=${value}`)
    .join("&");
}

function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A segment of a path as its sender meant it. */
export function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment; // a lone percent sign stands for itself
  }
}

export function header(request: Pick<WireRequest, "headers">, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

function wrong(what: string): Refusal {
  return new Refusal(401, "APIGW.0301", `Incorrect IAM authentication information: ${what}.`);
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}
