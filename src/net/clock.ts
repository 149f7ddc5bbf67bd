/** One way to tell time and to sleep. Production code asks this, never `Date.now` or `setTimeout`. */
export interface Clock {
  /** Milliseconds since the epoch as this run counts them: never steps back, may run faster than the wall (emulator). */
  now(): number;
  /** Milliseconds since the epoch by the machine's own clock: what a request is signed with. */
  wall(): number;
  /** Resolves after `ms` of `now()` time; rejects with the signal's reason when it is aborted first. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** The machine's clock. `speed` 600 turns ten minutes into one second: only for runs against the emulator. */
export function systemClock(speed = 1): Clock {
  const startedAt = Date.now();
  const origin = performance.now();
  const now = () => startedAt + (performance.now() - origin) * speed;
  return {
    now,
    wall: () => Date.now(),
    async sleep(ms, signal) {
      const until = now() + ms;
      for (let left = ms; left > 0; left = until - now()) {
        await pause(Math.min(Math.ceil(left / speed), LONGEST_TIMER_MS), signal);
      }
      signal?.throwIfAborted();
    },
  };
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason as Error); // an AbortSignal's reason is what its owner gave: always an Error here
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
