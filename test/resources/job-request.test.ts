import assert from "node:assert/strict";
import { compareInputs } from "../../src/engine/rules";
import { jobRules, type JobInputs } from "../../src/resources/job-record";
import { jobGeneration, relevantChanges } from "../../src/resources/job-request";
import { sampleOf, specOf, type PlatformName } from "../engine/once/fleet";

const inputsOf = (platform: PlatformName, spec: object = {}, more: Partial<JobInputs> = {}): JobInputs => ({
  platform,
  region: sampleOf(platform).region,
  spec: { ...specOf(platform), ...spec },
  ...more,
});

function changesOf(olds: JobInputs, news: JobInputs) {
  return relevantChanges(compareInputs({ ...olds }, { ...news }, jobRules(news)), olds, news);
}

describe("a program that asks for the same job in other words", () => {
  const same: [platform: PlatformName, one: object, other: object, more?: Partial<JobInputs>][] = [
    ["tione", {}, { tags: {}, env: {}, dataConfigs: [] }],
    ["tione", {}, {}, { extraSpec: {} }],
    ["tione", { env: { A: "1", B: "2" } }, { env: { B: { value: "2" }, A: "1" } }],
    [
      "tione",
      { output: { bucket: "b-1", paths: ["a/"] } },
      { output: { bucket: "b-1", region: "ap-guangzhou", paths: ["a/"] } },
    ],
    ["tione", { tuningParameters: { lr: 1 } }, { tuningParameters: '{"lr":1}' }],
    ["modelarts", {}, { tags: {}, kind: "job", annotations: {}, description: "" }],
    ["modelarts", { priority: 2 }, { schedulePolicy: { priority: 2 } }],
    ["modelarts", {}, {}, { extraSpec: { spec: {} } }],
    ["modelarts-v1", {}, { jobDesc: "", parameter: {} }],
    ["qizhi", {}, { env: {}, datasetInfo: [], maxRunningTimeMs: 86_400_000 }],
  ];
  for (const [platform, one, other, more] of same) {
    it(`changes nothing on ${platform}: ${JSON.stringify({ ...other, ...more })}`, () => {
      const [olds, news] = [inputsOf(platform, one), inputsOf(platform, other, more)];
      assert.deepEqual(changesOf(olds, news), { replaces: [], updates: [], maybe: [] });
      assert.deepEqual(changesOf(news, olds), { replaces: [], updates: [], maybe: [] });
      // One that is changed in place and one that is not may be two ways to write the same: then nothing is submitted.
      if (!("priority" in one)) assert.deepEqual(jobGeneration(olds), jobGeneration(news));
    });
  }
});

describe("a program that asks for another job", () => {
  it("is told by every member that is sent", () => {
    const olds = inputsOf("tione", { env: { A: "1" } });
    assert.deepEqual(changesOf(olds, inputsOf("tione", { env: { A: "2" }, dataConfigs: [] })).replaces.toSorted(), [
      "spec.dataConfigs",
      "spec.env",
    ]);
    const extra = inputsOf("tione", { env: { A: "1" } }, { extraSpec: { New: 1 } });
    assert.deepEqual(changesOf(olds, extra).replaces, ["extraSpec"]);
    assert.notDeepEqual(jobGeneration(olds), jobGeneration(extra));
  });

  it("keeps the job when only what is changed in place differs, beside what is the same", () => {
    const olds = inputsOf("modelarts", { tags: { team: "a" } });
    const news = inputsOf("modelarts", { tags: { team: "b" }, annotations: {} });
    assert.deepEqual(changesOf(olds, news), { replaces: [], updates: ["spec.tags"], maybe: [] });
  });

  it("may be meant as long as a value is not known", () => {
    const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
    const changes = changesOf(inputsOf("tione"), inputsOf("tione", { startCmd: unknown, dataConfigs: [] }));
    assert.deepEqual(changes, { replaces: ["spec.dataConfigs"], updates: [], maybe: ["spec.startCmd"] });
  });

  it("is one when a row of another time cannot be read", () => {
    const olds = { ...inputsOf("qizhi"), spec: { command: "x" } };
    assert.ok(changesOf(olds, inputsOf("qizhi")).replaces.length > 0);
  });
});
