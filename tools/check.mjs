// `npm run check`: what a reviewer should never have to say. Also the first half of `npm test`.
import { spawnSync } from "node:child_process";
import { ROOT, log, runTool, setUp } from "./setup.mjs";

const CHECKS = [
  { name: "types", command: ["typescript/bin/tsc", "--noEmit", "-p", "tsconfig.test.json"] },
  { name: "lint", command: ["eslint/bin/eslint.js", "--max-warnings", "0", "."] },
  { name: "format", command: ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
];

/** Runs all checks, also after one failed. @returns the names of those that failed */
export function failedChecks() {
  return CHECKS.filter(({ name, command: [bin, ...args] }) => {
    log(`checking ${name}`);
    const { status } = spawnSync(process.execPath, [`node_modules/${bin}`, ...args], { cwd: ROOT, stdio: "inherit" });
    return status !== 0;
  }).map(({ name }) => name);
}

await runTool(import.meta.filename, async () => {
  await setUp();
  const failed = failedChecks();
  if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}; \`npm run format\` mends the format`);
});
