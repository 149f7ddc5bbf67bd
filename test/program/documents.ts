import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

const ROOT = resolve(__dirname, "..", "..");
const PROGRAM = /^```(ts|typescript|js|javascript)$/;

/** The pages that have a program, from the clone's root. */
export const pages: readonly string[] = [
  ...readdirSync(ROOT),
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" }).map((page) => join("docs", page)),
].filter((page) => page.endsWith(".md") && !isWritten(page) && programOf(page).trim() !== "");

/**
 * The blocks of code of a page, one after another, as the program that they are for a reader. What a page needs and readers do
 * not is a block in an HTML comment. Every line is where the page has it, so that an error names the page's line.
 */
export function programOf(page: string): string {
  let isCode = false;
  const lines = readFileSync(join(ROOT, page), "utf8").split("\n");
  return lines
    .map((line) => {
      if (!line.startsWith("```")) return isCode ? line : "";
      isCode = PROGRAM.test(line);
      return "";
    })
    .join("\n");
}

/** The reference shows the programs of examples/, which are run where they are. */
function isWritten(page: string): boolean {
  return page.startsWith("docs/reference/");
}
