import assert from "node:assert/strict";
import { spec, TestStack } from "./stack";

const serving = {
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
};
const files = { trainingModelCosPath: { bucket: "ml-1250000000", region: "ap-guangzhou", paths: ["best/"] } };
const newModel = { trainingModelName: "sft", ...serving };

describe("a model version that does not go well, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  const version = (name: string, args: string) =>
    `exports.${name} = new training.TrainingModelVersion("${name}", { platform: "tione", ${args} }).versionId;`;
  const job = (given: object) =>
    `const job = new training.TrainingJob("job", { platform: "tione", waitFor: "submitted", spec: ${JSON.stringify({ ...spec, ...given })} });`;
  const rows = () => stack.rowsOf("TrainingModelVersion");
  const writes = async () => (await stack.requests()).filter(({ committed }) => committed).map(({ action }) => action);

  it("is refused in the preview for what can be known there, with one sentence each", async () => {
    const table: [args: string, message: RegExp][] = [
      [
        `spec: ${JSON.stringify({ ...newModel, trainingModelCosPath: { bucket: "b-1", paths: ["best"] } })}`,
        /spec\.trainingModelCosPath\.paths\[0\]: is "best"; TI-ONE takes a directory, which ends in "\/"/,
      ],
      [
        `sourceJobId: "job-0a1b2c3d-0000-4000-8000-000000000001", spec: ${JSON.stringify(newModel)}`,
        /sourceJobId: job-0a1b\S+ looks like a job of Qizhi; TI-ONE registers what its own jobs wrote/,
      ],
      [
        `spec: ${JSON.stringify({ ...newModel, trainingModelId: "m-1" })}`,
        /spec\.trainingModelId: is given beside trainingModelName/,
      ],
      [`spec: ${JSON.stringify(newModel)}`, /sourceJobId: is needed, because `spec` does not say where the files are/],
      [`spec: ${JSON.stringify({ ...newModel, modelFormt: "PYTORCH" })}`, /spec\.modelFormt: no such input/],
    ];
    for (const [args, message] of table) {
      await stack.program(version("model", args));
      assert.match(await stack.mustFail("preview", "--non-interactive"), message);
    }
    await stack.program('new training.TrainingModelVersion("model", { platform: "qizhi", spec: {} });');
    assert.match(await stack.mustFail("preview", "--non-interactive"), /Qizhi has no model registry/);
    await stack.program(
      'new training.TrainingModelVersion("model", { platform: "modelarts", deleteArtifacts: true, spec: { modelName: "a", modelType: "PyTorch", sourceLocation: "obs://b/c/" } });',
    );
    assert.match(await stack.mustFail("preview", "--non-interactive"), /deletes no files with a model version/);
    assert.deepEqual(await stack.requests(), []);
  });

  it("says that there is no such job, and that a job wrote nothing, before it registers anything", async () => {
    await stack.program(version("model", `sourceJobId: "train-404", spec: ${JSON.stringify(newModel)}`));
    assert.match(await stack.failingUp(), /`sourceJobId`: TI-ONE knows no job train-404 in ap-guangzhou/);
    await stack.program(
      job({ output: undefined }) + version("model", `sourceJobId: job.jobId, spec: ${JSON.stringify(newModel)}`),
    );
    assert.match(
      await stack.failingUp(),
      /job "job-\S+" \(train-\d+\) has no output path; give `spec\.trainingModelCosPath`/,
    );
    assert.deepEqual(await rows(), []);
    assert.ok(!(await writes()).includes("CreateTrainingModel"));
  });

  it("takes no label that somebody else has, and keeps its hands off the version that has it", async () => {
    const base = version("base", `spec: ${JSON.stringify({ ...newModel, ...files })}`);
    await stack.program(base);
    await stack.up();
    const modelId = String((await rows())[0]?.outputs.modelId);
    const spec = { trainingModelId: modelId, trainingModelVersion: "v1", ...serving, ...files };
    await stack.program(base + version("second", `spec: ${JSON.stringify(spec)}`));
    const output = await stack.failingUp();
    assert.match(
      output,
      /version v1 of model "sft" \(m-\d+\) exists already as mv-v1-\d+, and this resource did not make it/,
    );
    assert.match(output, /Choose another label, or leave it out/);
    assert.equal((await writes()).filter((action) => action === "CreateTrainingModel").length, 1);

    await stack.program(
      base + version("second", `spec: ${JSON.stringify({ ...spec, trainingModelVersion: undefined })}`),
    );
    await stack.up();
    const second = (await rows()).find(({ urn }) => urn.endsWith("::second"));
    assert.deepEqual([second?.outputs.version, second?.outputs.ownsModel], ["v2", false]);

    // The version goes and its model stays, because another resource made that.
    await stack.program(base);
    await stack.up();
    assert.ok(!(await writes()).includes("DeleteTrainingModel"));
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.ok((await writes()).includes("DeleteTrainingModel"));
  });

  it("is kept with the platform's reason when the import fails, and imported again by the next up", async () => {
    const failing = version("model", `spec: ${JSON.stringify({ ...newModel, ...files, trainingModelName: "fails" })}`);
    await stack.program(failing);
    assert.match(await stack.failingUp(), /the import of model version mv-v1-\d+ failed: .+ \(STATUS_FAILED\)/);
    const [first] = await rows();
    assert.equal(first?.outputs.status, "failed");
    await stack.failingUp();
    const [second] = await rows();
    assert.notEqual(second?.id, first.id);
    assert.deepEqual(
      (await writes()).filter((action) => action.includes("TrainingModel")),
      ["CreateTrainingModel", "DeleteTrainingModelVersion", "DeleteTrainingModel", "CreateTrainingModel"],
    );
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
  });

  it("stays in doubt, is not dropped, and is registered once a person has looked, when its request is lost", async () => {
    await stack.ask("POST", "faults", { action: "CreateTrainingModel", times: 1, fault: "drop-before-commit" });
    const args = `spec: ${JSON.stringify({ ...newModel, ...files })}`;
    await stack.program(version("model", args));
    const marker = /confirmNotCreated: "([a-z2-7]{20})"/.exec(await stack.failingUp())?.[1];
    assert.match(
      await stack.mustFail("destroy", "--skip-preview", "--non-interactive"),
      /may have made one.*in 5m30s/s,
    );
    await stack.program(version("model", `${args}, confirmNotCreated: "${marker}"`));
    await stack.up();
    const [row] = await rows();
    assert.deepEqual([row?.outputs.marker, row?.outputs.status], [marker, "ready"]);
    await stack.up("--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(
      (await writes()).filter((action) => action.includes("TrainingModel")),
      ["CreateTrainingModel", "DeleteTrainingModelVersion", "DeleteTrainingModel"],
    );
  });

  it("is registered anew when somebody deleted it, which a refresh finds out", async () => {
    const program = version("model", `spec: ${JSON.stringify({ ...newModel, ...files })}`);
    await stack.program(program);
    await stack.up();
    await stack.ask("POST", "reset", {});
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive");
    assert.deepEqual(await rows(), []);
    await stack.up();
    assert.equal((await rows())[0]?.outputs.status, "ready");
  });

  it("is read without owning it by `TrainingModelVersion.get`", async () => {
    await stack.program(version("model", `spec: ${JSON.stringify({ ...newModel, ...files })}`));
    await stack.up();
    const id = String((await rows())[0]?.id);
    const theirs = (of: string) =>
      version("model", `spec: ${JSON.stringify({ ...newModel, ...files })}`) +
      `exports.name = training.TrainingModelVersion.get("theirs", ${JSON.stringify(of)}, { platform: "tione", region: "ap-guangzhou" }).modelName;`;
    await stack.program(theirs(id));
    assert.match(await stack.up(), /name\s*: "sft"/);
    await stack.program(theirs("mv-v1-404"));
    assert.match(await stack.failingUp(), /TI-ONE knows no model version mv-v1-404/);
  });
});
