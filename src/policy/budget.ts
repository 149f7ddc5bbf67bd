import type { PolicyResource, StackValidationPolicy } from "@pulumi/policy";
import { z } from "zod";
import type { JobState } from "../jobs/job";
import { isSettled } from "../jobs/wait";
import { excessOf, type Expense } from "../pricing/budget";
import { quoteOf, type Quote, type Rate } from "../pricing/quote";
import { PriceTable } from "../pricing/table";
import { ifKnown, isRecord, JOB, misconfigured, readConfig, schemaOf, subjectOf, type Subject } from "./rule";

const config = z.strictObject({
  maxYuanPerHour: z
    .number()
    .positive()
    .optional()
    .describe("Yuan an hour, for all jobs of the stack that have not ended."),
  maxYuan: z.number().positive().optional().describe("Yuan in all, for as long as these jobs may run."),
  allowUnknownPrice: z
    .boolean()
    .default(true)
    .describe("Whether a job passes whose price, or longest run, is not known."),
  prices: z
    .union([
      z.string().min(1),
      z.array(
        z.strictObject({
          platform: z.string().min(1),
          machine: z.string().min(1),
          yuanPerHour: z.number().nonnegative(),
        }),
      ),
    ])
    .optional()
    .describe(
      "Prices of machines: a list of platform, machine and yuanPerHour, or the path of a YAML or JSON file with it, relative " +
        "to the pack's folder. A machine without one costs what the platform reported when the job was submitted.",
    ),
});

/** What a job cost when it was submitted, as its row keeps it. */
const rate: z.ZodType<Rate> = z.object({
  perHour: z.number(),
  unit: z.enum(["yuan", "points"]),
  basis: z.enum(["list", "discounted", "own"]),
  source: z.string(),
  readAt: z.string().optional(),
});

/** What all jobs of a stack cost together. */
export const budget: StackValidationPolicy = {
  name: "training-budget",
  displayName: "Budget of a stack",
  description: "The training jobs of a stack cost what its budget allows.",
  configSchema: schemaOf(config),
  async validateStack(args, reportViolation) {
    const configured = readConfig(config, args, reportViolation);
    if (!configured) return;
    const { prices, ...limits } = configured;
    if (limits.maxYuan === undefined && limits.maxYuanPerHour === undefined) {
      return args.notApplicable("its configuration has neither maxYuanPerHour nor maxYuan");
    }
    const own = await tableOf(prices);
    if ("problem" in own) return reportViolation(misconfigured(own.problem));
    const excess = excessOf(limits, expensesOf(args.resources, own.table), "The budget");
    if (excess !== undefined) reportViolation(`${excess}.`);
  },
};

type Tried = { readonly table: PriceTable } | { readonly problem: string };

async function tableOf(prices: z.output<typeof config>["prices"]): Promise<Tried> {
  try {
    return { table: await PriceTable.read(prices === undefined ? undefined : JSON.stringify(prices)) };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function expensesOf(resources: readonly PolicyResource[], own: PriceTable): Expense[] {
  return resources.flatMap((resource) => {
    if (resource.type !== JOB || isOver(resource) || isOnlyRead(resource)) return [];
    const subject = subjectOf(resource);
    return [{ name: resource.name, quote: subject && quoteFor(subject, own) }];
  });
}

/** A job that `TrainingJob.get` reads is somebody else's, and has no spec. */
function isOnlyRead({ props }: PolicyResource): boolean {
  const isEmpty = (spec: unknown) => !isRecord(spec) || Object.keys(spec).length === 0;
  return ifKnown(() => isEmpty(props["spec"])) ?? false;
}

/** A job that has ended no longer costs anything. */
function isOver({ props }: PolicyResource): boolean {
  const status = ifKnown((): unknown => props["status"]);
  return typeof status === "string" && isSettled(status as JobState); // an unknown word does not count as ended
}

const NOBODY = { none: "no source reports it" } as const;
const HOUR_MS = 3_600_000;

/** Undefined: what it depends on is not known before the run, or does not fit the platform. */
function quoteFor(subject: Subject, own: PriceTable): Quote | undefined {
  try {
    return estimate(subject, own);
  } catch {
    return undefined;
  }
}

/** By the pack's prices, else by what the platform reported when the job was submitted. */
function estimate({ platform, inputs, spec }: Subject, own: PriceTable): Quote {
  const maxDuration = z.string().optional().parse(inputs["maxDuration"]);
  const quote = quoteOf(platform, { spec, maxDuration }, { own, list: NOBODY });
  const kept = rate.safeParse(inputs["price"]);
  if (quote.rate || !kept.success) return quote;
  const { perHour } = kept.data;
  return { ...quote, rate: kept.data, ...(quote.maxMs !== undefined && { most: (perHour * quote.maxMs) / HOUR_MS }) };
}
