import { z } from "zod";
import type { WireRequest } from "./vendor";

type When = "before-commit" | "after-commit";

/**
 * What can go wrong with a request, and when by default. `fixed`: it can happen at no other time.
 * Before commit: the emulator has not acted on the request. After: it has, and only the answer is affected.
 */
const FAULTS = {
  /** The vendor's own refusal for too many requests. */
  throttle: { when: "before-commit", fixed: true },
  "http-500": { when: "before-commit", fixed: false },
  /** An HTML page, as a gateway sends. */
  "html-502": { when: "before-commit", fixed: false },
  /** The connection is closed without an answer. */
  "drop-before-commit": { when: "before-commit", fixed: true },
  "drop-after-commit": { when: "after-commit", fixed: true },
  /** The request is acted on, or answered, `ms` later, and otherwise as usual. */
  delay: { when: "before-commit", fixed: false },
  /** The headers promise the whole body, half of it arrives, and the connection closes. */
  truncate: { when: "after-commit", fixed: false },
  /** HTTP 200 with a body that is not JSON. */
  garbage: { when: "after-commit", fixed: false },
  /** HTTP 302 to a path that nothing serves. */
  redirect: { when: "before-commit", fixed: true },
} as const satisfies Record<string, { when: When; fixed: boolean }>;

type FaultKind = keyof typeof FAULTS;

const faultKinds = Object.keys(FAULTS) as [FaultKind, ...FaultKind[]]; // Object.keys widens the names to string

export const faultSchema = z
  .strictObject({
    /** The vendor's name for the call. */
    action: z.string().min(1),
    fault: z.enum(faultKinds),
    /** How many matching requests it hits; 0 cancels the faults still pending for the action. */
    times: z.number().int().min(0).default(1),
    /** How many matching requests pass before the first hit. */
    skip: z.number().int().min(0).default(0),
    /** Only requests whose path, query or body contains this text, such as a job's name. */
    containing: z.string().min(1).optional(),
    /** For `delay`: real milliseconds, because a faster emulated clock does not make the network faster. */
    ms: z.number().int().min(0).max(3_600_000).default(1_000),
    when: z.enum(["before-commit", "after-commit"]).optional(),
  })
  .refine(({ fault, when }) => !FAULTS[fault].fixed || when === undefined || when === FAULTS[fault].when, {
    message: "this fault cannot happen at that time",
    path: ["when"],
  })
  .transform((fault) => ({ ...fault, when: fault.when ?? FAULTS[fault.fault].when }));

export type Fault = z.output<typeof faultSchema>;

/** The faults that are still to happen, in the order in which they were requested. */
export class FaultScript {
  private waiting: { readonly fault: Fault; skip: number; times: number }[] = [];

  add(fault: Fault): void {
    if (fault.times === 0) this.waiting = this.waiting.filter(({ fault: { action } }) => action !== fault.action);
    else this.waiting.push({ fault, skip: fault.skip, times: fault.times });
  }

  /** Counts a request and returns the fault that it gets, if any. */
  take(action: string, { url, body }: Pick<WireRequest, "url" | "body">): Fault | undefined {
    for (const entry of this.waiting) {
      const { action: awaited, containing } = entry.fault;
      if (awaited !== action) continue;
      if (containing !== undefined && !url.includes(containing) && !body.includes(containing)) continue;
      if (entry.skip > 0) {
        entry.skip--;
        continue;
      }
      entry.times--;
      this.waiting = this.waiting.filter(({ times }) => times > 0);
      return entry.fault;
    }
    return undefined;
  }

  clear(): void {
    this.waiting = [];
  }
}
