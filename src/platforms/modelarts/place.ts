import type { Where } from "../../jobs/platform";
import { checkEndpoint } from "../../net/endpoint";
import type { Io } from "../../net/io";
import { keyIn } from "../../net/profile-file";
import { EMULATOR } from "../kit/transport";
import { iamAddress, resolveCredentials, type Credentials, type Identity } from "./credentials";
import { dummyCredentials } from "./dummy";

/** Both are the vendor's; partner clouds need the setting `allowCustomEndpoint`. */
const DOMAINS = ["myhuaweicloud.com", "myhuaweicloud.eu"] as const;
/** Listed by service, because customers' buckets are in the same domains: `<bucket>.obs.<region>.myhuaweicloud.com`. */
const API_HOSTS = DOMAINS.map((domain) => `modelarts.<region>.${domain}`);
const IAM_HOSTS = DOMAINS.flatMap((domain) => [`iam.<region>.${domain}`, `iam.${domain}`]);
export const DEFAULT_WORKSPACE = "0";

/** An account's place, and the workspace of its jobs. `project` is the IAM project's id. */
export type ModelartsWhere = Where & {
  /** Default `"0"`, the default workspace. */
  readonly workspace?: string;
};

/** @throws PlatformError what is wrong with the endpoint (`invalid`) or the credentials (`auth`), before any request */
export function verifyPlace(where: Where, io: Io): void {
  apiAddress(where, io);
  iamBase(where, io);
  credentialsOf(where, io);
}

/** Base URL of the API, without a trailing slash. */
export function apiAddress({ settings, region }: Where, io: Io): string {
  if (io.emulator) return io.emulator;
  const base = settings.endpoint ?? `https://modelarts.${region}.${domainOf(region, io)}`;
  checkEndpoint({ url: base, hosts: API_HOSTS }, settings, { platform: "modelarts", action: "connect" });
  return base.replace(/\/+$/, "");
}

/** Base URL of IAM: the one that the environment names, else the API's with `iam` for `modelarts`. */
export function iamBase(where: Where, io: Io): string {
  if (io.emulator) return io.emulator;
  const given = iamAddress(io.env());
  const base = given?.url ?? apiAddress(where, io).replace(/^(https?:\/\/)modelarts\./, "$1iam.");
  const endpoint = { url: base, hosts: IAM_HOSTS, source: given?.variable };
  checkEndpoint(endpoint, where.settings, { platform: "modelarts", action: "iam" });
  return base;
}

/** The emulator gets its own credentials and never any others. */
export function credentialsOf({ settings }: Where, io: Io): Credentials {
  const { access, secret, projectId } = dummyCredentials;
  const credentials: Credentials = io.emulator
    ? { identity: { kind: "keys", access, secret }, from: EMULATOR, projectId }
    : resolveCredentials(settings, io.env());
  io.secrets.add(...secretsOf(credentials.identity));
  return credentials;
}

function secretsOf(identity: Identity): readonly (string | undefined)[] {
  if (identity.kind === "keys") return [identity.secret, identity.securityToken];
  return [identity.kind === "token" ? identity.token : identity.password];
}

/** Host of object storage, which follows the bucket in an address: `obs.cn-north-4.myhuaweicloud.com`. */
export function obsHost({ region }: Pick<Where, "region">, io: Pick<Io, "env">): string {
  return `obs.${region}.${domainOf(region, io)}`;
}

/** The European cloud has a domain of its own; `HW_CLOUD` names those of partner clouds. */
function domainOf(region: string, io: Pick<Io, "env">): string {
  return keyIn(io.env()["HW_CLOUD"]) || (region.startsWith("eu-west-") ? DOMAINS[1] : DOMAINS[0]);
}

export function isOfVendor(hostname: string): boolean {
  return DOMAINS.some((domain) => hostname === domain || hostname.endsWith(`.${domain}`));
}
