import { createHash, createHmac } from "node:crypto";
import type { WireRequest } from "../../../emulator/vendor";
import { Refusal } from "./refusal";

const SKEW_ALLOWED_S = 300;
// The service may hold anything: clients derive it from the endpoint, and get `127` or `localhost:8080` on loopback.
const AUTHORIZATION =
  /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d{2}-\d{2})\/(.+)\/tc3_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=([0-9a-f]{64})$/;

export interface KeyPair {
  readonly secretId: string;
  readonly secretKey: string;
}

/**
 * Recomputes a TC3-HMAC-SHA256 signature from the bytes and headers that came over the wire.
 * Source: signature method v3, common to all of the vendor's products.
 * @param wallMs the machine's own time, which every client signs with
 * @throws Refusal `AuthFailure.*`, `MissingParameter`
 */
export function checkSignature(request: WireRequest, wallMs: number, keys: KeyPair): void {
  const { authorization } = request.headers;
  if (authorization === undefined) {
    throw new Refusal("AuthFailure.InvalidAuthorization", "The request carries no Authorization header.");
  }
  const [, secretId, date = "", service = "", signedHeaders = "", signature] = AUTHORIZATION.exec(authorization) ?? [];
  if (signature === undefined) {
    throw new Refusal("AuthFailure.InvalidAuthorization", "The Authorization header is not TC3-HMAC-SHA256.");
  }
  const timestamp = header(request, "x-tc-timestamp");
  if (timestamp === undefined) throw new Refusal("MissingParameter", "The request is missing X-TC-Timestamp.");
  if (!(Math.abs(wallMs / 1_000 - Number(timestamp)) <= SKEW_ALLOWED_S)) {
    throw new Refusal("AuthFailure.SignatureExpire", "The signature has expired: more than five minutes off.");
  }
  if (secretId !== keys.secretId) {
    throw new Refusal(
      "AuthFailure.SecretIdNotFound",
      "The SecretId is not found. The emulator knows one, and prints it.",
    );
  }
  if (header(request, "x-tc-token") !== undefined) {
    throw new Refusal("AuthFailure.TokenFailure", "The token does not belong to this SecretId.");
  }
  const names = signedHeaders.split(";");
  const isComplete = names.includes("content-type") && names.includes("host");
  const isDated = date === new Date(Number(timestamp) * 1_000).toISOString().slice(0, 10);
  const signingKey = hmac(hmac(hmac(`TC3${keys.secretKey}`, date), service), "tc3_request");
  const matches = readings(request, names).some((lines) => {
    const canonical = [request.method, "/", "", lines, signedHeaders, sha256(request.body)].join("\n");
    const toSign = ["TC3-HMAC-SHA256", timestamp, `${date}/${service}/tc3_request`, sha256(canonical)].join("\n");
    return hmac(signingKey, toSign).toString("hex") === signature;
  });
  if (!isComplete || !isDated || !matches) {
    throw new Refusal(
      "AuthFailure.SignatureFailure",
      "The provided credentials could not be validated: wrong signature.",
    );
  }
}

/**
 * The header block as a client may have signed it: the vendor's Node SDK leaves the port out of `host`, though it
 * sends it, and some clients lower-case the values.
 */
function readings(request: WireRequest, names: readonly string[]): readonly string[] {
  const host = header(request, "host") ?? "";
  return [host, host.replace(/:\d+$/, "")].flatMap((hostRead) => {
    const values = names.map((name) => (name === "host" ? hostRead : (header(request, name) ?? "").trim()));
    const block = (fold: (value: string) => string) =>
      names.map((name, i) => `${name}:${fold(values[i] ?? "")}\n`).join("");
    return [block((value) => value), block((value) => value.toLowerCase())];
  });
}

export function header(request: Pick<WireRequest, "headers">, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(",") : value;
}

function sha256(content: string | Buffer): string {
  return createHash("sha256").update(content).digest("hex");
}

function hmac(key: string | Buffer, message: string): Buffer {
  return createHmac("sha256", key).update(message).digest();
}
