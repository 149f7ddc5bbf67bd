import assert from "node:assert/strict";
import { dummyCredentials as modelarts } from "../../src/platforms/modelarts/dummy";
import { parseExact } from "../../src/platforms/modelarts/json";
import { dummyCredentials as qizhi } from "../../src/platforms/qizhi/dummy";
import { dummyCredentials as tione } from "../../src/platforms/tione/dummy";
import { assertHidden, canary, echoOf } from "../canaries";
import { echoing, type Echo, type Passing } from "./echo";
import { Fleet, PLATFORMS, sampleOf, type Ended, type PlatformName } from "./once/fleet";
import { spec as tioneSpec, type Row } from "./stack";

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

/** A group, a job, one whose name is secret, a model of the first, and a job that fails. @param more of the model's spec */
function repeating(more = ""): string {
  return `{
    const [spec, secret] = [${JSON.stringify(tioneSpec)}, pulumi.secret];
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
    new training.TrainingJob("fails", {
      platform: "tione", waitFor: "succeeded", name: secret("hush-fails"),
      spec: { ...spec, output: { ...spec.output, paths: [secret("hush-7f3a/runs/")] } },
    });
    exports.all = [group.groupName, job.outputPaths, other.name, model.modelName, model.artifactPath];
    exports.open = [group.groupId, job.status, other.outputPaths, model.versionId];
  }`;
}

/** What the state holds after a run, and what it shows to who may see it all. */
interface Kept {
  readonly state: string;
  readonly rows: readonly Row[];
  readonly outputs: Readonly<Record<string, unknown>>;
}

const rowOf = (name: string, after?: Kept) => after?.rows.find(({ urn }) => urn.endsWith(`::${name}`));

const CIPHERTEXT = "ciphertext";
/** The names of the outputs that the state holds encrypted, as a whole or in part. */
const encrypted = ({ outputs }: Row) =>
  Object.keys(outputs).filter((key) => JSON.stringify(outputs[key]).includes(CIPHERTEXT));

describe("secrets, under the real engine", function () {
  this.timeout(300_000);
  /** What the account and the program hold, platform by platform. */
  const known = Object.fromEntries(
    PLATFORMS.map((platform) => {
      const ofProgram = platform === "tione" ? [PRIVATE, REGISTRY] : [];
      return [platform, new Set([canary(`made-secret-${platform}`), WAYS[platform].credential, ...ofProgram])];
    }),
  ) as Record<PlatformName, Set<string>>;
  /** Bearers of Qizhi's: of the run that goes on, and of all. A process knows those that it was given, and no other's. */
  const bearers = new Set<string>();
  const allBearers = new Set<string>();
  let fleet: Fleet;
  let echo: Echo;
  let first: Ended;
  let second: Ended;
  let refreshed: Ended;
  /** What was there after each of them. */
  const kept: Kept[] = [];
  /** All that the runs said and left in the state. */
  let shown: string;

  /**
   * Refuses the jobs called `refused-…` and says why the others failed: with all secrets, in all forms. Not of jobs that hush
   * something themselves: another job's secret is not known before its turn has come.
   */
  function rewrite(reply: Passing): { status?: number; body: string } {
    const platform = platformOf(reply);
    const way = WAYS[platform];
    const [, bearer] = /^Bearer (.+)/.exec(reply.headers.authorization ?? "") ?? [];
    if (bearer) for (const set of [bearers, allBearers]) set.add(bearer);
    const repeated = echoOf([...known[platform], ...bearers]);
    if (isCreate(reply) && reply.asked.includes('"refused-'))
      return { status: way.status, body: JSON.stringify(way.refusal(`no: ${repeated}`)) };
    const told = (_: string, value: unknown) =>
      typeof value === "object" && value !== null && way.state in value && !JSON.stringify(value).includes("hush")
        ? { ...value, ...way.reason(repeated) }
        : value;
    // Ids of v1 count past 2^53; as texts they mean the same.
    return { body: reply.body.startsWith("{") ? JSON.stringify(parseExact(reply.body), told) : reply.body };
  }

  async function keep(): Promise<void> {
    const kinds = ["ResourceGroupRef", "TrainingJob", "TrainingModelVersion"];
    const rows = (await Promise.all(kinds.map((kind) => fleet.rows(kind)))).flat();
    const outputs = JSON.parse(
      await fleet.stack.mustPass("stack", "output", "--json", "--show-secrets"),
    ) as Kept["outputs"];
    kept.push({ state: await fleet.saveState(), rows, outputs });
  }

  before(async () => {
    fleet = await Fleet.start();
    await fleet.foresee("fail");
    for (const name of ["sft-*", "hush-name"]) await fleet.foresee("succeed", name);
    echo = await echoing(fleet.stack.emulator.url, rewrite);
    Object.assign(fleet.stack.environment, { PULUMI_TRAINING_EMULATOR: echo.url, PULUMI_TRAINING_DEBUG: "1" });
    for (const platform of PLATFORMS) {
      const secret = canary(`made-secret-${platform}`);
      const args = JSON.stringify({ platform, spec: specWith(platform, secret), waitFor: "succeeded" });
      const parsed = `JSON.parse(${JSON.stringify(args)}, (_, value) => (value === ${JSON.stringify(secret)} ? pulumi.secret(value) : value))`;
      for (const name of [`refused-${platform}`, `fails-${platform}`])
        fleet.setCode(name, `new training.TrainingJob(${JSON.stringify(name)}, ${parsed});`);
    }
    fleet.setCode("repeating", repeating());
    first = await fleet.up();
    await keep();
    bearers.clear();
    fleet.setCode("repeating", repeating('trainingModelVersion: "v7",'));
    second = await fleet.up();
    await keep();
    bearers.clear();
    refreshed = await fleet.refresh();
    await keep();
    shown = [first, second, refreshed].map(({ output }) => output).join("") + kept.map(({ state }) => state).join("");
  });
  after(async () => {
    await echo.close();
    await fleet.stop();
  });

  for (const platform of PLATFORMS) {
    describe(`that ${platform} repeats`, () => {
      it("are in no word of a refusal", () => {
        assert.match(first.said(`refused-${platform}`), /no: \[secret\]/);
      });

      it("are not in the reason why a job failed, nor in any other word about it in the state", async () => {
        const row = rowOf(`fails-${platform}`, kept[1]);
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

  describe("that outputs repeat", () => {
    function assertAllHidden(ended: Ended, index: number): void {
      const after = kept[index];
      assert.ok(after);
      assert.doesNotMatch(ended.output, /hush|prod-a100/);
      assert.doesNotMatch(after.state, /hush|"prod-a100"/);
      const rows = ["pool", "sft", "other", "model"].map((name) => rowOf(name, after));
      assert.deepEqual(
        rows.map((row) => row && encrypted(row)),
        [["groupName", "resourceGroupName"], ["outputPaths", "spec"], ["name"], ["artifactPath", "modelName", "spec"]],
      );
      const path = `cos://ml-1250000000.ap-guangzhou/hush-7f3a/runs/${rows[1]?.id}/`;
      assert.deepEqual(after.outputs.all, ["prod-a100", [path], "hush-name", "hush-model", path]);
    }

    it("are encrypted in all kinds of rows, and whole for who may see them", () => {
      assertAllHidden(first, 0);
    });

    it("stay so after another registration, where only the state says what the job was told, and after a refresh", async () => {
      const registrations = await fleet.stack.requests(sampleOf("tione").model?.actions.create);
      assert.equal(registrations.filter(({ committed }) => committed).length, 2);
      assertAllHidden(second, 1);
      assert.equal(refreshed.code, 0, refreshed.output);
      assertAllHidden(refreshed, 2);
    });

    it("are in no word of a failed run, nor in clear in the row that it keeps", () => {
      assert.match(first.said("fails"), /fail/);
      for (const after of kept) {
        const row = rowOf("fails", after);
        assert.deepEqual(row && encrypted(row), ["name", "outputPaths", "spec"]);
      }
    });
  });
});
