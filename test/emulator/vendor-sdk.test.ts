import assert from "node:assert/strict";
import { tag } from "tencentcloud-sdk-nodejs/tencentcloud/services/tag";
import { tione } from "tencentcloud-sdk-nodejs/tencentcloud/services/tione";
import { TioneTester } from "./tione-client";

const { Client } = tione.v20211111;

describe("The emulator, driven by the vendor's own Node SDK", () => {
  let tester: TioneTester;
  let sdk: InstanceType<typeof Client>;

  beforeEach(async () => {
    tester = await TioneTester.start();
    sdk = new Client(profile(tester));
  });
  afterEach(() => tester.close());

  it("carries a task from create to gone", async () => {
    const { Id = "" } = await sdk.CreateTrainingTask({
      Name: "resnet-sweep",
      ChargeType: "POSTPAID_BY_HOUR",
      TrainingMode: "DDP",
      ResourceConfigInfos: [{ Role: "WORKER", InstanceType: "TI.GN7.2XLARGE32.POST", InstanceNum: 2 }],
      ImageInfo: { ImageType: "CCR", ImageUrl: "ccr.ccs.tencentyun.com/vision-lab/trainer:2026.09" },
      Envs: [{ Name: "NCCL_DEBUG", Value: "WARN" }],
      Tags: [{ TagKey: "pulumi-marker", TagValue: "abcdefghijklmnopqrst" }],
    });
    assert.match(Id, /^train-\d+$/);

    await tester.advance(60_000);
    const { TrainingTaskDetail: task } = await sdk.DescribeTrainingTask({ Id });
    assert.equal(task?.Status, "RUNNING");
    assert.equal(task.ResourceConfigInfos?.[0]?.Memory, 32_768);
    assert.equal(task.BillingInfo, "21.60元/小时");
    assert.match(task.CreateTime ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+08$/);
    assert.deepEqual(task.CodePackagePath, { Bucket: "", Region: "", Paths: [] });
    assert.equal(
      task.Tags?.some(({ TagKey }) => TagKey === "qcs:tag:createdBy"),
      true,
    );

    const list = await sdk.DescribeTrainingTasks({ Filters: [{ Name: "Id", Values: [Id] }], Limit: 50 });
    assert.equal(list.TotalCount, 1);
    assert.deepEqual(list.TrainingTaskSet?.[0]?.Envs, [{ Name: "NCCL_DEBUG", Value: "WARN" }]);

    await sdk.StopTrainingTask({ Id });
    await tester.advance(6_000);
    const { TrainingTaskDetail: stopped } = await sdk.DescribeTrainingTask({ Id });
    assert.deepEqual([stopped?.Status, stopped?.FailureReason], ["STOPPED", "User Stop"]);

    await sdk.DeleteTrainingTask({ Id });
    await assert.rejects(sdk.DescribeTrainingTask({ Id }), { code: "ResourceNotFound" });
  });

  it("answers errors in the shape that the SDK recognises, with a request id", async () => {
    await assert.rejects(
      sdk.StopTrainingTask({ Id: "train-1" }),
      (error: Error & { code?: string; requestId?: string }) => {
        assert.equal(error.code, "ResourceNotFound");
        assert.match(error.requestId ?? "", /^[0-9a-f-]{36}$/);
        return true;
      },
    );
  });

  it("says which action it does not emulate, by HTTP 501", async () => {
    await assert.rejects(sdk.CreateExport({ Service: "TRAIN" }), { httpCode: 501 });
  });

  it("imports a model, adds a version from a task, and deletes both", async () => {
    const job = await tester.create("train-resnet");
    const cos = { Bucket: "vision-1250000001", Region: "ap-guangzhou" };
    const first = await sdk.CreateTrainingModel({
      ImportMethod: "MODEL",
      TrainingModelName: "resnet",
      TrainingModelSource: "COS",
      TrainingModelCosPath: { ...cos, Paths: ["models/resnet/"] },
      ReasoningEnvironmentSource: "SYSTEM",
      ReasoningEnvironmentId: "torch1.9.0-py38-cpu",
      AutoClean: "false",
    });
    const { Id: TrainingModelId = "" } = first;
    const second = await sdk.CreateTrainingModel({
      ImportMethod: "VERSION",
      TrainingModelId,
      TrainingModelVersion: "v4",
      TrainingModelSource: "JOB",
      TrainingJobId: job,
      TrainingJobName: "train-resnet",
      TrainingModelCosPath: { ...cos, Paths: [`runs/${job}/`] },
      ModelOutputPath: { ...cos, Paths: ["models/resnet/"] },
      ModelMoveMode: "COPY",
      AlgorithmFramework: "PYTORCH",
      ModelFormat: "TORCH_SCRIPT",
      ModelVersionType: "NORMAL",
      ReasoningEnvironmentSource: "CUSTOM",
      ReasoningImageInfo: { ImageType: "CCR", ImageUrl: "ccr.ccs.tencentyun.com/vision-lab/serve:2026.09" },
      TrainingModelIndex: "top1=0.771,top5=0.934",
    });
    const { TrainingModelVersionId = "" } = second;
    assert.match(TrainingModelVersionId, /^mv-v4-\d+$/);

    await tester.advance(20_000);
    const { TrainingModelVersion: version } = await sdk.DescribeTrainingModelVersion({ TrainingModelVersionId });
    assert.deepEqual(
      [version?.TrainingModelStatus, version?.TrainingJobId, version?.ReasoningImageInfo?.ImageType],
      ["STATUS_SUCCESS", job, "CCR"],
    );

    await sdk.DeleteTrainingModelVersion({ TrainingModelVersionId, EnableDeleteCos: false });
    const { TrainingModelVersions = [] } = await sdk.DescribeTrainingModelVersions({ TrainingModelId });
    assert.deepEqual(
      TrainingModelVersions.map((item) => item.TrainingModelVersion),
      ["v1"],
    );
    await sdk.DeleteTrainingModel({ TrainingModelId, EnableDeleteCos: false });
    await assert.rejects(sdk.DescribeTrainingModelVersions({ TrainingModelId }), { code: "ResourceNotFound.NoModel" });
  });

  it("lists groups with their nodes, and what the platform offers", async () => {
    const { ResourceGroupSet = [], TotalCount } = await sdk.DescribeBillingResourceGroups({
      Filters: [{ Name: "ResourceGroupName", Values: ["prod-a100"] }],
      DontShowInstanceSet: false,
    });
    assert.deepEqual([TotalCount, ResourceGroupSet[0]?.InstanceSet?.[0]?.AvailableResource?.Gpu], [1, 800]);
    const { InstanceSet = [] } = await sdk.DescribeBillingResourceGroup({ ResourceGroupId: "rsg-dev00001" });
    assert.equal(InstanceSet.filter(({ InstanceStatus }) => InstanceStatus === "RUNNING").length, 2);
    const { FrameworkTemplates } = await sdk.DescribeInferTemplates();
    assert.equal(FrameworkTemplates[0]?.Framework, "TENSORFLOW");
    const { Workspaces = [] } = await sdk.DescribeWorkspaces({});
    assert.deepEqual(Workspaces.map(({ Name }) => Name).sort(), ["default", "vision"]);
  });

  it("pushes metrics for a task", async () => {
    const TaskId = await tester.create("resnet");
    await sdk.PushTrainingMetrics({ Data: [{ TaskId, Timestamp: 1_700_000_000, Points: [{ Name: "acc", Value: 0.5 }] }] }); // prettier-ignore
    const latest = await tester.call("DescribeLatestTrainingMetrics", { TaskId });
    assert.match(JSON.stringify(latest["Metrics"]), /"MetricName":"acc".*"Value":0\.5/);
  });

  it("takes tags from the Tag service", async () => {
    const Id = await tester.create("tagged");
    const tags = new tag.v20180813.Client(profile(tester));
    const resource = `qcs::tione:ap-guangzhou:uin/100000000001:trainingtask/${Id}`;
    const bound = await tags.TagResources({
      ResourceList: [resource, resource.replace(Id, "train-1")],
      Tags: [{ TagKey: "pulumi-released", TagValue: "abc" }],
    });
    assert.deepEqual(
      bound.FailedResources?.map(({ Code }) => Code),
      ["ResourceNotFound"],
    );
    const listed = await tags.GetResources({ TagFilters: [{ TagKey: "pulumi-released", TagValue: ["abc"] }] });
    assert.deepEqual(
      listed.ResourceTagMappingList?.map(({ Resource }) => Resource),
      [resource],
    );
    await tags.UnTagResources({ ResourceList: [resource], TagKeys: ["pulumi-released"] });
    const after = await sdk.DescribeTrainingTask({ Id });
    assert.deepEqual(
      after.TrainingTaskDetail?.Tags?.map(({ TagKey }) => TagKey),
      ["qcs:tag:createdBy"],
    );
  });

  it("prices the catalogue in two calls", async () => {
    const { Specs = [] } = await sdk.DescribeBillingSpecs({ ChargeType: "POSTPAID_BY_HOUR", TaskType: "TRAIN" });
    const SpecsParam = Specs.map(({ SpecName = "" }) => ({ SpecName, SpecCount: 2 }));
    const { SpecsPrice = [] } = await sdk.DescribeBillingSpecsPrice({ SpecsParam });
    assert.equal(SpecsPrice.length, Specs.length);
    assert.equal(SpecsPrice.find(({ SpecName }) => SpecName === "TI.S.MEDIUM.POST")?.RealTotalCost, 140);
  });
});

function profile({ emulator: { env, url } }: TioneTester) {
  return {
    credential: { secretId: env["TENCENTCLOUD_SECRET_ID"], secretKey: env["TENCENTCLOUD_SECRET_KEY"] },
    region: env["TENCENTCLOUD_REGION"],
    profile: { httpProfile: { protocol: "http://", endpoint: new URL(url).host } },
  };
}
