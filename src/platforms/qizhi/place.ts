import type { Where } from "../../jobs/platform";
import { checkEndpoint } from "../../net/endpoint";
import { PlatformError } from "../../net/errors";
import type { Io } from "../../net/io";
import { keyIn } from "../../net/profile-file";
import { accountOf, EMULATOR } from "../kit/transport";
import { resolveConsoleSession, resolveCredentials, type Credentials } from "./credentials";
import { dummyConsoleSession, dummyCredentials } from "./dummy";

/** One site; what runs in it may get names below. */
const HOSTS = ["qz.sii.edu.cn"] as const;
const ORIGIN = { platform: "qizhi", action: "connect" };

/** The platform has one site and no regions: this word stands where others have one. */
export const REGION = "sii";

/** @throws PlatformError what is wrong with the place (`invalid`) or the credentials (`auth`), before any request */
export function verifyPlace(where: Where, io: Io): void {
  const { region, settings } = where;
  if (region !== REGION)
    throw new PlatformError("invalid", `Qizhi has no regions: leave \`region\` (${region}) out`, ORIGIN);
  if (settings.profile !== undefined) {
    throw new PlatformError("invalid", "Qizhi has no profiles: remove the setting `profile`", ORIGIN);
  }
  siteOf(where, io);
  credentialsOf(io);
  consoleSessionOf(io);
}

/** The emulator gets its own credentials and never any other. */
export function credentialsOf(io: Io): Credentials {
  const credentials = io.emulator ? { ...dummyCredentials, from: EMULATOR } : resolveCredentials(io.env());
  io.secrets.add(credentials.password);
  return credentials;
}

/** Whether the environment has a session of the console, be it good or not: nobody sets one who does not want it asked. */
export function hasConsoleSession(io: Pick<Io, "env">): boolean {
  return keyIn(io.env().QIZHI_CONSOLE_SESSION) !== undefined;
}

/** The console's session, if the environment has one. The emulator gets its own, and only where a person would give theirs. */
export function consoleSessionOf(io: Io): string | undefined {
  const given = io.emulator ? io.env().QIZHI_CONSOLE_SESSION && dummyConsoleSession : resolveConsoleSession(io.env());
  io.secrets.add(given);
  return given || undefined;
}

/** One limiter for each account and site. */
export function scopeOf(where: Where, io: Io): string {
  return `qizhi/${new URL(siteOf(where, io)).host}/${accountOf(credentialsOf(io).username)}`;
}

/** Base URL without a slash at its end. */
export function siteOf({ settings }: Where, io: Io): string {
  const url = io.emulator ?? settings.endpoint ?? "https://qz.sii.edu.cn";
  if (!io.emulator) checkEndpoint(url, HOSTS, settings);
  return url.replace(/\/+$/, "");
}
