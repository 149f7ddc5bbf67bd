import assert from "node:assert/strict";
import { compareInputs } from "../../src/engine/rules";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const rules = {
  region: "replaceIfGiven",
  trigger: "replace",
  waitFor: "update",
  adoptJobId: "ignore",
  spec: { image: "replace", logs: "update", env: "replace" },
} as const;
const NONE = { replaces: [], updates: [], maybe: [] };

describe("compareInputs", () => {
  it("finds nothing between a row and the same inputs, whatever else the row holds", () => {
    const row = { region: "r", spec: { image: "a", env: { A: "1" } }, jobId: "train-1", __urn: "x" };
    assert.deepEqual(compareInputs(row, { spec: { env: { A: "1" }, image: "a" }, region: "r" }, rules), NONE);
  });

  for (const [words, olds, news, expected] of [
    ["a new trigger", { trigger: "1" }, { trigger: "2" }, { replaces: ["trigger"] }],
    ["a trigger that was taken away", { trigger: "1" }, {}, { replaces: ["trigger"] }],
    ["a trigger that came", {}, { trigger: "1" }, { replaces: ["trigger"] }],
    ["another region", { region: "a" }, { region: "b" }, { replaces: ["region"] }],
    ["a region that the program leaves open by now", { region: "a" }, {}, {}],
    ["another wait", { waitFor: "running" }, { waitFor: "succeeded" }, { updates: ["waitFor"] }],
    ["a job to adopt", {}, { adoptJobId: "train-1" }, {}],
    ["a member of a spec", { spec: { image: "a" } }, { spec: { image: "b" } }, { replaces: ["spec.image"] }],
    [
      "a member that changes in place",
      { spec: { image: "a" } },
      { spec: { image: "a", logs: {} } },
      { updates: ["spec.logs"] },
    ],
    [
      "members of both kinds",
      { spec: { image: "a", logs: { id: 1 } } },
      { spec: { image: "b", logs: { id: 2 } } },
      { replaces: ["spec.image"], updates: ["spec.logs"] },
    ],
    ["a member that no rule is for", { spec: { young: 1 } }, { spec: {} }, { replaces: ["spec.young"] }],
    ["a row without a spec", {}, { spec: { image: "a" } }, { replaces: ["spec"] }],
    ["a spec that is no record", { spec: { image: "a" } }, { spec: "a" }, { replaces: ["spec"] }],
  ] as const) {
    it(`says what ${words} means`, () => {
      assert.deepEqual(compareInputs(olds, news, rules), { ...NONE, ...expected });
    });
  }

  for (const [words, news, maybe] of [
    ["the whole spec", { trigger: "1", spec: UNKNOWN }, ["spec"]],
    ["a member", { trigger: "1", spec: { image: UNKNOWN, env: { A: "1" } } }, ["spec.image"]],
    ["something inside a member", { trigger: "1", spec: { image: "a", env: { A: UNKNOWN, B: "2" } } }, ["spec.env"]],
    ["an input", { trigger: UNKNOWN, spec: { image: "a", env: { A: "1" } } }, ["trigger"]],
  ] as const) {
    it(`never says "replaces" for what a preview does not know yet: ${words}`, () => {
      const olds = { trigger: "1", spec: { image: "a", env: { A: "1" } } };
      assert.deepEqual(compareInputs(olds, news, rules), { ...NONE, maybe });
    });
  }

  it("still says what is certain beside what is not known", () => {
    const olds = { trigger: "1", spec: { image: "a" } };
    assert.deepEqual(compareInputs(olds, { trigger: "2", spec: { image: UNKNOWN } }, rules), {
      replaces: ["trigger"],
      updates: [],
      maybe: ["spec.image"],
    });
  });

  it("is quiet about inputs that `ignoreChanges` put back as they were", () => {
    // The engine copies the old value over the new one before `check`; a member that was not there is taken out again.
    const row = { trigger: "1", spec: { image: "a", env: { A: "1" } }, jobId: "train-1" };
    assert.deepEqual(compareInputs(row, { trigger: "1", spec: { image: "a", env: { A: "1" } } }, rules), NONE);
  });
});
