import { closeSync, constants, openSync, readdirSync, readFileSync } from "node:fs";
import { mkdir, open, rename, rm, rmdir } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { JobId, JobState, Marker, ResourceKey } from "./job";

/** Which submission an entry is about. */
export interface Origin {
  readonly resource: ResourceKey;
  readonly marker: Marker;
}

/** What this machine remembers of a submission, in case the run ends before anything else does. */
export interface JournalEntry extends Origin {
  readonly name: string;
  /** Submissions sent under this marker so far. */
  readonly attempt: number;
  /** RFC 3339; when the last one was signed. */
  readonly signedAt: string;
  /** Known once the platform answered. */
  readonly jobId?: JobId;
  /** How it ended, once that was seen. */
  readonly ended?: JobState;
  /** The run that submitted it lived to report it to Pulumi. */
  readonly isAnswered?: true;
  /** The platform showed that run what it had submitted. */
  readonly isShown?: true;
  /** A state has been seen to hold its row. */
  readonly isHeld?: true;
  /** RFC 3339; when this machine last tried to end it and did not see whether it ended. */
  readonly endingSince?: string | undefined;
  /** The process that submitted it: while that runs, the row may still be on its way into the state. */
  readonly pid?: number;
  /** Which resource it was, and where its calls went: for people, and for `pulumi-training orphans`. */
  readonly urn?: string;
  readonly place?: JournalPlace;
}

export interface JournalPlace {
  readonly platform: string;
  readonly region: string;
  readonly project?: string;
  readonly workspace?: string;
}

/** One small file per submission, on disk before it leaves and after its answer came. Holds no credential. */
export interface Journal {
  /** @throws Error that names the file when it is torn or unreadable */
  read(origin: Origin): Promise<JournalEntry | undefined>;
  /** Every submission of one resource, under whatever marker. */
  ofResource(resource: ResourceKey): Promise<readonly JournalEntry[]>;
  /** Every submission that this machine remembers. */
  all(): Promise<readonly JournalEntry[]>;
  /** Resolves when the entry is safely on disk; throws, naming the setting to change, when that is not possible. */
  write(entry: JournalEntry): Promise<void>;
  remove(origin: Origin): Promise<void>;
}

/** Adds to a submission's entry, if it has one. What cannot be added is not lost: the state has it too. */
export async function amendEntry(
  journal: Journal,
  origin: Origin,
  more: Partial<Pick<JournalEntry, "jobId" | "ended" | "isAnswered" | "isShown" | "isHeld" | "endingSince">>,
): Promise<void> {
  try {
    const entry = await journal.read(origin);
    const isTold = entry && Object.entries(more).every(([key, value]) => Reflect.get(entry, key) === value);
    if (entry && !isTold) await journal.write({ ...entry, ...more });
  } catch {
    // A torn entry, or a journal that cannot be written: the caller that needs it reports the error.
  }
}

/** `PULUMI_TRAINING_JOURNAL`, else `pulumi-training/journal` in the user's state directory. */
export function journalDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const stateHome = env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return env.PULUMI_TRAINING_JOURNAL || join(stateHome, "pulumi-training", "journal");
}

export function openJournal(directory: string): Journal {
  const folderOf = (resource: ResourceKey) => {
    if (!/^[a-z2-7]{12}$/.test(resource)) throw new TypeError(`${resource} is not a resource key`);
    return join(directory, resource);
  };
  const fileOf = ({ resource, marker }: Origin) => {
    if (!MARKER.test(marker)) throw new TypeError(`${marker} is not a marker`);
    return join(folderOf(resource), `${marker}.json`);
  };
  /** Where versions of this package without resource keys kept all entries. */
  const olderFileOf = ({ marker }: Origin) => join(directory, `${marker}.json`);

  /** @returns undefined when there is no such file */
  function readEntry(file: string, origin: Origin): JournalEntry | undefined {
    let text: string;
    try {
      // Synchronous: a refresh of a thousand jobs reads thousands of these, and handing each to the thread pool takes far longer.
      text = textOf(file);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException; // node:fs rejects with these
      if (code === "ENOENT") return undefined;
      throw code === "ENOTDIR" || code === "EACCES" ? unusable(directory, code) : unreadable(file, code ?? "failed");
    }
    return decode(text, file, origin);
  }

  function entriesIn(resource: ResourceKey): JournalEntry[] {
    const markers = namesIn(folderOf(resource)).flatMap((name) => MARKER_FILE.exec(name)?.[1] ?? []);
    const entries = markers.map((marker) => readEntry(fileOf({ resource, marker }), { resource, marker }));
    return entries.filter((entry) => entry !== undefined);
  }

  return {
    read: async (origin) => readEntry(fileOf(origin), origin) ?? readEntry(olderFileOf(origin), origin),
    ofResource: async (resource) => entriesIn(resource),
    async all() {
      return namesIn(directory)
        .filter((name) => /^[a-z2-7]{12}$/.test(name))
        .flatMap(entriesIn);
    },
    async write(entry) {
      const target = fileOf(entry);
      const folder = folderOf(entry.resource);
      const draft = `${target}.${process.pid}`;
      try {
        if (await mkdir(folder, { recursive: true, mode: 0o700 })) await syncDirectory(directory);
        await rm(draft, { force: true });
        const file = await open(
          draft,
          constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW,
          0o600,
        );
        try {
          await file.writeFile(JSON.stringify({ pid: process.pid, ...entry }));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, target);
        await syncDirectory(folder);
      } catch (error) {
        throw unusable(directory, (error as NodeJS.ErrnoException).code ?? "failed"); // node:fs rejects with these
      }
    },
    async remove(origin) {
      try {
        await rm(fileOf(origin), { force: true });
        await rm(olderFileOf(origin), { force: true });
        await rmdir(folderOf(origin.resource)).catch(() => {}); // other entries are in it, or it never was
      } catch (error) {
        throw unusable(directory, (error as NodeJS.ErrnoException).code ?? "failed"); // node:fs rejects with these
      }
    },
  };
}

const MARKER = /^[a-z2-7]{20}$/;
const MARKER_FILE = /^([a-z2-7]{20})\.json$/;

function textOf(file: string): string {
  const descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW);
  try {
    return readFileSync(descriptor, "utf8");
  } finally {
    closeSync(descriptor);
  }
}

/** The names in a folder; none when it does not exist. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException; // node:fs rejects with these
    if (code === "ENOENT") return [];
    throw unusable(folder, code ?? "failed");
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const entrySchema = z.object({
  name: z.string(),
  attempt: z.number(),
  signedAt: z.iso.datetime(),
  jobId: z.string().min(1).optional(),
  ended: z.enum(["succeeded", "failed", "stopped", "lost"]).optional(),
  isAnswered: z.literal(true).optional(),
  isShown: z.literal(true).optional(),
  isHeld: z.literal(true).optional(),
  endingSince: z.iso.datetime().optional(),
  pid: z.int().positive().optional(),
  urn: z.string().optional(),
  place: z
    .object({
      platform: z.string(),
      region: z.string(),
      project: z.string().optional(),
      workspace: z.string().optional(),
    })
    .optional(),
});

/** Entries are renamed into place whole, so one that does not parse is not ours: better to stop than to forget a job. */
function decode(text: string, file: string, origin: Origin): JournalEntry {
  let told: unknown;
  try {
    told = JSON.parse(text);
  } catch {
    throw unreadable(file, "it is not JSON");
  }
  const { data, error } = entrySchema.safeParse(told);
  if (error) throw unreadable(file, `its member ${error.issues[0]?.path.join(".") || "list"} does not fit`);
  return { ...definedMembers(data), ...origin };
}

/** The same object without members whose value is undefined. */
function definedMembers<Members extends object>(members: Members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [Key in keyof Members]: Exclude<Members[Key], undefined>;
  }; // what is left out is optional in the type
}

function unreadable(path: string, reason: string): Error {
  return new Error(
    `the journal entry ${path} cannot be read (${reason}), and it may be all that is known of a job. ` +
      "Mend it, or look for its job in the platform's console and then delete the file",
  );
}

function unusable(directory: string, code: string): Error {
  return new Error(
    `the journal directory ${directory} cannot be used (${code}), so nothing was submitted; ` +
      "make it writable or set PULUMI_TRAINING_JOURNAL to another directory",
  );
}
