import { z } from "zod";

/** A list in a rule's configuration. @param description of one entry, for people */
export function list(description: string) {
  return z.array(z.string().min(1)).min(1).optional().describe(`${description} \`*\` stands for anything but \`/\`.`);
}

/** Whether one of the entries matches the value; `*` in an entry stands for anything but `/`. */
export function isListed(value: string, entries: readonly string[]): boolean {
  return entries.some((entry) => patternOf(entry).test(value));
}

function patternOf(entry: string): RegExp {
  const parts = entry.split("*").map((part) => part.replaceAll(/[\\^$.|?+()[\]{}]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join("[^/]*")}$`);
}
