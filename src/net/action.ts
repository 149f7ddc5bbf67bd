import type { Rate } from "./allowance";
import type { HttpReply, HttpRequest } from "./http";
import type { Lane } from "./limiter";

/** What a request that buys something must pass when its turn comes. */
export interface Gate {
  /** Once aborted, nothing is sent any more, and a request that waits for a turn or a connection fails with the signal's reason. */
  readonly signal: AbortSignal;
  /** Called for each attempt, right before it is signed and sent: records what must be known if this process dies. */
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
   * The reply grants a token, which may be a known one: it is read as it came. A reply that grants none is read without secrets,
   * as every other reply is.
   */
  readonly isLogin?: true;
  /** Reads a complete reply, or throws the PlatformError that it amounts to. */
  decode(reply: HttpReply): T;
}
