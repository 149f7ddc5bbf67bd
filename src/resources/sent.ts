import type { Changes } from "../engine/rules";

/** The inputs that are sent to the platform as they are; the others say where, and what this package does. */
const SENT = /^(spec|extraSpec)\b/;

/** The changes without those of `spec` and `extraSpec` wherever both sides ask the platform for the same. */
export function withoutSent(
  { replaces, updates, maybe }: Changes,
  isSame: { replaces(): boolean; updates(): boolean },
): Changes {
  const relevant = (paths: readonly string[], isTheSame: () => boolean) => {
    const others = paths.filter((path) => !SENT.test(path));
    return others.length < paths.length && isTheSame() ? others : paths;
  };
  return { replaces: relevant(replaces, isSame.replaces), updates: relevant(updates, isSame.updates), maybe };
}
