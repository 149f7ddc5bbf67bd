import { hasUnknown, isObject, isSame, type Properties } from "./values";

/**
 * What a change to one input means.
 * - `replace`         another resource
 * - `replaceIfGiven`  another resource; when the program gives none, the first value is kept
 * - `update`          changed in place
 * - `ignore`          matters only when the resource is created
 * A record holds rules for the members of an object, so that a message can name the member.
 */
export type Rule = "replace" | "replaceIfGiven" | "update" | "ignore" | { readonly [member: string]: Rule };

/** A rule for every input: one without does not compile. */
export type FieldRules<Inputs> = { readonly [Field in keyof Inputs]-?: Rule };

/** Inputs that differ, by what their change means. */
export interface Changes {
  readonly replaces: readonly string[];
  readonly updates: readonly string[];
  /** Inputs whose change means another resource, with values that the preview does not know yet. */
  readonly maybe: readonly string[];
}

/** Compares what the state holds with what the program asks for now. Never throws: state may be older than this code. */
export function compareInputs(olds: Properties, news: Properties, rules: { readonly [field: string]: Rule }): Changes {
  const changes = { replaces: [] as string[], updates: [] as string[], maybe: [] as string[] };
  for (const [path, rule] of Object.entries(rules)) {
    compareField({ path, old: olds[path], wanted: news[path] }, rule, changes);
  }
  return changes;
}

interface Collected {
  readonly replaces: string[];
  readonly updates: string[];
  readonly maybe: string[];
}

/** One input, or a member of one, as the state holds it and as the program asks for it. */
interface Field {
  readonly path: string;
  readonly old: unknown;
  readonly wanted: unknown;
}

function compareField({ path, old, wanted }: Field, rule: Rule, changes: Collected): void {
  if (rule === "ignore" || isSame(old, wanted)) return;
  if (typeof rule === "object" && isObject(old) && isObject(wanted)) {
    const members = new Set([...Object.keys(rule), ...Object.keys(old), ...Object.keys(wanted)]);
    for (const member of members) {
      const field = { path: `${path}.${member}`, old: old[member], wanted: wanted[member] };
      compareField(field, rule[member] ?? "replace", changes);
    }
    return;
  }
  if (rule === "replaceIfGiven" && wanted === undefined) return;
  if (rule === "update") changes.updates.push(path);
  else if (hasUnknown(wanted)) changes.maybe.push(path);
  else changes.replaces.push(path);
}
