// `npm run bench`: how long a fleet takes, each figure a ratio to a floor that is measured in the same run. Exits with 1 when a goal
// is missed. `--only <row>` measures one row, `--runs 1` once instead of three times, `--large` extends the plot to 5,000 jobs.
import { readFile, writeFile } from "node:fs/promises";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { plot } from "./plot";
import { growthRow, ROWS, type Figure, type Row } from "./rows";

const { values } = parseArgs({
  options: {
    only: { type: "string" },
    runs: { type: "string", default: "3" },
    large: { type: "boolean", default: false },
  },
});
/** The index of stolen time in a line of `/proc/stat`. */
const STEAL = 7;
const PLOT = join(__dirname, "..", "docs", "fleets.svg");
const growth = growthRow([1, 10, 100, 1_000, ...(values.large ? [5_000] : [])], (told) => writeFile(PLOT, plot(told)));

/** The median of each figure over the runs. */
async function medians(row: Row, runs: number): Promise<readonly Figure[]> {
  const measured: (readonly Figure[])[] = [];
  for (let run = 0; run < runs; run += 1) measured.push(await row.measure());
  const [first = []] = measured;
  return first.map((figure, index) => {
    const sorted = measured.map((figures) => figures[index]?.value ?? NaN).sort((left, right) => left - right);
    return { ...figure, value: sorted[Math.floor(sorted.length / 2)] ?? NaN };
  });
}

/** Processor time since the machine started, in ticks, and how much of it went to other machines of the host. Linux only. */
async function processorTime(): Promise<{ readonly all: number; readonly stolen: number }> {
  const text = await readFile("/proc/stat", "utf8").catch(() => "");
  const [, ...ticks] = (text.split("\n")[0] ?? "").split(/ +/).map(Number);
  return { all: ticks.slice(0, STEAL + 1).reduce((sum, tick) => sum + tick, 0), stolen: ticks[STEAL] ?? 0 };
}

async function main(): Promise<void> {
  const known = [...ROWS, growth];
  const rows = known.filter(({ name }) => values.only === undefined || values.only === name);
  if (rows.length === 0) throw new Error(`no row "${values.only}": ${known.map(({ name }) => name).join(", ")}`);
  console.log(`${availableParallelism()} cores, medians of ${values.runs}\n`);
  let missed = 0;
  const before = await processorTime();
  for (const row of rows) {
    for (const { what, value, goal, unit } of await medians(row, row.isMeasuredOnce ? 1 : Number(values.runs))) {
      const isMet = goal === undefined || value <= goal;
      if (!isMet) missed += 1;
      const verdict = goal === undefined ? "      " : isMet ? "met   " : "MISSED";
      const shown = `${Number.isInteger(value) ? value : value.toFixed(2)} ${unit}`;
      const wanted = goal === undefined ? "" : `(goal ${goal})`;
      console.log(`${verdict} ${row.name.padEnd(18)} ${shown.padStart(14)} ${wanted.padEnd(11)} ${what}: ${row.title}`);
    }
  }
  const { all, stolen } = await processorTime();
  const share = (100 * (stolen - before.stolen)) / (all - before.all);
  if (share > 1) console.log(`\nother machines of the host had ${share.toFixed(0)} % of the processors meanwhile`);
  console.log(`\n${missed === 0 ? "every goal met" : `${missed} missed`}`);
  process.exitCode = missed === 0 ? 0 : 1;
}

void main();
