import type { Attention, Completion, Difference } from "../engine/resource";
import { hasUnknown, isUnknown, type Properties } from "../engine/values";
import { parseDuration } from "../jobs/duration";
import { freeText } from "../jobs/groups";
import { isSettled } from "../jobs/wait";
import { findPlatform } from "../platforms/registry";
import { BUDGET_KEY, excessOf, jobBudget, readBudget, type Budget, type Expense } from "../pricing/budget";
import type { Quote } from "../pricing/quote";
import { PRICES_KEY, PriceTable } from "../pricing/table";
import { quoteText } from "../pricing/words";
import type { JobInputs, JobOutputs } from "./job-record";
import { endingText, overdueText } from "./job-words";
import { openPlace, type Runtime } from "./place";

/** What the engine's two calls before a run have in common. */
type Occasion = Pick<Completion, "urn" | "config" | "note" | "isPreview">;

/** What a preview knows of the job. */
type Asked = Pick<JobInputs, "platform" | "region" | "projectId" | "spec" | "maxDuration" | "budget">;

/**
 * What a run is going to cost, besides what it changes: each row of a preview says what its job costs, where there is room for it
 * and what it ends; a run that would cost more than the budget allows does not begin.
 */
export class JobPlan {
  private readonly told = new Set<string>();
  /** Everything that this run will have running, by URN. */
  private readonly expenses = new Map<string, Expense>();
  /** The URNs among them that the run submits. */
  private readonly starting = new Set<string>();
  private readonly tables = new Map<string, Promise<PriceTable>>();

  constructor(private readonly runtime: Pick<Runtime, "io" | "prices">) {}

  /** @throws PlatformError `invalid` for invalid settings of prices or budget */
  async verify({ config }: Pick<Occasion, "config">): Promise<void> {
    readBudget(config(BUDGET_KEY));
    await this.table(config(PRICES_KEY));
  }

  /** For a job that the run is going to submit. @throws Error when it costs more than its budget or the stack's */
  async submits(inputs: Properties, occasion: Occasion): Promise<void> {
    const { urn, isPreview, config } = occasion;
    const budget = readBudget(config(BUDGET_KEY));
    const own = await this.table(config(PRICES_KEY));
    const job = inputs as unknown as Asked; // invalid inputs are refused right after; nothing here relies on them
    if (!isPreview && !job.budget && !isLimited(budget)) return;
    const isTold = !isPreview || this.told.has(urn);
    // Asked together: a person is waiting.
    const [quote, room] = await Promise.all([this.quote(job, own, config), isTold ? [] : this.room(job, config)]);
    const cost = isTold ? "" : costText(job, quote, room);
    if (cost) occasion.note("info", cost);
    this.told.add(urn);
    this.expenses.set(urn, { name: nameOf(urn), quote });
    this.starting.add(urn);
    const { data: limits = {} } = jobBudget.safeParse(job.budget); // `check` reports what is wrong with an invalid one
    const excess = this.excess(budget) ?? excessOf(limits, [{ name: nameOf(urn), quote }], "the job's `budget`");
    if (excess !== undefined) throw new Error(`${excess}. Nothing was submitted`);
  }

  /** For a job that exists. Answers as `attention` does when the run must not go on. Never throws. */
  async compares(
    { job, news, wanted }: { readonly job: JobOutputs; readonly news: JobInputs; readonly wanted: Attention },
    occasion: Difference,
  ): Promise<Attention> {
    try {
      const { urn, isPreview, config, note } = occasion;
      const own = await this.table(config(PRICES_KEY));
      const runsAgain = occasion.replaces || (wanted !== undefined && "replace" in wanted);
      if (runsAgain) {
        if (!isPreview || this.told.has(urn) || job.jobId === "") return undefined;
        this.told.add(urn);
        const [quote, room] = await Promise.all([this.quote(news, own, config), this.room(news, config)]);
        const cost = costText(news, quote, room);
        const ending = endingText(job, this.runtime.io.clock.wall(), occasion.retains);
        note("info", [cost, ending].filter(Boolean).join(" · "));
        return undefined;
      }
      this.warnOverdue(job, news, occasion);
      const budget = readBudget(config(BUDGET_KEY));
      if (!isLimited(budget) || isSettled(job.status)) return undefined;
      this.expenses.set(urn, { name: nameOf(urn), quote: await this.quote(news, own, config) });
      const excess = this.excess(budget);
      return excess === undefined ? undefined : { refuse: `${excess}. Nothing was submitted` };
    } catch {
      return undefined; // a comparison is total; `check` reports what is wrong with the settings
    }
  }

  /** What the job costs, for its record; undefined when the price is not known. Never throws. */
  async rate(inputs: JobInputs, config: Occasion["config"]): Promise<Quote["rate"]> {
    const own = await this.table(config(PRICES_KEY)).catch(() => PriceTable.empty);
    return (await this.quote(inputs, own, config))?.rate;
  }

  /** Why what runs together costs too much, if it does and any of it is still to be submitted. */
  private excess(budget: Budget): string | undefined {
    if (this.starting.size === 0) return undefined;
    return excessOf(budget, [...this.expenses.values()], `the stack's budget (${BUDGET_KEY})`);
  }

  private table(text: string | undefined): Promise<PriceTable> {
    const known = this.tables.get(text ?? "") ?? PriceTable.read(text);
    this.tables.set(text ?? "", known);
    return known;
  }

  /** Undefined: the platform cannot make sense of the job, and `check` says why. */
  private async quote(job: Asked, own: PriceTable, config: Occasion["config"]): Promise<Quote | undefined> {
    try {
      const { spec, maxDuration } = job;
      const place = openPlace(job, { config }, this.runtime.io);
      if (hasUnknown(place.platform.job.machines(spec))) return UNKNOWN_MACHINES;
      if (isUnknown(maxDuration)) return await this.runtime.prices.quote({ spec }, place, own);
      return await this.runtime.prices.quote({ spec, maxDuration }, place, own);
    } catch {
      return undefined;
    }
  }

  /** What is free where the job runs; empty when it does not run on a group, or that is not known. */
  private async room(job: Asked, config: Occasion["config"]): Promise<string[]> {
    try {
      const place = openPlace(job, { config }, this.runtime.io);
      if (hasUnknown(place.platform.job.group(job.spec))) return [];
      const group = await this.runtime.prices.group(job.spec, place);
      return group ? [`${freeText(group)} now`] : [];
    } catch {
      return []; // as in `quote`
    }
  }

  private warnOverdue(job: JobOutputs, { maxDuration = "", platform }: JobInputs, { note, urn }: Difference): void {
    const limitMs = parseDuration(maxDuration);
    if (limitMs === undefined || job.status !== "running" || !job.startedAt || this.told.has(`${urn} overdue`)) return;
    this.told.add(`${urn} overdue`);
    const ranMs = this.runtime.io.clock.wall() - Date.parse(job.startedAt);
    if (ranMs <= limitMs) return;
    const known = findPlatform(platform);
    if (known?.job.timeLimit) return; // the platform ends it
    note("warning", overdueText({ jobId: job.jobId, maxDuration }, ranMs, known?.title ?? platform));
  }
}

/** `¥54.8/h (…), at most ¥1,315 in 24h · 8 of 16 A100 are free in "prod-a100" (rsg-1) now`; empty when nothing is known. */
function costText({ platform, maxDuration }: Asked, quote: Quote | undefined, room: readonly string[]): string {
  if (!quote) return "";
  const isUnbounded = maxDuration !== undefined && !isUnknown(maxDuration) && !quote.isEnforced;
  const title = findPlatform(platform)?.title ?? platform;
  return [
    ...(quote.isUntold ? [] : [quoteText(quote)]),
    ...(isUnbounded ? [`nothing on ${title} ends it after ${maxDuration}`] : []),
    ...room,
  ].join(" · ");
}

const UNKNOWN_MACHINES: Quote = {
  machines: [],
  unpriced: "its machines are not known before the run",
  isEnforced: true,
};

function isLimited({ maxYuan, maxYuanPerHour }: Budget): boolean {
  return maxYuan !== undefined || maxYuanPerHour !== undefined;
}

function nameOf(urn: string): string {
  return urn.split("::").pop() ?? "";
}
