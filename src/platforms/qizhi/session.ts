import type { Clock } from "../../net/clock";

/** A bearer token and how long it lives. */
export interface Granted {
  readonly token: string;
  readonly lifeMs: number;
}

/** There is no refreshing: the credentials are posted again, early enough that no token dies on its way. */
const RENEWED_AFTER = 0.8;

/** One account's token, in memory only: whoever needs it shares one login. */
export class Session {
  private held?: { readonly token: string; readonly renewAt: number };
  private login?: Promise<string>;

  constructor(
    private readonly clock: Clock,
    private readonly logIn: () => Promise<Granted>,
  ) {}

  /** A token in the first four fifths of its life. Rejects as the login does; the next caller then tries anew. */
  async token(): Promise<string> {
    if (this.held && this.clock.now() < this.held.renewAt) return this.held.token;
    this.login ??= this.renew().finally(() => {
      this.login = undefined;
    });
    return this.login;
  }

  /** Another token than the one that was refused. */
  async instead(refused: string): Promise<string> {
    if (this.held?.token === refused) this.held = undefined;
    return this.token();
  }

  private async renew(): Promise<string> {
    const { token, lifeMs } = await this.logIn();
    this.held = { token, renewAt: this.clock.now() + lifeMs * RENEWED_AFTER };
    return token;
  }
}
