import type { PlatformError } from "./errors";

const QUOTA = 500;
const FAILURES_TO_OPEN = 10;
const OPEN_MS = 30_000;
const REFUSED_MS = 60_000;

/** What earlier calls of a scope teach later ones. Times are `clock.now()` milliseconds. */
export class Health {
  /** Milliseconds the platform's clock is ahead of this machine's; signatures are made with the platform's. */
  clockOffsetMs = 0;

  private refusal?: { readonly by: PlatformError; readonly until: number };
  private failures = 0;
  private nextProbeAt = 0;
  private quota = QUOTA;

  /**
   * The credentials were refused: asking again with the same ones cannot help and may lock the account. For a minute nothing
   * but a stop is sent.
   */
  credentialsRefused(by: PlatformError, now: number): void {
    this.refusal = { by, until: now + REFUSED_MS };
  }

  /** The refusal that still holds, if any. */
  refusalAt(now: number): PlatformError | undefined {
    return this.refusal !== undefined && now < this.refusal.until ? this.refusal.by : undefined;
  }

  /** The platform answered, whatever it said. */
  answered(): void {
    this.failures = 0;
  }

  /** No complete answer, or the platform's own failure. After ten in a row, only one request is sent every 30 s. */
  failed(now: number): void {
    this.failures += 1;
    if (this.failures === FAILURES_TO_OPEN) this.nextProbeAt = now + OPEN_MS;
  }

  /** Milliseconds to leave the platform alone: 0 unless the breaker is open, which lets one probe through every 30 s. */
  pauseAt(now: number): number {
    if (this.failures < FAILURES_TO_OPEN) return 0;
    if (now < this.nextProbeAt) return this.nextProbeAt - now;
    this.nextProbeAt = now + OPEN_MS;
    return 0;
  }

  /** Takes the price of a retry; false when there were too many retries lately. */
  spend(price: number): boolean {
    if (this.quota < price) return false;
    this.quota -= price;
    return true;
  }

  /** A call succeeded: the price of its retries comes back, or 1 when there were none. */
  earn(spent: number): void {
    this.quota = Math.min(QUOTA, this.quota + Math.max(1, spent));
  }
}
