import assert from "node:assert/strict";
import { checkSignature } from "../../src/platforms/tione/emulator/signature";
import { goodTask, TioneTester, type CallOptions } from "./tione-client";

const worker = goodTask.ResourceConfigInfos[0];
const group = { ChargeType: "PREPAID", ResourceGroupId: "rsg-1" };
const slice = { Role: "WORKER", Cpu: 32_000, Memory: 262_144, Gpu: 800, GpuType: "A100", InstanceNum: 1 };
const cos = { Bucket: "b-1250000000", Region: "ap-guangzhou", Paths: ["in/"] };

describe("TI-ONE in the emulator", () => {
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  describe("a task", () => {
    it("goes through its states as time passes, each at its time", async () => {
      const id = await tester.create("resnet");
      const seen = [await tester.state(id)];
      for (const ms of [2_000, 8_000, 20_000, 600_000]) {
        await tester.advance(ms);
        seen.push(await tester.state(id));
      }
      assert.deepEqual(seen, ["SUBMITTING", "PENDING", "STARTING", "RUNNING", "SUCCEED"]);
      const { RuntimeInSeconds, StartTime, EndTime } = await tester.detail(id);
      assert.equal(RuntimeInSeconds, 600);
      assert.notEqual(StartTime, EndTime);
    });

    it("refuses a stop while it is being submitted, and again once it is over", async () => {
      const id = await tester.create("resnet");
      const codes = [(await tester.call("StopTrainingTask", { Id: id })).code];
      await tester.advance(10_000);
      codes.push((await tester.call("StopTrainingTask", { Id: id })).code);
      codes.push((await tester.call("DeleteTrainingTask", { Id: id })).code);
      await tester.advance(5_000);
      codes.push((await tester.call("StopTrainingTask", { Id: id })).code);
      const unsubmitted = "InternalError.UnSubmittedStatusNotAllowStop";
      assert.deepEqual(codes, [unsubmitted, undefined, "InternalError.NotAllow", "InternalError.NotAllow"]);
    });

    it("is started again in place: same id, another run", async () => {
      const id = await tester.create("resnet");
      const before = (await tester.detail(id))["LatestInstanceId"];
      await tester.advance(3_600_000);
      assert.equal((await tester.call("StartTrainingTask", { Id: id })).code, undefined);
      const after = await tester.detail(id);
      assert.equal(after["Status"], "SUBMITTING");
      assert.notEqual(after["LatestInstanceId"], before);
      const first = await tester.call("DescribeTrainingTask", { Id: id, InstanceId: before });
      assert.equal((first["TrainingTaskDetail"] as { Status: string }).Status, "SUCCEED"); // the shape is ours
    });

    it("is known only in its region and workspace", async () => {
      const id = await tester.create("resnet", { TiProjectId: "7" });
      const codes = await Promise.all([
        tester.call("DescribeTrainingTask", { Id: id }),
        tester.call("DescribeTrainingTask", { Id: id, TiProjectId: "7" }, { region: "ap-shanghai" }),
        tester.call("DescribeTrainingTask", { Id: id, TiProjectId: "7" }),
      ]);
      assert.deepEqual(
        codes.map(({ code }) => code),
        ["ResourceNotFound", "ResourceNotFound", undefined],
      );
    });

    it("gives back commands decoded, and neither private values nor image secrets", async () => {
      const commands = { StartCmd: null, PsStartCmd: null, WorkerStartCmd: "bash run.sh" };
      const id = await tester.create("resnet", {
        EncodedStartCmdInfo: { StartCmdInfo: Buffer.from(JSON.stringify(commands)).toString("base64") },
        ImageInfo: { ...goodTask.ImageInfo, ImageType: "CUSTOM", ImageSecret: { Username: "u", Password: "aHVzaA==" } },
        Envs: [{ Name: "KEY", Value: "hush-hush", IsPrivate: true }],
      });
      const list = await tester.call("DescribeTrainingTasks");
      const detail = await tester.detail(id);
      assert.deepEqual(detail["StartCmdInfo"], { StartCmd: "", PsStartCmd: "", WorkerStartCmd: "bash run.sh" });
      assert.equal("Envs" in detail, false);
      assert.doesNotMatch(JSON.stringify([detail, list]), /hush-hush|aHVzaA/);
    });

    it("changes its log delivery in place, unless the action is switched off", async () => {
      const id = await tester.create("resnet");
      const change = { TaskId: id, LogEnable: true, LogConfig: { LogsetId: "l", TopicId: "t" } };
      assert.equal((await tester.call("EnableTrainingTaskClsConfig", change)).code, undefined);
      assert.deepEqual((await tester.detail(id))["LogConfig"], change.LogConfig);
      await tester.ordered("switches", { clsUpdate: false });
      assert.equal((await tester.call("EnableTrainingTaskClsConfig", change)).code, "InvalidAction");
    });

    it("has pods named after its run, and a failed one ends its log with the reason", async () => {
      await tester.ordered("scenario", { match: { name: "res*" }, outcome: "fail" });
      const id = await tester.create("resnet");
      await tester.advance(120_000);
      const { LatestInstanceId, FailureReason } = await tester.detail(id);
      const pods = await tester.call("DescribeTrainingTaskPods", { Id: id });
      assert.deepEqual(pods["PodNames"], [
        `${String(LatestInstanceId)}-master-0`,
        `${String(LatestInstanceId)}-worker-1`,
      ]);
      const query = { Service: "TRAIN", ServiceId: LatestInstanceId, Limit: 3 };
      const logs = await tester.call("DescribeLogs", query);
      const [last, , third] = logs["Content"] as { Message: string }[]; // the shape is ours
      assert.equal(last?.Message, FailureReason);
      const next = await tester.call("DescribeLogs", { ...query, Context: logs["Context"] });
      assert.notDeepEqual((next["Content"] as unknown[])[0], third);
    });
  });

  describe("names", () => {
    it("are unique until the task is deleted, with a word of its own while the first is being created", async () => {
      const id = await tester.create("resnet");
      const codes = [(await tester.call("CreateTrainingTask", goodTask)).code];
      await tester.advance(3_600_000);
      codes.push((await tester.call("CreateTrainingTask", goodTask)).code);
      codes.push((await tester.call("CreateTrainingTask", { ...goodTask, TiProjectId: "7" })).code);
      await tester.call("DeleteTrainingTask", { Id: id });
      codes.push((await tester.call("CreateTrainingTask", goodTask)).code);
      const [creating, taken] = ["FailedOperation.DuplicateNameTaskIsCreating", "InvalidParameterValue.DuplicateName"];
      assert.deepEqual(codes, [creating, taken, undefined, undefined]);
    });

    it("may repeat when the switch is off", async () => {
      await tester.ordered("switches", { uniqueNames: false });
      assert.notEqual(await tester.create("resnet"), await tester.create("resnet"));
    });
  });

  describe("the list", () => {
    it("does not show a new task during the lag, nor does describe", async () => {
      await tester.ordered("switches", { listLagMs: 5_000 });
      const id = await tester.create("resnet");
      assert.equal((await tester.call("DescribeTrainingTasks"))["TotalCount"], 0);
      assert.equal((await tester.call("DescribeTrainingTask", { Id: id })).code, "ResourceNotFound");
      assert.match((await tester.call("CreateTrainingTask", goodTask)).code ?? "", /DuplicateName/);
      await tester.advance(5_000);
      assert.equal((await tester.call("DescribeTrainingTasks"))["TotalCount"], 1);
    });

    it("lags as all reads do: stop, tags and delete know a task that nothing shows", async () => {
      await tester.ordered("switches", { listLagMs: 60_000 });
      const id = await tester.create("resnet", { Tags: [{ TagKey: "team", TagValue: "a" }] });
      await tester.advance(20_000);
      const shown = async () => {
        const { code: ofPods } = await tester.call("DescribeTrainingTaskPods", { Id: id });
        const { code: ofMetrics } = await tester.call("DescribeLatestTrainingMetrics", { TaskId: id });
        const logs = await tester.call("DescribeLogs", { Service: "TRAIN" });
        const tagged = await tester.call("GetResources", {}, { version: "2018-08-13" });
        return [ofPods, ofMetrics, logs["Content"], tagged["ResourceTagMappingList"]];
      };
      assert.deepEqual(await shown(), ["ResourceNotFound", "ResourceNotFound", [], []]);
      const ResourceList = [`qcs::tione:ap-guangzhou:uin/:trainingtask/${id}`];
      const tags = { ResourceList, Tags: [{ TagKey: "team", TagValue: "b" }] };
      assert.deepEqual((await tester.call("TagResources", tags, { version: "2018-08-13" }))["FailedResources"], []);
      assert.equal((await tester.call("StopTrainingTask", { Id: id })).code, undefined);
      await tester.advance(10_000);
      assert.equal((await tester.call("DescribeTrainingTask", { Id: id })).code, "ResourceNotFound");
      assert.equal((await tester.call("DeleteTrainingTask", { Id: id })).code, undefined);
      assert.deepEqual(await tester.shown("jobs"), []);
    });

    const filters: readonly (readonly [title: string, query: object, names: readonly string[]])[] = [
      ["by exact name", { Filters: [{ Name: "Name", Values: ["job"] }] }, ["job"]],
      ["by part of a name", { Filters: [{ Name: "Name", Values: ["job"], Fuzzy: true }] }, ["job", "job-2"]],
      ["by what a name is not", { Filters: [{ Name: "Name", Values: ["job"], Negative: true }] }, ["job-2", "other"]],
      ["by several names", { Filters: [{ Name: "Name", Values: ["job", "other"] }] }, ["job", "other"]],
      [
        "by all filters at once",
        {
          Filters: [
            { Name: "Status", Values: ["PENDING"] },
            { Name: "Name", Values: ["x"] },
          ],
        },
        [],
      ],
      ["by creator and charge type", { Filters: [{ Name: "Creator", Values: ["100000000002"] }, { Name: "ChargeType", Values: ["PREPAID"] }] }, []], // prettier-ignore
      ["by group, here none", { Filters: [{ Name: "ResourceGroupId", Values: [""] }] }, ["job", "job-2", "other"]],
      ["by billing status", { Filters: [{ Name: "CHARGE_STATUS", Values: ["NOT_BILLING"] }] }, ["job", "job-2", "other"]], // prettier-ignore
      ["by tag and value", { TagFilters: [{ TagKey: "team", TagValues: ["a"] }] }, ["other"]],
      ["by tag alone", { TagFilters: [{ TagKey: "team" }] }, ["job-2", "other"]],
      ["newest first", { Order: "DESC" }, ["other", "job-2", "job"]],
      ["by page", { Offset: 1, Limit: 1 }, ["job-2"]],
    ];
    for (const [title, query, names] of filters) {
      it(`selects ${title}`, async () => {
        await tester.create("job");
        await tester.create("job-2", { Tags: [{ TagKey: "team", TagValue: "b" }] });
        await tester.create("other", { Tags: [{ TagKey: "team", TagValue: "a" }] });
        const reply = await tester.call("DescribeTrainingTasks", { OrderField: "CreateTime", Order: "ASC", ...query });
        assert.deepEqual(
          (reply["TrainingTaskSet"] as { Name: string }[]).map(({ Name }) => Name), // the shape is ours
          names,
        );
      });
    }

    it("refuses what it does not offer", async () => {
      const code = async (query: object) => (await tester.call("DescribeTrainingTasks", query)).code;
      const status = { Name: "Status", Values: ["RUNNING"] };
      assert.equal(await code({ Limit: 51 }), "InvalidParameterValue.PageLimitExceeded");
      assert.equal(await code({ Filters: [{ Name: "TaskStatus", Values: ["Running"] }] }), "InvalidParameter");
      assert.match(
        (await code({ Filters: [status, { Name: "CHARGE_STATUS", Values: ["BILLING"] }] })) ?? "",
        /StatusConflict/,
      );
      assert.equal(await code({ Order: "asc" }), "InvalidParameterValue");
    });

    it("says where a task's machines come from, as the vendor's own helper prints it", async () => {
      const cards = { Role: "WORKER", Cpu: 16_000, Memory: 131_072, Gpu: 100, GpuType: "A100" };
      const group = { ChargeType: "PREPAID", ResourceGroupId: "rsg-prod0001", ResourceConfigInfos: [cards] };
      const ids = [await tester.create("bought", group), await tester.create("hourly")];
      await tester.advance(60_000);
      const items = (await tester.call("DescribeTrainingTasks"))["TrainingTaskSet"] as Record<string, unknown>[];
      const told = (id: string) => items.find(({ Id }) => Id === id) ?? {};
      assert.deepEqual(
        ids.map((id) => [told(id)["ResourceGroupSWType"], told(id)["AIMarketTemplateId"], told(id)["Warnings"]]),
        [
          ["NORMAL", "", []],
          ["NONE", "", []],
        ],
      );
      assert.match(String(told(ids[0] ?? "")["StartScheduleTime"]), /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);

      const pods = async (Id?: string) => (await tester.call("DescribeTrainingTaskPods", { Id }))["PodInfoList"] as { NodeId?: string }[]; // prettier-ignore
      const nodes = await Promise.all(ids.map(async (id) => (await pods(id))[0]?.NodeId));
      assert.deepEqual(nodes, ["eins-prod0001-1", ""]);

      await tester.ordered("switches", { unlistedMembers: false });
      const [item] = (await tester.call("DescribeTrainingTasks"))["TrainingTaskSet"] as object[];
      assert.equal("ResourceGroupSWType" in (item ?? {}), false);
      assert.equal("NodeId" in ((await pods(ids[0]))[0] ?? {}), false);
    });

    it("tells waiting tasks their place, as long as unlisted members are given", async () => {
      await tester.ordered("scenario", { match: { name: "*" }, outcome: "never-starts" });
      await tester.create("first");
      await tester.create("second");
      await tester.advance(2_000);
      const query = { Filters: [{ Name: "Name", Values: ["second"] }] };
      const place = async () => ((await tester.call("DescribeTrainingTasks", query))["TrainingTaskSet"] as { WaitingQueueIndex?: number }[])[0]?.WaitingQueueIndex; // prettier-ignore
      assert.equal(await place(), 2);
      await tester.ordered("switches", { unlistedMembers: false });
      assert.equal(await place(), undefined);
    });
  });

  describe("a create request is refused when it", () => {
    const cases: readonly (readonly [title: string, members: object, code: string])[] = [
      ["lacks a required member", { ChargeType: undefined }, "MissingParameter"],
      ["has a member that does not exist", { MaxRunTime: 60 }, "UnknownParameter"],
      ["misspells a nested member", { ResourceConfigInfos: [{ ...worker, Instances: 1 }] }, "UnknownParameter"],
      ["gives text for a number", { ResourceConfigInfos: [{ ...worker, InstanceNum: "2" }] }, "InvalidParameter"],
      ["gives half an instance", { ResourceConfigInfos: [{ ...worker, InstanceNum: 1.5 }] }, "InvalidParameter"],
      ["gives null for a list", { DataConfigs: null }, "InvalidParameter"],
      ["names an unknown charge type", { ChargeType: "SPOT" }, "InvalidParameterValue"],
      ["names an unknown mode", { TrainingMode: "ddp" }, "InvalidParameterValue"],
      ["names an unknown role", { ResourceConfigInfos: [{ ...worker, Role: "CHIEF" }] }, "InvalidParameterValue"],
      ["has a name of 61 characters", { Name: "a".repeat(61) }, "InvalidParameterValue.ParamLengthExceedLimit"],
      ["has a name that begins with a dash", { Name: "-a" }, "InvalidParameterValue.BadName"],
      ["has a name with a blank", { Name: "a b" }, "InvalidParameterValue.BadName"],
      [
        "has a remark of 1025 characters",
        { Remark: "r".repeat(1_025) },
        "InvalidParameterValue.ParamLengthExceedLimit",
      ],
      ["has tuning parameters of 2049", { TuningParameters: "t".repeat(2_049) }, "InvalidParameterValue.ParamLengthExceedLimit"], // prettier-ignore
      ["has eleven data configs", { DataConfigs: Array(11).fill({ DataSourceType: "COS", COSSource: cos }) }, "InvalidParameterValue.DataConfigNumLimitExceeded"], // prettier-ignore
      ["has two sources in one data config", { DataConfigs: [{ COSSource: cos, HostPathSource: {} }] }, "InvalidParameterValue"], // prettier-ignore
      ["has a source of another type", { DataConfigs: [{ DataSourceType: "CFS", COSSource: cos }] }, "InvalidParameterValue"], // prettier-ignore
      ["has two COS paths", { Output: { ...cos, Paths: ["a/", "b/"] } }, "InvalidParameterValue.PathIllegal"],
      ["has no image", { ImageInfo: undefined }, "MissingParameter"],
      ["has an image and a framework", { FrameworkName: "PYTORCH", FrameworkEnvironment: "torch1.9" }, "InvalidParameterValue.ImageIllegal"], // prettier-ignore
      ["delivers logs nowhere", { LogEnable: true }, "InvalidParameterValue.ClsConfigRequired"],
      ["has commands that are not base64", { EncodedStartCmdInfo: { StartCmdInfo: "%" } }, "InvalidParameterValue"],
      ["is prepaid without a group", { ChargeType: "PREPAID" }, "MissingParameter"],
      ["is prepaid and asks for nothing", { ...group, ResourceConfigInfos: [{ Role: "WORKER" }] }, "InvalidParameterValue.ResourceConfigIllegal"], // prettier-ignore
      ["asks for cards of no type", { ...group, ResourceConfigInfos: [{ ...slice, GpuType: "" }] }, "InvalidParameterValue.ResourceConfigIllegal"], // prettier-ignore
      ["is pay-as-you-go without a type", { ResourceConfigInfos: [{ Role: "WORKER" }] }, "MissingParameter"],
      ["names a type that is not sold", { ResourceConfigInfos: [{ Role: "WORKER", InstanceType: "TI.X.POST" }] }, "InvalidParameterValue.ResourceConfigIllegal"], // prettier-ignore
      ["has one role twice", { ResourceConfigInfos: [worker, worker] }, "InvalidParameterValue.ResourceConfigIllegal"],
      ["has a PS role outside PS_WORKER", { ResourceConfigInfos: [worker, { ...worker, Role: "PS" }] }, "InvalidParameterValue.ResourceConfigIllegal"], // prettier-ignore
      ["lets hang for 14401 minutes", { TrainToolConfig: { LogHangTimeoutInMinute: 14_401 } }, "InvalidParameterValue"],
    ];
    for (const [title, members, code] of cases) {
      it(title, async () => {
        const answer = await tester.call("CreateTrainingTask", { ...goodTask, ...members });
        assert.equal(answer.code, code, answer.message);
        assert.equal(answer.httpStatus, 200);
        assert.deepEqual(await tester.shown("jobs"), []);
      });
    }

    it("is not JSON", async () => {
      assert.equal((await tester.call("CreateTrainingTask", "{")).code, "InvalidParameter");
    });

    it("has unlisted members, and these are switched off", async () => {
      await tester.create("with", { SchedulePolicy: { BackOffLimit: 3 } });
      await tester.ordered("switches", { unlistedMembers: false });
      const answer = await tester.call("CreateTrainingTask", { ...goodTask, SchedulePolicy: { BackOffLimit: 3 } });
      assert.equal(answer.code, "UnknownParameter");
    });
  });

  it("accepts what the vendor's own tools send", async () => {
    await tester.create("训练_1-a", {
      ...group,
      ResourceConfigInfos: [{ ...slice, InstanceType: "", InstanceTypeAlias: "" }],
      FrameworkName: "",
      DataSource: "COS",
      DataConfigs: [{ MappingPath: "/in", DataSourceUsage: "USER_DATA", DataSourceType: "COS", COSSource: cos }],
      TuningParameters: "{}",
      LogEnable: false,
    });
  });

  describe("stock", () => {
    it("is taken by live tasks and given back by settled ones", async () => {
      await tester.ordered("switches", { stock: { "TI.GN7.2XLARGE32.POST": 3 } });
      const id = await tester.create("first");
      const second = { ...goodTask, Name: "second" };
      const refused = await tester.call("CreateTrainingTask", second);
      assert.equal(refused.code, "OperationDenied.BillingStatusResourceInsufficient");
      await tester.advance(10_000);
      await tester.call("StopTrainingTask", { Id: id });
      await tester.advance(5_000);
      assert.equal((await tester.call("CreateTrainingTask", second)).code, undefined);
    });

    it("of a resource group counts cards", async () => {
      await tester.ordered("switches", { stock: { "rsg-1": 8 } });
      await tester.create("first", { ...group, ResourceConfigInfos: [slice] });
      const answer = await tester.call("CreateTrainingTask", { ...goodTask, ...group, ResourceConfigInfos: [slice] });
      assert.equal(answer.code, "OperationDenied.ResourceGroupInsufficient");
    });
  });

  it("makes the task although binding its tags fails, when switched so", async () => {
    await tester.ordered("switches", { tagBindingFails: true });
    const answer = await tester.call("CreateTrainingTask", goodTask);
    assert.equal(answer.code, "InternalError.BindingTagsFailed");
    assert.equal((await tester.shown<unknown[]>("jobs")).length, 1);
  });

  describe("a signature", () => {
    const hour = 3_600;
    const seconds = () => Math.floor(Date.now() / 1_000);
    const cases: readonly (readonly [title: string, options: () => CallOptions, code: string | undefined])[] = [
      ["of the dummy credentials is accepted", () => ({}), undefined],
      [
        "for any service name is accepted, as clients derive it from the endpoint",
        () => ({ service: "127" }),
        undefined,
      ],
      ["with another key is refused", () => ({ secretKey: "guess" }), "AuthFailure.SignatureFailure"],
      ["of an unknown id is refused", () => ({ secretId: "AKID" }), "AuthFailure.SecretIdNotFound"],
      [
        "with a token is refused, the dummy has none",
        () => ({ headers: { "x-tc-token": "t" } }),
        "AuthFailure.TokenFailure",
      ],
      ["an hour old is refused", () => ({ timestamp: seconds() - hour }), "AuthFailure.SignatureExpire"],
      ["an hour early is refused", () => ({ timestamp: seconds() + hour }), "AuthFailure.SignatureExpire"],
      ["four minutes old is accepted", () => ({ timestamp: seconds() - 240 }), undefined],
      ["that is missing is refused", () => ({ headers: { authorization: null } }), "AuthFailure.InvalidAuthorization"],
      ["of another content type is refused", () => ({ headers: { "content-type": "text/json" } }), "AuthFailure.SignatureFailure"], // prettier-ignore
    ];
    for (const [title, options, code] of cases) {
      it(title, async () => {
        assert.equal((await tester.call("DescribeTrainingTasks", {}, options())).code, code);
      });
    }

    it("is judged by the wall clock, also after the emulator's clock was moved", async () => {
      await tester.advance(86_400_000);
      assert.equal((await tester.call("DescribeTrainingTasks")).code, undefined);
    });

    it("agrees with the vendor's test vector, with host sent with a port, too", () => {
      const signature = "ea7548fce95ef8733e06b70f5ba60ebe819396ab2207ea0ba4a890418aa983b0";
      const credential = "Credential=AKIDEXAMPLE/2023-11-14/tione/tc3_request";
      const request = (host: string, body: string) => ({
        method: "POST",
        url: "/",
        headers: {
          "content-type": "application/json",
          host,
          "x-tc-timestamp": "1700000000",
          authorization: `TC3-HMAC-SHA256 ${credential}, SignedHeaders=content-type;host, Signature=${signature}`,
        },
        body: Buffer.from(body),
      });
      const keys = { secretId: "AKIDEXAMPLE", secretKey: "EXAMPLESECRETKEY" };
      const body = '{"Id":"train-1208038387393233920"}';
      checkSignature(request("tione.tencentcloudapi.com", body), 1_700_000_000_000, keys);
      checkSignature(request("tione.tencentcloudapi.com:8443", body), 1_700_000_000_000, keys);
      const changed = () => checkSignature(request("tione.tencentcloudapi.com", `${body} `), 1_700_000_000_000, keys);
      assert.throws(changed, { code: "AuthFailure.SignatureFailure" });
    });
  });

  it("refuses a wrong version, an unknown action and a missing region by their codes", async () => {
    const code = async (action: string, options: CallOptions) => (await tester.call(action, {}, options)).code;
    assert.equal(await code("DescribeTrainingTasks", { version: "2020-01-01" }), "NoSuchVersion");
    assert.equal(await code("DescribeTrainingTask", { version: "2018-08-13" }), "InvalidAction");
    assert.equal(await code("DescribeTrainingJobs", {}), "InvalidAction");
    assert.equal(await code("DescribeTrainingTasks", { region: null }), "MissingParameter");
    const notEmulated = await tester.call("CreateNotebook", {});
    assert.deepEqual([notEmulated.httpStatus, notEmulated.message], [501, "CreateNotebook is not emulated."]);
  });
});
