#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command, CommanderError } from "commander";
import { z } from "zod";
import { emulateCommand } from "./emulate";

const packageJson = z.object({ version: z.string() });

function program(): Command {
  const { version } = packageJson.parse(JSON.parse(readFileSync(join(__dirname, "../../package.json"), "utf8")));
  return new Command("pulumi-training")
    .description("Training jobs on TI-ONE, ModelArts and Qizhi with Pulumi: what belongs beside `pulumi`.")
    .version(version)
    .addCommand(emulateCommand());
}

/** Exit codes: 0 done, 1 failed, 2 called wrongly. */
async function main(argv: readonly string[]): Promise<number> {
  const commands = program();
  for (const command of [commands, ...commands.commands]) command.exitOverride();
  try {
    await commands.parseAsync(argv);
    return 0;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said why
    console.error(`pulumi-training: ${error instanceof Error ? error.message : String(error)}`);
    return 1;
  }
}

void main(process.argv).then((code) => {
  process.exitCode = code;
});
