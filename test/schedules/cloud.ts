import { EmulatorClock } from "../../src/emulator/clock";
import { Emulator, type Delivery } from "../../src/emulator/emulator";
import type { Switches } from "../../src/emulator/switches";
import type { WireRequest } from "../../src/emulator/vendor";
import { HttpFailure, type HttpReply, type HttpRequest } from "../../src/net/http";
import { vendors } from "../../src/platforms/vendors";
import type { FakeClock } from "../fake-clock";

/** What happens to one request on its way. `arrives late`: its sender has given up, and it comes all the same. */
export type Fate =
  | { readonly kind: "not sent" | "request lost" | "reply lost" | "arrives late"; readonly afterMs: number }
  | { readonly kind: "500 before" | "500 after" | "garbage" | "throttled" };

/** On the way there and back, each. */
const LATENCY_MS = 30;
/** A state before the last one lasts no longer: waiting itself is not what is tried here. */
const SOON_MS = 500;
const ORIGIN = "http://127.0.0.1:9";

/** What a client of the platforms has in its environment. */
export const ENVIRONMENT: Readonly<Record<string, string>> = {
  ...Object.fromEntries(vendors.flatMap((vendor) => Object.entries(vendor.env))),
  PULUMI_TRAINING_EMULATOR: ORIGIN,
  QIZHI_CONSOLE_SESSION: "a session of the tests",
};

class VirtualClock extends EmulatorClock {
  constructor(private readonly virtual: FakeClock) {
    super(1);
  }
  override now = () => Math.floor(this.virtual.now());
  override wall = () => this.virtual.now();
}

/** The emulator without its socket, by the clock of a test, and a network that spoils what it is told to. */
export class Cloud {
  readonly emulator: Emulator;
  readonly environment = ENVIRONMENT;
  /** By the vendor's name of the call: what becomes of its next requests. */
  private fates = new Map<string, (Fate | undefined)[]>();

  /** @param platform the one whose jobs run for ever, soon */
  constructor(
    private readonly clock: FakeClock,
    platform: string,
    switches: Partial<Switches>,
  ) {
    const vendor = vendors.find((each) => each.platform === platform);
    const timeline = vendor?.outcomes["runs-forever"].map(({ ms, ...phase }) => ({
      ...phase,
      ms: Math.min(ms ?? 0, SOON_MS),
    }));
    const scenarios = [{ match: { name: "*" }, timeline }];
    this.emulator = new Emulator(new VirtualClock(clock), vendors, { scenarios, seed: "schedules" });
    this.emulator.switchTo(switches);
  }

  /** What becomes of the next requests of this action, one after the other; undefined: nothing. */
  foresee(action: string, fates: readonly (Fate | undefined)[]): void {
    this.fates.set(action, [...fates]);
  }

  /** From now on the network is in order. What is on its way still comes. */
  calm(): void {
    this.fates.clear();
  }

  /** How a process sends. */
  async send({ method, url, headers, body = "", bounds }: HttpRequest): Promise<HttpReply> {
    const { pathname, search, host } = new URL(url);
    const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
    const request = { method, url: pathname + search, headers: { host, ...lower }, body: Buffer.from(body) };
    const fate = this.fates.get(this.emulator.recognise(request)?.action ?? "")?.shift();
    const lost = (code: string, sent: boolean) =>
      new HttpFailure(`${code} of this test`, { host, sent, code, lasting: false });
    if (fate?.kind === "not sent") throw lost("ECONNREFUSED", false);
    if (fate?.kind === "request lost" || fate?.kind === "arrives late") {
      if (fate.kind === "arrives late") void this.deliverLate(request, bounds.headersMs + fate.afterMs);
      await this.clock.sleep(bounds.headersMs);
      throw lost("HEADERS_TIMEOUT", true);
    }
    await this.clock.sleep(LATENCY_MS);
    if (fate?.kind === "500 before") return replyOf(this.clock, { status: 500, headers: {}, body: "{}" });
    if (fate?.kind === "throttled") {
      const action = this.emulator.recognise(request)?.action ?? "";
      this.emulator.faults.add({ action, fault: "throttle", times: 1, skip: 0, ms: 0, when: "before-commit" });
    }
    const { reply } = await this.serve(request);
    await this.clock.sleep(LATENCY_MS);
    if (fate?.kind === "reply lost" || reply === undefined) throw lost("UND_ERR_SOCKET", true);
    if (fate?.kind === "500 after") return replyOf(this.clock, { status: 500, headers: {}, body: "{}" });
    return replyOf(this.clock, fate?.kind === "garbage" ? { ...reply, body: "]oops{" } : reply);
  }

  private async deliverLate(request: WireRequest, ms: number): Promise<void> {
    await this.clock.sleep(ms);
    await this.serve(request);
  }

  private serve(request: WireRequest): Promise<Delivery> {
    return this.emulator.serve(request, (ms) => this.clock.sleep(ms));
  }
}

function replyOf(clock: FakeClock, { status, headers, body }: NonNullable<Delivery["reply"]>): HttpReply {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return { status, headers: { date: new Date(clock.now()).toUTCString(), ...lower }, text: body };
}
