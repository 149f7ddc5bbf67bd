import type { Action, Gate } from "./action";
import { PlatformError, printable, type ErrorKind } from "./errors";
import type { Health } from "./health";
import { HttpFailure, type HttpReply, type HttpRequest } from "./http";
import type { Io } from "./io";
import type { Outcome } from "./outcome";
import { serverDate, withoutSecrets } from "./reply";
import type { Policy } from "./retry";

/** On what terms an action is sent. */
export interface Terms {
  readonly policy: Policy;
  readonly gate?: Gate;
}

/** One attempt; a second one at once when the platform's reply shows that this machine's clock is off. */
export async function attempt<T>(io: Io, action: Action<T>, terms: Terms): Promise<Outcome<T>> {
  const { health } = io.limiters.scope(action.scope);
  const { outcome, reply } = await exchange(io, action, terms);
  const date = reply && serverDate(reply);
  if (outcome.kind !== "refused" || outcome.error.kind !== "skew" || date === undefined) return outcome;
  if (health.clockOffsetMs === 0) {
    io.debug(`${action.platform}: this machine's clock is off; signing with the platform's time`);
  }
  health.clockOffsetMs = date - io.clock.wall();
  return (await exchange(io, action, terms)).outcome;
}

interface Exchanged<T> {
  readonly outcome: Outcome<T>;
  /** Absent when nothing complete came back. */
  readonly reply?: HttpReply;
}

/** Waits for a turn, sends one request unless something forbids it, and records what became of it. */
async function exchange<T>(io: Io, action: Action<T>, { policy, gate }: Terms): Promise<Exchanged<T>> {
  const { clock } = io;
  const scope = io.limiters.scope(action.scope);
  const limit = { name: action.limit ?? action.name, rate: action.rate };
  const permit = await scope.enter(limit, action.lane, gate?.signal);
  let lesson: "clean" | "throttled" | "none" = "none";
  try {
    let request: Omit<HttpRequest, "bounds" | "onSend">;
    try {
      checkMaySend(io, action, policy);
      gate?.signal.throwIfAborted();
      await gate?.open();
      gate?.signal.throwIfAborted();
      request = action.prepare(clock.wall() + scope.health.clockOffsetMs);
    } catch (error) {
      if (error instanceof PlatformError) return { outcome: { kind: "notSent", error } };
      throw error;
    }
    const onSend = () => permit.sent();
    const bounded = { ...request, bounds: policy.http, onSend, ...(gate && { signal: gate.signal }) };
    const exchanged = await send(io, action, bounded);
    lesson = learn(scope.health, exchanged, clock.now());
    return exchanged;
  } finally {
    permit.leave(lesson);
  }
}

/** Throws the reason for not sending anything now, if there is one. */
function checkMaySend(io: Io, action: Action<unknown>, policy: Policy): void {
  const { health } = io.limiters.scope(action.scope);
  const now = io.clock.now();
  const origin = { platform: action.platform, action: action.name };
  const refusal = policy.despiteRefusal ? undefined : health.refusalAt(now);
  if (refusal !== undefined) {
    throw new PlatformError("auth", `not sent: the credentials were just refused: ${refusal.message}`, origin);
  }
  const pauseMs = policy.breaker ? health.pauseAt(now) : 0;
  if (pauseMs > 0) {
    const words = "not sent: the platform failed ten times in a row and is left alone for half a minute";
    throw new PlatformError("transient", words, { ...origin, retryAfterMs: pauseMs });
  }
}

async function send<T>(io: Io, action: Action<T>, request: HttpRequest): Promise<Exchanged<T>> {
  let received: HttpReply;
  try {
    received = await io.http(request);
  } catch (error) {
    if (!(error instanceof HttpFailure)) throw error;
    return { outcome: { kind: error.sent ? "unknown" : "notSent", error: fromFailure(error, action) } };
  }
  const reply = withoutSecrets(received, io.secrets);
  try {
    return { reply, outcome: { kind: "done", value: read(action, received, reply) } };
  } catch (error) {
    return { reply, outcome: outcomeOf(error, reply, action) };
  }
}

function read<T>(action: Action<T>, received: HttpReply, clean: HttpReply): T {
  if (!action.isLogin) return action.decode(clean);
  try {
    return action.decode(received);
  } catch {
    return action.decode(clean); // throws the same, in words that may be shown
  }
}

function fromFailure({ reason, host, code, lasting }: HttpFailure, { platform, name }: Action<unknown>): PlatformError {
  const origin = { platform, action: name, code };
  return new PlatformError(lasting ? "invalid" : "transient", `no answer from ${host}: ${reason}`, origin);
}

/** Kinds of errors with which a platform refuses before it has done anything. Only those that are known to be safe. */
const REFUSALS: ReadonlySet<ErrorKind> = new Set([
  "invalid",
  "auth",
  "permission",
  "skew",
  "notFound",
  "nameTaken",
  "notNow",
  "capacity",
  "throttled",
  "unsupported",
]);

function outcomeOf(error: unknown, reply: HttpReply, { platform, name }: Action<unknown>): Outcome<never> {
  if (!(error instanceof PlatformError)) {
    // Only the error's class: its message may quote the reply.
    const words = `the reply was not understood (${error instanceof Error ? error.name : typeof error})`;
    const origin = { platform, action: name, httpStatus: reply.status };
    return { kind: "unknown", error: new PlatformError("internal", words, origin) };
  }
  const throttled = error.kind === "throttled"; // the one refusal that gateways send as 503
  const refused = REFUSALS.has(error.kind) && (reply.status < 500 || throttled);
  return { kind: refused ? "refused" : "unknown", error };
}

/** Records what an attempt teaches the scope's later ones; returns what it teaches the limiter. */
function learn(health: Health, { outcome, reply }: Exchanged<unknown>, now: number): "clean" | "throttled" | "none" {
  const answered = outcome.kind === "done" || outcome.kind === "refused";
  if (answered) health.answered();
  else health.failed(now);
  if (outcome.kind === "done") return "clean";
  if (outcome.error.kind === "auth" && reply !== undefined) health.credentialsRefused(outcome.error, now);
  if (outcome.error.kind === "throttled") return "throttled";
  return answered ? "clean" : "none";
}

/** One line about one attempt: no header values, no bodies. */
export function attemptLine(action: Action<unknown>, outcome: Outcome<unknown>, next: string): string {
  const { platform, name } = action;
  if (outcome.kind === "done") return `${platform} ${name}: done`;
  const { kind, origin } = outcome.error;
  const facts = [
    outcome.kind,
    kind,
    origin.httpStatus !== undefined && `HTTP ${origin.httpStatus}`,
    origin.code !== undefined && printable(origin.code, 80),
    origin.requestId !== undefined && `request ${printable(origin.requestId, 80)}`,
    next,
  ];
  return `${platform} ${name}: ${facts.filter(Boolean).join(", ")}`;
}
