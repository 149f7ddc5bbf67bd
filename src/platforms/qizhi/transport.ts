import type { z } from "zod";
import type { Where } from "../../jobs/platform";
import type { Action } from "../../net/action";
import { looksPerSecond, type Rate } from "../../net/allowance";
import { replyError } from "../../net/call";
import { PlatformError } from "../../net/errors";
import type { HttpReply } from "../../net/http";
import { shortcoming } from "../../net/ids";
import type { Io } from "../../net/io";
import type { Lane } from "../../net/limiter";
import { parseJson } from "../kit/json";
import { transportOf } from "../kit/transport";
import { kindOfCode, refusesToken } from "./errors";
import { scopeOf, siteOf } from "./place";
import { envelope } from "./wire";

/** No limit is documented; three a second got 429. A little less than two, because the latency of answers is unknown. */
const RATE: Rate = { start: 1.9, floor: 0.2, ceiling: 1.9 };
export const LOOKS_PER_SECOND = looksPerSecond(RATE);

const PATHS = {
  "auth/token": "/auth/token",
  "train_job/create": "/openapi/v1/train_job/create",
  "train_job/detail": "/openapi/v1/train_job/detail",
  "train_job/stop": "/openapi/v1/train_job/stop",
  "cluster_nodes/list": "/openapi/v1/cluster_nodes/list",
} as const;

type Name = keyof typeof PATHS;

/** One action, and how its answer is read. */
export interface Call<Answer, Otherwise> {
  readonly where: Where;
  readonly io: Io;
  readonly lane: Lane;
  readonly name: Name;
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<Answer>;
  /** The job that it is about. */
  readonly jobId?: string;
  /** Absent for the login. */
  readonly token?: string;
  /** What a reply that refuses our credentials amounts to: throws the error, or returns what stands for it. */
  refused(error: PlatformError): Otherwise;
}

/** The action, ready to be sent. @throws PlatformError as `verifyPlace` */
export function actionOf<Answer, Otherwise>(call: Call<Answer, Otherwise>): Action<Answer | Otherwise> {
  const { where, io, lane, name, request, token } = call;
  const url = `${siteOf(where, io)}${PATHS[name]}`;
  io.secrets.add(token);
  return {
    platform: "qizhi",
    name,
    scope: scopeOf(where, io),
    limit: "all", // the platform counts an account's requests, not those of an action
    lane,
    rate: RATE,
    prepare: () => ({
      method: "POST",
      url,
      headers: { "content-type": "application/json", ...(token !== undefined && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(request),
      ...transportOf(where.settings, io),
    }),
    ...(name === "auth/token" && { isLogin: true }),
    decode: (reply) => decode(reply, call),
  };
}

function decode<Answer, Otherwise>(reply: HttpReply, call: Call<Answer, Otherwise>): Answer | Otherwise {
  const { name, answer, refused } = call;
  const { status, text } = reply;
  const body = parseJson(text);
  const { data: told } = envelope.safeParse(body);
  const message = told?.message || told?.msg || undefined;
  if (status !== 200 || (told && told.code !== 0) || isPage(text)) {
    const error = errorOf(reply, body, call);
    if (name === "auth/token") return isLoginRefusal(error, reply) ? refused(loginRefusal(error)) : raise(error);
    const says = { status, code: told?.code, message, isPage: isPage(text) };
    return refusesToken(says, name === "train_job/create") ? refused(asAuth(error, error.words)) : raise(error);
  }
  if (body === undefined) throw fault("transient", "the reply is not JSON", name);
  // The documents show the bare answer; on the wire it is in an envelope.
  const { data, error } = answer.safeParse(told ? told.data : body);
  if (error) throw fault("transient", shortcoming(error, "its data"), name);
  return data;
}

/** The error that a reply reports: by its code if a table lists it, else by its status. */
function errorOf(reply: HttpReply, body: unknown, { name, jobId }: Call<unknown, unknown>): PlatformError {
  const { data: told } = envelope.safeParse(body);
  const gateway = replyError(reply, "qizhi", name);
  // A missing path (404) says nothing about the job that was asked for.
  const kind = gateway.kind === "notFound" ? "unsupported" : gateway.kind;
  // According to the documents, the body of a create's 400 is text.
  const words = told?.message || told?.msg || (typeof body === "string" && body) || gateway.words;
  const code = told && told.code !== 0 ? told.code : undefined;
  return new PlatformError((code !== undefined && kindOfCode(code, jobId)) || kind, words, {
    ...gateway.origin,
    ...(code !== undefined && { code: String(code) }),
  });
}

/** A refused login is about the credentials; only trouble on the platform's side is worth another try. */
function isLoginRefusal({ kind }: PlatformError, { status, text }: HttpReply): boolean {
  const isTrouble = status >= 500 || kind === "throttled" || kind === "unsupported";
  return !isTrouble && !(status === 200 && isPage(text));
}

function loginRefusal(error: PlatformError): PlatformError {
  const words =
    `the login was refused: ${error.words}; check QIZHI_USERNAME and QIZHI_PASSWORD, and that an administrator ` +
    "has opened the API to the account";
  return asAuth(error, words);
}

function asAuth({ origin }: PlatformError, words: string): PlatformError {
  return new PlatformError("auth", words, origin);
}

/** For `refused`: a refusal is final. */
export function raise(error: PlatformError): never {
  throw error;
}

/** An error of this platform. */
export function fault(kind: PlatformError["kind"], words: string, action: string): PlatformError {
  return new PlatformError(kind, words, { platform: "qizhi", action });
}

export function isPage(text: string): boolean {
  return /^\s*</.test(text);
}
