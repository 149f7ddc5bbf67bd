import type { State, Step } from "./preview";

/** What all steps of one resource amount to. */
export interface PlannedOperation {
  readonly op: "create" | "replace" | "update" | "delete" | "same" | "none";
  readonly urn: string;
  readonly old: State | undefined;
  readonly now: State | undefined;
  readonly provider: string;
  readonly reasons: readonly string[];
}

/**
 * What each of the engine's words for a step means; the first entry that matches any step of a resource decides. A replacement has
 * three steps, and only `--show-replacement-steps` shows all of them.
 */
const OPERATIONS: readonly (readonly [PlannedOperation["op"], readonly string[]])[] = [
  ["replace", ["replace", "create-replacement", "import-replacement"]],
  ["create", ["create", "import"]],
  ["update", ["update"]],
  ["delete", ["delete", "delete-replaced"]],
  ["same", ["same"]],
];

/** What happens to each resource except the stack itself. */
export function plannedOperations(steps: readonly Step[]): readonly PlannedOperation[] {
  return [...stepsByUrn(steps).values()].map(operationOf);
}

function stepsByUrn(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) {
    // Nothing ever happens to the stack's own row.
    if (step.urn.includes("::pulumi:pulumi:Stack::")) continue;
    const known = byUrn.get(step.urn);
    if (known) known.push(step);
    else byUrn.set(step.urn, [step]);
  }
  return byUrn;
}

function operationOf(steps: readonly Step[]): PlannedOperation {
  const newStates = steps.flatMap(({ op, newState }) => (newState ? [{ op, newState }] : []));
  // In a replacement, the step that creates the new one knows most about it.
  const now = (newStates.find(({ op }) => op !== "replace") ?? newStates[0])?.newState;
  return {
    op: OPERATIONS.find(([, ops]) => steps.some(({ op }) => ops.includes(op)))?.[0] ?? "none",
    urn: steps[0]?.urn ?? "",
    // With `--refresh` the first step is what the refresh found; the last one starts from that.
    old: steps.findLast(({ oldState }) => oldState)?.oldState ?? undefined,
    now,
    provider: now?.provider ?? steps.find(({ provider }) => provider)?.provider ?? "",
    reasons: steps.flatMap(({ replaceReasons, diffReasons }) => replaceReasons ?? diffReasons ?? []),
  };
}
