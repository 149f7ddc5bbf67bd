/** Where a text of a JSON document begins, or a number as a whole. */
const TOKEN = /"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /^-?\d{16,}$/;

/**
 * Reads JSON, whole numbers of sixteen digits and more as text: ids and log cursors of v1 count past 2^53.
 * Undefined for what is cut off or not JSON: the same to every caller. One pass, whatever comes.
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
    // Digits inside of a text are not numbers.
    if (token === '"') TOKEN.lastIndex = behindText(json, found.index);
    else if (LONG.test(token)) {
      pieces.push(json.slice(copied, found.index), `"${token}"`);
      copied = TOKEN.lastIndex;
    }
  }
  return pieces.join("") + json.slice(copied);
}

/**
 * Where the text that begins at `start` is over. By hand: a pattern with escapes in it starts anew at each quote of a text
 * that is not closed, and its stack overflows on a long one that is.
 */
function behindText(json: string, start: number): number {
  let at = start + 1;
  while (at < json.length && json[at] !== '"') at += json[at] === "\\" ? 2 : 1;
  return at + 1;
}
