import type { Context } from "../engine/resource";
import type { JobId } from "../jobs/job";
import type { JournalEntry, Origin } from "../jobs/journal";
import { stackOf } from "../jobs/marker";
import { isClaimedBy, straysOf } from "../jobs/ownership";
import { findLost, isFencePassed, lookForLost, LOOKS_AFTER_A_KILL } from "../jobs/submit";
import { isSettled } from "../jobs/wait";
import { endJob, type Ending } from "./job-deletion";
import type { JobOutputs } from "./job-record";
import { strayText } from "./job-words";
import { forget } from "./origin";
import { openPlace, type Operation, type Place, type Runtime } from "./place";

/** A job that an earlier run of a resource submitted and that no row of the resource holds. */
export interface Stray {
  readonly id: JobId;
  readonly place: Place;
  /** RFC 3339; absent where it is not known. */
  readonly createdAt?: string | undefined;
  /** `hidden`: the platform does not show it, not yet or no longer. */
  readonly state: "moving" | "settled" | "hidden";
  /** A state was once seen to hold it: it was let go on purpose, or today's state is older than the job. */
  readonly wasHeld: boolean;
  /** It has the marker of the row's own job: a duplicate, made by another machine or an earlier fault. */
  readonly isCopy: boolean;
  /** Absent where only the platform knows of it. */
  readonly entry?: JournalEntry;
}

/** What earlier runs of a resource left behind. */
export interface Strays {
  /** What this machine's journal says of the row's own submission. */
  readonly own?: JournalEntry | undefined;
  readonly jobs: readonly Stray[];
  /** Submissions that may have made a job: it is not known yet. */
  readonly unknown: readonly JournalEntry[];
}

/**
 * Looks for what earlier runs of this resource left behind: in this machine's journal, and in one listing of the stack's moving
 * jobs, which any machine can get.
 * @param known jobs that a row holds; more may be added while this runs
 */
export async function findStrays(
  origin: Origin,
  known: ReadonlySet<JobId>,
  operation: Operation<JobOutputs>,
): Promise<Strays> {
  const { place, runtime } = operation;
  const entries = await runtime.journal.ofResource(origin.resource);
  const jobs: Stray[] = [];
  const unknown: JournalEntry[] = [];
  for (const entry of entries.filter(({ marker }) => marker !== origin.marker)) {
    const there = operationAt(entry, operation);
    const ids = await idsOf(entry, there);
    if (ids === undefined) unknown.push(entry);
    for (const id of ids ?? []) {
      const state = entry.ended ? "settled" : await stateOf(id, there.place);
      const wasHeld = entry.isHeld === true;
      // A job that a state held and the platform no longer shows was ended by somebody who knew of it.
      if (wasHeld && state === "hidden") await forget(entry, operation);
      else jobs.push({ id, place: there.place, createdAt: entry.signedAt, state, wasHeld, isCopy: false, entry });
    }
  }
  const listed = await place.connection.moving(stackOf(origin.marker), origin.resource);
  const told = new Set(jobs.map(({ id }) => id));
  // `known` is read last: by now the engine has shown more of the rows.
  for (const { jobId: id, createdAt, claim, ...job } of straysOf(origin, listed, known)) {
    const state = isSettled(job.status) ? "settled" : "moving";
    const isCopy = claim !== undefined && isClaimedBy(origin, claim);
    if (!told.has(id)) jobs.push({ id, place, createdAt, state, wasHeld: false, isCopy });
  }
  const own = entries.find(({ marker }) => marker === origin.marker);
  return { own, jobs: jobs.filter(({ id }) => !known.has(id)), unknown };
}

/** Ends them, with a note about each. */
export async function endStrays(
  strays: readonly Stray[],
  ending: Pick<Ending, "keepsRecord" | "until">,
  operation: Operation<JobOutputs>,
): Promise<void> {
  for (const { id, place, entry, state } of strays) {
    operation.context.note("warning", `job ${id}, ${strayText(entry)}, is ended`);
    const seen = { isSettled: state === "settled", wasSeen: state !== "hidden" };
    await endJob(id, { ...ending, ...seen }, { ...operation, place });
    if (entry) await forget(entry, operation);
  }
}

/** Says that they are there, and what to do about them. Those that have ended cost nothing and are not mentioned. */
export function nameStrays(strays: readonly Stray[], context: Pick<Context<never>, "note">): void {
  for (const { id, entry } of strays.filter(({ state }) => state !== "settled")) {
    context.note(
      "warning",
      `job ${id}, ${strayText(entry)}, may still be running and costing money: destroying this resource ends it, and so does ` +
        "replacing it; or stop it in the platform's console",
    );
  }
}

/** Says that it is not known yet what these submissions without an answer made. @param isLast there is no next `up` */
export function nameUnknown(
  unknown: readonly JournalEntry[],
  context: Pick<Context<never>, "note">,
  isLast = false,
): void {
  for (const { name, signedAt, marker } of unknown) {
    const remedy = isLast
      ? "look for it in the platform's console"
      : `the next \`up\` looks again; or look for it in the platform's console, end it there, and set \`confirmNotCreated: "${marker}"\``;
    context.note("warning", `it is still not known whether job "${name}", submitted at ${signedAt}, exists; ${remedy}`);
  }
}

/** The jobs of a submission; undefined when its fate is not known. One that certainly made nothing is forgotten. */
async function idsOf(entry: JournalEntry, operation: Operation<JobOutputs>): Promise<readonly JobId[] | undefined> {
  if (entry.jobId) return [entry.jobId];
  const { place, runtime, context } = operation;
  const { clock } = runtime.io;
  const { connection } = place;
  const { find, api } = connection;
  const lost =
    (await findLost(entry, connection, runtime.journal)) ??
    (await lookForLost(
      { find, order: entry, clock, signal: context.signal, report: context.report },
      entry,
      LOOKS_AFTER_A_KILL,
    ));
  if (lost) return [lost.id, ...lost.others];
  if (!(await isFencePassed(api, entry.signedAt))) return undefined;
  await forget(entry, operation);
  return [];
}

async function stateOf(id: JobId, { connection }: Place): Promise<Stray["state"]> {
  const snapshot = await connection.describe(id);
  if (!snapshot) return "hidden";
  return isSettled(snapshot.status) ? "settled" : "moving";
}

/** The operation at the place where the entry's calls went: the program may since have moved to another platform or region. */
function operationAt({ place: then }: JournalEntry, operation: Operation<JobOutputs>): Operation<JobOutputs> {
  if (!then) return operation;
  const { platform, region, project: projectId, workspace: workspaceId } = then;
  const { runtime, context } = operation;
  return { ...operation, place: openPlace({ platform, region, projectId, workspaceId }, context, runtime.io) };
}

/** With more names the sentence would be lost. */
const NAMED = 3;

/**
 * Says, once per process, that jobs of this machine are in no state: their runs were killed before their rows were written, and
 * nothing asks about a row that does not exist. People see it in whatever they run next.
 */
export function unheldTeller({ journal, isAlive }: Pick<Runtime, "journal" | "isAlive">) {
  let isTold = false;
  return async ({ note }: Pick<Context<never>, "note">): Promise<void> => {
    if (isTold) return;
    isTold = true;
    const entries = await journal.all().catch(() => []); // the caller that needs an entry reports the error
    const unheld = entries.filter(
      ({ isAnswered, isHeld, ended, pid }) => !isAnswered && !isHeld && !ended && !(pid && isAlive(pid)),
    );
    if (unheld.length > 0) note("warning", unheldText(unheld));
  };
}

function unheldText(entries: readonly JournalEntry[]): string {
  const named = entries.slice(0, NAMED).map(({ jobId, name, urn }) => {
    const [stack, project, , resource] = (urn ?? "").replace(/^urn:pulumi:/, "").split("::");
    const owner = resource ? ` of "${resource}" in stack ${stack} of project ${project}` : "";
    return `${jobId ?? `"${name}", which may exist,`}${owner}`;
  });
  const more = entries.length > NAMED ? ` and ${entries.length - NAMED} more` : "";
  return (
    `runs that ended early submitted jobs that no state is known to hold: ${named.join(", ")}${more}. ` +
    "`pulumi up` takes over what its program still has; `npx pulumi-training orphans` lists the others"
  );
}
