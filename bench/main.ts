// `npm run bench`: what a fleet takes, each figure a ratio to a floor that is measured in the same run. Ends with 1 when a goal
// is missed. `--only <row>` measures one row, `--runs 1` once instead of three times.
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { ROWS, type Figure, type Row } from "./rows";

const { values } = parseArgs({ options: { only: { type: "string" }, runs: { type: "string", default: "3" } } });

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

async function main(): Promise<void> {
  const rows = ROWS.filter(({ name }) => values.only === undefined || values.only === name);
  if (rows.length === 0) throw new Error(`no row "${values.only}": ${ROWS.map(({ name }) => name).join(", ")}`);
  console.log(`${availableParallelism()} cores, medians of ${values.runs}\n`);
  let missed = 0;
  for (const row of rows) {
    for (const { what, value, goal, unit } of await medians(row, Number(values.runs))) {
      const isMet = value <= goal;
      if (!isMet) missed += 1;
      const shown = unit === "×" ? `${value.toFixed(2)} ×` : `${value} ${unit}`;
      console.log(
        `${isMet ? "met   " : "MISSED"} ${row.name.padEnd(20)} ${shown.padStart(12)}  (goal ${goal})  ${what}: ${row.title}`,
      );
    }
  }
  console.log(`\n${missed === 0 ? "every goal met" : `${missed} missed`}`);
  process.exitCode = missed === 0 ? 0 : 1;
}

void main();
