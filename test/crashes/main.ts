// `npm run crashes`: the real provider process is killed before and after each write of a create, and the real `pulumi` is ended
// at moments spread over create, replace and destroy; the same program then runs again. `-- --only writes` or `--only moments`.
import { parseArgs } from "node:util";
import { Deployments, type End } from "./moments";
import { sweepWrites } from "./writes";

const { values } = parseArgs({ options: { only: { type: "string" }, moments: { type: "string", default: "20" } } });

const PLATFORMS = ["tione", "modelarts", "modelarts-v1", "qizhi"];
/** Two cores, and a run mostly waits for one process. */
const AT_A_TIME = 2;

/** Does all of it, two at a time. */
async function each<T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const next = async (): Promise<void> => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await act(item);
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
}

let kills = 0;
let violations = 0;

function tell(what: string, count: number, wrong: readonly string[]): void {
  kills += count;
  violations += wrong.length;
  console.log(`${what.padEnd(56)} ${String(count).padStart(4)} times  ${wrong.length === 0 ? "holds" : "BROKEN"}`);
  for (const words of wrong) console.log(`    ${words}`);
}

async function writes(): Promise<void> {
  const sweeps = PLATFORMS.flatMap((platform) => [true, false].map((keepsJournal) => ({ platform, keepsJournal })));
  await each(sweeps, async (sweep) => {
    const swept = await sweepWrites(sweep);
    const journal = sweep.keepsJournal ? "kept" : "thrown away";
    tell(`killed at a write, ${sweep.platform}, journal ${journal}`, swept.kills, swept.violations);
  });
}

async function moments(count: number): Promise<void> {
  const strikes = (end: End, times: number) =>
    Array.from({ length: times }, (_, index) => ({ end, share: (index + 0.5) / times, keepsJournal: index % 2 === 0 }));
  const all = [
    ...strikes("kill -9", count),
    ...strikes("kill -9 of all", count),
    ...strikes("Ctrl-C", count / 2),
    ...strikes("Ctrl-C twice", count / 2),
  ];
  const counts = new Map<string, { times: number; wrong: string[] }>();
  let mended = 0;
  await each([true, false], async (keepsJournal) => {
    const deployments = await Deployments.open(keepsJournal);
    try {
      const durations = await deployments.durations();
      for (const { end, share } of all.filter((strike) => strike.keepsJournal === keepsJournal)) {
        for (const { phase, violation } of await deployments.strike(end, share, durations)) {
          const what = `${end} during ${phase}`;
          const sum = counts.get(what) ?? { times: 0, wrong: [] };
          counts.set(what, sum);
          sum.times += 1;
          if (violation) sum.wrong.push(`at ${share}, journal ${keepsJournal ? "kept" : "thrown away"}: ${violation}`);
        }
      }
    } finally {
      mended += deployments.mended;
      await deployments.close();
    }
  });
  for (const [what, { times, wrong }] of counts) tell(what, times, wrong);
  if (mended > 0) console.log(`Pulumi's file backend left empty attributes ${mended} times, which were deleted`);
}

async function main(): Promise<void> {
  if (values.only !== "moments") await writes();
  if (values.only !== "writes") await moments(Number(values.moments));
  console.log(`\n${kills} times ended early, ${violations} violations`);
  process.exitCode = violations === 0 ? 0 : 1;
}

void main();
