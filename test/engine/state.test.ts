import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { spec, TestStack, type JobSeen, type RequestSeen, type Row } from "./stack";

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
  this.timeout(300_000);
  let stack: TestStack;
  /** What the first run said, and what was there after it. */
  let output: string, exported: string, checkpoint: string;
  let made: readonly Row[], shown: readonly Row[];
  let jobs: readonly JobSeen[];
  /** What a refresh sent, and what was there after it. */
  let sent: readonly RequestSeen[];
  let refreshed: readonly Row[];

  before(async () => {
    stack = await TestStack.start({ speed: 100 });
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    const image = `{ imageType: "CUSTOM", imageUrl: "registry.example.com/a:1", imageSecret: { username: "u", password: "${CANARY}-registry" } }`;
    await stack.program(
      `new training.TrainingJob("sft", { platform: "tione", spec: { ...${JSON.stringify(spec)},
         env: { WANDB: pulumi.secret("${CANARY}-env"), HF: { value: "${CANARY}-private", isPrivate: true } },
         imageInfo: ${image},
       } });
       new training.TrainingModelVersion("sft", { platform: "tione", spec: {
         trainingModelName: "sft", reasoningEnvironmentSource: "CUSTOM",
         trainingModelCosPath: { bucket: "ml-1250000000", paths: ["best/"] },
         reasoningImageInfo: ${image},
       } });
       new training.ResourceGroupRef("pool", { platform: "tione", resourceGroupName: "prod-a100" });
       for (let i = 0; i < 39; i++) new training.TrainingJob("job-" + i, ${JSON.stringify({ platform: "tione", spec })});`,
    );
    output = await stack.up();
    [made, jobs] = [await stack.rows(), await stack.jobs()];
    checkpoint = await readFile(stack.stateFile, "utf8");
    exported = await stack.exported();
    shown = await stack.rows("--show-secrets");

    const since = (await stack.requests()).length;
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
    sent = (await stack.requests()).slice(since);
    refreshed = await stack.rows("--show-secrets");
    await stack.up("--expect-no-changes");
  });
  after(() => stack.stop());

  const isSft = ({ urn }: Row) => urn.endsWith("::sft");

  it("holds no secret and no code but one constant line, and a row costs at most 1.5 KB", () => {
    const key = stack.environment.TENCENTCLOUD_SECRET_KEY ?? "";
    assert.ok(key.length > 8);
    for (const text of [output, exported, checkpoint]) {
      assert.ok(!text.includes(CANARY), "a secret of the user");
      assert.ok(!text.includes(key), "the account's key");
    }
    for (const row of made) {
      assert.deepEqual([row.inputs.__provider, row.outputs.__provider], [SHIM, SHIM]);
      assert.ok(!JSON.stringify({ ...row.inputs, ...row.outputs, __provider: "" }).includes("=>"), "no other code");
      assert.ok(costOf(row) <= 1_536, `${costOf(row)} bytes`);
    }
    assert.ok(JSON.stringify(shown.find(isSft)?.outputs).includes(`${CANARY}-env`), "the secret reached the job");
  });

  it("says of each row where in the program it stands", () => {
    for (const row of made) {
      const { sourcePosition } = row as Row & { readonly sourcePosition?: string };
      assert.match(sourcePosition ?? "", /^project:\/\/\/index\.js#\d+,\d+$/, row.urn);
    }
  });

  it("holds no password of a model's registry either, nor of what only looks", async () => {
    for (const text of [output, exported, checkpoint]) assert.ok(!text.includes(`${CANARY}-registry`));
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
  });

  it("of forty jobs that run is refreshed by one list, which tells what else runs, quietly", async () => {
    assert.equal(jobs.length, 40);
    // One more for each of the two that are no jobs.
    assert.deepEqual(sent.map(({ action }) => action).sort(), [
      "DescribeBillingResourceGroups",
      "DescribeTrainingModelVersion",
      "DescribeTrainingTasks",
    ]);
    assert.deepEqual(refreshed.map(contentOf), shown.map(contentOf));
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
  });
});
