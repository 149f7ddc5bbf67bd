import type { z } from "zod";

/** The codes of the platform that the emulator returns. */
export const CODE = {
  token: -1,
  validation: -100_000,
  /** An unknown member, a wrong type, an id that does not exist. */
  parameter: 100_002,
  /** Any internal failure. What the platform answers to a stop of a job that has ended is not documented. */
  failed: 100_000,
} as const;

/** A refusal in the platform's envelope. */
export class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
    readonly status = 200,
  ) {
    super(message);
  }
}

/**
 * Reads the members of a request.
 * @throws Refusal `parameter` for what the platform's decoder refuses, unknown members and wrong types; `validation` with
 * HTTP 400 for what is missing or out of range
 */
export function parseRequest<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const refusals = parsed.error.issues.map((issue) => refusalOf(issue, body));
  throw refusals.find(({ code }) => code === CODE.parameter) ?? refusals[0] ?? new Refusal(CODE.validation, "", 400);
}

function refusalOf(issue: z.core.$ZodIssue, body: unknown): Refusal {
  const where = issue.path.map(String).join(".");
  if (issue.code === "unrecognized_keys") {
    return new Refusal(CODE.parameter, `parameter error: unknown field ${JSON.stringify(issue.keys[0])}`);
  }
  const given = issue.path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
  if (given === undefined) return new Refusal(CODE.validation, `parameter validation failed: ${where} is empty`, 400);
  if (issue.code === "invalid_type") {
    return new Refusal(CODE.parameter, `parameter error: invalid value for ${issue.expected} field ${where}`);
  }
  return new Refusal(CODE.validation, `parameter validation failed: ${where}: ${issue.message}`, 400);
}
