import { z } from "zod";

/** One of the vendor's words; the refusal names the word given and those allowed. */
export function word<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: ({ input }) => `${shown(input)}; ModelArts knows ${words.join(", ")}` });
}

/**
 * One of the vendor's words, of a list that the vendor does not close, or that grew in the past: any other text passes too, and
 * the preview warns of it (`meta`). Empty texts do not.
 */
export function hint<const Words extends readonly [string, ...string[]]>(...words: Words) {
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; ModelArts knows ${words.join(", ")}`;
  const schema = z.string({ error }).min(1, { error }).meta({ known: words });
  // The words are there for whoever writes a program: an editor offers them, and any text fits.
  return schema as unknown as z.ZodType<Words[number] | (string & {}), Words[number] | (string & {})>;
}

/** A whole number of the vendor's unit. */
export function whole(unit: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; ModelArts takes whole ${unit}, ${range}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text that must not be empty. */
export function filled() {
  return z.string().min(1, { error: "is empty" });
}

/** Text of at most so many characters. `why` follows the number. */
export function atMost(characters: number, why = "") {
  return z.string().refine((text) => Array.from(text).length <= characters, {
    error: ({ input }) =>
      `has ${Array.from(String(input)).length} characters; ModelArts allows ${characters}${why && ` ${why}`}`,
  });
}

/**
 * A name of both generations: unique in its workspace while the job is not deleted. Sources: member `metadata.name` of v2,
 * `job_name` of v1.
 */
export const jobName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error: ({ input }) =>
    `job name ${JSON.stringify(input)} does not fit: ModelArts takes 1 to 64 letters, digits, "_" and "-"`,
});

function shown(input: unknown): string {
  if (input === undefined) return "is needed";
  return typeof input === "string" || typeof input === "number"
    ? `is ${JSON.stringify(input)}`
    : `is a ${typeof input}`;
}
