import { exactDuration } from "../jobs/duration";
import type { PriceUnit } from "../jobs/price";
import type { Quote, Rate } from "./quote";

const BASIS = { list: "list price", discounted: "after discount", own: "own price" } as const;

/** With zero, one and two digits after the point. Made once: making one takes as long as formatting a thousand numbers. */
const FORMS = [0, 1, 2].map((maximumFractionDigits) => new Intl.NumberFormat("en-US", { maximumFractionDigits }));

/** `¥54.8`, `¥1,315`, `42 points`. */
export function moneyText(amount: number, unit: PriceUnit): string {
  const number = FORMS[amount < 100 ? 2 : amount < 1_000 ? 1 : 0]?.format(amount) ?? "";
  return unit === "yuan" ? `¥${number}` : `${number} points`;
}

/** `¥54.8/h`. */
export function rateText({ perHour, unit }: Pick<Rate, "perHour" | "unit">): string {
  return `${moneyText(perHour, unit)}/h`;
}

/** `2 × TI.GN10.2XLARGE40.POST`, `2 × 8 A100`. */
export function machinesText(machines: Quote["machines"]): string {
  return machines.map((each) => `${each.count.toLocaleString("en-US")} × ${machineText(each)}`).join(" + ");
}

function machineText({ machine, gpus, gpuType }: Quote["machines"][number]): string {
  if (machine) return machine;
  if (gpus === undefined || gpus === 0) return "a machine without cards";
  return `${gpus} ${gpuType ?? (gpus === 1 ? "card" : "cards")}`;
}

/** `¥54.8/h (2 × TI.GN10.2XLARGE40.POST at ¥27.4, list price), at most ¥1,315 in 24h`. */
export function quoteText({ machines, rate, unpriced, maxMs, most }: Quote): string {
  if (!rate)
    return [machinesText(machines), `price unknown: ${unpriced ?? "no source reports it"}`].filter(Boolean).join("; ");
  const parts = machines.map((each) => {
    const at = each.price ? ` at ${moneyText(each.price.perHour, each.price.unit)}` : "";
    return `${each.count.toLocaleString("en-US")} × ${machineText(each)}${at}`;
  });
  const bound =
    maxMs !== undefined && most !== undefined
      ? `, at most ${moneyText(most, rate.unit)} in ${exactDuration(maxMs)}`
      : "";
  return `${rateText(rate)} (${parts.join(" + ")}, ${BASIS[rate.basis]})${bound}`;
}
