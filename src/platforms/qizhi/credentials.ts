import { PlatformError } from "../../net/errors";
import { keyIn, passwordIn } from "../../net/profile-file";

/** An account of the platform that an administrator has allowed to use the API. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
  /** Where they were read from, for messages. */
  readonly from: string;
}

/**
 * The account to log in with: `QIZHI_USERNAME` and `QIZHI_PASSWORD`, read again at each login.
 * @throws PlatformError `auth` when one of them is missing
 */
export function resolveCredentials(env: Readonly<Record<string, string | undefined>>): Credentials {
  const username = keyIn(env["QIZHI_USERNAME"]);
  const password = passwordIn(env["QIZHI_PASSWORD"]);
  if (!username && !password) throw noCredentials("no credentials: set QIZHI_USERNAME and QIZHI_PASSWORD");
  if (!username) throw noCredentials("QIZHI_PASSWORD is set, but QIZHI_USERNAME is not");
  if (!password) throw noCredentials("QIZHI_USERNAME is set, but QIZHI_PASSWORD is not");
  return { username, password, from: "QIZHI_USERNAME of the environment" };
}

/** The characters that a cookie's value may have; anything shorter is not a session. */
const COOKIE_VALUE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{8,}$/;

/**
 * The session of the platform's console, if there is one: `QIZHI_CONSOLE_SESSION`, the value of the cookie `inspire-session`
 * that a person copied from a browser. It lasts for about twenty minutes.
 * @throws PlatformError `auth` when it cannot be a cookie's value; never quotes it
 */
export function resolveConsoleSession(env: Readonly<Record<string, string | undefined>>): string | undefined {
  const session = keyIn(env["QIZHI_CONSOLE_SESSION"]);
  if (!session) return undefined;
  if (COOKIE_VALUE.test(session) && !session.startsWith("inspire-session=")) return session;
  throw noCredentials(
    "QIZHI_CONSOLE_SESSION is not the value of a cookie: copy what follows `inspire-session=`, and nothing else",
  );
}

function noCredentials(words: string): PlatformError {
  return new PlatformError("auth", words, { platform: "qizhi", action: "credentials" });
}
