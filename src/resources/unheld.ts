import type { Context } from "../engine/resource";
import type { JournalEntry } from "../jobs/journal";
import type { Runtime } from "./place";

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
