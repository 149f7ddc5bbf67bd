import assert from "node:assert/strict";
import type { JobOrder } from "../../../src/jobs/job";
import { modelartsV1 } from "../../../src/platforms/modelarts";
import { modelartsV1Jobs } from "../../../src/platforms/modelarts/jobs-v1";
import type { ModelartsWhere } from "../../../src/platforms/modelarts/place";
import type { ModelartsV1JobSpec } from "../../../src/platforms/modelarts/jobs-v1/schema";
import { ModelartsTester, project } from "../../emulator/modelarts-client";
import { stubModelarts, type Answer, type Received } from "./server";
import { openGate, shutGates } from "../../gates";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const spec: ModelartsV1JobSpec = {
  workerServerNum: 1,
  appUrl: "/ml-bucket/code/",
  bootFileUrl: "/ml-bucket/code/train.py",
  parameter: { lr: "0.01" },
  dataSource: [{ type: "obs", dataUrl: "/ml-bucket/data/" }],
  specId: 27,
  trainUrl: "/ml-bucket/out/",
};

describe("ModelArts v1 jobs", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const connect = (where: Partial<ModelartsWhere> = {}) =>
    modelartsV1Jobs({ settings: {}, region: "cn-north-4", ...where }, tester.io());
  const order = (more: Partial<JobOrder<ModelartsV1JobSpec>> = {}) => ({
    name: "resnet",
    spec,
    marker: MARKER,
    resource: RESOURCE,
    ...more,
  });

  async function submitted(more: Partial<JobOrder<ModelartsV1JobSpec>> = {}): Promise<string> {
    const outcome = await connect().submit(order(more), openGate);
    assert.equal(outcome.kind, "done", outcome.kind === "done" ? "" : outcome.error.message);
    return outcome.value;
  }
  const described = async (id: string) => (await connect().describe([id])).get(id);

  it("keeps ids above 2^53 exact, from the answer to the next request", async () => {
    const id = await submitted();
    assert.match(id, /^1\d{16}$/);
    assert.notEqual(String(Number(id) + 1), String(BigInt(id) + 1n));
    await connect().stop(id);
    assert.equal((await described(id))?.id, id);
    const { jobId, status } = tester.requests().find(({ action }) => action === "StopTrainingJobVersionV1") ?? {};
    assert.deepEqual([jobId, status], [id, 200]);
  });

  it("goes through its numeric states in our words", async () => {
    const id = await submitted();
    const seen = [await described(id)];
    for (const ms of [5_000, 15_000, 600_000]) {
      tester.advance(ms);
      seen.push(await described(id));
    }
    assert.deepEqual(
      seen.map((snapshot) => [snapshot?.state, snapshot?.platformState]),
      [
        ["starting", "JOBSTAT_INIT"],
        ["queued", "JOBSTAT_WAITING"],
        ["running", "JOBSTAT_RUNNING"],
        ["succeeded", "JOBSTAT_COMPLETED"],
      ],
    );
    const { startedAt = "", endedAt = "", outputPaths } = seen[3] ?? {};
    assert.equal(Date.parse(endedAt) - Date.parse(startedAt), 600_000);
    assert.deepEqual(outputPaths, ["obs://ml-bucket/out/"]);
  });

  it("reads what only the version tells once for each job, and the list for all", async () => {
    tester.turn({ tokenBucket: false });
    const ids = [await submitted({ name: "a" }), await submitted({ name: "b" })];
    tester.advance(30_000);
    const jobs = connect();
    await jobs.describe(ids);
    const before = tester.requests().length;
    assert.equal((await jobs.describe(ids)).size, 2);
    assert.deepEqual(tester.actions().slice(before), ["ListTrainingJobsV1"]);
  });

  for (const [what, gate, reason] of shutGates()) {
    it(`sends nothing through a gate that ${what}, and passes on what it says`, async () => {
      await assert.rejects(connect().submit(order(), gate), reason);
      assert.deepEqual(tester.actions(), []);
    });
  }

  it("is refused for certain under HTTP 200 when another job has the name", async () => {
    await submitted();
    const outcome = await connect().submit(order(), openGate);
    assert.equal(outcome.kind === "refused" && outcome.error.kind, "nameTaken");
    assert.match(
      outcome.kind === "refused" ? outcome.error.message : "",
      /Job name:resnet is existed \(ModelArts\.0103/,
    );
  });

  it("is found by its name and marker after a lost reply", async () => {
    tester.fault("CreateTrainingJobV1", "drop-after-commit");
    assert.equal((await connect().submit(order(), openGate)).kind, "unknown");
    await submitted({ name: "resnet-2" });
    const holders = (await connect().find?.(["resnet"]))?.get("resnet");
    assert.deepEqual(
      holders?.map(({ marker }) => marker),
      [MARKER],
    );
  });

  it("lists the jobs of a stack", async () => {
    const id = await submitted();
    await submitted({ name: "other", marker: "aaaabbbbccccddddffff" });
    assert.deepEqual(
      (await connect().list?.("ddddeeee"))?.map((job) => job.id),
      [id],
    );
  });

  it("changes the description in place and keeps the marker", async () => {
    const id = await submitted({ spec: { ...spec, jobDesc: "baseline" } });
    await connect().update?.(id, { ...spec, jobDesc: "baseline, rerun" });
    const { body } = await tester.call("GET", `/v1/${project}/training-jobs`);
    assert.deepEqual(
      (body["jobs"] as { job_desc: string }[]).map(({ job_desc }) => job_desc),
      [`[pulumi:${MARKER}] baseline, rerun`],
    );
    await connect().release?.(id);
    assert.equal((await connect().find?.(["resnet"]))?.get("resnet")?.[0]?.isReleased, true);
  });

  it("stops, is content with a second stop, deletes, and is content with a job that is gone", async () => {
    const id = await submitted();
    await connect().stop(id);
    await connect().stop(id);
    tester.advance(5_000);
    assert.equal((await described(id))?.platformState, "JOBSTAT_KILLED");
    await connect().delete?.(id);
    await connect().delete?.(id);
    await connect().stop(id);
    assert.equal(await described(id), undefined);
  });

  it("knows a job of another workspace", async () => {
    const id = await submitted({ spec: { ...spec, workspaceId: "ws" } });
    assert.equal((await described(id))?.name, "resnet");
    assert.equal((await connect({ workspace: "ws" }).find?.(["resnet"]))?.get("resnet")?.length, 1);
  });

  it("tells what a job was asked to be", async () => {
    const whole = { ...spec, jobDesc: "baseline" };
    const id = await submitted({ spec: whole });
    assert.deepEqual(await connect().echo?.(id, whole), whole);
  });

  it("shows the last lines of a failed job", async () => {
    tester.direct("bad", "fail");
    const id = await submitted({ name: "bad" });
    tester.advance(3_600_000);
    assert.equal((await connect().evidence?.(id))?.at(-1), "Traceback: CUDA out of memory");
  });

  it("is retired on the public cloud, and not on private deployments", () => {
    const io = tester.io({ ...{ HUAWEICLOUD_SDK_AK: "a", HUAWEICLOUD_SDK_SK: "s" }, HOME: "/nonexistent" });
    const at = (endpoint?: string) => ({
      settings: { ...(endpoint && { endpoint }), allowCustomEndpoint: true },
      region: "cn-north-4",
    });
    for (const endpoint of [undefined, "https://modelarts.eu-west-101.myhuaweicloud.eu"]) {
      assert.throws(() => modelartsV1.verify(at(endpoint), io), {
        message: /retired on 2023-06-30; use platform "modelarts"/,
      });
    }
    modelartsV1.verify(at("https://modelarts.cloud.example"), io);
    modelartsV1.verify({ settings: {}, region: "cn-north-4" }, tester.io());
  });

  for (const [what, answer, fate] of [
    [
      "an internal failure under HTTP 200",
      { body: { is_success: false, error_code: "ModelArts.0010", error_msg: "x" } },
      "unknown",
    ],
    [
      "a refusal that tells nothing",
      { body: { is_success: false, error_code: "ModelArts.0105", error_message: "x" } },
      "unknown",
    ],
    ["a bad argument", { body: { is_success: false, error_code: "ModelArts.0104", error_message: "x" } }, "refused"],
    ["a route that is gone", { status: 404, body: { error_code: "APIGW.0101", error_msg: "x" } }, "refused"],
    ["an answer without an id", { body: { is_success: true } }, "unknown"],
    ["half an answer", { body: '{"is_success":tr' }, "unknown"],
  ] as const satisfies readonly (readonly [string, Answer, string])[]) {
    it(`calls a create with ${what} ${fate}`, async () => {
      const stub = await stubModelarts((_: Received) => answer);
      try {
        const outcome = await stub.clock.settle(modelartsV1Jobs(stub.where, stub.io).submit(order(), openGate));
        assert.deepEqual([outcome.kind, stub.received.length], [fate, 1]);
      } finally {
        await stub.close();
      }
    });
  }
});
