import assert from "node:assert/strict";
import { execFile, execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const ROOT = join(__dirname, "../..");
const names = z.record(z.string(), z.string());
const manifest = read(
  "package.json",
  z.object({ dependencies: names, devDependencies: names, peerDependencies: names }),
);
const lockfile = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      dev: z.boolean().optional(),
      peer: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
const packed = z.tuple([z.object({ files: z.array(z.object({ path: z.string() })) })]);

function read<T>(file: string, schema: z.ZodType<T>): T {
  return schema.parse(JSON.parse(readFileSync(join(ROOT, file), "utf8")));
}

describe("the package", () => {
  let files: string[] = [];
  before(async () => {
    const { stdout } = await promisify(execFile)("npm", ["pack", "--dry-run", "--json", "--ignore-scripts"], {
      cwd: ROOT,
    });
    files = packed.parse(JSON.parse(stdout))[0].files.map(({ path }) => path);
  });

  it("has the entry points that users and state files name", () => {
    const wanted = ["index", "runtime", "emulator/index"].flatMap((entry) => [
      `dist/${entry}.js`,
      `dist/${entry}.d.ts`,
    ]);
    assert.deepEqual(
      [...wanted, "dist/cli/main.js"].filter((file) => !files.includes(file)),
      [],
      "run `npm run build` first",
    );
  });

  it("has the compiled sources and nothing else", () => {
    const strays = files.filter(
      (file) => !/^(dist\/.+\.(js|d\.ts)|package\.json|README\.md|CHANGELOG\.md|LICENSE)$/.test(file),
    );
    assert.deepEqual(strays, []);
    assert.ok(files.includes("LICENSE") && files.includes("CHANGELOG.md"));
  });

  it("has no file whose source is gone", () => {
    const sourceOf = (file: string) => file.replace(/^dist/, "src").replace(/(\.d)?\.[jt]s$/, ".ts");
    const built = files.filter((file) => file.startsWith("dist/"));
    assert.deepEqual(
      built.filter((file) => !existsSync(join(ROOT, sourceOf(file)))),
      [],
    );
  });

  it("can be started as a command", () => {
    assert.match(readFileSync(join(ROOT, "src/cli/main.ts"), "utf8"), /^#!\/usr\/bin\/env node\n/);
  });

  it("loads no emulator into the plugin, nor into a program that asks something", () => {
    const script = (file: string) =>
      `require(${JSON.stringify(file)}); console.log(JSON.stringify(Object.keys(require.cache))); process.exit();`;
    for (const entry of ["pulumi-training/runtime", join(ROOT, "dist/lookups.js")]) {
      const printed = execFileSync(process.execPath, ["-e", script(entry)], { cwd: ROOT, encoding: "utf8" });
      const loaded = z.array(z.string()).parse(JSON.parse(printed));
      assert.ok(loaded.some((path) => path.includes("/platforms/tione/")));
      assert.deepEqual(
        loaded.filter((path) => path.includes("emulator")),
        [],
      );
    }
  });

  it("is found by its own name, as the plugin finds it", () => {
    assert.equal(require.resolve("pulumi-training/runtime"), join(ROOT, "dist/runtime.js"));
  });
});

describe("the dependencies", () => {
  it("are pinned, but for the SDK, which is the user's own", () => {
    const { dependencies, devDependencies, peerDependencies } = manifest;
    const loose = Object.entries({ ...dependencies, ...devDependencies }).filter(
      ([, version]) => !/^(npm:\S+@)?\d+\.\d+\.\d+$/.test(version),
    );
    assert.deepEqual(loose, []);
    assert.deepEqual(peerDependencies, { "@pulumi/policy": "^1.21.0", "@pulumi/pulumi": "^3.216.0" });
  });

  it("are each explained in docs/decisions", () => {
    const folder = join(ROOT, "docs/decisions");
    const decisions = readdirSync(folder).map((file) => readFileSync(join(folder, file), "utf8"));
    const unexplained = Object.keys(manifest.dependencies).filter(
      (name) => !decisions.some((text) => text.includes(`\`${name}\``)),
    );
    assert.deepEqual(unexplained, []);
  });

  describe("in the lockfile", () => {
    const { packages } = read("package-lock.json", lockfile);
    const locked = Object.entries(packages).filter(([path, { link }]) => path !== "" && !link);

    it("have no registry's address", () => {
      assert.deepEqual(
        locked.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path),
        [],
      );
    });

    it("are each what they were when they were chosen, by a hash", () => {
      const loose = locked.filter(([, { integrity = "" }]) => !/^sha512-[A-Za-z0-9+/]{86}==$/.test(integrity));
      assert.deepEqual(
        loose.map(([path]) => path),
        [],
      );
    });

    // Each is code that runs with a person's credentials: one more is a decision, and this number is where it shows.
    it("are few that a user gets", () => {
      const shipped = locked.filter(([, { dev, peer }]) => !dev && !peer);
      assert.equal(Object.keys(manifest.dependencies).length, 5);
      assert.equal(shipped.length, 43, shipped.map(([path]) => path).join(", "));
    });

    it("run nothing when they are installed", () => {
      assert.match(readFileSync(join(ROOT, ".npmrc"), "utf8"), /^ignore-scripts=true$/m);
      const scripted = locked.filter(([, { hasInstallScript, dev, peer }]) => hasInstallScript && !dev && !peer);
      assert.deepEqual(
        scripted.map(([path]) => path),
        [],
        "nobody's settings keep these from running at a user's",
      );
    });
  });
});
