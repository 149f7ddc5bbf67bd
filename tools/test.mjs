// `npm test`: sets up what is missing, checks, runs every test, and ends with `N passed, N failed`. With arguments, which are
// mocha's (`npm test -- --grep poller`, `npm test -- test/jobs/wait.test.ts`), only the tests that they select.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { failedChecks, tellFailed } from "./check.mjs";
import { log, ROOT, runTool, setUp } from "./setup.mjs";

/** Files run in parallel: each has its own servers, home and backend. */
export const BESIDE_EACH_OTHER = ["--parallel", "--jobs", String(availableParallelism())];
/** Files in these folders first: a long file that comes last leaves a core idle. */
const LONG = [join("test", "schedules"), join("test", "engine")];
const LEFT_OPEN_MS = 30_000;
/** A run that could not start, or was cut short, is a failure too. */
const BROKEN = { passed: 0, failed: 1 };
/** What tests see of the user's shell: not its credentials, proxies, settings or home. */
const SEEN_BY_TESTS = ["PATH", "TMPDIR", "CI", "TERM", "COLORTERM", "NO_COLOR", "FORCE_COLOR"];

/** The environment of all tests; tests against a real account get the user's own. */
export function environmentOfTests(home, cli) {
  const { PULUMI_TRAINING_LIVE: live } = process.env;
  const seen = Object.entries(process.env).filter(([name]) => live || SEEN_BY_TESTS.includes(name));
  return {
    ...Object.fromEntries(seen),
    ...(!live && { HOME: home }),
    PATH: `${cli}${delimiter}${process.env.PATH}`,
    PULUMI_TRAINING_CLI_DIR: cli,
  };
}

function allTests() {
  const paths = readdirSync(join(ROOT, "test"), { recursive: true }).map((path) => join("test", path));
  const files = paths.filter((path) => path.endsWith(".test.ts")).sort();
  const isLong = (path) => LONG.some((folder) => path.startsWith(folder));
  return [...files.filter(isLong), ...files.filter((path) => !isLong(path))];
}

/** @returns mocha's counts */
export function runMocha(args, env) {
  const options = ["--reporter", "tools/reporter.cjs", ...(process.env.CI ? ["--forbid-only"] : [])];
  return new Promise((resolve) => {
    const mocha = spawn(process.execPath, ["node_modules/mocha/bin/_mocha", ...options, ...args], {
      cwd: ROOT,
      env,
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    let counts = BROKEN;
    let watchdog;
    mocha.on("message", (message) => {
      counts = message;
      watchdog = setTimeout(() => {
        log("the test process did not end by itself: a test leaves a server, an agent or a timer open");
        counts = { ...counts, failed: counts.failed + 1 };
        mocha.kill("SIGKILL");
      }, LEFT_OPEN_MS);
    });
    mocha.on("close", (code) => {
      clearTimeout(watchdog);
      resolve(code !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts);
    });
  });
}

/** Calls `use` with an empty home, which is removed afterwards. */
export async function withHome(use) {
  const home = mkdtempSync(join(tmpdir(), "pulumi-training-home-"));
  try {
    return await use(home);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

/** Runs one of our programs in the environment of the tests. @returns its exit code */
export async function runProgram(file, args, { cli = false, node = [] } = {}) {
  const folder = (await setUp({ cli })) ?? "";
  return withHome((home) => {
    const command = [...node, "--require", "ts-node/register", file, ...args];
    const options = { cwd: ROOT, env: environmentOfTests(home, folder), stdio: "inherit" };
    return spawnSync(process.execPath, command, options).status;
  });
}

async function test(args) {
  const cli = await setUp({ cli: true });
  const isWhole = !args.some((arg) => arg.endsWith(".ts"));
  const chosen = ["--fail-zero", ...(isWhole ? [...BESIDE_EACH_OTHER, ...args, ...allTests()] : args)];
  // The checks run at the same time: the tests leave a core idle often enough.
  const checks = args.length === 0 ? failedChecks() : [];
  const counts = await withHome((home) => runMocha(chosen, environmentOfTests(home, cli)));
  const failed = tellFailed(await checks);
  return { ...counts, failed: counts.failed + failed };
}

await runTool(import.meta.filename, async (args) => {
  const counts = await test(args).catch((error) => {
    log(error.message);
    return BROKEN;
  });
  console.log(`${counts.passed} passed, ${counts.failed} failed`);
  return counts.failed === 0 ? 0 : 1;
});
