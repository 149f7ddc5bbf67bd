import { z } from "zod";

/** A refusal by the console's API; it comes with HTTP 200. */
export class ConsoleRefusal extends Error {
  constructor(
    readonly code: "AccessForbidden" | "InternalError" | "InvalidAction" | "InvalidParameter" | "ResourceNotFound",
    message: string,
  ) {
    super(message);
  }
}

/**
 * A message as the console's decoder takes it: names of members match without regard to underscores and case, `PageNumber`
 * for `page_number`; unknown members are refused.
 */
export function message<Shape extends z.ZodRawShape>(shape: Shape) {
  const names = new Map(Object.keys(shape).map((name) => [bare(name), name]));
  return z.preprocess((given) => {
    if (typeof given !== "object" || given === null || Array.isArray(given)) return given;
    return Object.fromEntries(Object.entries(given).map(([key, value]) => [names.get(bare(key)) ?? key, value]));
  }, z.strictObject(shape));
}

function bare(name: string): string {
  return name.replaceAll("_", "").toLowerCase();
}

/** 64-bit numbers are text. */
export const long = z.string().regex(/^\d{1,18}$/);
export const ids = z.array(z.string()).optional();
export const text = z.string().optional();

/** By which member rows are sorted, and in which order. */
export const sorters = z.array(message({ field: z.string(), sort: z.enum(["ascend", "descend"]) })).optional();

/** @throws ConsoleRefusal `InvalidParameter` for what does not fit */
export function parseMessage<Message>(schema: z.ZodType<Message>, body: Buffer): Message {
  const parsed = schema.safeParse(parseJson(body));
  if (parsed.success) return parsed.data;
  const unknown = parsed.error.issues.find((issue) => issue.code === "unrecognized_keys");
  if (unknown) throw invalid(`proto: unknown field ${JSON.stringify(unknown.keys[0])}`);
  const [issue] = parsed.error.issues;
  throw invalid(`proto: invalid value for field ${issue?.path.join(".") || "of the request"}: ${issue?.message ?? ""}`);
}

export function invalid(words: string): ConsoleRefusal {
  return new ConsoleRefusal("InvalidParameter", words);
}

function parseJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("proto: syntax error");
  }
}

/** Which page is meant; clients use any of the three names. */
export const paging = {
  page_number: z.int().optional(),
  page_num: z.int().optional(),
  page: z.int().optional(),
  page_size: z.int().optional(),
};

interface Paging {
  readonly page_number?: number;
  readonly page_num?: number;
  readonly page?: number;
  readonly page_size?: number;
}

/**
 * The rows of a page. Without a size there are none, though the total says otherwise.
 * @param all how many rows -1 asks for
 */
export function pageOf<Row>(rows: readonly Row[], paging: Paging, all = Infinity): readonly Row[] {
  const size = paging.page_size ?? 0;
  if (size < 0) return rows.slice(0, all);
  const page = Math.max(1, paging.page_number ?? paging.page_num ?? paging.page ?? 1);
  return rows.slice((page - 1) * size, page * size);
}

/** @throws ConsoleRefusal `InternalError` for a window of more than a month, as on the platform */
export function checkWindow(fromMs: number, untilMs: number): void {
  if (untilMs - fromMs <= 31 * 86_400_000) return;
  throw new ConsoleRefusal("InternalError", "the window may not be longer than one month");
}
