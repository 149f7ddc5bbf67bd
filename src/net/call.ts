import type { Action, Gate } from "./action";
import { attempt, attemptLine, type Terms } from "./attempt";
import type { ErrorKind, PlatformError } from "./errors";
import type { Io } from "./io";
import type { Outcome } from "./outcome";
import { askedPauseMs, POLICIES, PRICES, retryPauseMs, type Cause, type Policy } from "./retry";

export type { Action, Gate } from "./action";
export { replyError, serverDate } from "./reply";

/**
 * Reads, stops and deletes: repeated as the lane's policy says (`retry.ts`).
 * @throws PlatformError the last attempt's, once it is final or the attempts are used up
 */
export async function call<T>(io: Io, action: Action<T>): Promise<T> {
  const outcome = await repeat(io, action, { policy: POLICIES[action.lane] });
  if (outcome.kind === "done") return outcome.value;
  throw outcome.error;
}

/**
 * Creates: at most one request may have been acted upon; the outcome says what is known. If it throws, nothing was sent: it
 * throws the reason of the gate's signal, what its `open` throws, or what `prepare` throws by mistake.
 */
export async function submit<T>(io: Io, action: Action<T>, gate?: Gate): Promise<Outcome<T>> {
  return repeat(io, action, { policy: POLICIES.create, ...(gate && { gate }) });
}

async function repeat<T>(io: Io, action: Action<T>, terms: Terms): Promise<Outcome<T>> {
  const { policy, gate } = terms;
  const { health } = io.limiters.scope(action.scope);
  let firstAt: number | undefined;
  let spent = 0;
  for (let attempts = 1; ; attempts++) {
    const outcome = await attempt(io, action, terms);
    const now = io.clock.now();
    firstAt ??= now;
    if (outcome.kind === "done") {
      if (policy.quota) health.earn(spent);
      io.debug(attemptLine(action, outcome, ""));
      return outcome;
    }
    const { error } = outcome;
    const cause = causeOf(outcome);
    const price = cause && policy.quota ? PRICES[cause] : 0;
    const askedMs = error.origin.retryAfterMs;
    const wait =
      cause &&
      (askedMs === undefined ? retryPauseMs(cause, attempts, io.random()) : askedPauseMs(askedMs, io.random()));
    const over =
      cause === undefined ||
      wait === undefined ||
      attempts >= attemptsFor(cause, error, policy) ||
      now + wait - firstAt > policy.budgetMs ||
      !health.spend(price);
    io.debug(attemptLine(action, outcome, over ? "final" : `again in ${Math.round(wait)}ms`));
    if (over) return outcome;
    spent += price;
    await io.clock.sleep(wait, gate?.signal);
  }
}

const REPEATABLE: ReadonlySet<ErrorKind> = new Set(["transient", "internal"]);

/** Undefined: repeating it cannot help. */
function causeOf({ kind, error }: Exclude<Outcome<never>, { kind: "done" }>): Cause | undefined {
  if (error.kind === "throttled") return "throttled";
  return kind !== "refused" && REPEATABLE.has(error.kind) ? kind : undefined;
}

function attemptsFor(cause: Cause, error: PlatformError, policy: Policy): number {
  // An unknown host name is far more often a typo than a passing fault of the name server.
  return error.origin.code === "ENOTFOUND" ? Math.min(2, policy.attempts[cause]) : policy.attempts[cause];
}
