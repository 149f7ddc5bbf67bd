import { isObject } from "./values";

/*
 * What ends up in a string or a number because of how JavaScript and Pulumi work, and is never intended: the same for every
 * input of every platform.
 */

type Path = readonly PropertyKey[];

/** Where something is, and the rest of a sentence about it. Quotes no value. */
interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** What is wrong with a string or a number, as the end of a sentence; undefined where nothing is. */
type Rule = (leaf: unknown) => string | undefined;

const PROBLEMS: readonly Rule[] = [
  // What `toString` and `toJSON` of an output return instead of throwing. Source: sdk/nodejs/output.ts of pulumi/pulumi.
  holding(
    /Calling \[toString\] on an \[Output/,
    "holds Pulumi's note about an output instead of the output's value; write the string as pulumi.interpolate`…`",
  ),
  holding(
    /Calling \[toJSON\] on an \[Output/,
    "holds Pulumi's note about an output instead of the output's value; use pulumi.jsonStringify(…) instead of JSON.stringify(…)",
  ),
  // The kernel ends arguments, paths and variables there.
  holding("\0", "holds a NUL character, which no command, path or variable of a container can have; leave it out"),
];

const DOUBTS: readonly Rule[] = [
  holding(
    "[object Object]",
    "holds [object Object], which JavaScript writes for a record in a string; write the member that you mean",
  ),
  holding(
    "[object Promise]",
    "holds [object Promise], which JavaScript writes for a promise in a string; await it first",
  ),
  holding(
    /(^|[/:=])(undefined|NaN)($|[/:\s])/,
    "holds a part that is undefined or NaN, which JavaScript writes for a missing value",
  ),
  (leaf) =>
    typeof leaf === "number" && Number.isInteger(leaf) && !Number.isSafeInteger(leaf) && Math.abs(leaf) < WITH_EXPONENT
      ? "is a whole number beyond 2^53, of which JavaScript does not keep every digit; write it as a string"
      : undefined,
];

/** From here on JavaScript writes numbers with an exponent, as people do who mean "very large". */
const WITH_EXPONENT = 1e21;

/** What cannot work, wherever it is. */
export function brokenLeaves(value: unknown): Finding[] {
  return found(value, PROBLEMS);
}

/** What is probably not intended, wherever it is. */
export function strangeLeaves(value: unknown): Finding[] {
  return found(value, DOUBTS);
}

function holding(what: string | RegExp, message: string): Rule {
  const isIn = typeof what === "string" ? (text: string) => text.includes(what) : (text: string) => what.test(text);
  return (leaf) => (typeof leaf === "string" && isIn(leaf) ? message : undefined);
}

function found(value: unknown, rules: readonly Rule[]): Finding[] {
  // Arguments of a look-up come from the program itself and may contain one another.
  const seen = new Set<unknown>();
  const below = (part: unknown, path: Path): Finding[] => {
    if (!Array.isArray(part) && !isObject(part)) return about(part, rules).map((message) => ({ path, message }));
    if (seen.has(part)) return [];
    seen.add(part);
    if (Array.isArray(part)) return part.flatMap((item, index) => below(item, [...path, index]));
    return Object.entries(part).flatMap(([key, member]) => [
      ...about(key, rules).map((message) => ({ path, message: `has a member whose name ${message}` })),
      ...below(member, [...path, key]),
    ]);
  };
  return below(value, []);
}

function about(leaf: unknown, rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) => rule(leaf) ?? []);
}
