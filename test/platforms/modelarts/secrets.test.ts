import assert from "node:assert/strict";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { modelartsJobs } from "../../../src/platforms/modelarts/jobs";
import { modelartsV1Jobs } from "../../../src/platforms/modelarts/v1/jobs";
import { assertHidden, canary, failureOf, formsOf } from "../../canaries";
import { stubModelarts, type Answer, type Received, type Stub } from "./server";

const SECRET = canary("of-the-account");
const TOKEN = canary("granted-by-iam").replace("é", "e"); // a header that a server sends has no other letters
const OF_JOB = canary("of-the-job");
const AS = {
  keys: { HUAWEICLOUD_SDK_AK: "AK", HUAWEICLOUD_SDK_SK: SECRET, HUAWEICLOUD_SDK_PROJECT_ID: "p-1" },
  "a security token": {
    HW_ACCESS_KEY: "AK",
    HW_SECRET_KEY: "secret-access-key",
    HW_SECURITY_TOKEN: SECRET,
    HW_PROJECT_ID: "p-1",
  },
  "an X-Auth-Token": { HW_AUTH_TOKEN: SECRET, HW_PROJECT_ID: "p-1" },
  "a password": { HW_USER_NAME: "me", HW_USER_PASSWORD: SECRET, HW_DOMAIN_NAME: "us" },
} as const;

describe("what ModelArts repeats of a secret", () => {
  let stub: Stub;
  let shown: string[];
  let echo: string;
  afterEach(() => stub.close());

  const iam = (): Answer => ({
    status: 201,
    headers: { "X-Subject-Token": TOKEN },
    body: { token: { expires_at: "2026-01-02T12:00:00Z", project: { id: "p-9" } } },
  });

  async function connect(
    env: Readonly<Record<string, string>>,
    answer: (request: Received) => Answer,
    login: () => Answer = iam,
  ) {
    stub = await stubModelarts((request) => (request.path === "/v3/auth/tokens" ? login() : answer(request)));
    const { clock, where } = stub;
    shown = [];
    const surroundings = { clock, random: () => 0, write: (line: string) => void shown.push(line) };
    const variables = { ...env, HOME: "/nonexistent", PULUMI_TRAINING_DEBUG: "1" };
    const io = createIo({ ...surroundings, limiters: createLimiters(clock), env: () => variables });
    io.secrets.add(OF_JOB);
    return { v2: modelartsJobs(where, io), v1: modelartsV1Jobs(where, io) };
  }

  for (const [who, env] of Object.entries(AS)) {
    const secrets = [SECRET, OF_JOB, ...(who === "a password" ? [TOKEN] : [])];
    it(`is not shown in a refusal, to whom shows ${who}`, async () => {
      const { v2, v1 } = await connect(env, () => ({
        status: 400,
        headers: { "x-request-id": encodeURIComponent(echo) },
        body: { error_code: "ModelArts.1", error_msg: `bad ${echo}`, error_solution: echo },
      }));
      for (echo of secrets.flatMap(formsOf)) {
        for (const jobs of [v2, v1]) {
          const error = await failureOf(stub.clock.settle(jobs.describe(["1"])));
          assert.match(error, /bad \[secret\]/);
          assertHidden([error, ...shown].join("\n"), secrets);
        }
      }
    });
  }

  it("is not shown when IAM refuses a login, in no header and no word", async () => {
    const { v2 } = await connect(
      AS["a password"],
      () => ({}),
      () => ({ status: 400, body: { error: { code: 400, message: `bad ${echo}` } } }),
    );
    for (echo of formsOf(SECRET)) {
      const error = await failureOf(stub.clock.settle(v2.describe(["1"])));
      assert.match(error, /bad \[secret\]/);
      assertHidden([error, ...shown].join("\n"), [SECRET]);
    }
  });

  it("logs in with the same token again when IAM grants it again", async () => {
    const { v2 } = await connect(AS["a password"], () => ({ body: { items: [], total: 0 } }));
    for (const hours of [0, 23]) {
      await stub.clock.advance(hours * 3_600_000);
      await stub.clock.settle(v2.find?.(["sft"]) ?? assert.fail("it can be looked for"));
    }
    const logins = stub.received.filter(({ path }) => path === "/v3/auth/tokens");
    const tokens = stub.received.map(({ headers }) => headers["x-auth-token"]).filter(Boolean);
    assert.deepEqual([logins.length, tokens], [2, [TOKEN, TOKEN]]);
  });

  it("is not shown in a job's reason, paths and log lines", async () => {
    const { v2 } = await connect(AS.keys, ({ path }) => {
      if (path.includes("/logs/")) return { body: { content: `first\n${echo}\nlast`, full_size: 1, current_size: 1 } };
      if (path.includes("/events")) return { body: { events: [{ level: "Error", message: echo }], total: 1 } };
      const status = {
        phase: "Failed",
        tasks: ["worker-0"],
        task_statuses: [{ task: "worker-0", exit_code: 1, message: echo }],
      };
      const algorithm = { engine: { image_url: echo }, outputs: [{ remote: { obs: { obs_url: `/b/${echo}/` } } }] };
      const job = { kind: "job", metadata: { id: "j-1", name: "sft", create_time: 1 }, status, algorithm, spec: {} };
      return { body: path.endsWith("searches") ? { items: [job], total: 1 } : job };
    });
    for (echo of [SECRET, OF_JOB].flatMap(formsOf)) {
      const snapshot = (await stub.clock.settle(v2.describe(["j-1"]))).get("j-1");
      const lines = await stub.clock.settle(v2.evidence?.("j-1") ?? Promise.resolve([]));
      assert.match(snapshot?.statusReason ?? "", /exited with 1: \[secret\]=*$/);
      assert.match(lines.join(), /\[secret\]/);
      assertHidden([JSON.stringify(snapshot), ...lines, ...shown].join("\n"), [SECRET, OF_JOB]);
    }
  });
});
