import assert from "node:assert/strict";
import { tioneJobs } from "../../../src/platforms/tione/jobs";
import { snapshotOf, specOf, utc } from "../../../src/platforms/tione/jobs/record";
import { createRequest } from "../../../src/platforms/tione/jobs/request";
import { tioneJobSpec, type TioneJobSpecInput } from "../../../src/platforms/tione/jobs/schema";
import { taskReply, tasksReply } from "../../../src/platforms/tione/wire";
import { createExample, describeExample, destroyExample, listExample } from "./fixtures";
import { stubTione } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const WHERE = { settings: {}, region: "ap-guangzhou" };

/** The documented request as a user writes it. */
const documented: TioneJobSpecInput = {
  chargeType: "POSTPAID_BY_HOUR",
  trainingMode: "DDP",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 2 }],
  imageInfo: {
    imageType: "CCR",
    imageUrl: "ccr.ccs.tencentyun.com/vision-lab/trainer:2026.09",
    registryRegion: "ap-guangzhou",
  },
  codePackagePath: { bucket: "vision-1250000001", paths: ["code/resnet/"] },
  workerStartCmd: "bash run.sh",
  dataConfigs: [
    {
      dataSourceType: "COS",
      dataSourceUsage: "USER_DATA",
      mappingPath: "/opt/ml/input/data/imagenet",
      cosSource: { bucket: "vision-1250000001", paths: ["datasets/imagenet/"] },
    },
  ],
  dataSource: "COS",
  output: { bucket: "vision-1250000001", region: "ap-guangzhou", paths: ["runs/"] },
  tuningParameters: { epochs: "90", lr: "0.1" },
  env: { NCCL_DEBUG: "WARN" },
  logEnable: false,
  remark: "owned by pulumi stack vision/prod",
  tags: {},
};

describe("TI-ONE's documented examples", () => {
  const detail = taskReply.parse(describeExample.reply["Response"]).TrainingTaskDetail;

  it("are what we send for the same job, but for our marker and the form of the command", () => {
    const order = {
      name: "resnet-sweep-7f3a9c",
      spec: tioneJobSpec.parse(documented),
      marker: MARKER,
      resource: RESOURCE,
    };
    const { Tags, Envs, StartCmdInfo, ...sent } = asSent(createRequest(order, "ap-guangzhou"));
    const { Tags: _tags, Envs: envs, EncodedStartCmdInfo, ...asked } = createExample.request;
    assert.deepEqual(sent, asked);
    assert.deepEqual(Envs, [
      ...(envs as unknown[]),
      { Name: "PULUMI_JOB_MARKER", Value: MARKER },
      { Name: "PULUMI_JOB_RESOURCE", Value: RESOURCE },
    ]);
    assert.deepEqual(Tags, [
      { TagKey: "pulumi-marker", TagValue: MARKER },
      { TagKey: "pulumi-resource", TagValue: RESOURCE },
      { TagKey: "pulumi-stack", TagValue: "ddddeeee" },
    ]);
    const { StartCmdInfo: text } = EncodedStartCmdInfo as { StartCmdInfo: string };
    assert.deepEqual(
      { StartCmd: "", PsStartCmd: "", ...(StartCmdInfo as object) },
      JSON.parse(Buffer.from(text, "base64").toString()),
    );
  });

  it("hold the encoded command as we write it when it has special characters", () => {
    const spec = tioneJobSpec.parse({ ...documented, workerStartCmd: 'bash -c "python train.py > log"' });
    const { EncodedStartCmdInfo, StartCmdInfo } = createRequest(
      { name: "a", spec, marker: MARKER, resource: RESOURCE },
      "ap-guangzhou",
    );
    assert.equal(StartCmdInfo, undefined);
    const { StartCmdInfo: text } = EncodedStartCmdInfo as { StartCmdInfo: string };
    assert.deepEqual(JSON.parse(Buffer.from(text, "base64").toString()), {
      StartCmd: "",
      PsStartCmd: "",
      WorkerStartCmd: 'bash -c "python train.py > log"',
    });
  });

  it("show a running job in our words", () => {
    assert.deepEqual(snapshotOf(detail, WHERE), {
      jobId: "train-1400000000000000001",
      name: "resnet-sweep-7f3a9c",
      status: "running",
      platformStatus: "RUNNING",
      createdAt: "2026-09-01T02:00:00Z",
      startedAt: "2026-09-01T02:03:20Z",
      image: "ccr.ccs.tencentyun.com/vision-lab/trainer:2026.09",
      outputPaths: ["cos://vision-1250000001.ap-guangzhou/runs/train-1400000000000000001/"],
      consoleUrl:
        "https://console.cloud.tencent.com/tione/v2/job/detail/train-1400000000000000001?regionId=1&workspaceId=0",
    });
  });

  it("show what the job was asked to be, without what the platform filled in", () => {
    const { env: _env, tags: _tags, dataConfigs, codePackagePath, tuningParameters, ...same } = documented;
    const region = "ap-guangzhou";
    assert.deepEqual(specOf(detail), {
      ...same,
      codePackagePath: { ...codePackagePath, region },
      dataConfigs: dataConfigs?.map((entry) => ({ ...entry, cosSource: { ...entry.cosSource, region } })),
      tuningParameters: JSON.stringify(tuningParameters),
    });
  });

  it("show the user's own tags, not the platform's nor this package's", () => {
    const Tags = [...(detail.Tags ?? []), { TagKey: "team", TagValue: "vision" }];
    assert.deepEqual(specOf({ ...detail, Tags }).tags, { team: "vision" });
  });

  it("are read where every member is filler text", () => {
    const [item] = tasksReply.parse(listExample.reply["Response"]).TrainingTaskSet ?? [];
    assert.ok(item);
    assert.deepEqual(snapshotOf(item, { settings: {}, region: "abc" }), {
      jobId: "abc",
      name: "abc",
      status: "unknown",
      platformStatus: "abc",
      image: "abc",
      statusReason: "abc",
      outputPaths: ["cos://abc.abc/abc/abc/"],
    });
  });

  it("end a running job the way they show", async () => {
    const replies = destroyExample.steps.map(({ action, reply }) => ({ action, reply }));
    const stub = await stubTione(({ action }) => {
      const next = replies.shift();
      assert.equal(next?.action, action);
      return next.reply["Response"] as Record<string, unknown>; // every step of the fixture has one
    });
    try {
      const jobs = tioneJobs(stub.where, stub.io);
      const settledRead = { action: "DescribeTrainingTask", reply: describeExample.reply };
      replies.splice(1, 0, settledRead); // a refused stop is followed by a look
      await assert.rejects(jobs.stop("train-1"), { kind: "notNow", message: /not submitted yet/ });
      await jobs.stop("train-1");
      await assert.rejects(async () => jobs.delete?.("train-1"), { kind: "notNow" });
      await jobs.delete?.("train-1");
      replies.unshift({ action: "DescribeTrainingTasks", reply: { Response: { TrainingTaskSet: [], TotalCount: 0 } } });
      assert.equal((await jobs.describe(["train-1"])).size, 0);
      assert.deepEqual(replies, []);
    } finally {
      await stub.close();
    }
  });
});

describe("TI-ONE's times", () => {
  for (const [written, meant] of [
    ["2025-05-28T18:18:33+08", "2025-05-28T10:18:33Z"],
    ["2025-11-21 00:00:00", "2025-11-20T16:00:00Z"],
    ["2022-09-06T08:34:13Z", "2022-09-06T08:34:13Z"],
    ["2022-09-06T08:34:13+05:30", "2022-09-06T03:04:13Z"],
    ["2022-09-06T08:34:13.123456789-0700", "2022-09-06T15:34:13Z"],
    ["2022-13-06T08:34:13Z", undefined],
    ["", undefined],
    ["abc", undefined],
  ] as const) {
    it(`${JSON.stringify(written)} is ${meant ?? "no time"}`, () => {
      assert.equal(utc(written), meant);
    });
  }
});

/** As it goes over the wire: members without a value stay out. */
function asSent(request: Record<string, unknown>): Record<string, unknown> {
  return JSON.parse(JSON.stringify(request)) as Record<string, unknown>; // an object went in
}
