import type { z } from "zod";
import { unlessAborted } from "../../net/abort";
import { looksPerSecond, type Rate } from "../../net/allowance";
import { call, serverDate, submit, type Action, type Gate } from "../../net/call";
import { PlatformError, printable } from "../../net/errors";
import { ID_FORM, isId } from "../../net/ids";
import type { Io } from "../../net/io";
import type { Lane } from "../../net/limiter";
import type { Outcome } from "../../net/outcome";
import { submitPrepared } from "../kit/submission";
import { apiAddress, type ModelartsWhere } from "./place";
import { decodeReply, fault } from "./reply";
import { sessionsOf, type Session } from "./session";

/** Documented for the gateway: 200 a second for each API. The service behind it documents no limit, so the start is a tenth. */
const RATE: Rate = { start: 20, floor: 0.2, ceiling: 180 };
export const LOOKS_PER_SECOND = looksPerSecond(RATE);

/** One action, and how its answer is read. */
export interface Call<T> {
  readonly lane: Lane;
  readonly name: string;
  readonly method: "GET" | "POST" | "PUT" | "DELETE";
  /** Below `/v2/{project_id}` or `/v1/{project_id}`. Parts that are not the vendor's own go through `segment`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly answer: z.ZodType<T>;
}

/** The calls of one version of the API at one place. */
export interface Caller {
  /** @throws PlatformError */
  call<T>(request: Call<T>): Promise<T>;
  /** Creates, through the gate. Throws what the gate throws, and otherwise only for a bug of ours. */
  submit<T>(request: Call<T>, gate: Gate): Promise<Outcome<T>>;
  /** The platform's own time in milliseconds since the epoch, from the reply's headers. */
  serverTime(request: Call<unknown>): Promise<number>;
}

/**
 * An id as one segment of a path, checked wherever it came from: encoded or not, `..` would lead elsewhere.
 * @throws PlatformError `invalid` for what is not an id
 */
export function segment(id: string): string {
  if (isId(id)) return id;
  throw fault("invalid", `${JSON.stringify(printable(id, 80))} is not a ModelArts id: ${ID_FORM}`, "connect");
}

/** Which API is called: jobs and pools have v2, the registry of models and some look-ups only v1. */
export interface Api {
  readonly version: "v1" | "v2";
  /** On whose behalf, for messages and limits. Default `modelarts`. */
  readonly platform?: "modelarts" | "modelarts-v1";
}

export function callerOf({ version, platform = "modelarts" }: Api, where: ModelartsWhere, io: Io): Caller {
  const getSession = sessionsOf(where, io);

  function actionOf<T>(request: Call<T>, session: Session): Action<T> {
    const { lane, name, method, path, query = {}, body, answer } = request;
    const url = new URL(`${apiAddress(where, io)}/${version}/${segment(session.projectId)}${path}`);
    for (const [key, value] of Object.entries(query)) url.searchParams.append(key, value);
    const sent = { method, url: url.href, ...(body !== undefined && { body: JSON.stringify(body) }) };
    return {
      platform,
      name,
      scope: `${platform}/${where.region}/${session.projectId}/${session.account}`,
      lane,
      rate: RATE,
      prepare: (wallMs) => session.authorize(sent, wallMs),
      decode: (reply) => decodeReply(reply, name, answer),
    };
  }

  /** A refused token is renewed once; refused keys are not tried again, because the vendor locks them. */
  async function withSession<T>(use: (session: Session) => Promise<T>): Promise<T> {
    const session = await getSession();
    try {
      return await use(session);
    } catch (error) {
      if (!(error instanceof PlatformError && error.kind === "auth" && session.renew())) throw error;
      return use(await getSession());
    }
  }

  return {
    call: (request) => withSession((session) => call(io, actionOf(request, session))),

    submit: (request, gate) =>
      submitPrepared(
        async () => {
          const session = await unlessAborted(getSession, gate.signal);
          const outcome = await submit(io, actionOf(request, session), gate);
          if (outcome.kind === "refused" && outcome.error.kind === "auth") session.renew();
          return outcome;
        },
        (answer) => answer,
        gate,
      ),

    serverTime: (request) =>
      withSession((session) => {
        const action = actionOf(request, session);
        return call(io, {
          ...action,
          decode(reply) {
            action.decode(reply);
            const date = serverDate(reply);
            if (date === undefined) throw fault("transient", "the reply has no valid Date header", request.name);
            return date;
          },
        });
      }),
  };
}
