import type { Gate } from "../src/net/call";

/** A gate that lets everything through. */
export const openGate: Gate = { signal: new AbortController().signal, open: () => Promise.resolve() };

/** Gates that let nothing through, each with what it says about it. */
export function shutGates(): readonly (readonly [what: string, gate: Gate, reason: Error])[] {
  const [stopped, full] = [new Error("stopped by Ctrl-C"), new Error("the journal cannot be written")];
  return [
    ["was shut before", { ...openGate, signal: AbortSignal.abort(stopped) }, stopped],
    ["does not open", { ...openGate, open: () => Promise.reject(full) }, full],
  ];
}
