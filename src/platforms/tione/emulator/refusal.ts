import type { z } from "zod";

/** An error in the vendor's shape. HTTP 200, as the vendor answers, unless the emulator itself refuses. */
export class Refusal extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly status = 200,
  ) {
    super(message);
  }
}

/** For `refine` and `addIssue`: the vendor's code for a rule that goes beyond a type. */
export function coded(code: string, message: string): { message: string; params: { code: string } } {
  return { message, params: { code } };
}

/**
 * Reads the members of a request.
 * @throws Refusal `UnknownParameter`, `MissingParameter`, `InvalidParameter` (type), `InvalidParameterValue*` (value)
 */
export function parseRequest<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const refusals = parsed.error.issues.map((issue) => refusalOf(issue, body));
  const first = PRECEDENCE.map((code) => refusals.find((refusal) => refusal.code === code)).find(Boolean);
  throw first ?? refusals[0] ?? new Refusal("InvalidParameter", "the request cannot be read");
}

/** @throws Refusal `UnknownParameter` for the first of `members` that is present, as if the vendor did not know it */
export function refuseMembers(struct: object | undefined, members: readonly string[], where = ""): void {
  const found = members.find((member) => struct !== undefined && member in struct);
  if (found !== undefined) {
    throw new Refusal("UnknownParameter", `The parameter \`${where}${found}\` is not recognized.`);
  }
}

/** Shape before values, whatever the order in which the members are checked. */
const PRECEDENCE = ["UnknownParameter", "MissingParameter", "InvalidParameter"] as const;

function refusalOf(issue: z.core.$ZodIssue, body: unknown): Refusal {
  const where = issue.path.map(String).join(".");
  const given = valueAt(body, issue.path);
  if (given === undefined && issue.code !== "custom") {
    return new Refusal("MissingParameter", `The request is missing a required parameter \`${where}\`.`);
  }
  switch (issue.code) {
    case "unrecognized_keys": {
      const names = issue.keys.map((key) => (where ? `${where}.${key}` : key));
      return new Refusal("UnknownParameter", `The parameter \`${names.join("`, `")}\` is not recognized.`);
    }
    case "invalid_type":
      return new Refusal("InvalidParameter", `The parameter \`${where}\` has a wrong type: ${issue.message}.`);
    case "custom":
      return new Refusal(String(issue.params?.code ?? "InvalidParameterValue"), `\`${where}\`: ${issue.message}`);
    default:
      return new Refusal(
        "InvalidParameterValue",
        `The value of parameter \`${where}\` is not valid: ${issue.message}.`,
      );
  }
}

function valueAt(body: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined),
    body,
  );
}
