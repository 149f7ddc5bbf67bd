import { samples } from "../conformance/samples";
import type { Ending } from "../schedules/deployment";
import type { Fault } from "./catalogue";
import { World, type Mode } from "./world";

/** What must not be. */
export interface Violation {
  readonly kind: "duplicate" | "orphan" | "lost id" | "other";
  readonly words: string;
}

/** As often as anything is repeated: what does not pass. */
const ALWAYS = 50;

const actionsOf = ({ platform }: Mode) => {
  const sample = samples[platform];
  if (!sample) throw new Error(`no sample of ${platform}`);
  return sample.actions;
};
const textOf = ({ errors }: Ending) => errors.join("\n");

class Judge {
  readonly violations: Violation[] = [];

  must(holds: boolean, kind: Violation["kind"], words: string): void {
    if (!holds) this.violations.push({ kind, words });
  }

  /** That all went well, and one job was bought that the state has. */
  mustHaveOne(world: World, ending: Ending): void {
    this.must(ending.errors.length === 0, "other", `a run fails: ${textOf(ending)}`);
    this.must(world.jobs.length < 2, "duplicate", `${world.jobs.length} jobs were bought`);
    this.must(world.jobs.length > 0, "other", "nothing was bought");
    this.must(world.row?.jobId === world.jobs[0]?.id, "lost id", "the state does not have the job");
  }

  mustBeOver(world: World, ending: Ending): void {
    this.must(ending.errors.length === 0, "other", `destroy fails: ${textOf(ending)}`);
    this.must(world.row === undefined && world.jobs.every(({ live }) => !live), "orphan", "a job is left");
  }
}

async function judged(mode: Mode, story: (world: World, judge: Judge) => Promise<void>): Promise<readonly Violation[]> {
  const world = await World.open(mode);
  const judge = new Judge();
  try {
    await story(world, judge);
  } finally {
    await world.close();
  }
  return judge.violations;
}

/** Two runs of one program, of which the first meets the fault when it submits, and the end of it. */
export function tryOnSubmission(
  { fate, submission, times = ALWAYS }: Fault,
  mode: Mode,
): Promise<readonly Violation[]> {
  return judged(mode, async (world, judge) => {
    const { create } = actionsOf(mode);
    world.foresee(create, fate, times);
    const first = await world.up();
    const said = textOf(first);
    judge.must(world.jobs.length < 2, "duplicate", `${world.jobs.length} jobs were bought in the first run`);
    const isRefused = submission === "refused" || (submission === "refused or unknown" && world.row === undefined);
    if (submission === "done") judge.mustHaveOne(world, first);
    else if (isRefused) {
      judge.must(world.jobs.length === 0, "orphan", "a job was bought by what was refused");
      judge.must(world.row === undefined, "other", "what was refused is in the state");
      judge.must(said.includes("creating TrainingJob"), "other", `the error does not say what was done: ${said}`);
    } else judge.must(world.isAccountedFor, "lost id", `what is bought is lost: ${said}`);
    const isInDoubt = world.row?.id.startsWith("pending:") === true;
    const sent = world.countOf(create);

    world.later();
    const second = await world.up();
    if (isInDoubt && mode.platform === "qizhi") {
      // No request ever expires there: only a person can say that one made nothing.
      judge.must(sent === 1 && world.countOf(create) === 1, "duplicate", "it was sent more than once");
      judge.must(/confirmNotCreated/.test(textOf(second)), "other", "nobody says what a person can do");
      judge.must(world.isAccountedFor, "lost id", "the row in doubt is gone");
      return;
    }
    judge.mustHaveOne(world, second);
    judge.mustBeOver(world, await world.destroy());
  });
}

/** A run whose first look, or more of them, meet the fault, and the next one. */
export function tryOnLook({ fate, isLasting, looks = 1 }: Fault, mode: Mode): Promise<readonly Violation[]> {
  return judged(mode, async (world, judge) => {
    world.foresee(actionsOf(mode).describe, fate, looks);
    const first = await world.up();
    if (!isLasting) judge.mustHaveOne(world, first);
    world.later();
    judge.mustHaveOne(world, await world.up());
    judge.mustBeOver(world, await world.destroy());
  });
}

/** A destroy whose first stop meets the fault; where that cannot pass, another one. */
export function tryOnStop({ fate, isLasting }: Fault, mode: Mode): Promise<readonly Violation[]> {
  return judged(mode, async (world, judge) => {
    judge.mustHaveOne(world, await world.up());
    world.foresee(actionsOf(mode).stop, fate, 1);
    const first = await world.destroy();
    if (!isLasting) return judge.mustBeOver(world, first);
    judge.must(first.errors.length === 0 || world.row !== undefined, "lost id", "the row went before its job");
    world.later();
    judge.mustBeOver(world, await world.destroy());
  });
}
