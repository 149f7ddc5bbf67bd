import assert from "node:assert/strict";
import { TioneTester } from "./tione-client";

interface Image {
  readonly ImageName: string;
  readonly Framework: string;
  readonly ImageRange: readonly string[];
  readonly ExtraAttributes: readonly object[];
}

describe("What TI-ONE offers and reports, in the emulator", () => {
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  const codeOf = async (action: string, members: object) => (await tester.call(action, members)).code;
  // The casts: the shapes are what the tests look at.
  const listed = async <T>(action: string, member: string, members: object = {}) =>
    (await tester.call(action, members))[member] as T[];

  describe("images", () => {
    const images = (members: object) => listed<Image>("DescribePlatformImages", "PlatformImageInfos", members);
    const range = (name: string) => ({ Name: "ImageRange", Values: [name] });

    it("for training say which modes they are for", async () => {
      const name = { Name: "ImageName", Values: ["torch1.9-py3.8-cuda11.1-gpu"] };
      const [image] = await images({ Filters: [range("Train"), name] });
      assert.equal(image?.Framework, "PYTORCH");
      const modes = { Type: "List", Key: "TrainingModes", Value: "", Values: ["DDP", "MPI", "HOROVOD"] };
      assert.deepEqual(image.ExtraAttributes, [modes]);
    });

    it("are listed by purpose, part of a name and page", async () => {
      const total = async (members: object) => (await tester.call("DescribePlatformImages", members))["TotalCount"];
      assert.equal(await total({ Filters: [range("Inference")] }), 9);
      assert.equal(await total({ Filters: [range("Train")], Limit: 1 }), 12);
      assert.equal((await images({ Filters: [range("Train")], Offset: 10, Limit: 5 })).length, 2);
      assert.equal(await total({ Filters: [{ Name: "ImageName", Values: ["tilearn"], Fuzzy: true }] }), 1);
      assert.equal(await codeOf("DescribePlatformImages", { Filters: [{ Name: "Framework" }] }), "InvalidParameter");
    });

    it("of a framework task are the platform's own", async () => {
      const environment = "torch1.9-py3.8-cuda11.1-gpu";
      const id = await tester.create("framework", {
        ImageInfo: undefined,
        FrameworkName: "PYTORCH",
        FrameworkEnvironment: environment,
      });
      const [image] = await images({ Filters: [{ Name: "ImageName", Values: [environment] }] });
      const { ImageUrl } = (await tester.detail(id))["ImageInfo"] as { ImageUrl: string };
      assert.equal((image as { ImageUrl?: string } | undefined)?.ImageUrl, ImageUrl);
    });

    it("for notebooks are the built-in ones", async () => {
      const filter = { Name: "ImageName", Values: ["notebook-tf2.4-py3.8-cpu"], Negative: true };
      const found = await listed<{ ImageType: string; ImageName: string }>("DescribeBuildInImages", "BuildInImageInfos", { ImageFilters: [filter] }); // prettier-ignore
      assert.deepEqual(
        found.map(({ ImageType, ImageName }) => [ImageType, ImageName]),
        [["SYSTEM", "notebook-torch1.9-py3.8-cuda11.1-gpu"]],
      );
    });

    it("that are preset are ordered by several fields", async () => {
      const found = await listed<{ Framework: string; PythonVersion: string }>(
        "DescribePresetImageList",
        "PresetImageList",
        {
          Filters: [{ Name: "ApplicableModule", Values: ["Train"] }],
          OrderField: ["Framework", "ImageName"],
          Order: ["DESC", "ASC"],
          Limit: 2,
        },
      );
      assert.deepEqual(
        found.map(({ Framework, PythonVersion }) => [Framework, PythonVersion]),
        [
          ["TENSORFLOW", "3.8"],
          ["TENSORFLOW", "3.7"],
        ],
      );
      assert.equal(await codeOf("DescribePresetImageList", { Order: "DESC" }), "InvalidParameter");
    });
  });

  it("groups the images to serve with by framework and version", async () => {
    interface Template {
      readonly Framework: string;
      readonly Groups: readonly string[];
      readonly InferTemplates: readonly { readonly InferTemplateId: string }[];
    }
    const found = await listed<Template>("DescribeInferTemplates", "FrameworkTemplates");
    assert.equal(found.length, 6);
    assert.deepEqual(found[0]?.Groups, ["TENSORFLOW", "LIGHT"]);
    assert.deepEqual(
      found[0].InferTemplates.map((template) => template.InferTemplateId),
      ["tf2.4-py38-cpu", "tf2.4-py38-gpu"],
    );
  });

  it("lists the frameworks as long as removed actions answer", async () => {
    interface Info {
      readonly Name: string;
      readonly VersionInfos: readonly { readonly Environment: string; readonly TrainingModes: readonly string[] }[];
    }
    const found = await listed<Info>("DescribeTrainingFrameworks", "FrameworkInfos");
    assert.deepEqual(
      found.map(({ Name, VersionInfos }) => [Name, VersionInfos.length]),
      [
        ["TENSORFLOW", 6],
        ["PYTORCH", 3],
        ["SPARK", 1],
        ["PYSPARK", 1],
      ],
    );
    const spark = found.find(({ Name }) => Name === "PYSPARK");
    assert.deepEqual(spark?.VersionInfos[0]?.TrainingModes, ["SPARK"]);
    await tester.ordered("switches", { removedActions: false });
    for (const action of ["DescribeTrainingFrameworks", "DescribeTrainingMetrics", "DescribeLatestTrainingMetrics"]) {
      assert.equal(await codeOf(action, { TaskId: "train-1" }), "InvalidAction");
    }
  });

  describe("metrics", () => {
    const push = (...Data: object[]) => codeOf("PushTrainingMetrics", { Data });

    it("come back over every axis that they were given, in order of time", async () => {
      const TaskId = await tester.create("resnet");
      const point = (Timestamp: number, Step: number, Value: number) => ({
        TaskId,
        Timestamp,
        Step,
        Points: [{ Name: "loss", Value }],
      });
      assert.equal(await push(point(20, 2, 0.5), point(10, 1, 0.9)), undefined);
      assert.equal(await push({ ...point(30, 3, 0.25), Epoch: 1, TotalSteps: 100 }), undefined);
      const { Data } = await tester.call("DescribeTrainingMetrics", { TaskId });
      const at = (XValue: number, YValue: number) => ({ XValue, YValue });
      assert.deepEqual(Data, [
        {
          MetricName: "loss",
          Metrics: [
            { XType: "TIMESTAMP", Points: [at(10, 0.9), at(20, 0.5), at(30, 0.25)] },
            { XType: "EPOCH", Points: [at(1, 0.25)] },
            { XType: "STEP", Points: [at(1, 0.9), at(2, 0.5), at(3, 0.25)] },
          ],
        },
      ]);
      const latest = await tester.call("DescribeLatestTrainingMetrics", { TaskId });
      const value = (Value: number) => [{ Timestamp: 30, Value }];
      assert.deepEqual(latest["Metrics"], [
        { MetricName: "loss", Values: value(0.25), Epochs: value(1), Steps: value(3), TotalSteps: value(100) },
      ]);
    });

    it("are refused for an unknown task, all of a request together, and above ten points", async () => {
      const TaskId = await tester.create("resnet");
      const Points = [{ Name: "loss", Value: 1 }];
      assert.equal(await push({ TaskId, Points }, { TaskId: "train-1", Points }), "ResourceNotFound");
      assert.equal(await push({ TaskId, Points: Array(11).fill(Points[0]) }), "InvalidParameterValue");
      assert.equal(await push({ TaskId, Points: [{ Name: "loss", Value: "1" }] }), "InvalidParameter");
      assert.deepEqual((await tester.call("DescribeTrainingMetrics", { TaskId }))["Data"], []);
      assert.equal(await codeOf("DescribeTrainingMetrics", { TaskId: "train-1" }), "ResourceNotFound");
    });
  });

  describe("logs", () => {
    interface Line {
      readonly Id: string;
      readonly Message: string;
      readonly PodName: string;
    }
    const logs = async (members: object) => {
      const { Content, Context, code } = await tester.call("DescribeLogs", { Service: "TRAIN", ...members });
      return { lines: (Content ?? []) as Line[], Context: String(Context), code };
    };
    const failed = async () => {
      await tester.ordered("scenario", { match: { name: "bad" }, outcome: "fail" });
      const id = await tester.create("bad");
      await tester.advance(120_000);
      return { id, run: String((await tester.detail(id))["LatestInstanceId"]) };
    };

    it("are found by run, by pod and by the start of its name", async () => {
      const { id, run } = await failed();
      const { lines } = await logs({ ServiceId: run });
      assert.ok(lines.length > 5);
      assert.deepEqual((await logs({ PodName: `${id}*` })).lines, lines);
      const worker = lines.filter((line) => line.PodName === `${run}-worker-1`);
      assert.equal(worker.length, 1);
      assert.deepEqual((await logs({ PodName: `${run}-worker-*` })).lines, worker);
      const master = await logs({ ServiceId: run, PodName: `${run}-master-0` });
      assert.equal(master.lines.length, lines.length - 1);
      assert.deepEqual((await logs({ ServiceId: run, PodName: "other*" })).lines, []);
      assert.equal(new Set(lines.map((line) => line.Id)).size, lines.length);
    });

    it("of one stream, or with every keyword, are found", async () => {
      const { run } = await failed();
      const errors = await logs({ ServiceId: run, LogStream: "stderr" });
      assert.deepEqual(
        errors.lines.map((line) => line.Message.split(" ")[0]),
        ["the", "Traceback"],
      );
      const key = (...Values: string[]) => ({ ServiceId: run, Filters: [{ Name: "Key", Values }] });
      assert.equal((await logs(key("CUDA", "memory"))).lines.length, 1);
      assert.equal((await logs(key("CUDA", "step"))).lines.length, 0);
      const other = await logs({ ServiceId: run, Filters: [{ Name: "Level", Values: ["error"] }] });
      assert.equal(other.code, "InvalidParameter");
    });

    it("are read page by page until the context is empty, at most 1000 lines a page", async () => {
      const { run } = await failed();
      const query = { ServiceId: run, Order: "ASC", Limit: 3 };
      const read: string[] = [];
      let context = "";
      do {
        const page = await logs({ ...query, Context: context });
        read.push(...page.lines.map((line) => line.Id));
        context = page.Context;
      } while (context !== "");
      const { lines } = await logs({ ...query, Limit: 1_000 });
      assert.deepEqual(
        read,
        lines.map((line) => line.Id),
      );
      assert.equal((await logs({ ...query, Limit: 1_001 })).code, "InvalidParameterValue");
    });

    it("go back an hour unless told otherwise", async () => {
      const { run } = await failed();
      await tester.advance(7_200_000);
      assert.deepEqual((await logs({ ServiceId: run })).lines, []);
      assert.notDeepEqual((await logs({ ServiceId: run, StartTime: "2020-01-01T00:00:00Z" })).lines, []);
    });
  });

  it("tells a run's events by type, and refuses filters that there are not", async () => {
    const id = await tester.create("resnet");
    await tester.advance(60_000);
    const ServiceId = (await tester.detail(id))["LatestInstanceId"];
    const events = async (...Filters: object[]) => {
      const found = await listed<{ Message: string }>("DescribeEvents", "Events", { Service: "TRAIN", ServiceId, Filters }); // prettier-ignore
      return found.map(({ Message }) => Message.split(" ")[0]);
    };
    assert.deepEqual(await events(), ["started", "pulling", "0"]);
    assert.deepEqual(await events({ Name: "Type", Values: ["Warning"] }), ["0"]);
    assert.deepEqual(await events({ Name: "ResourceKind", Values: ["Deployment"] }), []);
    const unknown = { Service: "TRAIN", ServiceId, Filters: [{ Name: "Reason", Values: ["x"] }] };
    assert.equal(await codeOf("DescribeEvents", unknown), "InvalidParameter");
  });

  it("gives a pod's address, and none for a pod that there is not", async () => {
    const id = await tester.create("resnet");
    await tester.advance(60_000);
    const PodName = `${String((await tester.detail(id))["LatestInstanceId"])}-worker-1`;
    const { PodUrl } = await tester.call("DescribeTrainingTaskPodUrl", { PodName });
    assert.equal(PodUrl, `${PodName}.ap-guangzhou.tencent.com`);
    assert.equal(await codeOf("DescribeTrainingTaskPodUrl", { PodName: "x" }), "ResourceNotFound");
  });
});
