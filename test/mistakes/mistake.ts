import { samples } from "../conformance/samples";

/** Who says what. A row with both `check` and `up` is refused by this package, and was refused by the platform before it was. */
interface Says {
  /** The preview, and the run does not begin. */
  readonly check?: RegExp;
  /** A warning of the preview; the job is submitted. */
  readonly warns?: RegExp;
  /** The platform, asked without a check. */
  readonly up?: RegExp;
  /** The compiler, and nobody else has to. */
  readonly tsc?: RegExp;
  /** The helper that the program calls. */
  readonly throws?: RegExp;
}

/** What somebody did, in their words, and who says what about it. */
export interface Mistake {
  readonly words: string;
  readonly says: Says;
  /** Inputs of a `TrainingJob`. */
  readonly inputs?: Readonly<Record<string, unknown>>;
  /** The end of a program, for the compiler. */
  readonly program?: string;
  /** A call, as the program makes it. */
  call?(): unknown;
}

type Members = Readonly<Record<string, unknown>>;
type Row = readonly [words: string, members: Members, says: Says];

/** Rows about the spec of a job that nothing else is wrong with. */
export function specs(platform: string, base: object, rows: readonly Row[]): Mistake[] {
  const region = samples[platform]?.region;
  return rows.map(([words, members, says]) => ({
    words: `${platform}: ${words}`,
    says,
    inputs: { platform, region, spec: { ...base, ...members } },
  }));
}

/** Rows about what stands beside the spec. */
export function others(platform: string, base: object, rows: readonly Row[]): Mistake[] {
  const region = samples[platform]?.region;
  return rows.map(([words, members, says]) => ({
    words: `${platform}: ${words}`,
    says,
    inputs: { platform, region, spec: base, ...members },
  }));
}

export function programs(rows: readonly (readonly [words: string, program: string, tsc: RegExp])[]): Mistake[] {
  return rows.map(([words, program, tsc]) => ({ words: `in an editor: ${words}`, program, says: { tsc } }));
}

export function calls(rows: readonly (readonly [words: string, call: () => unknown, throws: RegExp])[]): Mistake[] {
  return rows.map(([words, call, throws]) => ({ words: `in a helper: ${words}`, call, says: { throws } }));
}
