import type { Clock } from "../net/clock";

/** How long the first question waits for others to join it, and the least time from the start of one call to the next. */
export interface Window {
  readonly leastMs: number;
  readonly apartMs: number;
}

/**
 * Batches single questions: those asked within one window go out as one call. When little is asked, the wait is only `leastMs`.
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
