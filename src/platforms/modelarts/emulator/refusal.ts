import type { z } from "zod";

/** A refusal by the vendor. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** The codes by which a part of the product reports a wrong type and a wrong value. */
export interface Codes {
  readonly type: string;
  readonly value: string;
}

const TRAINING: Codes = { type: "ModelArts.2825", value: "ModelArts.2788" };

/** For `refine` and `addIssue`: the vendor's code for a rule that is more than a type. */
export function coded(code: string, message: string): { message: string; params: { code: string } } {
  return { message, params: { code } };
}

/** @throws Refusal HTTP 400, with the code of the wrong type or value, or the rule's own */
export function parseRequest<Request>(schema: z.ZodType<Request>, body: unknown, codes = TRAINING): Request {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join(".") ?? "";
  const keys = issue?.code === "unrecognized_keys" ? `: ${issue.keys.join(", ")}` : "";
  const own: unknown = issue?.code === "custom" ? issue.params?.["code"] : undefined;
  const code = typeof own === "string" ? own : issue?.code === "invalid_type" ? codes.type : codes.value;
  throw new Refusal(
    400,
    code,
    `Invalid parameter ${where || "in the body"}: ${issue?.message ?? "unreadable"}${keys}.`,
  );
}

/** @throws Refusal `ModelArts.2787` */
export function parseBody(body: Buffer): unknown {
  if (body.length === 0) return undefined;
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw new Refusal(400, "ModelArts.2787", "The body is not JSON."); // the position of the mistake would help nobody
  }
}

/** A query parameter that takes a whole number, and its default. */
export interface Count {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly otherwise: number;
}

/** @throws Refusal HTTP 400, with the code of a wrong value */
export function countIn(
  query: URLSearchParams,
  { name, least, most, otherwise }: Count,
  code = TRAINING.value,
): number {
  const given = query.get(name) ?? "";
  if (given === "") return otherwise;
  const count = Number(given);
  if (Number.isInteger(count) && count >= least && count <= most) return count;
  throw new Refusal(400, code, `${name} is ${least} to ${most}.`);
}

/** A query parameter that takes one of a few words. */
export interface Choice<Word extends string> {
  readonly name: string;
  readonly words: readonly Word[];
}

/** The word that was given; undefined when none was. @throws Refusal HTTP 400 for a word that is not one of the choice's */
export function wordIn<Word extends string>(
  query: URLSearchParams,
  { name, words }: Choice<Word>,
  code = TRAINING.value,
): Word | undefined {
  const given = query.get(name) ?? "";
  if (given === "") return undefined;
  const word = words.find((each) => each === given);
  if (word === undefined) throw new Refusal(400, code, `${name} is one of ${words.join(", ")}.`);
  return word;
}
