import assert from "node:assert/strict";
import { dummyCredentials as modelarts } from "../../src/platforms/modelarts/dummy";
import { parseExact } from "../../src/platforms/modelarts/json";
import { dummyCredentials as qizhi } from "../../src/platforms/qizhi/dummy";
import { dummyCredentials as tione } from "../../src/platforms/tione/dummy";
import { assertHidden, canary, echoOf } from "../canaries";
import { echoing, type Echo, type Passing } from "./echo";
import { Fleet, PLATFORMS, sampleOf, type Ended, type PlatformName } from "./once/fleet";
import { spec as tioneSpec, TestStack, type Row } from "./stack";

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

const WAYS: Readonly<Record<PlatformName, Way>> = {
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

/** Whose reply it is. */
function platformOf({ path, headers }: Passing): PlatformName {
  if (headers["x-tc-action"] !== undefined) return "tione";
  if (path.startsWith("/v1/")) return "modelarts-v1";
  return /^\/v[23]\//.test(path) ? "modelarts" : "qizhi";
}

const isCreate = ({ path, method, headers }: Passing) =>
  headers["x-tc-action"] === sampleOf("tione").actions.create ||
  (method === "POST" && /\/(training-jobs|train_job\/create)$/.test(path));

/** Everywhere that a job has secrets. */
function specWith(platform: PlatformName, secret: string): object {
  const { spec, environment } = sampleOf(platform);
  if (platform !== "tione") return { ...spec, ...environment?.({ TOKEN: secret }) };
  const imageSecret = { username: "u", password: REGISTRY };
  return {
    ...spec,
    env: { TOKEN: secret, KEY: { value: PRIVATE, isPrivate: true } },
    imageInfo: { imageType: "CUSTOM", imageUrl: "r.example.com/a:1", imageSecret },
  };
}

describe("secrets that a platform repeats, under the real engine", function () {
  this.timeout(300_000);
  /** What the account and the program hold, platform by platform. */
  const known = Object.fromEntries(
    PLATFORMS.map((platform) => {
      const ofProgram = platform === "tione" ? [PRIVATE, REGISTRY] : [];
      return [platform, new Set([canary(`made-secret-${platform}`), WAYS[platform].credential, ...ofProgram])];
    }),
  ) as Record<PlatformName, Set<string>>;
  /** Bearers of Qizhi's: of the run that goes on, and of both. A process knows those that it was given, and no other's. */
  const bearers = new Set<string>();
  const allBearers = new Set<string>();
  let fleet: Fleet;
  let echo: Echo;
  let first: Ended;
  let second: Ended;
  /** All that the two runs said and left in the state. */
  let shown: string;

  /** Refuses the jobs called `refused-…` and says why the others failed: with all secrets, in all forms. */
  function rewrite(reply: Passing): { status?: number; body: string } {
    const platform = platformOf(reply);
    const way = WAYS[platform];
    const [, bearer] = /^Bearer (.+)/.exec(reply.headers.authorization ?? "") ?? [];
    if (bearer) for (const set of [bearers, allBearers]) set.add(bearer);
    const repeated = echoOf([...known[platform], ...bearers]);
    if (isCreate(reply) && reply.asked.includes('"refused-'))
      return { status: way.status, body: JSON.stringify(way.refusal(`no: ${repeated}`)) };
    const told = (_: string, value: unknown) =>
      typeof value === "object" && value !== null && way.state in value ? { ...value, ...way.reason(repeated) } : value;
    // Ids of v1 count past 2^53; as texts they mean the same.
    return { body: reply.body.startsWith("{") ? JSON.stringify(parseExact(reply.body), told) : reply.body };
  }

  before(async () => {
    fleet = await Fleet.start();
    await fleet.foresee("fail");
    echo = await echoing(fleet.stack.emulator.url, rewrite);
    Object.assign(fleet.stack.environment, { PULUMI_TRAINING_EMULATOR: echo.url, PULUMI_TRAINING_DEBUG: "1" });
    for (const platform of PLATFORMS) {
      const secret = canary(`made-secret-${platform}`);
      const args = JSON.stringify({ platform, spec: specWith(platform, secret), waitFor: "succeeded" });
      const parsed = `JSON.parse(${JSON.stringify(args)}, (_, value) => (value === ${JSON.stringify(secret)} ? pulumi.secret(value) : value))`;
      for (const name of [`refused-${platform}`, `fails-${platform}`])
        fleet.setCode(name, `new training.TrainingJob(${JSON.stringify(name)}, ${parsed});`);
    }
    first = await fleet.up();
    shown = first.output + (await fleet.stack.exported());
    bearers.clear();
    second = await fleet.up();
    shown += second.output + (await fleet.stack.exported());
  });
  after(async () => {
    await echo.close();
    await fleet.stop();
  });

  for (const platform of PLATFORMS) {
    describe(`on ${platform}`, () => {
      it("are in no word of a refusal", () => {
        assert.match(first.said(`refused-${platform}`), /no: \[secret\]/);
      });

      it("are not in the reason why a job failed, nor in any other word about it in the state", async () => {
        const row = await fleet.row(`fails-${platform}`);
        assert.equal(row?.outputs.status, "failed", first.output);
        assert.match(JSON.stringify([row.outputs, row.initErrors]), /\[secret\]/);
        assert.equal("__secrets" in row.inputs, true);
        assert.match(second.said(`fails-${platform}`), /is kept as it is/);
        const jobs = (await fleet.jobs(platform)).filter(({ name }) => name.startsWith("fails-"));
        assert.deepEqual(
          jobs.map(({ id }) => id),
          [row.outputs.jobId],
        );
      });

      it("are in no output and no state at all", () => assertHidden(shown, [...known[platform], ...allBearers]));
    });
  }
});

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
