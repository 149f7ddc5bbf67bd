import { z } from "zod";
import type { Action } from "../../net/action";
import type { Rate } from "../../net/allowance";
import { call, serverDate } from "../../net/call";
import type { HttpReply, HttpRequest } from "../../net/http";
import { id, rows } from "../../net/ids";
import type { Io } from "../../net/io";
import { Tokens, type Granted } from "../kit/tokens";
import { accountOf, transportOf } from "../kit/transport";
import type { Credentials, Identity } from "./credentials";
import { credentialsOf, iamBase, type ModelartsWhere } from "./place";
import { decodeReply, fault } from "./reply";
import { authorizationOf, signingDate } from "./signature";

/** IAM publishes no figure; a login is needed once a day. */
const IAM_RATE: Rate = { start: 2, floor: 0.2, ceiling: 5 };

/** Authority to send requests: in whose name, and to which project. */
export interface Session {
  readonly projectId: string;
  /** Identifies the account without revealing it. A new token has a new one: what was learnt about the old one no longer holds. */
  readonly account: string;
  /** Adds what authenticates the request. */
  authorize(request: Unsigned, wallMs: number): Omit<HttpRequest, "bounds">;
  /** Forgets a token that was refused. False: there is none, and asking again with the same keys cannot help. */
  renew(): boolean;
}

/** A request without its authorization. */
export interface Unsigned {
  readonly method: HttpRequest["method"];
  readonly url: string;
  readonly body?: string;
}

/** In whose name a request is sent, and to which project; IAM's own calls name none. */
interface Sender {
  readonly identity: Identity;
  readonly projectId?: string;
}

/** One call to IAM, and how its reply is read. */
interface IamCall<T> {
  readonly name: string;
  readonly request: Unsigned;
  readonly decode: (reply: HttpReply) => T;
}

interface Login extends Granted {
  readonly projectId: string | undefined;
}

/**
 * Opens sessions for a place. However many calls ask at once, IAM is asked once: for a token, which is renewed at 80 % of its
 * life, and for the project's id where none is given.
 */
export function sessionsOf(where: ModelartsWhere, io: Io): () => Promise<Session> {
  const accounts = new Map<string, Tokens<Login>>();
  const projects = new Map<string, Promise<string>>();

  return async () => {
    const credentials = credentialsOf(where, io);
    const { identity } = credentials;
    const key = accountName(identity);
    if (identity.kind !== "password") {
      const projectId =
        where.project ?? credentials.projectId ?? (await once(projects, key, () => findProject(identity, credentials)));
      return sessionOf(identity, projectId, () => false);
    }
    const tokens = accounts.get(key) ?? new Tokens(io.clock, () => logIn(identity, credentials));
    accounts.set(key, tokens);
    const login = await tokens.get();
    io.secrets.add(login.token);
    const projectId = where.project ?? credentials.projectId ?? login.projectId;
    if (!projectId) throw fault("auth", "IAM issued a token without a project", "CreateToken");
    const renew = () => {
      tokens.drop(login.token);
      return true;
    };
    return sessionOf({ kind: "token", token: login.token }, projectId, renew);
  };

  function sessionOf(identity: Exclude<Identity, Password>, projectId: string, renew: () => boolean): Session {
    const sender = { identity, projectId };
    const authorize: Session["authorize"] = (request, wallMs) => ({
      ...request,
      headers: headersFor(request, sender, wallMs),
      ...transportOf(where.settings, io),
    });
    return { projectId, account: accountName(identity), authorize, renew };
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
    const decode = (reply: HttpReply): Login => {
      const { token } = decodeReply(reply, "CreateToken", tokenReply);
      const value = reply.headers["x-subject-token"];
      if (!value) throw fault("transient", "IAM's answer holds no token", "CreateToken");
      const lifeMs = Date.parse(token.expires_at) - (serverDate(reply) ?? io.clock.wall());
      return {
        token: value,
        projectId: token.project?.id,
        lifeMs,
      };
    };
    return call(io, { ...actionOf({ name: "CreateToken", request, decode }, identity), isLogin: true });
  }

  async function findProject(identity: Exclude<Identity, Password>, { projectName }: Credentials): Promise<string> {
    const name = projectName ?? where.region;
    const url = `${iamBase(where, io)}/v3/projects?${new URLSearchParams({ name }).toString()}`;
    const request = { method: "GET", url } as const;
    const decode = (reply: HttpReply) =>
      decodeReply(reply, "ListProjects", projectsReply).projects.filter((project) => project.name === name);
    const projects = await call(io, actionOf({ name: "ListProjects", request, decode }, identity));
    const [found, ...others] = projects;
    if (found && others.length === 0) return found.id;
    // The vendor's own SDK would now create a project.
    const words = `IAM has ${projects.length} projects named ${name}; set projectId`;
    throw fault("invalid", words, "ListProjects");
  }

  function actionOf<T>({ name, request, decode }: IamCall<T>, identity: Identity): Action<T> {
    return {
      platform: "modelarts",
      name,
      scope: `iam/${where.region}/${accountName(identity)}`,
      lane: "lookup",
      rate: IAM_RATE,
      prepare: (wallMs) => ({
        ...request,
        headers: headersFor(request, { identity }, wallMs),
        ...transportOf(where.settings, io),
      }),
      decode,
    };
  }
}

type Password = Extract<Identity, { kind: "password" }>;

const tokenReply = z.object({
  token: z.object({ expires_at: z.string(), project: z.object({ id }).nullish() }),
});
const projectsReply = z.object({ projects: rows(z.object({ id, name: z.string() })) });

/** Headers of one attempt: with the token, or with a signature over all the others. */
function headersFor(request: Unsigned, { identity, projectId }: Sender, wallMs: number): Record<string, string> {
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

function accountName(identity: Identity): string {
  return accountOf(identity.kind === "keys" ? identity.access : JSON.stringify(identity));
}

/** One promise for all callers; a failed one is forgotten. */
function once<T>(promises: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const known = promises.get(key);
  if (known) return known;
  const made = make();
  promises.set(key, made);
  made.catch(() => promises.get(key) === made && promises.delete(key));
  return made;
}
