import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { tioneJobMembers } from "../../src/platforms/tione/jobs/schema";

const ROOT = join(__dirname, "../..");
const FOLDER = join(ROOT, "docs/reference");

describe("docs/reference/ and the types that a program sees", function () {
  this.timeout(120_000);

  it("say what the docstrings say; `npm run docs` writes them anew", async () => {
    await promisify(execFile)(process.execPath, ["tools/reference.mjs", "--check"], { cwd: ROOT });
  });

  it("have a row for every member of TI-ONE's spec", () => {
    const page = readFileSync(join(FOLDER, "training-job-tione.md"), "utf8");
    const missing = Object.keys(tioneJobMembers.shape).filter((member) => !page.includes(`\n| \`${member}\` | `));
    assert.deepEqual(missing, []);
  });

  it("lead nowhere that is not there", () => {
    const links = readdirSync(FOLDER).flatMap((name) =>
      [...readFileSync(join(FOLDER, name), "utf8").matchAll(/\]\(([^)#]+)/g)].map(([, path = ""]) =>
        join(FOLDER, path),
      ),
    );
    assert.ok(links.length > 20);
    assert.deepEqual(
      links.filter((path) => !existsSync(path)),
      [],
    );
  });
});

describe("the types of the package", () => {
  it("need no package but Pulumi's, so that checking a program costs little more than with Pulumi alone", () => {
    const seen = new Set<string>();
    const packages = new Set<string>();
    const visit = (file: string): void => {
      if (seen.has(file)) return;
      seen.add(file);
      const text = readFileSync(file, "utf8");
      assert.doesNotMatch(text, /export type \*/, `${file}: TypeScript before 5 does not read it`);
      for (const [, from = ""] of text.matchAll(/(?:from|import\() ?"([^"]+)"/g)) {
        if (!from.startsWith(".")) packages.add(from);
        else visit(declarationsOf(resolve(dirname(file), from)));
      }
    };
    visit(join(ROOT, "dist/index.d.ts"));
    assert.ok(seen.size > 20);
    assert.deepEqual([...packages], ["@pulumi/pulumi"]);
  });
});

function declarationsOf(path: string): string {
  return existsSync(`${path}.d.ts`) ? `${path}.d.ts` : join(path, "index.d.ts");
}
