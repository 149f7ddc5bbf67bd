import assert from "node:assert/strict";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { qizhiConsole } from "../../../src/platforms/qizhi/console/client";
import { qizhiJobs } from "../../../src/platforms/qizhi/jobs";
import { assertHidden, canary, failureOf, formsOf } from "../../canaries";
import { JOB_ID } from "./fixtures";
import { stubQizhi, type Answer, type Received, type Stub } from "./server";

const PASSWORD = canary("password");
const BEARER = canary("bearer");
const SESSION = "session-7f/3+=<&>%41'~*"; // what a cookie may be made of
const OF_JOB = canary("of-the-job");
const SECRETS = [PASSWORD, BEARER, SESSION, OF_JOB];

describe("what Qizhi repeats of a secret", () => {
  let stub: Stub;
  let shown: string[];
  let echo: string;
  afterEach(() => stub.close());

  const granted = (): Answer => ({ data: { access_token: BEARER, expires_in: "604800", token_type: "Bearer" } });

  async function connect(answer: (request: Received) => Answer, logIn: () => Answer = granted) {
    stub = await stubQizhi(answer, logIn);
    const { clock, where } = stub;
    shown = [];
    const env = { QIZHI_USERNAME: "ada", QIZHI_PASSWORD: PASSWORD, QIZHI_CONSOLE_SESSION: SESSION };
    const surroundings = { clock, random: () => 0, write: (line: string) => void shown.push(line) };
    const limiters = createLimiters(clock);
    const io = createIo({ ...surroundings, limiters, env: () => ({ ...env, PULUMI_TRAINING_DEBUG: "1" }) });
    io.secrets.add(OF_JOB);
    const pods = () => qizhiConsole(where, io).instances(JOB_ID);
    return { jobs: qizhiJobs(where, io), pods };
  }

  it("is not shown in the words of a refusal", async () => {
    const { jobs, pods } = await connect(({ path }) => {
      const told = {
        ResponseMetadata: { RequestId: echo, Error: { Code: "InvalidParameter", Message: `bad ${echo}` } },
      };
      if (path.startsWith("/api/")) return { text: JSON.stringify(told) };
      return path.includes("stop")
        ? { status: 400, text: JSON.stringify(`bad ${echo}`) }
        : { code: 7, message: `bad ${echo}` };
    });
    await stub.clock.settle(pods().catch(() => undefined)); // from here on every secret has been used
    for (echo of SECRETS.flatMap(formsOf)) {
      for (const ask of [() => jobs.describe([JOB_ID]), () => jobs.stop(JOB_ID), pods]) {
        const asked: Promise<unknown> = ask();
        const error = await failureOf(stub.clock.settle(asked));
        assert.match(error, /bad \[secret\]/);
        assertHidden([error, ...shown.splice(0)].join("\n"), SECRETS);
      }
    }
  });

  it("is not shown when the login is refused", async () => {
    const { jobs } = await connect(
      () => ({}),
      () => ({ code: -1, message: `bad ${echo}` }),
    );
    for (echo of formsOf(PASSWORD)) {
      const error = await failureOf(stub.clock.settle(jobs.describe([JOB_ID])));
      await stub.clock.advance(60_000); // refused credentials are left alone for a minute
      assert.match(error, /bad \[secret\]/);
      assertHidden([error, ...shown.splice(0)].join("\n"), SECRETS);
    }
  });

  it("logs in with the same token again when the platform grants it again", async () => {
    let refusals = 1;
    const detail = { data: { job_id: JOB_ID, status: "job_running" } };
    const { jobs } = await connect(() =>
      refusals-- > 0 ? { status: 401, code: -1, message: "token invalid" } : detail,
    );
    await stub.clock.settle(jobs.describe([JOB_ID]));
    const bearers = stub.received.map(({ headers }) => headers.authorization).filter(Boolean);
    assert.equal(bearers.length, 2);
    assert.equal(bearers[0], bearers[1]);
    assert.doesNotMatch(bearers[1] ?? "", /\[secret\]/);
  });

  it("is not shown in a job's reason and paths", async () => {
    const { jobs } = await connect(() => ({
      data: { job_id: JOB_ID, name: "sft", status: "job_failed", sub_msg: echo, tb_summary_path: `/p/${echo}` },
    }));
    for (echo of [PASSWORD, BEARER, OF_JOB].flatMap(formsOf)) {
      const snapshot = (await stub.clock.settle(jobs.describe([JOB_ID]))).get(JOB_ID);
      assert.match(snapshot?.statusReason ?? "", /\[secret\]=*$/);
      assertHidden([JSON.stringify(snapshot), ...shown].join("\n"), SECRETS);
    }
  });
});
