import { parseDuration } from "../jobs/duration";
import type { Platform } from "../jobs/platform";
import type { Machines, Price, PriceUnit } from "../jobs/price";
import type { PriceTable } from "./table";

/** What the cost of a job depends on. */
export interface Order {
  readonly spec: object;
  /** The longest it may run, as the program writes it: `24h`. */
  readonly maxDuration?: string | undefined;
}

/** A price list as it was read, or why there is none. */
export type PriceList =
  | { readonly prices: ReadonlyMap<string, Price>; readonly source: string; readonly readAt: string }
  /** `isUntold`: there are prices, but they could not be had this time. */
  | { readonly none: string; readonly isUntold?: true };

/** The prices to quote from; the user's own come first. */
export interface Prices {
  readonly own: PriceTable;
  readonly list: PriceList;
}

/** What a job costs, as far as that is known. */
export interface Quote {
  readonly machines: readonly (Machines & { readonly price?: Price })[];
  /** Of all machines together; absent when the price of any of them is not known. */
  readonly rate?: Rate;
  /** Why there is no rate, as a clause. */
  readonly unpriced?: string;
  /** There are prices, but they could not be had this time: no credentials, no network, no answer in time. */
  readonly isUntold?: true;
  /** The longest the job runs, in milliseconds; absent: for ever. */
  readonly maxMs?: number;
  /** Whether the platform ends the job then. */
  readonly isEnforced: boolean;
  /** What the job costs at most, in the rate's unit; absent without a rate or a time limit. */
  readonly most?: number;
}

/** A price per hour, and where it comes from. */
export interface Rate {
  readonly perHour: number;
  readonly unit: PriceUnit;
  readonly basis: Price["basis"];
  /** The platform's action, or the user's file. */
  readonly source: string;
  /** RFC 3339, UTC; when the platform reported it. */
  readonly readAt?: string;
}

const HOUR_MS = 3_600_000;

/** @throws anything, for a spec that does not fit the platform's schema */
export function quoteOf(
  { name, title, job }: Pick<Platform<object>, "name" | "title" | "job">,
  { spec, maxDuration }: Order,
  { own, list }: Prices,
): Quote {
  const machines = job.machines(spec).map((each) => {
    const { machine } = each;
    const listed = "prices" in list && machine !== undefined ? list.prices.get(machine) : undefined;
    const price = (machine === undefined ? undefined : own.priceOf(name, machine)) ?? listed;
    return { ...each, ...(price && { price }) };
  });
  const rate = rateOf(machines, own, list);
  const maxMs = longestOf(job, spec, maxDuration);
  return {
    machines,
    ...(rate ? { rate } : { unpriced: whyUnpriced(machines, list, title) }),
    ...(!rate && "none" in list && list.isUntold && { isUntold: true as const }),
    ...(maxMs !== undefined && { maxMs }),
    isEnforced: job.timeLimit !== undefined,
    ...(rate && maxMs !== undefined && { most: (rate.perHour * maxMs) / HOUR_MS }),
  };
}

function rateOf(machines: Quote["machines"], own: PriceTable, list: PriceList): Rate | undefined {
  const prices = machines.flatMap(({ price, count }) => (price ? [{ ...price, sum: price.perHour * count }] : []));
  const [first] = prices;
  if (!first || prices.length < machines.length || prices.some(({ unit }) => unit !== first.unit)) return undefined;
  const perHour = prices.reduce((total, { sum }) => total + sum, 0);
  // A sum of several kinds of prices is only as good as the weakest of them.
  const basis = (["own", "list", "discounted"] as const).find((each) => prices.some((price) => price.basis === each));
  const told = basis !== "own" && "prices" in list ? list : { source: own.source };
  const { source } = told;
  return {
    perHour: withoutDust(perHour),
    unit: first.unit,
    basis: basis ?? first.basis,
    source,
    ...("readAt" in told && { readAt: told.readAt }),
  };
}

/** Rounds to a millionth: sums of binary fractions end in stray digits. */
export function withoutDust(amount: number): number {
  return Math.round(amount * 1e6) / 1e6;
}

/** The longest the job runs, in milliseconds: the program's `maxDuration`, else the platform's own limit. */
export function longestOf(
  job: Platform<object>["job"],
  spec: object,
  maxDuration: string | undefined,
): number | undefined {
  return maxDuration === undefined ? job.timeLimit?.read(spec) : parseDuration(maxDuration);
}

function whyUnpriced(machines: Quote["machines"], list: PriceList, title: string): string {
  if ("none" in list) return list.none;
  const unknown = machines.flatMap(({ machine, price }) => (machine && !price ? [machine] : []));
  return unknown.length > 0 ? `${title} reports no price for ${unknown.join(", ")}` : `${title} reports no price`;
}
