import * as pulumi from "@pulumi/pulumi";

/** What an output yields when it is written into a string. Source: sdk/nodejs/output.ts of pulumi/pulumi. */
const NOTE = /Calling \[to(String|JSON)\] on an \[Output/;

/**
 * Refuses what has no value yet where a value is needed at once. TypeScript reports these too, except an output inside a string;
 * a JavaScript program learns it here.
 * @param call what the program called: `tione.cos`
 * @throws TypeError naming the argument, and what to write instead
 */
export function needValues(call: string, given: unknown): void {
  for (const [name, value] of Object.entries(given ?? {})) {
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    if (values.some((each) => pulumi.Output.isInstance(each))) {
      throw new TypeError(
        `${call}: ${name} is an output, whose value is not known yet; write \`output.apply((value) => ${call}(…))\``,
      );
    }
    if (values.some((each) => typeof each === "string" && NOTE.test(each))) {
      throw new TypeError(
        `${call}: ${name} is a string with an output in it, whose value is not known yet; ` +
          `write \`output.apply((value) => ${call}(…))\``,
      );
    }
    if (values.some((each) => each instanceof Promise)) {
      throw new TypeError(
        `${call}: ${name} is a promise, whose value is not known yet; write \`promise.then((value) => ${call}(…))\``,
      );
    }
  }
}
