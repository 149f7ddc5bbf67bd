import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError } from "commander";
import { z } from "zod";
import { scenarioSchema, type Scenario } from "../emulator/scenario";

interface EmulateOptions {
  readonly port: number;
  readonly speed: number;
  readonly seed?: string;
  readonly scenario?: string;
}

/** `emulate`: prints one JSON line `{"url", "env"}` and serves until SIGINT or SIGTERM. */
export function emulateCommand(): Command {
  return new Command("emulate")
    .description("serve the platforms' APIs on 127.0.0.1, with the public dummy credentials it prints")
    .option("--port <number>", "port to listen on; 0 takes any free one", parsePort, 0)
    .option("--speed <factor>", "how many times faster than real time its clock runs", parseSpeed, 1)
    .option("--seed <text>", "give jobs and requests the same ids in every run")
    .option("--scenario <file>", "JSON array that says what happens to which jobs")
    .action(async ({ port, speed, seed, scenario }: EmulateOptions) => {
      const stopped = signalled();
      const scenarios = scenario === undefined ? [] : readScenarios(scenario);
      // Loaded only here: other commands start without it.
      const { startEmulator } = await import("../emulator/index.js");
      const emulator = await startEmulator({ port, speed, seed, scenarios });
      console.log(JSON.stringify({ url: emulator.url, env: emulator.env }));
      await stopped;
      await emulator.close();
    });
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", () => resolve());
    process.once("SIGTERM", () => resolve());
  });
}

function readScenarios(file: string): readonly Scenario[] {
  try {
    return z.array(scenarioSchema).parse(JSON.parse(readFileSync(file, "utf8")));
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error) : String(error);
    throw new Error(`reading scenarios from ${file}: ${reason}`);
  }
}

function parsePort(text: string): number {
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

function parseSpeed(text: string): number {
  const speed = Number(text);
  if (!(speed > 0 && speed < Infinity)) throw new InvalidArgumentError("A speed is a positive number.");
  return speed;
}
