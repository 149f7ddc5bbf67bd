import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
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

interface State {
  readonly deployment: {
    readonly resources: readonly { readonly id?: string; readonly inputs?: Record<string, unknown> }[];
  };
}

/**
 * The states of all platforms as one, so that a run looks at all of them. A resource's name has its platform's with it, and the
 * secrets of all but the first are clear, as in an export with `--show-secrets`: one state has the keys of one.
 */
async function stateOfAll(): Promise<object> {
  const states = await Promise.all(
    Object.keys(REWRITTEN).map(async (platform) => {
      const state = JSON.parse(await readFile(join(STATES, `${platform}.json`), "utf8")) as State; // what Pulumi exported
      const [root, provider, ...resources] = state.deployment.resources;
      assert.ok(root && provider?.id);
      return { platform, state, root, provider, resources };
    }),
  );
  const [first] = states;
  assert.ok(first);
  const { state, root, provider } = first;
  const secret = JSON.stringify({ plaintext: JSON.stringify("secret-of-the-tests") }).slice(1, -1);
  const resources = states.flatMap((each): unknown[] => {
    const text = JSON.stringify(each.resources)
      .replaceAll(/"ciphertext":"[^"]*"/g, each === first ? "$&" : secret)
      .replaceAll(/::(done|runs|model)"/g, `::$1-${each.platform}"`)
      .replaceAll(String(each.provider.id), String(provider.id));
    return JSON.parse(text) as unknown[];
  });
  return { ...state, deployment: { ...state.deployment, resources: [root, provider, ...resources] } };
}

describe("a state that an earlier version of the package wrote", function () {
  this.timeout(180_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
    // Those states have their keys from this one.
    Object.assign(stack.environment, { PULUMI_CONFIG_PASSPHRASE: "a passphrase of the tests" });
    const file = join(stack.directory, "state.json");
    await writeFile(file, JSON.stringify(await stateOfAll()));
    await stack.mustPass("stack", "import", "--file", file);
  });
  after(() => stack.stop());

  it("is up to date on every platform, also when the program is rewritten and asks for the same", async () => {
    let [program, rewritten] = ["", ""];
    for (const [platform, changes] of Object.entries(REWRITTEN)) {
      const text = await readFile(join(STATES, `${platform}.js`), "utf8");
      let changed = text;
      for (const [from, to] of changes) {
        assert.ok(changed.includes(from), from);
        changed = changed.replace(from, to);
      }
      const named = (some: string) => `{\n${some.replaceAll(/\("(done|runs|model)"/g, `("$1-${platform}"`)}}\n`;
      program += named(text);
      rewritten += named(changed);
    }
    await stack.program(program);
    await stack.up("--expect-no-changes");

    await stack.program(rewritten);
    await stack.up("--expect-no-changes");
    await stack.up("--expect-no-changes");
    assert.deepEqual(await stack.requests(), []);

    // What does ask for something else is another job.
    await stack.program(rewritten.replaceAll('waitFor: "succeeded"', 'waitFor: "succeeded", trigger: "2"'));
    const preview = await stack.mustPass("preview", "--non-interactive");
    assert.match(preview, new RegExp(`${Object.keys(REWRITTEN).length} to replace`));
    for (const platform of Object.keys(REWRITTEN)) assert.match(preview, new RegExp(`done-${platform} replace`));
  });
});

describe("a submission of unknown fate in the state of an earlier version", function () {
  this.timeout(120_000);
  const MARKER = "a4kvxl5sklqhn4kmhr7d";
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
    await stack.mustPass("stack", "import", "--file", join(STATES, "pending.json"));
  });
  after(() => stack.stop());

  it("is still in doubt, and is submitted once when a person says that there is no job", async () => {
    const { deployment } = JSON.parse(await readFile(join(STATES, "pending.json"), "utf8")) as State; // what Pulumi exported
    const { spec } = deployment.resources[2]?.inputs ?? {};
    const job = { platform: "qizhi", waitFor: "submitted", spec };
    await stack.job("doubt", job);
    const output = await stack.failingUp();
    assert.match(output, /whether job "doubt-a4kvxl5sdw54jm4n" exists is not known/);
    assert.match(output, new RegExp(`confirmNotCreated: "${MARKER}"`));
    assert.deepEqual(await stack.requests("train_job/create"), []);

    await stack.job("doubt", { ...job, confirmNotCreated: MARKER });
    await stack.up();
    assert.equal((await stack.requests("train_job/create")).length, 1);
    const { outputs } = await stack.row();
    assert.match(String(outputs["jobId"]), /^job-/);
    assert.equal(outputs["pendingSince"], undefined);
  });
});
