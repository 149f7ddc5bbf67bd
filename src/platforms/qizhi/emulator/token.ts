import { createHmac, timingSafeEqual } from "node:crypto";
import type { WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { CODE, Refusal } from "./refusal";

const LIFE_S = 604_800;

/** The `data` of `/auth/token`: a token is its issue time and proof that the emulator wrote it. Lifetime in seconds, as text. */
export function grant(now: number): object {
  return { access_token: `${now}.${proofOf(String(now))}`, expires_in: String(LIFE_S), token_type: "Bearer" };
}

/** @throws Refusal code -1 for a token that is not ours or has expired */
export function checkToken({ headers }: WireRequest, now: number): void {
  const [, issued = "", proof = ""] = /^Bearer (\d+)\.([0-9a-f]{64})$/.exec(headers.authorization ?? "") ?? [];
  if (issued === "" || !timingSafeEqual(Buffer.from(proof), Buffer.from(proofOf(issued)))) {
    throw new Refusal(CODE.token, "token invalid");
  }
  if (now >= Number(issued) + LIFE_S * 1_000) throw new Refusal(CODE.token, "token expired");
}

function proofOf(issued: string): string {
  return createHmac("sha256", dummyCredentials.password).update(issued).digest("hex");
}
