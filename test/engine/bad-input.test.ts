import assert from "node:assert/strict";
import { samples } from "../conformance/samples";
import { spec, TestStack } from "./stack";

const args = { platform: "tione", spec };
const modelarts = {
  platform: "modelarts",
  spec: {
    algorithm: { engine: { imageUrl: "team/llm:1" }, command: "bash run.sh" },
    resource: { poolId: "pool-1", nodeCount: 1 },
  },
};
const qizhi = samples["qizhi"]?.spec as { frameworkConfig: object[] }; // the conformance suite's own

describe("bad input is one clear error before any request", function () {
  this.timeout(300_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
  });
  after(() => stack.stop());

  /** The errors that `up` shows, without the frame that Pulumi puts around them. */
  async function errorsOf(environment: NodeJS.ProcessEnv = {}): Promise<string> {
    const { code, output } = await stack.start(["up", "--non-interactive", "--skip-preview"], environment).done;
    assert.notEqual(code, 0, output);
    assert.deepEqual(await stack.requests(), [], "nothing may have been sent");
    assert.doesNotMatch(output, /^\s+at .+:\d+:\d+\)?$/m, "no stack trace");
    const diagnostics = output.slice(output.indexOf("Diagnostics:"));
    assert.doesNotMatch(diagnostics, /[{[]"/, "no JSON");
    assert.doesNotMatch(diagnostics, /<nil>|Invalid|expected|received/, "no words of Pulumi's or zod's own");
    return diagnostics;
  }

  const table: [string, object, RegExp][] = [
    [
      "a wrong member of the spec",
      { ...args, spec: { ...spec, imageInfos: {} } },
      /spec\.imageInfos: no such input; did you mean spec\.imageInfo\?/,
    ],
    [
      "a member in the place where the vendor has it",
      { ...modelarts, spec: { ...modelarts.spec, schedulePolicy: { priority: 2 } } },
      /spec\.schedulePolicy\.priority: no such input; did you mean spec\.priority\?/,
    ],
    [
      "a member that the reference lacks",
      { ...modelarts, spec: { ...modelarts.spec, gpuSlicing: true } },
      /spec\.gpuSlicing: no such input; `extraSpec` takes members of the vendor's request that the reference lacks/,
    ],
    ["a wrong platform", { ...args, platform: "sagemaker" }, /platform: must be one of "tione"/],
    [
      "a value out of range",
      { ...args, spec: { ...spec, resourceConfigInfos: [{ ...spec.resourceConfigInfos[0], instanceNum: -1 }] } },
      /spec\.resourceConfigInfos\[0\]\.instanceNum: .*-1/,
    ],
    ["a missing member", { ...args, spec: { ...spec, chargeType: undefined } }, /spec\.chargeType: /],
    [
      "a member under a wrong name, before the right one that is missing",
      { ...args, spec: { ...spec, chargeType: undefined, chargetype: "PREPAID", resourceConfigInfos: undefined } },
      /'sft' has a problem: spec\.chargetype: no such input; did you mean spec\.chargeType\?[^]*spec\.chargeType: [^]*'sft' has a problem: spec\.resourceConfigInfos: is needed/,
    ],
    [
      "a text that is no duration",
      { ...args, timeouts: { create: "soon" } },
      /timeouts\.create: "soon" is no duration; write "90s", "30m" or "1h30m"/,
    ],
    ["a name that the platform does not take", { ...args, name: "x".repeat(61) }, /name: .*61 characters.*60/],
    [
      "members that contradict each other",
      { ...args, spec: { ...spec, chargeType: "PREPAID" } },
      /spec\.resourceGroupId: /,
    ],
  ];
  for (const [words, given, message] of table) {
    it(words, async () => {
      await stack.job("sft", given);
      assert.match(await errorsOf(), message);
    });
  }

  it("the import option", async () => {
    await stack.job("sft", args, { import: "train-1" });
    const { output } = await stack.run("up", "--non-interactive", "--skip-preview");
    assert.match(output, /Pulumi cannot import dynamic resources; set `adoptJobId: "train-1"`/);
  });

  for (const [words, given, message] of [
    [
      "of a wrong form",
      `spec: { ...spec, chargeType: secret("hush-mode") }, timeouts: { create: secret("hush-soon") }, waitFor: secret("hush-until")`,
      /spec\.chargeType: is \[secret\]; TI-ONE knows[^]*timeouts\.create: \[secret\] is no duration/,
    ],
    [
      "that is short",
      `adoptJobId: secret("hush/id"), name: secret("?!"), spec: { ...spec, resourceConfigInfos: [secret({ ...spec.resourceConfigInfos[0], instanceNum: -7331 })] }`,
      /name: job name \[secret\] does not fit[^]*instanceNum: is \[secret\]; /,
    ],
    [
      "somewhere in a spec that is an output",
      `spec: pulumi.output("hush-mode").apply((chargeType) => ({ ...spec, chargeType, env: { KEY: secret("hush-key") } }))`,
      /spec\.chargeType: is \[secret\]; TI-ONE knows/,
    ],
  ] as const) {
    it(`no value of a secret ${words} is quoted`, async () => {
      await stack.program(
        `const [spec, secret] = [${JSON.stringify(spec)}, pulumi.secret];
         new training.TrainingJob("sft", { platform: "tione", spec, ${given} });`,
      );
      const errors = await errorsOf();
      assert.match(errors, message);
      assert.doesNotMatch(errors, /hush|\?!|7331/);
    });
  }

  it("a setting that nobody reads, of the stack and of a provider", async () => {
    await stack.job("sft", args);
    for (const key of ["training:tione.region", "training:region"]) {
      await stack.mustPass("config", "set", key, "ap-beijing");
      assert.ok((await errorsOf()).includes(`nobody reads the setting ${key}`));
      await stack.mustPass("config", "rm", key);
    }
    const region = '{ "training:tion": JSON.stringify({ region: "ap-beijing" }) }';
    await stack.program(
      `const provider = new (class extends pulumi.ProviderResource {})("pulumi-nodejs", "p", ${region});
       new training.TrainingJob("sft", ${JSON.stringify(args)}, { provider });`,
    );
    assert.match(await errorsOf(), /nobody reads the setting training:tion; write .*training:tione\.region/);
  });

  it("missing credentials, no region, and an endpoint off the vendor's domain", async () => {
    await stack.job("sft", args);
    const real = { PULUMI_TRAINING_EMULATOR: undefined };
    const none = { TENCENTCLOUD_SECRET_ID: undefined, TENCENTCLOUD_SECRET_KEY: undefined };
    assert.match(await errorsOf({ ...real, ...none }), /TENCENTCLOUD_SECRET_ID/);
    assert.match(
      await errorsOf({ ...real, TENCENTCLOUD_REGION: undefined }),
      /region: is needed: .*pulumi config set --path training:tione\.region/,
    );
    await stack.mustPass(
      "config",
      "set",
      "--path",
      "training:tione.endpoint",
      "https://tencentcloudapi.com.evil.example",
    );
    assert.match(await errorsOf(real), /allowCustomEndpoint/);
    await stack.mustPass("config", "set", "--path", "training:tione.endpont", "https://x.tencentcloudapi.com");
    assert.match(await errorsOf(), /training:tione has no setting "endpont"/);
  });
});

describe("what only the platform can tell is its own error, and nothing is bought", function () {
  this.timeout(300_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
  });
  after(() => stack.stop());

  for (const [words, given, message] of [
    [
      "a specification that TI-ONE has not",
      { ...args, spec: { ...spec, resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.NONE.POST" }] } },
      /There is no instance type TI\.NONE\.POST\..*InvalidParameterValue\.ResourceConfigIllegal/,
    ],
    [
      "a flavor that ModelArts has not",
      { ...modelarts, spec: { ...modelarts.spec, resource: { flavorId: "modelarts.vm.gpu.none", nodeCount: 1 } } },
      /The training job flavor modelarts\.vm\.gpu\.none is not found\..*ModelArts\.2781/,
    ],
    [
      "a specification that Qizhi has not",
      {
        platform: "qizhi",
        spec: {
          ...qizhi,
          frameworkConfig: [{ ...qizhi.frameworkConfig[0], specId: "0a1b2c3d-0000-4000-8000-000000000099" }],
        },
      },
      /spec_id 0a1b2c3d-0000-4000-8000-000000000099 does not exist.*100002/,
    ],
  ] as const) {
    it(words, async () => {
      await stack.job("sft", given);
      const output = await stack.failingUp();
      assert.match(output.replace(/\s+/g, " "), message);
      assert.deepEqual(await stack.jobs(), []);
      assert.deepEqual(await stack.rows(), []);
    });
  }
});
