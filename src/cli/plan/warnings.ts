import type { Preview } from "./preview";
import type { PricedRow } from "./prices";
import { isDeletedVersion, isStopped, isSubmitted } from "./row";

/** What a reviewer should not miss. */
export interface Warning {
  readonly kind: "overBudget" | "stopsJob" | "deletesModelVersion" | "unknownMembers" | "unpriced" | "said";
  /** Names of resources. */
  readonly resources: readonly string[];
  /** A clause about them; for `said`, the preview's own words. */
  readonly text: string;
}

export function warningsOf(rows: readonly PricedRow[], preview: Preview, over: string | undefined): readonly Warning[] {
  const of = (kind: Warning["kind"], text: string, isMeant: (row: PricedRow) => boolean): Warning[] => {
    const resources = rows.filter(isMeant).map(({ row }) => row.name);
    return resources.length > 0 ? [{ kind, resources, text }] : [];
  };
  const said = preview.warnings.map(({ resource, text }) => ({
    kind: "said" as const,
    resources: resource ? [resource] : [],
    text,
  }));
  // The preview itself says so, and names the members.
  const isSaid = ({ row }: PricedRow) =>
    preview.warnings.some(({ resource, text }) => resource === row.name && text.includes("not known before the run"));
  return [
    ...(over === undefined ? [] : [{ kind: "overBudget" as const, resources: [], text: preview.shown(over, 2_000) }]),
    ...of("stopsJob", "a running job is stopped", ({ row }) => isStopped(row) && row.before?.status === "running"),
    ...of(
      "stopsJob",
      "a job that has not ended is stopped",
      ({ row }) => isStopped(row) && row.before?.status !== "running",
    ),
    ...of("deletesModelVersion", "the model version is deleted", ({ row }) => isDeletedVersion(row)),
    ...of(
      "unknownMembers",
      "runs again if a value that is not known yet differs",
      (each) => each.row.action === "mayRun" && !isSaid(each),
    ),
    ...unpricedWarnings(rows, preview),
    ...said,
  ];
}

/** One for each reason: a thousand jobs may share it. */
function unpricedWarnings(rows: readonly PricedRow[], preview: Preview): Warning[] {
  const byReason = new Map<string, string[]>();
  for (const { row, priced } of rows) {
    if (!isSubmitted(row) || priced.unpriced === undefined) continue;
    const names = byReason.get(priced.unpriced) ?? [];
    byReason.set(priced.unpriced, names);
    names.push(row.name);
  }
  return [...byReason].map(([reason, resources]) => ({
    kind: "unpriced",
    resources,
    text: `no price: ${preview.shown(reason, 200)}`,
  }));
}
