import { z } from "zod";
import { shown, wordsOf } from "../kit/words";

export const { word, hint, whole } = wordsOf("Qizhi");

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
