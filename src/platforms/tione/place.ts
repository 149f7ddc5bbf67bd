import type { Where } from "../../jobs/platform";
import { checkEndpoint } from "../../net/endpoint";
import type { Io } from "../../net/io";
import { EMULATOR } from "../kit/transport";
import { resolveCredentials, type Credentials } from "./credentials";
import { dummyCredentials } from "./dummy";

const DOMAINS = ["tencentcloudapi.com", "tencentcloudapi.cn", "tencentcloudapi.com.cn"] as const;
/** The API's domains hold services only; customers' buckets and gateways have others. `intl` and `internal` are sites. */
const HOSTS = DOMAINS.flatMap((domain) => [`tione.${domain}`, `tione.<site>.${domain}`]);
/** The platform's own API, and the one of tags beside it. */
export type Service = "tione" | "tag";

/** @throws PlatformError what is wrong with the endpoint (`invalid`) or the credentials (`auth`), before any request */
export function verifyPlace(where: Where, io: Io): void {
  urlOf("tione", where, io);
  credentialsOf(where, io);
}

/** The emulator gets its own credentials and never any other. */
export function credentialsOf({ settings }: Where, io: Io): Credentials {
  const credentials: Credentials = io.emulator
    ? { ...dummyCredentials, from: EMULATOR }
    : resolveCredentials(settings, io.env());
  io.secrets.add(credentials.secretKey, credentials.token);
  return credentials;
}

/** Base URL of a service. @throws PlatformError `invalid` for a place that is not the platform's */
export function urlOf(service: Service, { settings }: Where, io: Io): string {
  if (io.emulator) return new URL(io.emulator).href;
  const url = new URL(settings.endpoint ?? "https://tione.tencentcloudapi.com");
  checkEndpoint(url.href, HOSTS, settings);
  // Services of one site are neighbours: tione.intl.tencentcloudapi.com, tag.intl.tencentcloudapi.com.
  url.hostname = url.hostname.replace(/^tione\./, `${service}.`);
  return url.href;
}
