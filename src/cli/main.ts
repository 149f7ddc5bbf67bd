#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { emulateCommand } from "./emulate";
import { orphansCommand } from "./orphans";
import { planCommand } from "./plan";
import { WrongCall } from "./wrong-call";

const packageJson = z.object({ version: z.string() });

function program(): Command {
  const { version } = packageJson.parse(JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")));
  return new Command("pulumi-training")
    .description("Training jobs on TI-ONE, ModelArts and Qizhi with Pulumi: what complements `pulumi`.")
    .version(version)
    .addCommand(emulateCommand())
    .addCommand(orphansCommand())
    .addCommand(planCommand());
}

/** Exit codes: 0 done, 1 failed, 2 usage error. */
async function main(argv: readonly string[]): Promise<number> {
  const commands = program();
  for (const command of [commands, ...commands.commands]) command.exitOverride();
  try {
    await commands.parseAsync(argv);
    return Number(process.exitCode ?? 0); // set by a command with more to say than "done"
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has printed why
    console.error(`pulumi-training: ${error instanceof Error ? error.message : String(error)}`);
    return error instanceof WrongCall ? 2 : 1;
  }
}

void main(process.argv).then((code) => {
  process.exitCode = code;
});
