/*
 * Untrusted texts in Markdown, for both GitHub and GitLab: nothing in them is markup, nobody is mentioned, nothing is a link, and
 * no issue is referenced. They are one line, without control characters or invisible ones.
 */

/** A name or a value, as code: hosts do not look for markup, mentions or links there. */
export function codeSpan(text: string): string {
  if (text === "") return "";
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // A space on both sides is stripped again, and separates a backtick from the fence.
  const pad = /^`|`$|^ .* $/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** The same in a table, where a bar ends a cell even inside code, unless it is escaped by a backslash. */
export function codeInCell(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

/** Text that is shown as written, in a table too. */
export function plainText(text: string): string {
  return text
    .replace(REFERENCE, `$&${APART}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replace(/[\\`*_[\]|~$]/g, "\\$&")
    .replace(/^[-+=#]/, "\\$&")
    .replace(/^(\d+)([.)])/, "$1\\$2")
    .replaceAll(APART, "&#8203;");
}

/** An invisible character that breaks up the patterns that hosts look for. */
const APART = "\u200b";

/**
 * The start of a mention or of a reference to an issue, a merge request, a label and the like, and the middle of a URL. Hosts look
 * for these in the rendered page, where no escapes are left.
 */
const REFERENCE = /[@#!~%$^](?=[\p{L}\p{N}_"])|&(?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/giu;
