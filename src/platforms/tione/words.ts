import { z } from "zod";

/** One of the vendor's words; the refusal names the word given and those allowed. */
export function word<const Words extends readonly [string, ...string[]]>(...words: Words) {
  return z.enum(words, { error: ({ input }) => `${shown(input)}; TI-ONE knows ${words.join(", ")}` });
}

/**
 * One of the vendor's words, of a list that the vendor does not close, or that grew in the past: any other text passes too, and
 * the preview warns of it (`meta`). Empty texts do not.
 */
export function hint<const Words extends readonly [string, ...string[]]>(...words: Words) {
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; TI-ONE knows ${words.join(", ")}`;
  const schema = z.string({ error }).min(1, { error }).meta({ known: words });
  // The words are there for whoever writes a program: an editor offers them, and any text fits.
  return schema as unknown as z.ZodType<Words[number] | (string & {}), Words[number] | (string & {})>;
}

/** A whole number of the vendor's unit. */
export function whole(unit: string, least: number, most = Number.MAX_SAFE_INTEGER) {
  const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
  const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; TI-ONE takes whole ${unit}, ${range}`;
  return z.int({ error }).min(least, { error }).max(most, { error });
}

/** Text that must not be empty. */
export function filled() {
  return z.string().min(1, { error: "is empty" });
}

/** Text of at most so many characters. */
export function atMost(characters: number) {
  return z.string().refine((text) => lengthOf(text) <= characters, {
    error: ({ input }) => `has ${lengthOf(String(input))} characters; TI-ONE allows ${characters}`,
  });
}

/** Names of tasks and of models. */
export const LONGEST_NAME = 60;
export const NAME_FORM = /^[\p{Script=Han}A-Za-z0-9][\p{Script=Han}A-Za-z0-9_-]*$/u;
export const NAME_RULE =
  'TI-ONE takes Chinese and Latin letters, digits, "_" and "-", and begins with a letter or digit';

/** Refuses keys that the platform or this package keeps for itself. */
export function keepsOff(...reserved: readonly string[]) {
  return (record: Readonly<Record<string, unknown>>, context: z.core.$RefinementCtx) => {
    for (const key of Object.keys(record)) {
      const prefix = key === "" ? "the empty key" : reserved.find((each) => key.startsWith(each));
      if (!prefix) continue;
      context.addIssue({
        code: "custom",
        path: [key],
        message: `is kept for the platform or this package (${prefix})`,
      });
    }
  };
}

/** Characters as people count them: one for each letter outside the basic plane too. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

function shown(input: unknown): string {
  if (input === undefined) return "is needed";
  return typeof input === "string" || typeof input === "number"
    ? `is ${JSON.stringify(input)}`
    : `is a ${typeof input}`;
}
