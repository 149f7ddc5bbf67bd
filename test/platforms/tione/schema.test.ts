import assert from "node:assert/strict";
import { tioneJobName, tioneJobRules, tioneJobSpec } from "../../../src/platforms/tione/jobs/schema";

const machine = { role: "WORKER", instanceType: "TI.S.2XLARGE16.POST", instanceNum: 1 };
const imageInfo = { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" };
const postpaid = { chargeType: "POSTPAID_BY_HOUR", resourceConfigInfos: [machine], imageInfo };
const cos = { bucket: "ml-1250000000", paths: ["a/"] };

/** The problems as `path: message`. */
function problems(spec: unknown): string[] {
  const { error } = tioneJobSpec.safeParse(spec);
  return (error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("a TI-ONE job's spec", () => {
  it("stays exactly as it was written", () => {
    const spec = {
      ...postpaid,
      env: { A: "1", B: { value: "2", isPrivate: true } },
      tuningParameters: { lr: 0.1 },
      output: cos,
    };
    assert.deepEqual(tioneJobSpec.parse(spec), spec);
  });

  for (const [what, spec, problem] of [
    [
      "a prepaid job without a group",
      { ...postpaid, chargeType: "PREPAID" },
      /^resourceGroupId: is needed with chargeType PREPAID/,
    ],
    [
      "a pay-as-you-go role without a specification",
      { ...postpaid, resourceConfigInfos: [machine, { role: "WORKER", cpu: 1000 }] },
      /^resourceConfigInfos\.1\.instanceType: is needed for role WORKER/,
    ],
    ["a job without an image", { ...postpaid, imageInfo: undefined }, /^imageInfo: is needed, or else frameworkName/],
    [
      "a job with two images",
      { ...postpaid, frameworkName: "PYTORCH", frameworkEnvironment: "torch1.9-py3.8-cuda11.1-gpu" },
      /^imageInfo: is given beside frameworkName/,
    ],
    [
      "a framework without its environment",
      { ...postpaid, imageInfo: undefined, frameworkName: "PYTORCH" },
      /^frameworkEnvironment: is needed with frameworkName "PYTORCH"/,
    ],
    [
      "eleven inputs",
      { ...postpaid, dataConfigs: Array.from({ length: 11 }, () => ({ dataSourceType: "COS", cosSource: cos })) },
      /^dataConfigs: has 11 entries; TI-ONE allows 10$/,
    ],
    [
      "an input without a source",
      { ...postpaid, dataConfigs: [{ dataSourceType: "COS" }] },
      /^dataConfigs\.0: names no source; one entry takes exactly one of/,
    ],
    [
      "an input with two sources",
      { ...postpaid, dataConfigs: [{ cosSource: cos, dataSetSource: { id: "ds-1" } }] },
      /^dataConfigs\.0: names 2 sources \(dataSetSource, cosSource\)/,
    ],
    [
      "an input whose type is another's",
      { ...postpaid, dataConfigs: [{ dataSourceType: "HDFS", cosSource: cos }] },
      /^dataConfigs\.0\.dataSourceType: is "HDFS", which goes with hdfsSource; the entry has cosSource$/,
    ],
    ["logs without a place", { ...postpaid, logEnable: true }, /^logConfig: is needed when logEnable is true/],
    [
      "parameter servers missing",
      { ...postpaid, trainingMode: "PS_WORKER" },
      /^resourceConfigInfos: has no entry of role PS/,
    ],
    [
      "parameter servers in another mode",
      { ...postpaid, trainingMode: "DDP", resourceConfigInfos: [machine, { ...machine, role: "PS" }] },
      /^resourceConfigInfos\.1\.role: is PS, which only trainingMode PS_WORKER has; the mode is DDP$/,
    ],
    [
      "long tuning parameters",
      { ...postpaid, tuningParameters: { text: "x".repeat(2048) } },
      /^tuningParameters: has 2059 characters as text; TI-ONE allows 2048$/,
    ],
    ["a long remark", { ...postpaid, remark: "界".repeat(1025) }, /^remark: has 1025 characters; TI-ONE allows 1024$/],
    ["the platform's tags", { ...postpaid, tags: { "qcs:a": "b" } }, /^tags\.qcs:a: is reserved for the platform/],
    ["this package's tags", { ...postpaid, tags: { "pulumi-marker": "b" } }, /^tags\.pulumi-marker: is reserved/],
    [
      "this package's variable",
      { ...postpaid, env: { PULUMI_JOB_MARKER: "b" } },
      /^env\.PULUMI_JOB_MARKER: is reserved/,
    ],
    ["its other one", { ...postpaid, env: { PULUMI_JOB_RESOURCE: "b" } }, /^env\.PULUMI_JOB_RESOURCE: is reserved/],
    [
      "a fraction of a unit",
      { ...postpaid, resourceConfigInfos: [{ ...machine, cpu: 0.5 }] },
      /^resourceConfigInfos\.0\.cpu: is 0\.5; TI-ONE takes whole thousandths of a core, at least 0$/,
    ],
    [
      "no machines",
      { ...postpaid, resourceConfigInfos: [{ ...machine, instanceNum: 0 }] },
      /^resourceConfigInfos\.0\.instanceNum: is 0; TI-ONE takes whole machines, at least 1$/,
    ],
    ["no roles", { ...postpaid, resourceConfigInfos: [] }, /^resourceConfigInfos: is empty/],
    [
      "a mode without a name",
      { ...postpaid, trainingMode: "" },
      /^trainingMode: is ""; TI-ONE knows DDP, PS_WORKER, MPI, HOROVOD, SPARK, RAY$/,
    ],
    ["a charge type left out", { ...postpaid, chargeType: undefined }, /^chargeType: is needed; TI-ONE knows PREPAID/],
    [
      "two output paths",
      { ...postpaid, output: { ...cos, paths: ["a/", "b/"] } },
      /^output\.paths: has 2 paths; TI-ONE takes exactly one$/,
    ],
    ["a typo", { ...postpaid, remarks: "x" }, /Unrecognized key: "remarks"/],
    ["a name in the spec", { ...postpaid, name: "x" }, /Unrecognized key: "name"/],
  ] as const) {
    it(`refuses ${what}`, () => {
      const found = problems(spec);
      assert.equal(found.length, 1, found.join("\n"));
      assert.match(found[0] ?? "", problem);
    });
  }

  it("takes each kind of source with its type", () => {
    for (const [dataSourceType, source] of Object.entries({
      DATASET: { dataSetSource: { id: "ds-1" } },
      COS: { cosSource: cos },
      COSFS: { cosSource: cos },
      CFS: { cfsSource: { id: "cfs-1", path: "/" } },
      CFSTurbo: { cfsTurboSource: { id: "cfs-1", path: "/" } },
      GooseFS: { gooseFSSource: { id: "g", type: "GooseFS", path: "/", nameSpace: "n" } },
      GooseFSx: { gooseFSSource: { id: "g", type: "GooseFSx", path: "/" } },
      HDFS: { hdfsSource: { id: "emr-1", path: "/" } },
      PUBLIC_DATA_SOURCE: { publicDataSource: { dataSourceId: "dsrc-1", subPath: "a" } },
    })) {
      assert.deepEqual(problems({ ...postpaid, dataConfigs: [{ dataSourceType, ...source }] }), []);
    }
  });

  it("changes nothing in place but the delivery of logs", () => {
    const updated = Object.entries(tioneJobRules).flatMap(([member, rule]) => (rule === "update" ? [member] : []));
    assert.deepEqual(updated, ["logEnable", "logConfig"]);
  });
});

describe("a TI-ONE job's name", () => {
  for (const name of ["sft", "训练-7b_v2", "9lives", "a".repeat(60)]) {
    it(`may be ${name}`, () => assert.equal(tioneJobName.parse(name), name));
  }
  for (const [name, says] of [
    ["a".repeat(61), /has 61 characters; TI-ONE allows 60/],
    ["-sft", /begins with a letter or digit/],
    ["_sft", /begins with a letter or digit/],
    ["s f t", /does not fit/],
    ["sft.1", /does not fit/],
    ["пример", /does not fit/],
    ["", /does not fit/],
  ] as const) {
    it(`may not be ${JSON.stringify(name)}`, () => {
      assert.match(tioneJobName.safeParse(name).error?.issues[0]?.message ?? "", says);
    });
  }
});
