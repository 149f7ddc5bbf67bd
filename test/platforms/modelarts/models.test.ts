import assert from "node:assert/strict";
import type { JobSnapshot } from "../../../src/jobs/job";
import type { ModelDraft } from "../../../src/jobs/models";
import { modelartsModels } from "../../../src/platforms/modelarts/models";
import type { ModelartsModelSpec } from "../../../src/platforms/modelarts/models/schema";
import { ModelartsTester, project } from "../../emulator/modelarts-client";
import { openGate, shutGates } from "../../gates";
import { stubModelarts, type Answer, type Received, type Stub } from "./server";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const OTHER = "zzzzyyyyxxxxwwwwvvvv";
const spec: ModelartsModelSpec = { modelName: "llm_sft", modelType: "PyTorch" };
const job: JobSnapshot = {
  jobId: "425b7087-83de-49ed-9e40-5bb642be956f",
  name: "sft",
  status: "succeeded",
  platformStatus: "Completed",
  outputPaths: ["obs://ml-bucket/out"],
};
const options = { withModel: false, withArtifacts: false, modelId: "" };

describe("ModelArts model versions", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const connect = () => modelartsModels({ settings: {}, region: "cn-north-4" }, tester.io());

  async function registered(more: Partial<ModelartsModelSpec> = {}, marker = MARKER) {
    const draft = await connect().draft({ marker, spec: { ...spec, ...more }, source: job });
    const outcome = await connect().submit({ draft, marker, resource: RESOURCE }, openGate);
    assert.equal(outcome.kind, "done", outcome.kind === "done" ? "" : outcome.error.message);
    return { id: outcome.value, draft };
  }

  it("takes place and trace from the job, and the next label", async () => {
    const { draft } = await registered();
    assert.deepEqual(draft, {
      spec: {
        ...spec,
        modelVersion: "0.0.1",
        sourceLocation: "https://ml-bucket.obs.cn-north-4.myhuaweicloud.com/out/",
      },
      modelName: "llm_sft",
      version: "0.0.1",
      artifactPath: "obs://ml-bucket/out/",
      sourceJobId: job.jobId,
      ownsModel: false,
    });
    assert.equal((await registered({}, OTHER)).draft.version, "0.0.2");
    await registered({ modelName: "llmxsft", modelVersion: "5.0.0" });
    assert.equal((await registered({}, "ccccddddeeeeffffgggg")).draft.version, "0.0.3");
  });

  it("has the label of what an earlier run registered for the same resource, unless that is to be replaced", async () => {
    const { id, draft } = await registered();
    const again = { marker: MARKER, spec, source: job };
    assert.equal((await connect().draft(again)).version, draft.version);
    assert.equal((await connect().draft({ ...again, replaces: id })).version, "0.0.2");
  });

  it("lies in the object storage of its region", async () => {
    const models = modelartsModels({ settings: {}, region: "eu-west-101" }, tester.io());
    const { sourceLocation } = (await models.draft({ marker: MARKER, spec, source: job })).spec;
    assert.equal(sourceLocation, "https://ml-bucket.obs.eu-west-101.myhuaweicloud.eu/out/");
  });

  it("keeps the label that an earlier try chose", async () => {
    assert.equal((await connect().draft({ marker: MARKER, spec, source: job, version: "0.0.7" })).version, "0.0.7");
  });

  it("counts labels in the workspace of the spec", async () => {
    await registered({ modelVersion: "1.0.0" });
    assert.equal(
      (await connect().draft({ marker: MARKER, spec: { ...spec, workspaceId: "ws" }, source: job })).version,
      "0.0.1",
    );
  });

  it("says what to give when the job wrote nothing, and makes nothing", async () => {
    const source = { ...job, outputPaths: [] };
    await assert.rejects(connect().draft({ marker: MARKER, spec, source }), {
      kind: "invalid",
      message: /job 425b7087\S* \(sft\) has no output path; give spec\.sourceLocation/,
    });
    await assert.rejects(connect().draft({ marker: MARKER, spec }), {
      kind: "invalid",
      message: /nothing says where the model is/,
    });
    assert.deepEqual(tester.actions(), []);
  });

  it("needs no place for a model made with a template", async () => {
    const template = { templateId: "t-1", templateInputs: [{ input: "obs://b/in/", inputId: "i" }] };
    const draft = await connect().draft({ marker: MARKER, spec: { ...spec, modelType: "Template", template } });
    assert.equal((await connect().submit({ draft, marker: MARKER, resource: RESOURCE }, openGate)).kind, "done");
    assert.equal(draft.artifactPath, "");
  });

  it("is importing, then ready, with the platform's word beside ours", async () => {
    const { id } = await registered({ description: "first" });
    const before = (await connect().describe([id])).get(id);
    assert.deepEqual([before?.status, before?.platformStatus], ["importing", "publishing"]);
    tester.advance(60_000);
    const { createdAt = "", ...after } = (await connect().describe([id])).get(id) ?? {};
    assert.match(createdAt, /^\d{4}-\d\d-\d\dT.*Z$/);
    assert.deepEqual(after, {
      versionId: id,
      modelId: id,
      modelName: "llm_sft",
      version: "0.0.1",
      status: "ready",
      platformStatus: "published",
      artifactPath: "obs://ml-bucket/out/",
      sourceJobId: job.jobId,
      claim: { marker: MARKER, resource: RESOURCE, isReleased: false },
    });
    const { body } = await tester.call("GET", `/v1/${project}/models/${id}`);
    assert.equal(body["description"], `[pulumi:${MARKER}.${RESOURCE}] first`);
  });

  it("carries its resource where its description leaves room for it", async () => {
    const long = "x".repeat(68);
    const ids = [await registered({ description: "x".repeat(57) }), await registered({ description: long }, OTHER)];
    const models = await connect().describe(ids.map(({ id }) => id));
    assert.deepEqual(
      ids.map(({ id }) => models.get(id)?.claim),
      [
        { marker: MARKER, resource: RESOURCE, isReleased: false },
        { marker: OTHER, isReleased: false },
      ],
    );
    const holders = await Promise.all(ids.map(({ draft }) => connect().find(draft, MARKER)));
    assert.deepEqual(
      holders.flat().map(({ marker, resource }) => [marker, resource]),
      [
        [MARKER, RESOURCE],
        [OTHER, undefined],
      ],
    );
  });

  it("is importing while an image is built, and failed when that fails", async () => {
    const image = { modelType: "Image", sourceLocation: "swr.cn-north-4.myhuaweicloud.com/org/llm:1" };
    const { id } = await registered({ ...image, modelName: "will-fail" });
    assert.deepEqual(state((await connect().describe([id])).get(id)), ["importing", "building"]);
    tester.advance(60_000);
    assert.deepEqual(state((await connect().describe([id])).get(id)), ["failed", "building_failed"]);
  });

  it("is absent when the platform does not know it", async () => {
    assert.equal((await connect().describe(["10eb0091-887f-4839-9929-cbc884f1e20e"])).size, 0);
  });

  for (const [what, gate, reason] of shutGates()) {
    it(`is not registered through a gate that ${what}, which says why`, async () => {
      const draft = await connect().draft({ marker: MARKER, spec, source: job });
      await assert.rejects(connect().submit({ draft, marker: MARKER, resource: RESOURCE }, gate), reason);
      assert.ok(!tester.actions().includes("ImportModel"));
    });
  }

  it("is refused for certain when its label is taken", async () => {
    const { draft } = await registered({ modelVersion: "1.0.0" });
    const outcome = await connect().submit({ draft, marker: OTHER, resource: RESOURCE }, openGate);
    assert.equal(outcome.kind === "refused" && outcome.error.kind, "nameTaken");
    const holders = await connect().find(draft, OTHER);
    assert.deepEqual(
      holders.map(({ marker, isSettled }) => [marker, isSettled]),
      [[MARKER, false]],
    );
  });

  for (const fault of ["drop-after-commit", "garbage"] as const) {
    it(`is sent once and found as ours after ${fault}`, async () => {
      tester.fault("ImportModel", fault);
      const draft = await connect().draft({ marker: MARKER, spec, source: job });
      assert.equal((await connect().submit({ draft, marker: MARKER, resource: RESOURCE }, openGate)).kind, "unknown");
      assert.equal(tester.actions().filter((action) => action === "ImportModel").length, 1);
      assert.deepEqual(
        (await connect().find(draft, MARKER)).map(({ marker }) => marker),
        [MARKER],
      );
    });
  }

  it("may be sent again at any time, as a second one is refused", async () => {
    const { repeat } = connect();
    assert.equal(repeat?.kind, "probe");
    assert.ok(Math.abs((await repeat.serverTime()) - Date.now()) < 60_000);
  });

  it("removes exactly this version, and is content when it is gone", async () => {
    const first = await registered();
    const second = await registered({}, OTHER);
    await connect().delete(first.id, options);
    assert.deepEqual([...(await connect().describe([first.id, second.id])).keys()], [second.id]);
    await connect().delete(first.id, options);
  });

  it("does not take a version for deleted that the platform kept inside of its yes", async () => {
    const { id } = await registered({ modelName: "deployed" });
    await assert.rejects(connect().delete(id, options), {
      kind: "invalid",
      message:
        /model already deploy service: the version is deployed as a service; delete the service first \(ModelArts\.3009\)/,
    });
  });
});

describe("a model version of ModelArts, told in other ways", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubModelarts(answer);
    return modelartsModels(stub.where, stub.io);
  }

  const id = "10eb0091-887f-4839-9929-cbc884f1e20e";
  const since = "2026-11-21T10:00:00Z";
  const model = {
    model_id: id,
    model_name: "llm_sft",
    model_version: "0.0.1",
    model_status: "publishing",
    description: null,
    create_at: Date.parse(since) + 2_000,
    source_location: "https://ml-bucket.obs.cn-north-4.myhuaweicloud.com/out/",
    source_job_id: job.jobId,
  };
  const draft: ModelDraft<ModelartsModelSpec> = {
    spec,
    modelName: "llm_sft",
    version: "0.0.1",
    artifactPath: "obs://ml-bucket/out/",
    sourceJobId: job.jobId,
    ownsModel: false,
  };

  for (const [what, more, found] of [
    ["ours when job, path and time are", {}, [MARKER]],
    ["nobody's when it is older than the request", { create_at: Date.parse(since) - 3_600_000 }, [undefined]],
    ["nobody's when it is of another job", { source_job_id: "7" }, [undefined]],
    ["nobody's when its files are elsewhere", { source_location: "https://b.obs.x.com/out/" }, [undefined]],
    ["somebody else's when it says so", { description: `[pulumi:${OTHER}]` }, [OTHER]],
    ["not in the way under another label", { model_version: "0.0.10" }, []],
  ] as const) {
    it(`is ${what}`, async () => {
      const told = { ...model, ...more };
      const models = await connect(({ path }) => ({ body: path.includes("?") ? { models: [told] } : told }));
      assert.deepEqual(
        (await models.find(draft, MARKER, since)).map(({ marker }) => marker),
        found,
      );
      const { searchParams } = new URL(stub?.received[0]?.path ?? "", "http://x");
      assert.deepEqual(
        ["model_name", "exact_match", "model_version", "workspace_id"].map((name) => searchParams.get(name)),
        ["llm_sft", "true", "0.0.1", "0"],
      );
    });
  }

  it("is nobody's without a mark when no answer was lost", async () => {
    const models = await connect(() => ({ body: { models: [model] } }));
    assert.deepEqual(
      (await models.find(draft, MARKER)).map(({ marker }) => marker),
      [undefined],
    );
  });

  it("is unknown under a word that is new", async () => {
    const models = await connect(() => ({ body: { ...model, model_status: "thawing" } }));
    assert.deepEqual(state((await models.describe([id])).get(id)), ["unknown", "thawing"]);
  });

  for (const [what, answer, says] of [
    [
      "in the other spelling of the message",
      {
        body: {
          delete_success_list: [],
          delete_failed_list: [{ model_id: id, error_code: "ModelArts.3009", error_msg: "in use" }],
        },
      },
      /in use: the version is deployed as a service; delete the service first/,
    ],
    [
      "with HTTP 500",
      { status: 500, body: { error_code: "ModelArts.3009", error_msg: "in use" } },
      /delete the service first/,
    ],
    [
      "with another code",
      { body: { delete_failed_list: [{ model_id: id, error_code: "ModelArts.0010" }] } },
      /no reason given \(ModelArts\.0010\)/,
    ],
    ["by naming it nowhere and keeping it", { body: {} }, /reported success, but the model version is still there/],
  ] as const) {
    it(`is not deleted when the platform says so ${what}`, async () => {
      const models = await connect(({ method }) => (method === "DELETE" ? answer : { body: model }));
      await assert.rejects(models.delete(id, options), { message: says });
      assert.equal(stub?.received[0]?.path, `/v1/p-1/models/${id}?cascade=false`);
    });
  }

  it("is deleted when the list of failures says that it is not there", async () => {
    const failed = [{ model_id: id, error_code: "ModelArts.3001", error_msg: "not found" }];
    const models = await connect(() => ({ body: { delete_failed_list: failed } }));
    await models.delete(id, options);
  });
});

function state(snapshot: { status: string; platformStatus: string } | undefined) {
  return [snapshot?.status, snapshot?.platformStatus];
}
