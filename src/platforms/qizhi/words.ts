import { z } from "zod";
import { shown, wordsOf } from "../kit/words";

export { instant } from "../kit/words";

export const { word, hint, whole, statuses } = wordsOf("Qizhi");

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
