import { z } from "zod";
import { wordsOf } from "../kit/words";

export { filled } from "../kit/words";

export const { word, hint, whole, atMost, statuses } = wordsOf("ModelArts");

/**
 * A name of both generations: unique in its workspace while the job is not deleted. Sources: member `metadata.name` of v2,
 * `job_name` of v1.
 */
export const jobName = z.string().regex(/^[A-Za-z0-9_-]{1,64}$/, {
  error: ({ input }) =>
    `job name ${JSON.stringify(input)} does not fit: ModelArts takes 1 to 64 letters, digits, "_" and "-"`,
});
