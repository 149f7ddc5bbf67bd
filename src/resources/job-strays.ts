import type { Context } from "../engine/resource";
import type { JobId } from "../jobs/job";
import type { JournalEntry, Origin } from "../jobs/journal";
import { stackOf } from "../jobs/marker";
import { isClaimedBy, straysOf } from "../jobs/ownership";
import { findLost, isFencePassed, lookForLost, LOOKS_AFTER_A_KILL } from "../jobs/submit";
import { isSettled } from "../jobs/wait";
import { endJob } from "./job-deletion";
import type { JobOutputs } from "./job-record";
import { strayText } from "./job-words";
import { forget } from "./origin";
import { openPlace, type Place, type Runtime } from "./place";

/** A job that an earlier run of a resource submitted, and that no row of the resource holds. */
export interface Stray {
  readonly id: JobId;
  readonly place: Place;
  /** RFC 3339; absent where nobody tells. */
  readonly createdAt?: string | undefined;
  /** `hidden`: the platform does not show it, by now or any more. */
  readonly state: "moving" | "settled" | "hidden";
  /** A state was seen to hold it once: it was let go on purpose, or the state of today is older than it. */
  readonly wasHeld: boolean;
  /** It has the marker of the row's own job: a second one of the same, which another machine or an earlier fault made. */
  readonly isCopy: boolean;
  /** Absent where the platform alone knows of it. */
  readonly entry?: JournalEntry;
}

/** What earlier runs of a resource left. */
export interface Strays {
  readonly jobs: readonly Stray[];
  /** Submissions of which nobody can tell yet whether they made a job. */
  readonly unknown: readonly JournalEntry[];
}

/**
 * Looks for what earlier runs of this resource left: in the journal of this machine, and in one listing of the stack's moving
 * jobs, which any machine can have.
 * @param known jobs that a row holds
 */
export async function findStrays(
  origin: Origin,
  known: () => ReadonlySet<JobId>,
  place: Place,
  runtime: Runtime,
  context: Context<JobOutputs>,
): Promise<Strays> {
  const entries = (await runtime.journal.ofResource(origin.resource)).filter(({ marker }) => marker !== origin.marker);
  const jobs: Stray[] = [];
  const unknown: JournalEntry[] = [];
  for (const entry of entries) {
    const there = placeOf(entry, place, runtime, context);
    const ids = await idsOf(entry, there, runtime, context);
    if (ids === undefined) unknown.push(entry);
    for (const id of ids ?? []) {
      const state = entry.ended ? "settled" : await stateOf(id, there);
      const wasHeld = entry.isHeld === true;
      // What a state held, and the platform shows no more, was ended by somebody who knew of it.
      if (wasHeld && state === "hidden") await forget(entry, runtime, context);
      else jobs.push({ id, place: there, createdAt: entry.signedAt, state, wasHeld, isCopy: false, entry });
    }
  }
  const listed = await place.connection.moving(stackOf(origin.marker), origin.resource);
  const told = new Set(jobs.map(({ id }) => id));
  // Asked last: by now the engine has shown more of the rows.
  for (const { jobId: id, createdAt, claim, ...job } of straysOf(origin, listed, known())) {
    const state = isSettled(job.status) ? "settled" : "moving";
    const isCopy = claim !== undefined && isClaimedBy(origin, claim);
    if (!told.has(id)) jobs.push({ id, place, createdAt, state, wasHeld: false, isCopy });
  }
  return { jobs: jobs.filter(({ id }) => !known().has(id)), unknown };
}

/** Ends them, each with a word about it. */
export async function endStrays(
  strays: readonly Stray[],
  ending: { readonly keepsRecord: boolean; readonly until: number },
  runtime: Runtime,
  context: Context<JobOutputs>,
): Promise<void> {
  for (const { id, place, entry, state } of strays) {
    context.note("warning", `job ${id}, ${strayText(entry)}, is ended`);
    const seen = { isSettled: state === "settled", wasSeen: state !== "hidden" };
    await endJob(id, { ...ending, ...seen }, place, runtime, context);
    if (entry) await forget(entry, runtime, context);
  }
}

/** Says that they are there, and what to do about them. What has ended costs nothing and is worth no word. */
export function nameStrays(strays: readonly Stray[], context: Pick<Context<never>, "note">): void {
  for (const { id, entry } of strays.filter(({ state }) => state !== "settled")) {
    context.note(
      "warning",
      `job ${id}, ${strayText(entry)}, may still run and cost money: destroying this resource ends it, and so does replacing it; ` +
        "or stop it in the platform's console",
    );
  }
}

/** Says of submissions without an answer that nobody can tell yet what they made. @param isLast there is no next `up` */
export function nameUnknown(
  unknown: readonly JournalEntry[],
  context: Pick<Context<never>, "note">,
  isLast = false,
): void {
  for (const { name, signedAt, marker } of unknown) {
    const remedy = isLast
      ? "look for it in the platform's console"
      : `the next \`up\` looks again; or look for it in the platform's console, end it there, and set \`confirmNotCreated: "${marker}"\``;
    context.note(
      "warning",
      `whether job "${name}" exists, which was submitted at ${signedAt}, is still not known; ${remedy}`,
    );
  }
}

/** The jobs of a submission; undefined when its fate is not known. One that certainly made nothing is forgotten. */
async function idsOf(
  entry: JournalEntry,
  { connection }: Place,
  runtime: Runtime,
  context: Context<JobOutputs>,
): Promise<readonly JobId[] | undefined> {
  if (entry.jobId) return [entry.jobId];
  const { clock } = runtime.io;
  const { find, api } = connection;
  const lost =
    (await findLost(find, runtime.journal, api, entry)) ??
    (await lookForLost(
      { find, order: entry, clock, signal: context.signal, report: context.report },
      entry,
      LOOKS_AFTER_A_KILL,
    ));
  if (lost) return [lost.id, ...lost.others];
  if (!(await isFencePassed(api, entry.signedAt))) return undefined;
  await forget(entry, runtime, context);
  return [];
}

async function stateOf(id: JobId, { connection }: Place): Promise<Stray["state"]> {
  const snapshot = await connection.describe(id);
  if (!snapshot) return "hidden";
  return isSettled(snapshot.status) ? "settled" : "moving";
}

/** Where its calls went: the program may have moved on to another platform or region since. */
function placeOf({ place: then }: JournalEntry, now: Place, runtime: Runtime, context: Context<JobOutputs>): Place {
  if (!then) return now;
  const { platform, region, project: projectId, workspace: workspaceId } = then;
  return openPlace({ platform, region, projectId, workspaceId }, context, runtime.io);
}

/** More names would hide the sentence. */
const NAMED = 3;

/**
 * Says, once in a process, that jobs of this machine are in no state: their runs were killed before their rows were written, and
 * nobody asks about a row that does not exist. Whatever is run next is where people see it.
 */
export function unheldTeller({ journal, isAlive }: Pick<Runtime, "journal" | "isAlive">) {
  let isTold = false;
  return async ({ note }: Pick<Context<never>, "note">): Promise<void> => {
    if (isTold) return;
    isTold = true;
    const entries = await journal.all().catch(() => []); // whoever needs an entry will say what is wrong with it
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
