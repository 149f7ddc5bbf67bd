import type { GroupQuery } from "./groups";

/** Machines of one kind that a job holds for as long as it runs. */
export interface Machines {
  /** What price lists call one: `TI.GN10.2XLARGE40.POST`. Absent where the job takes a share of a group's machines. */
  readonly machine?: string;
  readonly count: number;
  /** Cards per machine, parts of a card as fractions; absent when the spec does not say. */
  readonly gpus?: number;
  /** Type of the cards: `A100`. */
  readonly gpuType?: string;
}

/** `points`: the platform's own currency. */
export type PriceUnit = "yuan" | "points";

/** What one machine costs. */
export interface Price {
  readonly perHour: number;
  readonly unit: PriceUnit;
  /** `list`: before any discount; `discounted`: what this account pays; `own`: what the user's price table says. */
  readonly basis: "list" | "discounted" | "own";
}

/** A price list that the platform keeps: the whole region's, or a group's. */
export type PriceListQuery = Pick<GroupQuery, "id" | "workspaceId">;

/** Where the price of a job is found: in one of the platform's lists, or nowhere, with the reason as a clause. */
export type PriceSource = { readonly list: PriceListQuery } | { readonly none: string };

/** A platform's price lists, in our words. */
export interface PriceApi {
  /** The vendor's action that lists them, for messages. */
  readonly action: string;
  /** Prices by machine; a machine without a price has no row. @throws PlatformError */
  read(query: PriceListQuery): Promise<ReadonlyMap<string, Price>>;
}

/** A limit that the platform itself sets on how long a job runs. */
export interface TimeLimit<Spec> {
  /** The member of the spec that holds it: `autoStop`. */
  readonly member: string;
  /** The unit it is counted in, in milliseconds. */
  readonly stepMs: number;
  /** Milliseconds; undefined: no limit, and the job may run for ever. */
  read(spec: Spec): number | undefined;
  /** The spec with this limit, a whole number of steps. */
  write(spec: Spec, ms: number): Spec;
}
