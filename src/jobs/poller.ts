import type { Clock } from "../net/clock";
import type { JobSnapshot } from "./job";

interface Waiter<Snapshot> {
  readonly id: string;
  readonly dueAt: number;
  readonly resolve: (snapshot: Snapshot | undefined) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * One look at a time for everybody who waits: when one job is due, those due next come along, so forty waiting jobs cost one
 * request per tick. Model versions are waited for in the same way.
 */
export class Poller<Snapshot = JobSnapshot> {
  private readonly waiters = new Set<Waiter<Snapshot>>();
  private alarm: AbortController | undefined;

  constructor(
    private readonly api: {
      readonly idsPerDescribe: number;
      describe(ids: readonly string[]): Promise<ReadonlyMap<string, Snapshot>>;
    },
    private readonly clock: Clock,
  ) {}

  /**
   * The job as it is in about `afterMs`, sooner when another job's turn comes first; undefined when the platform does not
   * know it. Rejects with the signal's reason.
   */
  async next(id: string, afterMs: number, signal: AbortSignal): Promise<Snapshot | undefined> {
    signal.throwIfAborted();
    let leave = () => {};
    try {
      return await new Promise((resolve, reject) => {
        const waiter: Waiter<Snapshot> = { id, dueAt: this.clock.now() + afterMs, resolve, reject };
        const onAbort = () => reject(signal.reason as Error); // aborted by our own code, always with an Error
        signal.addEventListener("abort", onAbort, { once: true });
        leave = () => {
          this.waiters.delete(waiter);
          signal.removeEventListener("abort", onAbort);
        };
        this.waiters.add(waiter);
        this.setAlarm();
      });
    } finally {
      leave();
      if (this.waiters.size === 0) this.alarm?.abort(new Error("nobody waits"));
    }
  }

  private setAlarm(): void {
    this.alarm?.abort(new Error("set anew"));
    if (this.waiters.size === 0) return;
    const alarm = (this.alarm = new AbortController());
    const dueAt = Math.min(...[...this.waiters].map((waiter) => waiter.dueAt));
    this.clock.sleep(Math.max(0, dueAt - this.clock.now()), alarm.signal).then(
      () => this.tick(),
      () => {}, // set anew, or nobody waits
    );
  }

  private tick(): void {
    const due = [...this.waiters].sort((left, right) => left.dueAt - right.dueAt);
    const batch: Waiter<Snapshot>[] = [];
    const ids = new Set<string>();
    for (const waiter of due) {
      if (ids.size >= this.api.idsPerDescribe && !ids.has(waiter.id)) break;
      ids.add(waiter.id);
      batch.push(waiter);
    }
    for (const waiter of batch) this.waiters.delete(waiter);
    this.setAlarm();
    this.api.describe([...ids]).then(
      (snapshots) => batch.forEach((waiter) => waiter.resolve(snapshots.get(waiter.id))),
      (error: unknown) => batch.forEach((waiter) => waiter.reject(error)),
    );
  }
}
