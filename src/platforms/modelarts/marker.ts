/*
 * Where a job carries what we know it by: at the head of its description, which reads and lists show and an update can
 * change. The second carrier is the name, whose suffix is a part of the marker.
 */

const HEAD = /^\[(pulumi|released):([a-z2-7]{20})\] ?/;
const LONGEST = 256;
/** What the longer of the two heads takes, with the space behind it. */
const HEAD_LENGTH = "[released:] ".length + 20;

/** What is left for the user's own text. */
export const LONGEST_DESCRIPTION = LONGEST - HEAD_LENGTH;

/** What a description says. */
export interface Described {
  /** Absent from jobs that are not ours. */
  readonly marker?: string;
  readonly isReleased: boolean;
  /** The user's own text. */
  readonly text: string;
}

export function readDescription(description: string | null | undefined): Described {
  const [head = "", kind, marker] = HEAD.exec(description ?? "") ?? [];
  const text = (description ?? "").slice(head.length);
  // The documented default is this word, not an empty text.
  return { ...(marker && { marker }), isReleased: kind === "released", text: text === "NULL" ? "" : text };
}

/** The description of a job: of ours, or of one without a marker. */
export function writeDescription({ marker, isReleased, text }: Described): string {
  if (!marker) return text;
  return `[${isReleased ? "released" : "pulumi"}:${marker}]${text && ` ${text}`}`;
}
