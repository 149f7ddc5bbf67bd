/*
 * Where a job or a model carries what we know it by: at the head of its description, which reads and lists show; a job's an
 * update can change. A job's second carrier is its name, whose suffix is a part of the marker.
 */

const HEAD = /^\[(pulumi|released):([a-z2-7]{20})\] ?/;
/** What the longer of the two heads takes, with the space behind it. */
const HEAD_LENGTH = "[released:] ".length + 20;

/** What is left of a job's 256 characters for the user's own text. */
export const LONGEST_DESCRIPTION = 256 - HEAD_LENGTH;
/** What is left of a model's 100. */
export const LONGEST_MODEL_DESCRIPTION = 100 - HEAD_LENGTH;

/** What a description says. */
export interface Described {
  /** Absent from what is not ours. */
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

/** The description of a job or a model: of ours, or of one without a marker. */
export function writeDescription({ marker, isReleased, text }: Described): string {
  if (!marker) return text;
  return `[${isReleased ? "released" : "pulumi"}:${marker}]${text && ` ${text}`}`;
}
