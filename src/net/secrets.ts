import { readingsOf, type Range } from "./escapes";
import { Texts } from "./texts";

/** What stands where a secret stood. */
export const SCRUBBED = "[secret]";

/** Shorter values are part of too many words: without them a text could be garbled, and nobody guesses them from one. */
const SHORTEST = 6;
/** Values that a variable has more often because it is a switch than because it is a secret. */
const PLAIN_WORDS = new Set(["default", "disabled", "enabled", "undefined"]);
/** A line of a key or of a document, beside the whole of it: logs come line by line. */
const SHORTEST_LINE = 16;

/**
 * The secrets that this process knows: of its credentials, and of the resources that it serves. They are taken out of every
 * text of a server before anything else sees it, as they are, in base64, and in whatever escapes they may be wrapped.
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

  /** Leaves this text as it is also where a secret is a part of it: names and ids, by which things are found again. */
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

  /** A value with all texts in it scrubbed; the names of members stay. */
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

/** Ranges that overlap as one: of two secrets that share characters nothing must be left. */
function joined(ranges: readonly Range[]): Range[] {
  const all: { from: number; to: number }[] = [];
  for (const { from, to } of [...ranges].sort((left, right) => left.from - right.from)) {
    const last = all.at(-1);
    if (last && from < last.to) last.to = Math.max(last.to, to);
    else all.push({ from, to });
  }
  return all;
}

/** The value, its lines, and what it says where it is base64 itself. */
function textsOf(value: string): string[] {
  const lines = value.split("\n").map((line) => line.trim());
  const decoded = Buffer.from(value, "base64").toString("latin1");
  const isBase64 = /^[\x20-\x7e]+$/.test(decoded) && Buffer.from(decoded).toString("base64") === value;
  return [value, value.trim(), ...lines.filter((line) => line.length >= SHORTEST_LINE), ...(isBase64 ? [decoded] : [])];
}

function formsOf(text: string): string[] {
  const base64 = Buffer.from(text).toString("base64");
  const forms = [base64, base64.replaceAll("+", "-").replaceAll("/", "_")];
  // Forms of a web page write a plus for a blank.
  return [text, text.replaceAll(" ", "+"), ...forms, ...forms.map((form) => form.replace(/=+$/, ""))];
}
