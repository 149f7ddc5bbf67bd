/** Undefined for text that is cut off or not JSON: the caller decides what that means, and the text must not reach a message. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
