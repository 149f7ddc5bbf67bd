import assert from "node:assert/strict";
import type { ZodObject, ZodType } from "zod";
import { findProblems } from "../../src/engine/problems";
import { isObject } from "../../src/engine/values";
import { LOOKUPS, platforms } from "../../src/platforms/registry";
import { groupInputs } from "../../src/resources/group-record";
import { jobInputs } from "../../src/resources/job-record";
import { modelInputs } from "../../src/resources/model-record";
import { samples } from "../conformance/samples";

/** What no person should read: zod's words. */
const OF_ZOD = /Invalid|[Ee]xpected|received|Too (small|big)|Unrecognized|must match pattern/;
const WRONG: readonly unknown[] = [undefined, 7, -1.5, "", "?", true, [], ["?"], [{}], {}, { "?": 1 }, { "?": "?" }];

/** The value, with each of its members in turn, at any depth, replaced by each wrong one, and with a member too many. */
function* spoiled(value: unknown): Generator {
  if (Array.isArray(value)) {
    for (const [at, item] of value.entries()) for (const wrong of spoiled(item)) yield value.with(at, wrong);
  } else if (isObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      for (const wrong of [...spoiled(member), ...WRONG]) yield { ...value, [key]: wrong };
    }
    yield { ...value, strange: 1 };
  }
}

function assertOurWords(schema: ZodType, value: object): number {
  const problems = [...spoiled(value)].flatMap((wrong) => findProblems(wrong as Record<string, unknown>, schema)); // spoiled records are records
  for (const problem of problems) assert.doesNotMatch(problem, OF_ZOD);
  return problems.length;
}

describe("what is said of wrong inputs, in our words", () => {
  for (const { name, title, model } of platforms) {
    const sample = samples[name];
    assert.ok(sample);
    const place = { platform: name, region: sample.region };
    const more = { timeouts: { create: "1m" }, extraSpec: {} };

    it(`of a job on ${title}`, () => {
      const job = {
        ...place,
        ...more,
        spec: sample.spec,
        name: "n",
        waitFor: "running",
        onFailed: "hold",
        adoptJobId: "j",
      };
      assert.ok(assertOurWords(jobInputs, job) > 100);
    });

    it(`of a group on ${title}`, () => {
      const group = { ...place, resourceGroupId: "g", requireFree: { gpus: 1, nodes: 1 } };
      assert.ok(assertOurWords(groupInputs, group) > 20);
    });

    const first = sample.model?.first("n");
    if (model && first) {
      it(`of a model version on ${title}`, () => {
        const version = { ...place, ...more, sourceJobId: "j", spec: first, deleteArtifacts: false };
        assert.ok(assertOurWords(modelInputs, version) > 50);
      });
    }
  }

  for (const [platform, { args }] of Object.entries(LOOKUPS)) {
    it(`of the arguments of ${platform}'s look-ups`, () => {
      for (const schema of Object.values(args) as ZodObject[]) {
        const given = Object.fromEntries(Object.keys(schema.shape).map((key) => [key, undefined]));
        assertOurWords(schema, given);
      }
    });
  }
});
