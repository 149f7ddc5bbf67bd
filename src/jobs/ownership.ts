import type { Claim, Holder, JobId, JobSnapshot, ResourceKey } from "./job";
import type { Origin } from "./journal";
import { suffixOf } from "./marker";

/** What a look-up by name means for the resource that asks. */
export type Found =
  | { readonly kind: "none" }
  /** Ours: one that still moves before a settled one, the oldest first. Only an earlier fault can have made `others`. */
  | { readonly kind: "ours"; readonly id: JobId; readonly others: readonly JobId[] }
  /** A record that we released earlier; it still holds the name. */
  | { readonly kind: "released"; readonly id: JobId }
  /** Somebody else's job. `isTwin`: made by the same resource of another state, whose stack and project have the same names. */
  | { readonly kind: "foreign"; readonly id: JobId; readonly isTwin: boolean };

/** The claim decides whose a job is, never the name. */
export function ownershipOf(holders: readonly Holder[], origin: Origin): Found {
  const own = holders.filter((holder) => isClaimedBy(origin, holder));
  const [first, ...others] = own.filter(({ isReleased }) => !isReleased).sort(byPrecedence);
  if (first) return { kind: "ours", id: first.id, others: others.map(({ id }) => id) };
  const released = own[0] ?? holders.find((holder) => holder.isReleased && isOfResource(origin, holder));
  if (released) return { kind: "released", id: released.id };
  if (!holders[0]) return { kind: "none" };
  const twin = holders.find((holder) => hasMarker(origin, holder));
  return { kind: "foreign", id: (twin ?? holders[0]).id, isTwin: twin !== undefined };
}

/** Whether this run of this resource made it. A job made by an older version of this package does not name its resource. */
export function isClaimedBy(origin: Origin, claim: Claim): boolean {
  return hasMarker(origin, claim) && (claim.resource === undefined || isOfResource(origin, claim));
}

/**
 * The jobs of the resource that are not in `known`: of runs whose rows no state holds, including copies of the current one.
 * Released jobs do not count.
 * @param jobs as the platform lists them
 */
export function straysOf(
  origin: Origin,
  jobs: readonly JobSnapshot[],
  known: ReadonlySet<JobId>,
): readonly JobSnapshot[] {
  return jobs.filter(
    ({ jobId: id, claim }) => claim && isOfResource(origin, claim) && !known.has(id) && !claim.isReleased,
  );
}

/** Jobs by the resource that each claims, so that a thousand resources find theirs without looking through a thousand jobs each. */
export class ClaimedJobs {
  private readonly byClaim = new Map<string, JobSnapshot[]>();

  constructor(jobs: readonly JobSnapshot[]) {
    for (const job of jobs) {
      const claim = job.claim?.resource ?? "";
      const others = this.byClaim.get(claim);
      if (others) others.push(job);
      else this.byClaim.set(claim, [job]);
    }
  }

  /** Those whose claim is this key, or its first letters: see `isOfResource`. */
  of(resource: ResourceKey): readonly JobSnapshot[] {
    return Array.from(resource, (_, at) => this.byClaim.get(resource.slice(0, at + 1)) ?? []).flat();
  }
}

function hasMarker({ marker }: Origin, claim: Claim): boolean {
  return claim.marker === marker || (claim.suffix !== undefined && claim.suffix === suffixOf(marker));
}

/** Some platforms have room for only the first letters. */
function isOfResource({ resource }: Origin, claim: Claim): boolean {
  return claim.resource !== undefined && claim.resource !== "" && resource.startsWith(claim.resource);
}

function byPrecedence(left: Holder, right: Holder): number {
  return (
    Number(left.isSettled) - Number(right.isSettled) || (left.createdAt ?? "").localeCompare(right.createdAt ?? "")
  );
}
