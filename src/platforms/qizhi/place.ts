import type { Where } from "../../jobs/platform";
import { checkEndpoint } from "../../net/endpoint";
import { PlatformError } from "../../net/errors";
import type { Io } from "../../net/io";
import { keyIn } from "../../net/profile-file";
import { accountOf, EMULATOR } from "../kit/transport";
import { resolveConsoleSession, resolveCredentials, type Credentials } from "./credentials";
import { dummyConsoleSession, dummyCredentials } from "./dummy";

/** One site, by its exact name: workloads that users run there may get names below it. */
const HOSTS = ["qz.sii.edu.cn"] as const;
const ORIGIN = { platform: "qizhi", action: "connect" };

/** The platform has one site and no regions: this word takes the place of a region. */
export const REGION = "sii";

/** @throws PlatformError saying what is wrong with the place (`invalid`) or the credentials (`auth`), before any request */
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

/** The emulator gets its own credentials and never any others. */
export function credentialsOf(io: Io): Credentials {
  const credentials = io.emulator ? { ...dummyCredentials, from: EMULATOR } : resolveCredentials(io.env());
  io.secrets.add(credentials.password);
  return credentials;
}

/** Whether the environment has a console session, valid or not: whoever sets one wants the console to be asked. */
export function hasConsoleSession(io: Pick<Io, "env">): boolean {
  return keyIn(io.env().QIZHI_CONSOLE_SESSION) !== undefined;
}

/** The console's session, if the environment has one. The emulator then gets its own instead. */
export function consoleSessionOf(io: Io): string | undefined {
  const given = io.emulator ? io.env().QIZHI_CONSOLE_SESSION && dummyConsoleSession : resolveConsoleSession(io.env());
  io.secrets.add(given);
  return given || undefined;
}

/** One limiter for each account and site. */
export function scopeOf(where: Where, io: Io): string {
  return `qizhi/${new URL(siteOf(where, io)).host}/${accountOf(credentialsOf(io).username)}`;
}

/** Base URL without a trailing slash. */
export function siteOf({ settings }: Where, io: Io): string {
  const url = io.emulator ?? settings.endpoint ?? "https://qz.sii.edu.cn";
  if (!io.emulator) checkEndpoint({ url, hosts: HOSTS }, settings);
  return url.replace(/\/+$/, "");
}
