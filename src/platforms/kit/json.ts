/** Undefined for what is cut off or not JSON: the caller says what that means, and the text must not reach a message. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
