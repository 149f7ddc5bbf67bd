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
const AT_A_TIME = 24;

/** TI-ONE with names that are unique and that repeat, Qizhi with a console and without, and each with the journal and without. */
function modesOf(): readonly Mode[] {
  const ordinary = { uniqueNames: true, hasConsole: true };
  const ways = [
    { platform: "tione", ...ordinary },
    { platform: "tione", ...ordinary, uniqueNames: false },
    { platform: "modelarts", ...ordinary },
    { platform: "modelarts-v1", ...ordinary },
    { platform: "qizhi", ...ordinary },
    { platform: "qizhi", ...ordinary, hasConsole: false },
  ];
  return ways.flatMap((way) => [true, false].map((keepsJournal) => ({ ...way, keepsJournal })));
}

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

export const MODES = modesOf();

function wordsOf({ platform, uniqueNames, hasConsole, keepsJournal }: Mode): string {
  const names = uniqueNames ? "" : " with names that repeat";
  const session = hasConsole ? "" : " without a console";
  return `${platform}${names}${session}, journal ${keepsJournal ? "kept" : "thrown away"}`;
}
