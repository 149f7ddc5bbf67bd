import { PlatformError } from "../../net/errors";

/** An account of the platform that an administrator has allowed to use the API. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/**
 * Who we are: `QIZHI_USERNAME` and `QIZHI_PASSWORD`, read anew at each login.
 * @throws PlatformError `auth` when one of them is missing
 */
export function resolveCredentials(env: Readonly<Record<string, string | undefined>>): Credentials {
  const { QIZHI_USERNAME: username, QIZHI_PASSWORD: password } = env;
  if (!username && !password) throw noCredentials("no credentials: set QIZHI_USERNAME and QIZHI_PASSWORD");
  if (!username) throw noCredentials("QIZHI_PASSWORD is set, and QIZHI_USERNAME is not");
  if (!password) throw noCredentials("QIZHI_USERNAME is set, and QIZHI_PASSWORD is not");
  return { username, password };
}

function noCredentials(words: string): PlatformError {
  return new PlatformError("auth", words, { platform: "qizhi", action: "credentials" });
}
