import assert from "node:assert/strict";
import { findProblems } from "../../../src/engine/problems";
import { tioneLookups } from "../../../src/platforms/tione/lookups";
import { tioneLookupArgs } from "../../../src/platforms/tione/lookups/args";
import * as program from "../../../src/program/tione";
import { refusal, stubTione, task, tasks, type Answer, type Received, type Stub } from "./server";

describe("TI-ONE look-ups", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubTione(answer);
    return { stub, lookups: tioneLookups(stub.where, stub.io) };
  }

  it("can each be asked from a program, with arguments that are checked", async () => {
    const { lookups } = await connect(() => ({}));
    const names = Object.keys(tioneLookupArgs).sort();
    assert.deepEqual(Object.keys(lookups).sort(), names);
    const offered: Readonly<Record<string, unknown>> = program;
    assert.deepEqual(
      names.filter((name) => typeof offered[name] !== "function"),
      [],
    );
  });

  it("join machines and prices by name, in yuan an hour", async () => {
    const { stub, lookups } = await connect(({ action }) => {
      if (action === "DescribeBillingSpecs") {
        return {
          Specs: [
            { SpecName: "TI.GN7.10XLARGE160.POST", SpecAlias: "40C160GB GPU(T4)*2", Available: true, GpuType: "T4" },
            { SpecName: "TI.GN7.LARGE20.POST", SpecAlias: "4C20GB GPU(T4)*1/4", Available: true },
            { SpecName: "TI.S.MEDIUM.POST", SpecAlias: "2C4G", Available: false, AvailableRegion: ["ap-shanghai"] },
          ],
        };
      }
      return {
        SpecsPrice: [
          { SpecName: "TI.S.MEDIUM.POST", SpecCount: 1, TotalCost: 70, RealTotalCost: 35 },
          { SpecName: "TI.GN7.10XLARGE160.POST", SpecCount: 1, TotalCost: 2200, RealTotalCost: 1980 },
        ],
      };
    });
    assert.deepEqual(await lookups.getBillingPrices({}), [
      {
        instanceType: "TI.GN7.10XLARGE160.POST",
        description: "40C160GB GPU(T4)*2",
        cores: 40,
        memoryGiB: 160,
        gpus: 2,
        gpuType: "T4",
        yuanPerHour: 19.8,
        listYuanPerHour: 22,
        isAvailable: true,
        availableRegions: [],
      },
      {
        instanceType: "TI.GN7.LARGE20.POST",
        description: "4C20GB GPU(T4)*1/4",
        cores: 4,
        memoryGiB: 20,
        gpus: 0.25,
        gpuType: "T4",
        isAvailable: true,
        availableRegions: [],
      },
      {
        instanceType: "TI.S.MEDIUM.POST",
        description: "2C4G",
        cores: 2,
        memoryGiB: 4,
        yuanPerHour: 0.35,
        listYuanPerHour: 0.7,
        isAvailable: false,
        availableRegions: ["ap-shanghai"],
      },
    ]);
    assert.deepEqual(stub.received[0]?.body, { ChargeType: "POSTPAID_BY_HOUR", TaskType: "TRAIN" });
    assert.equal(stub.received.length, 2);
  });

  it("list images with the training modes they allow", async () => {
    const { stub, lookups } = await connect(() => ({
      TotalCount: 1,
      PlatformImageInfos: [
        {
          ImageId: "i-1",
          ImageName: "torch2.3-py3.10-cuda12.4-gpu",
          Framework: "PYTORCH",
          Description: null,
          ImageRange: ["Train"],
          ExtraAttributes: [{ Type: "List", Key: "TrainingModes", Value: "", Values: ["DDP", "MPI"] }],
        },
      ],
    }));
    assert.deepEqual(await lookups.getPlatformImages({ imageRange: "Train" }), [
      {
        imageId: "i-1",
        imageName: "torch2.3-py3.10-cuda12.4-gpu",
        framework: "PYTORCH",
        imageRange: ["Train"],
        gpuTypes: [],
        trainingModes: ["DDP", "MPI"],
      },
    ]);
    assert.deepEqual(stub.received[0]?.body["Filters"], [{ Name: "ImageRange", Values: ["Train"] }]);
  });

  it("list frameworks by environment", async () => {
    const { lookups } = await connect(() => ({
      FrameworkInfos: [
        {
          Name: "PYTORCH",
          VersionInfos: [{ Version: "1.9", Environment: "torch1.9-py3.8-cuda11.1-gpu", TrainingModes: ["DDP"] }],
        },
      ],
    }));
    assert.deepEqual(await lookups.getTrainingFrameworks(), [
      { frameworkName: "PYTORCH", frameworkEnvironment: "torch1.9-py3.8-cuda11.1-gpu", trainingModes: ["DDP"] },
    ]);
  });

  describe("where the vendor withdrew an action", () => {
    for (const [name, says] of [
      ["getTrainingFrameworks", /does not offer DescribeTrainingFrameworks any more: see the platform images/],
      ["getTrainingMetrics", /does not offer DescribeTrainingMetrics any more: look at the job's metrics/],
      ["getLatestTrainingMetrics", /does not offer DescribeLatestTrainingMetrics any more: look at the job's metrics/],
      ["getModels", /does not offer DescribeTrainingModels any more: use `getModelVersions`/],
    ] as const) {
      it(`${name} says what to take instead`, async () => {
        const { lookups } = await connect(() => refusal("InvalidAction", "no such action"));
        await assert.rejects(lookups[name]({ jobId: "train-1" }), { kind: "unsupported", message: says });
      });
    }
  });

  it("list workspaces", async () => {
    const { lookups } = await connect(() => ({
      TotalCount: 1,
      Workspaces: [{ TiProjectId: "0", Name: "default", Status: "NORMAL", CreateTime: "2026-01-01 08:00:00" }],
    }));
    assert.deepEqual(await lookups.getWorkspaces(), [
      { workspaceId: "0", name: "default", platformStatus: "NORMAL", createdAt: "2026-01-01T00:00:00Z" },
    ]);
  });

  describe("of resource groups", () => {
    const GpuDetailSet = [{ Name: "A100", Value: 800 }];
    const group = {
      ResourceGroupId: "rsg-abcd1234",
      ResourceGroupName: "prod-a100",
      FreeInstance: 1,
      TotalInstance: 1,
      TotalResource: { Cpu: 64_000, Memory: 262_144, Gpu: 800, GpuDetailSet },
      UsedResource: { Cpu: 24_000, Memory: 98_304, Gpu: 300, GpuDetailSet: [{ Name: "A100", Value: 300 }] },
      TagSet: [{ TagKey: "team", TagValue: "vision" }],
    };
    const summed = {
      groupId: "rsg-abcd1234",
      groupName: "prod-a100",
      nodesTotal: 1,
      nodesFree: 1,
      cores: { total: 64, free: 40 },
      memoryGiB: { total: 256, free: 160 },
      gpus: [{ type: "A100", total: 8, free: 5 }],
      tags: { team: "vision" },
    };

    it("show their sums in cores, GiB and cards", async () => {
      const { stub, lookups } = await connect(() => ({ ResourceGroupSet: [group], TotalCount: 1 }));
      assert.deepEqual(await lookups.getResourceGroups({ search: "a100", tags: { team: "vision" } }), [summed]);
      const { SearchWord, TagFilters, DontShowInstanceSet } = stub.received[0]?.body ?? {};
      assert.deepEqual(
        { SearchWord, TagFilters, DontShowInstanceSet },
        { SearchWord: "a100", TagFilters: [{ TagKey: "team", TagValues: ["vision"] }], DontShowInstanceSet: true },
      );
    });

    it("show one with its machines", async () => {
      const machine = {
        InstanceId: "sm-1",
        InstanceStatus: "RUNNING",
        SpecAlias: "64C256G",
        ExpireTime: "",
        TotalResource: { Cpu: 64_000, Memory: 262_144, Gpu: 800, GpuType: "A100" },
        UsedResource: { Cpu: 24_000, Memory: 98_304, Gpu: 300 },
      };
      const { lookups } = await connect(({ body }) =>
        JSON.stringify(body["Filters"]).includes("rsg-abcd1234")
          ? { ResourceGroupSet: [{ ...group, InstanceSet: [machine] }], TotalCount: 1 }
          : { ResourceGroupSet: [], TotalCount: 0 },
      );
      assert.deepEqual(await lookups.getResourceGroup({ resourceGroupId: "rsg-abcd1234" }), {
        ...summed,
        status: "ready",
        nodesFree: 0,
        nodes: [
          {
            node: "sm-1",
            platformStatus: "RUNNING",
            isUsable: true,
            cores: { total: 64, free: 40 },
            memoryGiB: { total: 256, free: 160 },
            gpus: [{ type: "A100", total: 8, free: 5 }],
            description: "64C256G",
          },
        ],
      });
      await assert.rejects(lookups.getResourceGroup({ resourceGroupId: "rsg-9" }), {
        kind: "notFound",
        message: "there is no resource group rsg-9 in ap-guangzhou",
      });
    });

    it("show what runs on a machine", async () => {
      const { lookups } = await connect(() => ({
        ResourceInstanceRunningJobInfos: [{ PodName: "p-0", TaskType: "TRAIN", TaskId: "train-1", TaskName: "sft" }],
      }));
      assert.deepEqual(await lookups.getNodeWorkloads({ resourceGroupId: "rsg-1", node: "sm-1" }), [
        { pod: "p-0", type: "TRAIN", jobId: "train-1", name: "sft" },
      ]);
    });
  });

  describe("of training tasks", () => {
    const told = {
      FrameworkName: "PYTORCH",
      ChargeType: "PREPAID",
      ResourceGroupId: "rsg-1",
      RuntimeInSeconds: 60,
      ResourceConfigInfos: [{ Role: "WORKER", Cpu: 500, Memory: 1536, Gpu: 50, GpuType: "A100", InstanceNum: 2 }],
      Tags: [
        { TagKey: "team", TagValue: "vision" },
        { TagKey: "pulumi-stack", TagValue: "ddddeeee" },
      ],
    };
    const read = {
      jobId: "train-1",
      name: "train-1",
      status: "running",
      platformStatus: "RUNNING",
      createdAt: "2026-09-01T02:00:00Z",
      outputPaths: [],
      consoleUrl: "https://console.cloud.tencent.com/tione/v2/job/detail/train-1?regionId=1&workspaceId=0",
      frameworkName: "PYTORCH",
      chargeType: "PREPAID",
      groupId: "rsg-1",
      runSeconds: 60,
      machines: [{ role: "WORKER", instances: 2, cores: 0.5, memoryGiB: 1.5, gpus: 0.5, gpuType: "A100" }],
      tags: { team: "vision" },
    };

    it("select by everything at once and show tasks in our words", async () => {
      const { stub, lookups } = await connect(() =>
        tasks(task("train-1", told), task("train-2", { FrameworkName: "SPARK" })),
      );
      const found = await lookups.getTrainingJobs({
        jobIds: ["train-1", "train-2"],
        statuses: ["queued", "running"],
        resourceGroupId: "rsg-1",
        chargeType: "PREPAID",
        frameworkName: "PYTORCH",
        tags: { team: "vision" },
        order: "oldest",
      });
      assert.deepEqual(found, [read]);
      assert.deepEqual(stub.received[0]?.body, {
        Filters: [
          { Name: "Id", Values: ["train-1", "train-2"] },
          { Name: "Status", Values: ["SUBMITTING", "PENDING", "RUNNING"] },
          { Name: "ResourceGroupId", Values: ["rsg-1"] },
          { Name: "ChargeType", Values: ["PREPAID"] },
        ],
        TagFilters: [{ TagKey: "team", TagValues: ["vision"] }],
        Offset: 0,
        Limit: 50,
        Order: "ASC",
        OrderField: "CreateTime",
      });
    });

    it("read all pages, newest first, or stop when there are enough", async () => {
      const all = Array.from({ length: 120 }, (_, index) => task(`train-${index}`));
      const { stub, lookups } = await connect(({ body }) => {
        const offset = Number(body["Offset"]);
        return { TrainingTaskSet: all.slice(offset, offset + 50), TotalCount: 120 };
      });
      assert.equal((await lookups.getTrainingJobs({})).length, 120);
      assert.deepEqual([stub.received.length, stub.received[0]?.body["Order"]], [3, "DESC"]);
      assert.equal((await lookups.getTrainingJobs({ limit: 60 })).length, 60);
      assert.equal(stub.received.length, 5);
    });

    it("show one with its spec, without the password of a registry", async () => {
      const ImageInfo = { ImageType: "CUSTOM", ImageUrl: "r/i:1", ImageSecret: { Username: "u", Password: "secret" } };
      const { lookups } = await connect(() => ({
        TrainingTaskDetail: task("train-1", { ...told, FrameworkName: null, ImageInfo, LatestInstanceId: "train-1-x" }),
      }));
      const found = await lookups.getTrainingJob({ jobId: "train-1" });
      assert.equal(found.latestRunId, "train-1-x");
      assert.deepEqual(found.spec.imageInfo, { imageType: "CUSTOM", imageUrl: "r/i:1" });
      assert.ok(!JSON.stringify(found).includes("secret"));
    });

    it("show pods", async () => {
      const { lookups } = await connect(() => ({
        PodInfoList: [{ Name: "p-0", Status: "SUCCEEDED", IP: null, StartTime: "2026-09-01 10:00:00", EndTime: null }],
      }));
      assert.deepEqual(await lookups.getPods({ jobId: "train-1" }), [
        { pod: "p-0", platformStatus: "SUCCEEDED", startedAt: "2026-09-01T02:00:00Z" },
      ]);
    });
  });

  describe("of logs and events", () => {
    const ended = { LatestInstanceId: "train-1-x", EndTime: "2026-09-01T11:00:00+08" };

    it("show the last run's lines page by page, with their indentation and without control characters", async () => {
      const { stub, lookups } = await connect(({ action, body }) => {
        if (action === "DescribeTrainingTask") return { TrainingTaskDetail: task("train-1", ended) };
        const Content = [{ Message: "    raise\u001b[31m\n", PodName: "p-0", Timestamp: "2026-09-01T02:00:00.1Z" }];
        return { Content, Context: body["Context"] ? "" : "cursor-2" };
      });
      const args = { jobId: "train-1", order: "oldest", keyword: "raise", stream: "stderr", limit: 10 } as const;
      const page = await lookups.getLogs(args);
      assert.deepEqual(page, {
        lines: [{ at: "2026-09-01T02:00:00.1Z", pod: "p-0", message: "    raise^[[31m" }],
        isCut: false,
        next: "cursor-2",
      });
      assert.deepEqual(stub.received[1]?.body, {
        Service: "TRAIN",
        ServiceId: "train-1-x",
        StartTime: "2026-09-01T02:00:00Z",
        EndTime: "2026-09-01T03:01:00Z",
        LogStream: "stderr",
        Limit: 10,
        Order: "ASC",
        Filters: [{ Name: "Key", Values: ["raise"] }],
      });
      assert.equal((await lookups.getLogs({ ...args, next: "cursor-2" })).next, undefined);
      assert.equal(stub.received[3]?.body["Context"], "cursor-2");
    });

    it("take pods by name without asking for the job", async () => {
      const { stub, lookups } = await connect(() => ({ Content: null, Context: null }));
      assert.deepEqual(await lookups.getLogs({ pod: "train-1-x-worker-*" }), { lines: [], isCut: false });
      assert.deepEqual(stub.received[0]?.body, {
        Service: "TRAIN",
        PodName: "train-1-x-worker-*",
        Limit: 100,
        Order: "DESC",
      });
    });

    it("are empty for a job that has not run", async () => {
      const { stub, lookups } = await connect(() => ({ TrainingTaskDetail: task("train-1") }));
      assert.deepEqual(await lookups.getLogs({ jobId: "train-1" }), { lines: [], isCut: false });
      assert.deepEqual(await lookups.getEvents({ jobId: "train-1" }), []);
      assert.deepEqual(new Set(stub.received.map(({ action }) => action)), new Set(["DescribeTrainingTask"]));
    });

    it("show what the platform did", async () => {
      const { stub, lookups } = await connect(({ action }) => {
        if (action === "DescribeTrainingTask") return { TrainingTaskDetail: task("train-1", ended) };
        const event = {
          Id: "e-1",
          Message: "pulled",
          Type: "Normal",
          ResourceKind: "Pod",
          ResourceName: "p-0",
          Count: 2,
        };
        return { Events: [{ ...event, FirstTimestamp: "2026-09-01T02:00:00Z", LastTimestamp: null }], TotalCount: 1 };
      });
      assert.deepEqual(await lookups.getEvents({ jobId: "train-1", type: "Normal" }), [
        {
          at: "2026-09-01T02:00:00Z",
          firstAt: "2026-09-01T02:00:00Z",
          message: "pulled",
          type: "Normal",
          source: "Pod p-0",
          count: 2,
        },
      ]);
      assert.deepEqual(stub.received[1]?.body["Filters"], [{ Name: "Type", Values: ["Normal"] }]);
    });

    for (const [args, says] of [
      [{}, /^jobId.* is needed, or else pod/],
      [{ jobId: "train-1", pod: "p" }, /^jobId.* is given beside pod/],
      [{ jobId: "train-1", from: "yesterday" }, /from.* is "yesterday"; write a time as 2026-01-31T08:00:00Z/],
      [{ jobId: "train-1", limit: 1001 }, /limit.* is 1001; TI-ONE takes whole lines, 1 to 1000/],
      [{ jobId: "train-1", order: "DESC" }, /order.* is "DESC"; TI-ONE knows newest, oldest/],
    ] as const) {
      it(`refuse ${JSON.stringify(args)} before any request`, () => {
        assert.match(findProblems(args, tioneLookupArgs.getLogs)[0] ?? "", says);
      });
    }
  });

  describe("of metrics", () => {
    it("show curves and newest numbers", async () => {
      const { lookups } = await connect(({ action }) =>
        action === "DescribeTrainingMetrics"
          ? {
              Data: [
                {
                  MetricName: "loss",
                  Metrics: [{ XType: "STEP", Points: [{ XValue: 1, YValue: 0.5 }, { XValue: 2 }] }],
                },
              ],
            }
          : { Metrics: [{ MetricName: "loss", Values: [{ Timestamp: 1_700_000_000, Value: 0.5 }], Steps: null }] },
      );
      assert.deepEqual(await lookups.getTrainingMetrics({ jobId: "train-1" }), [
        { name: "loss", series: [{ xType: "STEP", points: [{ x: 1, y: 0.5 }] }] },
      ]);
      assert.deepEqual(await lookups.getLatestTrainingMetrics({ jobId: "train-1" }), [
        {
          name: "loss",
          values: [{ at: "2023-11-14T22:13:20Z", value: 0.5 }],
          epochs: [],
          steps: [],
          totalSteps: [],
        },
      ]);
    });

    it("are told ten values at a time, in one request", async () => {
      const { stub, lookups } = await connect(() => ({}));
      const values = Object.fromEntries(Array.from({ length: 12 }, (_, index) => [`m${index}`, index]));
      await lookups.pushTrainingMetrics({
        data: [
          { jobId: "train-1", at: "2023-11-14T22:13:20Z", values, epoch: 3, step: 66, totalSteps: 1000 },
          { jobId: "train-2", values: { loss: 0.5 } },
        ],
      });
      assert.equal(stub.received.length, 1);
      const data = stub.received[0]?.body["Data"] as { Points: unknown[] }[]; // what our client sends
      assert.deepEqual(
        data.map(({ Points, ...rest }) => ({ ...rest, points: Points.length })),
        [
          { TaskId: "train-1", Timestamp: 1_700_000_000, Epoch: 3, Step: 66, TotalSteps: 1000, points: 10 },
          { TaskId: "train-1", Timestamp: 1_700_000_000, Epoch: 3, Step: 66, TotalSteps: 1000, points: 2 },
          { TaskId: "train-2", Timestamp: Math.floor(stub.clock.wall() / 1000), points: 1 },
        ],
      );
    });

    it("are sent once only when the answer is lost", async () => {
      const { stub, lookups } = await connect(() => ({ status: 502, text: "" }));
      await assert.rejects(lookups.pushTrainingMetrics({ data: [{ jobId: "train-1", values: { loss: 1 } }] }));
      assert.equal(stub.received.length, 1);
    });
  });

  describe("of models", () => {
    const version = {
      TrainingModelVersionId: "mv-v1-1",
      TrainingModelId: "m-1",
      TrainingModelName: "resnet",
      TrainingModelVersion: "v1",
      TrainingModelStatus: "STATUS_SUCCESS",
      TrainingModelSource: "COS",
      AlgorithmFramework: "PYTORCH",
      TrainingModelFormat: "TORCH_SCRIPT",
      VersionType: "NORMAL",
    };
    const read = {
      versionId: "mv-v1-1",
      modelId: "m-1",
      modelName: "resnet",
      version: "v1",
      status: "ready",
      platformStatus: "STATUS_SUCCESS",
      source: "COS",
      framework: "PYTORCH",
      format: "TORCH_SCRIPT",
      versionType: "NORMAL",
    };

    it("show models with their versions", async () => {
      const model = { TrainingModelId: "m-1", TrainingModelName: "resnet", CreateTime: "2022-11-17 20:09:16" };
      const { stub, lookups } = await connect(() => ({
        TrainingModels: [{ ...model, TrainingModelVersions: [version] }],
        TotalCount: 1,
      }));
      assert.deepEqual(await lookups.getModels({ search: "res" }), [
        { modelId: "m-1", modelName: "resnet", tags: {}, createdAt: "2022-11-17T12:09:16Z", versions: [read] },
      ]);
      assert.deepEqual(stub.received[0]?.body["Filters"], [{ Name: "keyword", Values: ["res"] }]);
    });

    it("show versions by what they must be, and one by its id", async () => {
      const { stub, lookups } = await connect(({ action }) =>
        action === "DescribeTrainingModelVersions"
          ? { TrainingModelVersions: [version] }
          : { TrainingModelVersion: version },
      );
      const filters = { versionTypes: ["NORMAL"], formats: ["PYTORCH", "TORCH_SCRIPT"] };
      assert.deepEqual(await lookups.getModelVersions({ modelId: "m-1", filters }), [read]);
      assert.deepEqual(stub.received[0]?.body, {
        TrainingModelId: "m-1",
        Filters: [
          { Name: "ModelVersionType", Values: ["NORMAL"] },
          { Name: "ModelFormat", Values: ["PYTORCH", "TORCH_SCRIPT"] },
        ],
      });
      assert.deepEqual(await lookups.getModelVersion({ versionId: "mv-v1-1" }), read);
    });
  });
});
