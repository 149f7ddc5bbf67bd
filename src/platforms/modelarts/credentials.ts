import { join } from "node:path";
import { z } from "zod";
import { PlatformError } from "../../net/errors";
import { homeOf, iniSection, keyIn, passwordIn, readTextFile, type ReadFile } from "../../net/profile-file";
import type { Settings } from "../../net/settings";
import { parseJson } from "../kit/json";

export type Env = Readonly<Record<string, string | undefined>>;

/** What we authenticate with. */
export type Identity =
  /** A key pair, and the security token that temporary keys come with. */
  | { readonly kind: "keys"; readonly access: string; readonly secret: string; readonly securityToken?: string }
  /** An IAM token obtained elsewhere. */
  | { readonly kind: "token"; readonly token: string }
  /** What IAM exchanges for a token. */
  | { readonly kind: "password"; readonly user: string; readonly password: string; readonly domain: string };

/** Who we are, and the project that the same source names. */
export interface Credentials {
  readonly identity: Identity;
  /** Where they were read, for messages. */
  readonly from: string;
  readonly projectId?: string;
  /** Default: the region's name. */
  readonly projectName?: string;
}

/** Variables that users may have set already: first the vendor's Terraform provider's, then its SDK's, then OpenStack's. */
const VARIABLES = {
  HW: {
    access: "HW_ACCESS_KEY",
    secret: "HW_SECRET_KEY",
    securityToken: "HW_SECURITY_TOKEN",
    token: "HW_AUTH_TOKEN",
    user: "HW_USER_NAME",
    password: "HW_USER_PASSWORD",
    domain: "HW_DOMAIN_NAME",
    projectId: "HW_PROJECT_ID",
    projectName: "HW_PROJECT_NAME",
    iam: "HW_AUTH_URL",
    region: "HW_REGION_NAME",
  },
  HUAWEICLOUD_SDK: {
    access: "HUAWEICLOUD_SDK_AK",
    secret: "HUAWEICLOUD_SDK_SK",
    securityToken: "HUAWEICLOUD_SDK_SECURITY_TOKEN",
    projectId: "HUAWEICLOUD_SDK_PROJECT_ID",
    iam: "HUAWEICLOUD_SDK_IAM_ENDPOINT",
    region: "HUAWEICLOUD_SDK_REGION_ID",
  },
  OS: {
    access: "OS_ACCESS_KEY",
    secret: "OS_SECRET_KEY",
    token: "OS_AUTH_TOKEN",
    user: "OS_USERNAME",
    password: "OS_PASSWORD",
    domain: "OS_DOMAIN_NAME",
    projectId: "OS_PROJECT_ID",
    projectName: "OS_PROJECT_NAME",
    iam: "OS_AUTH_URL",
    region: "OS_REGION_NAME",
  },
} as const satisfies Readonly<Record<string, Names>>;

type Fact =
  | "access"
  | "secret"
  | "securityToken"
  | "token"
  | "user"
  | "password"
  | "domain"
  | "projectId"
  | "projectName"
  | "iam"
  | "region";
type Names = Readonly<Partial<Record<Fact, string>>>;
type Facts = Readonly<Partial<Record<Fact, string>>>;

/**
 * Who we are: from the environment (`HW_…`, else `HUAWEICLOUD_SDK_…`, else `OS_…`), else the profile `basic` of the vendor's
 * SDK (`~/.huaweicloud/credentials`), else the current profile of its command line (`~/.hcloud/config.json`). With a
 * `profile` in the settings, only that profile is looked for, in the two files. Read again at each call: temporary keys change
 * while a job runs.
 * @throws PlatformError `auth` when there are none, or only half of a pair
 */
export function resolveCredentials(settings: Settings, env: Env, readFile: ReadFile = readTextFile): Credentials {
  const { profile } = settings;
  const found =
    (profile ? undefined : fromEnv(env)) ?? fromSdkFile(profile, env, readFile) ?? fromCliFile(profile, env, readFile);
  if (found) return found;
  throw noCredentials(
    profile
      ? `no credentials: put profile ${JSON.stringify(profile)} into ~/.huaweicloud/credentials or ~/.hcloud/config.json, or ` +
          "remove the setting `profile` to use the environment"
      : "no credentials: set HW_ACCESS_KEY and HW_SECRET_KEY, or HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, or put a " +
          "profile into ~/.huaweicloud/credentials",
  );
}

/** The region that the environment names, else the command line's profile. */
export function defaultRegion(settings: Settings, env: Env, readFile: ReadFile = readTextFile): string | undefined {
  return variable("region", env) || cliProfile(settings.profile, env, readFile)?.region || undefined;
}

/** IAM's address, without the version at its end, and the variable that gives it; undefined where none does. */
export function iamAddress(env: Env): { readonly url: string; readonly variable: string } | undefined {
  const names = Object.values<Names>(VARIABLES).map(({ iam = "" }) => iam);
  const variable = names.find((name) => keyIn(env[name]));
  const url = variable && keyIn(env[variable])?.replace(/\/(v3\/?)?$/, "");
  return url ? { url, variable } : undefined;
}

function variable(fact: Fact, env: Env): string | undefined {
  return Object.values<Names>(VARIABLES)
    .map((names) => keyIn(env[names[fact] ?? ""]))
    .find(Boolean);
}

function fromEnv(env: Env): Credentials | undefined {
  for (const names of Object.values<Names>(VARIABLES)) {
    const facts: Facts = Object.fromEntries(
      Object.entries(names).map(([fact, name]) => [fact, (fact === "password" ? passwordIn : keyIn)(env[name])]),
    );
    const identity = identityOf(facts, (fact) => names[fact] ?? fact);
    if (!identity) continue;
    const { kind } = identity;
    const name = { keys: names.access, token: names.token, password: names.user }[kind] ?? kind;
    return {
      identity,
      from: `${name} of the environment`,
      ...projectOf({ projectId: variable("projectId", env), projectName: variable("projectName", env) }),
    };
  }
  return undefined;
}

/** @param nameOf what the user calls a fact, for messages */
function identityOf(facts: Facts, nameOf: (fact: Fact) => string): Identity | undefined {
  const { access, secret, securityToken, token, user, password, domain } = facts;
  // Going on to another source would silently use another account.
  if (access && !secret) throw noCredentials(`${nameOf("access")} is set, but ${nameOf("secret")} is not`);
  if (secret && !access) throw noCredentials(`${nameOf("secret")} is set, but ${nameOf("access")} is not`);
  if (access && secret) return { kind: "keys", access, secret, ...(securityToken && { securityToken }) };
  if (token) return { kind: "token", token };
  if (!user || !password) return undefined;
  if (!domain) throw noCredentials(`${nameOf("user")} is set, but ${nameOf("domain")}, the account's name, is not`);
  return { kind: "password", user, password, domain };
}

function fromSdkFile(profile = "basic", env: Env, readFile: ReadFile): Credentials | undefined {
  const path = env["HUAWEICLOUD_SDK_CREDENTIALS_FILE"] || join(homeOf(env), ".huaweicloud", "credentials");
  const section = iniSection(readFile(path) ?? "", profile);
  if (!section) return undefined;
  const { ak: access, sk: secret, security_token: securityToken, project_id: projectId } = section;
  if (!access || !secret) throw noCredentials(`section [${profile}] of ${path} lacks ak or sk`);
  return {
    identity: { kind: "keys", access, secret, ...(securityToken && { securityToken }) },
    from: `section [${profile}] of ${path}`,
    ...projectOf({ projectId }),
  };
}

const cliFile = z.object({
  current: z.string().optional(),
  profiles: z.array(
    z.object({
      name: z.string(),
      accessKeyId: z.string().trim().nullish(),
      secretAccessKey: z.string().trim().nullish(),
      securityToken: z.string().trim().nullish(),
      region: z.string().trim().nullish(),
      projectId: z.string().trim().nullish(),
    }),
  ),
});

function fromCliFile(profile: string | undefined, env: Env, readFile: ReadFile): Credentials | undefined {
  const found = cliProfile(profile, env, readFile);
  const { name = "", accessKeyId: access, secretAccessKey: secret, securityToken, projectId } = found ?? {};
  if (!access || !secret) return undefined;
  return {
    identity: { kind: "keys", access, secret, ...(securityToken && { securityToken }) },
    from: `profile ${JSON.stringify(name)} of ${cliPath(env)}`,
    ...projectOf({ projectId }),
  };
}

function cliProfile(profile: string | undefined, env: Env, readFile: ReadFile) {
  const { data } = cliFile.safeParse(parseJson(readFile(cliPath(env)) ?? ""));
  const name = profile ?? (env["HW_PROFILE"] || data?.current || "default");
  return data?.profiles.find((each) => each.name === name);
}

function cliPath(env: Env): string {
  return env["HW_SHARED_CONFIG_FILE"] || join(homeOf(env), ".hcloud", "config.json");
}

function projectOf({ projectId, projectName }: { projectId?: string | null; projectName?: string | undefined }) {
  return { ...(projectId && { projectId }), ...(projectName && { projectName }) };
}

function noCredentials(words: string): PlatformError {
  return new PlatformError("auth", words, { platform: "modelarts", action: "credentials" });
}
