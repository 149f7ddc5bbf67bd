import { readFile } from "node:fs/promises";
import { z } from "zod";
import type { Price } from "../jobs/price";
import { PlatformError } from "../net/errors";

/** The setting that holds a stack's own prices, which take precedence over all others. */
export const PRICES_KEY = "training:prices";

const amount = z.union(
  [
    z.number(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ],
  "must be a number of yuan, at least 0",
);

const rows = z.array(
  z.strictObject(
    {
      /** As in a job's `platform`: `modelarts`. */
      platform: z.string().min(1),
      /** What the job's spec calls the machine: an instance type, a flavor, a specification. */
      machine: z.string().min(1),
      /** Of one machine. */
      yuanPerHour: amount.refine((yuan) => yuan >= 0, "must be a number of yuan, at least 0"),
    },
    "must be a record of platform, machine and yuanPerHour",
  ),
  "must be a list of records of platform, machine and yuanPerHour",
);

/** Prices that the user gives, by platform and machine. */
export class PriceTable {
  private constructor(
    private readonly prices: ReadonlyMap<string, Price>,
    /** Where they come from, for messages: `prices.yaml`. */
    readonly source: string,
  ) {}

  static readonly empty = new PriceTable(new Map(), "");

  /**
   * Reads what the setting holds: the list itself as JSON, or the path of a YAML or JSON file with it, relative to the project's
   * folder.
   * @throws PlatformError `invalid` that names the file and the row
   */
  static async read(text: string | undefined): Promise<PriceTable> {
    if (text === undefined || text.trim() === "") return PriceTable.empty;
    const given = parseJson(text);
    if (Array.isArray(given)) return PriceTable.of(given, PRICES_KEY);
    const file = typeof given === "string" ? given : text;
    return PriceTable.of(await load(file), file);
  }

  private static of(value: unknown, source: string): PriceTable {
    const parsed = rows.safeParse(value);
    if (!parsed.success) throw invalid(`${source}: ${z.prettifyError(parsed.error).replaceAll("\n", " ")}`);
    return new PriceTable(
      new Map(
        parsed.data.map(({ platform, machine, yuanPerHour }) => [
          keyOf(platform, machine),
          { perHour: yuanPerHour, unit: "yuan", basis: "own" },
        ]),
      ),
      source,
    );
  }

  priceOf(platform: string, machine: string): Price | undefined {
    return this.prices.get(keyOf(platform, machine));
  }
}

function keyOf(platform: string, machine: string): string {
  return `${platform}/${machine}`;
}

async function load(file: string): Promise<unknown> {
  try {
    // Loaded only for a file: the YAML parser would be the largest thing that the plugin loads.
    const { parse } = await import("yaml");
    return parse(await readFile(file, "utf8"));
  } catch (error) {
    throw invalid(`reading prices from ${file}: ${error instanceof Error ? error.message : "it cannot be read"}`);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // a path
  }
}

function invalid(words: string): PlatformError {
  return new PlatformError("invalid", words, { platform: PRICES_KEY, action: "settings" });
}
