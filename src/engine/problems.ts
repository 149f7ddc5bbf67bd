import type { ZodType } from "zod";
import { brokenLeaves } from "./leaves";
import { meantBy, memberPath } from "./shape";
import { hasUnknown, isObject, isUnknown, type Properties } from "./values";
import { wordsFor } from "./words";

/** Where in the inputs something is, from the top. */
export type Path = readonly PropertyKey[];

/**
 * Checks inputs against their schema. A value that a preview does not know yet is not a problem.
 * @param hide takes secrets out of the words about a place in the inputs; `isWide` when they may be about others, too
 * @returns a sentence for each problem, which begins with its path: `spec.dataConfigs[0].mappingPath: …`
 */
export function findProblems(
  inputs: Properties,
  schema: ZodType,
  hide: (words: string, path: Path, isWide: boolean) => string = (words) => words,
): string[] {
  const broken = brokenLeaves(inputs);
  const sentencesOfBroken = broken.map(({ path, message }) => `${propertyPath(path)}: ${message}`);
  const places = new Set(broken.map(({ path }) => propertyPath(path)));
  const result = schema.safeParse(inputs, { error: wordsFor });
  if (result.success) return sentencesOfBroken;
  // What the schema says about a broken value is about a text that nobody wrote.
  const issues = result.error.issues
    .flatMap(flatten)
    .filter((issue) => !restsOnUnknown(inputs, issue) && !places.has(propertyPath(issue.path)));
  // What is missing may be there under a wrong name.
  const strange = issues.filter(({ code }) => code === "unrecognized_keys");
  const hints = new Set<string>();
  const sentences = strange.map(({ path }) => {
    const hint = meantBy(path, inputs, schema);
    const isNew = hint !== undefined && !hints.has(hint);
    if (isNew) hints.add(hint);
    return `${propertyPath(path)}: no such input${isNew ? `; ${hint}` : ""}`;
  });
  const others = issues.filter(({ code }) => code !== "unrecognized_keys");
  return [
    ...sentencesOfBroken,
    ...sentences,
    ...others.map(({ code, path, message }) => {
      const words = hide(message, path, code === "custom");
      return path.length > 0 ? `${propertyPath(path)}: ${words}` : words;
    }),
  ];
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

/** A union says only that nothing matched; the branch that got furthest says why. Each unknown member is an issue of its own. */
function flatten(issue: Issue): Issue[] {
  if (issue.code === "unrecognized_keys") {
    return (issue.keys ?? []).map((key) => ({ ...issue, path: [...issue.path, key] }));
  }
  if (issue.code !== "invalid_union" || !issue.errors?.length) return [issue];
  const depth = (issues: readonly Issue[]) =>
    Math.max(0, ...issues.map(({ path, keys }) => path.length + (keys ? 1 : 0)));
  const best = [...issue.errors].sort((left, right) => depth(right) - depth(left))[0] ?? [];
  if (depth(best) === 0) {
    const messages = new Set(issue.errors.flat().map(({ message }) => message));
    return [{ ...issue, message: [...messages].join("; or ") }];
  }
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function restsOnUnknown(inputs: Properties, issue: Issue): boolean {
  if (issue.code === "unrecognized_keys") return false; // a wrong name is wrong whatever it holds
  const value = issue.path.reduce<unknown>((parent, key) => {
    if (isUnknown(parent)) return parent;
    return isObject(parent) || Array.isArray(parent) ? Reflect.get(parent, key) : undefined;
  }, inputs);
  // Cross-field rules and unions look into the value; the other checks are about the value itself.
  return issue.code === "custom" || issue.code === "invalid_union" ? hasUnknown(value) : isUnknown(value);
}

/** As Pulumi writes it: `spec.env["a.b"]`. */
function propertyPath(path: Path): string {
  return path.reduce<string>(memberPath, "");
}
