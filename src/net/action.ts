import type { Rate } from "./allowance";
import type { HttpReply, HttpRequest } from "./http";
import type { Lane } from "./limiter";

/** What a request that buys something has to pass when its turn has come. */
export interface Gate {
  /** Aborted: nothing leaves any more, and whoever still waits for a turn or a connection gives up with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called for each attempt, last of all before it is signed and sent: writes down what must be known should nobody live to tell. */
  open(): Promise<void>;
}

/** One vendor action, ready to be sent as often as its lane allows. */
export interface Action<T> {
  readonly platform: string;
  /** The vendor's name of the call. */
  readonly name: string;
  /** One limiter per scope and `limit`: account and region. Holds no secret. */
  readonly scope: string;
  /** What shares a rate with this call, where the vendor counts more than one together. Default: its own name. */
  readonly limit?: string;
  readonly lane: Lane;
  readonly rate: Rate;
  /** Builds and signs one attempt; called anew for each. `wallMs` is the time to sign with. */
  prepare(wallMs: number): Omit<HttpRequest, "bounds">;
  /**
   * The reply grants a token, which may be one that is known already: it is read as it came. What it says when it grants none is
   * read without secrets, as every other reply is.
   */
  readonly isLogin?: true;
  /** Reads a complete reply, or throws the PlatformError that it is. */
  decode(reply: HttpReply): T;
}
