import { createHash } from "node:crypto";
import { z } from "zod";
import type { Action } from "../../net/action";
import type { Rate } from "../../net/allowance";
import { call, serverDate } from "../../net/call";
import type { HttpReply, HttpRequest } from "../../net/http";
import { id, rows } from "../../net/ids";
import type { Io } from "../../net/io";
import type { Credentials, Identity } from "./credentials";
import { credentialsOf, iamBase, type ModelartsWhere } from "./place";
import { decodeReply, fault } from "./reply";
import { authorizationOf, signingDate } from "./signature";

/** IAM publishes no figure; a login is needed once a day. */
const IAM_RATE: Rate = { start: 2, floor: 0.2, ceiling: 5 };
/** A token is renewed when this share of its life has passed. */
const SHARE_OF_LIFE = 0.8;
/** However short or unreadable its life is. */
const LEAST_USE_MS = 60_000;

/** Leave to send requests: in whose name, and to which project. */
export interface Session {
  readonly projectId: string;
  /** Names the account without telling it. A new token has a new one: what was said about the old one is no longer true. */
  readonly account: string;
  /** Adds what shows who we are. */
  authorize(request: Unsigned, wallMs: number): Omit<HttpRequest, "bounds">;
  /** Forgets a token that was refused. False: there is none, and asking again with the same keys cannot help. */
  renew(): boolean;
}

/** A request but for its authorization. */
export interface Unsigned {
  readonly method: HttpRequest["method"];
  readonly url: string;
  readonly body?: string;
}

interface Login {
  readonly token: string;
  readonly projectId: string | undefined;
  readonly renewAt: number;
}

/**
 * Opens sessions for a place. However many calls ask at once, IAM is asked once: for a token, which is renewed at 80 % of its
 * life, and for the project's id where nobody names it.
 */
export function sessionsOf(where: ModelartsWhere, io: Io): () => Promise<Session> {
  const logins = new Map<string, Promise<Login>>();
  const projects = new Map<string, Promise<string>>();

  return async () => {
    const credentials = credentialsOf(where, io);
    const { identity } = credentials;
    const key = accountOf(identity);
    if (identity.kind !== "password") {
      const projectId =
        where.project ?? credentials.projectId ?? (await once(projects, key, () => findProject(identity, credentials)));
      return sessionOf(identity, projectId, () => false);
    }
    const login = await loggedIn(key, identity, credentials);
    const projectId = where.project ?? credentials.projectId ?? login.projectId;
    if (!projectId) throw fault("auth", "IAM gave a token for no project", "CreateToken");
    return sessionOf({ kind: "token", token: login.token }, projectId, login.forget);
  };

  async function loggedIn(key: string, identity: Password, credentials: Credentials) {
    for (;;) {
      const pending = once(logins, key, () => logIn(identity, credentials));
      // Of all that notice at once, the first clears the way and the others find the next login.
      const forget = () => {
        if (logins.get(key) === pending) logins.delete(key);
        return true;
      };
      const login = await pending;
      if (io.clock.wall() < login.renewAt) return { ...login, forget };
      forget();
    }
  }

  function sessionOf(identity: Exclude<Identity, Password>, projectId: string, renew: () => boolean): Session {
    const authorize: Session["authorize"] = (request, wallMs) => ({
      ...request,
      headers: headersFor(request, identity, wallMs, projectId),
      ...(where.settings.caFile && { caFile: where.settings.caFile }),
      ...(where.settings.proxy && !io.emulator && { proxy: where.settings.proxy }),
    });
    return { projectId, account: accountOf(identity), authorize, renew };
  }

  function logIn(identity: Password, { projectId, projectName }: Credentials): Promise<Login> {
    const id = where.project ?? projectId;
    const project = id ? { id } : { name: projectName ?? where.region };
    const body = JSON.stringify({
      auth: {
        identity: {
          methods: ["password"],
          password: { user: { name: identity.user, password: identity.password, domain: { name: identity.domain } } },
        },
        scope: { project },
      },
    });
    const request = { method: "POST", url: `${iamBase(where, io)}/v3/auth/tokens`, body } as const;
    return ask("CreateToken", request, identity, (reply) => {
      const { token } = decodeReply(reply, "CreateToken", tokenReply);
      const value = reply.headers["x-subject-token"];
      if (!value) throw fault("transient", "IAM's answer holds no token", "CreateToken");
      const lifeMs = Date.parse(token.expires_at) - (serverDate(reply) ?? io.clock.wall());
      return {
        token: value,
        projectId: token.project?.id,
        renewAt: io.clock.wall() + Math.max(LEAST_USE_MS, (lifeMs || 0) * SHARE_OF_LIFE),
      };
    });
  }

  async function findProject(identity: Exclude<Identity, Password>, { projectName }: Credentials): Promise<string> {
    const name = projectName ?? where.region;
    const url = `${iamBase(where, io)}/v3/projects?${new URLSearchParams({ name }).toString()}`;
    const projects = await ask("ListProjects", { method: "GET", url }, identity, (reply) =>
      decodeReply(reply, "ListProjects", projectsReply).projects.filter((project) => project.name === name),
    );
    const [found, ...others] = projects;
    if (found && others.length === 0) return found.id;
    // The vendor's own SDK would now make a new project.
    const words = `IAM knows ${projects.length} projects named ${name}; set projectId`;
    throw fault("invalid", words, "ListProjects");
  }

  function ask<T>(name: string, request: Unsigned, identity: Identity, decode: (reply: HttpReply) => T): Promise<T> {
    const action: Action<T> = {
      platform: "modelarts",
      name,
      scope: `iam/${where.region}/${accountOf(identity)}`,
      lane: "lookup",
      rate: IAM_RATE,
      prepare: (wallMs) => ({
        ...request,
        headers: headersFor(request, identity, wallMs),
        ...(where.settings.caFile && { caFile: where.settings.caFile }),
        ...(where.settings.proxy && !io.emulator && { proxy: where.settings.proxy }),
      }),
      decode,
    };
    return call(io, action);
  }
}

type Password = Extract<Identity, { kind: "password" }>;

const tokenReply = z.object({
  token: z.object({ expires_at: z.string(), project: z.object({ id }).nullish() }),
});
const projectsReply = z.object({ projects: rows(z.object({ id, name: z.string() })) });

/** Headers of one attempt: a token as it is, or a signature over all the others. */
function headersFor(request: Unsigned, identity: Identity, wallMs: number, projectId?: string): Record<string, string> {
  const headers = { "Content-Type": "application/json", ...(projectId && { "X-Project-Id": projectId }) };
  if (identity.kind === "password") return headers;
  if (identity.kind === "token") return { ...headers, "X-Auth-Token": identity.token };
  const { url, method, body = "" } = request;
  const signed = {
    ...headers,
    "X-Sdk-Date": signingDate(wallMs),
    ...(identity.securityToken && { "X-Security-Token": identity.securityToken }),
  };
  const toSign = { method, url, body, headers: { ...signed, Host: new URL(url).host } };
  return { ...signed, Authorization: authorizationOf(toSign, identity) };
}

/** A piece of a hash: limits count by account, and its id is nobody's business. */
function accountOf(identity: Identity): string {
  const secret = identity.kind === "keys" ? identity.access : JSON.stringify(identity);
  return createHash("sha256").update(secret).digest("hex").slice(0, 8);
}

/** One promise for all who ask; a failed one is forgotten. */
function once<T>(promises: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = promises.get(key);
  if (known) return known;
  const made = make();
  promises.set(key, made);
  made.catch(() => promises.get(key) === made && promises.delete(key));
  return made;
}
