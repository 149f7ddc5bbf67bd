import { LOOKS_PER_SECOND as QIZHI_LOOKS } from "../src/platforms/qizhi/transport";
import {
  FIRST_RATES,
  PENDING_MS,
  RATES,
  SLOTS,
  Stage,
  STOPPING_MS,
  type Options,
  type PlatformName,
  type Timed,
} from "./stage";
import { stopsUnderLoad } from "./stops";
import { peakOf, pseudoRandom, watch } from "./watch";

/** One measurement: its value, and the goal that it must not exceed. */
export interface Figure {
  readonly what: string;
  readonly value: number;
  /** Absent: it is only reported. */
  readonly goal?: number;
  /** `×`: a ratio to the floor of the same run. */
  readonly unit: "×" | "requests" | "/s" | "s" | "ms" | "%" | "bytes";
}

export interface Row {
  readonly name: string;
  readonly title: string;
  /** Every run gives the same result, or one run takes long enough. */
  readonly isMeasuredOnce?: true;
  measure(): Promise<readonly Figure[]>;
}

/** For how many seconds a waiting plugin is observed. */
const PULSES = 10;
const TOGETHER = { parallel: 100 } as const;
const BULK = { parallel: 100, skipsCheckpoints: true } as const;

/** @returns what `use` returns, given a stage of its own */
async function onStage<T>(use: (stage: Stage) => Promise<T>): Promise<T> {
  const stage = await Stage.open();
  try {
    return await use(stage);
  } finally {
    await stage.close();
  }
}

/** A number of jobs on one platform. */
interface Fleet {
  readonly platform: PlatformName;
  readonly count: number;
}

/** How long the engine itself takes to run a command on that many resources. */
function engineMs({ platform, count }: Fleet, command: "up" | "destroy", options: Options): Promise<number> {
  return onStage(async (stage) => {
    await stage.instants(platform, count);
    const up = await stage.run("up", options);
    return command === "up" ? up.ms : (await stage.run("destroy", options)).ms;
  });
}

/** The most requests of one action within any second. */
function peakOfActions({ requests }: Timed): number {
  const byAction = new Map<string, number[]>();
  for (const { action, at } of requests) byAction.set(action, [...(byAction.get(action) ?? []), Date.parse(at)]);
  return Math.max(0, ...[...byAction.values()].map(peakOf));
}

/** The time of one `up`, without the engine's own, in floors. */
function upRow({ name, title, platform, count, args = {}, rest = "", options = {}, floorMs, goal }: UpRow): Row {
  return {
    name,
    title,
    measure: () =>
      onStage(async (stage) => {
        await stage.jobs(platform, count, { args, rest });
        const up = await stage.run("up", options);
        const engine = await engineMs({ platform, count }, "up", options);
        return [
          { what: "time", value: (up.ms - engine) / floorMs, goal, unit: "×" },
          // Part of the engine's work is done during the wait for the platform.
          { what: "the whole, the engine's own included", value: up.ms / 1_000, unit: "s" },
          { what: "the engine's own", value: engine / 1_000, unit: "s" },
          { what: "most of one action in a second", value: peakOfActions(up), goal: RATES[platform], unit: "/s" },
        ];
      }),
  };
}

interface UpRow extends Fleet {
  readonly name: string;
  readonly title: string;
  readonly args?: object;
  readonly rest?: string;
  readonly options?: Options;
  /** The time that no client could beat. */
  readonly floorMs: number;
  readonly goal: number;
}

/** The least time to look at that many jobs once: on Qizhi each look is at one job, and looks take a quarter of the rate. */
function looksMs(platform: PlatformName, count: number): number {
  return platform === "qizhi" ? (count / QIZHI_LOOKS) * 1_000 : 0;
}

/** How long that many requests of one action take at the platform's rate; on ModelArts, where it is unknown, for a client that probes it. */
function rateMs(platform: PlatformName, count: number): number {
  let [left, rate, ms] = [count, FIRST_RATES[platform], 0];
  for (; left > rate; rate = Math.min(2 * rate, RATES[platform])) {
    left -= rate;
    ms += 1_000;
  }
  return ms + (left / rate) * 1_000;
}

const rounds = (count: number) => Math.ceil(count / SLOTS);
const SUBMITTED = { waitFor: "submitted" };
const WAITS = "training.waitForJobs(jobs);";

const firstRows = (platform: PlatformName, count: number): Row[] => {
  const fleet = { platform, count };
  const togetherMs = Math.max(rateMs(platform, count), looksMs(platform, count)) + PENDING_MS;
  return [
    upRow({
      ...fleet,
      name: `${platform}-running`,
      title: `${count} jobs on ${platform} until they run, default slots`,
      floorMs: Math.max(rounds(count) * PENDING_MS, togetherMs),
      goal: 1.45,
    }),
    upRow({
      ...fleet,
      name: `${platform}-parallel`,
      title: `${count} jobs on ${platform} until they run, --parallel 100`,
      options: TOGETHER,
      floorMs: togetherMs,
      goal: 1.3,
    }),
    upRow({
      ...fleet,
      name: `${platform}-wait`,
      title: `${count} jobs on ${platform}, submitted, waitForJobs, default slots`,
      args: SUBMITTED,
      rest: WAITS,
      floorMs: togetherMs,
      goal: 1.6,
    }),
  ];
};

const destroyed: Row = {
  name: "destroy-100",
  title: "destroy of 100 running jobs, default slots",
  measure: () =>
    onStage(async (stage) => {
      await stage.jobs("tione", 100, { args: SUBMITTED });
      await stage.run("up", BULK);
      const { ms } = await stage.run("destroy");
      const own = ms - (await engineMs({ platform: "tione", count: 100 }, "destroy", {}));
      return [{ what: "time", value: own / (rounds(100) * STOPPING_MS), goal: 1.15, unit: "×" }];
    }),
};

/**
 * The whole life of a thousand jobs, beside those of as many resources of a provider that does nothing, with rows of their inputs
 * alone and with rows as large as a job's. Each command runs on one after the other, so that a slow minute of the machine is in all.
 */
const thousand: Row = {
  name: "thousand",
  title: "1,000 jobs on tione, submitted, --parallel 100, no checkpoints",
  measure: () =>
    onStage((ours) =>
      onStage((engine) =>
        onStage(async (large) => {
          const floorMs = rateMs("tione", 1_000);
          const life = async (command: "up" | "refresh" | "destroy") =>
            ({ ours: await ours.run(command, BULK), engine: await engine.run(command, BULK) }) as const;
          const withLarge = async (command: "up" | "refresh") =>
            ({ ...(await life(command)), large: await large.run(command, BULK) }) as const;
          await ours.jobs("tione", 1_000, { args: SUBMITTED });
          await engine.instants("tione", 1_000);
          const up = await life("up");
          await large.instants("tione", 1_000, await ours.outputs());
          await large.run("up", BULK);
          await withLarge("refresh");
          const again = await withLarge("up");
          const refresh = await withLarge("refresh");
          const destroy = await life("destroy");
          const own = (timed: typeof up) => timed.ours.ms - timed.engine.ms;
          return [
            { what: "submitted", value: own(up) / floorMs, goal: 1.15, unit: "×" },
            { what: "most of one action in a second", value: peakOfActions(up.ours), goal: RATES.tione, unit: "/s" },
            { what: "up without a change", value: again.ours.ms / again.engine.ms, goal: 1.1, unit: "×" },
            { what: "requests of that", value: again.ours.requests.length, goal: 0, unit: "requests" },
            { what: "the same, of rows as large that ask nobody", value: again.large.ms / again.engine.ms, unit: "×" },
            { what: "refresh", value: refresh.ours.ms / refresh.engine.ms, goal: 1.25, unit: "×" },
            // Twenty pages of the list of the stack's jobs, and one of what else runs.
            { what: "requests of that", value: refresh.ours.requests.length, goal: 21, unit: "requests" },
            {
              what: "the same, of rows as large that ask nobody",
              value: refresh.large.ms / refresh.engine.ms,
              unit: "×",
            },
            { what: "destroyed while they run", value: own(destroy) / (floorMs + STOPPING_MS), goal: 1.15, unit: "×" },
          ];
        }),
      ),
    ),
};

const percentile = (values: readonly number[], share: number) =>
  [...values].sort((left, right) => left - right)[Math.min(values.length - 1, Math.floor(share * values.length))] ?? 0;

/** How late changes in the first minute are seen; for later ones, as a share of the phase's age. */
function latenessRow(count: number): Row {
  const MINUTE_MS = 60_000;
  return {
    name: `lateness-${count}`,
    title: `${count} waiting ${count === 1 ? "job" : "jobs"}, a change of state (virtual clock)`,
    isMeasuredOnce: true,
    async measure() {
      // One job has few changes: watch enough of them to have as many.
      const watches = await Promise.all(Array.from({ length: Math.ceil(50 / count) }, (_, seed) => watch(count, seed)));
      const sights = watches.flatMap((each) => each.sights);
      const young = sights.filter(({ ageMs }) => ageMs < MINUTE_MS).map(({ lateMs }) => lateMs / 1_000);
      const old = sights.filter(({ ageMs }) => ageMs >= MINUTE_MS).map(({ lateMs, ageMs }) => (100 * lateMs) / ageMs);
      return [
        { what: "seen in the first minute, median", value: percentile(young, 0.5), unit: "s" },
        { what: "seen in the first minute, 99 %", value: percentile(young, 0.99), goal: 1.5, unit: "s" },
        { what: "seen later, of the age, median", value: percentile(old, 0.5), unit: "%" },
        { what: "seen later, of the age, 99 %", value: percentile(old, 0.99), goal: 2.2, unit: "%" },
      ];
    },
  };
}

const week: Row = {
  name: "week",
  title: "1,000 jobs, watched for a week (virtual clock)",
  isMeasuredOnce: true,
  async measure() {
    const { requests, seconds, peak } = await watch(1_000);
    return [
      { what: "mean", value: requests / seconds, goal: 1, unit: "/s" },
      { what: "most in a second", value: peak, goal: 5, unit: "/s" },
    ];
  },
};

const stops: Row = {
  name: "stops",
  title: "stops while 1,000 looks wait and 30 % of all answers are 500",
  isMeasuredOnce: true,
  async measure() {
    const { onWireMs, acceptedMs } = await stopsUnderLoad(pseudoRandom(1));
    return [
      { what: "on the wire, the slowest", value: Math.max(...onWireMs), goal: 250, unit: "ms" },
      { what: "accepted, the slowest", value: Math.max(...acceptedMs) / 1_000, goal: 60, unit: "s" },
    ];
  },
};

/** Two machines on one account that do not know of each other. */
const together: Row = {
  name: "two-processes",
  title: "two programs of 100 jobs each on one account, submitted at once",
  measure: () =>
    onStage(async (stage) => {
      const other = await Stage.open(stage);
      try {
        await stage.jobs("tione", 100, { args: SUBMITTED });
        // Otherwise each would take the other's jobs for those of its own stack.
        await other.jobs("tione", 100, { args: SUBMITTED, prefix: "tione-other" });
        const runs = [stage.run("up", TOGETHER), other.run("up", TOGETHER)] as const;
        await Promise.allSettled(runs); // while one of them runs, its folder cannot be removed
        const [first, second] = await Promise.all(runs);
        // The log is the account's: the longer run saw all of it.
        const { requests } = first.ms > second.ms ? first : second;
        const throttled = requests.filter(({ code }) => code === "RequestLimitExceeded").length;
        const ends = [first.ms, second.ms].sort((left, right) => left - right);
        return [
          { what: "the later end by the earlier one", value: (ends[1] ?? NaN) / (ends[0] ?? NaN), unit: "×" },
          { what: "throttled", value: (100 * throttled) / requests.length, unit: "%" },
        ];
      } finally {
        await other.close();
      }
    }),
};

const preview: Row = {
  name: "preview",
  title: "first preview of one job, by that of a resource whose provider does nothing",
  measure: async () => {
    const ours = await onStage(async (stage) => {
      await stage.jobs("tione", 1);
      return stage.run("preview");
    });
    const bare = await onStage(async (stage) => {
      await stage.instants("tione", 1);
      return stage.run("preview");
    });
    return [{ what: "time", value: ours.ms / bare.ms, unit: "×" }];
  },
};

/** What asking for the prices of a hundred jobs adds to a preview, compared with one whose prices are known already. */
const prices: Row = {
  name: "prices",
  title: "preview of 100 jobs on tione with the platform's prices, by that with a table of one's own",
  measure: async () => {
    const previewOf = (setUp: (stage: Stage) => Promise<void>) =>
      onStage(async (stage) => {
        await stage.jobs("tione", 100);
        await setUp(stage);
        return stage.run("preview");
      });
    const asked = await previewOf(async () => {});
    const told = await previewOf((stage) => stage.knowPrices("tione"));
    if (told.requests.length > 0) throw new Error("the table does not know the machines of the bench's jobs");
    return [
      { what: "time", value: asked.ms / told.ms, goal: 1.1, unit: "×" },
      { what: "requests", value: asked.requests.length, goal: 2, unit: "requests" },
    ];
  },
};

/** What a thousand waiting jobs take of the machine. */
const waiting: Row = {
  name: "waiting-1000",
  title: "1,000 waiting jobs, --parallel 1000",
  isMeasuredOnce: true,
  measure: async () => {
    const pulsesOf = (count: number, fill: (stage: Stage) => Promise<void>) =>
      onStage(async (stage) => {
        await stage.freeze();
        await fill(stage);
        return stage.pulses(count, PULSES);
      });
    const jobs = (count: number) => pulsesOf(count, (stage) => stage.jobs("tione", count));
    const waiters = (count: number) => pulsesOf(count, (stage) => stage.waiters("tione", count));
    const [one, thousand] = [await jobs(1), await jobs(1_000)];
    const [waiter, waiterThousand] = [await waiters(1), await waiters(1_000)];
    const memory = (pulses: typeof one) => Math.max(...pulses.map(({ rss }) => rss));
    const more = (many: typeof one, single: typeof one) => (memory(many) - memory(single)) / 1_000;
    return [
      { what: "memory by that of one", value: memory(thousand) / memory(one), goal: 1.5, unit: "×" },
      {
        what: "the same, of a provider that only waits",
        value: memory(waiterThousand) / memory(waiter),
        unit: "×",
      },
      { what: "memory of one more job", value: Math.round(more(thousand, one)), unit: "bytes" },
      {
        what: "the same, of a provider that only waits",
        value: Math.round(more(waiterThousand, waiter)),
        unit: "bytes",
      },
      {
        what: "event loop held up, 99 %",
        value: Math.max(...thousand.map(({ lagMs }) => lagMs)),
        goal: 50,
        unit: "ms",
      },
    ];
  },
};

/** What one more job costs, at each size. */
export interface Growth {
  readonly count: number;
  readonly submitMs: number;
  readonly unchangedMs: number;
  /** The same with a provider that answers at once. */
  readonly engineMs: number;
  readonly bytesPerJob: number;
}

async function growthOf(count: number): Promise<Growth> {
  const ours = await onStage(async (stage) => {
    await stage.jobs("tione", count, { args: SUBMITTED });
    const submitMs = (await stage.run("up", BULK)).ms;
    const bytesPerJob = (await stage.stateBytes()) / count;
    await stage.run("refresh", BULK);
    return { submitMs, bytesPerJob, unchangedMs: (await stage.run("up", BULK)).ms };
  });
  return { count, ...ours, engineMs: await engineMs({ platform: "tione", count }, "up", BULK) };
}

/** Whether the cost of each job stays the same as the number of jobs grows. */
export function growthRow(counts: readonly number[], told: (growth: readonly Growth[]) => Promise<void>): Row {
  return {
    name: "growth",
    title: `${counts.join(", ")} jobs on tione, submitted, --parallel 100, no checkpoints`,
    isMeasuredOnce: true,
    async measure() {
      const growth: Growth[] = [];
      for (const count of counts) growth.push(await growthOf(count));
      await told(growth);
      return growth.flatMap(({ count, submitMs, engineMs: floorMs, bytesPerJob }): Figure[] => [
        {
          what: `${count}: time by the engine's and the rate's`,
          value: submitMs / (floorMs + rateMs("tione", count)),
          unit: "×",
        },
        { what: `${count}: state a job`, value: Math.round(bytesPerJob), unit: "bytes" },
      ]);
    },
  };
}

/** Everything that `npm run bench` measures, the quick ones first. */
export const ROWS: readonly Row[] = [
  ...firstRows("tione", 100),
  ...firstRows("modelarts", 100),
  ...firstRows("qizhi", 20),
  destroyed,
  thousand,
  latenessRow(1),
  latenessRow(50),
  week,
  stops,
  together,
  preview,
  prices,
  waiting,
];
