// `npm run faults`: every fault of the catalogue, on every platform, met by a submission, by a look and by a stop.
// `-- --only 17` tries those of one number.
import { parseArgs } from "node:util";
import { FAULTS } from "./catalogue";
import { ELSEWHERE, UNTRIED } from "./elsewhere";
import { MODES, tryAll } from "./trials";

const { values } = parseArgs({ options: { only: { type: "string" } } });

function tell(number: number, what: string, verdict: string): void {
  console.log(`${String(number).padStart(3)}  ${what.padEnd(48)} ${verdict}`);
}

async function main(): Promise<number> {
  const faults = FAULTS.filter(({ number }) => values.only === undefined || String(number) === values.only);
  if (faults.length === 0) throw new Error(`no fault has the number ${values.only}`);
  const totals = { duplicate: 0, orphan: 0, "lost id": 0, other: 0 };
  let tried = 0;
  for (const [fault, outcomes] of await tryAll(faults, () => MODES)) {
    const bad = outcomes.filter(({ violations }) => violations.length > 0);
    tried += outcomes.length;
    for (const { kind } of bad.flatMap(({ violations }) => violations)) totals[kind] += 1;
    const verdict = bad.length === 0 ? "holds" : "BROKEN";
    tell(fault.number, fault.what, `${verdict} in ${outcomes.length} trials`);
    for (const { words, violations } of bad)
      for (const { kind, words: what } of violations) console.log(`       ${words}: ${kind}: ${what}`);
  }
  if (values.only === undefined) {
    for (const { number, what, file } of ELSEWHERE) tell(number, what, `by ${file}`);
    for (const { number, what, why } of UNTRIED) tell(number, what, `not tried: ${why}`);
  }
  console.log(
    `\n${faults.length} faults, ${tried} trials: ${totals.duplicate} duplicates, ${totals.orphan} orphans, ` +
      `${totals["lost id"]} lost ids, ${totals.other} other violations`,
  );
  return Object.values(totals).some((count) => count > 0) ? 1 : 0;
}

void main().then((code) => {
  process.exitCode = code;
});
