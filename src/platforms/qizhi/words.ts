import { z } from "zod";

/** One of the vendor's words; the refusal names the word given and those allowed. */
export function word<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: ({ input }) => `${shown(input)}; Qizhi knows ${words.join(", ")}` });
}

/**
 * One of the vendor's words, of a list that the vendor does not close, or that grew in the past: any other text passes too, and
 * the preview warns of it (`meta`). Empty texts do not.
 */
export function hint<const Words extends readonly [string, ...string[]]>(...words: Words) {
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; Qizhi knows ${words.join(", ")}`;
  const schema = z.string({ error }).min(1, { error }).meta({ known: words });
  // The words are there for whoever writes a program: an editor offers them, and any text fits.
  return schema as unknown as z.ZodType<Words[number] | (string & {}), Words[number] | (string & {})>;
}

/** A whole number of the vendor's unit. */
export function whole(unit: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; Qizhi takes whole ${unit}, ${range}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text that must be there and not be empty. */
export function filled() {
  return z.string({ error: ({ input }) => `${shown(input)}; Qizhi takes text` }).min(1, { error: "is empty" });
}

/** An id of the platform, known by its beginning. */
export function id(prefix: string, what: string) {
  return filled().startsWith(prefix, {
    error: ({ input }) => `${shown(input)}; the id of a ${what} begins with ${prefix}`,
  });
}

/** A time, RFC 3339 with its zone. */
export function instant() {
  return z.iso.datetime({
    offset: true,
    error: ({ input }) => `${shown(input)}; write a time as 2026-01-31T08:00:00Z`,
  });
}

function shown(input: unknown): string {
  if (input === undefined) return "is needed";
  return typeof input === "string" || typeof input === "number"
    ? `is ${JSON.stringify(input)}`
    : `is a ${typeof input}`;
}
