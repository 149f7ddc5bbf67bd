import assert from "node:assert/strict";

const SMALLEST = 2 ** 12;
/** The largest reply that a read takes. */
const LARGEST = 8 * 2 ** 20;
/** Less than this is lost in the noise of the machine. */
const MEASURABLE_US = 4_000;
const RUNS = 5;
const TRIES = 3;

/**
 * Asserts that with each doubling of the input the time at most triples: a square would take four times as long. It compares
 * the first length that can be measured with four times that; what takes no time at 8 MiB is linear enough.
 * @param make an input of about so many characters
 */
export function assertLinear(make: (length: number) => string, read: (input: string) => unknown): void {
  let length = SMALLEST;
  let time = costOf(make(length), read);
  while (time < MEASURABLE_US) {
    if (length >= LARGEST) return;
    length *= 2;
    time = costOf(make(length), read);
  }
  const ratios: number[] = [];
  for (let tries = 0; tries < TRIES; tries += 1) {
    const ratio = costOf(make(4 * length), read) / costOf(make(length), read);
    if (ratio <= 9) return;
    ratios.push(ratio);
  }
  const times = ratios.map((ratio) => ratio.toFixed(0)).join(", ");
  assert.fail(`four times the length took ${times} times as long as ${length} characters`);
}

/** Microseconds of processor time, the least of some runs: what other processes take does not count. */
function costOf(input: string, read: (input: string) => unknown): number {
  let least = Infinity;
  for (let run = 0; run < RUNS; run += 1) {
    const before = process.cpuUsage();
    read(input);
    const { user, system } = process.cpuUsage(before);
    least = Math.min(least, user + system);
    if (least > 50 * MEASURABLE_US) break; // far beyond noise
  }
  return least;
}
