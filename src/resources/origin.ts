import type { Context } from "../engine/resource";
import type { Marker } from "../jobs/job";
import type { JournalEntry, Origin } from "../jobs/journal";
import { resourceOf } from "../jobs/marker";
import type { Place, Runtime } from "./place";

type Named = Pick<Context<never>, "organization" | "urn">;

/** The organization that a backend without organizations gives to every stack: there it tells no two states apart. */
const ANY_ORGANIZATION = "organization";

/** What the submission of this resource with this marker is known by. */
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

/** The journal's entry goes with what it tells of; where it cannot go, that is gone all the same. */
export async function forget(
  origin: Origin,
  { journal }: Pick<Runtime, "journal">,
  { note }: Pick<Context<never>, "note">,
): Promise<void> {
  await journal.remove(origin).catch((error: unknown) => {
    note("warning", error instanceof Error ? error.message : "an entry of the journal could not be removed");
  });
}
