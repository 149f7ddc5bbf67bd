import type { core } from "zod";

/** zod's names of types, in our words. */
const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  tuple: "a list",
  object: "a record",
  record: "a record",
};

/**
 * What is wrong, where the schema itself does not say so. Never quotes a value.
 */
export function wordsFor(issue: core.$ZodRawIssue): string {
  switch (issue.code) {
    case "invalid_type": {
      const wanted = KINDS[issue.expected] ?? issue.expected;
      return issue.input === undefined ? `is needed: ${wanted}` : `is ${kindOf(issue.input)}; must be ${wanted}`;
    }
    case "invalid_value":
      return issue.input === undefined ? `is needed: ${choice(issue.values)}` : `must be ${choice(issue.values)}`;
    case "too_small":
      return bound(
        issue.origin,
        Number(issue.minimum),
        issue.exact ? "exactly" : issue.inclusive ? "at least" : "more than",
      );
    case "too_big":
      return bound(
        issue.origin,
        Number(issue.maximum),
        issue.exact ? "exactly" : issue.inclusive ? "at most" : "less than",
      );
    case "not_multiple_of":
      return `must be a multiple of ${issue.divisor}`;
    case "invalid_format":
      return "does not have the right form";
    case "invalid_union":
      return Array.isArray(issue.options) && issue.options.length > 0
        ? `must be ${choice(issue.options)}`
        : "does not fit";
    case "invalid_key":
      return ["is not a member name", ...issue.issues.map(({ message }) => message)].join(": ");
    default:
      return "does not fit";
  }
}

function kindOf(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return KINDS[typeof value] ?? typeof value;
}

function choice(values: readonly unknown[]): string {
  const [last = "nothing", ...others] = values.map((value) => JSON.stringify(value)).reverse();
  return others.length > 0 ? `${others.reverse().join(", ")} or ${last}` : last;
}

function bound(origin: string, limit: number, words: string): string {
  if (origin === "string")
    return limit === 1 && words === "at least" ? "is empty" : `must have ${words} ${limit} characters`;
  if (origin === "array") return `must have ${words} ${limit} ${limit === 1 ? "entry" : "entries"}`;
  return `must be ${words} ${limit}`;
}
