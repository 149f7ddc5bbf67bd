import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";

/** The command as it is installed. */
export const MAIN = join(__dirname, "../../dist/cli/main.js");

export interface Ending {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in a process of its own. `input` is piped in. */
export async function pulumiTraining(
  args: readonly string[],
  { input, ...where }: { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string },
): Promise<Ending> {
  const child = spawn(process.execPath, [MAIN, ...args], {
    ...where,
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  child.stdin?.end(input);
  const [out, err, [code]] = await Promise.all([
    child.stdout ? text(child.stdout) : "",
    child.stderr ? text(child.stderr) : "",
    once(child, "close") as Promise<[number | null]>, // the event's documented arguments
  ]);
  return { code, out, err };
}
