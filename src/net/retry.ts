import type { HttpBounds } from "./http";
import type { Lane } from "./limiter";

/** Why an attempt may be repeated. `notSent`: nothing left this machine. `unknown`: no answer said what became of it. */
export type Cause = "throttled" | "notSent" | "unknown";

/** How one class of calls is repeated and bounded. Milliseconds. */
export interface Policy {
  /** Attempts in all, the first included, as long as this is the cause. */
  readonly attempts: Readonly<Record<Cause, number>>;
  /** No attempt starts later than this after the first. */
  readonly budgetMs: number;
  /** Whether retries are paid for from the scope's quota, and a platform that keeps failing is left alone. */
  readonly quota: boolean;
  readonly breaker: boolean;
  /** Whether calls are still sent after the credentials were refused. */
  readonly despiteRefusal: boolean;
  readonly http: HttpBounds;
}

const MiB = 2 ** 20;
const HTTP = { connectMs: 10_000, headersMs: 30_000, bodyIdleMs: 30_000, totalMs: 60_000, maxBytes: MiB, fresh: true };

const READ: Policy = {
  attempts: { throttled: 5, notSent: 5, unknown: 5 },
  budgetMs: 120_000,
  quota: true,
  breaker: true,
  despiteRefusal: false,
  http: { ...HTTP, maxBytes: 8 * MiB, fresh: false },
};

/** Stops and deletes save money: they try longest, and nothing holds them back. */
const STOP: Policy = {
  attempts: { throttled: 8, notSent: 8, unknown: 8 },
  budgetMs: 300_000,
  quota: false,
  breaker: false,
  despiteRefusal: true,
  http: HTTP,
};

/** Creates cost money: a request that may have been acted upon is never repeated here. */
const CREATE: Policy = {
  attempts: { throttled: 8, notSent: 3, unknown: 1 },
  budgetMs: 300_000,
  quota: false,
  breaker: true,
  despiteRefusal: false,
  http: { ...HTTP, headersMs: 60_000, totalMs: 90_000 },
};

export const POLICIES = {
  stop: STOP,
  create: CREATE,
  lookup: READ,
  read: READ,
  poll: READ,
} as const satisfies Record<Lane, Policy>;

/** What a retry takes from the quota of 500. */
export const PRICES = { throttled: 5, notSent: 14, unknown: 14 } as const satisfies Record<Cause, number>;

const BASES_MS = { throttled: 1_000, notSent: 500, unknown: 500 } as const satisfies Record<Cause, number>;
const LONGEST_WAIT_MS = 20_000;
const LONGEST_OBEDIENCE_MS = 120_000;

/**
 * Milliseconds to wait after the `attempt`-th attempt: anything between nothing and a limit that doubles, so that clients do
 * not come back together.
 */
export function retryPauseMs(cause: Cause, attempt: number, random: number): number {
  return random * Math.min(LONGEST_WAIT_MS, BASES_MS[cause] * 2 ** (attempt - 1));
}

/** Milliseconds to wait when the platform asked for a wait: that, and up to a tenth more. Undefined: it is too long. */
export function askedPauseMs(askedMs: number, random: number): number | undefined {
  return askedMs <= LONGEST_OBEDIENCE_MS ? askedMs * (1 + random / 10) : undefined;
}
