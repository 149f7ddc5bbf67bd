import assert from "node:assert/strict";

/** A text with everything that some encoding writes in another way. */
export const canary = (name: string): string => `${name} "7f/3+é=<&>%41\\n'~*`;

/** A secret in the ways in which a server may write it. */
export function formsOf(secret: string): readonly string[] {
  const json = JSON.stringify(secret).slice(1, -1);
  const base64 = Buffer.from(secret).toString("base64");
  const url = encodeURIComponent(secret);
  return [
    secret,
    json,
    JSON.stringify(json).slice(1, -1),
    ascii(json, "lower"),
    ascii(json, "upper"),
    base64,
    base64.replace(/=+$/, ""),
    ascii(base64.replaceAll("=", "\\u003d"), "lower"),
    Buffer.from(secret).toString("base64url"),
    encodeURIComponent(base64),
    url,
    url.replace(/%../g, (escape) => escape.toLowerCase()),
    url.replace(/[!'()*~]/g, (character) => `%${character.charCodeAt(0).toString(16)}`),
    new URLSearchParams({ a: secret }).toString().slice(2),
    secret.replace(/[<>&"']/g, (character) => `&#${character.charCodeAt(0)};`),
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  ];
}

/** A sentence of a server that repeats them all. */
export function echoOf(secrets: readonly string[]): string {
  return secrets.flatMap(formsOf).join(" | ");
}

/** That a text shows none of the secrets, in no form. */
export function assertHidden(text: string, secrets: readonly string[]): void {
  for (const secret of secrets) {
    for (const form of formsOf(secret)) {
      for (const shown of [form, JSON.stringify(form).slice(1, -1)]) {
        const at = text.indexOf(shown);
        assert.ok(at < 0, `shows ${shown}: …${text.slice(Math.max(0, at - 80), at + 120)}…`);
      }
    }
  }
}

/** Everything that the error of a call that must fail shows, its hidden members included. */
export async function failureOf(calling: Promise<unknown>): Promise<string> {
  const error: unknown = await calling.then(
    () => assert.fail("the call should have failed"),
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof Error, String(error));
  return JSON.stringify(error, Object.getOwnPropertyNames(error));
}

function ascii(text: string, hex: "lower" | "upper"): string {
  return text.replace(/[^\x20-\x7e]/g, (character) => {
    const code = character.charCodeAt(0).toString(16).padStart(4, "0");
    return `\\u${hex === "upper" ? code.toUpperCase() : code}`;
  });
}
