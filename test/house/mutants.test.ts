import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(__dirname, "../..");

// `npm run mutants` puts them into the code. One whose text is gone from there is a promise that nobody looks after any more.
describe("the faults that the tests must notice", () => {
  it("are each in one place of the code", async () => {
    const { MUTANTS } = await import("../mutants.mjs");
    const timesOf = ({ file, from }: { readonly file: string; readonly from: string }) =>
      readFileSync(join(ROOT, file), "utf8").split(from).length - 1;
    const lost = MUTANTS.filter((mutant) => timesOf(mutant) !== 1);
    assert.deepEqual(
      lost.map(({ what }) => what),
      [],
    );
  });
});
