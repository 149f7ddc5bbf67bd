// Prepares a clone for its scripts: node_modules, dist/ and, with --cli, a Pulumi CLI. Does only what is missing or out of date.
// Plain Node without packages, because it runs before node_modules exists; called explicitly by each script, because .npmrc turns
// pre and post scripts off.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { ensurePulumiCli } from "./pulumi-cli/index.mjs";

export const ROOT = join(import.meta.dirname, "..");
/** TypeScript 7, the native one, takes a third of the time. What needs a compiler API (ts-node, lint, two tests) uses TypeScript 5. */
export const COMPILER = "typescript-native/bin/tsc";
/** Its modification time is that of the last build. The compiler's own file will not do: a type check touches it too. */
const STAMP = join(ROOT, "dist/.built");

/** Progress goes to stderr: stdout belongs to the command that was asked for. */
export function log(line) {
  process.stderr.write(`${line}\n`);
}

/** @returns the directory of the Pulumi CLI, with `cli` only. @throws Error with one sentence for the user */
export async function setUp({ cli = false } = {}) {
  if (!isInstalled()) install();
  if (!isBuilt()) build();
  return cli ? ensurePulumiCli({ log }) : undefined;
}

/** Whether npm's record of node_modules agrees with the lockfile; packages for other systems may be absent. */
function isInstalled() {
  const installed = readPackages("node_modules/.package-lock.json");
  return Object.entries(readPackages("package-lock.json")).every(([path, { version, optional }]) => {
    const there = installed[path];
    return path === "" || (there ? there.version === version : optional);
  });
}

function readPackages(lockfile) {
  const path = join(ROOT, lockfile);
  return existsSync(path) ? JSON.parse(readFileSync(path, "utf8")).packages : {};
}

function install() {
  log("installing the packages of package-lock.json (npm ci)");
  run("npm", ["ci", "--ignore-scripts", "--include=dev", "--no-audit", "--no-fund"]);
}

function isBuilt() {
  if (!existsSync(STAMP)) return false;
  const newest = Math.max(
    ...[...paths("src"), "src", "tsconfig.json", "tsconfig.build.json"].map(
      (path) => statSync(join(ROOT, path)).mtimeMs,
    ),
  );
  return newest < statSync(STAMP).mtimeMs;
}

function build() {
  log("building dist/ (tsc)");
  const startedAt = new Date();
  run(process.execPath, [`node_modules/${COMPILER}`, "-p", "tsconfig.build.json"]);
  for (const path of paths("dist")) {
    const source = path.replace(/^dist/, "src").replace(/(\.d\.ts|\.js)$/, ".ts");
    if (source.endsWith(".ts") && !existsSync(join(ROOT, source))) rmSync(join(ROOT, path));
  }
  const main = join(ROOT, "dist/cli/main.js");
  if (existsSync(main)) chmodSync(main, 0o755);
  writeFileSync(STAMP, "");
  utimesSync(STAMP, startedAt, startedAt); // a file saved while tsc ran causes the next build
}

/** All files and folders under a folder of the clone, relative to the clone. */
function paths(folder) {
  return readdirSync(join(ROOT, folder), { recursive: true }).map((path) => join(folder, path));
}

function run(command, args) {
  const { status, error } = spawnSync(command, args, { cwd: ROOT, stdio: ["ignore", 2, 2] });
  if (status !== 0) throw new Error(`${[command, ...args].join(" ")} failed${error ? `: ${error.message}` : ""}`);
}

/** Runs a tool's main function; a failure is one sentence and exit code 1. */
export async function runTool(file, main) {
  if (realpathSync(process.argv[1]) !== file) return; // imported by another tool
  try {
    process.exitCode = (await main(process.argv.slice(2))) ?? 0;
  } catch (error) {
    log(error.message);
    process.exitCode = 1;
  }
}

await runTool(import.meta.filename, async (args) => {
  await setUp({ cli: args.includes("--cli") });
});
