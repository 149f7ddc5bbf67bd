export declare const MUTANTS: readonly {
  /** What the code does then. */
  readonly what: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly tests: readonly string[];
  readonly grep?: string;
}[];
