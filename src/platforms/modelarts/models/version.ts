import { fault } from "../reply";

/** Three numbers of one or two digits. */
const LABEL = /^(\d{1,2})\.(\d{1,2})\.(\d{1,2})$/;
const LAST = 999_999;

/**
 * The label after the highest of these: its last number plus one, carried over after 99. The first is 0.0.1.
 * @throws PlatformError `invalid` after 99.99.99
 */
export function nextVersion(labels: readonly string[]): string {
  const highest = labels.map(rankOf).reduce((most, rank) => Math.max(most, rank), 0);
  if (highest >= LAST) {
    const words = "there is no label after 99.99.99; give spec.modelVersion, or use another spec.modelName";
    throw fault("invalid", words, "ImportModel");
  }
  const next = highest + 1;
  return [Math.floor(next / 10_000), Math.floor(next / 100) % 100, next % 100].join(".");
}

/** Labels of another form come before all others. */
function rankOf(label: string): number {
  const [, major, minor, patch] = LABEL.exec(label) ?? [];
  return Number(major ?? 0) * 10_000 + Number(minor ?? 0) * 100 + Number(patch ?? 0);
}
