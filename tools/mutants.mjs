// `npm run mutants`: whether the tests notice when the code is wrong. Each mutant of `test/mutants.mjs` is put, one at a time, into a
// compiled copy of the clone, where the tests that should notice it run: it is killed when one fails. `-- --only fence`: some of them.
import { spawn, spawnSync } from "node:child_process";
import { cpSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { MUTANTS } from "../test/mutants.mjs";
import { COMPILER, log, ROOT, runTool, setUp } from "./setup.mjs";
import { environmentOfTests, withHome } from "./test.mjs";

/** What tests read besides code. Tests that load `dist/` would not see the mutant, so no mutant names one. */
const READ = ["package.json", "test/fixtures"];
const { timeout: TIMEOUT_MS } = JSON.parse(readFileSync(join(ROOT, ".mocharc.json"), "utf8"));
const LONGEST_RUN_MS = 180_000;

/** @returns the mutants with this word in their description, their file or their tests */
function choose(only = "") {
  const isChosen = ({ what, file, tests }) => [what, file, ...tests].some((text) => text.includes(only));
  const mutants = MUTANTS.filter(isChosen);
  if (mutants.length === 0) throw new Error(`no mutant has "${only}" in it`);
  return mutants;
}

/** @throws Error that names every mutant whose text is not in its file exactly once */
function checkTexts(mutants) {
  const problems = mutants.flatMap(({ what, file, from }) => {
    const times = readFileSync(join(ROOT, file), "utf8").split(from).length - 1;
    return times === 1 ? [] : [`"${what}": its text is in ${file} ${times} times, and must be there once:\n${from}`];
  });
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** Compiled once: compiling anew would take each run longer than its tests do. */
function copyInto(copy) {
  log("compiling a copy (tsc)");
  const emit = ["--noEmit", "false", "--noCheck", "--rootDir", ".", "--outDir", copy];
  const { status } = spawnSync(process.execPath, [join("node_modules", COMPILER), ...emit], {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
  });
  if (status !== 0) throw new Error("the copy does not compile");
  for (const path of READ) cpSync(join(ROOT, path), join(copy, path), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(copy, "node_modules"));
}

const compiled = (path) => path.replace(/\.ts$/, ".js");

/** Runs tests until one fails. @returns mocha's counts, undefined if the code could not be loaded, and the output */
function runTests({ tests, grep }, copy) {
  const options = ["--reporter", join(ROOT, "tools/reporter.cjs"), "--timeout", String(TIMEOUT_MS), "--bail"];
  const chosen = [...(grep ? ["--grep", grep] : []), ...tests.map(compiled)];
  return new Promise((resolve) => {
    const mocha = spawn(process.execPath, ["node_modules/mocha/bin/_mocha", ...options, ...chosen], {
      cwd: copy,
      env: environmentOfTests(copy, ""),
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    });
    let counts;
    let said = "";
    const end = (found) => {
      counts ??= found;
      mocha.kill("SIGKILL"); // what a mutant leaves open would keep its process alive
    };
    for (const stream of [mocha.stdout, mocha.stderr]) stream.on("data", (text) => (said += text));
    mocha.on("message", end);
    const watchdog = setTimeout(() => end({ passed: 0, failed: 1 }), LONGEST_RUN_MS);
    mocha.on("close", () => {
      clearTimeout(watchdog);
      resolve({ counts, said });
    });
  });
}

/** Tests that fail anyway would kill every mutant. @returns a function that runs tests on the unchanged code, each set once */
function requirer(copy) {
  const passing = new Set();
  return async ({ tests, grep }) => {
    const key = JSON.stringify([tests, grep]);
    if (passing.has(key)) return;
    const { counts, said } = await runTests({ tests, grep }, copy);
    const isPassing = counts && counts.failed === 0 && counts.passed > 0;
    if (!isPassing) throw new Error(`before any mutant, ${tests.join(" ")} must pass and does not:\n${said}`);
    passing.add(key);
  };
}

/** @returns a function that makes a mutant, runs its tests, undoes it, and says whether it was killed */
async function tester(copy) {
  const { default: ts } = await import("typescript"); // not installed before `setUp`
  const { compilerOptions } = ts.readConfigFile(join(ROOT, "tsconfig.json"), ts.sys.readFile).config;
  return async ({ what, file, from, to, ...wanted }) => {
    const path = join(copy, compiled(file));
    const before = readFileSync(path, "utf8");
    const text = readFileSync(join(ROOT, file), "utf8").replace(from, () => to);
    writeFileSync(path, ts.transpileModule(text, { fileName: file, compilerOptions }).outputText);
    const { counts, said } = await runTests(wanted, copy);
    writeFileSync(path, before);
    if (!counts) throw new Error(`"${what}" cannot be loaded, so that no test tells anything:\n${said}`);
    return counts.failed > 0;
  };
}

await runTool(import.meta.filename, async (args) => {
  const { values } = parseArgs({ args, options: { only: { type: "string" } } });
  const mutants = choose(values.only);
  checkTexts(mutants);
  await setUp();
  const survived = await withHome(async (copy) => {
    copyInto(copy);
    const [requirePassing, isKilled] = [requirer(copy), await tester(copy)];
    let count = 0;
    for (const mutant of mutants) {
      await requirePassing(mutant);
      const isNoticed = await isKilled(mutant);
      if (!isNoticed) count += 1;
      console.log(`${isNoticed ? "killed  " : "SURVIVED"} ${mutant.what}   (${mutant.tests.join(" ")})`);
    }
    return count;
  });
  console.log(`${mutants.length - survived} killed, ${survived} survived`);
  return survived === 0 ? 0 : 1;
});
