import { lookup, type LookupAddress } from "node:dns";
import { readFileSync } from "node:fs";
import type { LookupFunction } from "node:net";
import { rootCertificates } from "node:tls";
import type * as undici from "undici";
import type { Dispatcher, Pool } from "undici";
import { isLinkLocal } from "./endpoint";

/** What makes two connections interchangeable, apart from the host. */
export interface Route {
  readonly connectMs: number;
  /** PEM file of an additional certificate authority. */
  readonly caFile?: string;
  /** Proxy for HTTPS, by CONNECT only. */
  readonly proxy?: string;
}

const KEEP_ALIVE_MS = 4_000;

const shared = new Map<string, Dispatcher>();

/** Connections kept open for four seconds after use, one pool per route. Idle ones do not keep the process alive. */
export function sharedConnections(route: Route): Dispatcher {
  const key = JSON.stringify([route.caFile, route.proxy, route.connectMs]);
  const connections = shared.get(key) ?? openConnections(route);
  shared.set(key, connections);
  return connections;
}

/**
 * Connections that are not shared; the caller destroys them.
 * @throws the file system's error when `caFile` cannot be read
 */
export function openConnections({ connectMs, caFile, proxy }: Route): Dispatcher {
  // Loaded by the first request: it is a third of what the plugin loads, and most previews send none.
  const { Agent, Pool, ProxyAgent } = require("undici") as typeof undici;
  const tls = {
    minVersion: "TLSv1.2" as const,
    rejectUnauthorized: true,
    ...(caFile !== undefined && { ca: [...rootCertificates, readFileSync(caFile, "utf8")] }),
  };
  const toServer = { ...tls, timeout: connectMs, lookup: lookupRoutable, autoSelectFamily: true };
  const options = { keepAliveTimeout: KEEP_ALIVE_MS, keepAliveMaxTimeout: KEEP_ALIVE_MS };
  if (proxy === undefined) return new Agent({ ...options, connect: toServer });
  return new ProxyAgent({
    ...options,
    uri: proxy,
    proxyTunnel: true,
    proxyTls: { ...tls, timeout: connectMs, autoSelectFamily: true },
    requestTls: { ...tls, timeout: connectMs },
    factory: (origin, poolOptions) => new Pool(origin, withFinalErrors(poolOptions)),
  });
}

/**
 * undici reconnects, at once and for ever, when a connection attempt ends in one of its own socket errors. That happens when a
 * proxy hangs up during CONNECT, so such an error is given another code.
 */
function withFinalErrors(options: Pool.Options): Pool.Options {
  const { connect } = options;
  if (typeof connect !== "function") return options;
  return {
    ...options,
    connect: (target, callback) =>
      connect(target, (...result) => {
        if (result[0] === null) return callback(...result);
        const error: NodeJS.ErrnoException = result[0];
        if (error.code !== "UND_ERR_SOCKET") return callback(error, null);
        callback(Object.assign(new Error("proxy hung up"), { code: "PROXY_HUNG_UP" }), null);
      }),
  };
}

/** The system's name resolution, refusing names that lead to link-local addresses: cloud metadata services live there. */
const lookupRoutable: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, "");
    const refused = addresses.some(({ address }) => isLinkLocal(address));
    const [first] = addresses;
    if (refused || first === undefined) return callback(linkLocal(hostname), "");
    if (options.all) return callback(null, addresses satisfies LookupAddress[]);
    callback(null, first.address, first.family);
  });
};

function linkLocal(hostname: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${hostname} resolves to a link-local address`), { code: "LINK_LOCAL_ADDRESS" });
}
