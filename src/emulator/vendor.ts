import type { IncomingHttpHeaders } from "node:http";
import type { ZodType } from "zod";
import type { Ids } from "./ids";
import type { Outcome } from "./scenario";
import type { Switches } from "./switches";
import type { Timeline } from "./timeline";
import type { Custom, Ledger } from "./world";

/** A request as it came over the wire. */
export interface WireRequest {
  readonly method: string;
  /** Path and query, as sent. */
  readonly url: string;
  /** As sent, names in lower case. */
  readonly headers: IncomingHttpHeaders;
  /** The exact bytes that the client signed. */
  readonly body: Buffer;
}

export interface WireReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** For the request log: the vendor's error code, and the job that the request was about. */
  readonly code?: string;
  readonly jobId?: string;
}

/** What the emulator gives a vendor: time, storage, ids, the shared switches and the vendor's own. */
export interface Stage<Own extends object = object> {
  now(): number;
  wall(): number;
  readonly ids: Ids;
  switches(): Switches & Own;
  /** What will happen to a job of this name that is submitted now. */
  timelineFor(name: string): Timeline;
  ledger<Facts>(custom: Custom<Facts>): Ledger<Facts>;
  /** Like a ledger, for things that are not jobs: never purged, and not shown among the jobs. */
  records<Facts>(custom: Pick<Custom<Facts>, "isSettled">): Ledger<Facts>;
}

/** A vendor's wire protocol, ready to serve. */
export interface EmulatedApi {
  /** Acts on a request at once, without waiting for anything, and answers it. */
  answer(action: string, request: WireRequest): WireReply;
  /** The vendor's refusal for too many requests. */
  throttled(action: string): WireReply;
}

/** A vendor whose API is emulated: one folder under `platforms/`, which shares no code with that vendor's client. */
export interface Vendor<Own extends object = object> {
  readonly platform: string;
  /** What clients of this vendor need in their environment: the public dummy credentials, under the vendor's names. */
  readonly env: Readonly<Record<string, string>>;
  /** The calls that are emulated, by the vendor's names. */
  readonly actions: readonly string[];
  /** The vendor's own rate limit, for each action. */
  readonly requestsPerSecond: number;
  readonly outcomes: Readonly<Record<Outcome, Timeline>>;
  /** The action that a request asks for, empty if it names none; undefined: not a request to this vendor. */
  recognise(request: Omit<WireRequest, "body">): string | undefined;
  /** Realistic edge cases that only this vendor has, each with its initial value. */
  readonly switches?: Readonly<Record<keyof Own, ZodType>>;
  open(stage: Stage<Own>): EmulatedApi;
}
