import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import { tioneJobMembers } from "../../src/platforms/tione/jobs/schema";

const ROOT = join(__dirname, "../..");
const page = readFileSync(join(ROOT, "docs/reference.md"), "utf8");

describe("docs/reference.md", function () {
  this.timeout(60_000);

  it("says what the docstrings say; `npm run docs` writes it anew", async () => {
    await promisify(execFile)(process.execPath, ["tools/reference.mjs", "--check"], { cwd: ROOT });
  });

  it("has a row for every member of TI-ONE's spec", () => {
    const missing = Object.keys(tioneJobMembers.shape).filter((member) => !page.includes(`\n| \`${member}\` | `));
    assert.deepEqual(missing, []);
  });
});
