import type { Holder, JobId, Marker } from "./job";

/** What a look-up by name means for the resource that asks. */
export type Found =
  | { readonly kind: "none" }
  /** Ours: one that still moves before a settled one, the oldest first. `others` only an earlier fault can have made. */
  | { readonly kind: "ours"; readonly id: JobId; readonly others: readonly JobId[] }
  /** A record that we let go earlier; it holds the name. */
  | { readonly kind: "released"; readonly id: JobId }
  /** Somebody else's job. */
  | { readonly kind: "foreign"; readonly id: JobId };

/** Ownership is the marker, never the name. */
export function judge(holders: readonly Holder[], marker: Marker): Found {
  const marked = holders.filter((holder) => holder.marker === marker);
  const [own, ...others] = marked.filter((holder) => !holder.isReleased).sort(byClaim);
  if (own) return { kind: "ours", id: own.id, others: others.map((other) => other.id) };
  if (marked[0]) return { kind: "released", id: marked[0].id };
  return holders[0] ? { kind: "foreign", id: holders[0].id } : { kind: "none" };
}

function byClaim(left: Holder, right: Holder): number {
  return (
    Number(left.isSettled) - Number(right.isSettled) || (left.createdAt ?? "").localeCompare(right.createdAt ?? "")
  );
}
