import type { State, Step } from "./preview";

/** What the steps about one resource do together. */
export interface Operation {
  readonly op: "create" | "replace" | "update" | "delete" | "same" | "none";
  readonly urn: string;
  readonly old: State | undefined;
  readonly now: State | undefined;
  readonly provider: string;
  readonly reasons: readonly string[];
}

/**
 * What each of the engine's words for a step means; the first that any step of a resource has decides. The steps that replace are
 * three, and only `--show-replacement-steps` shows all of them.
 */
const OPERATIONS: readonly (readonly [Operation["op"], readonly string[]])[] = [
  ["replace", ["replace", "create-replacement", "import-replacement"]],
  ["create", ["create", "import"]],
  ["update", ["update"]],
  ["delete", ["delete", "delete-replaced"]],
  ["same", ["same"]],
];

/** What becomes of each resource but the stack itself. */
export function operationsOf(steps: readonly Step[]): readonly Operation[] {
  return [...stepsByUrn(steps).values()].map(operationOf);
}

function stepsByUrn(steps: readonly Step[]): ReadonlyMap<string, readonly Step[]> {
  const byUrn = new Map<string, Step[]>();
  for (const step of steps) {
    // A row that nothing ever happens to.
    if (step.urn.includes("::pulumi:pulumi:Stack::")) continue;
    const known = byUrn.get(step.urn);
    if (known) known.push(step);
    else byUrn.set(step.urn, [step]);
  }
  return byUrn;
}

function operationOf(steps: readonly Step[]): Operation {
  const newStates = steps.flatMap(({ op, newState }) => (newState ? [{ op, newState }] : []));
  // Of a replacement, the step that makes the new one knows most of it.
  const now = (newStates.find(({ op }) => op !== "replace") ?? newStates[0])?.newState;
  return {
    op: OPERATIONS.find(([, ops]) => steps.some(({ op }) => ops.includes(op)))?.[0] ?? "none",
    urn: steps[0]?.urn ?? "",
    // With `--refresh` the first step is what the look found; the last one begins with that.
    old: steps.findLast(({ oldState }) => oldState)?.oldState ?? undefined,
    now,
    provider: now?.provider ?? steps.find(({ provider }) => provider)?.provider ?? "",
    reasons: steps.flatMap(({ replaceReasons, diffReasons }) => replaceReasons ?? diffReasons ?? []),
  };
}
