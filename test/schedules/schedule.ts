import fc from "fast-check";
import { samples } from "../conformance/samples";
import { fakeClock } from "../fake-clock";
import { Cloud, type Fate } from "./cloud";
import { Deployment } from "./deployment";
import { Machine } from "./machine";

export const PLATFORMS = ["tione", "tione with names that repeat", "modelarts", "modelarts-v1", "qizhi"] as const;
export type Way = (typeof PLATFORMS)[number];

/** One `up` or `destroy`, and what happens to it. */
export interface Run {
  readonly destroys: boolean;
  /** Which of two jobs each resource asks for. */
  readonly variants: readonly boolean[];
  /** A runner that has no journal of the others. */
  readonly isElsewhere: boolean;
  /** Killed after so many things that others can see. */
  readonly dies: number | undefined;
  /** Whether the state of the killed run is what it was then, or what it was before. */
  readonly keepsCheckpoints: boolean;
  /** Of the submissions of this run, one after the other. */
  readonly submissions: readonly (Fate | undefined)[];
  /** Of the looks of this run. */
  readonly looks: readonly (Fate | undefined)[];
  readonly pauseMs: number;
}

export interface Schedule {
  readonly lagMs: number;
  readonly runs: readonly Run[];
}

const MOST_JOBS = 6;
/** In one run, of submissions and of looks each. */
const MOST_FAULTS = 6;
const MOST_RUNS = 4;
/** Beyond every fence, and every grace for lists that are behind. */
const CALM_MS = 20 * 60_000;

const fate = fc.oneof(
  fc.record({
    kind: fc.constantFrom("not sent", "request lost", "reply lost", "arrives late"),
    afterMs: fc.integer({ min: 0, max: 400_000 }),
  }),
  fc.record({ kind: fc.constantFrom("500 before", "500 after", "garbage", "throttled") }),
);
const fates = fc.array(fc.option(fate, { nil: undefined }), { maxLength: MOST_FAULTS });

/** Most faults need one job or two: many small schedules find more than a few large ones. */
const someJobs = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 1, max: 2 }) },
  { weight: 1, arbitrary: fc.integer({ min: 3, max: MOST_JOBS }) },
);

const schedules: fc.Arbitrary<Schedule> = someJobs.chain((jobs) =>
  fc.record({
    lagMs: fc.constantFrom(0, 5_000, 60_000),
    runs: fc.array(
      fc.record({
        destroys: fc.oneof({ weight: 3, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
        variants: fc.array(fc.boolean(), { minLength: jobs, maxLength: jobs }),
        isElsewhere: fc.boolean(),
        dies: fc.option(fc.integer({ min: 1, max: 60 }), { nil: undefined }),
        keepsCheckpoints: fc.boolean(),
        submissions: fates,
        looks: fates,
        pauseMs: fc.constantFrom(0, 1_000, 60_000, 600_000),
      }),
      { minLength: 1, maxLength: MOST_RUNS },
    ),
  }),
);

/** What may be left when nobody on earth can know better, and is said. */
function isTolerated(error: string, way: Way, runs: readonly Run[]): boolean {
  // A request without an answer may still arrive at Qizhi: a person must say.
  if (way === "qizhi" && /exists is (still )?not known/.test(error)) return true;
  // What a run ended that was killed, or could not look, is the record of its run: nothing is bought for it, and that is said.
  // So is, on Qizhi, what another machine ended: its record looks like that of one that ended by itself.
  const isUnsure = ({ dies, looks, isElsewhere }: Run) =>
    dies || looks.some(Boolean) || (isElsewhere && way === "qizhi");
  return runs.some(isUnsure) && /is kept as it is and never run again/.test(error);
}

const arrivesLate = (fate: Fate | undefined) => fate?.kind === "arrives late";

/** Plays it, then lets everything come to rest, runs the last program again, refreshes, and destroys. @returns what must not be */
export async function play(way: Way, schedule: Schedule): Promise<string[]> {
  const platform = way.split(" ")[0] ?? "";
  const sample = samples[platform];
  if (!sample) throw new Error(`no sample of ${platform}`);
  const uniqueNames = way !== "tione with names that repeat";
  // Where names repeat, only a journal or a row knows of a request that is on its way, or of a job that no list shows yet.
  const isLate = schedule.lagMs > 0 || schedule.runs.some(({ submissions }) => submissions.some(arrivesLate));
  const isLost = !uniqueNames || (platform === "qizhi" && isLate);
  const runs = schedule.runs.map((run) => ({ ...run, isElsewhere: run.isElsewhere && !isLost }));
  const last = runs.at(-1);
  if (!last) return [];
  const clock = fakeClock();
  const cloud = new Cloud(clock, platform, { listLagMs: schedule.lagMs, uniqueNames });
  const [here, elsewhere] = [new Machine(), new Machine()];
  const settings = new Map(uniqueNames ? [] : [["training:tione", JSON.stringify({ assumeUniqueNames: false })]]);
  const deployment = new Deployment();
  const violations: string[] = [];
  const live = (name: string) => cloud.emulator.jobs().filter((job) => job.live && job.name.startsWith(`${name}-`));

  const programOf = ({ variants }: Run) => {
    const [member, value] = sample.change;
    const spec = (isOther: boolean) => (isOther ? { ...sample.spec, [member]: value } : sample.spec);
    return new Map(variants.map((isOther, index) => [`job${index}`, { platform, spec: spec(isOther) }]));
  };
  /** Two jobs of one marker are one job, bought twice. */
  const checkMarkers = (when: string) => {
    const markers = cloud.emulator.jobs().flatMap(({ live: isLive, marker, name }) => (isLive ? [marker ?? name] : []));
    const twice = markers.filter((marker, index) => markers.indexOf(marker) < index);
    if (twice.length > 0) violations.push(`${when}: ${twice.length} jobs are bought twice`);
  };

  const { create, describe } = sample.actions;
  for (const [index, run] of runs.entries()) {
    cloud.foresee(create, run.submissions);
    cloud.foresee(describe, run.looks);
    const process = (run.isElsewhere ? elsewhere : here).start(cloud, clock, settings, run.dies);
    await clock.settle(
      run.destroys ? deployment.destroy(process) : deployment.up(programOf(run), process, run.keepsCheckpoints),
    );
    checkMarkers(`run ${index + 1}`);
    await clock.advance(run.pauseMs);
  }

  cloud.calm();
  const told: string[] = [];
  let errors: readonly string[] = [];
  for (const round of [1, 2]) {
    await clock.advance(CALM_MS);
    const process = here.start(cloud, clock, settings, undefined);
    ({ errors } = await clock.settle(deployment.up(programOf(last), process)));
    told.push(...process.notes);
    checkMarkers(`calm run ${round}`);
  }
  const refreshing = here.start(cloud, clock, settings, undefined);
  await clock.settle(deployment.refresh(refreshing));
  // What another machine submitted, or arrived when its row was there, an up without a change does not ask about.
  const isUnseen = ({ isElsewhere, submissions }: Run) => isElsewhere || submissions.some(arrivesLate);
  if (runs.some(isUnseen)) told.push(...refreshing.notes);
  for (const error of errors) if (!isTolerated(error, way, runs)) violations.push(`the last run fails: ${error}`);
  const isOver = (name: string) =>
    errors.some((error) => error.includes(`"${name}"`) && error.includes("is kept as it is"));
  for (const [name, { outputs }] of deployment.rows) {
    // A row in doubt stays, and red, until a person says what is there: what else there is comes to light then.
    if (outputs["jobId"] === "" && way === "qizhi") continue;
    const others = live(name).filter(({ id }) => id !== outputs["jobId"] && !told.some((note) => note.includes(id)));
    if (others.length > 0) violations.push(`${name}: ${others.map(({ id }) => id).join()} runs and nobody says so`);
    if (isOver(name) && live(name).some(({ id }) => id === outputs["jobId"]))
      violations.push(`${name}: its job runs, and is said to be over`);
    // An up without a change asks nothing: what a killed run ended, a refresh sees.
    const isExplained = errors.some((error) => error.includes(`"${name}"`)) || runs.some(({ dies }) => dies);
    if (!isExplained && !live(name).some(({ id }) => id === outputs["jobId"]))
      violations.push(`${name}: its job does not run`);
  }

  const { errors: left } = await clock.settle(deployment.destroy(here.start(cloud, clock, settings, undefined)));
  for (const error of left) if (!isTolerated(error, way, runs)) violations.push(`destroy fails: ${error}`);
  const isDoubtful = ({ name }: { readonly name: string }) =>
    [...deployment.rows.keys()].some((resource) => name.startsWith(`${resource}-`));
  const orphans = cloud.emulator.jobs().filter((job) => job.live && !isDoubtful(job));
  if (orphans.length > 0)
    violations.push(`after destroy run ${orphans.map(({ name, id }) => `${name} (${id})`).join()}`);
  return violations;
}

/** Plays so many. @returns what is wrong with the smallest that fails, and how to play it again */
export async function playMany(
  way: Way,
  { runs, seed, path }: { readonly runs: number; readonly seed?: number; readonly path?: string },
): Promise<string | undefined> {
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const violations = await play(way, schedule);
    if (violations.length > 0) throw new Error(violations.join("\n"));
  });
  const given = { ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };
  const result = await fc.check(property, { numRuns: runs, ...given });
  if (!result.failed) return undefined;
  const cause = result.errorInstance instanceof Error ? result.errorInstance.message : "";
  return (
    `${way}: ${cause}\n${JSON.stringify(result.counterexample)}\n` +
    `play it again: npm run soak -- --platform "${way}" --seed=${result.seed} --path "${result.counterexamplePath}"`
  );
}
