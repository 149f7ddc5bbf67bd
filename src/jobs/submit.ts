import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import type { Journal } from "./journal";
import type { Found } from "./ownership";
import type { Outcome } from "../net/outcome";
import type { JobApi, Marker, Repeat } from "./job";

export type Submission =
  /** It exists. `isNew` is false when it was found rather than made; `others` are further ones with our marker. */
  | {
      readonly kind: "exists";
      readonly id: string;
      readonly name: string;
      readonly isNew: boolean;
      readonly others: readonly string[];
    }
  /** A request may have arrived, and nothing shows whether it made anything. */
  | { readonly kind: "pending"; readonly name: string; readonly signedAt: string; readonly cause: string };

/** What is to be made once: a job, a model version. */
export interface Order {
  readonly name: string;
  readonly marker: Marker;
}

/** The calls that making it once takes. */
export interface Maker<Ordered extends Order> {
  submit(order: Ordered): Promise<Outcome<string>>;
  /** An id absent from the map is not known to the platform. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, unknown>>;
  readonly repeat?: Repeat | undefined;
}

export interface SubmitOptions<Ordered extends Order> {
  readonly order: Ordered;
  /** The one that this one replaces, if it may still be there: never taken over. */
  readonly replaces: string | undefined;
  /** A person looked: the submission without an answer made nothing. */
  readonly isConfirmedLost: boolean;
  /** The name is ours to vary when a record we let go holds it. */
  readonly isDefaultName: boolean;
  readonly api: Maker<Ordered>;
  /** Looks one name up; many at once go out as one request. */
  readonly find: ((name: string, marker: string) => Promise<Found>) | undefined;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (status: string) => void;
  /** What to say when somebody else's holds the name, with the next step. */
  readonly taken: (name: string, id: string) => string;
}

/** Pauses before each look for what a lost reply told of: about a minute in all, counted from the signing. */
const LOOK_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000] as const;
/** After a process that was killed only a request on the wire can still arrive: the first looks are enough. */
const LOOKS_AFTER_A_KILL = 3;
/** How long a name may be "taken" without the list showing by whom. */
const NAME_SHOWN_AFTER_MS = 120_000;

/**
 * Submits once, whatever happened to earlier tries of any process: journal, look, send, resolve. From the moment a
 * request may have left, every trouble ends as `pending`, never as an error.
 * @throws PlatformError when the platform refused, the request could not leave, or the name belongs to somebody else
 */
export async function submitOnce<Ordered extends Order>(options: SubmitOptions<Ordered>): Promise<Submission> {
  const { api, journal, order, signal } = options;
  const entry = await journal.read(order.marker);
  if (entry?.jobId && entry.jobId !== options.replaces && (await api.describe([entry.jobId])).has(entry.jobId)) {
    return { kind: "exists", id: entry.jobId, name: entry.name, isNew: false, others: [] };
  }
  const { name, found } = await freeName(options);
  if (found.kind === "ours") return existing(name, found);
  signal.throwIfAborted();
  const attempt = (entry?.attempt ?? 0) + 1;
  if (entry && !entry.jobId && !options.isConfirmedLost) {
    const lost = {
      kind: "pending",
      name,
      signedAt: entry.signedAt,
      cause: "an earlier run ended before the answer came",
    } as const;
    return (await mayRepeat(api, entry.signedAt)) ? resolve(options, attempt, lost, LOOKS_AFTER_A_KILL) : lost;
  }
  const first = await send(options, name, attempt);
  if (first.kind === "lost")
    return resolve(options, attempt + 1, {
      kind: "pending",
      name,
      signedAt: first.signedAt,
      cause: first.error.message,
    });
  if (first.kind === "exists") return first;
  if (first.error.kind === "nameTaken") {
    // Another process with the same marker was quicker, or the look-up is behind.
    const holder = await lookUntilShown(options, name);
    if (holder?.kind === "ours") return existing(name, holder);
    if (holder) throw nameIsTaken(options, name, holder.id, first.error);
  }
  await journal.remove(order.marker);
  throw first.error;
}

type Pending = Extract<Submission, { kind: "pending" }>;
type Ours = Extract<Found, { kind: "ours" }>;
type Sent =
  | Extract<Submission, { kind: "exists" }>
  | { readonly kind: "none"; readonly error: PlatformError }
  | { readonly kind: "lost"; readonly signedAt: string; readonly error: PlatformError };

async function send<Ordered extends Order>(
  { api, journal, clock, order }: SubmitOptions<Ordered>,
  name: string,
  attempt: number,
): Promise<Sent> {
  const signedAt = new Date(clock.wall()).toISOString();
  await journal.write(order.marker, { name, attempt, signedAt });
  const outcome = await api.submit({ ...order, name });
  if (outcome.kind === "unknown") return { kind: "lost", signedAt, error: outcome.error };
  if (outcome.kind !== "done") return { kind: "none", error: outcome.error };
  // It exists and its id goes into the state: a journal that cannot take it any more must not hide that.
  await journal.write(order.marker, { name, attempt, signedAt, jobId: outcome.value }).catch(() => {});
  return { kind: "exists", id: outcome.value, name, isNew: true, others: [] };
}

/** Finds out what became of a submission without an answer; where the platform guards names, by sending it once more. */
async function resolve<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
  attempt: number,
  lost: Pending,
  looks: number = LOOK_AFTER_MS.length,
): Promise<Submission> {
  const { name } = lost;
  try {
    const late = await lookForLost(options, lost, looks);
    if (late) return existing(name, late);
    if (!(await mayRepeat(options.api, lost.signedAt))) return lost;
    options.signal.throwIfAborted();
    const second = await send(options, name, attempt);
    if (second.kind === "exists") return second;
    if (second.kind === "none" && second.error.kind !== "nameTaken") return { ...lost, cause: second.error.message };
    const shown = await lookUntilShown(options, name);
    if (shown?.kind === "ours") return existing(name, shown);
    return second.kind === "lost" ? { ...lost, signedAt: second.signedAt } : lost;
  } catch (error) {
    return { ...lost, cause: error instanceof Error ? error.message : lost.cause };
  }
}

/** Looks for a submission whose fate was unknown, without sending another. Undefined: still nothing to be seen. */
export async function findLost(
  find: SubmitOptions<Order>["find"],
  journal: Journal,
  api: Pick<Maker<Order>, "describe">,
  { name, marker }: Order,
): Promise<{ id: string; others: readonly string[] } | undefined> {
  const jobId = (await journal.read(marker))?.jobId;
  if (jobId && (await api.describe([jobId])).has(jobId)) return { id: jobId, others: [] };
  const found = await find?.(name, marker);
  return found?.kind === "ours" ? found : undefined;
}

/** Whether a submission signed then can no longer arrive. */
export async function isFencePassed({ repeat }: Pick<JobApi<object>, "repeat">, signedAt: string): Promise<boolean> {
  return repeat !== undefined && (await repeat.serverTime()) > Date.parse(signedAt) + repeat.fenceMs;
}

async function mayRepeat(api: Pick<Maker<Order>, "repeat">, signedAt: string): Promise<boolean> {
  return api.repeat?.kind === "probe" || isFencePassed(api, signedAt);
}

function existing(name: string, { id, others }: Ours): Submission {
  return { kind: "exists", id, name, isNew: false, others };
}

/** The first name that no record of ours, let go earlier, still holds; with our own job if it is already there. */
async function freeName<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
): Promise<{ name: string; found: Found }> {
  const { order, find, isDefaultName, replaces } = options;
  for (let run = 1; ; run += 1) {
    const name = run === 1 ? order.name : `${order.name}-${run}`;
    const found: Found = (await find?.(name, order.marker)) ?? { kind: "none" };
    if (found.kind === "foreign") throw nameIsTaken(options, name, found.id);
    if (found.kind === "none" || (found.kind === "ours" && found.id !== replaces)) return { name, found };
    if (!isDefaultName) throw nameIsTaken(options, name, found.id);
  }
}

function nameIsTaken(
  { taken }: Pick<SubmitOptions<Order>, "taken">,
  name: string,
  id: string,
  cause?: PlatformError,
): PlatformError {
  return new PlatformError("nameTaken", taken(name, id), cause?.origin ?? { platform: "", action: "find" });
}

async function lookForLost(
  { find, order, clock, signal, report }: Omit<SubmitOptions<Order>, "api">,
  { name, signedAt }: Pending,
  looks: number,
): Promise<Ours | undefined> {
  const elapsedMs = clock.wall() - Date.parse(signedAt);
  let ageMs = 0;
  for (const pauseMs of find ? LOOK_AFTER_MS.slice(0, looks) : []) {
    ageMs += pauseMs;
    if (ageMs < elapsedMs) continue; // that look's time passed while nobody was here
    report("reply lost, looking for it");
    await clock.sleep(pauseMs, signal);
    const found = await find?.(name, order.marker);
    if (found?.kind === "ours") return found;
  }
  return undefined;
}

async function lookUntilShown(
  { find, order, clock, signal, report }: Omit<SubmitOptions<Order>, "api">,
  name: string,
): Promise<Exclude<Found, { kind: "none" }> | undefined> {
  const until = clock.now() + NAME_SHOWN_AFTER_MS;
  for (let pauseMs = 1_000; find && clock.now() < until; pauseMs = Math.min(pauseMs * 2, 20_000)) {
    const found = await find(name, order.marker);
    if (found.kind !== "none") return found;
    report("name taken, looking for it");
    await clock.sleep(pauseMs, signal);
  }
  return undefined;
}
