import type { Clock } from "../../net/clock";

/** A token, and how long it lives. */
export interface Granted {
  readonly token: string;
  readonly lifeMs: number;
}

/** Early enough that no token dies on its way. */
const RENEWED_AFTER = 0.8;
/** However short or unreadable a life is: a token that is dead on arrival is refused, not asked for again and again. */
const LEAST_USE_MS = 60_000;

/** One account's token, in memory only: whoever needs it shares one login, and what came with it. */
export class Tokens<Grant extends Granted = Granted> {
  private held?: { readonly grant: Grant; readonly renewAt: number };
  private login: Promise<Grant> | undefined;

  /** @param logIn posts the credentials: no vendor refreshes tokens */
  constructor(
    private readonly clock: Pick<Clock, "now">,
    private readonly logIn: () => Promise<Grant>,
  ) {}

  /** A token in the first four fifths of its life. Rejects as the login does; the next caller then tries anew. */
  async get(): Promise<Grant> {
    if (this.held && this.clock.now() < this.held.renewAt) return this.held.grant;
    this.login ??= this.renew().finally(() => {
      this.login = undefined;
    });
    return this.login;
  }

  /** Another one than the one that was refused. */
  async instead(refused: string): Promise<Grant> {
    this.drop(refused);
    return this.get();
  }

  /** Forgets a token that was refused, unless there is another by now. */
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
