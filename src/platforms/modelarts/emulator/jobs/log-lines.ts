import { countIn, wordIn, type Count } from "../refusal";

// What a job writes, computed from when it ran. Both generations number the lines and page through them in the same way.

/** When a job wrote, and what it said last. Milliseconds since the epoch. */
export interface Writing {
  readonly from: number;
  readonly until: number;
  readonly failure?: string;
}

export interface LogLine {
  /** Grows from line to line; too large for JavaScript's own numbers. */
  readonly number: string;
  readonly text: string;
}

export interface LogPage {
  readonly content: string;
  /** How many lines it has. */
  readonly count: number;
  readonly first: string;
  readonly last: string;
}

const LINE_EVERY_MS = 10_000;

export function linesOf({ from, until, failure }: Writing): readonly LogLine[] {
  const steps = Math.floor((until - from) / LINE_EVERY_MS);
  const lines = Array.from({ length: steps }, (_, index) => ({
    number: numberAt(from + (index + 1) * LINE_EVERY_MS, 1),
    text: `step ${index + 1}: loss ${(2 / (index + 2)).toFixed(4)}`,
  }));
  return failure === undefined ? lines : [...lines, { number: numberAt(until, 2), text: `Traceback: ${failure}` }];
}

export function textOf(lines: readonly LogLine[]): string {
  return lines.map(({ text }) => `${text}\n`).join("");
}

/**
 * The lines next to `base_line`: after it, or before it with `order=asc`; the newest where there is none. An empty page repeats
 * the number in the request, so that a client can go on asking.
 */
export function pageOfLines(
  lines: readonly LogLine[],
  query: URLSearchParams,
  { least, code }: { readonly least: 0 | 1; readonly code?: string },
): LogPage {
  const size: Count = { name: "lines", least, most: 500, otherwise: 50 };
  const most = countIn(query, size, code);
  const isUp = wordIn(query, { name: "order", words: ["asc", "desc"] }, code) === "asc";
  const base = query.get("base_line") ?? "";
  const beside = lines.filter(({ number }) => base === "" || (isUp ? isBefore(number, base) : isBefore(base, number)));
  const page = base === "" || isUp ? beside.slice(Math.max(0, beside.length - most)) : beside.slice(0, most);
  return {
    content: textOf(page),
    count: page.length,
    first: page[0]?.number ?? base,
    last: page.at(-1)?.number ?? base,
  };
}

/** Nanoseconds, as in the documents' samples. */
function numberAt(ms: number, serial: number): string {
  return `${ms}${String(serial).padStart(6, "0")}`;
}

function isBefore(left: string, right: string): boolean {
  return left.length === right.length ? left < right : left.length < right.length;
}
