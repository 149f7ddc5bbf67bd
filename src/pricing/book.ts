import type { GroupApi, GroupQuery, GroupSnapshot } from "../jobs/groups";
import type { Platform } from "../jobs/platform";
import type { PriceApi } from "../jobs/price";
import type { Clock } from "../net/clock";
import { quoteOf, type Order, type PriceList, type Quote } from "./quote";
import type { PriceTable } from "./table";

/** Who is asked: one account in one place of a platform. */
export interface Market {
  readonly platform: Platform<object>;
  /** The same object for the same account and place. */
  readonly prices?: PriceApi | undefined;
  readonly groups?: GroupApi | undefined;
}

/** A person waits for the preview: what is not told by then is left out. */
export const LONGEST_ANSWER_MS = 3_000;

/**
 * What things cost and what is free, each asked once a process: a thousand jobs take no more requests than one. What nobody tells
 * (no credentials, no network, no permission, no answer in time) is not asked again.
 */
export class PriceBook {
  private readonly lists = new WeakMap<PriceApi, Map<string, Promise<PriceList>>>();
  private readonly rooms = new WeakMap<GroupApi, Map<string, Promise<GroupSnapshot | undefined>>>();

  /** @param clock real time, which the person has */
  constructor(private readonly clock: Pick<Clock, "sleep" | "wall">) {}

  /** @throws anything, for a spec that is not of the platform's schema */
  async quote(order: Order, market: Market, own: PriceTable): Promise<Quote> {
    const { platform } = market;
    const alone = quoteOf(platform, order, own, { none: "" });
    // Nobody needs to be asked for what the user's own table says.
    return alone.rate ? alone : quoteOf(platform, order, own, await this.listFor(order.spec, market));
  }

  /** The group that the job runs on, as it is now. Undefined: it runs on none, or nobody tells. */
  async group(spec: object, { platform, groups }: Market): Promise<GroupSnapshot | undefined> {
    const query = platform.job.group(spec);
    if (!query || !groups) return undefined;
    return once(this.rooms, groups, query, () => this.inTime(firstSeen(groups, query), undefined));
  }

  private async listFor(spec: object, { platform, prices }: Market): Promise<PriceList> {
    const source = platform.job.priceSource(spec);
    if ("none" in source) return source;
    const untold = { none: `${platform.title} did not tell its prices`, isUntold: true } as const;
    if (!prices) return untold;
    return once(this.lists, prices, source.list, () => {
      const readAt = () => new Date(this.clock.wall()).toISOString();
      const list = prices
        .read(source.list)
        .then((read): PriceList => ({ prices: read, source: `${platform.title} ${prices.action}`, readAt: readAt() }));
      return this.inTime<PriceList>(list, untold);
    });
  }

  private async inTime<T>(answer: Promise<T>, otherwise: T): Promise<T> {
    const over = new AbortController();
    const late = this.clock.sleep(LONGEST_ANSWER_MS, over.signal).then(() => otherwise);
    late.catch(() => {}); // the answer came first
    try {
      return await Promise.race([answer.catch(() => otherwise), late]);
    } finally {
      over.abort(new Error("answered"));
    }
  }
}

/** Of a group that nobody saw, no card is known. */
async function firstSeen(groups: GroupApi, query: GroupQuery): Promise<GroupSnapshot | undefined> {
  return (await groups.find(query)).find(({ isVerified }) => isVerified);
}

function once<Owner extends object, T>(
  known: WeakMap<Owner, Map<string, Promise<T>>>,
  owner: Owner,
  query: object,
  ask: () => Promise<T>,
): Promise<T> {
  const answers = known.get(owner) ?? new Map<string, Promise<T>>();
  known.set(owner, answers);
  const key = JSON.stringify(query);
  const answer = answers.get(key) ?? ask();
  answers.set(key, answer);
  return answer;
}
