import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { FAULTS } from "./catalogue";
import { ELSEWHERE, UNTRIED } from "./elsewhere";
import { MODES, tryAll } from "./trials";

const STUDIED = 118;

describe("the catalogue of faults", () => {
  it("has each of the study, tried here, by a test of its own, or with the reason why not", () => {
    const here = new Set(FAULTS.map(({ number }) => number));
    const numbers = [...here, ...[...ELSEWHERE, ...UNTRIED].map(({ number }) => number)];
    const all = Array.from({ length: STUDIED }, (_, index) => index + 1);
    assert.deepEqual(
      numbers.sort((left, right) => left - right),
      all,
    );
  });

  it("names tests that there are", () => {
    const sourceOf = (file: string) => readFileSync(join(__dirname, "..", file), "utf8");
    const missing = ELSEWHERE.filter(({ file, title }) => title === "" || !sourceOf(file).includes(title));
    assert.deepEqual(missing, []);
  });
});

// `npm run faults` tries each of them everywhere.
describe("a bad network and bad answers", function () {
  this.timeout(120_000);
  let outcomes: Awaited<ReturnType<typeof tryAll>>;
  before(async () => {
    outcomes = await tryAll(FAULTS, (index) => MODES.slice(index % MODES.length).slice(0, 1));
  });

  for (const fault of FAULTS) {
    it(`buy nothing twice, lose nothing and leave nothing: ${fault.what} (${fault.number})`, () => {
      const all = outcomes.get(fault) ?? [];
      assert.equal(all.length, 3);
      for (const { words, violations } of all) assert.deepEqual(violations, [], words);
    });
  }
});
