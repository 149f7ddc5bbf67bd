import { Allowance, type Rate, type Token } from "./allowance";
import type { Clock } from "./clock";
import { Health } from "./health";

/** Who goes first when calls wait for the limiter, and which retries and bounds apply. In order of urgency. */
export const LANES = ["stop", "create", "lookup", "read", "poll"] as const;
export type Lane = (typeof LANES)[number];

/** What the calls of one process share, by scope: their turns, and what earlier replies taught. */
export interface Limiters {
  scope(name: string): Scope;
}

/** Calls that share one rate. */
export interface Limit {
  readonly name: string;
  readonly rate: Rate;
}

/** Permission to send one request. */
export interface Permit {
  /** The request leaves this machine now. */
  sent(): void;
  /** Must be called once, whatever happened; the reply decides how fast the next ones go. */
  leave(reply: "clean" | "throttled" | "none"): void;
}

export function createLimiters(clock: Clock): Limiters {
  const scopes = new Map<string, Scope>();
  return {
    scope(name) {
      const scope = scopes.get(name) ?? new Scope(clock);
      scopes.set(name, scope);
      return scope;
    },
  };
}

const IN_FLIGHT = 64;

interface Waiter {
  readonly turn: number;
  readonly admit: (permit: Permit) => void;
}

interface Queue {
  readonly allowance: Allowance;
  readonly lanes: Readonly<Record<Lane, Waiter[]>>;
  /** When a timer will call `advance` next. */
  wakesAt: number;
}

/** One account in one region: at most 64 requests on their way, each action at its own rate, urgent lanes first. */
export class Scope {
  readonly health = new Health();
  private readonly queues = new Map<string, Queue>();
  private inFlight = 0;
  private turns = 0;

  constructor(private readonly clock: Clock) {}

  /**
   * Waits for a turn: the most urgent lane first, in order of arrival inside a lane. Rejects with the signal's reason, and then
   * the turn goes to the next caller.
   */
  async enter(limit: Limit, lane: Lane, signal?: AbortSignal): Promise<Permit> {
    signal?.throwIfAborted();
    const waiting = this.queueOf(limit).lanes[lane];
    let giveUp = () => {};
    try {
      return await new Promise<Permit>((admit, reject) => {
        const waiter: Waiter = { turn: this.turns++, admit };
        giveUp = () => {
          const place = waiting.indexOf(waiter);
          if (place < 0) return; // admitted
          waiting.splice(place, 1);
          reject(signal?.reason as Error); // aborted by our own code, always with an Error
        };
        signal?.addEventListener("abort", giveUp, { once: true });
        waiting.push(waiter);
        this.advance();
      });
    } finally {
      signal?.removeEventListener("abort", giveUp);
    }
  }

  private queueOf({ name, rate }: Limit): Queue {
    const queue = this.queues.get(name) ?? {
      allowance: new Allowance(rate, this.clock.now()),
      lanes: { stop: [], create: [], lookup: [], read: [], poll: [] },
      wakesAt: Infinity,
    };
    this.queues.set(name, queue);
    return queue;
  }

  /** Admits whoever may go now, and makes sure that the rest are looked at again. */
  private advance(): void {
    const now = this.clock.now();
    for (const lane of LANES) {
      for (let queue = this.next(lane, now); queue !== undefined; queue = this.next(lane, now)) {
        const token = queue.allowance.take(now);
        this.inFlight += 1;
        queue.lanes[lane].shift()?.admit(this.permit(queue.allowance, token));
      }
    }
    for (const queue of this.queues.values()) this.wakeFor(queue, now);
  }

  /** Of the queues whose first waiter in this lane may go, the one whose waiter came earliest. */
  private next(lane: Lane, now: number): Queue | undefined {
    // A stop saves money: requests that hang in other lanes do not hold it up.
    if (this.inFlight >= IN_FLIGHT && lane !== "stop") return undefined;
    let first: Queue | undefined;
    for (const queue of this.queues.values()) {
      const turn = queue.lanes[lane][0]?.turn;
      if (turn === undefined || queue.allowance.readyAt(now) > now) continue;
      if (turn < (first?.lanes[lane][0]?.turn ?? Infinity)) first = queue;
    }
    return first;
  }

  private wakeFor(queue: Queue, now: number): void {
    const readyAt = queue.allowance.readyAt(now);
    // With no wait left, only a free slot is missing, and `leave` looks again.
    if (readyAt <= now || readyAt >= queue.wakesAt || LANES.every((lane) => queue.lanes[lane].length === 0)) return;
    queue.wakesAt = readyAt;
    void this.clock.sleep(readyAt - now).then(() => {
      if (queue.wakesAt === readyAt) queue.wakesAt = Infinity;
      this.advance();
    });
  }

  private permit(allowance: Allowance, token: Token): Permit {
    return {
      sent: () => allowance.sent(token, this.clock.now()),
      leave: (reply) => {
        const now = this.clock.now();
        this.inFlight -= 1;
        allowance.release(token, now, reply !== "none");
        if (reply === "throttled") allowance.throttled(token.takenAt, now);
        if (reply === "clean") allowance.clean(now);
        this.advance();
      },
    };
  }
}
