import type { z } from "zod";
import { doubt, doubting } from "../kit/doubts";

/** How the vendor counts what a machine has, and which numbers suggest that another unit was meant. */
interface Size {
  /** How many of the vendor's units make one everyday unit. */
  readonly perOne: number;
  readonly counts: string;
  /** `0.08 of a card`. */
  said(count: number): string;
  /** As an example: a machine that exists, in both units. */
  readonly example: string;
  /** Less than any job runs with. Parts of a core and of a card are sold, GPUs in twentieths and quarters. */
  isTiny(units: number): boolean;
  /** More than any machine has, in everyday units. */
  readonly most: number;
}

const SIZES = {
  cpu: {
    perOne: 1000,
    counts: "thousandths of a core",
    said: (count) => (count < 1 ? `${count} of a core` : `${count} cores`),
    example: "32 cores are 32000",
    isTiny: (units) => units < 500,
    most: 1_024,
  },
  memory: {
    perOne: 1024,
    counts: "megabytes",
    said: (count) => `${count} GiB`,
    example: "256 GiB are 262144",
    isTiny: (units) => units < 1024,
    most: 32_768,
  },
  gpu: {
    perOne: 100,
    counts: "hundredths of a card",
    said: (count) => (count < 1 ? `${count} of a card` : `${count} cards`),
    example: "8 cards are 800",
    isTiny: (units) => units < 10 || (units < 100 && units % 5 !== 0),
    most: 16,
  },
} as const satisfies Readonly<Record<string, Size>>;

/** A number in the vendor's unit, with a doubt where it looks like one in everyday units, or like one multiplied twice. */
export function machineSize<Schema extends z.ZodType<number>>(of: keyof typeof SIZES, schema: Schema): Schema {
  const { perOne, counts, said, example, isTiny, most }: Size = SIZES[of];
  return doubting(schema, (units: number) => {
    const count = Number((units / perOne).toPrecision(6));
    const given = `is ${units}, which is ${said(count)}`;
    if (units > 0 && isTiny(units)) return doubt(`${given}; TI-ONE counts ${counts}: ${example}`);
    return doubt(count > most && `${given}, more than a machine has; TI-ONE counts ${counts}: ${example}`);
  });
}
