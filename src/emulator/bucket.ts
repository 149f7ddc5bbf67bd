/** Hard-limit token buckets, one per key; each starts full and holds one second's worth. */
export class Buckets {
  private readonly levels = new Map<string, { tokens: number; at: number }>();

  /** Takes one token from the bucket of `key`; false when it is empty. `perSecond` may change from call to call. */
  take(key: string, perSecond: number, now: number): boolean {
    const size = Math.max(1, perSecond);
    const level = this.levels.get(key) ?? { tokens: size, at: now };
    const tokens = Math.min(size, level.tokens + ((now - level.at) / 1_000) * perSecond);
    const taken = tokens >= 1;
    this.levels.set(key, { tokens: taken ? tokens - 1 : tokens, at: now });
    return taken;
  }

  clear(): void {
    this.levels.clear();
  }
}
