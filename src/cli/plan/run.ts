import { fstatSync } from "node:fs";
import { text } from "node:stream/consumers";
import { ioOfProcess } from "../../machine";
import { systemClock } from "../../net/clock";
import { PriceBook } from "../../pricing/book";
import { openPlace } from "../../resources/place";
import type { PlanOptions } from "../plan";
import { WrongCall } from "../wrong-call";
import { readLimits } from "./budget";
import { markdownOf } from "./markdown";
import { readPreview } from "./preview";
import { pricer, readPrices, type OpenPlace, type PricedRow } from "./prices";
import { reportOf, type PlanReport } from "./report";
import type { Planned } from "./row";
import { rowsOf, type Rows } from "./rows";
import { textOf } from "./text";

/** What the command needs from the process and the machine. */
export interface PlanTerminal {
  readonly book: PriceBook;
  readonly open: OpenPlace;
  /** What is piped in; undefined when nothing is. */
  piped(): Promise<string | undefined>;
  print(text: string): void;
}

/**
 * @returns the exit code: 0, or 1 when the plan is over its budget or the preview failed
 * @throws WrongCall
 */
export async function runPlan(options: PlanOptions, terminal: PlanTerminal): Promise<number> {
  const input = await terminal.piped();
  if (input === undefined) throw new WrongCall("pipe in what `pulumi preview --json` prints");
  const report = await reportFrom(input, options, terminal);
  terminal.print(written(report, options));
  return report.errors.length > 0 || report.budget?.excess !== undefined ? 1 : 0;
}

async function reportFrom(input: string, options: PlanOptions, terminal: Pick<PlanTerminal, "book" | "open">) {
  const preview = readPreview(input);
  const limits = readLimits(options.budget, preview);
  const own = await readPrices(options.prices, preview);
  const open = options.offline ? undefined : terminal.open;
  const priceOf = pricer({ preview, own, book: terminal.book, open });
  const { planned, same, others } = rowsOf(preview);
  const priced = (rows: Rows["same"]) =>
    Promise.all(rows.map(async (row) => withPrice(row, await priceIfNeeded(row, priceOf))));
  return reportOf({ preview, rows: await priced(planned), same: await priced(same), others, limits });
}

function withPrice(row: Planned, priced: PricedRow["priced"]): PricedRow {
  return { ...row, priced };
}

/** Nobody is asked for the price of a job that ends. */
async function priceIfNeeded(planned: Planned, priceOf: ReturnType<typeof pricer>): Promise<PricedRow["priced"]> {
  const { kind, action } = planned.row;
  const isOver = ["stop", "delete", "leave", "wait", "settle"].includes(action);
  return kind === "job" && !isOver ? priceOf(planned) : {};
}

function written(report: PlanReport, { format, limit }: PlanOptions): string {
  switch (format) {
    case "markdown":
      return markdownOf(report, limit);
    case "text":
      return textOf(report);
    case "json":
      return `${JSON.stringify(report, null, 2)}\n`;
  }
}

/** The terminal and the machine of this process. */
export function planTerminal(): PlanTerminal {
  const clock = systemClock(); // a person waits for the answer, not an emulated job
  const io = ioOfProcess(clock);
  return {
    book: new PriceBook(clock),
    open(job, config) {
      const place = openPlace(job, { config }, io);
      place.platform.verify(place.where, io);
      return place;
    },
    piped: async () => (isPiped() ? text(process.stdin) : undefined),
    print: (output) => process.stdout.write(output),
  };
}

/** A pipe or a file; not a terminal, nor the empty input of a scheduler. */
function isPiped(): boolean {
  const stdin = fstatSync(0);
  return stdin.isFIFO() || stdin.isFile() || stdin.isSocket();
}
