import assert from "node:assert/strict";
import type { JobSnapshot } from "../../../src/jobs/job";
import type { ModelDraft } from "../../../src/jobs/models";
import { tioneModels } from "../../../src/platforms/tione/models";
import { modelSnapshotOf } from "../../../src/platforms/tione/models/record";
import type { TioneModelSpec } from "../../../src/platforms/tione/models/schema";
import { versionsReply } from "../../../src/platforms/tione/models/wire";
import { openGate, shutGates } from "../../gates";
import { modelVersionsExample } from "./fixtures";
import { refusal, stubTione, task, type Answer, type Received, type Stub } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const SINCE = "2026-09-01T04:08:00Z";
const PATH = "cos://vision-1250000001.ap-guangzhou/runs/train-1/";
const serving = {
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/vision-lab/serve:2026.09" },
} as const satisfies Partial<TioneModelSpec>;
const newModel: TioneModelSpec = { ...serving, trainingModelName: "resnet" };
const newVersion: TioneModelSpec = { ...serving, trainingModelId: "m-1" };
const source: JobSnapshot = {
  jobId: "train-1",
  name: "sft",
  status: "succeeded",
  platformStatus: "SUCCEED",
  outputPaths: [],
};
const draft: ModelDraft<TioneModelSpec> = {
  spec: newVersion,
  modelId: "m-1",
  modelName: "resnet",
  version: "v4",
  artifactPath: PATH,
  sourceJobId: "train-1",
  ownsModel: false,
};
const draftOfNew: ModelDraft<TioneModelSpec> = {
  spec: newModel,
  modelName: "resnet",
  version: "v1",
  artifactPath: PATH,
  sourceJobId: "train-1",
  ownsModel: true,
};

/** A finished job with what its detail tells of it. */
function finished(more: Record<string, unknown> = {}): Answer {
  const Output = { Bucket: "vision-1250000001", Region: "ap-guangzhou", Paths: ["runs/"] };
  const detail = { Name: "sft", Status: "SUCCEED", FrameworkName: "PYTORCH", Output, ...more };
  return { TrainingTaskDetail: task("train-1", detail) };
}

function version(label: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    TrainingModelId: "m-1",
    TrainingModelName: "resnet",
    TrainingModelVersionId: `mv-${label}-1`,
    TrainingModelVersion: label,
    TrainingModelStatus: "STATUS_SUCCESS",
    TrainingJobId: "train-1",
    TrainingModelCosPath: { Bucket: "vision-1250000001", Region: "ap-guangzhou", Paths: ["runs/train-1/"] },
    CreateTime: "2026-09-01T04:10:00Z",
    ...more,
  };
}

const versions = (...all: Record<string, unknown>[]): Answer => ({ TrainingModelVersions: all });

describe("TI-ONE models", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubTione(answer);
    return { stub, models: tioneModels(stub.where, stub.io) };
  }
  const actions = () => stub?.received.map(({ action }) => action);

  describe("drafting", () => {
    it("takes name, framework and files from the job", async () => {
      const { models } = await connect(() => finished({ ImageInfo: { ImageUrl: "ccr/train:1" } }));
      assert.deepEqual(await models.draft({ marker: MARKER, spec: newModel, source }), {
        spec: {
          ...newModel,
          algorithmFramework: "PYTORCH",
          trainingModelVersion: "v1",
          trainingModelCosPath: { bucket: "vision-1250000001", region: "ap-guangzhou", paths: ["runs/train-1/"] },
        },
        modelName: "resnet",
        version: "v1",
        artifactPath: PATH,
        sourceJobId: "train-1",
        sourceJobName: "sft",
        ownsModel: true,
      });
    });

    it("lets the spec win over the job", async () => {
      const { models } = await connect(() => finished());
      const trainingModelCosPath = { bucket: "b-1", paths: ["best/"] };
      const spec: TioneModelSpec = { ...newModel, algorithmFramework: "ONNX", trainingModelCosPath };
      const made = await models.draft({ marker: MARKER, spec, source });
      assert.equal(made.artifactPath, "cos://b-1.ap-guangzhou/best/");
      assert.equal(made.spec.algorithmFramework, "ONNX");
    });

    for (const [what, detail, says] of [
      [
        "files",
        { Output: { Bucket: "", Region: "", Paths: [] } },
        /job "sft" \(train-1\) has no output path; give `spec\.trainingModelCosPath`/,
      ],
      ["framework", { FrameworkName: null }, /has no framework; give `spec\.algorithmFramework`/],
      ["fitting framework", { FrameworkName: "SPARK" }, /has the framework SPARK, which models cannot have; give/],
    ] as const) {
      it(`says what to give when the job has no ${what}`, async () => {
        const { models } = await connect(() => finished(detail));
        await assert.rejects(models.draft({ marker: MARKER, spec: newModel, source }), {
          kind: "invalid",
          message: says,
        });
      });
    }

    it("needs files from the spec when there is no job", async () => {
      const { models } = await connect(() => versions());
      await assert.rejects(models.draft({ marker: MARKER, spec: newModel }), {
        kind: "invalid",
        message: /give `spec\.trainingModelCosPath`/,
      });
      assert.deepEqual(actions(), []);
    });

    const files = { trainingModelCosPath: { bucket: "b-1", paths: ["best/"] } };

    for (const [labels, next] of [
      [["v1", "v2"], "v3"],
      [["v9", "v10", "v2"], "v11"],
      [["v1"], "v2"],
      [[], "v2"],
      [["best", "v3"], "v4"],
    ] as const) {
      it(`calls the version after ${labels.join(", ") || "none"} ${next}`, async () => {
        const { models } = await connect(() => versions(...labels.map((label) => version(label))));
        const made = await models.draft({ marker: MARKER, spec: { ...newVersion, ...files } });
        assert.deepEqual([made.modelId, made.version, made.ownsModel], ["m-1", next, false]);
      });
    }

    it("keeps the label of an earlier try, then the one of the spec", async () => {
      const { models } = await connect(() => versions(version("v7")));
      const spec: TioneModelSpec = { ...newVersion, ...files, trainingModelVersion: "v20" };
      assert.equal((await models.draft({ marker: MARKER, spec, version: "v5" })).version, "v5");
      assert.equal((await models.draft({ marker: MARKER, spec })).version, "v20");
    });

    it("puts what replaces a version of a model of ours beside it, and makes the model anew when that is gone", async () => {
      const request = { marker: MARKER, spec: { ...newModel, ...files }, ownModelId: "m-1" };
      const { stub, models } = await connect(({ action }) =>
        action === "CreateTrainingModel" ? { Id: "m-1", TrainingModelVersionId: "mv-v2-2" } : versions(version("v1")),
      );
      const made = await models.draft(request);
      assert.deepEqual([made.modelId, made.version, made.ownsModel], ["m-1", "v2", true]);
      await models.submit({ draft: made, marker: MARKER, resource: RESOURCE }, openGate);
      const body = stub.received.at(-1)?.body ?? {};
      assert.deepEqual(
        [body["ImportMethod"], body["TrainingModelId"], body["TrainingModelName"]],
        ["VERSION", "m-1", undefined],
      );
      await stub.close();
      for (const gone of [refusal("ResourceNotFound.NoModel"), versions()]) {
        const { stub: other, models: without } = await connect(() => gone);
        const first = await without.draft(request);
        assert.deepEqual([first.modelId, first.version, first.ownsModel], [undefined, "v1", true]);
        await other.close();
      }
    });

    it("says that there is no such model", async () => {
      const { models } = await connect(() => refusal("ResourceNotFound.NoModel"));
      await assert.rejects(models.draft({ marker: MARKER, spec: { ...newVersion, ...files } }), {
        kind: "notFound",
        message: /there is no model m-1 in ap-guangzhou/,
      });
    });
  });

  describe("registering", () => {
    it("sends the documented request for a version from a job, and answers with the version's id", async () => {
      const { stub, models } = await connect(({ action }) => {
        if (action === "DescribeTrainingTask") return finished();
        if (action === "DescribeTrainingModelVersions") return versions(version("v3"));
        return { Id: "m-1", TrainingModelVersionId: "mv-v4-77" };
      });
      const spec: TioneModelSpec = {
        ...newVersion,
        modelOutputPath: { bucket: "vision-1250000001", paths: ["models/resnet/"] },
        modelFormat: "TORCH_SCRIPT",
        trainingModelIndex: { top1: 0.771, top5: 0.934 },
        autoClean: false,
      };
      const made = await models.draft({ marker: MARKER, spec, source });
      assert.deepEqual(await models.submit({ draft: made, marker: MARKER, resource: RESOURCE }, openGate), {
        kind: "done",
        value: "mv-v4-77",
      });
      assert.deepEqual(stub.received[2]?.body, {
        ImportMethod: "VERSION",
        TrainingModelId: "m-1",
        TrainingModelVersion: "v4",
        TrainingModelSource: "JOB",
        TrainingJobId: "train-1",
        TrainingJobName: "sft",
        TrainingModelCosPath: { Bucket: "vision-1250000001", Region: "ap-guangzhou", Paths: ["runs/train-1/"] },
        ModelOutputPath: { Bucket: "vision-1250000001", Region: "ap-guangzhou", Paths: ["models/resnet/"] },
        ModelMoveMode: "COPY",
        AlgorithmFramework: "PYTORCH",
        ModelFormat: "TORCH_SCRIPT",
        ReasoningEnvironmentSource: "CUSTOM",
        ReasoningImageInfo: { ImageType: "CCR", ImageUrl: "ccr.ccs.tencentyun.com/vision-lab/serve:2026.09" },
        TrainingModelIndex: "top1=0.771,top5=0.934",
        AutoClean: "false",
      });
    });

    it("writes the marker and the user's tags onto a new model", async () => {
      const { stub, models } = await connect(() => ({ Id: "m-2", TrainingModelVersionId: "mv-v1-2" }));
      const { sourceJobId: _, ...fromCos } = { ...draftOfNew, spec: { ...newModel, tags: { team: "vision" } } };
      await models.submit(
        { draft: fromCos, marker: MARKER, resource: RESOURCE, extraSpec: { ModelAffiliation: "MODEL_REPO" } },
        openGate,
      );
      const body = stub.received[0]?.body ?? {};
      assert.deepEqual(
        [body["ImportMethod"], body["TrainingModelSource"], body["TrainingModelName"], body["ModelAffiliation"]],
        ["MODEL", "COS", "resnet", "MODEL_REPO"],
      );
      assert.deepEqual(body["Tags"], [
        { TagKey: "team", TagValue: "vision" },
        { TagKey: "pulumi-marker", TagValue: MARKER },
        { TagKey: "pulumi-resource", TagValue: RESOURCE },
        { TagKey: "pulumi-stack", TagValue: "ddddeeee" },
      ]);
    });

    it("sends nothing when the extra members say which model it is", async () => {
      const { models } = await connect(() => ({}));
      const outcome = await models.submit(
        { draft, marker: MARKER, resource: RESOURCE, extraSpec: { TrainingModelId: "m-2" } },
        openGate,
      );
      assert.match(
        outcome.kind === "notSent" ? outcome.error.message : outcome.kind,
        /set spec\.trainingModelId instead/,
      );
      assert.deepEqual(actions(), []);
    });

    for (const [what, gate, reason] of shutGates()) {
      it(`sends nothing through a gate that ${what}, and passes on what it says`, async () => {
        const { models } = await connect(() => ({ TrainingModelVersionId: "mv-v4-77" }));
        await assert.rejects(models.submit({ draft, marker: MARKER, resource: RESOURCE }, gate), reason);
        assert.deepEqual(actions(), []);
      });
    }

    it("is refused for certain when the label exists", async () => {
      const { models } = await connect(() => refusal("FailedOperation.DuplicateVersion"));
      const outcome = await models.submit({ draft, marker: MARKER, resource: RESOURCE }, openGate);
      assert.equal(outcome.kind === "refused" && outcome.error.kind, "nameTaken");
    });

    it("does not know its fate when the answer is lost, and sends it once only", async () => {
      const { models } = await connect(() => ({ status: 502, text: "<html>" }));
      assert.equal((await models.submit({ draft, marker: MARKER, resource: RESOURCE }, openGate)).kind, "unknown");
      assert.deepEqual(actions(), ["CreateTrainingModel"]);
    });
  });

  describe("describing", () => {
    it("tells how far an import is, and leaves out what the platform does not know", async () => {
      const { models } = await connect(({ body }) => {
        const id = String(body["TrainingModelVersionId"]);
        if (id === "gone") return refusal("ResourceNotFound");
        const told = {
          "mv-v1-1": { TrainingModelStatus: null, TrainingModelCosPath: null, TrainingJobId: "" },
          "mv-v2-1": { TrainingModelStatus: "STATUS_RUNNING", TrainingModelProgress: 40, TrainingModelErrorMsg: "" },
          "mv-v3-1": { TrainingModelStatus: "STATUS_FAILED", TrainingModelErrorMsg: "no files\n" },
        }[id];
        return { TrainingModelVersion: version(id.split("-")[1] ?? "", told) };
      });
      const known = await models.describe(["mv-v1-1", "mv-v2-1", "mv-v3-1", "gone"]);
      const common = { modelId: "m-1", modelName: "resnet", createdAt: "2026-09-01T04:10:00Z" };
      const fromJob = { ...common, artifactPath: PATH, sourceJobId: "train-1" };
      assert.deepEqual(
        [...known.values()],
        [
          { ...common, versionId: "mv-v1-1", version: "v1", status: "importing", platformStatus: "" },
          {
            ...fromJob,
            versionId: "mv-v2-1",
            version: "v2",
            status: "importing",
            platformStatus: "STATUS_RUNNING",
            progress: 40,
          },
          {
            ...fromJob,
            versionId: "mv-v3-1",
            version: "v3",
            status: "failed",
            platformStatus: "STATUS_FAILED",
            statusReason: "no files",
          },
        ],
      );
    });

    it("reads the vendor's example", () => {
      const [first] = versionsReply.parse(modelVersionsExample.reply["Response"]).TrainingModelVersions ?? [];
      assert.ok(first);
      assert.deepEqual(modelSnapshotOf(first), {
        versionId: "mv-v1-625097625049989888",
        modelId: "m-608587242317024640",
        modelName: "test-model",
        version: "v1",
        status: "ready",
        platformStatus: "STATUS_SUCCESS",
        progress: 100,
        artifactPath: "cos://test-bucket.ap-guangzhou/test/model/",
        createdAt: "2022-09-29T03:17:24Z",
      });
    });
  });

  describe("looking for the version of a lost reply", () => {
    const held = (label: string) => ({
      id: `mv-${label}-1`,
      isReleased: false,
      isSettled: true,
      createdAt: "2026-09-01T04:10:00Z",
    });

    it("knows it by label, job, files and age", async () => {
      const { models } = await connect(() => versions(version("v4"), version("v40")));
      assert.deepEqual(await models.find(draft, MARKER, SINCE), [{ ...held("v4"), marker: MARKER }]);
    });

    it("takes a version for somebody else's as long as nothing was sent", async () => {
      const { models } = await connect(() => versions(version("v4")));
      assert.deepEqual(await models.find(draft, MARKER), [held("v4")]);
    });

    for (const [what, more] of [
      ["of another job", { TrainingJobId: "train-2" }],
      ["of other files", { TrainingModelCosPath: { Bucket: "b", Region: "ap-guangzhou", Paths: ["x/"] } }],
      ["made before", { CreateTime: "2026-09-01T04:02:59Z" }],
      ["of unknown age", { CreateTime: null }],
    ] as const) {
      it(`takes a version ${what} for somebody else's`, async () => {
        const { models } = await connect(() => versions(version("v4", more)));
        const [holder] = await models.find(draft, MARKER, SINCE);
        assert.deepEqual([holder?.id, holder?.marker], ["mv-v4-1", undefined]);
      });
    }

    const model = (TrainingModelName: string, more: Record<string, unknown> = {}) => ({
      TrainingModelId: "m-9",
      TrainingModelName,
      TrainingModelVersions: [version("v1")],
      ...more,
    });

    it("knows a new model by its marker, among those of exactly its name", async () => {
      const Tags = [{ TagKey: "pulumi-marker", TagValue: MARKER }];
      const { stub, models } = await connect(() => ({
        TrainingModels: [model("resnet", { Tags }), model("resnet-2", { TrainingModelId: "m-10" })],
        TotalCount: 2,
      }));
      assert.deepEqual(await models.find(draftOfNew, MARKER), [{ ...held("v1"), marker: MARKER }]);
      assert.deepEqual(stub.received[0]?.body["Filters"], [{ Name: "keyword", Values: ["resnet"] }]);
      Tags.push({ TagKey: "pulumi-resource", TagValue: RESOURCE });
      assert.deepEqual(await models.find(draftOfNew, MARKER), [{ ...held("v1"), marker: MARKER, resource: RESOURCE }]);
    });

    it("takes another's model of the name for what it is", async () => {
      const { models } = await connect(() => ({ TrainingModels: [model("resnet")], TotalCount: 1 }));
      assert.deepEqual(await models.find(draftOfNew, MARKER), [held("v1")]);
    });

    it("asks for the versions where the list of models brings none", async () => {
      const { models } = await connect(({ action }) =>
        action === "DescribeTrainingModels"
          ? { TrainingModels: [model("resnet", { TrainingModelVersions: null })], TotalCount: 1 }
          : versions(version("v1")),
      );
      assert.deepEqual(await models.find(draftOfNew, MARKER, SINCE), [{ ...held("v1"), marker: MARKER }]);
    });

    for (const code of ["InvalidAction", "ActionOffline", "UnsupportedOperation"]) {
      it(`says that nobody can tell once it matters, where the platform answers ${code}`, async () => {
        const { models } = await connect(() => refusal(code));
        assert.deepEqual(await models.find(draftOfNew, MARKER), []);
        await assert.rejects(models.find(draftOfNew, MARKER, SINCE), {
          kind: "unsupported",
          message:
            /does not offer DescribeTrainingModels any more: this package cannot tell whether the model "resnet"/,
        });
      });
    }

    it("never takes a failed look for an empty one", async () => {
      const { stub, models } = await connect(() => refusal("UnauthorizedOperation"));
      await assert.rejects(stub.clock.settle(models.find(draft, MARKER, SINCE)), { kind: "permission" });
      await assert.rejects(stub.clock.settle(models.find(draftOfNew, MARKER)), { kind: "permission" });
    });
  });

  describe("deleting", () => {
    const options = { withModel: true, withArtifacts: false, modelId: "m-1" };

    it("removes the version only, and says that the files stay", async () => {
      const { stub, models } = await connect(() => ({}));
      await models.delete("mv-v4-1", { ...options, withModel: false });
      assert.deepEqual(
        stub.received.map(({ action, body }) => [action, body]),
        [["DeleteTrainingModelVersion", { TrainingModelVersionId: "mv-v4-1", EnableDeleteCos: false }]],
      );
    });

    it("removes the model when nothing is left of it, with the files when asked to", async () => {
      const { stub, models } = await connect(({ action }) =>
        action === "DescribeTrainingModelVersions" ? versions(version("v4")) : {},
      );
      await models.delete("mv-v4-1", { ...options, withArtifacts: true });
      assert.deepEqual(stub.received[2]?.body, { TrainingModelId: "m-1", EnableDeleteCos: true });
    });

    it("leaves a model that has other versions", async () => {
      const { models } = await connect(({ action }) =>
        action === "DescribeTrainingModelVersions" ? versions(version("v3")) : {},
      );
      await models.delete("mv-v4-1", options);
      assert.deepEqual(actions(), ["DeleteTrainingModelVersion", "DescribeTrainingModelVersions"]);
    });

    it("leaves a model whose versions cannot be read", async () => {
      const { stub, models } = await connect(({ action }) =>
        action === "DescribeTrainingModelVersions" ? { TrainingModelVersions: "many" } : {},
      );
      await assert.rejects(stub.clock.settle(models.delete("mv-v4-1", options)), { kind: "transient" });
      assert.ok(!actions()?.includes("DeleteTrainingModel"));
    });

    it("is content when all is gone already", async () => {
      const { models } = await connect(() => refusal("ResourceNotFound.NoModel"));
      await models.delete("mv-v4-1", options);
    });
  });

  it("repeats a lost registration only after its signature has expired", async () => {
    const { models } = await connect(() => ({ TrainingTaskSet: [], TotalCount: 0 }));
    assert.deepEqual([models.repeat?.kind, models.repeat?.fenceMs], ["fence", 330_000]);
    assert.ok(Number(await models.repeat?.serverTime()) > 0);
  });
});
