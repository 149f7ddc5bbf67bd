import type { Fault } from "./catalogue";
import { tryOnLook, tryOnStop, tryOnSubmission, type Violation } from "./trial";
import type { Mode } from "./world";

const TRIALS = { submission: tryOnSubmission, look: tryOnLook, stop: tryOnStop } as const;

interface Outcome {
  /** Where and when. */
  readonly words: string;
  readonly violations: readonly Violation[];
}

/** Trials mostly wait: so many go on beside each other. */
const AT_A_TIME = 16;

const ORDINARY = { uniqueNames: true, hasConsole: true } as const;

/** TI-ONE with names that are unique and that repeat, Qizhi with a console and without, and each with the journal and without. */
export const MODES: readonly Mode[] = [
  { platform: "tione", ...ORDINARY },
  { platform: "tione", ...ORDINARY, uniqueNames: false },
  { platform: "modelarts", ...ORDINARY },
  { platform: "modelarts-v1", ...ORDINARY },
  { platform: "qizhi", ...ORDINARY },
  { platform: "qizhi", ...ORDINARY, hasConsole: false },
].flatMap((way) => [true, false].map((keepsJournal) => ({ ...way, keepsJournal })));

/** Each of the faults in some modes, met by a submission, by a look and by a stop. @param modes of the fault with this index */
export async function tryAll(
  faults: readonly Fault[],
  modes: (index: number) => readonly Mode[],
): Promise<ReadonlyMap<Fault, readonly Outcome[]>> {
  const trials = faults.flatMap((fault, index) =>
    modes(index).flatMap((mode) => Object.entries(TRIALS).map(([when, trial]) => ({ fault, mode, when, trial }))),
  );
  const outcomes = new Map<Fault, Outcome[]>(faults.map((fault) => [fault, []]));
  const next = async (): Promise<void> => {
    for (let each = trials.shift(); each; each = trials.shift()) {
      const { fault, mode, when, trial } = each;
      outcomes.get(fault)?.push({ words: `${when}, ${wordsOf(mode)}`, violations: await trial(fault, mode) });
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, next));
  return outcomes;
}

function wordsOf({ platform, uniqueNames, hasConsole, keepsJournal }: Mode): string {
  const names = uniqueNames ? "" : " with names that repeat";
  const session = hasConsole ? "" : " without a console";
  return `${platform}${names}${session}, journal ${keepsJournal ? "kept" : "thrown away"}`;
}
