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
  readonly deployment: { readonly resources: readonly { readonly id?: string }[] };
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
