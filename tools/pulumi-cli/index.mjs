// Finds a directory with the real Pulumi CLI on a machine that may have none: from PATH, from our cache, by the vendor's own
// download, or built from Go modules. `node tools/pulumi-cli/index.mjs` prints it. Linux and macOS.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, isAbsolute, join } from "node:path";

const PLUGIN = "pulumi-resource-pulumi-nodejs";
const FILES = ["pulumi", "pulumi-language-nodejs", PLUGIN];
const OLDEST = "3.216.0";

/** The npm package `pulumi` runs the vendor's installer; its first run fetches the CLI of its own version. */
const DOWNLOAD = { version: "3.265.0", site: "https://get.pulumi.com/install.sh" };
const PROBE_MS = 10_000;
const DOWNLOAD_MS = 600_000;
const HEARTBEAT_MS = 15_000;

/** Two wrapper modules, because the last language host that is a package in sdk/v3 needs an older sdk/v3 than the CLI. */
const GO = {
  oldest: "1.25.8",
  modules: ["cli", "language-host"].map((folder) => join(import.meta.dirname, folder)),
  ldflags: "-w -s -X github.com/pulumi/pulumi/sdk/v3/go/common/version.Version=v3.228.0",
};

/**
 * Finds or makes the directory; `log` gets a line for what takes long. `PULUMI_TRAINING_CLI_DIR` names a directory and
 * ends the search; `PULUMI_TRAINING_CLI=go` skips the download.
 * @throws Error with one sentence that names what to install
 */
export async function ensurePulumiCli({ log }) {
  const given = process.env.PULUMI_TRAINING_CLI_DIR;
  if (given) return demand(given);
  const onPath = (process.env.PATH ?? "").split(delimiter).filter(isAbsolute).flatMap(withRealFolder).find(isUsable);
  if (onPath) return onPath;

  const sources = [
    { title: "download", key: `v${DOWNLOAD.version}`, fill: download },
    { title: "Go", key: `go-${digestOfModules()}`, fill: buildFromGo },
  ].filter(({ title }) => title === "Go" || process.env.PULUMI_TRAINING_CLI !== "go");
  const cached = sources.map(({ key }) => cacheFolder(key)).find(isComplete);
  if (cached) return cached;

  const failures = [];
  for (const { title, key, fill } of sources) {
    try {
      return await fillFolder(cacheFolder(key), (draft) => fill(draft, log));
    } catch (error) {
      failures.push(`${title}: ${error.message}`);
    }
  }
  const wanted = `install it (https://www.pulumi.com/docs/install/) or Go ${GO.oldest} or newer`;
  throw new Error(
    `no Pulumi CLI ${OLDEST} or newer with its Node.js host was found or made: ${wanted} (${failures.join("; ")})`,
  );
}

function demand(folder) {
  if (isUsable(folder)) return folder;
  throw new Error(`PULUMI_TRAINING_CLI_DIR=${folder} must hold ${FILES.join(", ")}, version ${OLDEST} or newer`);
}

/** A `pulumi` on PATH may be a link into the folder that also has the other two. */
function withRealFolder(folder) {
  try {
    return [folder, dirname(realpathSync(join(folder, "pulumi")))];
  } catch {
    return []; // no pulumi in this folder
  }
}

function isUsable(folder) {
  return isComplete(folder) && isNewEnough(join(folder, "pulumi"));
}

function isComplete(folder) {
  return FILES.every((file) => {
    try {
      accessSync(join(folder, file), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

function isNewEnough(pulumi) {
  const env = { ...process.env, PULUMI_SKIP_UPDATE_CHECK: "true" };
  const { stdout } = spawnSync(pulumi, ["version"], { env, encoding: "utf8", timeout: PROBE_MS });
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(stdout ?? "")?.map(Number) ?? [];
  const [oldestMajor, oldestMinor] = OLDEST.split(".").map(Number);
  return major > oldestMajor || (major === oldestMajor && minor >= oldestMinor);
}

function cacheFolder(key) {
  const base = process.env.XDG_CACHE_HOME || join(homedir(), ".cache");
  return join(base, "pulumi-training", "cli", `${key}-${process.platform}-${process.arch}`);
}

/** Filled under another name and then renamed: an interrupted or concurrent run never leaves or sees half a folder. */
async function fillFolder(folder, fill) {
  mkdirSync(dirname(folder), { recursive: true });
  const draft = mkdtempSync(`${folder}.draft-`);
  try {
    await fill(draft);
    if (!isComplete(draft)) throw new Error(`${FILES.join(", ")} are not all there afterwards`);
    renameSync(draft, folder);
  } catch (error) {
    if (!isComplete(folder)) throw error; // else another run was first, and its folder is as good
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
  return folder;
}

async function download(draft, log) {
  // Asked first, because the installer itself would wait for minutes where the site cannot be reached.
  const probe = await fetch(DOWNLOAD.site, { method: "HEAD", signal: AbortSignal.timeout(PROBE_MS) }).catch(
    () => undefined,
  );
  if (!probe?.ok) throw new Error(`${new URL(DOWNLOAD.site).host} cannot be reached`);
  const home = join(draft, "home");
  mkdirSync(home);
  const env = { ...process.env, PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: "true", npm_config_fetch_retries: "0" };
  delete env.PULUMI_VERSION; // would override the version that the cache folder is named after
  await run("npx", ["--yes", `pulumi@${DOWNLOAD.version}`, "version"], {
    cwd: home, // outside the clone, whose own node_modules npx would look into first
    env,
    timeout: DOWNLOAD_MS,
    log,
    doing: `downloading the Pulumi CLI ${DOWNLOAD.version}`,
  });
  const bin = join(home, "versions", DOWNLOAD.version, "bin");
  for (const file of readdirSync(bin)) renameSync(join(bin, file), join(draft, file));
  rmSync(home, { recursive: true });
}

async function buildFromGo(draft, log) {
  for (const [index, cwd] of GO.modules.entries()) {
    const doing = `building the Pulumi CLI from Go modules, ${index + 1} of ${GO.modules.length}`;
    await run(
      "go",
      ["build", "-trimpath", "-tags", "osusergo,grpcnotrace", "-ldflags", GO.ldflags, "-o", `${draft}/`, "tool"],
      { cwd, env: { ...process.env, GOWORK: "off" }, log, doing },
    );
  }
  // The third file is a script of the SDK that asks for the program's own SDK, so any version of it will do.
  copyFileSync(join(import.meta.dirname, "../../node_modules/@pulumi/pulumi", PLUGIN), join(draft, PLUGIN));
  chmodSync(join(draft, PLUGIN), 0o755);
}

function digestOfModules() {
  const hash = createHash("sha256").update(GO.ldflags);
  for (const folder of GO.modules) {
    for (const file of ["go.mod", "go.sum"]) hash.update(readFileSync(join(folder, file)));
  }
  return hash.digest("hex").slice(0, 12);
}

/** Runs a long command quietly, with only a line every 15 seconds; rejects with the last line of its output. */
function run(command, args, { log, doing, ...options }) {
  const startedAt = Date.now();
  const say = () => log(`${doing}, ${duration(Date.now() - startedAt)} so far; once per machine`);
  log(`${doing}; once per machine`);
  const heartbeat = setInterval(say, HEARTBEAT_MS);
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ["ignore", "pipe", "pipe"] });
    let tail = "";
    const keep = (piece) => (tail = `${tail}${piece}`.slice(-2_000));
    child.stdout.on("data", keep);
    child.stderr.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      const lastLine = tail.trim().split("\n").at(-1);
      if (code === 0) resolve();
      else reject(new Error(`${command} ${args[0]} failed${lastLine ? `: ${lastLine}` : ""}`));
    });
  }).finally(() => clearInterval(heartbeat));
}

function duration(ms) {
  const seconds = Math.round(ms / 1_000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

if (realpathSync(process.argv[1]) === import.meta.filename) {
  try {
    console.log(await ensurePulumiCli({ log: (line) => console.error(line) }));
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
