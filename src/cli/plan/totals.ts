import type { PriceUnit } from "../../jobs/price";
import { withoutDust, type Quote } from "../../pricing/quote";
import type { PricedRow } from "./prices";
import { isDeletedVersion, isStopped, isSubmitted, type Row } from "./row";

export interface Totals {
  /** Jobs that are submitted: new ones, and replacements. */
  readonly runs: number;
  /** Jobs that may be submitted, depending on values that are not known before the run. */
  readonly mayRun: number;
  /** Jobs that are stopped while they may be running. */
  readonly stops: number;
  /** Jobs that have already ended and whose record is deleted. */
  readonly deletes: number;
  /** Existing jobs that are taken over. */
  readonly adopts: number;
  /** Jobs that did not succeed, and wait for a person. */
  readonly waits: number;
  readonly modelVersionsRegistered: number;
  readonly modelVersionsDeleted: number;
  /** For the jobs in `runs`, as far as their prices are known. */
  readonly yuanPerHour: number;
  /** For those of them whose maximum run time is known as well. */
  readonly atMostYuan: number;
  readonly pointsPerHour: number;
  readonly atMostPoints: number;
  /** Names of the jobs in `runs` whose price is unknown. */
  readonly unpriced: readonly string[];
  /** Names of those that have a price but no limit on their run time. */
  readonly unbounded: readonly string[];
}

export function totalsOf(rows: readonly PricedRow[]): Totals {
  const submitted = rows.filter(({ row }) => isSubmitted(row));
  const count = (isMeant: (row: Row) => boolean) => rows.filter(({ row }) => isMeant(row)).length;
  const [yuan, points] = (["yuan", "points"] as const).map((unit) => sumOf(submitted, unit));
  return {
    runs: submitted.length,
    mayRun: count(({ kind, action }) => kind === "job" && action === "mayRun"),
    stops: count(isStopped),
    deletes: count(({ kind, action }) => kind === "job" && action === "delete"),
    adopts: count(({ action }) => action === "adopt"),
    waits: count(({ action }) => action === "wait"),
    modelVersionsRegistered: count(
      ({ kind, action }) => kind === "modelVersion" && (action === "run" || action === "runAgain"),
    ),
    modelVersionsDeleted: count(isDeletedVersion),
    yuanPerHour: yuan?.perHour ?? 0,
    atMostYuan: yuan?.most ?? 0,
    pointsPerHour: points?.perHour ?? 0,
    atMostPoints: points?.most ?? 0,
    unpriced: submitted.filter(({ priced }) => !priced.quote?.rate).map(({ row }) => row.name),
    unbounded: submitted
      .filter(({ priced: { quote } }) => quote?.rate && quote.most === undefined)
      .map(({ row }) => row.name),
  };
}

function sumOf(rows: readonly PricedRow[], unit: PriceUnit) {
  const quotes = rows.flatMap(({ priced: { quote } }) => (quote?.rate?.unit === unit ? [quote] : []));
  const add = (amount: (quote: Quote) => number) => withoutDust(quotes.reduce((sum, quote) => sum + amount(quote), 0));
  return { perHour: add(({ rate }) => rate?.perHour ?? 0), most: add(({ most }) => most ?? 0) };
}
