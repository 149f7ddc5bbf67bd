import assert from "node:assert/strict";
import { findProblems } from "../../../src/engine/problems";
import { tioneModel, tioneModelSpec, type TioneModelSpecInput } from "../../../src/platforms/tione/models/schema";

const cosPath = { bucket: "vision-1250000001", paths: ["models/resnet/"] };
const spec: TioneModelSpecInput = {
  trainingModelName: "resnet",
  trainingModelCosPath: cosPath,
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/vision-lab/serve:2026.09" },
};

function problems(more: Record<string, unknown>) {
  return findProblems({ ...spec, ...more }, tioneModelSpec);
}

describe("TI-ONE's model spec", () => {
  it("takes a new model and a version of one", () => {
    assert.deepEqual(problems({}), []);
    assert.deepEqual(problems({ trainingModelName: undefined, trainingModelId: "m-1" }), []);
  });

  for (const [what, more, says] of [
    ["no model", { trainingModelName: undefined }, /^trainingModelName: .*is needed, or else trainingModelId/],
    ["a name and an id", { trainingModelId: "m-1" }, /^trainingModelId: .*is given beside trainingModelName/],
    [
      "a name that does not fit",
      { trainingModelName: "-resnet" },
      /^trainingModelName: .*begins with a letter or digit/,
    ],
    ["a name too long", { trainingModelName: "a".repeat(61) }, /has 61 characters; TI-ONE allows 60/],
    [
      "files that are no directory",
      { trainingModelCosPath: { ...cosPath, paths: ["models/resnet"] } },
      /^trainingModelCosPath\.paths\[0\]: .*"models\/resnet"; TI-ONE takes a directory, which ends in "\/"/,
    ],
    ["two paths", { trainingModelCosPath: { ...cosPath, paths: ["a/", "b/"] } }, /has 2 paths/],
    ["no image to serve it", { reasoningImageInfo: undefined }, /^reasoningImageInfo: .*is needed/],
    [
      "no platform image",
      { reasoningEnvironmentSource: "SYSTEM" },
      /^reasoningEnvironmentId: .*or else reasoningEnvironment/,
    ],
    ["measures too long", { trainingModelIndex: "x".repeat(1001) }, /has 1001 characters as text; TI-ONE allows 1000/],
    ["one of our tags", { tags: { "pulumi-marker": "x" } }, /is reserved for the platform or this package/],
    ["what the job decides", { trainingJobId: "train-1" }, /trainingJobId/],
    ["too many kept models", { maxReservedModels: 25 }, /is 25; TI-ONE takes whole models, 1 to 24/],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.match(problems(more).join("\n"), says);
    });
  }

  it("takes what the vendor's own helper sends for no limit", () => {
    assert.deepEqual(problems({ maxReservedModels: 65_535, modelCleanPeriod: 65_535 }), []);
  });

  it("knows which model a version is of, and which label the program fixes", () => {
    const version = { ...spec, trainingModelName: undefined, trainingModelId: "m-1", trainingModelVersion: "v4" };
    assert.deepEqual([tioneModel.name(spec), tioneModel.label(spec)], ["resnet", undefined]);
    assert.deepEqual([tioneModel.name(version), tioneModel.label(version)], ["m-1", "v4"]);
  });
});
