/** Texts and numbers of a JSON document, the texts first: digits inside of them are not numbers. */
const TEXT_OR_NUMBER = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
const LONG = /^-?\d{16,}$/;

/**
 * Reads JSON, whole numbers of sixteen digits and more as text: ids and log cursors of v1 count past 2^53.
 * Undefined for what is cut off or not JSON: the same to every caller.
 */
export function parseExact(text: string): unknown {
  try {
    return JSON.parse(text.replace(TEXT_OR_NUMBER, (token) => (LONG.test(token) ? `"${token}"` : token)));
  } catch {
    return undefined;
  }
}
