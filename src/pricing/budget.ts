import { z } from "zod";
import { PlatformError } from "../net/errors";
import type { Quote } from "./quote";
import { moneyText } from "./words";

/** The setting that holds a stack's budget. */
export const BUDGET_KEY = "training:budget";

const YUAN = "must be a number of yuan, more than 0";

// Pulumi stores `--path` values as text unless they look like something else.
const yuan = z.union(
  [
    z.number().positive(),
    z
      .string()
      .regex(/^\d+(\.\d+)?$/)
      .transform(Number),
  ],
  YUAN,
);
const flag = z.union(
  [z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")],
  "must be true or false",
);

/** What may be spent. */
export const budgetSchema = z.strictObject({
  /** Yuan an hour, for everything that runs at the same time. */
  maxYuanPerHour: yuan.optional(),
  /** Yuan in all, for as long as the jobs may run. */
  maxYuan: yuan.optional(),
  /** Whether a job passes whose price, or longest run, is not known. Default true. */
  allowUnknownPrice: flag.optional(),
});
export type Budget = Readonly<z.output<typeof budgetSchema>>;

/** The same as an input of a job, which is kept as written. */
export const jobBudget = z.strictObject({
  maxYuanPerHour: z.number(YUAN).positive(YUAN).optional(),
  maxYuan: z.number(YUAN).positive(YUAN).optional(),
  allowUnknownPrice: z.boolean("must be true or false").optional(),
}) satisfies z.ZodType<Budget>;

/** @throws PlatformError `invalid`, naming the setting */
export function readBudget(text: string | undefined): Budget {
  if (text === undefined || text.trim() === "") return {};
  const parsed = budgetSchema.safeParse(parseJson(text));
  if (parsed.success) return parsed.data;
  const reasons = parsed.error.issues.map(({ path, message }) => `${[BUDGET_KEY, ...path].join(".")}: ${message}`);
  const way = `set it by \`pulumi config set --path ${BUDGET_KEY}.maxYuanPerHour 100\``;
  throw new PlatformError("invalid", `${reasons.join("; ")}; ${way}`, { platform: BUDGET_KEY, action: "settings" });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // reported as "not a record", without quoting the text
  }
}

/** A job that counts towards a budget. */
export interface Expense {
  /** How messages name it: `sft`. */
  readonly name: string;
  /** Undefined: its inputs are not known before the run. */
  readonly quote: Quote | undefined;
}

/** The sums over some jobs, and the jobs of which something is not known. */
interface Sum {
  readonly perHour: number;
  readonly most: number;
  /** Without a price in yuan. */
  readonly unpriced: readonly string[];
  /** With a price, but no limit on how long they run. */
  readonly unbounded: readonly string[];
}

function sumOf(expenses: readonly Expense[]): Sum {
  const unpriced: string[] = [];
  const unbounded: string[] = [];
  let [perHour, most] = [0, 0];
  for (const { name, quote } of expenses) {
    if (quote?.rate?.unit !== "yuan") {
      unpriced.push(name);
      continue;
    }
    perHour += quote.rate.perHour;
    if (quote.most === undefined) unbounded.push(name);
    else most += quote.most;
  }
  return { perHour, most, unpriced, unbounded };
}

/** Why the budget does not allow these jobs, with the sum and its parts; undefined: it does. */
export function excessOf(budget: Budget, expenses: readonly Expense[], whose: string): string | undefined {
  const { maxYuanPerHour, maxYuan, allowUnknownPrice = true } = budget;
  const { perHour, most, unpriced, unbounded } = sumOf(expenses);
  const unknown = maxYuan === undefined ? unpriced : [...unpriced, ...unbounded];
  const reasons: string[] = [];
  if (maxYuanPerHour !== undefined && perHour > maxYuanPerHour) {
    reasons.push(`${moneyText(perHour, "yuan")}/h is more than maxYuanPerHour, ${moneyText(maxYuanPerHour, "yuan")}/h`);
  }
  if (maxYuan !== undefined && most > maxYuan) {
    reasons.push(`${moneyText(most, "yuan")} at most is more than maxYuan, ${moneyText(maxYuan, "yuan")}`);
  }
  const hasLimit = maxYuanPerHour !== undefined || maxYuan !== undefined;
  if (!allowUnknownPrice && hasLimit && unknown.length > 0) {
    reasons.push(
      `what ${listText(unknown)} ${unknown.length === 1 ? "costs" : "cost"} is not known, and allowUnknownPrice is false`,
    );
  }
  if (reasons.length === 0) return undefined;
  const parts = expenses
    .filter(({ quote }) => quote?.rate?.unit === "yuan")
    .sort((left, right) => (right.quote?.rate?.perHour ?? 0) - (left.quote?.rate?.perHour ?? 0))
    .map(({ name, quote }) => `${name} ${moneyText(quote?.rate?.perHour ?? 0, "yuan")}/h`);
  const counted = parts.length > 0 ? `; counted: ${listText(parts)}` : "";
  const left = allowUnknownPrice && unknown.length > 0 ? `; unknown, and counted as nothing: ${listText(unknown)}` : "";
  return `${whose} is exceeded: ${reasons.join("; ")}${counted}${left}`;
}

const MOST_NAMED = 10;

function listText(names: readonly string[]): string {
  const named = names.slice(0, MOST_NAMED).join(", ");
  return names.length > MOST_NAMED ? `${named} and ${names.length - MOST_NAMED} more` : named;
}
