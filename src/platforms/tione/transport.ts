import Sign from "tencentcloud-sdk-nodejs-common/tencentcloud/common/sign";
import type { z } from "zod";
import type { Where } from "../../jobs/platform";
import type { Action } from "../../net/action";
import { looksPerSecond, type Rate } from "../../net/allowance";
import { replyError } from "../../net/call";
import { PlatformError, printable, type ErrorOrigin } from "../../net/errors";
import type { HttpReply } from "../../net/http";
import { shortcoming } from "../../net/ids";
import type { Io } from "../../net/io";
import type { Lane } from "../../net/limiter";
import { parseJson } from "../kit/json";
import { accountOf, transportOf } from "../kit/transport";
import type { Credentials } from "./credentials";
import { kindOfCode } from "./errors";
import { credentialsOf, urlOf, type Service } from "./place";
import { envelope } from "./wire";

const VERSIONS: Readonly<Record<Service, string>> = { tione: "2021-11-11", tag: "2018-08-13" };
/**
 * Documented: 20 a second for each action. A little less: twenty go at once, and the next one a twentieth of a second later than it
 * might, so that no second of the platform's sees more, though the network delays one request longer than another.
 */
const RATE: Rate = { start: 19.1, floor: 0.5, ceiling: 19.1 };
export const LOOKS_PER_SECOND = looksPerSecond(RATE);

/**
 * How long after its signing a request may still be accepted, in milliseconds: signatures more than 300 s old are refused; half
 * a minute more allows for the platform's own clocks.
 */
export const FENCE_MS = 330_000;

export type Request = Readonly<Record<string, unknown>>;

/** One action, and how its answer is read. */
export interface Call<T> {
  /** Default `tione`. */
  readonly service?: Service;
  readonly lane: Lane;
  readonly name: string;
  readonly request: Request;
  readonly answer: z.ZodType<T>;
}

/** The action, signed anew for each attempt. @throws PlatformError as `verifyPlace` */
export function actionOf<T>(call: Call<T>, where: Where, io: Io): Action<T> {
  const { service = "tione", lane, name, request, answer } = call;
  const { settings, region, project } = where;
  const url = urlOf(service, where, io);
  const credentials = credentialsOf(where, io);
  const inProject = project !== undefined && service === "tione" ? { TiProjectId: project } : {};
  const body = JSON.stringify({ ...request, ...inProject });
  return {
    platform: "tione",
    name,
    scope: `tione/${region}/${accountOf(credentials.secretId)}`,
    lane,
    rate: RATE,
    prepare: (wallMs) => ({
      method: "POST",
      url,
      headers: headersOf({ url, service, region, name, body, credentials, seconds: Math.floor(wallMs / 1000) }),
      body,
      ...transportOf(settings, io),
    }),
    decode: (reply) => decode(reply, name, answer),
  };
}

interface Signed {
  readonly url: string;
  readonly service: Service;
  readonly region: string;
  readonly name: string;
  readonly body: string;
  readonly credentials: Credentials;
  readonly seconds: number;
}

/** TC3-HMAC-SHA256 over the exact text of the body, by the vendor's own signer. */
function headersOf({ url, service, region, name, body, credentials, seconds }: Signed): Record<string, string> {
  const { secretId, secretKey, token } = credentials;
  const signed = { "Content-Type": "application/json" };
  const authorization = Sign.sign3({
    method: "POST",
    url,
    payload: Buffer.from(body),
    timestamp: seconds,
    service,
    secretId,
    secretKey,
    multipart: false,
    boundary: "",
    headers: signed,
  });
  return {
    ...signed,
    Authorization: authorization,
    "X-TC-Action": name,
    "X-TC-Version": VERSIONS[service],
    "X-TC-Region": region,
    "X-TC-Timestamp": String(seconds),
    "X-TC-Language": "en-US",
    "X-TC-RequestClient": "pulumi-training",
    ...(token && { "X-TC-Token": token }),
  };
}

/** Errors of the API come with status 200; any other status is the gateway's. */
function decode<T>(reply: HttpReply, name: string, answer: z.ZodType<T>): T {
  if (reply.status !== 200) throw gatewayError(reply, name);
  const { data: wrapped } = envelope.safeParse(parseJson(reply.text));
  if (!wrapped) throw fault("transient", "the reply is not one of TI-ONE's", name);
  const { Error: refusal, RequestId: requestId } = wrapped.Response;
  if (refusal) {
    const origin = originOf(name, printable(refusal.Code, 80), requestId);
    throw new PlatformError(kindOfCode(refusal.Code), refusal.Message || "no reason given", origin);
  }
  const { data, error } = answer.safeParse(wrapped.Response);
  if (error) throw new PlatformError("transient", shortcoming(error, "its members"), originOf(name, "", requestId));
  return data;
}

/** A missing page does not mean a missing job. */
function gatewayError(reply: HttpReply, name: string): PlatformError {
  const error = replyError(reply, "tione", name);
  return error.kind === "notFound" ? new PlatformError("unsupported", error.words, error.origin) : error;
}

/** An error of this platform. */
export function fault(kind: PlatformError["kind"], words: string, action: string): PlatformError {
  return new PlatformError(kind, words, originOf(action));
}

/** Where an error came from; empty texts are left out. */
export function originOf(action: string, code?: string, requestId?: string | null): ErrorOrigin {
  return { platform: "tione", action, ...(code && { code }), ...(requestId && { requestId }) };
}
