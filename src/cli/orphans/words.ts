import { printable } from "../../net/errors";
import { stackParts } from "./owners";
import type { Orphan } from "./search";
import type { Stopped } from "./stop";

/** The form of `--json`: unknown members are left out. */
export function orphanRecord({ api: _api, urn, ...orphan }: Orphan, stopped: Stopped | undefined) {
  const [stack, project] = stackParts(urn ?? "");
  return {
    ...orphan,
    ...(urn && { resource: { urn, stack, project, name: resourceName(urn) } }),
    ...(stopped && { outcome: stopped.outcome, reason: stopped.reason }),
  };
}

const HEAD = ["PLATFORM", "REGION", "JOB", "NAME", "STATE", "CREATED", "RESOURCE"] as const;

/** A line for each, in columns. */
export function orphanTable(orphans: readonly Orphan[]): string {
  const rows = orphans.map((orphan) => {
    const { platform, region, jobId = "?", name, state, createdAt = "?" } = orphan;
    return [platform, region || "-", jobId, name, state, createdAt, ownerText(orphan)].map((cell) => printable(cell));
  });
  const widths = HEAD.map((_, column) => Math.max(...[HEAD, ...rows].map((cells) => widthOf(cells[column] ?? ""))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell + " ".repeat((widths[column] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd();
  return [HEAD, ...rows].map(line).join("\n");
}

/** How to end them. */
export function advice(orphans: readonly Orphan[], hasState: boolean): string {
  const doubtful = orphans.some(({ doubt }) => doubt !== undefined);
  const maybe =
    hasState || !doubtful
      ? ""
      : "Some may be in a state that was not given: `pulumi stack export | npx pulumi-training orphans`. ";
  return (
    `${maybe}To end one: \`--stop\` here, the platform's console, or \`adoptJobId\` in a program, then \`pulumi up\` and ` +
    "`pulumi destroy`."
  );
}

/** What became of one, in a line. */
export function stoppedText({ orphan: { jobId, name }, outcome, reason }: Stopped): string {
  const subject = jobId ? `job ${jobId}` : `job "${name}"`;
  const words = {
    stopped: "has stopped",
    stopping: "was asked to stop",
    left: `was left as it is: ${reason ?? ""}`,
    failed: `could not be stopped: ${reason ?? ""}`,
  } as const;
  return printable(`${subject} ${words[outcome]}`);
}

/** `dev/train sft`, else the stack's part of the marker. */
function ownerText({ urn, stack }: Orphan): string {
  return urn ? `${stackParts(urn).join("/")} ${resourceName(urn)}` : (stack ?? "?");
}

function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

const WIDE = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\uff01-\uff60]/gu;

/** Columns that the text takes in a terminal: two for each Chinese, Japanese or Korean character. */
function widthOf(text: string): number {
  return text.length + (text.match(WIDE)?.length ?? 0);
}
