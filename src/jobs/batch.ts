import type { Clock } from "../net/clock";

/** How long the first question waits for its neighbours, and how long after one call the next one begins at the earliest. */
export interface Window {
  readonly leastMs: number;
  readonly apartMs: number;
}

/**
 * Turns many single questions into few: what is asked in one window goes out as one call, at once while nobody asks much.
 * A failed call fails every question in it.
 */
export function batched<Key, Answer>(
  clock: Clock,
  { leastMs, apartMs }: Window,
  load: (keys: ReadonlySet<Key>) => Promise<ReadonlyMap<Key, Answer>>,
): (key: Key) => Promise<Answer | undefined> {
  let lastAt = -Infinity;
  let open: { readonly keys: Set<Key>; readonly answers: Promise<ReadonlyMap<Key, Answer>> } | undefined;
  return async (key) => {
    if (!open) {
      const keys = new Set<Key>();
      const answers = clock.sleep(Math.max(leastMs, lastAt + apartMs - clock.now())).then(() => {
        open = undefined;
        lastAt = clock.now();
        return load(keys);
      });
      open = { keys, answers };
    }
    open.keys.add(key);
    return (await open.answers).get(key);
  };
}
