import { PENDING_MS, RATES, SLOTS, Stage, STOPPING_MS, type Options, type PlatformName, type Timed } from "./stage";

/** One measurement: what it came to, and what it must not pass. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  readonly goal: number;
  /** `×`: a ratio to the floor of the same run. */
  readonly unit: "×" | "requests" | "/s";
}

export interface Row {
  readonly name: string;
  readonly title: string;
  measure(): Promise<readonly Figure[]>;
}

const TOGETHER = { parallel: 100 } as const;
const BULK = { parallel: 100, skipsCheckpoints: true } as const;

/** @returns what `use` says, with a stage of its own */
async function onStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await Stage.open();
  try {
    return await use(stage);
  } finally {
    await stage.close();
  }
}

/** What the engine itself takes for one command and so many resources. */
function engineMs(platform: PlatformName, count: number, command: "up" | "destroy", options: Options): Promise<number> {
  return onStage(async (stage) => {
    await stage.instants(platform, count);
    const up = await stage.run("up", options);
    return command === "up" ? up.ms : (await stage.run("destroy", options)).ms;
  });
}

/** The most requests of one action that came within any second. */
function peakOf({ requests }: Timed): number {
  const byAction = new Map<string, number[]>();
  for (const { action, at } of requests) byAction.set(action, [...(byAction.get(action) ?? []), Date.parse(at)]);
  let peak = 0;
  for (const times of byAction.values()) {
    let first = 0;
    times.forEach((at, index) => {
      while ((times[first] ?? at) <= at - 1_000) first += 1;
      peak = Math.max(peak, index - first + 1);
    });
  }
  return peak;
}

/** The time of one `up`, the engine's own taken off, in floors. */
function upRow(
  name: string,
  title: string,
  platform: PlatformName,
  count: number,
  { args = {}, rest = "", options = {}, floorMs, goal }: UpRow,
): Row {
  return {
    name,
    title,
    measure: () =>
      onStage(async (stage) => {
        await stage.jobs(platform, count, args, rest);
        const up = await stage.run("up", options);
        const own = up.ms - (await engineMs(platform, count, "up", options));
        return [
          { what: "time", value: own / floorMs, goal, unit: "×" },
          { what: "most of one action in a second", value: peakOf(up), goal: RATES[platform], unit: "/s" },
        ];
      }),
  };
}

interface UpRow {
  readonly args?: object;
  readonly rest?: string;
  readonly options?: Options;
  /** What no client could be quicker than. */
  readonly floorMs: number;
  readonly goal: number;
}

function destroyRow(name: string, count: number, options: Options, floorMs: number): Row {
  return {
    name,
    title: `destroy of ${count} running jobs${options.parallel ? `, --parallel ${options.parallel}` : ""}`,
    measure: () =>
      onStage(async (stage) => {
        await stage.jobs("tione", count, { waitFor: "submitted" });
        await stage.run("up", BULK);
        const { ms } = await stage.run("destroy", options);
        const own = ms - (await engineMs("tione", count, "destroy", options));
        return [{ what: "time", value: own / floorMs, goal: 1.15, unit: "×" }];
      }),
  };
}

const rateMs = (platform: PlatformName, count: number) => (count / RATES[platform]) * 1_000;
const rounds = (count: number) => Math.ceil(count / SLOTS);
const SUBMITTED = { waitFor: "submitted" };
const WAITS = "training.waitForJobs(jobs);";

const firstRows = (platform: PlatformName, count: number): Row[] => [
  upRow(`${platform}-running`, `${count} jobs on ${platform} until they run, default slots`, platform, count, {
    floorMs: Math.max(rounds(count) * PENDING_MS, rateMs(platform, count) + PENDING_MS),
    goal: 1.45,
  }),
  upRow(`${platform}-parallel`, `${count} jobs on ${platform} until they run, --parallel 100`, platform, count, {
    options: TOGETHER,
    floorMs: rateMs(platform, count) + PENDING_MS,
    goal: 1.3,
  }),
  upRow(`${platform}-wait`, `${count} jobs on ${platform}, submitted, waitForJobs, default slots`, platform, count, {
    args: SUBMITTED,
    rest: WAITS,
    floorMs: rateMs(platform, count) + PENDING_MS,
    goal: 1.6,
  }),
];

const unchanged: Row = {
  name: "unchanged",
  title: "up and refresh of 1,000 jobs without a change",
  measure: () =>
    onStage(async (stage) => {
      await stage.jobs("tione", 1_000, SUBMITTED);
      await stage.run("up", BULK);
      await stage.run("refresh", BULK);
      const up = await stage.run("up", BULK);
      const refresh = await stage.run("refresh", BULK);
      const floor = await onStage(async (other) => {
        await other.instants("tione", 1_000);
        await other.run("up", BULK);
        return { up: await other.run("up", BULK), refresh: await other.run("refresh", BULK) };
      });
      return [
        { what: "up", value: up.ms / floor.up.ms, goal: 1.1, unit: "×" },
        { what: "requests of the up", value: up.requests.length, goal: 0, unit: "requests" },
        { what: "refresh", value: refresh.ms / floor.refresh.ms, goal: 1.25, unit: "×" },
        { what: "requests of the refresh", value: refresh.requests.length, goal: 21, unit: "requests" },
      ];
    }),
};

/** Everything that `npm run bench` measures, the quick ones first. */
export const ROWS: readonly Row[] = [
  ...firstRows("tione", 100),
  ...firstRows("modelarts", 100),
  ...firstRows("qizhi", 20),
  destroyRow("destroy-100", 100, {}, rounds(100) * STOPPING_MS),
  upRow("submit-1000", "1,000 jobs on tione, submitted, --parallel 100, no checkpoints", "tione", 1_000, {
    args: SUBMITTED,
    options: BULK,
    floorMs: rateMs("tione", 1_000),
    goal: 1.15,
  }),
  destroyRow("destroy-1000", 1_000, BULK, rateMs("tione", 1_000) + STOPPING_MS),
  unchanged,
];
