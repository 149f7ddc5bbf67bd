import assert from "node:assert/strict";
import { dummyCredentials as modelarts } from "../../src/platforms/modelarts/dummy";
import { parseExact } from "../../src/platforms/modelarts/json";
import { dummyCredentials as qizhi } from "../../src/platforms/qizhi/dummy";
import { dummyCredentials as tione } from "../../src/platforms/tione/dummy";
import { platforms } from "../../src/platforms/registry";
import { assertHidden, canary, echoOf } from "../canaries";
import { samples } from "../conformance/samples";
import { echoing, type Echo, type Passing } from "./echo";
import { TestStack } from "./stack";

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
