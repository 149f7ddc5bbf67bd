import type { Context } from "../engine/resource";
import type { Clock } from "../net/clock";

/** How long one job must have been waited for, and another must have waited its turn, before anything is said. */
const TOLD_AFTER_MS = 5_000;

/**
 * The engine works on few resources at a time (`--parallel`, four per core), and a job that is waited for holds one of the slots.
 * It checks the next resource before it has a slot for it, and only that one: the plugin sees that others wait, not how many.
 */
export class Slots {
  /** The jobs that are not created yet, and when the program first had them. */
  private readonly expected = new Map<string, number>();
  private holding = 0;
  private isTold = false;

  constructor(private readonly clock: Pick<Clock, "now" | "sleep">) {}

  /** The program has a job that is not created yet. */
  expect(urn: string): void {
    this.expected.set(urn, this.clock.now());
  }

  /** Its turn has come. */
  begin(urn: string): void {
    this.expected.delete(urn);
  }

  /** Runs a wait for a job; if another job waits its turn meanwhile, says once how more can wait together. */
  async hold<T>(context: Pick<Context<never>, "note">, wait: () => Promise<T>): Promise<T> {
    const over = new AbortController();
    this.watch(context, over.signal).catch(() => {}); // the wait was over before
    this.holding += 1;
    try {
      return await wait();
    } finally {
      this.holding -= 1;
      over.abort(new Error("over"));
    }
  }

  private async watch(context: Pick<Context<never>, "note">, over: AbortSignal): Promise<void> {
    while (!this.isTold) {
      await this.clock.sleep(TOLD_AFTER_MS, over);
      const since = Math.min(...this.expected.values());
      if (this.clock.now() - since >= TOLD_AFTER_MS) this.tell(context);
    }
  }

  private tell({ note }: Pick<Context<never>, "note">): void {
    if (this.isTold) return;
    this.isTold = true;
    note(
      "info",
      `other jobs are not submitted before one of these ${this.holding} has started, because Pulumi works on only so many resources ` +
        "at a time: run `pulumi up --parallel 100` (or set PULUMI_PARALLEL) to let 100 wait together, or submit them with " +
        '`waitFor: "submitted"` and wait with `training.waitForJobs`',
    );
  }
}
