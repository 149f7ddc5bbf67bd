import { BlockList, isIP } from "node:net";
import { PlatformError, type ErrorOrigin } from "./errors";
import type { Settings } from "./settings";

/** Placeholders for one part of a host name. */
const PARTS: Readonly<Record<string, RegExp>> = {
  /** `cn-north-4`. Where a vendor gives customers names, too, no product's name has this form. */
  "<region>": /^[a-z]{2}(-[a-z]+)+-\d{1,3}$/,
  /** `intl`, or a region. Only where customers get no names of their own. */
  "<site>": /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
};

/** A URL that credentials are to be sent to. */
export interface Endpoint {
  readonly url: string;
  /**
   * The platform's own hosts: lower case and whole, because vendors name customers' buckets and gateways under their domains,
   * too. `<region>` and `<site>` stand for one part each.
   */
  readonly hosts: readonly string[];
  /** What the user gave the URL by. Default: the setting `endpoint`. */
  readonly source?: string;
}

/**
 * Refuses to send credentials to a place that is not the platform's. Allows HTTPS to one of its hosts, and to any host with the
 * setting `allowCustomEndpoint`; plain HTTP only to this machine; never link-local addresses, metadata hosts, or URLs with a
 * user name.
 * @throws PlatformError `invalid`, naming what to change
 */
export function checkEndpoint(
  endpoint: Endpoint,
  settings: Pick<Settings, "allowCustomEndpoint">,
  origin: ErrorOrigin = { platform: endpoint.hosts[0] ?? "platform", action: "connect" },
): void {
  const problem = endpointProblem(endpoint, settings.allowCustomEndpoint ?? false);
  if (problem !== undefined) throw new PlatformError("invalid", problem, origin);
}

function endpointProblem(endpoint: Endpoint, allowsCustom: boolean): string | undefined {
  const { url: text, hosts, source = "the setting endpoint" } = endpoint;
  if (!URL.canParse(text)) return `${source} is not a URL, such as https://host`;
  const url = new URL(text);
  const host = hostOf(url);
  if (url.protocol !== "https:" && url.protocol !== "http:") return `${source} must be an https:// URL`;
  if (url.username || url.password) return `${source} must not hold a user name or password`;
  if (isLinkLocal(host) || isMetadata(host)) return `${source} may not be ${host}: cloud metadata services live there`;
  if (url.protocol === "http:") {
    return isLoopback(host) ? undefined : `${source} must use https for ${host}; plain http is for this machine only`;
  }
  if (allowsCustom || hosts.some((own) => isNamed(host, own))) return undefined;
  return `${host} is not one of the platform's own hosts (${hosts.join(", ")}); if ${source} is right, set allowCustomEndpoint to true`;
}

function isNamed(host: string, own: string): boolean {
  const [parts, wanted] = [host.split("."), own.split(".")];
  return (
    parts.length === wanted.length && wanted.every((want, at) => want === parts[at] || fits(want, parts[at] ?? ""))
  );
}

function fits(want: string, part: string): boolean {
  return PARTS[want]?.test(part) ?? false;
}

/** Whether it is an `http` URL of this machine, as the emulator's is. */
export function isLoopbackUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return url.protocol === "http:" && !url.username && !url.password && isLoopback(hostOf(url));
}

const linkLocal = new BlockList();
linkLocal.addSubnet("169.254.0.0", 16, "ipv4");
linkLocal.addSubnet("fe80::", 10, "ipv6");
linkLocal.addAddress("fd00:ec2::254", "ipv6"); // the one metadata address outside link-local

const loopback = new BlockList();
loopback.addSubnet("127.0.0.0", 8, "ipv4");
loopback.addAddress("::1", "ipv6");

/** An address, in any of its spellings, of the local link: 169.254.0.0/16 or fe80::/10. */
export function isLinkLocal(address: string): boolean {
  return within(linkLocal, address);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || within(loopback, host);
}

function isMetadata(host: string): boolean {
  return host.split(".").includes("metadata");
}

function within(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 6 ? "ipv6" : "ipv4");
}

/** URL has already turned `0xa9fea9fe`, `169.16689662` and full-width letters into the plain form. */
function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "");
}
