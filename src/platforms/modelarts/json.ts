/** The quote that opens a string in JSON, or a complete number. */
const TOKEN = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /^-?\d{16,}$/;

/**
 * Reads JSON, with integers of sixteen digits or more as text: ids and log cursors of v1 exceed 2^53.
 * Undefined for what is truncated or not JSON, which no caller distinguishes. One pass, whatever the input.
 */
export function parseExact(text: string): unknown {
  try {
    return JSON.parse(withLongNumbersAsText(text));
  } catch {
    return undefined;
  }
}

function withLongNumbersAsText(json: string): string {
  const pieces: string[] = [];
  let copied = 0;
  TOKEN.lastIndex = 0;
  for (let found = TOKEN.exec(json); found !== null; found = TOKEN.exec(json)) {
    const [token] = found;
    // Digits inside a string are not numbers.
    if (token === '"') TOKEN.lastIndex = behindText(json, found.index);
    else if (LONG.test(token)) {
      pieces.push(json.slice(copied, found.index), `"${token}"`);
      copied = TOKEN.lastIndex;
    }
  }
  return pieces.join("") + json.slice(copied);
}

/**
 * The position after the string that begins at `start`. By hand: a regular expression with escapes starts over at each quote of
 * an unclosed string, and overflows its stack on a long closed one.
 */
function behindText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
