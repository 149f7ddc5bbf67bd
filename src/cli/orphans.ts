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
Without --state, a state is read from standard input when something is piped in. Where to look is taken from the states, from the
journal of this machine, and from --platform. Run it while no \`pulumi up\` runs: a job that is just being submitted is not in any
state yet.

Exit codes: 0 nothing found, or everything found was asked to stop; 1 something found, or something failed; 2 usage error.

Examples:
  $ pulumi stack export | npx pulumi-training orphans
  $ npx pulumi-training orphans --platform tione --region ap-guangzhou --state dev.json --state prod.json --stop`;

/** `orphans`: lists jobs that may cost money although no Pulumi state has them, and stops them on request. */
export function orphansCommand(): Command {
  return new Command("orphans")
    .description("list jobs that carry our marker, have not ended, and are not in any given state")
    .option("--state <file>", "what `pulumi stack export` printed, - for standard input; repeatable", collect)
    .option("--platform <name>", "also look on this platform: tione, modelarts, modelarts-v1, qizhi")
    .option("--region <name>", "its region; default: as the vendor's tools find it")
    .option("--project <id>", "its project, where the platform has projects")
    .option("--workspace <id>", "the workspace inside the project, where the vendor has both")
    .option("--profile <name>", "profile of the vendor's credential files")
    .option("--endpoint <url>", "base URL of its API, for private clouds")
    .option("--all", "include jobs of stacks whose state is not given")
    .option("--stop [ids...]", "stop the jobs found that belong to the given states' stacks; with ids, only those jobs")
    .option("--json", "print a JSON array")
    .addHelpText("after", EXAMPLES)
    .action(async (options: OrphansOptions) => {
      // The platforms' clients are loaded only by the commands that need them.
      const { runOrphans, terminal } = await import("./orphans/run.js");
      process.exitCode = await runOrphans(options, terminal());
    });
}

function collect(file: string, files: readonly string[] = []): readonly string[] {
  return [...files, file];
}
