import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { trainingPolicies } from "../../src/policy";

const ROOT = resolve(__dirname, "..", "..");
const page = readFileSync(join(ROOT, "docs/guides/policies.md"), "utf8");

// Under `cts`, for the blocks of the other pages are run as programs, and a pack is none.
describe("docs/guides/policies.md", () => {
  it("shows the pack that the tests run", () => {
    const [, shown] = /^```cts\n(.*?)^```$/ms.exec(page) ?? [];
    const pack = readFileSync(join(ROOT, "examples/policy/index.ts"), "utf8");
    assert.equal(shown, pack.replace(/^(\/\/.*\n)+/, ""));
  });

  for (const { name, configSchema } of trainingPolicies()) {
    it(`has ${name} and its configuration`, () => {
      const row = page.split("\n").find((line) => line.startsWith(`| \`${name}\` |`));
      const missing = Object.keys(configSchema?.properties ?? {}).filter((member) => !row?.includes(`\`${member}\``));
      assert.deepEqual([row === undefined, missing], [false, []]);
    });
  }
});
