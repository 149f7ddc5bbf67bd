import type { Clock } from "../net/clock";
import type { JobSnapshot } from "./job";

interface Waiter<Snapshot> {
  readonly id: string;
  readonly dueAt: number;
  /** From then on it is included when another one is due. */
  readonly ripeAt: number;
  readonly resolve: (snapshot: Snapshot | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/** Share of its pause after which a job may be included. Any earlier, its next look would be late, and all would fall into step. */
const RIPE = 0.9;

/**
 * Looks on behalf of all waiters together: when one job is due, those due soon are included, so forty waiting jobs cost one
 * request. Looks are spaced out: with a thousand jobs each is looked at less often. Model versions are waited for in the same
 * way.
 */
export class Poller<Snapshot = JobSnapshot> {
  private readonly waiters = new Set<Waiter<Snapshot>>();
  private alarm: { readonly at: number; readonly controller: AbortController } | undefined;
  private nextLookAt = -Infinity;

  constructor(
    private readonly api: {
      readonly idsPerDescribe: number;
      readonly looksPerSecond: number;
      describe(ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot>>;
    },
    private readonly clock: Clock,
  ) {}

  /**
   * The job as it is in about `afterMs`, sooner when another job's turn comes first, later when many wait; undefined when the
   * platform does not know it. Rejects with the signal's reason.
   */
  async next(id: string, afterMs: number, signal: AbortSignal): Promise<Snapshot | undefined> {
    signal.throwIfAborted();
    let leave = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const now = this.clock.now();
        const waiter: Waiter<Snapshot> = { id, dueAt: now + afterMs, ripeAt: now + RIPE * afterMs, resolve, reject };
        const onAbort = () => reject(signal.reason as Error); // aborted by our own code, always with an Error
        signal.addEventListener("abort", onAbort, { once: true });
        leave = () => {
          this.waiters.delete(waiter);
          signal.removeEventListener("abort", onAbort);
        };
        this.waiters.add(waiter);
        this.setAlarm(waiter.dueAt);
      });
    } finally {
      leave();
      if (this.waiters.size === 0) this.endAlarm();
    }
  }

  /** Schedules the next look for `dueAt`, unless one is due sooner. */
  private setAlarm(dueAt: number): void {
    const at = Math.max(dueAt, this.nextLookAt);
    if (this.alarm && this.alarm.at <= at) return;
    this.endAlarm();
    const controller = new AbortController();
    this.alarm = { at, controller };
    this.clock.sleep(Math.max(0, at - this.clock.now()), controller.signal).then(
      () => this.look(),
      () => {}, // rescheduled, or nobody waits
    );
  }

  private endAlarm(): void {
    this.alarm?.controller.abort(new Error("rescheduled, or nobody waits"));
    this.alarm = undefined;
  }

  private look(): void {
    const now = this.clock.now();
    this.alarm = undefined;
    const waiters = [...this.waiters].sort((left, right) => left.dueAt - right.dueAt);
    const batch: Waiter<Snapshot>[] = [];
    const ids = new Set<string>();
    for (const waiter of waiters.filter(({ ripeAt }) => ripeAt <= now)) {
      if (ids.size >= this.api.idsPerDescribe && !ids.has(waiter.id)) break;
      ids.add(waiter.id);
      batch.push(waiter);
      this.waiters.delete(waiter);
    }
    if (batch.length > 0) this.nextLookAt = now + 1_000 / this.api.looksPerSecond;
    const next = waiters.find((waiter) => this.waiters.has(waiter));
    if (next) this.setAlarm(next.dueAt);
    if (batch.length === 0) return; // whoever was due has left
    this.api.describe([...ids]).then(
      (snapshots) => batch.forEach((waiter) => waiter.resolve(snapshots.get(waiter.id))),
      (error: unknown) => batch.forEach((waiter) => waiter.reject(error)),
    );
  }
}
