import { join } from "node:path";
import { z } from "zod";
import { PlatformError } from "../../net/errors";
import { homeOf, iniSection, keyIn, readTextFile, type ReadFile } from "../../net/profile-file";
import type { Settings } from "../../net/settings";
import { parseJson } from "../kit/json";

/** A key pair of the account, and the token that temporary keys come with. */
export interface Credentials {
  readonly secretId: string;
  readonly secretKey: string;
  readonly token?: string;
  /** Where they were read, for messages. */
  readonly from: string;
}

export type Env = Readonly<Record<string, string | undefined>>;

/** The vendor's Node SDK, Terraform and command line each have their own name for the token. */
const TOKEN_VARIABLES = ["TENCENTCLOUD_SESSION_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN", "TENCENTCLOUD_TOKEN"] as const;

/**
 * The account's keys: from `TENCENTCLOUD_SECRET_ID` and `TENCENTCLOUD_SECRET_KEY`, else the profile of the vendor's SDK
 * (`~/.tencentcloud/credentials`), else of its command line (`~/.tccli/<profile>.credential`). A `profile` in the settings
 * is the only source: falling back to another would silently use another account. Read again at each call: temporary keys change
 * while a job runs.
 * @throws PlatformError `auth` when they are missing or incomplete
 */
export function resolveCredentials(settings: Settings, env: Env, readFile: ReadFile = readTextFile): Credentials {
  const profile = settings.profile ?? "default";
  const found =
    (settings.profile ? undefined : fromEnv(env)) ??
    fromSdkProfile(profile, env, readFile) ??
    fromCliProfile(profile, env, readFile);
  if (found) return found;
  const files = `profile ${JSON.stringify(profile)} into ~/.tencentcloud/credentials or ~/.tccli/${profile}.credential`;
  throw noCredentials(
    settings.profile
      ? `no credentials: put ${files}, or remove the setting \`profile\` to use the environment`
      : `no credentials: set TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY, or put ${files}`,
  );
}

/** The region of the environment (`TENCENTCLOUD_REGION`) or of the command line's profile. */
export function defaultRegion(settings: Settings, env: Env, readFile: ReadFile = readTextFile): string | undefined {
  const region = keyIn(env["TENCENTCLOUD_REGION"]);
  if (region) return region;
  const text = readFile(join(homeOf(env), ".tccli", `${settings.profile ?? "default"}.configure`));
  const configured = cliConfiguration.safeParse(text && parseJson(text));
  return configured.data?._sys_param.region || undefined;
}

const cliConfiguration = z.object({ _sys_param: z.object({ region: z.string() }) });
const cliCredential = z.object({
  secretId: z.string().trim().min(1),
  secretKey: z.string().trim().min(1),
  token: z.string().trim().nullish(),
});

function fromEnv(env: Env): Credentials | undefined {
  const secretId = keyIn(env["TENCENTCLOUD_SECRET_ID"]);
  const secretKey = keyIn(env["TENCENTCLOUD_SECRET_KEY"]);
  if (!secretId && !secretKey) return undefined;
  // Falling back to a profile would silently use another account.
  if (!secretId) throw noCredentials("TENCENTCLOUD_SECRET_KEY is set, but TENCENTCLOUD_SECRET_ID is not");
  if (!secretKey) throw noCredentials("TENCENTCLOUD_SECRET_ID is set, but TENCENTCLOUD_SECRET_KEY is not");
  const token = TOKEN_VARIABLES.map((name) => keyIn(env[name])).find(Boolean);
  return { secretId, secretKey, ...(token && { token }), from: "TENCENTCLOUD_SECRET_ID of the environment" };
}

function fromSdkProfile(profile: string, env: Env, readFile: ReadFile): Credentials | undefined {
  const path = join(homeOf(env), ".tencentcloud", "credentials");
  const section = iniSection(readFile(path) ?? "", profile);
  if (!section) return undefined;
  const { secret_id: secretId, secret_key: secretKey, token } = section;
  if (!secretId || !secretKey) throw noCredentials(`section [${profile}] of ${path} lacks secret_id or secret_key`);
  return { secretId, secretKey, ...(token && { token }), from: `section [${profile}] of ${path}` };
}

function fromCliProfile(profile: string, env: Env, readFile: ReadFile): Credentials | undefined {
  const path = join(homeOf(env), ".tccli", `${profile}.credential`);
  const text = readFile(path);
  if (text === undefined) return undefined;
  const { data } = cliCredential.safeParse(parseJson(text));
  if (!data) throw noCredentials(`${path} holds no secretId and secretKey`);
  const { secretId, secretKey, token } = data;
  return { secretId, secretKey, ...(token && { token }), from: path };
}

function noCredentials(words: string): PlatformError {
  return new PlatformError("auth", words, { platform: "tione", action: "credentials" });
}
