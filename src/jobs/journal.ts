import { constants } from "node:fs";
import { mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { JobId, Marker } from "./job";

/** What this machine remembers of a submission, should nobody else live to tell. */
export interface JournalEntry {
  readonly name: string;
  /** Submissions sent under this marker so far. */
  readonly attempt: number;
  /** RFC 3339; when the last one was signed. */
  readonly signedAt: string;
  /** Known once the platform answered. */
  readonly jobId?: JobId;
}

/** One small file per marker, on disk before a submission leaves and after its answer came. Holds no credential. */
export interface Journal {
  read(marker: Marker): Promise<JournalEntry | undefined>;
  /** Returns when the entry is safely on disk; throws with the setting to change when it cannot be. */
  write(marker: Marker, entry: JournalEntry): Promise<void>;
  remove(marker: Marker): Promise<void>;
}

/** `PULUMI_TRAINING_JOURNAL`, else `pulumi-training/journal` in the user's state directory. */
export function journalDirectory(env: Readonly<Record<string, string | undefined>>): string {
  const stateHome = env.XDG_STATE_HOME || join(homedir(), ".local", "state");
  return env.PULUMI_TRAINING_JOURNAL || join(stateHome, "pulumi-training", "journal");
}

export function openJournal(directory: string): Journal {
  const path = (marker: Marker) => {
    if (!/^[a-z2-7]{20}$/.test(marker)) throw new TypeError(`${marker} is no marker`);
    return join(directory, `${marker}.json`);
  };
  return {
    async read(marker) {
      const file = path(marker);
      try {
        return decode(await readFile(file, { encoding: "utf8", flag: constants.O_RDONLY | constants.O_NOFOLLOW }));
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException; // undefined for errors that are none of the system's
        if (code === "ENOENT") return undefined;
        throw code === undefined ? error : unusable(directory, code);
      }
    },
    async write(marker, entry) {
      const target = path(marker);
      const draft = `${target}.${process.pid}`;
      try {
        await mkdir(directory, { recursive: true, mode: 0o700 });
        await rm(draft, { force: true });
        const file = await open(
          draft,
          constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | constants.O_NOFOLLOW,
          0o600,
        );
        try {
          await file.writeFile(JSON.stringify(entry));
          await file.sync();
        } finally {
          await file.close();
        }
        await rename(draft, target);
        await syncDirectory(directory);
      } catch (error) {
        throw unusable(directory, (error as NodeJS.ErrnoException).code ?? "failed"); // node:fs rejects with these
      }
    },
    async remove(marker) {
      await rm(path(marker), { force: true });
    },
  };
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** An entry is renamed into place whole, so one that does not parse is not ours: better to stop than to forget a job. */
function decode(text: string): JournalEntry {
  const { name, attempt, signedAt, jobId } = JSON.parse(text) as Partial<JournalEntry>;
  if (typeof name !== "string" || typeof attempt !== "number" || typeof signedAt !== "string") {
    throw new Error(
      "the journal holds an entry that this version cannot read; set PULUMI_TRAINING_JOURNAL to another directory",
    );
  }
  return { name, attempt, signedAt, ...(typeof jobId === "string" && { jobId }) };
}

function unusable(directory: string, code: string): Error {
  return new Error(
    `the journal directory ${directory} cannot be used (${code}), so nothing was submitted; ` +
      "make it writable or set PULUMI_TRAINING_JOURNAL to another directory",
  );
}
