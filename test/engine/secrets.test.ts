import assert from "node:assert/strict";
import { dummyCredentials as modelarts } from "../../src/platforms/modelarts/dummy";
import { parseExact } from "../../src/platforms/modelarts/json";
import { dummyCredentials as qizhi } from "../../src/platforms/qizhi/dummy";
import { dummyCredentials as tione } from "../../src/platforms/tione/dummy";
import { platforms } from "../../src/platforms/registry";
import { assertHidden, canary, echoOf } from "../canaries";
import { samples } from "../conformance/samples";
import { echoing, type Echo, type Passing } from "./echo";
import { spec as tioneSpec, TestStack, type Row } from "./stack";

const OF_PROGRAM = canary("made-secret");
const PRIVATE = canary("private-variable");
const REGISTRY = canary("registry-password");

/** How a platform says no to a create, and in which members of its records it says why a job failed. */
interface Way {
  /** The emulator's, public; they are taken for a real one's. */
  readonly credential: string;
  readonly status: number;
  refusal(echo: string): object;
  /** Every record of a reply with this member gets those of `reason`. */
  readonly state: string;
  reason(echo: string): object;
}

const WAYS: Readonly<Record<string, Way>> = {
  tione: {
    credential: tione.secretKey,
    status: 200,
    refusal: (echo) => ({ Response: { Error: { Code: "InvalidParameter", Message: echo }, RequestId: "r-1" } }),
    state: "Status",
    reason: (FailureReason) => ({ FailureReason }),
  },
  modelarts: {
    credential: modelarts.secret,
    status: 400,
    refusal: (echo) => ({ error_code: "ModelArts.1", error_msg: echo }),
    state: "phase",
    reason: (message) => ({ task_statuses: [{ task: "worker-0", exit_code: 1, message }] }),
  },
  "modelarts-v1": {
    credential: modelarts.secret,
    status: 400,
    refusal: (echo) => ({ is_success: false, error_code: "ModelArts.1", error_msg: echo }),
    state: "train_url",
    reason: (echo) => ({ train_url: `/bucket/${echo}/` }), // the API tells no reason
  },
  qizhi: {
    credential: qizhi.password,
    status: 200,
    refusal: (message) => ({ code: 7, message }),
    state: "status",
    reason: (sub_msg) => ({ sub_msg }),
  },
};

for (const { name: platform, title } of platforms) {
  describe(`secrets that ${title} repeats, under the real engine`, function () {
    this.timeout(180_000);
    const [sample, way] = [samples[platform], WAYS[platform]];
    assert.ok(sample?.environment && way);
    let stack: TestStack;
    let echo: Echo | undefined;
    /** What the account and the program hold; a bearer joins when it was seen. */
    let secrets: Set<string>;
    const isTione = platform === "tione";
    beforeEach(async () => {
      secrets = new Set([OF_PROGRAM, way.credential, ...(isTione ? [PRIVATE, REGISTRY] : [])]);
      stack = await TestStack.start();
      await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "fail" });
    });
    afterEach(async () => {
      await echo?.close();
      await stack.stop();
    });

    async function up(rewrite: (reply: Passing) => { status?: number; body: string }) {
      echo = await echoing(stack.emulator.url, (reply) => {
        const [, bearer] = /^Bearer (.+)/.exec(reply.headers.authorization ?? "") ?? [];
        if (bearer) secrets.add(bearer);
        return rewrite(reply);
      });
      const hidden = isTione && {
        env: { TOKEN: OF_PROGRAM, KEY: { value: PRIVATE, isPrivate: true } },
        imageInfo: {
          imageType: "CUSTOM",
          imageUrl: "r.example.com/a:1",
          imageSecret: { username: "u", password: REGISTRY },
        },
      };
      const spec = { ...sample?.spec, ...(hidden || sample?.environment?.({ TOKEN: OF_PROGRAM })) };
      const program = JSON.stringify({ platform, spec, waitFor: "succeeded" });
      await stack.program(
        `const args = JSON.parse(${JSON.stringify(program)}, (_, value) => value === ${JSON.stringify(OF_PROGRAM)} ? pulumi.secret(value) : value);
         new training.TrainingJob("sft", args);`,
      );
      const environment = { PULUMI_TRAINING_EMULATOR: echo.url, PULUMI_TRAINING_DEBUG: "1" };
      const run = await stack.start(["up", "--skip-preview", "--non-interactive"], environment).done;
      assert.notEqual(run.code, 0, run.output);
      return run.output;
    }

    it("are in no word of a refusal", async () => {
      const isCreate = ({ path, method, headers }: Passing) =>
        headers["x-tc-action"] === sample.actions.create ||
        (method === "POST" && /\/(training-jobs|train_job\/create)$/.test(path));
      const output = await up((reply) =>
        isCreate(reply)
          ? { status: way.status, body: JSON.stringify(way.refusal(`no: ${echoOf([...secrets])}`)) }
          : { body: reply.body },
      );
      assert.match(output, /no: \[secret\]/);
      assertHidden(output + (await stack.exported()), [...secrets]);
    });

    it("are not in the reason why a job failed, nor in any other word about it in the state", async () => {
      const output = await up(({ body }) => {
        const reason = way.reason(echoOf([...secrets]));
        const told = (_: string, value: unknown) =>
          typeof value === "object" && value !== null && way.state in value ? { ...value, ...reason } : value;
        // Ids of v1 count past 2^53; as texts they mean the same.
        return { body: body.startsWith("{") ? JSON.stringify(parseExact(body), told) : body };
      });
      const row = await stack.row();
      assert.equal(row.outputs.status, "failed", output);
      assert.match(JSON.stringify([row.outputs, row.initErrors]), /\[secret\]/);
      assertHidden(output + (await stack.exported()), [...secrets]);
      assert.equal("__secrets" in row.inputs, true);
      assert.match(await stack.failingUp(), /is kept as it is/);
      assertHidden(await stack.exported(), [...secrets]);
      assert.equal((await stack.requests(sample.actions.create)).length, 1);
    });
  });
}

describe("outputs that repeat what the program made secret, under the real engine", function () {
  this.timeout(300_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "succeed" });
  });
  after(() => stack.stop());

  const CIPHERTEXT = "ciphertext";
  /** The names of the outputs that the state holds encrypted, as a whole or in part. */
  const encrypted = ({ outputs }: Row) =>
    Object.keys(outputs).filter((key) => JSON.stringify(outputs[key]).includes(CIPHERTEXT));

  const program = (more = "") =>
    stack.program(
      `const [spec, secret] = [${JSON.stringify(tioneSpec)}, pulumi.secret];
       const group = new training.ResourceGroupRef("pool", { platform: "tione", resourceGroupName: secret("prod-a100") });
       const job = new training.TrainingJob("sft", {
         platform: "tione", waitFor: "succeeded",
         spec: { ...spec, output: secret({ ...spec.output, paths: ["hush-7f3a/runs/"] }) },
       });
       const other = new training.TrainingJob("other", { platform: "tione", spec, name: secret("hush-name") });
       const model = new training.TrainingModelVersion("model", {
         platform: "tione", sourceJobId: job.jobId,
         spec: {
           trainingModelName: secret("hush-model"), algorithmFramework: "PYTORCH", reasoningEnvironmentSource: "CUSTOM",
           reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1" }, ${more}
         },
       });
       exports.all = [group.groupName, job.outputPaths, other.name, model.modelName, model.artifactPath];
       exports.open = [group.groupId, job.status, other.outputPaths, model.versionId];`,
    );

  async function assertAllHidden(): Promise<void> {
    const [group] = await stack.rowsOf("ResourceGroupRef");
    const [model] = await stack.rowsOf("TrainingModelVersion");
    const rows = await stack.rows();
    const jobs = ["sft", "other"].map((name) => rows.find(({ urn }) => urn.endsWith(`::${name}`)));
    assert.deepEqual(
      [group, ...jobs, model].map((row) => row && encrypted(row)),
      [["groupName", "resourceGroupName"], ["outputPaths", "spec"], ["name"], ["artifactPath", "modelName", "spec"]],
    );
    assert.doesNotMatch(await stack.exported(), /hush|"prod-a100"/);
    const shown = JSON.parse(await stack.mustPass("stack", "output", "--json", "--show-secrets")) as { all: unknown };
    const jobId = jobs[0]?.id;
    const path = `cos://ml-1250000000.ap-guangzhou/hush-7f3a/runs/${jobId}/`;
    assert.deepEqual(shown.all, ["prod-a100", [path], "hush-name", "hush-model", path]);
  }

  it("are encrypted in all kinds of rows, and whole for who may see them", async () => {
    await program();
    const output = await stack.up();
    assert.doesNotMatch(output, /hush|prod-a100/);
    await assertAllHidden();
  });

  it("stay so after a refresh and after another registration, where only the state says what the job was told", async () => {
    assert.doesNotMatch(await stack.mustPass("refresh", "--skip-preview", "--non-interactive"), /hush/);
    await assertAllHidden();
    await program('trainingModelVersion: "v7",');
    const output = await stack.start(["up", "--skip-preview", "--non-interactive"]).done;
    assert.equal(output.code, 0, output.output);
    await assertAllHidden();
  });

  it("are in no word of a failed run, nor in clear in the row that it keeps", async () => {
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "fail" });
    await stack.program(
      `const spec = ${JSON.stringify(tioneSpec)};
       new training.TrainingJob("fails", {
         platform: "tione", waitFor: "succeeded", name: pulumi.secret("hush-fails"),
         spec: { ...spec, output: { ...spec.output, paths: [pulumi.secret("hush-7f3a/runs/")] } },
       });`,
    );
    assert.doesNotMatch(await stack.failingUp(), /hush/);
    assert.doesNotMatch(await stack.exported(), /hush/);
    const rows = await stack.rows();
    assert.deepEqual(rows.filter(({ urn }) => urn.endsWith("::fails")).map(encrypted), [
      ["name", "outputPaths", "spec"],
    ]);
  });
});
