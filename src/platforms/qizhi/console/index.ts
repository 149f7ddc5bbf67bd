import type { z } from "zod";
import type { Where } from "../../../jobs/platform";
import type { Rate } from "../../../net/allowance";
import { call, replyError } from "../../../net/call";
import { PlatformError } from "../../../net/errors";
import type { HttpReply } from "../../../net/http";
import { shortcoming } from "../../../net/ids";
import type { Io } from "../../../net/io";
import { parseJson } from "../../kit/json";
import { accountOf, transportOf } from "../../kit/transport";
import { kindOfConsoleCode } from "../errors";
import { consoleSessionOf, siteOf } from "../place";
import { fault, isPage } from "../transport";
import { consoleEnvelope } from "./wire";

/** In addition to the two a second of the OpenAPI: the platform may count both together. */
const RATE: Rate = { start: 1, floor: 0.2, ceiling: 1 };

const COPY = "copy the value of the cookie inspire-session from a browser that is logged in to the console";

/** `service.Action`, as errors name it. */
export type ConsoleAction = `${"image" | "project" | "resource-price" | "train" | "workspace"}.${string}`;

/** One action of the API that the platform's console uses, and how its answer is read. */
export interface ConsoleCall<Answer> {
  readonly where: Where;
  readonly io: Io;
  readonly name: ConsoleAction;
  readonly request: Readonly<Record<string, unknown>>;
  readonly answer: z.ZodType<Answer>;
}

/**
 * Asks the console's API, `POST /api/v2/{service}?Action={action}`, which accepts no credential of ours but a session.
 * @throws PlatformError `auth` when there is no session, or it is over
 */
export async function askConsole<Answer>(asked: ConsoleCall<Answer>): Promise<Answer> {
  const { where, io, name, request } = asked;
  const session = consoleSessionOf(io);
  if (session === undefined) {
    throw fault("auth", `only Qizhi's console shows this: set QIZHI_CONSOLE_SESSION, for which ${COPY}`, name);
  }
  const site = siteOf(where, io);
  return call(io, {
    platform: "qizhi",
    name,
    scope: scopeOf(site, session),
    limit: "all",
    lane: "lookup",
    rate: RATE,
    prepare: () => ({
      method: "POST",
      url: `${site}/api/v2/${name.replace(".", "?Action=")}`,
      headers: { "content-type": "application/json", cookie: `inspire-session=${session}` },
      body: JSON.stringify(request),
      ...transportOf(where.settings, io),
    }),
    decode: (reply) => decode(reply, name, asked.answer),
  });
}

/** The console's calls are `service.Action`, those of the published API `service/verb`. */
export function isOfConsole(action: string): boolean {
  return action.includes(".");
}

/** Separate from the account's: a session that is over says nothing about the token, and a new one nothing about the old. */
function scopeOf(site: string, session: string): string {
  return `qizhi/${new URL(site).host}/console/${accountOf(session)}`;
}

function decode<Answer>(reply: HttpReply, name: string, answer: z.ZodType<Answer>): Answer {
  const { status, text } = reply;
  const gateway = replyError(reply, "qizhi", name);
  if (status === 429) throw gateway; // as JSON or as a page
  if (status === 401 || status === 302) throw refusedSession(gateway);
  const body = parseJson(text);
  const { data: told } = consoleEnvelope.safeParse(body);
  if (status === 404 && !told)
    throw new PlatformError("unsupported", `there is no ${name}: ${gateway.words}`, gateway.origin);
  if (status === 200 && isPage(text)) throw refusedSession(gateway);
  if (told?.ResponseMetadata?.Error) throw errorOf(told.ResponseMetadata, gateway);
  if (status !== 200) throw gateway;
  if (body === undefined) throw fault("transient", "the reply is not JSON", name);
  // An answer without rows may come without a Result.
  const { data, error } = answer.safeParse(told?.ResponseMetadata ? (told.Result ?? {}) : told?.Result);
  if (error) throw fault("transient", shortcoming(error, "its Result"), name);
  return data;
}

function refusedSession({ words, origin }: PlatformError): PlatformError {
  const sentence = `the console's session is over: it lasts for about twenty minutes (${words}); set QIZHI_CONSOLE_SESSION anew: ${COPY}; or unset it, and jobs are not looked for by name`;
  return new PlatformError("auth", sentence, origin);
}

/** What else the vendor's code may mean. */
const HINTS: Readonly<Record<string, string>> = {
  AccessForbidden: "; Qizhi also says so for an id that does not exist",
};

function errorOf(
  { Error: told, RequestId: requestId }: NonNullable<z.output<typeof consoleEnvelope>["ResponseMetadata"]>,
  { kind, words, origin }: PlatformError,
): PlatformError {
  const code = told?.Code ?? "";
  return new PlatformError(kindOfConsoleCode(code) ?? kind, `${told?.Message || words}${HINTS[code] ?? ""}`, {
    ...origin,
    ...(code && { code }),
    ...(requestId && { requestId }),
  });
}
