/*
 * Texts of others inside of Markdown, for GitHub and GitLab alike: nothing in them is markup, nobody is mentioned, nothing is a
 * link, and no issue gets a reference. They are one line, without control characters and invisible ones.
 */

/** A name or a value, as code: hosts look for no markup, mentions or links there. */
export function codeSpan(text: string): string {
  if (text === "") return "";
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = "`".repeat(longest + 1);
  // A blank on both sides is taken off again, and keeps a backtick apart from the fence.
  const pad = /^`|`$|^ .* $/.test(text) ? " " : "";
  return `${fence}${pad}${text}${pad}${fence}`;
}

/** The same in a table, where a bar ends a cell even inside of code, unless a backslash is before it. */
export function codeInCell(text: string): string {
  return codeSpan(text).replaceAll("|", "\\|");
}

/** Text that is shown as it is written; also in a table. */
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

/** An invisible character: what a host looks for is then not there. */
const APART = "\u200b";

/**
 * What begins a mention, a reference to an issue, a merge request, a label or the like, and the middle of an address. Hosts look for
 * these in the finished page, where no escape is left.
 */
const REFERENCE = /[@#!~%$^](?=[\p{L}\p{N}_"])|&(?=\d)|:(?=\/\/)|\bwww(?=\.)|\bGH-(?=\d)/giu;
