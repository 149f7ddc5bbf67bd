import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { PlatformError } from "./errors";

/** Reads one of the profile files that vendors' tools keep; undefined when there is none. */
export type ReadFile = (path: string) => string | undefined;

/** @throws PlatformError `auth` when the file exists but cannot be read */
export function readTextFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "unreadable";
    if (code === "ENOENT" || code === "ENOTDIR") return undefined;
    throw new PlatformError("auth", `${path} cannot be read: ${code}`, { platform: "", action: "credentials" });
  }
}

/** The `name = value` lines below `[section]`. */
export function iniSection(text: string, section: string): Readonly<Record<string, string>> | undefined {
  let found: Record<string, string> | undefined;
  let isInside = false;
  for (const line of text.split(/\r?\n/)) {
    const header = /^\s*\[(.*)\]\s*$/.exec(line);
    if (header) isInside = header[1]?.trim() === section;
    if (isInside) found ??= {};
    const pair = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (isInside && found && pair?.[1] && pair[2]) found[pair[1]] = pair[2].replace(/^"(.*)"$/, "$1");
  }
  return found;
}

/** A key without the line breaks and blanks that files and shells add at its ends; undefined when nothing is left. */
export function keyIn(text: string | null | undefined): string | undefined {
  return text?.trim() || undefined;
}

/** A password, which may begin or end with blanks, but not with line breaks. */
export function passwordIn(text: string | undefined): string | undefined {
  return text?.replace(/^[\r\n]+|[\r\n]+$/g, "") || undefined;
}

export function homeOf(env: Readonly<Record<string, string | undefined>>): string {
  return env["HOME"] || env["USERPROFILE"] || homedir();
}
