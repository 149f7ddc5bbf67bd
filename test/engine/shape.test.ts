import assert from "node:assert/strict";
import { z } from "zod";
import { findProblems } from "../../src/engine/problems";
import { findDoubts, withoutNulls } from "../../src/engine/shape";
import { jobInputs } from "../../src/resources/job-record";
import { modelInputs } from "../../src/resources/model-record";

const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const modelarts = {
  platform: "modelarts",
  region: "cn-north-4",
  spec: {
    algorithm: { engine: { imageUrl: "team/llm:1" }, command: "bash run.sh" },
    resource: { flavorId: "modelarts.vm.gpu.8v100" },
  },
};
const tione = {
  platform: "tione",
  region: "ap-guangzhou",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST" }],
    imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
    startCmd: "torchrun train.py",
  },
};
const v1 = {
  platform: "modelarts-v1",
  region: "cn-north-4",
  spec: { workerServerNum: 1, modelId: 4, dataUrl: "/b/d/", specId: 1 },
};

/** What is said of the members that are added to a spec. */
function said(inputs: { readonly spec: object }, more: object): string {
  const given = { ...inputs, spec: { ...inputs.spec, ...more } };
  return findProblems(given, jobInputs).join("; ");
}

describe("null in inputs counts as left out", () => {
  for (const [platform, inputs, nulls] of [
    ["modelarts", modelarts, { priority: null, annotations: { job_template: null }, volumes: null }],
    ["tione", tione, { remark: null, env: { A: null }, exposeNetworkConfig: { sshConfig: { port: null } } }],
    ["modelarts-v1", v1, { trainUrl: null, volumes: null, parameter: { lr: null } }],
    ["qizhi", { platform: "qizhi", region: "sii", spec: {} }, { env: null, datasetInfo: null }],
  ] as const) {
    it(`at every depth, on ${platform}`, () => {
      const given = { ...inputs, spec: { ...inputs.spec, ...nulls }, projectId: null };
      assert.doesNotMatch(JSON.stringify(withoutNulls(given, jobInputs)), /null/);
    });
  }

  it("in the entries of lists too, and what is then missing is named", () => {
    const resourceConfigInfos = [{ role: "WORKER", instanceType: null, instanceNum: null }];
    const given = withoutNulls({ ...tione, spec: { ...tione.spec, resourceConfigInfos } }, jobInputs);
    const [problem] = findProblems(given as typeof tione, jobInputs);
    assert.match(problem ?? "", /^spec\.resourceConfigInfos\[0\]\.instanceType: is needed for role WORKER/);
  });

  it("but for what is sent as it is", () => {
    const given = {
      ...modelarts,
      extraSpec: { algorithm: { policies: { auto_search: null } } },
      spec: { modelName: "m", modelType: "PyTorch", initialConfig: { apis: null } },
    };
    assert.deepEqual(withoutNulls(given, modelInputs), given);
  });

  it("and leaves alone what no schema knows", () => {
    for (const given of [{ platform: "sagemaker", spec: { a: null } }, { platform: UNKNOWN, spec: null }, [null], 7])
      assert.deepEqual(withoutNulls(given, jobInputs), given);
  });
});

describe("a doubt", () => {
  it("is told of each word and each annotation that this package does not know", () => {
    const spec = {
      ...modelarts.spec,
      kind: "brand_new_job",
      annotations: { "brand/new": "1", "ssh-plugin/ssh-key-file-path": "/home/ma-user/.ssh/" },
      notification: { topicUrn: "urn", events: ["JobStarted", "JobEvicted"] },
    };
    const doubts = findDoubts({ ...modelarts, spec }, jobInputs);
    assert.deepEqual(
      doubts.map((doubt) => doubt.replace(/ \(.*\)/, "")),
      [
        'spec.kind is "brand_new_job", none of the words that this package knows; it is sent as it is',
        'spec.annotations["brand/new"] is not a member that this package knows; it is sent as it is',
        'spec.notification.events[1] is "JobEvicted", none of the words that this package knows; it is sent as it is',
      ],
    );
    assert.match(doubts[0] ?? "", /\(job, hetero_job, /);
  });

  it("is not told of what fits, of what is free, and of what a preview does not know", () => {
    for (const inputs of [modelarts, tione, v1]) assert.deepEqual(findDoubts(inputs, jobInputs), []);
    const env = { A: "1", B: { value: "2" } };
    assert.deepEqual(findDoubts({ ...tione, spec: { ...tione.spec, env, trainingMode: UNKNOWN } }, jobInputs), []);
    assert.deepEqual(findDoubts({ ...tione, spec: UNKNOWN }, jobInputs), []);
  });
});

describe("a member in the wrong place names the one that was meant", () => {
  for (const [what, inputs, more, says] of [
    ["elsewhere in the spec", modelarts, { schedulePolicy: { priority: 2 } }, /did you mean spec\.priority\?/],
    ["further down", modelarts, { flavorId: "x" }, /spec\.flavorId: .*did you mean spec\.resource\.flavorId\?/],
    ["beside the spec", modelarts, { name: "x" }, /spec\.name: no such input; did you mean name\?/],
    ["in the vendor's spelling", modelarts, { runtime_type: "debug" }, /did you mean spec\.runtimeType\?/],
    ["in the vendor's nesting", modelarts, { metadata: { annotations: {} } }, /did you mean spec\.annotations\?/],
    ["in a list", tione, { InstanceType: "x" }, /did you mean spec\.resourceConfigInfos\[\]\.instanceType\?/],
    ["with a letter missing", tione, { trainingMod: "DDP" }, /did you mean spec\.trainingMode\?/],
    ["of v1's config", v1, { config: { spec_id: 1 } }, /its members belong beside it: did you mean spec\.specId\?/],
  ] as const) {
    it(what, () => assert.match(said(inputs, more), says));
  }

  it("says how a member is sent that the reference lacks, where there is a way", () => {
    assert.match(said(tione, { schedulerHints: 1 }), /spec\.schedulerHints: no such input; `extraSpec` takes members/);
    assert.match(
      said(tione, { schedulerHints: 1, otherHints: 2 }),
      /Hints: no such input; `extraSpec` .*; spec\.otherHints: no such input$/,
    );
    const bare = z.strictObject({ spec: z.strictObject({ a: z.string() }) });
    const [problem] = findProblems({ spec: { a: "1", else: 2 } }, bare);
    assert.equal(problem, "spec.else: no such input");
  });
});
