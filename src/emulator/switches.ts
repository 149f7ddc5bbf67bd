import { z } from "zod";

/**
 * The realistic edges that can be turned on and off while the emulator runs, with what they are at the start. Vendors bring
 * their own besides.
 */
export const switchesSchema = z.strictObject({
  /** A second job of one name is refused while the first is not deleted. */
  uniqueNames: z.boolean().default(true),
  /** Milliseconds for which reads do not show a new job yet. */
  listLagMs: z.number().int().min(0).default(0),
  /** Milliseconds after which the platform forgets a settled job; null: never. */
  purgeAfterMs: z.number().int().min(0).nullable().default(null),
  /** Requests above the rate are refused. */
  tokenBucket: z.boolean().default(true),
  /** Rate of the bucket, a second of the emulator's clock and action; null: each vendor's own. */
  requestsPerSecond: z.number().positive().nullable().default(null),
  /** What is left to buy: instances by instance type, cards by resource group. Absent: no end. */
  stock: z.record(z.string(), z.number().int().min(0)).default({}),
});

export type Switches = z.output<typeof switchesSchema>;
