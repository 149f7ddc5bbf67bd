/** Requests a second: where a limiter starts, and between what it may move. */
export interface Rate {
  readonly start: number;
  readonly floor: number;
  readonly ceiling: number;
}

const SHRINK = 0.7;
/** Share of the starting rate that a clean second adds: while nobody has complained, and after that. */
const GROWTH = { untested: 0.25, careful: 0.02 } as const;
/** Share of an action's starting rate that is for looks at what is waited for; the rest is for what people wait to get done. */
const LOOKS = 0.25;
const CLEAN_MS = 1_000;

/** Looks a second that all who wait may take together. */
export function looksPerSecond({ start }: Rate): number {
  return start * LOOKS;
}

/**
 * How many requests a second one action may send, learned from what the platform says.
 *
 * A bucket whose tokens come back a second after they were taken, evenly spaced: a burst of `start` goes at once, and still
 * no second sees more than the rate. (A plain bucket allows its burst and its rate in the same second, twice the rate.)
 */
export class Allowance {
  private perSecond: number;
  /** When the tokens in use come back, ascending. */
  private readonly returns: number[] = [];
  private lastReturn = -Infinity;
  private changedAt: number;
  private shrunkAt = -Infinity;

  constructor(
    private readonly rate: Rate,
    now: number,
  ) {
    this.perSecond = rate.start;
    this.changedAt = now;
  }

  /** Requests a second at present. */
  get current(): number {
    return this.perSecond;
  }

  private get tokens(): number {
    return Math.max(1, Math.ceil(this.perSecond));
  }

  /** When the next request may go: `now`, or later. */
  readyAt(now: number): number {
    while (this.returns[0] !== undefined && this.returns[0] <= now) this.returns.shift();
    return this.returns[this.returns.length - this.tokens] ?? now;
  }

  /** One request goes; only when `readyAt` says now. */
  take(now: number): void {
    const spacingMs = 1_000 / this.perSecond;
    this.lastReturn = Math.max(now + this.tokens * spacingMs, this.lastReturn + spacingMs);
    this.returns.push(this.lastReturn);
  }

  /** The platform said "too many" to a request sent at `sentAt`; what was already on its way then is one lesson, not many. */
  throttled(sentAt: number, now: number): void {
    if (sentAt < this.shrunkAt) return;
    this.perSecond = Math.max(this.rate.floor, this.perSecond * SHRINK);
    this.shrunkAt = this.changedAt = now;
  }

  /** The platform answered without complaint. */
  clean(now: number): void {
    if (now - this.changedAt < CLEAN_MS) return;
    const growth = this.shrunkAt === -Infinity ? GROWTH.untested : GROWTH.careful;
    this.perSecond = Math.min(this.rate.ceiling, this.perSecond + this.rate.start * growth);
    this.changedAt = now;
  }
}
