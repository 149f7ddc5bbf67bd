import { Command, InvalidArgumentError, Option } from "commander";

export interface PlanOptions {
  readonly format: "markdown" | "text" | "json";
  /** Path of a YAML or JSON file, or the list itself. */
  readonly prices?: string;
  /** `maxYuanPerHour=100,maxYuan=2000`. */
  readonly budget?: string;
  readonly offline?: true;
  readonly limit: number;
}

/** Longest comment that GitHub accepts; GitLab accepts 1,000,000 characters. */
const COMMENT_LIMIT = 65_536;
/** Room for the totals and the first rows. */
const SHORTEST = 2_000;

const EXAMPLES = `
Standard input is what \`pulumi preview --json\` printed. Prices come from --prices, from the stack's training:prices, and from
the platforms, which are asked where there are credentials. The same plan always gives the same text. Its first line is an HTML comment
with the stack's name, which lets a bot find its own comment again.

Exit codes: 0; 1 the plan is over the budget, or the preview failed; 2 usage error, or the input is not a preview.

Examples:
  $ pulumi preview --json | npx pulumi-training plan > comment.md
  $ pulumi preview --json | npx pulumi-training plan --offline --prices prices.yaml --budget maxYuanPerHour=100,maxYuan=2000`;

/** `plan`: shows what a preview would run, stop and cost, for a pull request. */
export function planCommand(): Command {
  return new Command("plan")
    .description("show what a preview would run, stop and cost, as Markdown for a pull request")
    .addOption(
      new Option("--format <format>", "form of the output").choices(["markdown", "text", "json"]).default("markdown"),
    )
    .option("--prices <file>", "YAML or JSON file of your own prices; default: the stack's training:prices")
    .option(
      "--budget <limits>",
      "maxYuanPerHour=…,maxYuan=…,allowUnknownPrice=false; default: the stack's training:budget",
    )
    .option("--offline", "ask no platform for prices")
    .option(
      "--limit <characters>",
      "maximum length of the Markdown; what does not fit is counted",
      parseLimit,
      COMMENT_LIMIT,
    )
    .addHelpText("after", EXAMPLES)
    .action(async (options: PlanOptions) => {
      // The platforms' clients are loaded only by the commands that need them.
      const { planTerminal, runPlan } = await import("./plan/run.js");
      process.exitCode = await runPlan(options, planTerminal());
    });
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < SHORTEST) {
    throw new InvalidArgumentError(`A limit is a number of characters, at least ${SHORTEST.toLocaleString("en-US")}.`);
  }
  return limit;
}
