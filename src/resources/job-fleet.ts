import { parseDuration } from "../jobs/duration";
import type { JobSnapshot, JobState } from "../jobs/job";
import { isReached, LostError, waitForJob, WaitTimeoutError } from "../jobs/wait";
import type { Io } from "../net/io";
import { parseSettings, type Configured } from "../net/settings";
import { migrate, type JobOutputs } from "./job-record";
import { heldText, refusedText } from "./job-words";
import { openPlace, refuseUnreadKeys } from "./place";

const CALL = "training.waitForJobs";
const TIMEOUT = { running: "30m", succeeded: "24h" } as const;
/**
 * Before the first look: the plugin of this run has just used the account, from a process with a limiter of its own. So no second
 * sees the requests of both.
 */
const HANDOVER_MS = 1_000;
/** The least time between two lines about the whole fleet. */
const LINE_EVERY_MS = 1_000;
/** What the line counts, in this order. States that no job is in are left out, except for those always counted. */
const COUNTED = [
  "running",
  "starting",
  "queued",
  "succeeded",
  "stopping",
  "stopped",
  "lost",
  "unknown",
  "failed",
] as const;
const ALWAYS_COUNTED: ReadonlySet<JobState> = new Set(["running", "queued", "failed"]);

/** What to wait for, the same for all jobs. */
interface FleetGoal {
  readonly waitFor: "running" | "succeeded";
  /** `90m`, `24h`. */
  readonly timeout?: string | undefined;
}

/** One job of the fleet. */
interface FleetJob {
  readonly urn: string;
  /** From its resource's outputs; the spec may name project and workspace. */
  readonly row: Pick<JobOutputs, "jobId" | "platform" | "region" | "projectId" | "spec" | "status"> &
    Partial<JobOutputs>;
}

/** Jobs that are waited for together, and where the calls go, besides what each job says. */
export interface Fleet extends FleetGoal {
  readonly jobs: readonly FleetJob[];
  /** Text of the stack's configuration by its key, `training:tione`. */
  config(key: string): string | undefined;
  readonly configured: Configured;
  /** What the call itself says; wins over the configuration. */
  readonly place: Readonly<Record<string, string | undefined>>;
}

/** What hears of the wait as it goes on. */
export interface Watcher {
  /** `71 running, 29 queued, 0 failed`. */
  tell(line: string): void;
  /** The job ended otherwise, or the time is up: why, and the next step. */
  fail(index: number, text: string): void;
}

/** @throws Error naming the invalid option */
export function checkGoal({ waitFor, timeout }: FleetGoal): void {
  if (!(waitFor in TIMEOUT)) throw new Error(`${CALL}: waitFor is neither "running" nor "succeeded"`);
  if (timeout !== undefined && parseDuration(timeout) === undefined) {
    throw new Error(`${CALL}: timeout is not a duration such as "90m" or "36h"`);
  }
}

/**
 * Waits for all jobs with one poller per account, each to its end whatever becomes of the others.
 * @returns their snapshots, in order; undefined for those that `fail` was called for
 * @throws PlatformError that waiting cannot mend, Error for invalid settings
 */
export async function waitForFleet(
  { jobs, waitFor: goal, timeout = TIMEOUT[goal], config, configured, place }: Fleet,
  watcher: Watcher,
  io: Io,
): Promise<(JobSnapshot | undefined)[]> {
  refuseUnreadKeys(configured);
  const { clock, random } = io;
  const own = parseSettings(JSON.stringify(place), CALL);
  const settings = (key: string) => JSON.stringify({ ...parseSettings(config(key), key), ...own });
  const states = new Map<number, JobState>(jobs.map((_, index) => [index, "unknown"]));
  let told = { line: "", at: -Infinity };
  const tell = (isLast = false) => {
    const line = lineOf([...states.values()]);
    if (line === told.line || (!isLast && clock.now() - told.at < LINE_EVERY_MS)) return;
    told = { line, at: clock.now() };
    watcher.tell(line);
  };

  // An error that waiting cannot mend ends the wait for all jobs, so that the program can end.
  const over = new AbortController();
  const { signal } = over;
  const waitForOne = async (job: FleetJob, index: number): Promise<JobSnapshot | undefined> => {
    let last: JobSnapshot | undefined;
    const observe = (snapshot: JobSnapshot) => {
      last = snapshot;
      states.set(index, snapshot.status);
      tell();
    };
    const miss = (text: string) => {
      watcher.fail(index, text);
      return undefined;
    };
    const row = migrate(job.row);
    // A run that was seen to have succeeded needs no look: the platform may have forgotten it.
    if (row.status === "succeeded") {
      observe(snapshotOf(row));
      return snapshotOf(row);
    }
    const { connection, platform } = openPlace(row, { config: settings }, io);
    const { poller, api } = connection;
    const timeoutMs = parseDuration(timeout) ?? 0; // `checkGoal` has parsed it
    try {
      await clock.sleep(HANDOVER_MS, signal);
      const snapshot = await waitForJob({
        ...{ id: row.jobId, goal, isNew: true, timeoutMs, poller, clock, random, signal, observe },
      });
      if (isReached(goal, snapshot.status)) return snapshot;
      if (platform.job.neverRan.includes(snapshot.platformStatus)) return miss(refusedText(snapshot));
      const evidence = (await api.evidence?.(row.jobId).catch(() => [])) ?? []; // best effort
      return miss(heldText(snapshot, job.urn, evidence));
    } catch (error) {
      if (error instanceof LostError) {
        states.set(index, "lost");
        const lost = last ?? { jobId: row.jobId, platformStatus: "" };
        return miss(heldText({ ...lost, status: "lost" }, job.urn));
      }
      if (!(error instanceof WaitTimeoutError)) throw error;
      return miss(`${error.message}.\nNothing is lost: run \`pulumi up\` again to go on waiting.`);
    }
  };

  const endWith = (error: unknown): never => {
    over.abort(error);
    throw error;
  };
  const ended = await Promise.all(jobs.map((job, index) => waitForOne(job, index).catch(endWith)));
  tell(true);
  return ended;
}

function snapshotOf(row: JobOutputs): JobSnapshot {
  const { jobId, name, status, platformStatus, statusReason, outputPaths } = row;
  const { versionId, consoleUrl, createdAt, startedAt, endedAt } = row;
  const told = { statusReason, versionId, consoleUrl, createdAt, startedAt, endedAt };
  const known = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined));
  return { jobId, name, status, platformStatus, outputPaths, ...known };
}

function lineOf(states: readonly JobState[]): string {
  const counts = COUNTED.map((state) => [state, states.filter((each) => each === state).length] as const);
  const shown = counts.filter(([state, count]) => count > 0 || ALWAYS_COUNTED.has(state));
  return shown.map(([state, count]) => `${count} ${state}`).join(", ");
}
