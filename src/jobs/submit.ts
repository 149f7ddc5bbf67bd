import type { Gate } from "../net/action";
import type { Clock } from "../net/clock";
import { PlatformError, type ErrorOrigin } from "../net/errors";
import type { Outcome } from "../net/outcome";
import type { Claim, JobApi, JobState, Repeat } from "./job";
import { amendEntry, type Journal, type JournalEntry, type Origin } from "./journal";
import { isClaimedBy, type Found } from "./ownership";
import { isStillAbsent } from "./wait";

export type Submission =
  /** It exists. `isNew` is false when it was found rather than created; `others` are further ones with our marker. */
  | {
      readonly kind: "exists";
      readonly id: string;
      readonly name: string;
      readonly isNew: boolean;
      readonly others: readonly string[];
      /** How it ended, where only the journal still knows. */
      readonly ended?: JobState;
    }
  /** A request may have arrived, and nothing shows whether it created anything. */
  | { readonly kind: "pending"; readonly name: string; readonly signedAt: string; readonly cause: string };

/** What is to be created once: a job, a model version. */
export interface Order extends Origin {
  readonly name: string;
}

/** The calls it takes to create it once. */
export interface Maker<Ordered extends Order> {
  submit(order: Ordered, gate: Gate): Promise<Outcome<string>>;
  /** An id absent from the map is not known to the platform. */
  describe(ids: readonly string[]): Promise<ReadonlyMap<string, { readonly claim?: Claim }>>;
  readonly repeat?: Repeat | undefined;
}

/** What the state's row says about a submission without an answer: the state travels where a journal does not. */
export interface Recorded {
  readonly name: string;
  /** RFC 3339; when it was signed. */
  readonly signedAt: string;
}

export interface SubmitOptions<Ordered extends Order> {
  readonly order: Ordered;
  /** For the journal: which resource it is, and where its calls go. */
  readonly about: Pick<JournalEntry, "urn" | "place">;
  readonly recorded: Recorded | undefined;
  /** The one that this one replaces, if it may still exist: never taken over. */
  readonly replaces: string | undefined;
  /** A person checked that the submission without an answer created nothing. */
  readonly isConfirmedLost: boolean;
  /** We chose the name, so it may be varied when a record that we released holds it. */
  readonly isDefaultName: boolean;
  readonly api: Maker<Ordered>;
  /** Looks one name up; many at once go out as one request. `since`: see `JobConnection.find`. */
  readonly find: ((name: string, origin: Origin, since?: string) => Promise<Found>) | undefined;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (status: string) => void;
  /** The message for a name that somebody else's holds, with the next step. */
  readonly taken: (name: string, holder: Holding) => string;
  /** Told of what this machine remembers and another takes the place of, right before that is submitted. */
  readonly givenUp: (id: string, because: GivenUp) => void;
}

/** Why what this machine remembers is not taken over: the platform does not show it any more, or its record was released. */
export type GivenUp = "absent" | "released";

type Looking = Pick<SubmitOptions<Order>, "find" | "clock" | "signal" | "report"> & { readonly order: Origin };

/** Whatever holds a name that we want. */
export type Holding = Extract<Found, { kind: "foreign" | "ours" | "released" }>;

/** Pauses before each look for what a lost reply reported: about a minute in all, counted from the signing. */
const LOOK_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000] as const;
/** After a process was killed, only a request on the wire can still arrive: the first looks are enough. */
export const LOOKS_AFTER_A_KILL = 3;
/** How long a name may be "taken" without the list showing by whom. */
const NAME_SHOWN_AFTER_MS = 120_000;
/** How long the platform may hide what it never showed: several times as long as any wait allows for, because another is bought then. */
const SHOWN_AFTER_MS = 15 * 60_000;

/**
 * Submits once, whatever happened to earlier attempts of any process: journal and row, look, send, resolve. What has an id
 * is not submitted again, whether the platform shows it or not, unless another machine destroyed it ({@link whyGivenUp}).
 * From the moment a request may have left, whatever leaves its fate unknown ends as `pending`, never as an error.
 * @throws PlatformError when the platform refused, the request could not leave, or the name belongs to somebody else
 */
export async function submitOnce<Ordered extends Order>(options: SubmitOptions<Ordered>): Promise<Submission> {
  const { journal, order } = options;
  const entry = await journal.read(order);
  const submission = await submitOrFind(options, entry);
  if (submission.kind === "exists") await remember(submission, order, journal);
  return submission;
}

/** Notes the id. What the entry says of another job does not hold for this one. */
async function remember({ id }: Pick<Ours, "id">, order: Origin, journal: Journal): Promise<void> {
  const entry = await journal.read(order).catch(() => undefined); // the row has the id, too
  if (!entry?.jobId || entry.jobId === id) return amendEntry(journal, order, { jobId: id });
  const { resource, marker, urn, place, name, attempt, signedAt } = entry;
  const about = { ...(urn !== undefined && { urn }), ...(place && { place }) };
  await journal.write({ resource, marker, ...about, name, attempt, signedAt, jobId: id }).catch(() => {});
}

async function submitOrFind<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
  entry: JournalEntry | undefined,
): Promise<Submission> {
  const { api, journal, order, signal, recorded } = options;
  const id = rememberedId(entry, recorded);
  let givenUp: GivenUp | undefined;
  if (entry && id && id !== options.replaces) {
    const remembered = await findRemembered(options, entry, id);
    if (typeof remembered === "object") return remembered;
    givenUp = remembered;
  }
  const earlier = id ? undefined : latest(entry, recorded);
  const { name, found } = await freeName(options, earlier);
  if (found.kind === "ours") return existing(name, found);
  signal.throwIfAborted();
  if (earlier && !options.isConfirmedLost) {
    const lost = {
      kind: "pending",
      name: earlier.name,
      signedAt: earlier.signedAt,
      cause: "an earlier run ended before the answer came",
    } as const;
    return (await mayRepeat(api, lost.signedAt)) ? resolve(options, lost, LOOKS_AFTER_A_KILL) : lost;
  }
  if (id && givenUp) options.givenUp(id, givenUp);
  const first = await send(options, name);
  if (first.kind === "lost")
    return resolve(options, { kind: "pending", name, signedAt: first.signedAt, cause: first.error.message });
  if (first.kind === "exists") return first;
  if (first.error.kind === "nameTaken") {
    // Another process with the same marker was faster, or the look-up lags behind.
    const holder = await lookUntilShown(options, name);
    if (holder?.kind === "ours") return existing(name, holder);
    if (holder) throw nameIsTaken(options.taken(name, holder), first.error.origin);
    // The name contains the marker, so what holds it is ours, but nothing here shows its id.
    if (options.isDefaultName && options.find) {
      return { kind: "pending", name, signedAt: first.signedAt, cause: first.error.message };
    }
  }
  // Nothing was made: what was remembered before is remembered still.
  await (entry && givenUp ? journal.write(entry) : journal.remove(order));
  throw first.error;
}

/** @returns what this machine remembers, or what took its place, or why neither is taken over */
async function findRemembered<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
  entry: JournalEntry,
  id: string,
): Promise<Submission | GivenUp> {
  const { api, order, find, replaces } = options;
  const { name, ended } = entry;
  const shown = await describeOwn(api, id, order);
  // It may have been ended, and submitted once more, from another machine.
  const found = shown ? undefined : await find?.(name, order);
  if (found?.kind === "ours" && found.id !== replaces) return existing(name, found);
  const givenUp = await whyGivenUp(options, { ...entry, jobId: id }, shown);
  return givenUp ?? { kind: "exists", id, name, isNew: false, others: [], ...(ended && { ended }) };
}

/**
 * Why a job that this machine remembers is not taken over: a state held it, holds it no longer, and it is gone. A `destroy` on another
 * machine does that, and cannot delete the entry here. A record that was released is enough; otherwise three things must come together.
 * - The engine asks for a new one: there is no row, not even one whose submission had no answer.
 * - Its run lived to tell Pulumi of it, or a state was seen to hold it, and no wait of this machine saw it end: that remains on record.
 * - The platform, which showed it or must have done so by now, does not show it on two looks.
 * @returns undefined when it is taken over
 */
async function whyGivenUp<Ordered extends Order>(
  { recorded, api, clock, signal }: SubmitOptions<Ordered>,
  { jobId: id, ended, isAnswered, isHeld, isShown, signedAt }: JournalEntry & { readonly jobId: string },
  shown: { readonly claim?: Claim } | undefined,
): Promise<GivenUp | undefined> {
  if (recorded) return undefined;
  if (shown) return shown.claim?.isReleased ? "released" : undefined;
  if (ended || (!isAnswered && !isHeld)) return undefined;
  if (!isShown && clock.wall() - Date.parse(signedAt) < SHOWN_AFTER_MS) return undefined;
  const isAbsent = await isStillAbsent(async () => (await api.describe([id])).get(id), clock, signal);
  return isAbsent ? "absent" : undefined;
}

/** The later of what this machine and what the state remember about a submission without an answer. */
function latest(entry: JournalEntry | undefined, recorded: Recorded | undefined): Recorded | undefined {
  if (!entry || !recorded) return entry ?? recorded;
  return entry.signedAt < recorded.signedAt ? recorded : entry;
}

/** The id that this machine remembers, unless the state knows of a later submission: that one was made elsewhere. */
function rememberedId(entry: JournalEntry | undefined, recorded: Recorded | undefined): string | undefined {
  return latest(entry, recorded) === entry ? entry?.jobId : undefined;
}

/**
 * The journal is a file, and a file can be wrong: where the platform shows whose a job is, that decides.
 * @returns undefined when the platform does not show the job
 * @throws PlatformError `invalid` when the job carries another marker
 */
async function describeOwn(
  api: Pick<Maker<Order>, "describe">,
  id: string,
  order: Order,
): Promise<{ readonly claim?: Claim } | undefined> {
  const shown = (await api.describe([id])).get(id);
  if (!shown?.claim || isClaimedBy(order, shown.claim)) return shown;
  const words =
    `the journal says that ${id} is this resource's, but on the platform it does not carry the marker ${order.marker}; ` +
    `look at it, then set \`adoptJobId: "${id}"\`, or delete the entry ${order.resource}/${order.marker}.json from the journal`;
  throw new PlatformError("invalid", words, { platform: "", action: "describe" });
}

type Pending = Extract<Submission, { kind: "pending" }>;
type Ours = Extract<Found, { kind: "ours" }>;
type Sent =
  | Extract<Submission, { kind: "exists" }>
  | { readonly kind: "none"; readonly signedAt: string; readonly error: PlatformError }
  | { readonly kind: "lost"; readonly signedAt: string; readonly error: PlatformError };

async function send<Ordered extends Order>(
  { api, journal, clock, order, about, signal }: SubmitOptions<Ordered>,
  name: string,
): Promise<Sent> {
  const { resource, marker } = order;
  const before = await journal.read(order);
  const attempt = (before?.attempt ?? 0) + 1;
  const entry = () => ({ resource, marker, ...about, name, attempt, signedAt });
  let signedAt = new Date(clock.wall()).toISOString();
  const gate: Gate = {
    signal,
    open() {
      signedAt = new Date(clock.wall()).toISOString();
      return journal.write(entry());
    },
  };
  let outcome: Outcome<string>;
  try {
    outcome = await api.submit({ ...order, name }, gate);
  } catch (error) {
    // Nothing was sent, and no entry may say that something was.
    await (before ? journal.write(before) : journal.remove(order)).catch(() => {});
    throw error;
  }
  if (outcome.kind === "unknown") return { kind: "lost", signedAt, error: outcome.error };
  if (outcome.kind !== "done") return { kind: "none", signedAt, error: outcome.error };
  // It exists and its id goes into the state: a journal that cannot take it any more must not hide that.
  await journal.write({ ...entry(), jobId: outcome.value }).catch(() => {});
  return { kind: "exists", id: outcome.value, name, isNew: true, others: [] };
}

/** Finds out what became of a submission without an answer; where that cannot make a second one, by sending it once more. */
async function resolve<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
  lost: Pending,
  looks: number = LOOK_AFTER_MS.length,
): Promise<Submission> {
  const { name } = lost;
  try {
    const late = await lookForLost(options, lost, looks);
    if (late) return existing(name, late);
    if (!(await mayRepeat(options.api, lost.signedAt))) return lost;
    options.signal.throwIfAborted();
    const second = await send(options, name);
    if (second.kind === "exists") return second;
    if (second.kind === "none" && second.error.kind !== "nameTaken") return { ...lost, cause: second.error.message };
    const shown = await lookUntilShown(options, name);
    if (shown?.kind === "ours") return existing(name, shown);
    return second.kind === "lost" ? { ...lost, signedAt: second.signedAt } : lost;
  } catch (error) {
    return { ...lost, cause: error instanceof Error ? error.message : lost.cause };
  }
}

/** Looks for a submission whose fate was unknown, without sending another. Undefined: still nothing to see. */
export async function findLost(
  { signedAt, ...order }: Order & Pick<Recorded, "signedAt">,
  { find, api }: Pick<SubmitOptions<Order>, "find"> & { readonly api: Pick<Maker<Order>, "describe"> },
  journal: Journal,
): Promise<{ id: string; others: readonly string[] } | undefined> {
  const jobId = rememberedId(await journal.read(order), { name: order.name, signedAt });
  if (jobId) {
    await describeOwn(api, jobId, order);
    return { id: jobId, others: [] };
  }
  const found = await find?.(order.name, order, signedAt);
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

/** The first name that no record we released still holds; with our own job if that exists already. */
async function freeName<Ordered extends Order>(
  options: SubmitOptions<Ordered>,
  earlier: Recorded | undefined,
): Promise<{ name: string; found: Found }> {
  const { order, find, isDefaultName, replaces } = options;
  for (let run = 1; ; run += 1) {
    const name = run === 1 ? order.name : `${order.name}-${run}`;
    const found: Found = (await find?.(name, order, earlier?.signedAt)) ?? { kind: "none" };
    if (found.kind === "foreign") throw nameIsTaken(options.taken(name, found));
    if (found.kind === "none" || (found.kind === "ours" && found.id !== replaces)) return { name, found };
    if (!isDefaultName) throw nameIsTaken(options.taken(name, found));
  }
}

function nameIsTaken(words: string, origin: ErrorOrigin = { platform: "", action: "find" }): PlatformError {
  return new PlatformError("nameTaken", words, origin);
}

/** Looks again and again, at times counted from the signing: a reply was lost, and reads may lag behind. */
export async function lookForLost(
  { find, order, clock, signal, report }: Looking,
  { name, signedAt }: Recorded,
  looks: number,
): Promise<Ours | undefined> {
  const elapsedMs = clock.wall() - Date.parse(signedAt);
  let ageMs = 0;
  for (const pauseMs of find ? LOOK_AFTER_MS.slice(0, looks) : []) {
    ageMs += pauseMs;
    if (ageMs < elapsedMs) continue; // that look's time has already passed
    report("reply lost, looking for it");
    await clock.sleep(pauseMs, signal);
    const found = await find?.(name, order, signedAt);
    if (found?.kind === "ours") return found;
  }
  return undefined;
}

async function lookUntilShown(
  { find, order, clock, signal, report }: Looking,
  name: string,
): Promise<Exclude<Found, { kind: "none" }> | undefined> {
  const until = clock.now() + NAME_SHOWN_AFTER_MS;
  for (let pauseMs = 1_000; find && clock.now() < until; pauseMs = Math.min(pauseMs * 2, 20_000)) {
    const found = await find(name, order);
    if (found.kind !== "none") return found;
    report("name taken, looking for it");
    await clock.sleep(pauseMs, signal);
  }
  return undefined;
}
