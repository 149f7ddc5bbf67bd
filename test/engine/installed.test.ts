import assert from "node:assert/strict";
import { mkdir, rename, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spec, TestStack } from "./stack";

describe("a program whose project has the package only through another one", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  it("is told what to install, in one sentence, before anything is planned", async () => {
    // As pnpm lays it out: beside the package that depends on it, and not in the project's own folder.
    const modules = join(stack.directory, "node_modules");
    const store = join(modules, ".pnpm", "jobs@1.0.0", "node_modules");
    await mkdir(join(store, "jobs"), { recursive: true });
    await rename(join(modules, "pulumi-training"), join(store, "pulumi-training"));
    await writeFile(join(store, "jobs", "package.json"), '{ "name": "jobs", "main": "index.js" }');
    await writeFile(
      join(store, "jobs", "index.js"),
      `const { TrainingJob } = require("pulumi-training");
       exports.run = () => new TrainingJob("sft", ${JSON.stringify({ platform: "tione", spec })});`,
    );
    await symlink(join(store, "jobs"), join(modules, "jobs"));
    await writeFile(join(stack.directory, "index.js"), 'require("jobs").run();\n');

    const output = await stack.failingUp();
    const sentence = `TrainingJob "sft": Pulumi's plugin loads pulumi-training from ${stack.directory}, where it is not installed`;
    assert.ok(output.includes(sentence), output);
    assert.match(output, /`pnpm add pulumi-training`/);
    assert.doesNotMatch(output, /Cannot find module|^\s+at .+:\d+:\d+\)?$/m);
    assert.deepEqual(await stack.rows(), []);
    assert.deepEqual(await stack.requests(), []);
  });
});
