import { EmulatorClock } from "../../src/emulator/clock";
import { Emulator } from "../../src/emulator/emulator";
import { listen, type Listening } from "../../src/emulator/server";
import { systemClock, type Clock } from "../../src/net/clock";
import { sendHttp, type HttpReply, type HttpRequest } from "../../src/net/http";
import { vendors } from "../../src/platforms/vendors";
import { samples } from "../conformance/samples";
import { ENVIRONMENT } from "../schedules/cloud";
import { Deployment, type Ending } from "../schedules/deployment";
import { Machine } from "../schedules/machine";
import { startProxy, type Proxy, type Trouble } from "./proxy";

/** Where one fault is tried. */
export interface Mode {
  readonly platform: string;
  readonly uniqueNames: boolean;
  /** Whether the run after the fault has the journal of the one before it. */
  readonly keepsJournal: boolean;
  /** Whether Qizhi's console, which alone lists jobs there, can be asked. */
  readonly hasConsole: boolean;
}

/** Trouble on the way, or a wrong way: an origin. */
export type Fate = Trouble | { readonly to: string };

/** Not more: a slow answer takes real time, and the engine's deadlines do not wait for it. */
const SPEED = 60;
/** A real network's bounds are of seconds, by real time: nobody waits so long here, and a busy machine does not reach them. */
const HASTE = 20;
/** Beyond every fence, and every grace for lists that are behind. */
const LATER_MS = 20 * 60_000;
const MINUTE_MS = 60_000;
const NAME = "job";

/** Its machine's own time moves ahead too: a signature is as old as time has passed. */
class MovableClock extends EmulatorClock {
  private aheadMs = 0;
  override wall = () => super.wall() + this.aheadMs;
  override advance(ms: number): void {
    super.advance(ms);
    this.aheadMs += ms;
  }
}

/** A platform behind a real socket, a machine that submits one job to it, and a network between them that can be told to fail. */
export class World {
  readonly environment: Readonly<Record<string, string>>;
  private readonly sent = new Map<string, number>();
  private readonly fates = new Map<string, Fate[]>();
  private readonly proxies: Proxy[] = [];
  private readonly deployment = new Deployment();
  private machine = new Machine();

  private constructor(
    private readonly mode: Mode,
    private readonly time: EmulatorClock,
    private readonly emulator: Emulator,
    private readonly listening: Listening,
  ) {
    const { QIZHI_CONSOLE_SESSION: _, ...withoutConsole } = ENVIRONMENT;
    this.environment = mode.hasConsole ? ENVIRONMENT : withoutConsole;
  }

  static async open(mode: Mode): Promise<World> {
    const time = new MovableClock(SPEED);
    const emulator = new Emulator(time, vendors, {
      scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }],
      seed: "faults",
    });
    emulator.switchTo({ uniqueNames: mode.uniqueNames });
    return new World(mode, time, emulator, await listen(emulator, 0));
  }

  async close(): Promise<void> {
    await Promise.all([this.listening.close(), ...this.proxies.map((proxy) => proxy.close())]);
  }

  /** The states of the jobs from now on, in the vendor's words, a minute each but for the last. */
  letJobsBe(states: readonly string[]): void {
    const timeline = states.map((state, index) => ({ state, ...(index < states.length - 1 && { ms: MINUTE_MS }) }));
    this.emulator.direct({ match: { name: "*" }, timeline });
  }

  /** What becomes of the next requests of this action, of the vendor's name. */
  foresee(action: string, fate: Fate, times: number): void {
    this.fates.set(action, Array<Fate>(times).fill(fate));
  }

  /** The network is in order again, some time has passed, and perhaps it is another machine. */
  later(): void {
    this.fates.clear();
    this.time.advance(LATER_MS);
    if (!this.mode.keepsJournal) this.machine = new Machine();
  }

  /** @param more arguments of the job, besides the platform's sample of a spec */
  up(more: object = {}): Promise<Ending> {
    const { platform } = this.mode;
    return this.deployment.up(new Map([[NAME, { platform, spec: samples[platform]?.spec, ...more }]]), this.start());
  }

  destroy(): Promise<Ending> {
    return this.deployment.destroy(this.start());
  }

  /** How often the action was sent, whether it arrived or not. */
  countOf(action: string): number {
    return this.sent.get(action) ?? 0;
  }

  /** Whether the row has the job that there is, or is in doubt. */
  get isAccountedFor(): boolean {
    const { row, jobs } = this;
    return row !== undefined && (row.id.startsWith("pending:") || row.jobId === jobs[0]?.id);
  }

  get row(): { readonly id: string; readonly jobId: unknown; readonly status: unknown } | undefined {
    const row = this.deployment.rows.get(NAME);
    return row && { id: row.id, jobId: row.outputs["jobId"], status: row.outputs["status"] };
  }

  get jobs(): readonly { readonly id: string; readonly live: boolean }[] {
    return this.emulator.jobs();
  }

  private start() {
    const { uniqueNames } = this.mode;
    const settings = new Map(uniqueNames ? [] : [["training:tione", JSON.stringify({ assumeUniqueNames: false })]]);
    const clock: Clock = { now: () => this.time.now(), wall: () => this.time.wall(), sleep: systemClock(SPEED).sleep };
    return this.machine.start(this, clock, settings, undefined);
  }

  /** How its process sends. */
  async send(request: HttpRequest): Promise<HttpReply> {
    const { pathname, search, host } = new URL(request.url);
    const lower = Object.fromEntries(
      Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]),
    );
    const seen = { method: request.method, url: pathname + search, headers: { host, ...lower } };
    const action = this.emulator.recognise(seen)?.action ?? "";
    this.sent.set(action, (this.sent.get(action) ?? 0) + 1);
    const fate = this.fates.get(action)?.shift();
    const origin = fate ? await this.originOf(fate) : this.listening.url;
    const { fresh, maxBytes, ...times } = request.bounds;
    const hurried = Object.fromEntries(Object.entries(times).map(([bound, ms]) => [bound, ms / HASTE]));
    const bounds = { ...request.bounds, ...hurried, fresh, maxBytes };
    // Signed is the name of the platform, whoever stands between.
    const url = origin + pathname + search;
    const reply = await sendHttp({ ...request, url, headers: { host, ...request.headers }, bounds }, {});
    return { ...reply, headers: { ...reply.headers, date: new Date(this.time.wall()).toUTCString() } };
  }

  private async originOf(fate: Fate): Promise<string> {
    if ("to" in fate) return fate.to;
    const proxy = await startProxy(this.listening.url, fate);
    this.proxies.push(proxy);
    return proxy.origin;
  }
}
