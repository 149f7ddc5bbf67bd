// `npm run check`: what a reviewer should never have to say. Also the first half of `npm test`.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { ROOT, log, runTool, setUp } from "./setup.mjs";

const CHECKS = [
  { name: "types", command: ["typescript/bin/tsc", "--noEmit", "-p", "tsconfig.test.json"] },
  { name: "lint", command: ["eslint/bin/eslint.js", "--max-warnings", "0", "."] },
  { name: "format", command: ["prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."] },
];

/** Runs all checks beside each other. @returns the names of those that failed */
export async function failedChecks() {
  log(`checking ${CHECKS.map(({ name }) => name).join(", ")}`);
  const codes = await Promise.all(
    CHECKS.map(async ({ command: [bin, ...args] }) => {
      const [code] = await once(
        spawn(process.execPath, [`node_modules/${bin}`, ...args], { cwd: ROOT, stdio: "inherit" }),
        "close",
      );
      return code;
    }),
  );
  return CHECKS.filter((_, index) => codes[index] !== 0).map(({ name }) => name);
}

await runTool(import.meta.filename, async () => {
  await setUp();
  const failed = await failedChecks();
  if (failed.length > 0) throw new Error(`failed: ${failed.join(", ")}; \`npm run format\` mends the format`);
});
