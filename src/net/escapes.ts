/** Part of a text: from this character, up to but not including that one. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A text with some of its escapes decoded, and where its parts come from. */
export interface Reading {
  readonly text: string;
  /** The part of the original text that a part of this reading was decoded from. */
  original(range: Range): Range;
}

interface Escapes {
  readonly pattern: RegExp;
  undo(escape: string): string;
}

const CONTROLS: Readonly<Record<string, string>> = {
  "\\b": "\b",
  "\\f": "\f",
  "\\n": "\n",
  "\\r": "\r",
  "\\t": "\t",
};

const JSON_ESCAPES: Escapes = {
  pattern: /\\(?:u[\da-fA-F]{4}|["\\/bfnrt])/g,
  undo: (escape) =>
    CONTROLS[escape] ?? (escape.length > 2 ? String.fromCharCode(parseInt(escape.slice(2), 16)) : escape.slice(1)),
};

const URL_ESCAPES: Escapes = {
  pattern: /(?:%[\da-fA-F]{2})+/g,
  undo: (escape) => Buffer.from(escape.replaceAll("%", ""), "hex").toString(),
};

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

const HTML_ESCAPES: Escapes = {
  pattern: /&(?:amp|lt|gt|quot|apos|#\d{1,6}|#[xX][\da-fA-F]{1,5});/g,
  undo(escape) {
    const name = escape.slice(1, -1);
    return ENTITIES[name] ?? String.fromCodePoint(Number(name.replace("#", "").replace(/^x/i, "0x")));
  },
};

/** What every escape begins with. */
const ESCAPED = /[\\%&]/;

/** Outermost first; JSON also inside a URL. */
const ORDER = [JSON_ESCAPES, URL_ESCAPES, JSON_ESCAPES, HTML_ESCAPES];

/** All readings of a text: as it is, and with the escapes of JSON, of URLs, of HTML, or several of them, decoded. */
export function readingsOf(text: string): readonly Reading[] {
  const readings: Reading[] = [{ text, original: (range) => range }];
  if (!ESCAPED.test(text)) return readings;
  for (const escapes of ORDER) {
    for (const reading of [...readings]) {
      const undone = withoutEscapes(reading, escapes);
      if (undone && readings.every((other) => other.text !== undone.text)) readings.push(undone);
    }
  }
  return readings;
}

function withoutEscapes({ text, original }: Reading, { pattern, undo }: Escapes): Reading | undefined {
  if (text.search(pattern) < 0) return undefined;
  // Where each character began; those of one escape began together. No escape decodes to more characters than it has.
  const starts = new Int32Array(text.length + 1);
  let said = "";
  let length = 0;
  let read = 0;
  const say = (piece: string, step: 0 | 1) => {
    for (let index = 0; index < piece.length; index++) starts[length++] = read + index * step;
    said += piece;
  };
  for (const { 0: escape, index } of text.matchAll(pattern)) {
    say(text.slice(read, index), 1);
    read = index;
    say(undo(escape), 0);
    read += escape.length;
  }
  say(text.slice(read), 1);
  starts[length] = text.length;
  const startOf = (index: number) => starts[index] ?? text.length;
  return {
    text: said,
    original({ from, to }) {
      let end = to;
      while (startOf(end) === startOf(to - 1)) end += 1;
      return original({ from: startOf(from), to: startOf(end) });
    },
  };
}
