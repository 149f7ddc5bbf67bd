import { z, type ZodRawShape, type ZodType } from "zod";
import { Buckets } from "./bucket";
import type { EmulatorClock } from "./clock";
import { FaultScript, type Fault } from "./faults";
import { Ids } from "./ids";
import { timelineFor, type Scenario } from "./scenario";
import { switchesSchema, type Switches } from "./switches";
import type { EmulatedApi, Vendor, WireReply, WireRequest } from "./vendor";
import { World } from "./world";

/** One line of `GET /_emulator/requests`, in the order in which the emulator acted. */
export interface RequestEntry {
  readonly seq: number;
  /** RFC 3339, UTC, emulator's clock. */
  readonly at: string;
  /** `none` for a request that no vendor recognises; the action is then its method and path. */
  readonly platform: string;
  readonly action: string;
  /** HTTP status of the answer; 0 when there was none, or none yet. */
  readonly status: number;
  /** The vendor's error code in the answer that the client should have got. */
  readonly code?: string;
  readonly jobId?: string;
  /** Whether the request changed anything, whatever answer the client got. */
  readonly committed: boolean;
}

/** What is sent back: an answer, perhaps cut short, or just a closed connection. */
export interface Delivery {
  readonly reply?: Pick<WireReply, "status" | "headers" | "body">;
  /** How many bytes of the body arrive; all when absent. */
  readonly cutAt?: number;
  readonly delayMs?: number;
}

interface Line {
  readonly vendor: Vendor;
  readonly api: EmulatedApi;
}

/** What a request asks for, and which line serves it. */
interface Call {
  readonly action: string;
  readonly line: Line;
}

/** What an emulator starts from, and returns to after a reset. */
export interface Setup {
  /** In force from the start, and again after a reset. */
  readonly scenarios?: readonly Scenario[];
  /** Makes the ids of jobs and requests the same in every run. */
  readonly seed?: string;
}

/** The emulator without its socket: what it knows, and how a request is answered. */
export class Emulator {
  readonly faults = new FaultScript();
  private readonly world: World;
  private readonly ids: Ids;
  private readonly buckets = new Buckets();
  private readonly lines: readonly Line[];
  private log: RequestEntry[] = [];
  private readonly firstScenarios: readonly Scenario[];
  private scenarios: Scenario[];
  private readonly schema: ZodType<Switches>;
  private switched: Switches;

  constructor(
    readonly clock: EmulatorClock,
    readonly vendors: readonly Vendor[],
    { scenarios = [], seed }: Setup,
  ) {
    const now = () => clock.now();
    const ofVendors = Object.assign({}, ...vendors.map(({ switches }) => switches)) as ZodRawShape; // each brings its own
    this.schema = z.strictObject({ ...ofVendors, ...switchesSchema.shape });
    this.switched = this.schema.parse({});
    this.firstScenarios = scenarios;
    this.scenarios = [...scenarios];
    this.ids = new Ids(seed);
    this.world = new World({
      now,
      listLagMs: () => this.switched.listLagMs,
      purgeAfterMs: () => this.switched.purgeAfterMs,
    });
    this.lines = vendors.map((vendor) => ({
      vendor,
      api: vendor.open({
        now,
        wall: () => clock.wall(),
        ids: this.ids,
        switches: () => this.switched,
        timelineFor: (name) => timelineFor(name, this.scenarios, vendor.outcomes),
        ledger: (custom) => this.world.ledger(custom),
        records: (custom) => this.world.records(custom),
      }),
    }));
  }

  /** Undefined for a request that no vendor recognises. */
  recognise(request: Omit<WireRequest, "body">): Call | undefined {
    for (const line of this.lines) {
      const action = line.vendor.recognise(request);
      if (action !== undefined) return { action, line };
    }
    return undefined;
  }

  /** Answers one request to a vendor, with the faults scripted for it; `sleep` takes real milliseconds. */
  async serve(request: WireRequest, sleep: (ms: number) => Promise<void>): Promise<Delivery> {
    const call = this.recognise(request);
    if (call === undefined) return this.refuseUnknown(request);
    const { action, line } = call;
    // Logged on arrival, so that a watcher sees a request whose answer is held back.
    const entry = this.record({ platform: line.vendor.platform, action, status: 0, committed: false });
    const fault = this.faults.take(action, request);
    if (fault?.fault === "delay" && fault.when === "before-commit") await sleep(fault.ms);

    const before = this.world.revision;
    const reply = this.act(call, request, fault);
    const delivery = spoil(reply, fault);
    Object.assign(entry, {
      status: delivery.reply?.status ?? 0,
      code: reply?.code,
      jobId: reply?.jobId,
      committed: this.world.revision !== before,
    });
    return delivery;
  }

  requests(): readonly RequestEntry[] {
    return this.log;
  }

  jobs(): ReturnType<World["entries"]> {
    return this.world.entries();
  }

  direct(scenario: Scenario): void {
    this.scenarios.push(scenario);
  }

  switches(): Switches {
    return this.switched;
  }

  /** Switches that are not named stay as they are. @throws ZodError for an unknown switch or an invalid value */
  switchTo(changes: Readonly<Record<string, unknown>>): void {
    this.switched = this.schema.parse({ ...this.switched, ...changes });
  }

  /** Back to how it started, except for the clock, which never goes back. */
  reset(): void {
    this.world.clear();
    this.faults.clear();
    this.buckets.clear();
    this.ids.restart();
    this.log = [];
    this.scenarios = [...this.firstScenarios];
    this.switched = this.schema.parse({});
  }

  /** Undefined: the request was not acted on, so there is no true answer. */
  private act({ action, line: { vendor, api } }: Call, request: WireRequest, fault?: Fault): WireReply | undefined {
    if (fault?.fault === "throttle") return api.throttled(action);
    if (fault !== undefined && fault.fault !== "delay" && fault.when === "before-commit") return undefined;
    const rate = this.switched.requestsPerSecond ?? vendor.requestsPerSecond;
    const throttled =
      this.switched.tokenBucket && !this.buckets.take(`${vendor.platform}:${action}`, rate, this.clock.now());
    return throttled ? api.throttled(action) : api.answer(action, request);
  }

  private refuseUnknown({ method, url }: WireRequest): Delivery {
    const action = `${method} ${url}`;
    this.record({ platform: "none", action, status: 404, committed: false });
    return { reply: json(404, { error: `no emulated API serves ${action}` }) };
  }

  private record(seen: Omit<RequestEntry, "seq" | "at">): RequestEntry {
    const entry = { seq: this.log.length + 1, at: new Date(this.clock.now()).toISOString(), ...seen };
    this.log.push(entry);
    return entry;
  }
}

export function json(status: number, body: unknown): NonNullable<Delivery["reply"]> {
  return { status, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

/** What the client gets of the answer it should have got, or in its place. */
function spoil(reply: WireReply | undefined, fault: Fault | undefined): Delivery {
  switch (fault?.fault) {
    case undefined:
    case "throttle":
      return { reply };
    case "delay":
      return { reply, delayMs: fault.when === "after-commit" ? fault.ms : 0 };
    case "drop-before-commit":
    case "drop-after-commit":
      return {};
    case "http-500":
      return { reply: json(500, { message: "internal server error" }) };
    case "html-502":
      return { reply: page(502, "<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>") };
    case "garbage":
      return { reply: { ...json(200, null), body: "]oops{\u0000" } };
    case "redirect":
      return { reply: { status: 302, headers: { location: "/redirected" }, body: "" } };
    case "truncate": {
      const whole = reply ?? json(200, { note: "the request was not acted upon" });
      return { reply: whole, cutAt: Math.floor(Buffer.byteLength(whole.body) / 2) };
    }
  }
}

function page(status: number, body: string): NonNullable<Delivery["reply"]> {
  return { status, headers: { "content-type": "text/html" }, body };
}
