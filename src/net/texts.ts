import type { Range } from "./escapes";

const HEAD = 6;

interface Entry {
  /** Of the texts, the longest first. */
  readonly lengths: number[];
  readonly texts: Set<string>;
}

/**
 * Texts to be found inside of others. However many there are, a position costs the same: most are ruled out by a hash of three
 * characters, the rest by a look into a map. Texts of fewer than six characters are not taken.
 */
export class Texts {
  private readonly byHead = new Map<string, Entry>();
  private readonly marks = new Uint8Array(1 << 16);

  add(text: string): void {
    if (text.length < HEAD) return;
    const head = text.slice(0, HEAD);
    const entry = this.byHead.get(head) ?? { lengths: [], texts: new Set<string>() };
    this.byHead.set(head, entry);
    this.marks[markAt(text, 0)] = 1;
    entry.texts.add(text);
    if (!entry.lengths.includes(text.length)) entry.lengths.push(text.length);
    entry.lengths.sort((left, right) => right - left);
  }

  get isEmpty(): boolean {
    return this.byHead.size === 0;
  }

  /** Where they are, in order of their beginnings: the longest that begins at a position. */
  findIn(text: string): readonly Range[] {
    const found: Range[] = [];
    if (this.isEmpty) return found;
    for (let from = 0; from + HEAD <= text.length; from++) {
      if (this.marks[markAt(text, from)] !== 1) continue;
      const to = from + this.longestAt(text, from);
      if (to > from) found.push({ from, to });
    }
    return found;
  }

  private longestAt(text: string, at: number): number {
    const entry = this.byHead.get(text.slice(at, at + HEAD));
    const isHere = (length: number) =>
      at + length <= text.length && entry?.texts.has(text.slice(at, at + length)) === true;
    return entry?.lengths.find(isHere) ?? 0;
  }
}

function markAt(text: string, at: number): number {
  return (text.charCodeAt(at) * 7_919 + text.charCodeAt(at + 1) * 131 + text.charCodeAt(at + 2)) & 0xffff;
}
