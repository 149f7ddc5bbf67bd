import assert from "node:assert/strict";
import { sampleOf, specOf, type PlatformName } from "./once/fleet";
import { TestStack } from "./stack";

const NAMES_ARE_UNIQUE = ["tione", "modelarts", "modelarts-v1"] as const satisfies readonly PlatformName[];

describe("what a preview says of a job that is there", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  const argsOf = (platform: PlatformName, more: object = {}) =>
    JSON.stringify({ platform, region: sampleOf(platform).region, spec: specOf(platform), ...more });
  const preview = () => stack.mustPass("preview", "--non-interactive");

  it("names what it does not know yet, when that may end a job and buy another", async () => {
    const spec = JSON.stringify(specOf("tione"));
    const files = JSON.stringify({ ...sampleOf("tione").model?.first("sft") });
    const program = (trigger: string) => `
      const first = new training.TrainingJob("first", { ...${argsOf("tione")}, trigger: "${trigger}",
        spec: { ...${spec}, output: { bucket: "ml-1250000000", paths: ["runs/"] } } });
      new training.TrainingJob("second", { ...${argsOf("tione")}, spec: { ...${spec}, env: { AFTER: first.jobId } } });
      new training.TrainingJob("kept", { ...${argsOf("tione")}, deletionPolicy: "stop",
        spec: { ...${spec}, startCmd: pulumi.interpolate\`train \${first.jobId}\` } });
      new training.TrainingModelVersion("model", { platform: "tione", region: "ap-guangzhou", sourceJobId: first.jobId, spec: ${files} });`;
    await stack.program(program("1"));
    await stack.up();
    await stack.program(program("2"));
    const output = await preview();
    const means = "not known before the run: if a value differs from the last one, this is no update, but";
    const said = [
      `\`spec.env\` is ${means} the job is stopped and deleted and another one is submitted`,
      `\`spec.startCmd\` is ${means} the job is stopped and another one is submitted`,
      `\`sourceJobId\` is ${means} another version is registered, and this one is deleted after that`,
    ];
    for (const sentence of said) assert.ok(output.includes(sentence), `${sentence}\n${output}`);
    const [, diagnostics = ""] = output.split("Diagnostics:");
    assert.equal(diagnostics.split("warning:").length - 1, said.length, diagnostics);
  });

  it("says of a failed job that up will be red", async () => {
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "fail" });
    await stack.program(`new training.TrainingJob("sft", ${argsOf("tione", { waitFor: "succeeded" })});`);
    await stack.failingUp();
    assert.match(await preview(), /job train-\d+ failed: `up` will be red until it is run again or removed/);
    await stack.program(`new training.TrainingJob("sft", ${argsOf("tione", { waitFor: "succeeded", trigger: "2" })});`);
    assert.doesNotMatch(await preview(), /will be red/);
  });

  it("refuses another job under a name that the record of the stopped one would keep, and stops nothing", async () => {
    // What `check` refuses ends the run: one platform is asked after the other.
    const program = (more: object, changed?: PlatformName) =>
      NAMES_ARE_UNIQUE.map((platform) => {
        const given = changed === undefined || changed === platform ? more : {};
        const args = argsOf(platform, { name: `fixed-${platform}`, deletionPolicy: "stop", ...given });
        return `new training.TrainingJob("sft-${platform}", ${args});`;
      }).join("\n");
    await stack.program(program({}));
    await stack.up();
    const seen = (await stack.requests()).length;
    for (const platform of NAMES_ARE_UNIQUE) {
      await stack.program(program({ trigger: "2" }, platform));
      assert.match(
        await stack.failingUp(),
        new RegExp(`trigger changed, so another job.*keeps the name "fixed-${platform}"`),
      );
    }
    assert.match(await stack.mustFail("preview", "--non-interactive"), /trigger changed, so another job/);
    assert.deepEqual(
      (await stack.requests()).slice(seen).filter(({ committed }) => committed),
      [],
    );

    // What is adopted has a name of its own.
    await stack.program(program({ trigger: "2", adoptJobId: "train-1" }));
    await preview();

    // Each way out that the sentence names.
    await stack.program(program({ trigger: "2", name: undefined }));
    await preview();
    await stack.program(program({ trigger: "2", name: "another" }));
    await preview();
    await stack.program(program({ deletionPolicy: "delete" }));
    await stack.up();
    await stack.program(program({ trigger: "2", deletionPolicy: "delete" }));
    await stack.up();
    assert.equal((await stack.jobs()).length, NAMES_ARE_UNIQUE.length);
  });

  it("says whose the name is, when it was let go by the resource itself", async () => {
    const program = NAMES_ARE_UNIQUE.map((platform) => {
      const args = argsOf(platform, { name: `fixed-${platform}`, deletionPolicy: "stop" });
      return `new training.TrainingJob("sft-${platform}", ${args});`;
    }).join("\n");
    await stack.program(program);
    await stack.up();
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    const output = await stack.failingUp("--continue-on-error");
    for (const platform of NAMES_ARE_UNIQUE) {
      assert.match(
        output,
        new RegExp(`"fixed-${platform}" belongs to job \\S+, an earlier one of this resource, whose record`),
      );
    }
  });
});
