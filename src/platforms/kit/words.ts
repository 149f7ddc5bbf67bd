import { z } from "zod";

/**
 * Schemas for the kinds of value in every vendor's requests. A refusal names the value given, the platform and what it accepts.
 * @param title the platform's, for messages: `TI-ONE`
 */
export function wordsOf(title: string) {
  /** One of the vendor's words, where the vendor's document gives the complete list. */
  function word<const Words extends readonly [string, ...string[]]>(...words: Words) {
    return z.enum(words, { error: ({ input }) => `${shown(input)}; ${title} knows ${words.join(", ")}` });
  }

  /**
   * One of the vendor's words, where its list is open or has grown in the past: any other text passes too, and the preview warns
   * of it (`meta`). An empty text does not pass.
   */
  function hint<const Words extends readonly [string, ...string[]]>(...words: Words) {
    const error = ({ input }: { readonly input?: unknown }) => `${shown(input)}; ${title} knows ${words.join(", ")}`;
    const schema = z.string({ error }).min(1, { error }).meta({ known: words });
    // The words are for program authors: an editor offers them, and any other text fits too.
    return schema as unknown as z.ZodType<Words[number] | (string & {}), Words[number] | (string & {})>;
  }

  /** A whole number in the vendor's unit. */
  function whole(unit: string, least: number, most = Number.MAX_SAFE_INTEGER) {
    const range = most === Number.MAX_SAFE_INTEGER ? `at least ${least}` : `${least} to ${most}`;
    const error = ({ input }: { readonly input?: unknown }) =>
      `${shown(input)}; ${title} takes whole ${unit}, ${range}`;
    return z.int({ error }).min(least, { error }).max(most, { error });
  }

  /** Text of at most this many characters. `why` follows the number. */
  function atMost(characters: number, why = "") {
    return z.string().refine((text) => lengthOf(text) <= characters, {
      error: ({ input }) =>
        `has ${lengthOf(String(input))} characters; ${title} allows ${characters}${why && ` ${why}`}`,
    });
  }

  /** States of jobs, in our words, for look-ups to select by. */
  function statuses() {
    return z
      .array(word("queued", "starting", "running", "stopping", "succeeded", "failed", "stopped"))
      .min(1, { error: "is empty; leave it out to select all" });
  }

  return { word, hint, whole, atMost, statuses };
}

/** A time, RFC 3339 with its zone. */
export function instant() {
  return z.iso.datetime({
    offset: true,
    error: ({ input }) => `${shown(input)}; write a time as 2026-01-31T08:00:00Z`,
  });
}

/** Texts to select by. */
export function someTexts() {
  return z.array(filled()).min(1, { error: "is empty; leave it out to select all" });
}

/** Text that must not be empty. */
export function filled() {
  return z.string().min(1, { error: "is empty" });
}

/** Characters as people count them: a letter outside the basic plane is one, too. */
export function lengthOf(text: string): number {
  return Array.from(text).length;
}

/** What was given, as the beginning of a sentence. */
export function shown(input: unknown): string {
  if (input === undefined) return "is needed";
  if (typeof input === "string" || typeof input === "number") return `is ${JSON.stringify(input)}`;
  if (input === null) return "is null";
  return typeof input === "object" ? `is ${Array.isArray(input) ? "a list" : "an object"}` : `is a ${typeof input}`;
}

/** The vendor's words for one of our states. @param states ours by the vendor's */
export function wordsMeaning<State>(states: Readonly<Record<string, State>>, state: State): string[] {
  return Object.entries(states).flatMap(([word, meant]) => (meant === state ? [word] : []));
}
