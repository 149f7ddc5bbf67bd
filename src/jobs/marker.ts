import { createHash } from "node:crypto";
import type { Marker, ResourceKey } from "./job";

/** Which resource, of which stack, this is. */
export interface Identity {
  /** Pulumi organization; the file backend calls every one `organization`. */
  readonly organization: string;
  /** `urn:pulumi:<stack>::<project>::<type>::<name>`. */
  readonly urn: string;
}

/** Where the stack's state is, for states whose organization does not tell them apart; empty otherwise. */
export type Backend = string;

const RUN_LETTERS = 12;
const STACK_LETTERS = 8;

/**
 * The marker of one run of one resource: any process on any machine computes the same one, so a job that was submitted by a
 * process now dead is found again. `generation` is everything that, when changed, means another job.
 */
export function markerOf({ organization, urn }: Identity, generation: unknown): Marker {
  const run = digest(["v1", organization, urn, canonical(generation)]).slice(0, RUN_LETTERS);
  const [stack, project] = urn.replace(/^urn:pulumi:/, "").split("::");
  return run + digest(["v1", organization, project ?? "", stack ?? ""]).slice(0, STACK_LETTERS);
}

/** What all runs of one resource share, and share with no resource of another state. */
export function resourceOf({ organization, urn }: Identity, backend: Backend): ResourceKey {
  return digest(["r1", organization, backend, urn]).slice(0, RUN_LETTERS);
}

/** The part of a marker that all jobs of a stack share. */
export function stackOf(marker: Marker): string {
  return marker.slice(RUN_LETTERS);
}

/** The part of a marker that goes into a job's default name. */
export function suffixOf(marker: Marker): string {
  return marker.slice(0, 8);
}

// RFC 4648 base32 in lower case: characters that every vendor allows in names and tags.
const ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

function digest(parts: readonly string[]): string {
  const hash = createHash("sha256").update(JSON.stringify(parts)).digest();
  let text = "";
  for (let index = 0; index < 20; index += 1) text += ALPHABET[fiveBits(hash, index)];
  return text;
}

function fiveBits(bytes: Buffer, index: number): number {
  const bit = index * 5;
  return (bytes.readUInt16BE(bit >> 3) >> (11 - (bit & 7))) & 31;
}

/** JSON text that does not depend on the order of members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([left], [right]) => (left < right ? -1 : 1)))
      : member,
  );
}
