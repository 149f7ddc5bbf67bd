import { createHmac } from "node:crypto";
import { z } from "zod";
import type { Stage, WireRequest } from "../../../emulator/vendor";
import { dummyCredentials } from "../dummy";
import { Refusal } from "./refusal";
import { checkSignature, header } from "./signature";

const TOKEN_LIFE_MS = 24 * 3_600_000;

const content = z.object({ project: z.string(), until: z.number() });

/** Admits a request that carries a token of the emulated IAM or a signature. @throws Refusal HTTP 401 */
export function admit(request: WireRequest, stage: Stage): void {
  const token = header(request, "x-auth-token");
  if (token === undefined) return checkSignature(request, stage.wall(), dummyCredentials);
  const { project, until } = readToken(token);
  if (until <= stage.now()) throw new Refusal(401, "ModelArts.0202", "The token has expired.");
  if (project !== dummyCredentials.projectId) throw new Refusal(401, "ModelArts.0212", "The token has no project.");
}

/** A token holds its own project and expiry, so that every session of the emulator can read it. */
export function issueToken(stage: Stage, project: string): { readonly token: string; readonly until: number } {
  const until = stage.now() + TOKEN_LIFE_MS;
  const text = Buffer.from(JSON.stringify({ project, until, serial: stage.ids.letters("token", 12) })).toString(
    "base64url",
  );
  return { token: `${text}.${seal(text)}`, until };
}

function readToken(token: string): z.output<typeof content> {
  const [text = "", mark] = token.split(".");
  if (seal(text) !== mark) throw new Refusal(401, "ModelArts.0203", "The token cannot be decoded.");
  return content.parse(JSON.parse(Buffer.from(text, "base64url").toString("utf8")));
}

function seal(text: string): string {
  return createHmac("sha256", dummyCredentials.secret).update(text).digest("hex").slice(0, 32);
}
