import { z } from "zod";
import { wordsOf } from "../../jobs/words";

export const { word, hint, whole } = wordsOf("ModelArts");

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
