// `npm run check`: what a reviewer should never have to point out. Also a part of `npm test`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { COMPILER, log, ROOT, runTool, setUp } from "./setup.mjs";

const CHECKS = [
  { name: "types", command: [COMPILER] },
  { name: "lint", command: ["oxlint/bin/oxlint", "--deny-warnings"] },
  // Not types: those that a signature mentions are exported with it, whether or not anybody imports them.
  { name: "dead exports", command: ["knip/bin/knip.js", "--include", "exports,files"] },
  { name: "format", command: ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
];

/** Runs all checks, one at a time, so that another process gets a core. @returns those that failed, and what they printed */
export async function failedChecks() {
  const failed = [];
  for (const { name, command } of CHECKS) {
    const [bin, ...args] = command;
    const check = spawn(process.execPath, [`node_modules/${bin}`, ...args], { cwd: ROOT });
    let said = "";
    for (const stream of [check.stdout, check.stderr]) stream.on("data", (text) => (said += text));
    const [code] = await once(check, "close");
    if (code !== 0) failed.push({ name, said });
  }
  return failed;
}

/** Prints what failed. @returns how many */
export function tellFailed(failed) {
  for (const { name, said } of failed) log(`check failed: ${name}\n${said.trim()}`);
  return failed.length;
}

await runTool(import.meta.filename, async () => {
  await setUp();
  log(`checking ${CHECKS.map(({ name }) => name).join(", ")}`);
  if (tellFailed(await failedChecks()) > 0) throw new Error("`npm run format` mends the format");
});
