import type { PriceUnit } from "../../jobs/price";
import { findPlatform } from "../../platforms/registry";
import { machinesText, moneyText, rateText } from "../../pricing/words";
import type { Message } from "./preview";
import type { PlanReport, ReportRow } from "./report";
import type { Before } from "./row";
import type { Totals } from "./totals";
import type { Warning } from "./warnings";

/** A sentence in pieces: plain text, and names, ids and values that are set as code. */
export type Phrase = readonly (string | { readonly code: string })[];

/** `2 jobs to run: ¥82/h, at most ¥1,970 · 1 job is stopped · 1 waits for review`. */
export function summaryText({ errors, totals, budget }: PlanReport): string {
  const { runs, mayRun, adopts, stops, deletes, waits } = totals;
  const { modelVersionsRegistered: registered, modelVersionsDeleted: deleted } = totals;
  const parts = [
    errors.length > 0 && "the preview failed",
    budget?.excess !== undefined && "over budget",
    runs > 0 && `${counted(runs, "job")} to run: ${costText(totals)}`,
    mayRun > 0 && `${counted(mayRun, "job")} may run again`,
    adopts > 0 && `${counted(adopts, "job")} ${isOrAre(adopts)} taken over`,
    stops > 0 && `${counted(stops, "job")} ${isOrAre(stops)} stopped`,
    deletes > 0 && `${counted(deletes, "ended job")} ${isOrAre(deletes)} deleted`,
    waits > 0 && `${waits.toLocaleString("en-US")} ${waits === 1 ? "waits" : "wait"} for review`,
    registered > 0 && `${counted(registered, "model version")} to register`,
    deleted > 0 && `${counted(deleted, "model version")} ${isOrAre(deleted)} deleted`,
  ].filter((part) => part !== false);
  const [first = "nothing to run, nothing to stop", ...others] = parts;
  return [first.charAt(0).toUpperCase() + first.slice(1), ...others].join(" · ");
}

function isOrAre(count: number): string {
  return count === 1 ? "is" : "are";
}

export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en-US")} ${noun}${count === 1 ? "" : "s"}`;
}

function costText({ runs, yuanPerHour, atMostYuan, pointsPerHour, atMostPoints, unpriced, unbounded }: Totals): string {
  if (unpriced.length === runs) return "price unknown";
  const sums = [
    ...(yuanPerHour > 0 || pointsPerHour === 0 ? [boundText(yuanPerHour, atMostYuan, "yuan")] : []),
    ...(pointsPerHour > 0 ? [boundText(pointsPerHour, atMostPoints, "points")] : []),
  ];
  const gaps = [
    ...(unpriced.length > 0 ? [`${unpriced.length.toLocaleString("en-US")} without a price`] : []),
    ...(unbounded.length > 0 ? [`${unbounded.length.toLocaleString("en-US")} without a time limit`] : []),
  ];
  return sums.join(" and ") + (gaps.length > 0 ? ` (${gaps.join(", ")})` : "");
}

function boundText(perHour: number, most: number, unit: PriceUnit): string {
  return `${rateText({ perHour, unit })}${most > 0 ? `, at most ${moneyText(most, unit)}` : ""}`;
}

/** What happens to it. */
export function actionText({ kind, action, before }: ReportRow): string {
  if (kind === "modelVersion") return MODEL_ACTIONS[action];
  if (action === "runAgain" && before?.isLive === true) {
    return before.fate === "left" ? "runs again, and leaves the old one" : "runs again, and stops the old one";
  }
  return JOB_ACTIONS[action];
}

const JOB_ACTIONS: Readonly<Record<ReportRow["action"], string>> = {
  run: "runs",
  runAgain: "runs again",
  adopt: "is taken over",
  mayRun: "may run again",
  wait: "waits for review",
  settle: "is looked for",
  stop: "stops",
  delete: "is deleted",
  leave: "is left as it is",
  update: "goes on",
};

const MODEL_ACTIONS: Readonly<Record<ReportRow["action"], string>> = {
  ...JOB_ACTIONS,
  run: "is registered",
  runAgain: "is registered again",
  mayRun: "may be registered again",
  update: "stays",
};

export function platformText({ platform, region }: ReportRow): Phrase {
  const title = findPlatform(platform)?.title;
  const name = title ?? (platform === "" ? "?" : { code: platform });
  return region === "" ? [name] : [name, " ", { code: region }];
}

export function machineText({ kind, action, machines }: ReportRow): Phrase {
  if (!needsMachines(kind, action)) return [""];
  return machines ? [{ code: machinesText(machines) }] : ["not known yet"];
}

function needsMachines(kind: ReportRow["kind"], action: ReportRow["action"]): boolean {
  return kind === "job" && !["stop", "delete", "leave", "settle", "wait"].includes(action);
}

/** `¥54.8`; a question mark where it is unknown. */
export function perHourText({ kind, action, perHour, unit }: ReportRow): string {
  if (!needsMachines(kind, action)) return "";
  return perHour !== undefined && unit ? moneyText(perHour, unit) : "?";
}

export function atMostText({ kind, action, perHour, atMost, unit }: ReportRow): string {
  if (!needsMachines(kind, action)) return "";
  if (atMost !== undefined && unit) return moneyText(atMost, unit);
  return perHour === undefined ? "?" : "no limit";
}

/** What exceeds this number is counted. */
const MOST_NAMED = 8;

/** Why, and what happens to the existing job. */
export function whyText(row: ReportRow): Phrase {
  const { kind, changes, unknown, before } = row;
  const why: Phrase[] = [
    ...reasonOf(row),
    ...listed(changes.map(({ member, from, to }) => [member, ...valuesText(from, to)])),
    ...(unknown.length > 0 ? [unknownText(unknown)] : []),
  ];
  const clauses = why.length > 0 ? why : [unseenText(row)];
  return joined([...clauses, ...(before ? fateText(before, kind) : [])], "; ");
}

/** For a change that the preview does not show: of a secret, or none at all. */
function unseenText({ action, reasons }: ReportRow): Phrase {
  const members = reasons.slice(0, MOST_NAMED).map((code) => [{ code }]);
  if (members.length > 0) return ["changed where nothing can be shown: ", ...joined(members, ", ")];
  return [action === "update" ? "no member changed" : "asked for"];
}

function reasonOf({ action, reasons, before, kind }: ReportRow): Phrase[] {
  switch (action) {
    case "run":
    case "adopt":
      return [["new"]];
    case "stop":
    case "delete":
    case "leave":
      return [["no longer in the program"]];
    case "wait":
      return before
        ? [[`${NOUNS[kind]} `, { code: before.id }, ` ${before.status === "lost" ? "is lost" : before.status}`]]
        : [];
    case "settle":
      return [["whether its submission made a job is not known"]];
    case "runAgain":
      return reasons.includes("status") && before ? [[`the last one ${before.status}`]] : [];
    case "mayRun":
    case "update":
      return [];
  }
}

const NOUNS = { job: "job", modelVersion: "model version" } as const;

function valuesText(from: string | undefined, to: string | undefined): Phrase {
  if (from === undefined && to === undefined) return [];
  if (to === undefined) return [" ", { code: from ?? "" }, " → something else"];
  return from === undefined ? [" → ", { code: to }] : [" ", { code: from }, " → ", { code: to }];
}

function unknownText(members: readonly string[]): Phrase {
  const named = members.slice(0, MOST_NAMED).map((code) => [{ code }]);
  const rest = members.length > MOST_NAMED ? [` and ${members.length - MOST_NAMED} more`] : [];
  return ["not known before the run: ", ...joined(named, ", "), ...rest];
}

/** What happens to the existing one: `stops and deletes job train-1 (running since 2026-03-01T09:00:00.000Z, ¥54.8/h)`. */
function fateText(before: Before, kind: ReportRow["kind"]): Phrase[] {
  const { fate, id, isLive } = before;
  const state = kind === "job" ? ` (${stateText(before)})` : "";
  const named = (verb: string): Phrase => [`${verb} ${NOUNS[kind]} `, { code: id }, state];
  switch (fate) {
    case "kept":
      return [];
    case "stopped":
      return [named("stops")];
    case "stopped and deleted":
      return [named("stops and deletes")];
    case "deleted":
      return [named("deletes")];
    case "left":
      return [named(isLive ? "goes on without Pulumi:" : "keeps")];
  }
}

function stateText({ status, startedAt, duration, cost, perHour, unit, isLive }: Before): string {
  const since = status === "running" && startedAt !== undefined ? ` since ${startedAt}` : "";
  const ran = !isLive && duration !== undefined ? ` after ${duration}` : "";
  const rate = isLive && perHour !== undefined && unit ? `, ${rateText({ perHour, unit })}` : "";
  const paid = !isLive && cost !== undefined && unit ? `, ${moneyText(cost, unit)}` : "";
  return `${status}${since}${ran}${rate}${paid}`;
}

function listed(phrases: readonly Phrase[]): readonly Phrase[] {
  const rest = phrases.length - MOST_NAMED;
  return rest > 0 ? [...phrases.slice(0, MOST_NAMED), [`${rest} more members`]] : phrases;
}

function joined(phrases: readonly Phrase[], separator: string): Phrase {
  return phrases.flatMap((phrase, index) => (index === 0 ? phrase : [separator, ...phrase]));
}

/** A warning: the resources it is about, then the text, which may be the preview's own. */
export function warningText({ resources, text }: Warning): Phrase {
  const named = resources.slice(0, MOST_NAMED).map((code) => [{ code }]);
  const rest =
    resources.length > MOST_NAMED ? ` and ${(resources.length - MOST_NAMED).toLocaleString("en-US")} more` : "";
  return [...joined(named, ", "), ...(resources.length > 0 ? [`${rest}: `] : []), ...proseOf(text)];
}

export function messageText({ resource, text }: Message): Phrase {
  return [...(resource === undefined ? [] : [{ code: resource }, ": "]), ...proseOf(text)];
}

/** A sentence; what is between backticks becomes code. */
function proseOf(text: string): Phrase {
  return text.split(/`([^`]+)`/).map((piece, index) => (index % 2 === 1 ? { code: piece } : piece));
}

/** Further facts: the limits, where the prices come from, and how many other resources change. */
export function furtherTexts({ budget, rows, others }: PlanReport): readonly Phrase[] {
  const sources = [...new Set(rows.flatMap(({ priceSource }) => priceSource ?? []))];
  const { maxYuanPerHour, maxYuan } = budget ?? {};
  const limits = [
    ...(maxYuanPerHour === undefined ? [] : [rateText({ perHour: maxYuanPerHour, unit: "yuan" })]),
    ...(maxYuan === undefined ? [] : [`${moneyText(maxYuan, "yuan")} in all`]),
  ];
  const counts = Object.entries(others).map(([op, count]) => `${count.toLocaleString("en-US")} ${PAST[op] ?? op}`);
  return [
    ...(limits.length > 0 ? [[`budget: ${limits.join(", ")}`]] : []),
    ...(sources.length > 0
      ? [
          [
            "prices: ",
            ...joined(
              sources.map((code) => [{ code }]),
              ", ",
            ),
          ],
        ]
      : []),
    ...(counts.length > 0 ? [[`resources of other kinds: ${counts.join(", ")}`]] : []),
  ];
}

const PAST: Readonly<Record<string, string>> = {
  create: "created",
  replace: "replaced",
  update: "updated",
  delete: "deleted",
};
