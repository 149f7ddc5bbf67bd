/** In what a run finds itself, whatever it does. */
export interface Circumstances {
  /** For so long, on the platform's clock, its lists do not show a new job. */
  readonly lagMs: number;
  /** Whether runs share a machine; else each begins without the journal of those before. */
  readonly keepsJournal: boolean;
}

export const ORDINARY: Circumstances = { lagMs: 0, keepsJournal: true };

/** What `npm run circumstances` asks for, as `<seconds>,kept` or `<seconds>,thrown`. */
const { TEST_CIRCUMSTANCES } = process.env;

/** Those that the run of the tests asks for, or else these. */
export function circumstances(...byDefault: readonly Circumstances[]): readonly Circumstances[] {
  if (TEST_CIRCUMSTANCES === undefined) return byDefault;
  const [seconds, journal] = TEST_CIRCUMSTANCES.split(",");
  return [{ lagMs: Number(seconds) * 1_000, keepsJournal: journal === "kept" }];
}

export function wordsOf({ lagMs, keepsJournal }: Circumstances): string {
  return `lists ${lagMs / 1_000} s behind, journal ${keepsJournal ? "kept" : "thrown away between runs"}`;
}
