import { z } from "zod";

/**
 * Realistic edge cases that can be switched on and off while the emulator runs, with their initial values. Vendors add their
 * own.
 */
export const switchesSchema = z.strictObject({
  /** A second job of the same name is refused until the first is deleted. */
  uniqueNames: z.boolean().default(true),
  /** Milliseconds before reads show a new job. */
  listLagMs: z.number().int().min(0).default(0),
  /** Milliseconds after which the platform forgets a settled job; null: never. */
  purgeAfterMs: z.number().int().min(0).nullable().default(null),
  /** Requests above the rate are refused. */
  tokenBucket: z.boolean().default(true),
  /** Requests a second of the emulator's clock, for each action; null: each vendor's own rate. */
  requestsPerSecond: z.number().positive().nullable().default(null),
  /** What is left to buy: instances by instance type, cards by resource group. Absent: unlimited. */
  stock: z.record(z.string(), z.number().int().min(0)).default({}),
});

export type Switches = z.output<typeof switchesSchema>;
