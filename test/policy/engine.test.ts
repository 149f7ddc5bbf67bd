import assert from "node:assert/strict";
import { accessSync, constants } from "node:fs";
import { cp, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { delimiter, join, resolve } from "node:path";
import { spec, TestStack } from "../engine/stack";

const ROOT = resolve(__dirname, "..", "..");
const EXAMPLE = join(ROOT, "examples", "policy");
const SDK = join(ROOT, "node_modules", "@pulumi", "pulumi");

/**
 * The vendor's `pulumi-analyzer-policy`, under the name of a runtime of its own: the language host that is built from Go modules
 * is older than packs that hosts start, and the engine starts the pack of a runtime without a host so. NODE_OPTIONS of the tests
 * would take the compiler from it.
 */
const LAUNCHER = `#!/bin/sh\nNODE_OPTIONS= exec node "${join(SDK, "cmd", "run-policy-pack")}" "$@"\n`;

/** The pack of `examples/policy`, installed as a user has it. */
class InstalledPack {
  private constructor(
    private readonly stack: TestStack,
    readonly directory: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async install(stack: TestStack): Promise<InstalledPack> {
    const directory = join(stack.directory, "pack");
    const modules = join(directory, "node_modules");
    await cp(EXAMPLE, directory, { recursive: true });
    await mkdir(join(modules, "@pulumi"), { recursive: true });
    for (const name of ["@pulumi/policy", "@pulumi/pulumi", "typescript"])
      await symlink(join(ROOT, "node_modules", name), join(modules, name));
    await symlink(ROOT, join(modules, "pulumi-training"));
    if (hostStartsPacks()) return new InstalledPack(stack, directory, {});

    const bin = join(stack.directory, "bin");
    await mkdir(bin);
    await writeFile(join(bin, "pulumi-analyzer-policy-launched"), LAUNCHER, { mode: 0o755 });
    const project = join(directory, "PulumiPolicy.yaml");
    const text = await readFile(project, "utf8");
    await writeFile(project, text.replace("runtime: nodejs", "runtime: launched"));
    return new InstalledPack(stack, directory, { PATH: [bin, stack.environment.PATH].join(delimiter) });
  }

  /** `pulumi <verb>` with the pack, and with a configuration beside the one of its program. */
  async run(verb: "preview" | "up", configuration?: object) {
    const args = [verb, "--non-interactive", "--policy-pack", this.directory];
    if (configuration) {
      const file = join(this.stack.directory, "configuration.json");
      await writeFile(file, JSON.stringify(configuration));
      args.push("--policy-pack-config", file);
    }
    if (verb === "up") args.push("--skip-preview");
    return this.stack.start(args, this.environment).done;
  }
}

/** The vendor's CLI comes with the script, and with a host that starts packs itself. */
function hostStartsPacks(): boolean {
  try {
    accessSync(join(process.env.PULUMI_TRAINING_CLI_DIR ?? "", "pulumi-analyzer-policy"), constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

const job = (members: object, others: object = {}) => ({
  platform: "tione",
  region: "ap-guangzhou",
  maxDuration: "24h",
  spec: { ...spec, tags: { team: "nlp" }, ...members },
  ...others,
});
const image = (imageUrl: string) => ({ imageInfo: { imageType: "CCR", imageUrl } });

describe("examples/policy, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  let pack: InstalledPack;
  before(async () => {
    stack = await TestStack.start();
    pack = await InstalledPack.install(stack);
  });
  after(() => stack.stop());

  it("refuses a preview, says why, and nothing is submitted", async () => {
    await stack.job("sft", job({ ...image("docker.io/ml/sft"), tags: undefined }, { maxDuration: undefined }));
    const { code, output } = await pack.run("preview");
    assert.notEqual(code, 0, output);
    assert.match(output, /\[mandatory\]\s+training-max-duration/, output);
    assert.match(output, /The job may run, and cost, for ever; set maxDuration\./);
    assert.match(output, /\[mandatory\]\s+training-no-latest-image/);
    assert.match(output, /\[mandatory\]\s+training-no-public-registry/);
    assert.match(output, /\[advisory\]\s+training-required-tags/);
    assert.doesNotMatch(output, /training-budget|training-allowed/);
    assert.deepEqual(await stack.requests("CreateTrainingTask"), []);
  });

  it("refuses an `up` without a preview before the job is bought", async () => {
    await stack.job("sft", job(image("ccr.ccs.tencentyun.com/ml/sft:latest")));
    const { code, output } = await pack.run("up");
    assert.notEqual(code, 0, output);
    assert.match(output, /\[mandatory\]\s+training-no-latest-image/);
    assert.deepEqual(await stack.requests("CreateTrainingTask"), []);
  });

  it("refuses a preview of a stack that costs too much together", async () => {
    const jobs = ["a", "b", "c"].map((name) => `new training.TrainingJob("${name}", ${JSON.stringify(job({}))});`);
    await stack.program(jobs.join("\n"));
    const { code, output } = await pack.run("preview", { "training-budget": { maxYuanPerHour: 37 } });
    assert.notEqual(code, 0, output);
    assert.match(output, /\[mandatory\]\s+training-budget/);
    assert.match(
      output,
      /¥37\.5\/h is more than maxYuanPerHour, ¥37\/h; counted: \w ¥12\.5\/h, \w ¥12\.5\/h, \w ¥12\.5\/h/,
    );
  });

  it("lets a warning be one, and takes configuration beside the program's", async () => {
    await stack.job("sft", job({ tags: undefined }, { region: "ap-shanghai" }));
    const regions = { "training-allowed-regions": { enforcementLevel: "advisory", regions: ["ap-guangzhou"] } };
    const { code, output } = await pack.run("preview", regions);
    assert.equal(code, 0, output);
    assert.match(output, /\[advisory\]\s+training-required-tags/);
    assert.match(output, /\[advisory\]\s+training-allowed-regions/);
  });

  it("refuses a configuration that is not of the schema", async () => {
    const { code, output } = await pack.run("preview", { "training-allowed-regions": { regions: "ap-guangzhou" } });
    assert.notEqual(code, 0, output);
    assert.match(output, /training-allowed-regions: regions: Invalid type\. Expected: array, given: string/);
  });

  it("says nothing about what is not known before the run, and lets a good job run", async () => {
    await stack.program(`
      const first = new training.TrainingJob("first", ${JSON.stringify(job({}))});
      const next = ${JSON.stringify(job({}))};
      next.spec.imageInfo.imageUrl = first.name.apply((name) => "ccr.ccs.tencentyun.com/ml/" + name + ":1");
      next.spec.tags = { team: first.jobId };
      new training.TrainingJob("second", next);
    `);
    const preview = await pack.run("preview");
    assert.equal(preview.code, 0, preview.output);
    assert.doesNotMatch(preview.output, /\[mandatory\]|\[advisory\]|can't/);
    const up = await pack.run("up");
    assert.equal(up.code, 0, up.output);
    assert.equal((await stack.requests("CreateTrainingTask")).length, 2);
    assert.doesNotMatch(up.output, /\[mandatory\]|\[advisory\]/);
  });
});
