import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const TOOL = join(__dirname, "../../tools/pulumi-cli/index.mjs");
const FILES = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
/** Stands for Go: leaves in the folder after `-o` what a build of the module in the working directory would. */
const GO = `while [ "$1" != -o ]; do shift; done
case "$PWD" in */cli) name=pulumi;; *) name=pulumi-language-nodejs;; esac
printf '#!/bin/sh\\n' > "$2$name"; command -p chmod +x "$2$name"`;

describe("the search for a Pulumi CLI", () => {
  let folder = "";
  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), "pulumi-cli-")));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  function executable(path: string, text: string) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), `#!/bin/sh\n${text}\n`);
    chmodSync(join(folder, path), 0o755);
  }

  function installCli(into: string, version: string) {
    for (const file of FILES) executable(join(into, file), `echo ${version}`);
  }

  function search(env: Record<string, string> = {}): Promise<{ code: number; stdout: string; stderr: string }> {
    const path = [join(folder, "bin"), join(folder, "go")].join(":");
    const base = { PATH: path, XDG_CACHE_HOME: join(folder, "cache"), PULUMI_TRAINING_CLI: "go" };
    return new Promise((resolve) => {
      execFile(process.execPath, [TOOL], { env: { ...base, ...env } }, (error, stdout, stderr) => {
        resolve({ code: error ? 1 : 0, stdout: stdout.trim(), stderr: stderr.trim() });
      });
    });
  }

  it("takes the one on PATH", async () => {
    installCli("bin", "v3.216.0");
    assert.deepEqual(await search(), { code: 0, stdout: join(folder, "bin"), stderr: "" });
  });

  it("follows a link on PATH to the folder that has all three files", async () => {
    installCli("opt", "v4.0.0");
    mkdirSync(join(folder, "bin"));
    symlinkSync(join(folder, "opt/pulumi"), join(folder, "bin/pulumi"));
    assert.equal((await search()).stdout, join(folder, "opt"));
  });

  it("prefers the folder it is given, and refuses one that will not do", async () => {
    installCli("bin", "v3.300.0");
    installCli("given", "v3.220.0");
    assert.equal((await search({ PULUMI_TRAINING_CLI_DIR: join(folder, "given") })).stdout, join(folder, "given"));
    rmSync(join(folder, "given/pulumi-language-nodejs"));
    const { code, stderr } = await search({ PULUMI_TRAINING_CLI_DIR: join(folder, "given") });
    assert.equal(code, 1);
    assert.match(stderr, /^PULUMI_TRAINING_CLI_DIR=.+ must hold pulumi, .+, version 3\.216\.0 or newer$/);
  });

  it("passes over a CLI that is too old and says in one sentence what to install", async () => {
    installCli("bin", "v3.215.9");
    const noGo = await search({ PATH: join(folder, "bin") });
    assert.equal(noGo.code, 1);
    assert.match(
      noGo.stderr.split("\n").at(-1) ?? "",
      /^no Pulumi CLI .+: install it .+ or Go 1\.25\.8 or newer \(Go: .*ENOENT\)$/,
    );
  });

  it("builds once from Go modules, then takes the cached one", async () => {
    executable("go/go", GO);
    const first = await search();
    assert.equal(first.code, 0, first.stderr);
    assert.match(first.stderr, /building the Pulumi CLI from Go modules, 1 of 2; once per machine/);
    assert.deepEqual(readdirSync(first.stdout).sort(), FILES);
    rmSync(join(folder, "go"), { recursive: true });
    assert.deepEqual(await search(), { code: 0, stdout: first.stdout, stderr: "" });
  });

  it("survives two runs at once and leaves nothing half made", async () => {
    executable("go/go", GO);
    const [one, two] = await Promise.all([search(), search()]);
    assert.deepEqual([one.code, two.code], [0, 0], one.stderr + two.stderr);
    assert.equal(one.stdout, two.stdout);
    assert.equal(readdirSync(dirname(one.stdout)).length, 1);
  });

  it("shows the last words of a build that failed", async () => {
    executable("go/go", "echo 'go: go.mod requires go >= 1.25.8 (running go 1.21.0)' >&2; exit 1");
    assert.match((await search()).stderr, /Go: go build failed: go: go\.mod requires go >= 1\.25\.8/);
  });
});
