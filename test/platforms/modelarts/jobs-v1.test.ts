import assert from "node:assert/strict";
import type { JobOrder } from "../../../src/jobs/job";
import { PlatformError } from "../../../src/net/errors";
import { modelartsV1 } from "../../../src/platforms/modelarts";
import type { ModelartsWhere } from "../../../src/platforms/modelarts/place";
import { modelartsV1Jobs } from "../../../src/platforms/modelarts/v1/jobs";
import type { ModelartsV1JobSpec } from "../../../src/platforms/modelarts/v1/jobs/schema";
import { ModelartsTester, project } from "../../emulator/modelarts-client";
import { openGate, shutGates } from "../../gates";
import { stubModelarts, type Answer, type Received } from "./server";

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
    assert.equal((await described(id))?.jobId, id);
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
      seen.map((snapshot) => [snapshot?.status, snapshot?.platformStatus]),
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

  it("lists those of ours that have not ended, of a stack or of all, with one request", async () => {
    tester.direct("ended", "fail");
    await submitted({ name: "ended" });
    tester.advance(3_600_000);
    const ours = await submitted();
    const other = await submitted({ name: "other", marker: "aaaabbbbccccddddffff" });
    const config = { worker_server_num: 1, model_id: 4, data_url: "/b/d/", spec_id: 1 };
    await tester.call("POST", `/v1/${project}/training-jobs`, { job_name: "theirs", config });
    const before = tester.requests().length;
    const listed = async (stack?: string) => (await connect().moving?.(stack))?.map(({ jobId: id }) => id);
    assert.deepEqual(await listed("ddddeeee"), [ours]);
    assert.deepEqual(await listed(), [ours, other]);
    assert.deepEqual(tester.actions().slice(before), Array(2).fill("ListTrainingJobsV1"));
  });

  it("tells whose a job is, also of an older version and of somebody else", async () => {
    const ours = await submitted({ spec: { ...spec, jobDesc: "baseline" } });
    const config = { worker_server_num: 1, model_id: 4, data_url: "/b/d/", spec_id: 1 };
    for (const [job_name, job_desc] of [
      ["older", `[pulumi:${MARKER}] x`],
      ["theirs", "x"],
    ])
      await tester.call("POST", `/v1/${project}/training-jobs`, { job_name, job_desc, config });
    const ids = tester.jobs().map(({ id }) => id);
    const claims = async (where: Partial<ModelartsWhere>) => {
      const jobs = await connect(where).describe(ids);
      return ids.map((id) => jobs.get(id)?.claim);
    };
    const expected = [
      { marker: MARKER, resource: RESOURCE, isReleased: false },
      { marker: MARKER, isReleased: false },
      { isReleased: false },
    ];
    // The list is of one workspace: the others are asked for by id.
    assert.deepEqual([await claims({}), await claims({ workspace: "ws" })], [expected, expected]);
    const [holder] = (await connect().find?.(["resnet"]))?.get("resnet") ?? [];
    assert.deepEqual([holder?.id, holder?.resource], [ours, RESOURCE]);
  });

  it("lists the jobs of a stack", async () => {
    const id = await submitted();
    await submitted({ name: "other", marker: "aaaabbbbccccddddffff" });
    assert.deepEqual(
      (await connect().list?.("ddddeeee"))?.map((job) => job.jobId),
      [id],
    );
  });

  it("changes the description in place and keeps the marker", async () => {
    const id = await submitted({ spec: { ...spec, jobDesc: "baseline" } });
    await connect().update?.(id, { ...spec, jobDesc: "baseline, rerun" });
    const { body } = await tester.call("GET", `/v1/${project}/training-jobs`);
    assert.deepEqual(
      (body["jobs"] as { job_desc: string }[]).map(({ job_desc }) => job_desc),
      [`[pulumi:${MARKER}.${RESOURCE}] baseline, rerun`],
    );
    const full = "x".repeat(224);
    await connect().update?.(id, { ...spec, jobDesc: full });
    const [{ job_desc } = { job_desc: "" }] = (await tester.call("GET", `/v1/${project}/training-jobs`)).body[
      "jobs"
    ] as [{ job_desc: string }?];
    assert.equal(job_desc, `[pulumi:${MARKER}] ${full}`);
    await connect().release?.(id);
    assert.equal((await connect().find?.(["resnet"]))?.get("resnet")?.[0]?.isReleased, true);
  });

  it("stops, is content with a second stop, deletes twice, and stops nothing that is not there", async () => {
    const id = await submitted();
    await connect().stop(id);
    await connect().stop(id);
    tester.advance(5_000);
    assert.equal((await described(id))?.platformStatus, "JOBSTAT_KILLED");
    await connect().delete?.(id);
    await connect().delete?.(id);
    await assert.rejects(connect().stop(id), { kind: "notNow", message: /shows no version of job \d+/ });
    assert.equal(await described(id), undefined);
  });

  it('says "not now" when asked to stop a job that no read shows yet', async () => {
    tester.direct("resnet", "runs-forever");
    tester.turn({ listLagMs: 60_000 });
    const id = await submitted();
    await assert.rejects(connect().stop(id), { kind: "notNow" });
    assert.equal(tester.jobs()[0]?.live, true);
    tester.advance(60_000);
    await connect().stop(id);
    tester.advance(5_000);
    assert.equal(tester.jobs()[0]?.live, false);
  });

  const refused = { body: { is_success: false, error_code: "ModelArts.0105", error_message: "no" } };
  /** The platform refuses every change, and shows a version of that status; undefined: nothing. */
  async function refusing(status: number | undefined) {
    const versions = [{ version_id: 7, status }];
    const shown = { body: { is_success: true, job_id: 1, job_name: "a", job_desc: null, versions } };
    const stub = await stubModelarts(({ method, path }) => {
      if (method !== "GET" || status === undefined) return path.includes("/training-jobs?") ? noJobs : refused;
      return path.endsWith("/versions") ? shown : noJobs;
    });
    return { stub, jobs: modelartsV1Jobs(stub.where, stub.io) };
  }
  const noJobs = { body: { is_success: true, jobs: [], job_total_count: 0 } };

  for (const [what, status, stopped, deleted] of [
    ["runs", 8, "notNow", "notNow"],
    ["is being stopped", 9, "done", "notNow"],
    ["has ended", 11, "done", "invalid"],
    ["is nowhere", undefined, "notNow", "done"],
  ] as const) {
    it(`takes a refusal about a job that ${what} for what reads make of it`, async () => {
      const { stub, jobs } = await refusing(status);
      const fate = (work: Promise<void> | undefined) =>
        stub.clock.settle(Promise.resolve(work)).then(
          () => "done",
          (error: unknown) => (error instanceof PlatformError ? error.kind : String(error)),
        );
      try {
        assert.deepEqual([await fate(jobs.stop("1")), await fate(jobs.delete?.("1"))], [stopped, deleted]);
      } finally {
        await stub.close();
      }
    });
  }

  for (const status of [302, 400]) {
    it(`does not take a gateway's answer of status ${status} for the absence of a job that the list does not show yet`, async () => {
      const stub = await stubModelarts(({ method, path }) =>
        method === "GET" && !path.includes("/versions") ? noJobs : { status, body: {} },
      );
      const jobs = modelartsV1Jobs(stub.where, stub.io);
      try {
        await assert.rejects(stub.clock.settle(jobs.describe(["1"])), PlatformError);
        await assert.rejects(stub.clock.settle(Promise.resolve(jobs.delete?.("1"))), PlatformError);
      } finally {
        await stub.close();
      }
    });
  }

  it("does not take the refusal of a stop for the end of a job that is not shown any more", async () => {
    const versions = { is_success: true, job_id: 1, job_name: "a", versions: [{ version_id: 7, status: 8 }] };
    let reads = 0;
    const stub = await stubModelarts(({ method }) =>
      method === "GET" && ++reads === 1 ? { body: versions } : refused,
    );
    try {
      await assert.rejects(stub.clock.settle(modelartsV1Jobs(stub.where, stub.io).stop("1")), { kind: "notNow" });
      assert.equal(reads, 2);
    } finally {
      await stub.close();
    }
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
