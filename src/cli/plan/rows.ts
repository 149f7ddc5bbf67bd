import { compareInputs } from "../../engine/rules";
import { isUnknown } from "../../engine/values";
import { isSettled } from "../../jobs/wait";
import { jobRules } from "../../resources/job-record";
import { isHeld } from "../../resources/job-words";
import { modelRules } from "../../resources/model-record";
import { beforeOf, isRetained, recordOf } from "./before";
import { changesOf, unknownMembers, type Change } from "./changes";
import { plannedOperations, type PlannedOperation } from "./operations";
import { compareTexts, nameOf, typeOf, type Preview, type State } from "./preview";
import type { Action, Planned, Row } from "./row";

/** In the order of a report. */
const ACTIONS: readonly Action[] = [
  "run",
  "runAgain",
  "adopt",
  "mayRun",
  "wait",
  "settle",
  "stop",
  "delete",
  "leave",
  "update",
];

export interface Rows {
  /** What changes, in the order of a report. */
  readonly planned: readonly Planned[];
  /** Jobs that continue unchanged, as far as the preview shows them (`--show-sames`). */
  readonly same: readonly Planned[];
  /** Numbers of resources of other kinds, by what happens to them. */
  readonly others: Readonly<Record<string, number>>;
}

const CHANGING: ReadonlySet<PlannedOperation["op"]> = new Set(["create", "replace", "update", "delete"]);

export function rowsOf(preview: Preview): Rows {
  const planned: Planned[] = [];
  const same: Planned[] = [];
  const others = new Map<string, number>();
  for (const operation of plannedOperations(preview.steps)) {
    const kind = kindOf(operation.urn);
    if (!kind) {
      if (CHANGING.has(operation.op)) others.set(operation.op, (others.get(operation.op) ?? 0) + 1);
      continue;
    }
    const made = plannedOf(kind, operation, preview);
    if (operation.op === "same") same.push(made);
    else if (CHANGING.has(operation.op)) planned.push(made);
  }
  planned.sort(
    ({ row: left }, { row: right }) =>
      ACTIONS.indexOf(left.action) - ACTIONS.indexOf(right.action) ||
      compareTexts(left.name, right.name) ||
      compareTexts(left.urn, right.urn),
  );
  return { planned, same, others: Object.fromEntries([...others].sort(([a], [b]) => compareTexts(a, b))) };
}

const KIND = /^pulumi-nodejs:dynamic\/training:(?<kind>TrainingJob|TrainingModelVersion)$/;

function kindOf(urn: string): Row["kind"] | undefined {
  const kind = KIND.exec(typeOf(urn))?.groups?.["kind"];
  if (kind === undefined) return undefined;
  return kind === "TrainingJob" ? "job" : "modelVersion";
}

function plannedOf(kind: Row["kind"], operation: PlannedOperation, preview: Preview): Planned {
  const { urn, old, now, provider, reasons } = operation;
  const [olds, news] = [old?.inputs ?? {}, now?.inputs ?? {}];
  const inputs = operation.op === "delete" ? olds : news;
  const action = actionOf(kind, operation);
  const isChange = old !== undefined && now !== undefined;
  const shown = (value: unknown) => (typeof value === "string" && !isUnknown(value) ? preview.shown(value, 80) : "");
  const row: Row = {
    kind,
    action,
    name: preview.shown(nameOf(urn), 120),
    urn: preview.shown(urn),
    platform: shown(inputs["platform"]),
    region: shown(inputs["region"]),
    changes: isChange ? changesOf(olds, news).map((change) => shownChange(change, preview)) : [],
    unknown: now ? unknownMembers(news).map((member) => preview.shown(member, 80)) : [],
    reasons: [...new Set(reasons.map((reason) => preview.shown(reason, 80)))].sort(compareTexts),
    ...(old && { before: beforeOf({ kind, action }, old, preview) }),
  };
  return { row, inputs, provider };
}

function actionOf(kind: Row["kind"], { op, old, now }: PlannedOperation): Action {
  const { status, id } = recordOf(kind, old);
  const isPending = kind === "job" && old !== undefined && id === "" && op !== "create";
  if (isPending) return "settle";
  switch (op) {
    case "create":
      return typeof now?.inputs?.["adoptJobId"] === "string" ? "adopt" : "run";
    case "replace":
      return "runAgain";
    case "delete":
      return endingOf(kind, old);
    case "update":
      if (mayReplace(kind, old, now)) return "mayRun";
      return kind === "job" && isHeld({ status }) ? "wait" : "update";
    case "same":
    case "none":
      return "update";
  }
}

function endingOf(kind: Row["kind"], old: State | undefined): Action {
  if (isRetained(old)) return "leave";
  if (kind === "modelVersion") return "delete";
  if (!isSettled(recordOf(kind, old).status)) return "stop";
  return old?.inputs?.["deletionPolicy"] === "stop" ? "leave" : "delete";
}

/** Whether the update may become a replacement once values are known. */
function mayReplace(kind: Row["kind"], old: State | undefined, now: State | undefined): boolean {
  const news = now?.inputs ?? {};
  const rules = kind === "job" ? jobRules({ platform: String(news["platform"]) }) : modelRules;
  return compareInputs(old?.inputs ?? {}, news, { ...rules }).maybe.length > 0;
}

/** Leaves out values that contain a secret. */
function shownChange({ member, from, to }: Change, preview: Preview): Change {
  const isClean = [from, to].every((value) => value === undefined || preview.shown(value) === value);
  const name = preview.shown(member, 80);
  if (!isClean) return { member: name };
  return { member: name, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
}
