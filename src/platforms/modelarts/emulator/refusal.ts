import type { z } from "zod";

/** The vendor says no. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** For `refine` and `addIssue`: the vendor's code for a rule that is more than a type. */
export function coded(code: string, message: string): { message: string; params: { code: string } } {
  return { message, params: { code } };
}

/** @throws Refusal HTTP 400: `ModelArts.2825` for a type, `ModelArts.2788` for anything else, or the rule's own code */
export function parseRequest<Request>(schema: z.ZodType<Request>, body: unknown): Request {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const where = issue?.path.map(String).join(".") ?? "";
  const keys = issue?.code === "unrecognized_keys" ? `: ${issue.keys.join(", ")}` : "";
  const own: unknown = issue?.code === "custom" ? issue.params?.["code"] : undefined;
  const code = typeof own === "string" ? own : issue?.code === "invalid_type" ? "ModelArts.2825" : "ModelArts.2788";
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
    throw new Refusal(400, "ModelArts.2787", "The body is not JSON."); // the position in it would help nobody
  }
}
