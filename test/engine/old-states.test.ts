import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { TestStack } from "./stack";

const STATES = join(__dirname, "..", "fixtures", "states");

/** Programs that ask for the same, written otherwise: what each statement of the fixture becomes. */
const REWRITTEN: Readonly<Record<string, readonly (readonly [from: string, to: string])[]>> = {
  tione: [
    [
      'A: "1", TOKEN: pulumi.secret("secret-of-the-tests")',
      'TOKEN: pulumi.secret("secret-of-the-tests"), A: { value: "1" }',
    ],
    ["spec: { ...spec, env }", "extraSpec: {}, spec: { ...spec, env, tags: {}, dataConfigs: [] }"],
    [
      'timeouts: { create: "1h" }, spec',
      'timeouts: { create: "1h" }, spec: { ...spec, output: { ...spec.output, region: "ap-guangzhou" }, env: {} }',
    ],
  ],
  modelarts: [
    ["spec: { ...spec, algorithm", 'extraSpec: { spec: {} }, spec: { kind: "job", ...spec, tags: {}, algorithm'],
    ["environments: env }", "environments: env, parameters: [], inputs: [] }"],
    ['timeouts: { create: "1h" }, spec', 'timeouts: { create: "1h" }, spec: { ...spec, annotations: {} }'],
  ],
  qizhi: [
    ['A: "1", TOKEN: pulumi.secret("secret-of-the-tests")', 'TOKEN: pulumi.secret("secret-of-the-tests"), A: "1"'],
    ["spec: { ...spec, env }", "extraSpec: {}, spec: { ...spec, env, datasetInfo: [], maxRunningTimeMs: 86400000 }"],
    ['timeouts: { create: "1h" }, spec', 'timeouts: { create: "1h" }, spec: { ...spec, env: {} }'],
  ],
};

describe("a state that an earlier version of the package wrote", function () {
  this.timeout(120_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
    // Those states have their keys from this one.
    Object.assign(stack.environment, { PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests" });
  });
  afterEach(() => stack.stop());

  for (const [platform, changes] of Object.entries(REWRITTEN)) {
    it(`is up to date on ${platform}, also when the program is rewritten and asks for the same`, async () => {
      const program = await readFile(join(STATES, `${platform}.js`), "utf8");
      await stack.mustPass("stack", "import", "--file", join(STATES, `${platform}.json`));
      await stack.program(program);
      await stack.up("--expect-no-changes");

      let rewritten = program;
      for (const [from, to] of changes) {
        assert.ok(rewritten.includes(from), from);
        rewritten = rewritten.replace(from, to);
      }
      await stack.program(rewritten);
      await stack.up("--expect-no-changes");
      await stack.up("--expect-no-changes");
      assert.deepEqual(await stack.requests(), []);

      // What does ask for something else is another job.
      await stack.program(rewritten.replace('waitFor: "succeeded"', 'waitFor: "succeeded", trigger: "2"'));
      assert.match(await stack.mustPass("preview", "--non-interactive"), /1 to replace/);
    });
  }
});
