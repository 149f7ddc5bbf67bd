import type { Machines, PriceUnit } from "../../jobs/price";
import type { Budget } from "../../pricing/budget";
import { withoutDust } from "../../pricing/quote";
import { excess, type Limits } from "./budget";
import type { Message, Preview } from "./preview";
import type { PricedRow } from "./prices";
import { isSubmitted, type Row } from "./row";
import type { Rows } from "./rows";
import { totalsOf, type Totals } from "./totals";
import { warningsOf, type Warning } from "./warnings";

/**
 * What a plan does and costs, as `--format json` prints it. Unknown members are left out; numbers are numbers, and money is not
 * rounded. Members may be added; a member that changes its meaning raises `version`.
 */
export interface PlanReport {
  readonly version: 1;
  readonly project: string;
  readonly stack: string;
  /** The errors of the preview; empty if it succeeded. */
  readonly errors: readonly Message[];
  readonly totals: Totals;
  /** Absent: there is no limit. */
  readonly budget?: BudgetReport;
  readonly warnings: readonly Warning[];
  /** Jobs and model versions that the plan changes, the most important first. */
  readonly rows: readonly ReportRow[];
  /** Numbers of resources of other kinds, by what happens to them: `create`, `replace`, `update`, `delete`. */
  readonly others: Readonly<Record<string, number>>;
  /** What else the preview said. */
  readonly notes: readonly Message[];
}

export interface BudgetReport extends Budget {
  /** Why the plan is over it. */
  readonly excess?: string;
}

export interface ReportRow extends Row {
  /** The machines of the job to run; absent: not known before the run. */
  readonly machines?: readonly Machines[];
  /** For all machines together. */
  readonly perHour?: number;
  readonly unit?: PriceUnit;
  readonly atMost?: number;
  /** Longest time the job may run. */
  readonly maxHours?: number;
  /** Where the price comes from. */
  readonly priceSource?: string;
  /** Why there is no price, as a clause. */
  readonly unpriced?: string;
}

export interface Known {
  readonly preview: Preview;
  readonly rows: readonly PricedRow[];
  /** Jobs that continue unchanged. */
  readonly same: readonly PricedRow[];
  readonly others: Rows["others"];
  readonly limits: Limits;
}

const HOUR_MS = 3_600_000;

export function reportOf({ preview, rows, same, others, limits }: Known): PlanReport {
  const over = excess(
    limits,
    [...rows, ...same].filter(isSpending).map(({ row, priced }) => ({ name: row.name, quote: priced.quote })),
  );
  return {
    version: 1,
    project: preview.project,
    stack: preview.stack,
    errors: preview.errors,
    totals: totalsOf(rows),
    ...(Object.keys(limits.budget).length > 0 && {
      budget: { ...limits.budget, ...(over !== undefined && { excess: over }) },
    }),
    warnings: warningsOf(rows, preview, over),
    rows: rows.map((row) => reportRow(row, preview)),
    others,
    notes: preview.notes,
  };
}

/** Whether the job will be running after the run, as far as the plan shows. */
function isSpending({ row }: PricedRow): boolean {
  if (row.kind !== "job" || ["stop", "delete", "leave", "wait"].includes(row.action)) return false;
  return isSubmitted(row) || row.action === "adopt" || row.action === "mayRun" || row.before?.isLive === true;
}

function reportRow({ row, priced }: PricedRow, preview: Preview): ReportRow {
  const { machines, quote, unpriced } = priced;
  const { rate, most, maxMs } = quote ?? {};
  return {
    ...row,
    ...(machines && { machines: machines.map((each) => shownMachines(each, preview)) }),
    ...(rate && { perHour: rate.perHour, unit: rate.unit, priceSource: preview.shown(rate.source, 120) }),
    ...(rate && most !== undefined && { atMost: withoutDust(most) }),
    ...(maxMs !== undefined && { maxHours: maxMs / HOUR_MS }),
    ...(unpriced !== undefined && { unpriced: preview.shown(unpriced, 200) }),
  };
}

function shownMachines({ machine, gpuType, ...others }: Machines, preview: Preview): Machines {
  return {
    ...others,
    ...(machine !== undefined && { machine: preview.shown(machine, 80) }),
    ...(gpuType !== undefined && { gpuType: preview.shown(gpuType, 40) }),
  };
}
