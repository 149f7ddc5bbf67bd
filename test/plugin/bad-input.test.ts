import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { TrainingJob, TrainingModelVersion, type TrainingJobArgs, type TrainingModelVersionArgs } from "../../src";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import type { Properties } from "../../src/engine/values";
import { spec as tione } from "../engine/stack";
import { mockEngine, valueOf } from "../program/mocks";
import { assertReadable, tell } from "./job";
import { HIDDEN, Plugin } from "./plugin";

const modelarts = {
  algorithm: { engine: { imageUrl: "team/llm:1" }, command: "bash run.sh" },
  resource: { poolId: "pool-1", nodeCount: 1 },
};
const [machine] = tione.resourceConfigInfos;
const { secret } = pulumi;

/** Arguments, and what is said of each thing in them that is wrong, all of it in one go. */
const jobs: readonly (readonly [given: object, ...said: readonly (readonly [words: string, message: RegExp])[]])[] = [
  [
    {
      platform: "tione",
      name: "x".repeat(61),
      timeouts: { create: "soon" },
      spec: {
        ...tione,
        imageInfos: {},
        chargeType: undefined,
        resourceConfigInfos: [{ ...machine, instanceNum: -1 }],
      },
    },
    ["a wrong member of the spec", /^spec\.imageInfos: no such input; did you mean spec\.imageInfo\?/m],
    ["a value out of range", /^spec\.resourceConfigInfos\[0\]\.instanceNum: .*-1/m],
    ["a missing member", /^spec\.chargeType: /m],
    ["a text that is not a duration", /^timeouts\.create: "soon" is not a duration; write "90s", "30m" or "1h30m"/m],
    ["a name that the platform does not take", /^name: .*61 characters.*60/m],
  ],
  [
    {
      platform: "tione",
      spec: { ...tione, chargeType: undefined, chargetype: "PREPAID", resourceConfigInfos: undefined },
    },
    [
      "a member under a wrong name, before the right one that is missing",
      /^spec\.chargetype: no such input; did you mean spec\.chargeType\?[^]*^spec\.chargeType: [^]*^spec\.resourceConfigInfos: is needed/m,
    ],
  ],
  [
    { platform: "modelarts", spec: { ...modelarts, schedulePolicy: { priority: 2 }, gpuSlicing: true } },
    [
      "a member in the place where the vendor has it",
      /^spec\.schedulePolicy\.priority: no such input; did you mean spec\.priority\?/m,
    ],
    [
      "a member that the reference lacks",
      /^spec\.gpuSlicing: no such input; `extraSpec` takes members of the vendor's request that the reference lacks/m,
    ],
  ],
  [{ platform: "sagemaker", spec: tione }, ["a wrong platform", /^platform: must be one of "tione"/m]],
  [
    { platform: "tione", spec: { ...tione, chargeType: "PREPAID" } },
    ["members that contradict each other", /^spec\.resourceGroupId: /m],
  ],
  [
    {
      platform: "tione",
      spec: {
        ...tione,
        chargeType: secret("hush-mode"),
        resourceConfigInfos: [secret({ ...machine, instanceNum: -7331 })],
      },
      timeouts: { create: secret("hush-soon") },
      waitFor: secret("hush-until"),
      adoptJobId: secret("hush/id"),
      name: secret("?!"),
    },
    [
      "a secret of a wrong form, which is not quoted",
      /^spec\.chargeType: is \[secret\]; TI-ONE knows[^]*^timeouts\.create: \[secret\] is not a duration/m,
    ],
    [
      "a secret that is short, which is not quoted",
      /^name: job name \[secret\] does not fit[^]*instanceNum: is \[secret\]; /m,
    ],
  ],
  [
    {
      platform: "tione",
      spec: pulumi
        .output("hush-mode")
        .apply((chargeType) => ({ ...tione, chargeType, env: { KEY: secret("hush-key") } })),
    },
    [
      "a secret somewhere in a spec that is an output, which is not quoted",
      /^spec\.chargeType: is \[secret\]; TI-ONE knows/m,
    ],
  ],
];

const newModel = {
  trainingModelName: "sft",
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
};

/** The same of model versions. */
const versions: typeof jobs = [
  [
    {
      platform: "tione",
      sourceJobId: "job-0a1b2c3d-0000-4000-8000-000000000001",
      spec: { ...newModel, trainingModelCosPath: { bucket: "b-1", paths: ["best"] }, modelFormt: "PYTORCH" },
    },
    [
      "a file in the place of a directory",
      /^spec\.trainingModelCosPath\.paths\[0\]: is "best"; TI-ONE takes a directory, which ends in "\/"/m,
    ],
    [
      "a job of another platform",
      /^sourceJobId: job-0a1b\S+ looks like a job of Qizhi; TI-ONE registers what its own jobs wrote/m,
    ],
    ["a wrong member of a model's spec", /^spec\.modelFormt: no such input/m],
  ],
  [
    { platform: "tione", spec: { ...newModel, trainingModelId: "m-1" } },
    ["a model that is new and is there", /^spec\.trainingModelId: is given beside trainingModelName/m],
    ["no files", /^sourceJobId: is needed, because `spec` does not say where the files are/m],
  ],
  [{ platform: "qizhi", spec: {} }, ["a platform without models", /Qizhi has no model registry/]],
  [
    {
      platform: "modelarts",
      deleteArtifacts: true,
      spec: { modelName: "a", modelType: "PyTorch", sourceLocation: "obs://b/c/" },
    },
    ["files to be deleted where they stay", /deletes no files with a model version/],
  ],
];

describe("bad input in a program is clear errors of the provider process before any request", function () {
  this.timeout(60_000);
  let emulator: RunningEmulator;
  let plugin: Plugin;
  before(async () => {
    emulator = await startEmulator();
    plugin = await Plugin.start({ env: emulator.env });
  });
  after(async () => {
    await plugin.stop();
    await emulator.close();
  });

  /** What the engine hands to the plugin of a resource in a program: all of it plain. */
  async function inputsOf(make: () => pulumi.Resource): Promise<Properties> {
    const registered = await mockEngine();
    await valueOf(make().urn);
    const members = Object.entries(registered[0]?.inputs as object); // a record of inputs
    return Object.fromEntries(
      members.map(([key, value]: [string, unknown]) => [key, pulumi.runtime.unwrapRpcSecret(value)]),
    );
  }

  // As from plain JavaScript, which no compiler checks.
  const makeJob = (given: object) => new TrainingJob("sft", given as TrainingJobArgs);
  const makeVersion = (given: object) => new TrainingModelVersion("sft", given as TrainingModelVersionArgs);
  const cases = [
    ...jobs.map(([given, ...said]) => ({ make: () => makeJob(given), said })),
    ...versions.map(([given, ...said]) => ({ make: () => makeVersion(given), said })),
  ];

  for (const { make, said } of cases) {
    it(said.map(([words]) => words).join("; "), async () => {
      const inputs = await inputsOf(make);
      assert.equal(inputs.__urn, HIDDEN.__urn);
      const { failures } = await plugin.check({}, inputs);
      const errors = failures.map(({ reason }) => reason).join("\n");
      for (const [, message] of said) assert.match(errors, message);
      for (const text of [errors, ...plugin.engine.logs.map(({ message }) => message)]) assertReadable(text);
      // A named property would be shown twice, with a value of `<nil>`.
      assert.ok(failures.every(({ property }) => property === ""));
      assert.deepEqual([plugin.printed, await tell(emulator, "requests")], [[], []]);
    });
  }

  it("a member under a wrong name, although its value is not known yet", async () => {
    const spec = { ...tione, imageUrl: pulumi.runtime.unknownValue };
    const { failures } = await plugin.check({}, { ...HIDDEN, platform: "tione", spec });
    assert.deepEqual(
      failures.map(({ reason }) => reason.split(";")[0]),
      ["spec.imageUrl: no such input"],
    );
  });
});
