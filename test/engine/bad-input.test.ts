import assert from "node:assert/strict";
import { samples } from "../conformance/samples";
import { saidOf } from "./once/fleet";
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

/**
 * Arguments in TypeScript, and what is said of each thing in them that is wrong. A run ends with the first job that `check`
 * refuses, but tells all that is wrong with it.
 */
const jobs: readonly (readonly [given: string, ...said: readonly (readonly [words: string, message: RegExp])[]])[] = [
  [
    `{ platform: "tione", name: "x".repeat(61), timeouts: { create: "soon" }, spec: { ...tione, imageInfos: {}, chargeType: undefined,
       resourceConfigInfos: [{ ...machine, instanceNum: -1 }] } }`,
    ["a wrong member of the spec", /spec\.imageInfos: no such input; did you mean spec\.imageInfo\?/],
    ["a value out of range", /spec\.resourceConfigInfos\[0\]\.instanceNum: .*-1/],
    ["a missing member", /'sft' has a problem: spec\.chargeType: /],
    ["a text that is no duration", /timeouts\.create: "soon" is no duration; write "90s", "30m" or "1h30m"/],
    ["a name that the platform does not take", /name: .*61 characters.*60/],
  ],
  [
    `{ platform: "tione", spec: { ...tione, chargeType: undefined, chargetype: "PREPAID", resourceConfigInfos: undefined } }`,
    [
      "a member under a wrong name, before the right one that is missing",
      /'sft' has a problem: spec\.chargetype: no such input; did you mean spec\.chargeType\?[^]*spec\.chargeType: [^]*'sft' has a problem: spec\.resourceConfigInfos: is needed/,
    ],
  ],
  [
    `{ platform: "modelarts", spec: { ...modelarts, schedulePolicy: { priority: 2 }, gpuSlicing: true } }`,
    [
      "a member in the place where the vendor has it",
      /spec\.schedulePolicy\.priority: no such input; did you mean spec\.priority\?/,
    ],
    [
      "a member that the reference lacks",
      /spec\.gpuSlicing: no such input; `extraSpec` takes members of the vendor's request that the reference lacks/,
    ],
  ],
  [`{ platform: "sagemaker", spec: tione }`, ["a wrong platform", /platform: must be one of "tione"/]],
  [
    `{ platform: "tione", spec: { ...tione, chargeType: "PREPAID" } }`,
    ["members that contradict each other", /spec\.resourceGroupId: /],
  ],
  [
    `{ platform: "tione", spec: { ...tione, chargeType: secret("hush-mode"), resourceConfigInfos: [secret({ ...machine, instanceNum: -7331 })] },
       timeouts: { create: secret("hush-soon") }, waitFor: secret("hush-until"), adoptJobId: secret("hush/id"), name: secret("?!") }`,
    [
      "a secret of a wrong form, which is not quoted",
      /spec\.chargeType: is \[secret\]; TI-ONE knows[^]*timeouts\.create: \[secret\] is no duration/,
    ],
    [
      "a secret that is short, which is not quoted",
      /name: job name \[secret\] does not fit[^]*instanceNum: is \[secret\]; /,
    ],
  ],
  [
    `{ platform: "tione", spec: pulumi.output("hush-mode").apply((chargeType) => ({ ...tione, chargeType, env: { KEY: secret("hush-key") } })) }`,
    [
      "a secret somewhere in a spec that is an output, which is not quoted",
      /spec\.chargeType: is \[secret\]; TI-ONE knows/,
    ],
  ],
];

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
    assert.doesNotMatch(diagnostics, /hush|\?!|7331/, "no secret");
    return diagnostics;
  }

  for (const [given, ...said] of jobs) {
    it(said.map(([words]) => words).join("; "), async () => {
      await stack.program(
        `const [tione, modelarts, secret] = [${JSON.stringify(spec)}, ${JSON.stringify(modelarts.spec)}, pulumi.secret];
         const [machine] = tione.resourceConfigInfos;
         new training.TrainingJob("sft", ${given});`,
      );
      const errors = await errorsOf();
      for (const [, message] of said) assert.match(errors, message);
    });
  }

  it("the import option", async () => {
    await stack.job("sft", args, { import: "train-1" });
    const { output } = await stack.run("up", "--non-interactive", "--skip-preview");
    assert.match(output, /Pulumi cannot import dynamic resources; set `adoptJobId: "train-1"`/);
  });

  it("settings that nobody reads, of the stack and of a provider", async () => {
    await stack.job("sft", args);
    const keys = ["training:tione.region", "training:region"];
    await stack.mustPass("config", "set-all", ...keys.flatMap((key) => ["--plaintext", `${key}=ap-beijing`]));
    const errors = await errorsOf();
    for (const key of keys) assert.ok(errors.includes(`nobody reads the setting ${key}`), errors);
    await stack.mustPass("config", "rm-all", ...keys);
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
  const cases = [
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
  ] as const;
  let stack: TestStack;
  let output: string;
  before(async () => {
    stack = await TestStack.start();
    const lines = cases.map(([, given], at) => `new training.TrainingJob("job-${at}", ${JSON.stringify(given)});`);
    await stack.program(lines.join("\n"));
    output = await stack.failingUp("--continue-on-error");
  });
  after(() => stack.stop());

  for (const [at, [words, , message]] of cases.entries()) {
    it(words, async () => {
      assert.match(saidOf(output, `job-${at}`).replace(/\s+/g, " "), message);
      assert.deepEqual(await stack.jobs(), []);
      assert.deepEqual(await stack.rows(), []);
    });
  }
});
