import { Command } from "commander";

export interface OrphansOptions {
  readonly state?: readonly string[];
  readonly platform?: string;
  readonly region?: string;
  readonly project?: string;
  readonly workspace?: string;
  readonly profile?: string;
  readonly endpoint?: string;
  readonly all?: true;
  /** True: those of the given states. */
  readonly stop?: true | readonly string[];
  readonly json?: true;
}

const EXAMPLES = `
Without --state, standard input is read as a state when it is piped. Where to look is told by the states, by the journal of this
machine, and by --platform. Run it while no \`pulumi up\` runs: a job that is just being submitted is in no state yet.

Exit codes: 0 nothing found, or everything found was told to stop; 1 something found, or something failed; 2 called wrongly.

Examples:
  $ pulumi stack export | npx pulumi-training orphans
  $ npx pulumi-training orphans --platform tione --region ap-guangzhou --state dev.json --state prod.json --stop`;

/** `orphans`: lists jobs that may cost money while nothing of Pulumi knows them, and stops them when told to. */
export function orphansCommand(): Command {
  return new Command("orphans")
    .description("list jobs that carry a marker of ours, have not ended, and are in no given state")
    .option("--state <file>", "what `pulumi stack export` printed, - for standard input; repeatable", collect)
    .option("--platform <name>", "ask this platform too: tione, modelarts, modelarts-v1, qizhi")
    .option("--region <name>", "its region; default: as the vendor's tools find it")
    .option("--project <id>", "its project, where jobs live in one")
    .option("--workspace <id>", "the workspace inside of the project, where the vendor has both")
    .option("--profile <name>", "profile of the vendor's credential files")
    .option("--endpoint <url>", "base URL of its API, for private clouds")
    .option("--all", "also jobs of stacks whose state is not given")
    .option("--stop [ids...]", "stop what is found of the given states' stacks; with ids, those and only those")
    .option("--json", "print a JSON array")
    .addHelpText("after", EXAMPLES)
    .action(async (options: OrphansOptions) => {
      // The platforms' clients are loaded by who asks them something.
      const { runOrphans, terminal } = await import("./orphans/run.js");
      process.exitCode = await runOrphans(options, terminal());
    });
}

function collect(file: string, files: readonly string[] = []): readonly string[] {
  return [...files, file];
}
