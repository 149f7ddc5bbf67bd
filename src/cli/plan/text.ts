import type { PlanReport, ReportRow } from "./report";
import {
  actionText,
  atMostText,
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

/** For a terminal: a few lines for each row. */
export function textOf(report: PlanReport): string {
  const { project, stack, errors, warnings, notes } = report;
  const name = [project, stack].filter(Boolean).join("/");
  return [
    `Training plan${name ? ` of ${name}` : ""}: ${summaryText(report)}`,
    ...errors.map((message) => `error: ${plain(messageText(message))}`),
    ...warnings.map((warning) => `warning: ${plain(warningText(warning))}`),
    ...report.rows.flatMap(rowLines),
    ...[...furtherTexts(report), ...notes.map(messageText)].map((phrase) => `  ${plain(phrase)}`),
    "",
  ].join("\n");
}

function rowLines(row: ReportRow): string[] {
  const [perHour, atMost] = [perHourText(row), atMostText(row)];
  const cost = perHour === "" ? "" : `${perHour}/h, at most ${atMost}`;
  const facts = [plain(platformText(row)), plain(machineText(row)), cost].filter(Boolean).join(", ");
  return [`${row.name} ${actionText(row)}: ${facts}`, `  ${plain(whyText(row))}`];
}

function plain(phrase: Phrase): string {
  return phrase.map((piece) => (typeof piece === "string" ? piece : piece.code)).join("");
}
