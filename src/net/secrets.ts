import { readingsOf, type Range } from "./escapes";
import { Texts } from "./texts";

/** Replaces a secret in a text. */
export const SCRUBBED = "[secret]";

/** Shorter values occur in too many words: removing them would garble texts, and nobody guesses them from one. */
const SHORTEST = 6;
/** Values of variables that are more often switches than secrets. */
const PLAIN_WORDS = new Set(["default", "disabled", "enabled", "undefined"]);
/** A line of a key or of a document, beside the whole of it: logs come line by line. */
const SHORTEST_LINE = 16;

/**
 * The secrets that this process knows: those of its credentials and of the resources that it serves. They are removed from
 * every text of a server before anything else sees it: as they are, in base64, and in any escapes.
 */
export class Secrets {
  private readonly known = new Set<string>();
  private readonly forms = new Texts();
  private readonly spared = new Texts();

  add(...values: readonly (string | undefined)[]): void {
    for (const value of values) {
      if (!value || this.known.has(value)) continue;
      this.known.add(value);
      for (const text of textsOf(value)) {
        if (text.length >= SHORTEST && !PLAIN_WORDS.has(text)) formsOf(text).forEach((form) => this.forms.add(form));
      }
    }
  }

  /** Leaves this text as it is even where a secret is part of it: for names and ids, by which things are found again. */
  spare(text: string): void {
    this.spared.add(text);
  }

  /** Whether {@link scrub} would change the text. */
  areIn(text: string): boolean {
    if (text.length < SHORTEST || this.forms.isEmpty) return false;
    return readingsOf(text).some((reading) => this.find(reading.text).length > 0);
  }

  /** The text with {@link SCRUBBED} for every secret. */
  scrub(text: string): string {
    if (text.length < SHORTEST || this.forms.isEmpty) return text;
    const found = readingsOf(text).flatMap((reading) => this.find(reading.text).map(reading.original));
    let clean = "";
    let read = 0;
    for (const { from, to } of joined(found)) {
      clean += text.slice(read, from) + SCRUBBED;
      read = to;
    }
    return clean + text.slice(read);
  }

  /** A value with all texts in it scrubbed; names of members are kept. */
  scrubAll(value: unknown): unknown {
    if (typeof value === "string") return this.scrub(value);
    if (Array.isArray(value)) return value.map((item) => this.scrubAll(item));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, this.scrubAll(member)]));
  }

  private find(text: string): readonly Range[] {
    const found = this.forms.findIn(text);
    if (found.length === 0) return found;
    const spared = this.spared.findIn(text);
    let next = 0;
    let sparedTo = 0;
    return found.filter(({ from, to }) => {
      for (; (spared[next]?.from ?? Infinity) <= from; next++) sparedTo = Math.max(sparedTo, spared[next]?.to ?? 0);
      return to > sparedTo;
    });
  }
}

/** Merges ranges that overlap: of two secrets that share characters, nothing may be left. */
function joined(ranges: readonly Range[]): Range[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((left, right) => left.from - right.from)) {
    const last = all.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** The value, its lines, and, where it is base64 itself, its content. */
function textsOf(value: string): string[] {
  const lines = value.split("\n").map((line) => line.trim());
  const decoded = Buffer.from(value, "base64").toString("latin1");
  const isBase64 = /^[\x20-\x7e]+$/.test(decoded) && Buffer.from(decoded).toString("base64") === value;
  return [value, value.trim(), ...lines.filter((line) => line.length >= SHORTEST_LINE), ...(isBase64 ? [decoded] : [])];
}

function formsOf(text: string): string[] {
  const base64 = Buffer.from(text).toString("base64");
  const forms = [base64, base64.replaceAll("+", "-").replaceAll("/", "_")];
  // HTML forms encode a space as a plus.
  return [text, text.replaceAll(" ", "+"), ...forms, ...forms.map((form) => form.replace(/=+$/, ""))];
}
