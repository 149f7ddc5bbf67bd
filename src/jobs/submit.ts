import type { Clock } from "../net/clock";
import { PlatformError } from "../net/errors";
import type { Journal } from "./journal";
import type { Found } from "./ownership";
import type { JobApi, JobId, JobOrder } from "./platform";

export type Submission =
  /** The job exists. `isNew` is false when it was found rather than made; `others` are further jobs with our marker. */
  | {
      readonly kind: "exists";
      readonly id: JobId;
      readonly name: string;
      readonly isNew: boolean;
      readonly others: readonly JobId[];
    }
  /** A request may have arrived, and nothing shows whether it made a job. */
  | { readonly kind: "pending"; readonly name: string; readonly signedAt: string; readonly cause: string };

export interface SubmitOptions {
  readonly order: JobOrder<object>;
  /** The job that this one replaces, if it may still be there: never taken over. */
  readonly replaces: JobId | undefined;
  /** A person looked: the submission without an answer made no job. */
  readonly isConfirmedLost: boolean;
  /** The name is ours to vary when a record we let go holds it. */
  readonly isDefaultName: boolean;
  readonly api: JobApi<object>;
  /** Looks one name up; many at once go out as one request. */
  readonly find: ((name: string, marker: string) => Promise<Found>) | undefined;
  readonly journal: Journal;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly report: (status: string) => void;
}

/** Pauses before each look for a job whose reply was lost: about a minute in all, counted from the signing. */
const LOOK_AFTER_MS = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000] as const;
/** After a process that was killed only a request on the wire can still arrive: the first looks are enough. */
const LOOKS_AFTER_A_KILL = 3;
/** How long a name may be "taken" without the list showing by whom. */
const NAME_SHOWN_AFTER_MS = 120_000;

/**
 * Submits a job once, whatever happened to earlier tries of any process: journal, look, send, resolve. From the moment a
 * request may have left, every trouble ends as `pending`, never as an error.
 * @throws PlatformError when the platform refused, the request could not leave, or the name belongs to somebody else
 */
export async function submitOnce(options: SubmitOptions): Promise<Submission> {
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
    if (holder) throw nameIsTaken(name, holder.id, first.error);
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

async function send({ api, journal, clock, order }: SubmitOptions, name: string, attempt: number): Promise<Sent> {
  const signedAt = new Date(clock.wall()).toISOString();
  await journal.write(order.marker, { name, attempt, signedAt });
  const outcome = await api.submit({ ...order, name });
  if (outcome.kind === "unknown") return { kind: "lost", signedAt, error: outcome.error };
  if (outcome.kind !== "done") return { kind: "none", error: outcome.error };
  // The job exists and its id goes into the state: a journal that cannot take it any more must not hide that.
  await journal.write(order.marker, { name, attempt, signedAt, jobId: outcome.value }).catch(() => {});
  return { kind: "exists", id: outcome.value, name, isNew: true, others: [] };
}

/** Finds out what became of a submission without an answer; where the platform guards names, by sending it once more. */
async function resolve(
  options: SubmitOptions,
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
  find: SubmitOptions["find"],
  journal: Journal,
  api: Pick<JobApi<object>, "describe">,
  { name, marker }: { name: string; marker: string },
): Promise<{ id: JobId; others: readonly JobId[] } | undefined> {
  const jobId = (await journal.read(marker))?.jobId;
  if (jobId && (await api.describe([jobId])).has(jobId)) return { id: jobId, others: [] };
  const found = await find?.(name, marker);
  return found?.kind === "ours" ? found : undefined;
}

/** Whether a submission signed then can no longer arrive. */
export async function isFencePassed({ repeat }: Pick<JobApi<object>, "repeat">, signedAt: string): Promise<boolean> {
  return repeat !== undefined && (await repeat.serverTime()) > Date.parse(signedAt) + repeat.fenceMs;
}

async function mayRepeat(api: JobApi<object>, signedAt: string): Promise<boolean> {
  return api.repeat?.kind === "probe" || isFencePassed(api, signedAt);
}

function existing(name: string, { id, others }: Ours): Submission {
  return { kind: "exists", id, name, isNew: false, others };
}

/** The first name that no record of ours, let go earlier, still holds; with our own job if it is already there. */
async function freeName({
  order,
  find,
  isDefaultName,
  replaces,
}: SubmitOptions): Promise<{ name: string; found: Found }> {
  for (let run = 1; ; run += 1) {
    const name = run === 1 ? order.name : `${order.name}-${run}`;
    const found: Found = (await find?.(name, order.marker)) ?? { kind: "none" };
    if (found.kind === "foreign") throw nameIsTaken(name, found.id);
    if (found.kind === "none" || (found.kind === "ours" && found.id !== replaces)) return { name, found };
    if (!isDefaultName) throw nameIsTaken(name, found.id);
  }
}

function nameIsTaken(name: string, id: JobId, cause?: PlatformError): PlatformError {
  const words =
    `the name "${name}" belongs to job ${id}, which this resource does not own; choose another \`name\`, ` +
    `or set \`adoptJobId: "${id}"\` to take that job over`;
  return new PlatformError("nameTaken", words, cause?.origin ?? { platform: "", action: "find" });
}

async function lookForLost(
  { find, order, clock, signal, report }: SubmitOptions,
  { name, signedAt }: Pending,
  looks: number,
): Promise<Ours | undefined> {
  const elapsedMs = clock.wall() - Date.parse(signedAt);
  let ageMs = 0;
  for (const pauseMs of find ? LOOK_AFTER_MS.slice(0, looks) : []) {
    ageMs += pauseMs;
    if (ageMs < elapsedMs) continue; // that look's time passed while nobody was here
    report("reply lost, looking for the job");
    await clock.sleep(pauseMs, signal);
    const found = await find?.(name, order.marker);
    if (found?.kind === "ours") return found;
  }
  return undefined;
}

async function lookUntilShown(
  { find, order, clock, signal, report }: SubmitOptions,
  name: string,
): Promise<Exclude<Found, { kind: "none" }> | undefined> {
  const until = clock.now() + NAME_SHOWN_AFTER_MS;
  for (let pauseMs = 1_000; find && clock.now() < until; pauseMs = Math.min(pauseMs * 2, 20_000)) {
    const found = await find(name, order.marker);
    if (found.kind !== "none") return found;
    report("name taken, looking for the job");
    await clock.sleep(pauseMs, signal);
  }
  return undefined;
}
