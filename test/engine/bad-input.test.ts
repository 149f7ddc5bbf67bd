import assert from "node:assert/strict";
import { samples } from "../conformance/samples";
import { assertReadable, STACK_TRACE } from "../plugin/job";
import { saidOf, type Ended } from "./once/fleet";
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

// What is said of each thing that can be wrong is in `test/plugin/bad-input.test.ts`; these are the places where errors arise.
describe("bad input is one clear error", function () {
  this.timeout(300_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
  });
  after(() => stack.stop());

  /** A failing `up`, whose errors are such that a person reads them. */
  async function failingUp(): Promise<Ended> {
    const { code, output } = await stack.run(
      ...["up", "--non-interactive", "--skip-preview", "--continue-on-error", "--parallel", "100"],
    );
    assert.notEqual(code, 0, output);
    assert.doesNotMatch(output, STACK_TRACE);
    const [, diagnostics = ""] = output.split(/^Diagnostics:$/m);
    assertReadable(diagnostics.replaceAll("InvalidParameterValue.", "")); // TI-ONE's own code
    return { code, output, said: (resource) => saidOf(output, resource) };
  }

  describe("of the platform's, where only that can tell, and nothing is bought", () => {
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
    let up: Ended;
    before(async () => {
      const lines = cases.map(([, given], at) => `new training.TrainingJob("job-${at}", ${JSON.stringify(given)});`);
      await stack.program(lines.join("\n"));
      up = await failingUp();
    });

    for (const [at, [words, , message]] of cases.entries()) {
      it(words, async () => {
        assert.match(up.said(`job-${at}`).replace(/\s+/g, " "), message);
        assert.deepEqual(await stack.jobs(), []);
        assert.deepEqual(await stack.rows(), []);
      });
    }
  });

  describe("before any request", () => {
    let earlier: number;
    before(async () => {
      earlier = (await stack.requests()).length;
    });
    afterEach(async () => {
      assert.deepEqual((await stack.requests()).slice(earlier), [], "nothing may have been sent");
    });

    it("the import option, and all that is wrong with a job, secrets among it, which are not quoted", async () => {
      // A run ends with the first job that `check` refuses, but tells all that is wrong with it.
      await stack.program(
        `const [tione, secret] = [${JSON.stringify(spec)}, pulumi.secret];
         const [machine] = tione.resourceConfigInfos;
         new training.TrainingJob("sft", { platform: "tione", name: "x".repeat(61), waitFor: secret("hush-until"),
           timeouts: { create: "soon", update: secret("hush-soon"), delete: secret("?!") },
           spec: { ...tione, imageInfos: {}, chargeType: secret("hush-mode"), output: { ...tione.output, bucket: undefined },
             resourceConfigInfos: [{ ...machine, instanceNum: -1 }, secret({ ...machine, instanceNum: -7331 })] } });
         new training.TrainingJob("eval", { platform: "tione", spec: tione }, { import: "train-1" });`,
      );
      const { output, said } = await failingUp();
      assert.match(output, /TrainingJob "eval": Pulumi cannot import dynamic resources; set `adoptJobId: "train-1"`/);
      for (const message of [
        /spec\.imageInfos: no such input; did you mean spec\.imageInfo\?/,
        /spec\.resourceConfigInfos\[0\]\.instanceNum: .*-1/,
        /'sft' has a problem: spec\.output\.bucket: /,
        /timeouts\.create: "soon" is not a duration; write "90s", "30m" or "1h30m"/,
        /timeouts\.update: \[secret\] is not a duration/,
        /timeouts\.delete: \[secret\] is not a duration/,
        /name: .*61 characters.*60/,
        /spec\.chargeType: is \[secret\]; TI-ONE knows/,
        /spec\.resourceConfigInfos\[1\]\.instanceNum: is \[secret\]; /,
      ]) {
        assert.match(said("sft"), message);
      }
    });

    it("settings that nobody reads, of the stack and of a provider", async () => {
      await stack.job("sft", args);
      const keys = ["training:tione.region", "training:region"];
      await stack.mustPass("config", "set-all", ...keys.flatMap((key) => ["--plaintext", `${key}=ap-beijing`]));
      const ofStack = (await failingUp()).said("sft");
      for (const key of keys) assert.ok(ofStack.includes(`nothing reads the setting ${key}`), ofStack);
      const region = '{ "training:tion": JSON.stringify({ region: "ap-beijing" }) }';
      await stack.program(
        `const provider = new (class extends pulumi.ProviderResource {})("pulumi-nodejs", "p", ${region});
         new training.TrainingJob("sft", ${JSON.stringify(args)}, { provider });`,
      );
      const ofProvider = (await failingUp()).said("sft");
      assert.match(ofProvider, /nothing reads the setting training:tion; write .*training:tione\.region/);
      for (const key of keys) assert.ok(!ofProvider.includes(`setting ${key} `), ofProvider);
    });
  });
});
