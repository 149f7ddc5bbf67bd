import { z } from "zod";
import { replyError } from "../../net/call";
import { PlatformError, printable, type ErrorKind } from "../../net/errors";
import type { HttpReply } from "../../net/http";
import { shortcoming } from "../../net/ids";
import { kindOf } from "./errors";
import { parseExact } from "./json";

const text = z.string().nullish().catch(undefined);

/** All shapes of refusal that ModelArts, its gateway and IAM have. */
const refusal = z.object({
  is_success: z.boolean().nullish().catch(undefined),
  error_code: text,
  errorCode: text,
  error_message: text,
  error_msg: text,
  errorMsg: text,
  error_solution: text,
  request_id: text,
  error: z
    .object({ code: z.union([z.string(), z.number()]).nullish(), message: text })
    .nullish()
    .catch(undefined),
});

/**
 * Reads an answer. v1 also refuses with HTTP 200, by `is_success: false`.
 * @throws PlatformError the refusal, or `transient` for an answer that lacks a required member
 */
export function decodeReply<T>(reply: HttpReply, action: string, answer: z.ZodType<T>): T {
  const { status } = reply;
  // An update answers `null`, a delete `""` or nothing at all.
  const body = reply.text.trim() === "" ? "" : parseExact(reply.text);
  const { data: said } = refusal.safeParse(body);
  const requestId = reply.headers["x-request-id"] || said?.request_id || undefined;
  const code = said?.error_code ?? said?.errorCode ?? said?.error?.code?.toString();
  if (status >= 300 || said?.is_success === false) {
    const words = said?.error_message ?? said?.error_msg ?? said?.errorMsg ?? said?.error?.message;
    if (!code && !words) throw withoutEnvelope(reply, action);
    const more = said?.error_solution;
    throw new PlatformError(
      kindOf(status, code, action),
      [words || "no reason given", more].filter(Boolean).join(" "),
      {
        ...originOf(action, code && printable(code, 80), requestId),
        httpStatus: status,
        ...retryAfter(reply, action),
      },
    );
  }
  const { data, error } = answer.safeParse(body);
  if (error) throw fault("transient", shortcoming(error, "its body"), action);
  return data;
}

/** An error of this platform. */
export function fault(kind: ErrorKind, words: string, action: string): PlatformError {
  return new PlatformError(kind, words, originOf(action));
}

/** The error for a gateway's page. A missing page is not a missing job. */
function withoutEnvelope(reply: HttpReply, action: string): PlatformError {
  const error = replyError(reply, "modelarts", action);
  return error.kind === "notFound" ? new PlatformError("unsupported", error.words, error.origin) : error;
}

function retryAfter(reply: HttpReply, action: string): { retryAfterMs?: number } {
  const { retryAfterMs } = replyError(reply, "modelarts", action).origin;
  return retryAfterMs === undefined ? {} : { retryAfterMs };
}

function originOf(action: string, code?: string, requestId?: string) {
  return { platform: "modelarts", action, ...(code && { code }), ...(requestId && { requestId }) };
}
