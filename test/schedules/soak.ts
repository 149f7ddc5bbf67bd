// `npm run soak -- --minutes 5`: random schedules on every platform until the time is up, and what they leave in the process.
// `--platform tione`: of one; `--seed=N --path P`, as a failure says it: that one again.
import { parseArgs } from "node:util";
import { PLATFORMS, playMany } from "./schedule";

const { values } = parseArgs({
  options: {
    minutes: { type: "string", default: "30" },
    platform: { type: "string" },
    seed: { type: "string" },
    path: { type: "string" },
  },
});
const SCHEDULES_EACH = 20;
const MIB = 2 ** 20;
/** Code is loaded and compiled at first. */
const WARM_UP = 0.25;
const FEWEST = 3;

interface Reading {
  readonly minute: number;
  readonly heapMib: number;
}

/** MiB a minute, by least squares; nothing to be said of too few. */
function slopeOf(readings: readonly Reading[]): number | undefined {
  if (readings.length < FEWEST) return undefined;
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [x, y] = [mean(readings.map(({ minute }) => minute)), mean(readings.map(({ heapMib }) => heapMib))];
  const spread = readings.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0);
  return readings.reduce((sum, { minute, heapMib }) => sum + (minute - x) * (heapMib - y), 0) / spread;
}

async function soak(): Promise<number> {
  const ways = PLATFORMS.filter((way) => values.platform === undefined || way === values.platform);
  if (ways.length === 0) throw new Error(`no platform "${values.platform}": ${PLATFORMS.join(", ")}`);
  if (values.seed !== undefined) {
    const again = { runs: SCHEDULES_EACH, seed: Number(values.seed), ...(values.path && { path: values.path }) };
    const failures = await Promise.all(ways.map((way) => playMany(way, again)));
    console.log(failures.find(Boolean) ?? "it holds");
    return failures.some(Boolean) ? 1 : 0;
  }
  const minutes = Number(values.minutes);
  const from = performance.now();
  const passed = () => (performance.now() - from) / 60_000;
  const readings: Reading[] = [];
  const tried = new Map<string, number>();
  const failures: string[] = [];
  while (passed() < minutes) {
    for (const way of ways) {
      const failure = await playMany(way, { runs: SCHEDULES_EACH });
      tried.set(way, (tried.get(way) ?? 0) + SCHEDULES_EACH);
      if (failure) failures.push(failure);
    }
    globalThis.gc?.();
    readings.push({ minute: passed(), heapMib: process.memoryUsage().heapUsed / MIB });
  }
  for (const [way, count] of tried) console.log(`${way}: ${count} schedules`);
  for (const failure of failures) console.log(failure);
  const settled = readings.filter(({ minute }) => minute > WARM_UP * minutes);
  const handles = process.getActiveResourcesInfo().filter((name) => !/^(TTYWrap|PipeWrap|Immediate)$/.test(name));
  console.log(
    `${[...tried.values()].reduce((sum, count) => sum + count, 0)} tried, ${failures.length} violations, ` +
      `heap ${slopeOf(settled)?.toFixed(2) ?? "?"} MiB a minute, ${handles.length} handles open`,
  );
  return failures.length > 0 || handles.length > 0 ? 1 : 0;
}

void soak().then((code) => {
  process.exitCode = code;
});
