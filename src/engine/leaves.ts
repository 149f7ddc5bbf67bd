import { isObject } from "./values";

/*
 * What stands in a text or a number because of how JavaScript and Pulumi work, and is never meant: the same for every input of
 * every platform.
 */

type Path = readonly PropertyKey[];

/** Where something is, and the rest of a sentence about it. Quotes no value. */
interface Finding {
  readonly path: Path;
  readonly message: string;
}

/** What is wrong with a text or a number, in the words of a table; undefined where nothing is. */
type Rule = (leaf: unknown) => string | undefined;

const PROBLEMS: readonly Rule[] = [
  // What `toString` and `toJSON` of an output answer instead of throwing. Source: sdk/nodejs/output.ts of pulumi/pulumi.
  holding(
    /Calling \[toString\] on an \[Output/,
    "holds Pulumi's note about an output instead of the output's value; write the text as pulumi.interpolate`…`",
  ),
  holding(
    /Calling \[toJSON\] on an \[Output/,
    "holds Pulumi's note about an output instead of the output's value; write pulumi.jsonStringify(…) for JSON.stringify(…)",
  ),
  // The kernel ends arguments, paths and variables there.
  holding("\0", "holds a NUL character, which no command, path or variable of a container can have; leave it out"),
];

const DOUBTS: readonly Rule[] = [
  holding(
    "[object Object]",
    "holds [object Object], which JavaScript writes for a record in a text; write the one of its members that is meant",
  ),
  holding(
    "[object Promise]",
    "holds [object Promise], which JavaScript writes for a promise in a text; await it first",
  ),
  holding(
    /(^|[/:=])(undefined|NaN)($|[/:\s])/,
    "holds a part that is undefined or NaN, which JavaScript writes for what is not there",
  ),
  (leaf) =>
    typeof leaf === "number" && Number.isInteger(leaf) && !Number.isSafeInteger(leaf) && Math.abs(leaf) < WITH_EXPONENT
      ? "is a whole number beyond 2^53, of which JavaScript does not keep every digit; write it as a text"
      : undefined,
];

/** From here on JavaScript writes numbers with an exponent, as people do who mean "very large". */
const WITH_EXPONENT = 1e21;

/** What cannot work, wherever it stands. */
export function brokenLeaves(value: unknown): Finding[] {
  return found(value, PROBLEMS);
}

/** What is hardly meant, wherever it stands. */
export function strangeLeaves(value: unknown): Finding[] {
  return found(value, DOUBTS);
}

function holding(what: string | RegExp, message: string): Rule {
  const isIn = typeof what === "string" ? (text: string) => text.includes(what) : (text: string) => what.test(text);
  return (leaf) => (typeof leaf === "string" && isIn(leaf) ? message : undefined);
}

/** @param seen what was walked through: arguments of a look-up come from the program itself, and may hold one another */
function found(value: unknown, rules: readonly Rule[], path: Path = [], seen = new Set<unknown>()): Finding[] {
  if (!Array.isArray(value) && !isObject(value)) return about(value, rules).map((message) => ({ path, message }));
  if (seen.has(value)) return [];
  seen.add(value);
  if (Array.isArray(value)) return value.flatMap((item, index) => found(item, rules, [...path, index], seen));
  return Object.entries(value).flatMap(([key, member]) => [
    ...about(key, rules).map((message) => ({ path, message: `has a member whose name ${message}` })),
    ...found(member, rules, [...path, key], seen),
  ]);
}

function about(leaf: unknown, rules: readonly Rule[]): string[] {
  return rules.flatMap((rule) => rule(leaf) ?? []);
}
