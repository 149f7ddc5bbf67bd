/** Requests per second: where a limiter starts, and the bounds it stays within. */
export interface Rate {
  readonly start: number;
  readonly floor: number;
  readonly ceiling: number;
}

const SHRINK = 0.7;
/** What a clean second adds: a share of the current rate until the first complaint, then a share of the starting rate. */
const GROWTH = { untested: 1, careful: 0.02 } as const;
/** Share of an action's starting rate for looks at what is waited for; the rest is for calls that people wait for. */
const LOOKS = 0.25;
const CLEAN_MS = 1_000;

/** Looks per second that all waiters may use together. */
export function looksPerSecond({ start }: Rate): number {
  return start * LOOKS;
}

/** How much longer than a second a request holds its token while it has no answer: it may not have left this machine yet. */
const HELD_MS = 2_000;

/** What one request holds of an allowance. */
export interface Token {
  readonly takenAt: number;
  /** When it comes back if the platform saw the request as soon as it was taken. */
  readonly dueAt: number;
  backAt: number;
  /** When it left this machine, as far as is known. */
  sentAt: number;
}

/**
 * How many requests per second one action may send, learned from what the platform says.
 *
 * A bucket whose tokens come back a second after they were taken, evenly spaced: a burst of `start` goes at once, and still
 * no second sees more than the rate. (A plain bucket allows its burst and its rate in the same second, twice the rate.)
 * What counts is when the platform sees a request. A busy machine, a journal's disk or a new connection sends some late: their
 * tokens come back that much later. The same goes for an answer slower than the quickest one: the request may have been on its
 * way for all of that time.
 */
export class Allowance {
  private perSecond: number;
  /** The tokens in use, by the time at which they come back. */
  private readonly tokens: Token[] = [];
  private lastReturn = -Infinity;
  private changedAt: number;
  private shrunkAt = -Infinity;
  private answers = 0;
  private quickestMs = Infinity;

  constructor(
    private readonly rate: Rate,
    now: number,
  ) {
    this.perSecond = rate.start;
    this.changedAt = now;
  }

  /** Requests per second at present. */
  get current(): number {
    return this.perSecond;
  }

  private get most(): number {
    return Math.max(1, Math.ceil(this.perSecond));
  }

  /** When the next request may go: `now`, or later. */
  readyAt(now: number): number {
    while (this.tokens[0] !== undefined && this.tokens[0].backAt <= now) this.tokens.shift();
    return this.tokens[this.tokens.length - this.most]?.backAt ?? now;
  }

  /** One request goes; only when `readyAt` says now. */
  take(now: number): Token {
    const spacingMs = 1_000 / this.perSecond;
    this.lastReturn = Math.max(now + this.most * spacingMs, this.lastReturn + spacingMs);
    const token = { takenAt: now, dueAt: this.lastReturn, backAt: this.lastReturn + HELD_MS, sentAt: now };
    this.insert(token);
    return token;
  }

  /** The request is on the wire. */
  sent(token: Token, now: number): void {
    token.sentAt = now;
  }

  /** The request is over. One that was not answered, or never sent, says nothing about how quick the platform is. */
  release(token: Token, now: number, isAnswered: boolean): void {
    const { sentAt } = token;
    const tookMs = now - sentAt;
    if (isAnswered) {
      this.answers += 1;
      this.quickestMs = Math.min(this.quickestMs, tookMs);
    }
    // The first ones may all have been late.
    const lateMs = Math.max(0, tookMs - (this.answers > this.most ? this.quickestMs : 0));
    const index = this.tokens.indexOf(token);
    if (index < 0) return; // held long enough
    this.tokens.splice(index, 1);
    token.backAt = Math.max(token.dueAt, sentAt + lateMs + (this.most * 1_000) / this.perSecond);
    this.insert(token);
  }

  private insert(token: Token): void {
    const after = this.tokens.findLastIndex(({ backAt }) => backAt <= token.backAt);
    this.tokens.splice(after + 1, 0, token);
  }

  /** The platform said "too many" to a request sent at `sentAt`; those already on their way then are one lesson, not many. */
  throttled(sentAt: number, now: number): void {
    if (sentAt < this.shrunkAt) return;
    this.perSecond = Math.max(this.rate.floor, this.perSecond * SHRINK);
    this.shrunkAt = this.changedAt = now;
  }

  /** The platform answered without complaint. */
  clean(now: number): void {
    if (now - this.changedAt < CLEAN_MS) return;
    const isUntested = this.shrunkAt === -Infinity;
    const more = isUntested ? this.perSecond * GROWTH.untested : this.rate.start * GROWTH.careful;
    this.perSecond = Math.min(this.rate.ceiling, this.perSecond + more);
    this.changedAt = now;
  }
}
