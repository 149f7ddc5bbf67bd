import type { Claim } from "../../jobs/job";

/*
 * Where a job or a model carries what we recognise it by: at the head of its description, which reads and lists show and, for a
 * job, an update can change. A job carries it in its name too, whose suffix is a part of the marker.
 */

/** `[pulumi:<marker>.<resource>]`; without the resource where the text left no room for it, or where an older version wrote it. */
const HEAD = /^\[(pulumi|released):([a-z2-7]{20})(?:\.([a-z2-7]{12}))?\] ?/;
/** The least length of the longer of the two heads, with the space after it. */
const HEAD_LENGTH = "[released:] ".length + 20;

/** The vendor's limits of a whole description, in characters. */
export const JOB_ROOM = 256;
export const MODEL_ROOM = 100;
/** What a job's description leaves for the user's own text. */
export const LONGEST_DESCRIPTION = JOB_ROOM - HEAD_LENGTH;
/** What a model's leaves. */
export const LONGEST_MODEL_DESCRIPTION = MODEL_ROOM - HEAD_LENGTH;

/** What a description says: whose it is, and the user's own text. */
export interface Described extends Omit<Claim, "suffix"> {
  readonly text: string;
}

export function readDescription(description: string | null | undefined): Described {
  const [head = "", kind, marker, resource] = HEAD.exec(description ?? "") ?? [];
  const text = (description ?? "").slice(head.length);
  return {
    ...(marker && { marker }),
    ...(resource && { resource }),
    isReleased: kind === "released",
    // The documented default is this word, not an empty string.
    text: text === "NULL" ? "" : text,
  };
}

/**
 * The description of a job or a model, either ours or one without a marker.
 * @param room the vendor's limit: the resource is left out where the whole would be longer
 */
export function writeDescription({ marker, resource, isReleased, text }: Described, room: number): string {
  if (!marker) return text;
  const behind = (claim: string) => `[${isReleased ? "released" : "pulumi"}:${claim}]${text && ` ${text}`}`;
  const whole = resource && behind(`${marker}.${resource}`);
  return whole && whole.length <= room ? whole : behind(marker);
}

/** Whose a job or a model is; empty where the answer has no description, which settles nothing. */
export function claimIn(description: string | null | undefined): { readonly claim?: Claim } {
  if (description === undefined) return {};
  const { text: _, ...claim } = readDescription(description);
  return { claim };
}
