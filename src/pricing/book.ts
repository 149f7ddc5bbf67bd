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

/** A person is waiting for the preview: what has not been answered by then is left out. */
export const LONGEST_ANSWER_MS = 3_000;

/**
 * What things cost and what is free, each asked once per process: a thousand jobs take no more requests than one. What got no
 * answer (no credentials, no network, no permission, too late) is not asked again.
 */
export class PriceBook {
  private readonly lists = new Answers<PriceApi, PriceList>();
  private readonly rooms = new Answers<GroupApi, GroupSnapshot | undefined>();

  /** @param clock real time, because a person waits */
  constructor(private readonly clock: Pick<Clock, "sleep" | "wall">) {}

  /** @throws anything, for a spec that does not fit the platform's schema */
  async quote(order: Order, market: Market, own: PriceTable): Promise<Quote> {
    const { platform } = market;
    const alone = quoteOf(platform, order, { own, list: { none: "" } });
    // A price in the user's own table takes no request.
    return alone.rate ? alone : quoteOf(platform, order, { own, list: await this.listFor(order.spec, market) });
  }

  /** The group that the job runs on, as it is now. Undefined: it runs on none, or there was no answer. */
  async group(spec: object, { platform, groups }: Market): Promise<GroupSnapshot | undefined> {
    const query = platform.job.group(spec);
    if (!query || !groups) return undefined;
    return this.rooms.once(groups, query, () => this.inTime(firstSeen(groups, query), undefined));
  }

  private async listFor(spec: object, { platform, prices }: Market): Promise<PriceList> {
    const source = platform.job.priceSource(spec);
    if ("none" in source) return source;
    const untold = { none: `${platform.title} did not report its prices`, isUntold: true } as const;
    if (!prices) return untold;
    return this.lists.once(prices, source.list, () => {
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

/** Nothing is known of the cards of a group that could not be seen. */
async function firstSeen(groups: GroupApi, query: GroupQuery): Promise<GroupSnapshot | undefined> {
  return (await groups.find(query)).find(({ isVerified }) => isVerified);
}

/** The answers of each API that was asked, by query. */
class Answers<Api extends object, T> {
  private readonly known = new WeakMap<Api, Map<string, Promise<T>>>();

  /** The answer to a query; `ask` is called the first time only. */
  once(api: Api, query: object, ask: () => Promise<T>): Promise<T> {
    const answers = this.known.get(api) ?? new Map<string, Promise<T>>();
    this.known.set(api, answers);
    const key = JSON.stringify(query);
    const answer = answers.get(key) ?? ask();
    answers.set(key, answer);
    return answer;
  }
}
