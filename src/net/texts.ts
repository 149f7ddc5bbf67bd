import type { Range } from "./escapes";

const HEAD = 6;
/** Sizes of the table of marks, for few texts and for many. Each of a thousand resources has a few of its own. */
const PLACES = { few: 1 << 10, many: 1 << 16 } as const;
const FEW = 64;

interface Entry {
  /** Those of the texts, the longest first. */
  readonly lengths: number[];
  readonly texts: Set<string>;
}

/**
 * Texts to be found inside others. However many there are, a position costs the same: most are ruled out by a hash of three
 * characters, the rest by a look into a map. Texts of fewer than six characters are ignored.
 */
export class Texts {
  private readonly byHead = new Map<string, Entry>();
  /** Created by the first search: most instances never see one. */
  private marks = new Uint8Array(0);

  add(text: string): void {
    if (text.length < HEAD) return;
    const head = text.slice(0, HEAD);
    const entry = this.byHead.get(head) ?? { lengths: [], texts: new Set<string>() };
    this.byHead.set(head, entry);
    if (this.marks.length > 0) this.mark(head);
    entry.texts.add(text);
    if (!entry.lengths.includes(text.length)) entry.lengths.push(text.length);
    entry.lengths.sort((left, right) => right - left);
  }

  get isEmpty(): boolean {
    return this.byHead.size === 0;
  }

  /** Where they occur, in order of their beginnings; of those that begin at one position, the longest. */
  findIn(text: string): readonly Range[] {
    const found: Range[] = [];
    if (this.isEmpty) return found;
    const places = this.byHead.size > FEW ? PLACES.many : PLACES.few;
    if (this.marks.length !== places) {
      this.marks = new Uint8Array(places);
      for (const head of this.byHead.keys()) this.mark(head);
    }
    const { marks } = this;
    for (let from = 0; from + HEAD <= text.length; from++) {
      if (marks[markAt(text, from) & (places - 1)] !== 1) continue;
      const to = from + this.longestAt(text, from);
      if (to > from) found.push({ from, to });
    }
    return found;
  }

  private mark(head: string): void {
    this.marks[markAt(head, 0) & (this.marks.length - 1)] = 1;
  }

  private longestAt(text: string, at: number): number {
    const entry = this.byHead.get(text.slice(at, at + HEAD));
    const isHere = (length: number) =>
      at + length <= text.length && entry?.texts.has(text.slice(at, at + length)) === true;
    return entry?.lengths.find(isHere) ?? 0;
  }
}

function markAt(text: string, at: number): number {
  return text.charCodeAt(at) * 7_919 + text.charCodeAt(at + 1) * 131 + text.charCodeAt(at + 2);
}
