import assert from "node:assert/strict";
import type { JobOrder } from "../../../src/jobs/job";
import type { Where } from "../../../src/jobs/platform";
import { tioneJobs } from "../../../src/platforms/tione/jobs";
import type { TioneJobSpec } from "../../../src/platforms/tione/jobs/schema";
import { openGate, shutGates } from "../../gates";
import { refusal, stubTione, task, tasks, type Answer, type Received, type Stub } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const tagged = (TagKey: string, TagValue = MARKER) => ({ TagKey, TagValue });
const TAGS = [tagged("pulumi-marker"), tagged("pulumi-resource", RESOURCE), tagged("pulumi-stack", "ddddeeee")];
const VARIABLES = [
  { Name: "PULUMI_JOB_MARKER", Value: MARKER },
  { Name: "PULUMI_JOB_RESOURCE", Value: RESOURCE },
];
const spec: TioneJobSpec = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.S.2XLARGE16.POST", instanceNum: 1 }],
  imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.4" },
};

describe("TI-ONE jobs", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer, where: Partial<Where["settings"]> = {}) {
    stub = await stubTione(answer);
    const place = { ...stub.where, settings: { ...stub.where.settings, ...where } };
    return { stub, jobs: tioneJobs(place, stub.io) };
  }
  const actions = () => stub?.received.map(({ action }) => action);
  const order = (more: Partial<JobOrder<TioneJobSpec>> = {}) => ({
    name: "sft",
    spec,
    marker: MARKER,
    resource: RESOURCE,
    ...more,
  });

  describe("submitting", () => {
    it("answers with the new job's id and writes in two places whose it is", async () => {
      const { stub, jobs } = await connect(() => ({ Id: "train-1" }));
      assert.deepEqual(await jobs.submit(order(), openGate), { kind: "done", value: "train-1" });
      const body = stub.received[0]?.body;
      assert.deepEqual(body?.["Envs"], [
        { Name: "PULUMI_JOB_MARKER", Value: MARKER },
        { Name: "PULUMI_JOB_RESOURCE", Value: RESOURCE },
      ]);
      assert.deepEqual(body["Tags"], [
        { TagKey: "pulumi-marker", TagValue: MARKER },
        { TagKey: "pulumi-resource", TagValue: RESOURCE },
        { TagKey: "pulumi-stack", TagValue: "ddddeeee" },
      ]);
    });

    it("merges extra members last, in the vendor's spelling", async () => {
      const { stub, jobs } = await connect(() => ({ Id: "train-1" }));
      await jobs.submit(order({ extraSpec: { SchedulePolicy: { BackOffLimit: 3 }, ChargeType: "NEW" } }), openGate);
      const body = stub.received[0]?.body;
      assert.deepEqual([body?.["SchedulePolicy"], body?.["ChargeType"]], [{ BackOffLimit: 3 }, "NEW"]);
    });

    for (const [extra, says] of [
      ['{"__proto__":{"Name":"x"}}', /__proto__/],
      ['{"Tags":[]}', /set spec\.tags instead/],
      ['{"Envs":[]}', /set spec\.env instead/],
      ['{"Name":"other"}', /set name instead/],
    ] as const) {
      it(`sends nothing when the extra members are ${extra}`, async () => {
        const { jobs } = await connect(() => ({ Id: "train-1" }));
        const outcome = await jobs.submit(order({ extraSpec: JSON.parse(extra) as Record<string, unknown> }), openGate);
        assert.match(outcome.kind === "notSent" ? outcome.error.message : outcome.kind, says);
        assert.deepEqual(actions(), []);
      });
    }

    for (const [what, gate, reason] of shutGates()) {
      it(`sends nothing through a gate that ${what}, and passes on what it says`, async () => {
        const { jobs } = await connect(() => ({ Id: "train-1" }));
        await assert.rejects(jobs.submit(order(), gate), reason);
        assert.deepEqual(actions(), []);
      });
    }

    it("sends nothing without credentials, and says what to set", async () => {
      const { stub } = await connect(() => ({ Id: "train-1" }));
      const outcome = await tioneJobs(stub.where, { ...stub.io, env: () => ({ HOME: "/nonexistent" }) }).submit(
        order(),
        openGate,
      );
      assert.match(outcome.kind === "notSent" ? outcome.error.message : outcome.kind, /TENCENTCLOUD_SECRET_ID/);
      assert.deepEqual(actions(), []);
    });
  });

  describe("looking up by name", () => {
    it("tells whose each job of exactly that name is", async () => {
      const { jobs } = await connect(() =>
        tasks(
          task("train-1", { Name: "sft", Status: "FAILED", Tags: [tagged("pulumi-marker")] }),
          task("train-2", { Name: "sft", Envs: VARIABLES }),
          task("train-3", {
            Name: "sft",
            Status: "STOPPED",
            Tags: [tagged("pulumi-marker"), tagged("pulumi-released")],
          }),
          task("train-4", { Name: "sft" }),
          task("train-5", { Name: "sft-2" }),
        ),
      );
      const createdAt = "2026-09-01T02:00:00Z";
      assert.deepEqual(
        await jobs.find?.(["sft", "other"]),
        new Map([
          [
            "sft",
            [
              { id: "train-1", marker: MARKER, isReleased: false, isSettled: true, createdAt },
              { id: "train-2", marker: MARKER, resource: RESOURCE, isReleased: false, isSettled: false, createdAt },
              { id: "train-3", marker: MARKER, isReleased: true, isSettled: true, createdAt },
              { id: "train-4", isReleased: false, isSettled: false, createdAt },
            ],
          ],
          ["other", []],
        ]),
      );
    });

    it("asks for fifty names at a time", async () => {
      const { stub, jobs } = await connect(() => tasks());
      const names = Array.from({ length: 120 }, (_, index) => `job-${index}`);
      await jobs.find?.(names);
      const asked = stub.received.map(({ body }) => (body["Filters"] as { Values: string[] }[])[0]?.Values.length);
      assert.deepEqual(asked, [50, 50, 20]);
    });
  });

  describe("describing", () => {
    it("reads forty jobs with one request", async () => {
      const ids = Array.from({ length: 40 }, (_, index) => `train-${index}`);
      const { jobs } = await connect(() => tasks(...ids.map((id) => task(id))));
      assert.equal((await jobs.describe(ids)).size, 40);
      assert.deepEqual(actions(), ["DescribeTrainingTasks"]);
    });

    it("asks once more, by itself, for a job that the list does not show", async () => {
      const { jobs } = await connect(({ action, body }) => {
        if (action === "DescribeTrainingTasks") return tasks(task("train-1"));
        return body["Id"] === "train-2" ? { TrainingTaskDetail: task("train-2") } : refusal("ResourceNotFound");
      });
      const known = await jobs.describe(["train-1", "train-2", "train-3"]);
      assert.deepEqual([...known.keys()], ["train-1", "train-2"]);
    });

    it("asks for fewer ids at a time once the platform refuses so many, and remembers", async () => {
      const { stub, jobs } = await connect(({ body }) => {
        const { Values } = (body["Filters"] as [{ Values: string[] }])[0];
        return Values.length > 15
          ? refusal("InvalidParameterValue.LimitExceeded")
          : tasks(...Values.map((id) => task(id)));
      });
      const ids = Array.from({ length: 50 }, (_, index) => `train-${index}`);
      assert.equal((await jobs.describe(ids)).size, 50);
      const first = stub.received.length;
      assert.equal((await jobs.describe(ids)).size, 50);
      assert.deepEqual([first, stub.received.length - first], [2 + 4, 4]);
    });

    it("never takes a failed look for a missing job", async () => {
      const { stub, jobs } = await connect(({ action }) =>
        action === "DescribeTrainingTasks" ? tasks() : refusal("UnauthorizedOperation"),
      );
      await assert.rejects(stub.clock.settle(jobs.describe(["train-1"])), { kind: "permission" });
    });

    for (const [whose, told, claim] of [
      ["ours by its tags", { Tags: TAGS }, { marker: MARKER, resource: RESOURCE, isReleased: false }],
      [
        "ours by its variables",
        { Tags: [], Envs: VARIABLES },
        { marker: MARKER, resource: RESOURCE, isReleased: false },
      ],
      ["ours of an older version", { Tags: [tagged("pulumi-marker")] }, { marker: MARKER, isReleased: false }],
      [
        "no longer ours",
        { Tags: [...TAGS, tagged("pulumi-released")] },
        { marker: MARKER, resource: RESOURCE, isReleased: true },
      ],
      ["somebody else's", { Tags: [{ TagKey: "team", TagValue: "a" }], Envs: null }, { isReleased: false }],
    ] as const) {
      it(`tells that a job is ${whose}`, async () => {
        const { jobs } = await connect(() => tasks(task("train-1", told)));
        assert.deepEqual((await jobs.describe(["train-1"])).get("train-1")?.claim, claim);
        assert.deepEqual((await jobs.list?.("ddddeeee"))?.[0]?.claim, claim);
      });
    }

    it("tells whose a job is that only its detail shows, unless its tags do not say", async () => {
      const { jobs } = await connect(({ action, body }) => {
        if (action === "DescribeTrainingTasks") return tasks();
        const id = String(body["Id"]);
        return { TrainingTaskDetail: task(id, { Tags: id === "train-1" ? TAGS : [] }) };
      });
      const known = await jobs.describe(["train-1", "train-2"]);
      assert.deepEqual(known.get("train-1")?.claim, { marker: MARKER, resource: RESOURCE, isReleased: false });
      assert.deepEqual([known.get("train-2")?.status, known.get("train-2")?.claim], ["running", undefined]);
    });

    it("lists every job of ours that has not ended, also one whose tags could not be bound", async () => {
      const other = [tagged("pulumi-marker", "aaaabbbbccccddddffff"), tagged("pulumi-resource", RESOURCE)];
      const { stub, jobs } = await connect(() =>
        tasks(
          task("train-1", { Tags: TAGS, Status: "SUBMITTING" }),
          task("train-2", { Tags: [], Envs: VARIABLES, Status: "PENDING" }),
          task("train-3", { Tags: other }),
          task("train-4", { Tags: [tagged("team")] }),
          task("train-5", { Tags: TAGS, Status: "SUCCEED" }),
        ),
      );
      const listed = async (stack?: string) =>
        (await jobs.moving?.(stack))?.map(({ jobId: id, claim }) => [id, claim?.resource]);
      const ofStack = [
        ["train-1", RESOURCE],
        ["train-2", RESOURCE],
      ];
      assert.deepEqual(await listed("ddddeeee"), ofStack);
      assert.deepEqual(await listed(), [...ofStack, ["train-3", RESOURCE]]);
      const Values = ["SUBMITTING", "PENDING", "STARTING", "RUNNING", "STOPPING"];
      assert.deepEqual(
        stub.received.map(({ body }) => body["Filters"]),
        Array(2).fill([{ Name: "Status", Values }]),
      );
    });

    it("lists every job of a stack by its tag", async () => {
      const { stub, jobs } = await connect(() => tasks(task("train-1"), task("train-2")));
      assert.deepEqual(
        (await jobs.list?.("ddddeeee"))?.map(({ jobId: id }) => id),
        ["train-1", "train-2"],
      );
      assert.deepEqual(stub.received[0]?.body["TagFilters"], [{ TagKey: "pulumi-stack", TagValues: ["ddddeeee"] }]);
    });
  });

  describe("stopping", () => {
    const refusedAt = (Status: string) => (request: Received) =>
      request.action === "StopTrainingTask"
        ? refusal("InternalError.NotAllow")
        : { TrainingTaskDetail: task("train-1", { Status }) };

    for (const status of ["SUCCEED", "STOPPED", "FAILED", "STOPPING"]) {
      it(`is content with a job that is ${status} already`, async () => {
        const { jobs } = await connect(refusedAt(status));
        await jobs.stop("train-1");
        assert.deepEqual(actions(), ["StopTrainingTask", "DescribeTrainingTask"]);
      });
    }

    for (const code of ["ResourceNotFound", "InternalError.NotAllow", "InvalidParameter"]) {
      it(`says "not now" when it is refused and no read shows the job (${code})`, async () => {
        const { jobs } = await connect(({ action }) =>
          action === "StopTrainingTask" ? refusal(code) : refusal("ResourceNotFound"),
        );
        await assert.rejects(jobs.stop("train-1"), { kind: "notNow", message: new RegExp(code) });
      });
    }

    for (const [code, kind] of [
      ["UnauthorizedOperation", "permission"],
      ["AuthFailure.SecretIdNotFound", "auth"],
      ["RequestLimitExceeded", "throttled"],
      ["ServiceUnavailable", "transient"],
    ] as const) {
      it(`passes on what is no refusal (${code})`, async () => {
        const { stub, jobs } = await connect(({ action }) =>
          action === "StopTrainingTask" ? refusal(code) : refusal("ResourceNotFound"),
        );
        await assert.rejects(stub.clock.settle(jobs.stop("train-1")), { kind });
      });
    }

    for (const code of ["InternalError.UnSubmittedStatusNotAllowStop", "FailedOperation.UnSubmitNotAllowToStop"]) {
      it(`says "not now" while a job is being submitted (${code})`, async () => {
        const { jobs } = await connect(({ action }) =>
          action === "StopTrainingTask"
            ? refusal(code)
            : { TrainingTaskDetail: task("train-1", { Status: "SUBMITTING" }) },
        );
        await assert.rejects(jobs.stop("train-1"), { kind: "notNow" });
      });
    }
  });

  it("deletes a record, and is content with a missing one", async () => {
    const { jobs } = await connect(({ body }) => (body["Id"] === "gone" ? refusal("ResourceNotFound") : {}));
    await jobs.delete?.("train-1");
    await jobs.delete?.("gone");
  });

  it('says "not now" when a record may not be deleted yet', async () => {
    const { jobs } = await connect(() => refusal("InternalError.NotAllow"));
    await assert.rejects(async () => jobs.delete?.("train-1"), { kind: "notNow" });
  });

  it("releases a record whose marker only its variables carry", async () => {
    const { stub, jobs } = await connect(({ action }) => {
      if (action === "DescribeTrainingTask") return { TrainingTaskDetail: task("train-1", { Uin: "1", Tags: [] }) };
      return action === "DescribeTrainingTasks" ? tasks(task("train-1", { Envs: VARIABLES })) : {};
    });
    await jobs.release?.("train-1");
    assert.deepEqual(stub.received.at(-1)?.body["Tags"], [{ TagKey: "pulumi-released", TagValue: MARKER }]);
  });

  it("has not released a record that the tag service does not find", async () => {
    const { jobs } = await connect(({ action }) =>
      action === "TagResources"
        ? { FailedResources: [{ Resource: "qcs::…", Code: "ResourceNotFound", Message: "no such type" }] }
        : { TrainingTaskDetail: task("train-1", { Tags: TAGS }) },
    );
    await assert.rejects(async () => jobs.release?.("train-1"), { message: /no such type/ });
  });

  it("releases a record by a tag with its marker", async () => {
    const { stub, jobs } = await connect(({ action }) =>
      action === "TagResources"
        ? { FailedResources: [] }
        : {
            TrainingTaskDetail: task("train-1", {
              Uin: "100000000001",
              Tags: [{ TagKey: "pulumi-marker", TagValue: MARKER }],
            }),
          },
    );
    await jobs.release?.("train-1");
    assert.deepEqual(stub.received[1]?.body, {
      ResourceList: ["qcs::tione:ap-guangzhou:uin/100000000001:trainingtask/train-1"],
      Tags: [{ TagKey: "pulumi-released", TagValue: MARKER }],
    });
  });

  it("changes the delivery of logs in place", async () => {
    const { stub, jobs } = await connect(() => ({}));
    await jobs.update?.("train-1", { ...spec, logEnable: true, logConfig: { logsetId: "l", topicId: "t" } });
    await jobs.update?.("train-1", spec);
    assert.deepEqual(
      stub.received.map(({ body }) => body),
      [
        { TaskId: "train-1", LogEnable: true, LogConfig: { LogsetId: "l", TopicId: "t" } },
        { TaskId: "train-1", LogEnable: false },
      ],
    );
  });

  it("says so where the platform does not offer to change it", async () => {
    const { jobs } = await connect(() => refusal("InvalidAction"));
    await assert.rejects(async () => jobs.update?.("train-1", spec), { kind: "unsupported" });
  });

  it("shows failed pods and the last lines of the last run, in order, ten at most, without control characters", async () => {
    const { stub, jobs } = await connect(({ action, body }) => {
      if (action === "DescribeTrainingTask") {
        return {
          TrainingTaskDetail: task("train-1", {
            Status: "FAILED",
            LatestInstanceId: "train-1-x",
            EndTime: "2026-09-01T11:00:00+08",
          }),
        };
      }
      if (action === "DescribeTrainingTaskPods") {
        return {
          PodInfoList: [
            { Name: "train-1-x-worker-0", Status: "FAILED" },
            { Name: "train-1-x-worker-1", Status: "SUCCEEDED" },
          ],
        };
      }
      const lines = Array.from({ length: Number(body["Limit"]) }, (_, index) => `line ${99 - index}`);
      return { Content: lines.map((Message) => ({ Message: `${Message}\u001b[31m`, PodName: "p" })) };
    });
    const lines = (await jobs.evidence?.("train-1")) ?? [];
    assert.equal(lines.length, 10);
    assert.deepEqual(
      [lines[0], lines[1], lines[9]],
      ["pod train-1-x-worker-0 failed", "p: line 91^[[31m", "p: line 99^[[31m"],
    );
    const { body } = stub.received.find(({ action }) => action === "DescribeLogs") ?? { body: {} };
    assert.deepEqual(body, {
      Service: "TRAIN",
      ServiceId: "train-1-x",
      Order: "DESC",
      Limit: 9,
      StartTime: "2026-09-01T02:00:00Z",
      EndTime: "2026-09-01T03:01:00Z",
    });
  });

  it("shows what evidence it can when logs cannot be read", async () => {
    const { jobs } = await connect(({ action }) => {
      if (action === "DescribeLogs") return refusal("InvalidParameter");
      if (action === "DescribeTrainingTaskPods") return { PodInfoList: [{ Name: "a", Status: "FAILED" }] };
      return { TrainingTaskDetail: task("train-1", { LatestInstanceId: "x" }) };
    });
    assert.deepEqual(await jobs.evidence?.("train-1"), ["pod a failed"]);
  });

  it("may repeat a lost submission at once where names are unique, else when its signature has expired", async () => {
    const { jobs } = await connect(() => tasks());
    assert.equal(jobs.repeat?.kind, "probe");
    await stub?.close();
    const second = await connect(() => tasks(), { assumeUniqueNames: false });
    assert.deepEqual([second.jobs.repeat?.kind, second.jobs.repeat?.fenceMs], ["fence", 330_000]);
    assert.ok(Number(await second.jobs.repeat?.serverTime()) > 0);
  });
});
