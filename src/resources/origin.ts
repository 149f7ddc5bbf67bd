import type { Context } from "../engine/resource";
import type { Marker } from "../jobs/job";
import type { JournalEntry, Origin } from "../jobs/journal";
import { resourceOf } from "../jobs/marker";
import type { Operation, Place, Runtime } from "./place";

type Named = Pick<Context<never>, "organization" | "urn">;

/** The organization of every stack on a backend without organizations: there it does not tell two states apart. */
const ANY_ORGANIZATION = "organization";

/** What identifies the submission of this resource under this marker. */
export function originOf(marker: Marker, { organization, urn }: Named, { backend }: Pick<Runtime, "backend">): Origin {
  const where = organization === ANY_ORGANIZATION ? backend : "";
  return { marker, resource: resourceOf({ organization, urn }, where) };
}

/** For the journal: which resource it is, and where its calls go. */
export function aboutOf({ urn }: Named, { platform, where }: Pick<Place, "platform" | "where">) {
  const { region, project, workspace } = where;
  const place = { platform: platform.name, region, ...(project && { project }), ...(workspace && { workspace }) };
  return { urn, place } satisfies Pick<JournalEntry, "urn" | "place">;
}

/** Keeps a row whose request had no answer: under the id that it already has, else under one made from its marker. */
export function keepPending<Row extends { readonly marker: Marker }>(
  row: Row,
  { rowId, context }: Pick<Operation<Row>, "rowId" | "context">,
): void {
  context.keep(rowId ?? `pending:${row.marker}`, row);
}

/** Removes the journal entry of what is gone. If that fails, it is gone all the same: a warning, not an error. */
export async function forget(
  origin: Origin,
  { runtime, context }: Pick<Operation<unknown>, "runtime" | "context">,
): Promise<void> {
  await runtime.journal.remove(origin).catch((error: unknown) => {
    const cause = error instanceof Error ? error.message : "an entry of the journal could not be removed";
    context.note("warning", cause);
  });
}
