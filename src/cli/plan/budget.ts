import { PlatformError } from "../../net/errors";
import { BUDGET_KEY, budgetSchema, excessOf, readBudget, type Budget, type Expense } from "../../pricing/budget";
import { WrongCall } from "../wrong-call";
import type { Preview } from "./preview";

/** What may be spent, and who set that limit. */
export interface Limits {
  readonly budget: Budget;
  readonly whose: string;
}

/**
 * The limits of the command line, else of the stack.
 * @param text `maxYuanPerHour=100,maxYuan=2000,allowUnknownPrice=false`
 * @throws WrongCall
 */
export function readLimits(text: string | undefined, preview: Preview): Limits {
  if (text !== undefined) return { budget: parseLimits(text), whose: "the budget (--budget)" };
  try {
    return { budget: readBudget(preview.config(BUDGET_KEY)), whose: `the stack's budget (${BUDGET_KEY})` };
  } catch (error) {
    throw new WrongCall(error instanceof PlatformError ? error.words : `${BUDGET_KEY} cannot be read`);
  }
}

const NAMES = Object.keys(budgetSchema.shape).join(", ");

function parseLimits(text: string): Budget {
  const entries = text.split(",").map((part) => part.split("=").map((side) => side.trim()));
  if (entries.some(({ length }) => length !== 2)) {
    throw new WrongCall(`--budget is written as maxYuanPerHour=100,maxYuan=2000; it has ${NAMES}`);
  }
  const { data, error } = budgetSchema.safeParse(Object.fromEntries(entries));
  if (data) return data;
  const [issue] = error.issues;
  if (issue?.code === "unrecognized_keys")
    throw new WrongCall(`--budget has no ${issue.keys.join(", ")}; it has ${NAMES}`);
  throw new WrongCall(`--budget: ${issue?.path.join(".") ?? ""} ${issue?.message ?? "does not fit"}`);
}

/** Why the budget does not allow these jobs; undefined if it does. */
export function excess({ budget, whose }: Limits, expenses: readonly Expense[]): string | undefined {
  return excessOf(budget, expenses, whose);
}
