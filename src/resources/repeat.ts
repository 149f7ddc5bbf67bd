import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";

const PAUSE_MS = 5_000;

/** How long to go on, and the error when that was not enough. */
interface Persistence {
  readonly failure: string;
  /** When to give up, by the clock's `now`. */
  readonly until: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/** Repeats until it is done or the time is up; until then, "not now" from the platform is not a failure. */
export async function repeatUntilDone(
  attempt: () => Promise<boolean>,
  { failure, until, clock, signal }: Persistence,
): Promise<void> {
  for (;;) {
    let refusal = "";
    const isDone = await attempt().catch((error: unknown) => {
      if (!(error instanceof PlatformError && error.kind === "notNow")) throw error;
      refusal = `: ${error.message}`;
      return false;
    });
    if (isDone) return;
    if (clock.now() >= until) throw new Error(`${failure}${refusal}; the row is kept, run the command again`);
    await clock.sleep(PAUSE_MS, signal);
  }
}
