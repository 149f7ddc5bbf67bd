import type { Clock } from "../net/clock";

/**
 * Turns many single questions into few: whatever is asked within `windowMs` goes out as one call. A failed call fails every
 * question in it.
 */
export function batched<Key, Answer>(
  clock: Clock,
  windowMs: number,
  load: (keys: ReadonlySet<Key>) => Promise<ReadonlyMap<Key, Answer>>,
): (key: Key) => Promise<Answer | undefined> {
  let open: { readonly keys: Set<Key>; readonly answers: Promise<ReadonlyMap<Key, Answer>> } | undefined;
  return async (key) => {
    if (!open) {
      const keys = new Set<Key>();
      const answers = clock.sleep(windowMs).then(() => {
        open = undefined;
        return load(keys);
      });
      open = { keys, answers };
    }
    open.keys.add(key);
    return (await open.answers).get(key);
  };
}
