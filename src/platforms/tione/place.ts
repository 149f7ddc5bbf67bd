import type { Where } from "../../jobs/platform";
import { checkEndpoint } from "../../net/endpoint";
import type { Io } from "../../net/io";
import { EMULATOR } from "../kit/transport";
import { resolveCredentials, type Credentials } from "./credentials";
import { dummyCredentials } from "./dummy";

const DOMAINS = ["tencentcloudapi.com", "tencentcloudapi.cn", "tencentcloudapi.com.cn"] as const;
/** The API's domains hold the vendor's services only; customers' buckets and gateways are on others. `intl` and `internal` are sites. */
const HOSTS = DOMAINS.flatMap((domain) => [`tione.${domain}`, `tione.<site>.${domain}`]);
/** The platform's own API, and that of the Tag service. */
export type Service = "tione" | "tag";

/** @throws PlatformError for a wrong endpoint (`invalid`) or missing, incomplete or unreadable credentials (`auth`), before any request */
export function verifyPlace(where: Where, io: Io): void {
  urlOf("tione", where, io);
  credentialsOf(where, io);
}

/** The emulator gets its own credentials and never any others. */
export function credentialsOf({ settings }: Where, io: Io): Credentials {
  const credentials: Credentials = io.emulator
    ? { ...dummyCredentials, from: EMULATOR }
    : resolveCredentials(settings, io.env());
  io.secrets.add(credentials.secretKey, credentials.token);
  return credentials;
}

/** Base URL of a service. @throws PlatformError `invalid` for an endpoint that is not the platform's */
export function urlOf(service: Service, { settings }: Where, io: Io): string {
  if (io.emulator) return new URL(io.emulator).href;
  const url = new URL(settings.endpoint ?? "https://tione.tencentcloudapi.com");
  checkEndpoint({ url: url.href, hosts: HOSTS }, settings);
  // Services of one site are neighbours: tione.intl.tencentcloudapi.com, tag.intl.tencentcloudapi.com.
  url.hostname = url.hostname.replace(/^tione\./, `${service}.`);
  return url.href;
}
