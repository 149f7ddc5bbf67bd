import assert from "node:assert/strict";
import { addressOf, bucketPathOf } from "../../../src/platforms/modelarts/models/artifact";
import { createModelRequest } from "../../../src/platforms/modelarts/models/request";
import {
  modelartsModel,
  modelartsModelSpec,
  type ModelartsModelSpec,
} from "../../../src/platforms/modelarts/models/schema";
import { nextVersion } from "../../../src/platforms/modelarts/models/version";

const HOST = "obs.cn-north-4.myhuaweicloud.com";
const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const spec: ModelartsModelSpec = { modelName: "llm-sft", modelType: "PyTorch", sourceLocation: "obs://ml-bucket/out/" };

function problems(given: object): string[] {
  const { error } = modelartsModelSpec.safeParse(given);
  return error?.issues.map(({ path, message }) => `${path.join(".")} ${message}`) ?? [];
}

describe("a model version of ModelArts", () => {
  it("may leave label and place of the files open", () => {
    assert.deepEqual(problems({ modelName: "llm-sft", modelType: "PyTorch" }), []);
  });

  for (const [what, given, says] of [
    ["a path of v1", { sourceLocation: "/b/out/" }, /obs:\/\/bucket\/dir\//],
    ["a label with a leading zero", { modelVersion: "1.02.0" }, /three numbers up to 99, such as 1\.0\.0/],
    ["a label with three digits", { modelVersion: "1.0.100" }, /three numbers up to 99/],
    ["a name with a space", { modelName: "my model" }, /1 to 64 letters/],
    ["a description with a quote", { description: 'the "best"' }, /refuses/],
    [
      "a description of 69 characters",
      { description: "x".repeat(69) },
      /69 characters; ModelArts allows 68 of its 100/,
    ],
    [
      "a Template without a template",
      { modelType: "Template", sourceLocation: undefined },
      /is needed with modelType Template/,
    ],
    ["an image without an address", { modelType: "Image", sourceLocation: undefined }, /an image in SWR/],
    ["a copy of what is no image", { sourceCopy: false }, /goes with modelType Image/],
    ["a template of another type", { template: { templateId: "t", templateInputs: [] } }, /modelType is PyTorch/],
    [
      "a version of a package without its meaning",
      { dependencies: [{ installer: "pip", packages: [{ packageName: "numpy", packageVersion: "1.2" }] }] },
      /restraint is needed with packageVersion/,
    ],
    ["a configuration that is no JSON", { initialConfig: "{" }, /not a JSON object/],
    ["another file of code", { executionCode: "obs://b/serve.py" }, /customize_service\.py/],
    ["a score that is not a number", { modelMetrics: { f1: "52" } }, /modelMetrics\.f1/],
    ["the source job in the vendor's place", { sourceJobId: "425b7087" }, /sourceJobId/],
  ] as const) {
    it(`is refused before anything is sent with ${what}`, () => {
      const found = problems({ ...spec, ...given });
      assert.equal(found.length, 1, found.join("; "));
      assert.match(found[0] ?? "", says);
    });
  }

  it("takes an address as the vendor's examples have it, and percents", () => {
    const sourceLocation = "https://ml-bucket.obs.cn-north-4.myhuaweicloud.com/out/7f3c";
    assert.deepEqual(problems({ ...spec, sourceLocation, modelMetrics: { f1: 52 } }), []);
  });

  it("needs no slash behind an image", () => {
    assert.deepEqual(problems({ ...spec, modelType: "Image", sourceLocation: "swr.cn-north-4.x/org/llm:1" }), []);
  });

  it("has a place of its own only when the program says the label", () => {
    assert.equal(modelartsModel.label({ ...spec, modelVersion: "1.0.0" }), "1.0.0");
    assert.equal(modelartsModel.label(spec), undefined);
  });

  for (const [labels, next] of [
    [[], "0.0.1"],
    [["0.0.9", "0.0.10", "0.0.2"], "0.0.11"],
    [["1.2.99"], "1.3.0"],
    [["1.99.99"], "2.0.0"],
    [["latest"], "0.0.1"],
  ] as const) {
    it(`comes after ${labels.join(", ") || "nothing"} as ${next}`, () => {
      assert.equal(nextVersion(labels), next);
    });
  }

  it("has no label after 99.99.99", () => {
    assert.throws(() => nextVersion(["99.99.99"]), { kind: "invalid", message: /give spec\.modelVersion/ });
  });

  it("knows the two spellings of a place in object storage", () => {
    const address = `https://ml.bucket.${HOST}/out/7f3c/`;
    assert.equal(addressOf("obs://ml.bucket/out/7f3c/", HOST), address);
    assert.equal(bucketPathOf(address), "obs://ml.bucket/out/7f3c/");
    assert.equal(addressOf(address, HOST), address);
    assert.equal(bucketPathOf("swr.cn-north-4.x/org/llm:1"), "swr.cn-north-4.x/org/llm:1");
  });
});

describe("the request for a model version", () => {
  const request = (more: Partial<ModelartsModelSpec>, extraSpec?: Record<string, unknown>) => {
    const draft = {
      modelName: "llm-sft",
      version: "1.0.0",
      artifactPath: "",
      sourceJobId: "job-1",
      ownsModel: false,
    };
    return createModelRequest(
      {
        draft: { ...draft, spec: { ...spec, ...more } },
        marker: MARKER,
        resource: RESOURCE,
        ...(extraSpec && { extraSpec }),
      },
      HOST,
    );
  };

  // Source: the worked example of the import, with what this package adds.
  it("is the vendor's, text where the vendor takes text", () => {
    const runtime = "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64";
    const modelMetrics = { f1: 0.52, recall: 0.66, precision: 0.46, accuracy: 0.62 };
    const more = { runtime, modelMetrics, installType: ["real-time"], workspaceId: "0", description: "first" } as const;
    assert.deepEqual(request({ ...more, installType: [...more.installType] }), {
      model_name: "llm-sft",
      model_version: "1.0.0",
      model_type: "PyTorch",
      runtime,
      description: `[pulumi:${MARKER}.${RESOURCE}] first`,
      source_location: `https://ml-bucket.${HOST}/out/`,
      source_job_id: "job-1",
      workspace_id: "0",
      install_type: ["real-time"],
      model_metrics: '{"f1":0.52,"recall":0.66,"precision":0.46,"accuracy":0.62}',
    });
  });

  it("leaves names that are the user's as they are", () => {
    const properties = { inputImage: { type: "file" } };
    const body = request({
      apis: [{ url: "/", method: "post", inputParams: { type: "object", properties } }],
      initialConfig: { modelAlgorithm: "x" },
    });
    assert.deepEqual(body["apis"], [{ url: "/", method: "post", input_params: { type: "object", properties } }]);
    assert.equal(body["initial_config"], '{"modelAlgorithm":"x"}');
  });

  it("takes extra members, but not those that say which version it is", () => {
    assert.equal(request({}, { brand_new: 1 })["brand_new"], 1);
    assert.throws(() => request({}, { model_version: "2.0.0" }), {
      kind: "invalid",
      message: /set spec\.modelVersion instead/,
    });
  });
});
