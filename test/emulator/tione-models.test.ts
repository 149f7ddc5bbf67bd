import assert from "node:assert/strict";
import { goodModel, TioneTester } from "./tione-client";

interface Version {
  readonly TrainingModelVersionId: string;
  readonly TrainingModelVersion: string;
  readonly TrainingModelStatus: string;
  readonly TrainingModelProgress: number;
  readonly [member: string]: unknown;
}

describe("Models of TI-ONE in the emulator", () => {
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  const read = async (id: string) => {
    const answer = await tester.call("DescribeTrainingModelVersion", { TrainingModelVersionId: id });
    assert.equal(answer.code, undefined, answer.message);
    return answer["TrainingModelVersion"] as Version; // the shape is what the tests look at
  };
  const list = async (model: string, members: object = {}) => {
    const answer = await tester.call("DescribeTrainingModelVersions", { TrainingModelId: model, ...members });
    return answer.code ?? (answer["TrainingModelVersions"] as Version[]).map((item) => item.TrainingModelVersion);
  };
  const codeOf = async (action: string, members: object) => (await tester.call(action, members)).code;
  const newVersion = (model: string, label: string, members: object = {}) =>
    tester.importModel({ ImportMethod: "VERSION", TrainingModelId: model, TrainingModelVersion: label, ...members });

  describe("an import", () => {
    it("makes a model and its first version, with ids of the vendor's form", async () => {
      const { model, version } = await tester.importModel();
      assert.match(model, /^m-\d{19}$/);
      assert.match(version, /^mv-v1-\d{19}$/);
      assert.deepEqual(await list(model), ["v1"]);
    });

    it("moves from 0 to 100 percent in twenty seconds and then succeeds", async () => {
      const { version } = await tester.importModel();
      const seen: unknown[] = [];
      for (const ms of [0, 8_000, 11_999, 1, 3_600_000]) {
        await tester.advance(ms);
        const { TrainingModelStatus, TrainingModelProgress } = await read(version);
        seen.push([TrainingModelStatus, TrainingModelProgress]);
      }
      const [running, success] = ["STATUS_RUNNING", "STATUS_SUCCESS"];
      assert.deepEqual(seen, [[running, 0], [running, 40], [running, 99], [success, 100], [success, 100]]); // prettier-ignore
    });

    it("fails with a reason when the model's name says so", async () => {
      const { version } = await tester.importModel({ TrainingModelName: "will-fail" });
      await tester.advance(60_000);
      const { TrainingModelStatus, TrainingModelProgress, TrainingModelErrorMsg } = await read(version);
      assert.deepEqual([TrainingModelStatus, TrainingModelProgress], ["STATUS_FAILED", 40]);
      assert.match(String(TrainingModelErrorMsg), /no model/);
    });

    it("gives back what came in, under the names of the read side, with shells for the rest", async () => {
      const job = await tester.create("train-resnet");
      const { version } = await tester.importModel({
        TrainingModelSource: "JOB",
        TrainingJobId: job,
        TrainingJobName: "train-resnet",
        ModelOutputPath: goodModel.TrainingModelCosPath,
        ModelMoveMode: "COPY",
        TrainingModelIndex: "top1=0.771",
        ReasoningEnvironmentSource: "CUSTOM",
        ReasoningImageInfo: { ImageType: "CUSTOM", ImageUrl: "reg/serve:1", ImageSecret: { Password: "aHVzaA==" } },
        AutoClean: "true",
        Tags: [{ TagKey: "team", TagValue: "a" }],
      });
      const item = await read(version);
      assert.deepEqual(
        [item["TrainingModelFormat"], item["VersionType"], item["TrainingJobId"], item["AutoClean"], item["GPUType"]],
        ["TORCH_SCRIPT", "NORMAL", job, "true", ""],
      );
      assert.deepEqual(item["TrainingModelCosPath"], goodModel.TrainingModelCosPath);
      assert.match(String(item["CreateTime"]), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
      for (const hidden of ["Tags", "ModelMoveMode", "ModelOutputPath", "ImportMethod", "ModelFormat"]) {
        assert.equal(hidden in item, false, hidden);
      }
      assert.doesNotMatch(JSON.stringify(item), /aHVzaA/);
    });

    it("is in the request log with its job, and changes the world once", async () => {
      const job = await tester.create("train-resnet");
      await tester.importModel({ TrainingModelSource: "JOB", TrainingJobId: job });
      await codeOf("CreateTrainingModel", { ...goodModel, TrainingModelVersion: 1 });
      const log = await tester.shown<{ action: string; jobId?: string; committed: boolean }[]>("requests");
      assert.deepEqual(
        log.slice(1).map(({ action, jobId, committed }) => [action, jobId, committed]),
        [
          ["CreateTrainingModel", job, true],
          ["CreateTrainingModel", undefined, false],
        ],
      );
      assert.equal((await tester.shown<unknown[]>("jobs")).length, 1);
    });

    it("whose answer is lost has made its version all the same", async () => {
      const { model } = await tester.importModel();
      await tester.ordered("faults", { action: "CreateTrainingModel", fault: "drop-after-commit" });
      await assert.rejects(newVersion(model, "v2"));
      assert.deepEqual(await list(model), ["v1", "v2"]);
    });
  });

  describe("an import is refused when it", () => {
    const version = { ImportMethod: "VERSION", TrainingModelId: "m-1", TrainingModelVersion: "v2" };
    const cos = goodModel.TrainingModelCosPath;
    const cases: readonly (readonly [title: string, members: object, code: string])[] = [
      ["lacks the method", { ImportMethod: undefined }, "MissingParameter"],
      ["lacks the environment's source", { ReasoningEnvironmentSource: undefined }, "MissingParameter"],
      ["has a member that does not exist", { Name: "resnet" }, "UnknownParameter"],
      ["uses a name of the read side", { TrainingModelFormat: "ONNX" }, "UnknownParameter"],
      ["names an unknown method", { ImportMethod: "COPY" }, "InvalidParameterValue"],
      ["makes a model without a name", { TrainingModelName: "" }, "MissingParameter"],
      ["makes a model with an id", { TrainingModelId: "m-1" }, "InvalidParameterValue"],
      ["has a name that begins with a dash", { TrainingModelName: "-a" }, "InvalidParameterValue"],
      ["has a name of 61 characters", { TrainingModelName: "a".repeat(61) }, "InvalidParameterValue"],
      ["adds a version to nothing", { ...version, TrainingModelId: undefined }, "MissingParameter"],
      ["adds a version without a label", { ...version, TrainingModelVersion: undefined }, "MissingParameter"],
      ["adds a version to an unknown model", version, "ResourceNotFound.NoModel"],
      ["comes from a job that it does not name", { TrainingModelSource: "JOB" }, "MissingParameter"],
      ["comes from a job that there is not", { TrainingModelSource: "JOB", TrainingJobId: "train-1" }, "ResourceNotFound"], // prettier-ignore
      ["comes from a job of an unknown name", { TrainingModelSource: "JOB", TrainingJobName: "x" }, "ResourceNotFound"],
      ["comes from COS without a path", { TrainingModelCosPath: undefined }, "MissingParameter"],
      ["has a path without a slash at the end", { TrainingModelCosPath: { ...cos, Paths: ["a/b"] } }, "InvalidParameterValue"], // prettier-ignore
      ["has two paths", { TrainingModelCosPath: { ...cos, Paths: ["a/", "b/"] } }, "InvalidParameterValue.PathIllegal"],
      ["has metrics of 1001 characters", { TrainingModelIndex: "i".repeat(1_001) }, "InvalidParameterValue"],
      ["cleans by a boolean", { AutoClean: true }, "InvalidParameter"],
      ["cleans by another word", { AutoClean: "yes" }, "InvalidParameterValue"],
      ["keeps 25 models", { MaxReservedModels: 25 }, "InvalidParameterValue"],
      ["names an unknown format", { ModelFormat: "GGUF" }, "InvalidParameterValue"],
      ["has an environment of its own without an image", { ReasoningEnvironmentSource: "CUSTOM" }, "MissingParameter"],
    ];
    for (const [title, members, code] of cases) {
      it(title, async () => {
        const answer = await tester.call("CreateTrainingModel", { ...goodModel, ...members });
        assert.equal(answer.code, code, answer.message);
        assert.equal((await tester.call("DescribeTrainingModels"))["TotalCount"], 0);
      });
    }

    it("has unlisted members, and these are switched off", async () => {
      await tester.importModel({ ModelAffiliation: "MODEL_REPO", MaxReservedModels: 65_535 });
      await tester.ordered("switches", { unlistedMembers: false });
      assert.equal(await codeOf("CreateTrainingModel", { ...goodModel, ModelAffiliation: "" }), "UnknownParameter");
    });
  });

  describe("versions", () => {
    it("have labels of their own in a model, unless switched otherwise", async () => {
      const { model } = await tester.importModel();
      const again = { ...goodModel, ImportMethod: "VERSION", TrainingModelId: model, TrainingModelVersion: "v1" };
      assert.equal(await codeOf("CreateTrainingModel", again), "FailedOperation.DuplicateVersion");
      await tester.ordered("switches", { duplicateVersionRefused: false });
      assert.equal(await codeOf("CreateTrainingModel", again), undefined);
      assert.deepEqual(await list(model), ["v1", "v1"]);
    });

    it("are at most ten", async () => {
      const { model } = await tester.importModel();
      for (let i = 2; i <= 10; i++) await newVersion(model, `v${i}`);
      await assert.rejects(newVersion(model, "v11"), /^Error: InvalidParameter\.VersionExceedLimit/);
      assert.equal((await list(model)).length, 10);
    });

    it("take more files and are imported once more", async () => {
      const { model, version } = await tester.importModel();
      await tester.advance(20_000);
      assert.deepEqual(await newVersion(model, "v1", { ImportMethod: "EXIST" }), { model, version });
      assert.equal((await read(version)).TrainingModelStatus, "STATUS_RUNNING");
      await assert.rejects(newVersion(model, "v9", { ImportMethod: "EXIST" }), /ResourceNotFound/);
    });

    it("are found by filters: a part of one value, or several whole ones", async () => {
      const { model } = await tester.importModel();
      await newVersion(model, "v2", { ModelFormat: "SAVED_MODEL", AlgorithmFramework: "TENSORFLOW" });
      await newVersion(model, "v3", { ModelVersionType: "ACCELERATE" });
      const by = (Name: string, ...Values: string[]) => list(model, { Filters: [{ Name, Values }] });
      assert.deepEqual(await by("ModelFormat", "SAVED"), ["v2"]);
      assert.deepEqual(await by("ModelFormat", "SAVED", "TORCH"), []);
      assert.deepEqual(await by("AlgorithmFramework", "TENSORFLOW", "PYTORCH"), ["v1", "v2", "v3"]);
      assert.deepEqual(await by("ModelVersionType", "ACCELERATE"), ["v3"]);
      assert.deepEqual(await by("TrainingModelVersionId", "mv-v2-"), ["v2"]);
      assert.equal(await by("Status", "STATUS_SUCCESS"), "InvalidParameter");
      const eleven = Array(11).fill({ Name: "ModelFormat", Values: ["ONNX"] });
      assert.equal(await list(model, { Filters: eleven }), "InvalidParameterValue");
    });

    it("are known only in their region and workspace", async () => {
      const { version } = await tester.importModel({ TiProjectId: "7" });
      const asked = { TrainingModelVersionId: version };
      const elsewhere = tester.call(
        "DescribeTrainingModelVersion",
        { ...asked, TiProjectId: "7" },
        { region: "ap-seoul" },
      );
      assert.equal((await elsewhere).code, "ResourceNotFound");
      assert.equal(await codeOf("DescribeTrainingModelVersion", asked), "ResourceNotFound");
      assert.equal(await codeOf("DescribeTrainingModelVersion", { ...asked, TiProjectId: "7" }), undefined);
    });
  });

  describe("a delete", () => {
    const remove = (version: string) =>
      codeOf("DeleteTrainingModelVersion", { TrainingModelVersionId: version, EnableDeleteCos: false });

    it("of a version leaves the others, and an empty model after the last", async () => {
      const { model, version } = await tester.importModel();
      const second = await newVersion(model, "v2");
      assert.equal(await remove(version), undefined);
      assert.deepEqual(await list(model), ["v2"]);
      assert.equal(await remove(version), "ResourceNotFound");
      await remove(second.version);
      assert.deepEqual(await list(model), []);
    });

    it("of the last version takes the model with it when switched so", async () => {
      await tester.ordered("switches", { lastVersionDeletesModel: true });
      const { model, version } = await tester.importModel();
      await remove(version);
      assert.equal(await list(model), "ResourceNotFound.NoModel");
    });

    it("of a model takes all its versions, or those of one type", async () => {
      const { model, version } = await tester.importModel();
      await newVersion(model, "v2", { ModelVersionType: "ACCELERATE" });
      const some = { TrainingModelId: model, EnableDeleteCos: true, ModelVersionType: "ACCELERATE" };
      assert.equal(await codeOf("DeleteTrainingModel", some), undefined);
      assert.deepEqual(await list(model), ["v1"]);
      assert.equal(await codeOf("DeleteTrainingModel", { TrainingModelId: model }), undefined);
      assert.equal(await list(model), "ResourceNotFound.NoModel");
      assert.equal(await remove(version), "ResourceNotFound");
      assert.equal(await codeOf("DeleteTrainingModel", { TrainingModelId: model }), "ResourceNotFound.NoModel");
    });
  });

  describe("the list of models, which the vendor removed from its SDK", () => {
    interface Listed {
      readonly TrainingModelName: string;
      readonly CreateTime: string;
      readonly TrainingModelVersions: readonly Version[];
    }
    const models = async (members: object) =>
      (await tester.call("DescribeTrainingModels", members))["TrainingModels"] as Listed[]; // the shape is ours
    const names = async (members: object) => (await models(members)).map((model) => model.TrainingModelName);

    it("finds models by a part of the name, by tag and by page, newest first", async () => {
      await tester.importModel();
      await tester.importModel({ TrainingModelName: "resnet-2", Tags: [{ TagKey: "team", TagValue: "a" }] });
      await tester.importModel({ TrainingModelName: "bert", ModelFormat: "ONNX" });
      assert.deepEqual(await names({}), ["bert", "resnet-2", "resnet"]);
      assert.deepEqual(await names({ Filters: [{ Name: "keyword", Values: ["resnet"] }] }), ["resnet-2", "resnet"]);
      assert.deepEqual(await names({ TagFilters: [{ TagKey: "team" }] }), ["resnet-2"]);
      assert.deepEqual(await names({ Filters: [{ Name: "ModelFormat", Values: ["ONNX"] }] }), ["bert"]);
      assert.deepEqual(await names({ Order: "ASC", Offset: 1, Limit: 1 }), ["resnet-2"]);
    });

    it("shows versions only when asked, and Beijing time without saying so", async () => {
      await tester.importModel();
      const [plain] = await models({});
      const [whole] = await models({ WithModelVersions: true });
      assert.deepEqual(plain?.TrainingModelVersions, []);
      assert.equal(whole?.TrainingModelVersions[0]?.TrainingModelVersion, "v1");
      assert.match(plain.CreateTime, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/);
    });

    it("is unknown when removed actions are switched off", async () => {
      await tester.ordered("switches", { removedActions: false });
      assert.equal(await codeOf("DescribeTrainingModels", {}), "InvalidAction");
    });
  });

  it("lets two models have one name, unless switched otherwise", async () => {
    const first = await tester.importModel();
    assert.notEqual((await tester.importModel()).model, first.model);
    await tester.ordered("switches", { uniqueModelNames: true });
    assert.equal(await codeOf("CreateTrainingModel", goodModel), "FailedOperation.DuplicateName");
    assert.equal(await codeOf("CreateTrainingModel", { ...goodModel, TiProjectId: "7" }), undefined);
  });

  it("accepts the request of the vendor's own tool, with what it leaves empty", async () => {
    const job = await tester.create("train-resnet");
    const { model } = await tester.importModel();
    const { version } = await newVersion(model, "v2", {
      TrainingModelName: "",
      TrainingModelSource: "JOB",
      TrainingJobName: "train-resnet",
      TrainingJobVersion: "",
      ModelMoveMode: "COPY",
      ModelCleanPeriod: 65_535,
      AutoClean: "",
    });
    assert.equal((await read(version))["TrainingJobName"], "train-resnet");
    assert.match(job, /^train-/);
  });

  it("forgets all models at a reset", async () => {
    await tester.importModel();
    await tester.ordered("reset", {});
    assert.deepEqual((await tester.call("DescribeTrainingModels"))["TrainingModels"], []);
  });
});
