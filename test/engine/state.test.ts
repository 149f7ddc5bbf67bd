import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { spec, TestStack, type Row } from "./stack";

const SHIM =
  'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").trainingJob;';
const CANARY = "canary-8f1e-7c22";

/** What a row costs beside the user's own inputs, which stand in it twice, and beside the engine's own stack trace. */
function costOf(row: Row): number {
  const { stackTrace: _trace, sourcePosition: _position, ...own } = row as Row & Record<string, unknown>;
  const given = Object.fromEntries(Object.entries(row.inputs).filter(([key]) => !key.startsWith("__")));
  return JSON.stringify(own).length - 2 * JSON.stringify(given).length;
}

function contentOf({ id, inputs, outputs }: Row): object {
  return { id, inputs, outputs };
}

describe("the state", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
  });
  afterEach(() => stack.stop());

  it("holds no secret and no code but one constant line, and a row costs at most 1.5 KB", async () => {
    await stack.program(
      `new training.TrainingJob("sft", { platform: "tione", spec: { ...${JSON.stringify(spec)},
        env: { WANDB: pulumi.secret("${CANARY}-env"), HF: { value: "${CANARY}-private", isPrivate: true } },
        imageInfo: { imageType: "CUSTOM", imageUrl: "registry.example.com/a:1", imageSecret: { username: "u", password: "${CANARY}-registry" } },
      } });`,
    );
    const output = await stack.up();
    const state = await stack.exported();
    const checkpoint = await readFile(join(stack.directory, "backend/.pulumi/stacks/fleet/dev.json"), "utf8");
    const key = stack.environment.TENCENTCLOUD_SECRET_KEY ?? "";
    assert.ok(key.length > 8);
    for (const text of [output, state, checkpoint]) {
      assert.ok(!text.includes(CANARY), "a secret of the user");
      assert.ok(!text.includes(key), "the account's key");
    }
    const row = await stack.row();
    assert.deepEqual([row.inputs.__provider, row.outputs.__provider], [SHIM, SHIM]);
    assert.ok(!JSON.stringify({ ...row.inputs, ...row.outputs, __provider: "" }).includes("=>"), "no other code");
    assert.ok(costOf(row) <= 1_536, `${costOf(row)} bytes`);

    const [job] = await stack.rows("--show-secrets");
    assert.ok(JSON.stringify(job?.outputs).includes(`${CANARY}-env`), "the secret reached the job");
    await stack.up("--expect-no-changes");
  });

  it("holds no password of a model's registry either, nor of what only looks", async () => {
    await stack.program(
      `new training.TrainingModelVersion("sft", { platform: "tione", spec: {
         trainingModelName: "sft", reasoningEnvironmentSource: "CUSTOM",
         trainingModelCosPath: { bucket: "ml-1250000000", paths: ["best/"] },
         reasoningImageInfo: { imageType: "CUSTOM", imageUrl: "registry.example.com/a:1", imageSecret: { username: "u", password: "${CANARY}-registry" } },
       } });
       new training.ResourceGroupRef("pool", { platform: "tione", resourceGroupName: "prod-a100" });`,
    );
    const output = await stack.up();
    const state = await stack.exported();
    const key = stack.environment.TENCENTCLOUD_SECRET_KEY ?? "";
    for (const text of [output, state]) assert.ok(!text.includes(CANARY) && !text.includes(key));
    for (const [kind, provider] of [
      ["TrainingModelVersion", "trainingModelVersion"],
      ["ResourceGroupRef", "resourceGroupRef"],
    ] as const) {
      const [row] = await stack.rowsOf(kind);
      assert.deepEqual(
        [row?.inputs.__provider, row?.outputs.__provider],
        [SHIM.replace("trainingJob", provider), SHIM.replace("trainingJob", provider)],
      );
    }
    await stack.up("--expect-no-changes");
  });

  it("of forty jobs is refreshed by one list of them and one of what else runs, quietly", async () => {
    await stack.program(
      `for (let i = 0; i < 40; i++) new training.TrainingJob("job-" + i, ${JSON.stringify({ platform: "tione", spec })});`,
    );
    await stack.up();
    assert.equal((await stack.jobs()).length, 40);
    const before = await stack.rows();
    const seen = (await stack.requests()).length;
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
    assert.deepEqual(
      (await stack.requests()).slice(seen).map(({ action }) => action),
      ["DescribeTrainingTasks", "DescribeTrainingTasks"],
    );
    assert.deepEqual((await stack.rows()).map(contentOf), before.map(contentOf));
    await stack.up("--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
  });
});
