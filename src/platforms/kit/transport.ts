import { createHash } from "node:crypto";
import type { HttpRequest } from "../../net/http";
import type { Io } from "../../net/io";
import type { Settings } from "../../net/settings";

/** How requests leave, as the settings say. No proxy stands before an emulator, which is on this machine. */
export function transportOf(
  { caFile, proxy }: Pick<Settings, "caFile" | "proxy">,
  io: Pick<Io, "emulator">,
): Pick<HttpRequest, "caFile" | "proxy"> {
  return { ...(caFile && { caFile }), ...(proxy && !io.emulator && { proxy }) };
}

/** Names an account without telling it, for limits that count by account: a piece of a hash of what only it has. */
export function accountOf(credential: string): string {
  return createHash("sha256").update(credential).digest("hex").slice(0, 8);
}

/** Where the dummy credentials of an emulator come from, for people. */
export const EMULATOR = "the emulator";
