import { printable } from "../../net/errors";

// Pieces of the answers that look-ups give.

/** A short text from the platform, safe to show; empty where it gives none. */
export function plain(text: string | null | undefined): string {
  return printable(text ?? "");
}

/** Earlier than any job of the platform if read as milliseconds, later than any if read as seconds. */
const LEAST_MS = 100_000_000_000;
const LATEST_MS = 8.64e15;

/**
 * A time from the console as RFC 3339, UTC: the console writes milliseconds or seconds, as a number or as text, or RFC 3339
 * itself. Undefined for anything else, such as a text without a zone.
 */
export function rfc3339(told: number | string | null | undefined): string | undefined {
  const ms = millisecondsOf(told);
  return ms !== undefined && ms > 0 && ms <= LATEST_MS ? new Date(ms).toISOString() : undefined;
}

function millisecondsOf(told: number | string | null | undefined): number | undefined {
  if (told === null || told === undefined || told === "") return undefined;
  const number = Number(told);
  if (!Number.isNaN(number)) return number < LEAST_MS ? number * 1_000 : number;
  const text = String(told);
  return hasZone(text) ? Date.parse(text) || undefined : undefined;
}

/** Two patterns, because a single one from the `T` to the zone would scan to the end of the text from each `T` in it. */
function hasZone(text: string): boolean {
  return /T/i.test(text) && /(?:Z|[+-]\d\d:?\d\d)$/i.test(text);
}
