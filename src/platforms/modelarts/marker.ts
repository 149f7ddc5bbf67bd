import type { Claim } from "../../jobs/job";

/*
 * Where a job or a model carries what we know it by: at the head of its description, which reads and lists show; a job's an
 * update can change. A job's second carrier is its name, whose suffix is a part of the marker.
 */

/** `[pulumi:<marker>.<resource>]`; without the resource where the text left no room for it, and in older versions. */
const HEAD = /^\[(pulumi|released):([a-z2-7]{20})(?:\.([a-z2-7]{12}))?\] ?/;
/** What the longer of the two heads takes at least, with the space behind it. */
const HEAD_LENGTH = "[released:] ".length + 20;

/** The vendor's limits of a whole description, in characters. */
export const JOB_ROOM = 256;
export const MODEL_ROOM = 100;
/** What is left of a job's for the user's own text. */
export const LONGEST_DESCRIPTION = JOB_ROOM - HEAD_LENGTH;
/** What is left of a model's. */
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
    // The documented default is this word, not an empty text.
    text: text === "NULL" ? "" : text,
  };
}

/**
 * The description of a job or a model: of ours, or of one without a marker.
 * @param room the vendor's limit: the resource is left out where the whole would be longer
 */
export function writeDescription({ marker, resource, isReleased, text }: Described, room: number): string {
  if (!marker) return text;
  const behind = (claim: string) => `[${isReleased ? "released" : "pulumi"}:${claim}]${text && ` ${text}`}`;
  const whole = resource && behind(`${marker}.${resource}`);
  return whole && whole.length <= room ? whole : behind(marker);
}

/** Whose a job or a model is; nothing where the answer has no description, which tells neither. */
export function claimIn(description: string | null | undefined): { readonly claim?: Claim } {
  if (description === undefined) return {};
  const { text: _, ...claim } = readDescription(description);
  return { claim };
}
