import type { Clock } from "../../net/clock";

/** A token, and how long it lives. */
export interface Granted {
  readonly token: string;
  readonly lifeMs: number;
}

/** Fraction of its life after which a token is renewed: early enough that none expires in flight. */
const RENEWED_AFTER = 0.8;
/** However short or unreadable its life: a token that is dead on arrival is refused, not requested over and over. */
const LEAST_USE_MS = 60_000;

/** One account's token, in memory only: all callers share one login, and what came with it. */
export class Tokens<Grant extends Granted = Granted> {
  private held?: { readonly grant: Grant; readonly renewAt: number };
  private login: Promise<Grant> | undefined;

  /** @param logIn posts the credentials: no vendor refreshes tokens */
  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly logIn: () => Promise<Grant>,
  ) {}

  /** A token in the first four fifths of its life. Rejects as the login does; the next caller then tries again. */
  async get(): Promise<Grant> {
    if (this.held && this.clock.now() < this.held.renewAt) return this.held.grant;
    this.login ??= this.renew().finally(() => {
      this.login = undefined;
    });
    return this.login;
  }

  /** A token other than the one that was refused. */
  async instead(refused: string): Promise<Grant> {
    this.drop(refused);
    return this.get();
  }

  /** Forgets a token that was refused, unless it has been replaced by now. */
  drop(refused: string): void {
    if (this.held?.grant.token === refused) delete this.held;
  }

  private async renew(): Promise<Grant> {
    const grant = await this.logIn();
    const useMs = Math.max(LEAST_USE_MS, RENEWED_AFTER * (grant.lifeMs || 0));
    this.held = { grant, renewAt: this.clock.now() + useMs };
    return grant;
  }
}
