import assert from "node:assert/strict";
import { spec, TestStack } from "./stack";

describe("pulumi up with a TrainingJob", function () {
  this.timeout(120_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  it("submits once, keeps the id, says what it does, and leaves an unchanged stack alone", async () => {
    // Long enough for every state to be looked at.
    await stack.ask("POST", "scenario", {
      match: { name: "*" },
      timeline: [
        { state: "PENDING", ms: 120_000 },
        { state: "STARTING", ms: 600_000 },
        { state: "RUNNING", ms: 86_400_000 },
        { state: "SUCCEED", ms: 0 },
      ],
    });
    await stack.job("sft", { platform: "tione", spec });
    const output = await stack.up();
    for (const word of ["submitting", "queued", "starting", "running"]) {
      // The engine may show that the job is made before it shows the last word about it.
      assert.match(output, new RegExp(`sft creat(ing|ed) .*${word}`));
    }
    const [job] = await stack.jobs();
    const row = await stack.row();
    assert.equal(row.id, job?.id);
    assert.deepEqual([row.outputs.jobId, row.outputs.status, row.outputs.region], [job?.id, "running", "ap-guangzhou"]);
    assert.deepEqual(row.outputs.outputPaths, [`cos://ml-1250000000.ap-guangzhou/runs/${job?.id}/`]);

    const before = (await stack.requests()).length;
    await stack.mustPass("up", "--expect-no-changes", "--non-interactive");
    assert.equal((await stack.requests()).length, before, "an unchanged stack sends nothing");
  });

  it("replaces the job when the image changes, deleting the old one first, and destroys to nothing", async () => {
    await stack.job("sft", { platform: "tione", spec });
    await stack.up();
    const [old] = await stack.jobs();
    await stack.job("sft", {
      platform: "tione",
      spec: { ...spec, imageInfo: { ...spec.imageInfo, imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.5" } },
    });
    const preview = JSON.parse(await stack.mustPass("preview", "--json")) as {
      steps: { op: string; replaceReasons?: string[] }[];
    };
    assert.deepEqual(preview.steps.find((step) => step.op === "replace")?.replaceReasons, ["spec.imageInfo"]);
    await stack.up();
    const actions = (await stack.requests()).map(({ action }) => action);
    assert.ok(actions.indexOf("DeleteTrainingTask") < actions.lastIndexOf("CreateTrainingTask"), actions.join());
    const [job, ...others] = await stack.jobs();
    assert.deepEqual(others, []);
    assert.notEqual(job?.id, old?.id);
    assert.equal((await stack.row()).id, job?.id);

    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
    assert.deepEqual(await stack.rows(), []);
  });

  it("plans what a preview can know: a job that depends on another's id", async () => {
    await stack.program(
      `const first = new training.TrainingJob("first", ${JSON.stringify({ platform: "tione", spec })});
       new training.TrainingJob("second", { platform: "tione", waitFor: first.status.apply(() => "running"),
         spec: { ...${JSON.stringify(spec)}, env: { PARENT: first.jobId }, output: { ...${JSON.stringify(spec.output)}, paths: [pulumi.interpolate\`runs/\${first.jobId}/\`] } } });`,
    );
    assert.match(await stack.mustPass("preview", "--non-interactive"), /\+ 3 to create/);
    await stack.up();
    const [first, second] = (await stack.rows()).sort((left, right) => left.urn.localeCompare(right.urn));
    assert.deepEqual((second?.outputs.spec as typeof spec).output.paths, [`runs/${first?.id}/`]);
    await stack.up("--expect-no-changes");
    // A wrong member is told although other values are unknown.
    await stack.program(
      `const first = new training.TrainingJob("third", ${JSON.stringify({ platform: "tione", spec })});
       new training.TrainingJob("fourth", { platform: "tione", spec: { ...${JSON.stringify(spec)}, imageUrl: first.jobId } });`,
    );
    assert.match(await stack.mustFail("preview", "--non-interactive"), /spec\.imageUrl: no such input/);
  });

  it("destroys a job that the platform is still submitting", async () => {
    await stack.ask("POST", "scenario", {
      match: { name: "*" },
      timeline: [
        { state: "SUBMITTING", ms: 3_600_000 },
        { state: "RUNNING", ms: 3_600_000 },
        { state: "SUCCEED", ms: 0 },
      ],
    });
    await stack.job("sft", { platform: "tione", spec, waitFor: "submitted", timeouts: { delete: "2h" } });
    await stack.up();
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
    assert.ok((await stack.requests("StopTrainingTask")).length > 1, "refused while submitting, tried again");
  });
});
