import assert from "node:assert/strict";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { tioneJobs } from "../../../src/platforms/tione/jobs";
import { assertHidden, canary, failureOf, formsOf } from "../../canaries";
import { refusal, stubTione, task, tasks, type Answer, type Received, type Stub } from "./server";

const KEY = canary("secret-key");
const TOKEN = canary("session-token");
const OF_JOB = canary("of-the-job");
const SECRETS = [KEY, TOKEN, OF_JOB];

describe("what TI-ONE repeats of a secret", () => {
  let stub: Stub;
  let shown: string[];
  let echo: string;
  afterEach(() => stub.close());

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubTione(answer);
    const { clock, where } = stub;
    shown = [];
    const env = { TENCENTCLOUD_SECRET_ID: "AKID", TENCENTCLOUD_SECRET_KEY: KEY, TENCENTCLOUD_SESSION_TOKEN: TOKEN };
    const surroundings = { clock, random: () => 0, write: (line: string) => void shown.push(line) };
    const limiters = createLimiters(clock);
    const io = createIo({ ...surroundings, limiters, env: () => ({ ...env, PULUMI_TRAINING_DEBUG: "1" }) });
    io.secrets.add(OF_JOB);
    return tioneJobs(where, io);
  }

  for (const [what, answer] of [
    ["the words of a refusal", () => refusal("InvalidParameter", `bad ${echo}`)],
    ["the code of a refusal", () => refusal(`InvalidParameter.${echo}`)],
    ["the id of a request", () => ({ ...refusal("InvalidParameter"), RequestId: echo })],
    ["the title of a gateway's page", () => ({ status: 400, text: `<title>bad ${echo}</title>` })],
  ] as const) {
    it(`is not shown in ${what}, nor in the lines for PULUMI_TRAINING_DEBUG`, async () => {
      const jobs = await connect(answer);
      for (echo of SECRETS.flatMap(formsOf)) {
        shown.push(await failureOf(stub.clock.settle(jobs.describe(["train-1"]))));
        assert.match(shown.at(-1) ?? "", /\[secret\]/);
        assertHidden(shown.splice(0).join("\n"), SECRETS);
      }
    });
  }

  it("is not shown in a job's reason, paths, image and log lines", async () => {
    const jobs = await connect(({ action }) => {
      const more = { FailureReason: echo, Output: { Bucket: echo, Region: "r", Paths: [echo] }, LatestInstanceId: "i" };
      const failed = task("train-1", { ...more, Status: "FAILED", ImageInfo: { ImageUrl: echo } });
      if (action === "DescribeTrainingTask") return { TrainingTaskDetail: failed };
      if (action === "DescribeTrainingTaskPods") return { PodNames: [], TotalCount: 0, PodInfoList: [] };
      if (action === "DescribeLogs") return { Content: [{ PodName: "p", Message: echo, Timestamp: "1" }] };
      return tasks(failed);
    });
    for (echo of SECRETS.flatMap(formsOf)) {
      const snapshot = (await stub.clock.settle(jobs.describe(["train-1"]))).get("train-1");
      const lines = await stub.clock.settle(jobs.evidence?.("train-1") ?? Promise.resolve([]));
      assert.match(snapshot?.statusReason ?? "", /^\[secret\]=*$/);
      assert.match(lines.join(), /\[secret\]/);
      assertHidden([JSON.stringify(snapshot), ...lines, ...shown].join("\n"), SECRETS);
    }
  });
});
