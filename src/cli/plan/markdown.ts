import { codeInCell, codeSpan, plainText } from "./escape";
import type { PlanReport, ReportRow } from "./report";
import {
  actionText,
  atMostText,
  counted,
  furtherTexts,
  machineText,
  messageText,
  perHourText,
  platformText,
  summaryText,
  warningText,
  whyText,
  type Phrase,
} from "./words";

/** Shares of the text that its parts may take, so that none of them crowds out the others. The table gets what is left. */
const SHARES = { errors: 1 / 4, warnings: 1 / 4, details: 1 / 4 } as const;
/** For headings, blank lines, and the lines that count what was left out. */
const RESERVE = 800;

/**
 * A comment for a pull request.
 * Its first line is hidden and the same for every plan of the stack: a bot finds its own comment by it.
 * @param limit longest text, in characters
 */
export function markdownOf(report: PlanReport, limit: number): string {
  const { project, stack } = report;
  const name = [project, stack].filter(Boolean).join("/");
  const head = [
    `<!-- pulumi-training plan: ${markerPart(project)}/${markerPart(stack)} -->`,
    `### Training plan${name ? ` of ${codeSpan(name)}` : ""}`,
    "",
    `**${plainText(summaryText(report))}**`,
  ];
  let room = limit - RESERVE - lengthOf(head);
  const take = (lines: Lines, share: number) => {
    const taken = fit(lines, Math.floor(room * share));
    room -= lengthOf(taken);
    return taken;
  };
  const errors = take(
    linesOf("error", report.errors, (each) => item(messageText(each))),
    SHARES.errors,
  );
  const warnings = take(
    linesOf("warning", report.warnings, (each) => item(warningText(each))),
    SHARES.warnings,
  );
  const details = take(detailsOf(report), SHARES.details);
  const table = take(linesOf("row", report.rows, tableRow), 1);
  return [
    ...head,
    ...section("The preview failed, so this is not all of the plan:", errors),
    ...section("Please look at:", warnings),
    ...(table.length > 0 ? ["", ...TABLE_HEAD, ...table] : []),
    ...folded(details),
    "",
  ].join("\n");
}

/** A part of an HTML comment, which two hyphens could end. */
function markerPart(text: string): string {
  return encodeURIComponent(text).replaceAll("--", "-%2D");
}

const COLUMNS = ["Action", "Resource", "Platform", "Machines", "Per hour", "At most", "Why"] as const;
const TABLE_HEAD = [rowOf(COLUMNS), "| --- | --- | --- | --- | ---: | ---: | --- |"];

function tableRow(row: ReportRow): string {
  return rowOf([
    plainText(actionText(row)),
    codeInCell(row.name),
    markdownText(platformText(row), codeInCell),
    markdownText(machineText(row), codeInCell),
    plainText(perHourText(row)),
    plainText(atMostText(row)),
    markdownText(whyText(row), codeInCell),
  ]);
}

function rowOf(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function markdownText(phrase: Phrase, code = codeSpan): string {
  return phrase.map((piece) => (typeof piece === "string" ? plainText(piece) : code(piece.code))).join("");
}

function item(phrase: Phrase): string {
  return `- ${markdownText(phrase)}`;
}

function detailsOf(report: PlanReport): Lines {
  return linesOf("line", [...furtherTexts(report), ...report.notes.map(messageText)], item);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? ["", title, "", ...lines] : [];
}

function folded(lines: readonly string[]): readonly string[] {
  return lines.length > 0 ? ["", "<details><summary>More</summary>", "", ...lines, "", "</details>"] : [];
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0);
}

/** Lines that are written when there is room for them. */
interface Lines {
  /** What each is about: `row`. */
  readonly what: string;
  readonly count: number;
  readonly written: Iterable<string>;
}

function linesOf<Item>(what: string, items: readonly Item[], write: (each: Item) => string): Lines {
  return { what, count: items.length, written: writing(items, write) };
}

function* writing<Item>(items: readonly Item[], write: (each: Item) => string): Generator<string> {
  for (const each of items) yield write(each);
}

/** As many lines as there is room for, and how many are left out. */
function fit({ what, count, written }: Lines, room: number): readonly string[] {
  const taken: string[] = [];
  let left = room;
  for (const line of written) {
    left -= line.length + 1;
    if (left < 0) return [...taken, leftOut(what, count - taken.length)];
    taken.push(line);
  }
  return taken;
}

function leftOut(what: string, count: number): string {
  const more = `${counted(count, `more ${what}`)}, left out because the comment would be too long`;
  return what === "row" ? `| … | ${more} | | | | | |` : `- ${more}`;
}
