import type { Clock } from "../src/net/clock";

/** A clock that stands still until a test moves it. */
export interface FakeClock extends Clock {
  /** Moves time on, waking every sleeper that is due on the way, in order, and letting each do its work first. */
  advance(ms: number): Promise<void>;
  /** Waits for a promise, moving time to the next sleeper whenever one is asleep. Real sockets may be in use meanwhile. */
  settle<T>(promise: Promise<T>): Promise<T>;
  /** How many are asleep. */
  readonly sleepers: number;
  /** Milliseconds that this machine's own clock (`wall`) is ahead. */
  skewMs: number;
}

interface Sleeper {
  readonly at: number;
  wake(): void;
}

/** @param start milliseconds since the epoch; default noon of 2026-01-01, UTC */
export function fakeClock(start = Date.UTC(2026, 0, 1, 12)): FakeClock {
  let now = start;
  let asleep: readonly Sleeper[] = [];

  const wakeNext = async (until: number): Promise<boolean> => {
    const [next] = asleep;
    if (next === undefined || next.at > until) return false;
    asleep = asleep.slice(1);
    now = Math.max(now, next.at);
    next.wake();
    await turn();
    return true;
  };

  return {
    skewMs: 0,
    now: () => now,
    wall() {
      return now + this.skewMs;
    },
    get sleepers() {
      return asleep.length;
    },
    sleep(ms, signal) {
      return new Promise((resolve, reject) => {
        signal?.throwIfAborted();
        const onAbort = () => {
          asleep = asleep.filter((other) => other !== sleeper);
          reject(signal?.reason as Error); // as in the real clock: an Error of the signal's owner
        };
        const sleeper: Sleeper = {
          at: now + Math.max(0, ms),
          wake() {
            signal?.removeEventListener("abort", onAbort);
            resolve();
          },
        };
        signal?.addEventListener("abort", onAbort, { once: true });
        // Stable: of two with the same hour, who went to sleep first wakes first.
        asleep = [...asleep, sleeper].sort((a, b) => a.at - b.at);
      });
    },
    async advance(ms) {
      const until = now + ms;
      await turn();
      while (await wakeNext(until));
      now = until;
      await turn();
    },
    async settle(promise) {
      const race = { settled: false };
      const done = () => {
        race.settled = true;
      };
      promise.then(done, done);
      await turn();
      while (!race.settled) if (!(await wakeNext(Infinity))) await turn();
      return promise;
    },
  };
}

/** Lets everything that is ready run: promises, and sockets that have something to say. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
