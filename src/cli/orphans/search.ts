import type { JobConnection } from "../../jobs/connection";
import type { Claim, JobApi, JobId, JobSnapshot, JobState } from "../../jobs/job";
import type { Journal, JournalEntry } from "../../jobs/journal";
import { stackOf, suffixOf } from "../../jobs/marker";
import { isClaimedBy } from "../../jobs/ownership";
import type { Platform, Where } from "../../jobs/platform";
import { isFencePassed } from "../../jobs/submit";
import { isSettled } from "../../jobs/wait";
import { WrongCall } from "../wrong-call";
import { ownersOf } from "./owners";
import type { StateJob } from "./state";

/** A job that may cost money and that no given state holds. */
export interface Orphan {
  readonly platform: string;
  readonly region: string;
  readonly project?: string | undefined;
  readonly workspace?: string | undefined;
  /** Absent while it is unknown whether its submission created a job. */
  readonly jobId?: JobId | undefined;
  readonly name: string;
  /** `may exist`: from an unanswered submission. */
  readonly state: JobState | "may exist";
  readonly createdAt?: string | undefined;
  readonly consoleUrl?: string | undefined;
  readonly urn?: string | undefined;
  /** The part of its marker that all jobs of its stack share. */
  readonly stack?: string | undefined;
  /** Why it may have an owner after all: such a job is stopped only when its id is given. */
  readonly doubt?: string | undefined;
  readonly api: Pick<JobApi<object>, "stop" | "describe">;
}

/** A job with its claim: as the platform shows it, or as the journal has it. */
interface ClaimedJob extends JobSnapshot {
  readonly claim: Claim;
}

/** A place where jobs can be looked for. */
export interface OpenPlace {
  readonly platform: Pick<Platform<object>, "name" | "title">;
  readonly where: Where;
  readonly connection: Pick<JobConnection, "api" | "find">;
}

/** A place to open: that of a row, of a journal entry, or of the flags. */
export interface Address {
  readonly platform: string;
  readonly region: string;
  readonly projectId?: string | undefined;
  readonly workspaceId?: string | undefined;
  readonly spec?: object;
  /** Settings by key; absent: unknown, so those of the flags and the environment apply. */
  readonly config?: ((key: string) => string | undefined) | undefined;
}

export interface Search {
  readonly states: readonly (readonly StateJob[])[];
  /** The place that the flags name. */
  readonly asked?: Address | undefined;
  readonly isAll: boolean;
}

export interface Searching {
  readonly journal: Pick<Journal, "all">;
  /** Where the states of this project are: two backends may have stacks of the same name. */
  readonly backend: string;
  isAlive(pid: number): boolean;
  /** @throws Error that says what is wrong with the place, before any request */
  open(address: Address): OpenPlace;
}

export interface Found {
  readonly orphans: readonly Orphan[];
  /** What remains open without being an error. */
  readonly notes: readonly string[];
  readonly failures: readonly string[];
  /** No place to look was given. */
  readonly isNowhere: boolean;
}

/** Of a job whose record says so, or that a state once held. */
const LET_GO = "it may have been let go on purpose";

/** Finds jobs of ours that have not ended and that no given state holds, in every place that states, journal and flags name. */
export async function findOrphans({ states, asked, isAll }: Search, world: Searching): Promise<Found> {
  const rows = states.flat();
  const notes = new Set<string>();
  const failures: string[] = [];
  const orphans = new Map<string, Orphan>();
  const owners = ownersOf(rows, world.backend);
  const held = heldBy(rows);
  const entries = (await world.journal.all().catch((error: unknown) => fail("the journal", error))) ?? [];
  const own = entries.filter(isOfJob);
  const listsAll = isAll || owners.stacks.size === 0;
  const places = new Map<string, OpenPlace>();
  const unopened = new Set<string>();

  for (const row of rows) {
    openOnce(row);
    if (!row.config && row.platform !== asked?.platform) notes.add(lostSettings(row));
  }
  if (asked) openOnce(asked);
  const open = own.filter((entry) => !entry.ended && !held.has(entry) && (isOfStates(entry) || isAll || !entry.isHeld));
  for (const entry of open.filter(isOfStates)) placeOf(entry);
  await Promise.all([...places.values()].map(list));
  await Promise.all(open.map(lookAt));
  const isNowhere = places.size + unopened.size === 0 && (own.length === 0 || states.length > 0);
  return { orphans: [...orphans.values()].sort(byPlace), notes: [...notes], failures, isNowhere };

  async function list(place: OpenPlace): Promise<void> {
    const { api } = place.connection;
    if (!api.moving) {
      notes.add(
        `${placeName(place)} shows jobs by their ids only: any found there come from the journal of this machine`,
      );
      return;
    }
    const [only, ...others] = owners.stacks;
    const stack = listsAll || others.length > 0 ? undefined : only;
    for (const job of (await api.moving(stack).catch((error: unknown) => fail(placeName(place), error))) ?? []) {
      const { claim } = job;
      const entry =
        claim && own.find((each) => isAt(each, place) && (each.jobId === job.jobId || isClaimedBy(each, claim)));
      if (claim) consider({ ...job, claim }, place, entry);
    }
  }

  /** What this machine submitted: found even where jobs cannot be listed, or the list is behind. */
  async function lookAt(entry: JournalEntry): Promise<void> {
    const place = placeOf(entry);
    if (!place || isBusy(entry)) return;
    try {
      const ids = entry.jobId ? [entry.jobId] : await idsOf(entry, place);
      if (ids === undefined) orphans.set(keyOf(place, entry.marker), mayExist(entry, place));
      const known = await place.connection.api.describe(ids ?? []);
      for (const id of ids ?? []) {
        const job = known.get(id);
        if (!job) notes.add(`${placeName(place)} does not know job ${id}, which is in the journal`);
        else if (job.claim && !isClaimedBy(entry, job.claim)) notes.add(`job ${id} is not the one in the journal`);
        else if (!isSettled(job.status)) {
          const claim = { ...entry, isReleased: false, ...job.claim };
          consider({ ...job, claim }, place, entry);
        }
      }
    } catch (error) {
      fail(placeName(place), error);
    }
  }

  function consider(job: ClaimedJob, place: OpenPlace, entry: JournalEntry | undefined): void {
    const { claim } = job;
    if (isSettled(job.status) || held.hasJob(place.platform.name, job.jobId, claim)) return;
    if (entry && isBusy(entry)) return;
    const marker = claim.marker ?? entry?.marker;
    const stack = marker && stackOf(marker);
    const urn = owners.urnOf(claim, job.name);
    const isOfGiven = urn !== undefined || (stack !== undefined && owners.stacks.has(stack));
    if (!isOfGiven && !listsAll && (!entry || entry.isHeld)) return;
    if (claim.isReleased && !isAll) return;
    const { jobId, name, status: state, createdAt = entry?.signedAt, consoleUrl } = job;
    orphans.set(keyOf(place, jobId), {
      ...whereOf(place),
      ...{ jobId, name, state, createdAt, consoleUrl, stack, urn: urn ?? entry?.urn },
      doubt: claim.isReleased || entry?.isHeld ? LET_GO : owners.doubt({ stack, urn, createdAt }),
      api: place.connection.api,
    });
  }

  function mayExist(entry: JournalEntry, place: OpenPlace): Orphan {
    const { name, signedAt: createdAt, urn, marker } = entry;
    const told = { name, createdAt, urn, stack: stackOf(marker) };
    return { ...whereOf(place), ...told, state: "may exist", api: place.connection.api };
  }

  function openOnce(address: Address): OpenPlace | undefined {
    const { platform, region } = address;
    try {
      const place = world.open(address);
      const key = JSON.stringify([place.platform.name, place.where]);
      places.set(key, places.get(key) ?? place);
      return places.get(key);
    } catch (error) {
      if (error instanceof WrongCall) throw error;
      const label = `${platform}${region && ` in ${region}`}`;
      if (!unopened.has(label)) fail(label, error);
      unopened.add(label);
      return undefined;
    }
  }

  /** The journal has no settings: those of the same resource's row are used, or of another row in the same place. */
  function placeOf(entry: JournalEntry): OpenPlace | undefined {
    const { platform, region, project: projectId, workspace: workspaceId } = entry.place ?? {};
    if (!platform || region === undefined) {
      notes.add(`the journal does not say where job ${entry.jobId ?? `"${entry.name}"`} was submitted`);
      return undefined;
    }
    const there = rows.filter((row) => row.platform === platform && row.region === region);
    const { config } = there.find(({ urn }) => urn === entry.urn) ?? there.find((row) => row.config) ?? {};
    return openOnce({ platform, region, projectId, workspaceId, config });
  }

  /** Its row may still be on its way into the state. */
  function isBusy({ pid, isHeld, name }: JournalEntry): boolean {
    if (pid === undefined || isHeld || !world.isAlive(pid)) return false;
    notes.add(`job "${name}" is left out: the process that submitted it still runs`);
    return true;
  }

  function isOfStates({ marker }: JournalEntry): boolean {
    return owners.stacks.has(stackOf(marker));
  }

  function fail(subject: string, error: unknown): undefined {
    failures.push(`${subject}: ${error instanceof Error ? error.message : "no answer"}`);
  }
}

/** The jobs of an unanswered submission; undefined while its outcome is unknown. */
async function idsOf(entry: JournalEntry, { connection }: OpenPlace): Promise<readonly JobId[] | undefined> {
  const found = await connection.find?.(entry.name, entry, entry.signedAt);
  if (found?.kind === "ours") return [found.id, ...found.others];
  return (await isFencePassed(connection.api, entry.signedAt)) ? [] : undefined;
}

/** What rows hold: by id, in any region, because a place may have two names; and by marker while a row has no id yet. */
function heldBy(rows: readonly StateJob[]) {
  const ids = new Set(rows.flatMap((row) => row.ids.map((id) => `${row.platform} ${id}`)));
  const awaited = new Set(rows.flatMap(({ ids, marker }) => (ids.length === 0 && marker ? [marker] : [])));
  const suffixes = new Set([...awaited].map(suffixOf));
  return {
    hasJob: (platform: string, id: JobId, { marker = "", suffix = "" }: Claim) =>
      ids.has(`${platform} ${id}`) || awaited.has(marker) || suffixes.has(suffix),
    has: ({ place, jobId = "", marker }: JournalEntry) =>
      awaited.has(marker) || ids.has(`${place?.platform ?? ""} ${jobId}`),
  };
}

function lostSettings({ urn, platform }: StateJob): string {
  return (
    `the state no longer has the settings of "${urn.split("::").pop() ?? ""}": ${platform} is asked with those of the environment, ` +
    `unless --platform ${platform} gives others`
  );
}

/** The journal has model versions too. */
function isOfJob({ urn }: JournalEntry): boolean {
  return urn === undefined || urn.includes("dynamic/training:TrainingJob::");
}

function isAt({ place }: JournalEntry, { platform }: OpenPlace): boolean {
  return place?.platform === platform.name;
}

function whereOf({ platform, where }: OpenPlace) {
  const { region, project, workspace } = where;
  return { platform: platform.name, region, project, workspace };
}

function placeName({ platform, where }: OpenPlace): string {
  return where.region ? `${platform.title} in ${where.region}` : platform.title;
}

function keyOf({ platform, where }: OpenPlace, id: string): string {
  return JSON.stringify([platform.name, where.region, id]);
}

function byPlace(left: Orphan, right: Orphan): number {
  const key = ({ platform, region, createdAt = "", jobId = "" }: Orphan) =>
    [platform, region, createdAt, jobId].join(" ");
  return key(left) < key(right) ? -1 : 1;
}
