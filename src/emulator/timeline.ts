import { z } from "zod";

const LONGEST_PHASE_MS = 10 * 365 * 86_400_000;

const phaseSchema = z.strictObject({
  /** The vendor's own word; an unknown one is allowed, because it is worth testing. */
  state: z.string().min(1).max(100),
  /** How long the state lasts, in milliseconds of the emulator's clock. Only the last phase may leave it out. */
  ms: z.number().int().min(0).max(LONGEST_PHASE_MS).optional(),
  /** What the vendor gives as the reason while the job is in this state. */
  reason: z.string().max(1_000).optional(),
});

/** States in order. The last one is final: it lasts for ever, whatever its `ms` says. */
export const timelineSchema = z
  .array(phaseSchema)
  .min(1)
  .refine((phases) => phases.slice(0, -1).every((phase) => phase.ms !== undefined), "only the last phase may lack ms");

export type Timeline = readonly z.output<typeof phaseSchema>[];

/** A state and when it began. */
export interface Moment {
  readonly state: string;
  /** Milliseconds since the epoch, emulator's clock. */
  readonly at: number;
  readonly reason?: string;
}

/** Of a timeline that begins at `from`, the states that have begun by `until`, inclusive. */
export function unfold(timeline: Timeline, from: number, until: number): readonly Moment[] {
  const moments: Moment[] = [];
  let at = from;
  for (const { state, ms, reason } of timeline) {
    if (at > until) break;
    moments.push({ state, at, reason });
    at += ms ?? 0;
  }
  return moments;
}
