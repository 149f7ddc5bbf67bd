import type { ZodType } from "zod";
import { meantBy, memberPath } from "./shape";
import { hasUnknown, isObject, isUnknown, type Properties } from "./values";

/** One thing wrong with the inputs, as `check` reports it. */
export interface Problem {
  /** Pulumi's property path: `spec.dataConfigs[0].mappingPath`. */
  readonly property: string;
  readonly reason: string;
}

type Path = readonly PropertyKey[];

/** Checks inputs against their schema. What a preview does not know yet is not held against it. */
export function findProblems(inputs: Properties, schema: ZodType): Problem[] {
  const result = schema.safeParse(inputs);
  if (result.success) return [];
  return result.error.issues
    .flatMap(flatten)
    .filter((issue) => !restsOnUnknown(inputs, issue))
    .map((issue) => toProblem(issue, inputs, schema));
}

interface Issue {
  readonly code?: string | undefined;
  readonly path: Path;
  readonly message: string;
  readonly keys?: readonly string[];
  readonly errors?: readonly (readonly Issue[])[];
}

/** A union says only that nothing fitted; the branch that came furthest says why. */
function flatten(issue: Issue): Issue[] {
  if (issue.code !== "invalid_union" || !issue.errors?.length) return [issue];
  const depth = (issues: readonly Issue[]) => Math.max(0, ...issues.map((each) => each.path.length));
  const best = [...issue.errors].sort((left, right) => depth(right) - depth(left))[0] ?? [];
  if (depth(best) === 0)
    return [
      {
        ...issue,
        message: issue.errors
          .flat()
          .map((each) => each.message)
          .join("; or "),
      },
    ];
  return best.flatMap((inner) => flatten({ ...inner, path: [...issue.path, ...inner.path] }));
}

function restsOnUnknown(inputs: Properties, issue: Issue): boolean {
  const value = issue.path.reduce<unknown>((parent, key) => {
    if (isUnknown(parent)) return parent;
    return isObject(parent) || Array.isArray(parent) ? Reflect.get(parent, key) : undefined;
  }, inputs);
  // Cross-field rules and unions look into the value; the other checks are about the value itself.
  return issue.code === "custom" || issue.code === "invalid_union" ? hasUnknown(value) : isUnknown(value);
}

function toProblem({ code, path, message, keys }: Issue, inputs: Properties, schema: ZodType): Problem {
  if (code === "unrecognized_keys" && keys?.length) {
    const property = propertyPath([...path, keys[0] ?? ""]);
    const names = keys.map((key) => propertyPath([...path, key]));
    const hints = new Set(keys.flatMap((key) => meantBy(key, path, inputs, schema) ?? []));
    return { property, reason: [`${names.join(", ")}: no such input`, ...hints].join("; ") };
  }
  const property = propertyPath(path);
  return { property, reason: property ? `${property}: ${message}` : message };
}

function propertyPath(path: Path): string {
  return path.reduce<string>(memberPath, "");
}
