import { createHash } from "node:crypto";
import type { HttpRequest } from "../../net/http";
import type { Io } from "../../net/io";
import type { Settings } from "../../net/settings";

/** How requests leave, according to the settings. An emulator is on this machine and is reached without the proxy. */
export function transportOf(
  { caFile, proxy }: Pick<Settings, "caFile" | "proxy">,
  io: Pick<Io, "emulator">,
): Pick<HttpRequest, "caFile" | "proxy"> {
  return { ...(caFile && { caFile }), ...(proxy && !io.emulator && { proxy }) };
}

/** Names an account without revealing it, for limits that count per account: part of a hash of what only it has. */
export function accountOf(credential: string): string {
  return createHash("sha256").update(credential).digest("hex").slice(0, 8);
}

/** Where an emulator's dummy credentials come from, for messages. */
export const EMULATOR = "the emulator";
