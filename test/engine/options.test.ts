import assert from "node:assert/strict";
import { spec, TestStack } from "./stack";

const args = { platform: "tione", spec };
const URN = "urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/training:TrainingJob::sft";
const image = (tag: string) => ({
  ...spec,
  imageInfo: { ...spec.imageInfo, imageUrl: `ccr.ccs.tencentyun.com/ml/sft:${tag}` },
});

describe("Pulumi's own options on a TrainingJob", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
  });
  afterEach(() => stack.stop());

  const creates = async () => (await stack.requests("CreateTrainingTask")).length;
  const destroy = () => stack.mustPass("destroy", "--skip-preview", "--non-interactive");

  it("protect and retainOnDelete keep even a running job from being touched", async () => {
    await stack.job("sft", args, { protect: true });
    await stack.up();
    assert.match(await stack.mustFail("destroy", "--skip-preview", "--non-interactive"), /protect/);
    await stack.job("sft", args, { retainOnDelete: true });
    await stack.up();
    await destroy();
    assert.equal((await stack.jobs())[0]?.live, true);
    assert.equal((await stack.requests("StopTrainingTask")).length, 0);
  });

  it("ignoreChanges keeps the job, aliases keep it under a new name", async () => {
    await stack.job("sft", args);
    await stack.up();
    await stack.job("sft", { ...args, spec: image("1.5") }, { ignoreChanges: ["spec.imageInfo.imageUrl"] });
    await stack.up("--expect-no-changes");
    await stack.job("tuned", args, { aliases: [{ name: "sft" }] });
    await stack.up();
    assert.equal(await creates(), 1);
    assert.equal((await stack.row()).id, (await stack.jobs())[0]?.id);
  });

  it("replaceOnChanges makes a new job of what would be changed in place", async () => {
    await stack.job("sft", { ...args, onFailed: "hold" }, { replaceOnChanges: ["onFailed"] });
    await stack.up();
    await stack.job("sft", { ...args, onFailed: "rerun" }, { replaceOnChanges: ["onFailed"] });
    await stack.up();
    assert.equal(await creates(), 2);
    assert.equal((await stack.jobs()).length, 1);
  });

  it("--replace runs the same job again", async () => {
    await stack.job("sft", args);
    await stack.up();
    const [first] = await stack.jobs();
    await stack.up("--replace", URN);
    const [second, ...others] = await stack.jobs();
    assert.deepEqual(others, []);
    assert.notEqual(second?.id, first?.id);
    assert.equal((await stack.row()).id, second?.id);
  });

  it("onFailed rerun makes the new job first where the program wants it so", async () => {
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "fail" });
    await stack.job("sft", { ...args, waitFor: "succeeded", onFailed: "rerun" }, { deleteBeforeReplace: false });
    await stack.failingUp();
    const [first] = await stack.jobs();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "succeed" });
    await stack.up();
    const actions = (await stack.requests()).map(({ action }) => action);
    assert.ok(actions.lastIndexOf("CreateTrainingTask") < actions.indexOf("DeleteTrainingTask"), actions.join());
    const [second, ...others] = await stack.jobs();
    assert.deepEqual(others, []);
    assert.equal(second?.name, `${first?.name}-2`);
  });

  it("--replace with the new job made first neither buys a second one nor ends the first", async () => {
    await stack.job("sft", args, { deleteBeforeReplace: false });
    await stack.up();
    const before = await stack.jobs();
    assert.match(await stack.up("--replace", URN), /goes on under its new row; to run it again, change `trigger`/);
    assert.deepEqual(await stack.jobs(), before);
    assert.equal((await stack.row()).id, before[0]?.id);
  });

  it("wait settings and policies change without a request, log delivery changes in place", async () => {
    await stack.job("sft", args);
    await stack.up();
    const { id } = await stack.row();
    const before = (await stack.requests()).length;
    await stack.job("sft", {
      ...args,
      waitFor: "submitted",
      timeouts: { delete: "20m" },
      onFailed: "rerun",
      deletionPolicy: "stop",
    });
    await stack.up();
    assert.equal((await stack.requests()).length, before);
    assert.equal((await stack.row()).outputs.deletionPolicy, "stop");

    const logConfig = { logsetId: "logset-1", topicId: "topic-1" };
    await stack.job("sft", { ...args, waitFor: "submitted", spec: { ...spec, logEnable: true, logConfig } });
    await stack.up();
    assert.equal((await stack.requests("EnableTrainingTaskClsConfig")).length, 1);
    assert.equal((await stack.row()).id, id);
    await stack.up("--expect-no-changes");
    assert.equal(await creates(), 1);
  });

  it("deletionPolicy stop ends the job, keeps the platform's record, and the next up is a new job", async () => {
    await stack.job("sft", { ...args, deletionPolicy: "stop" });
    await stack.up();
    const [kept] = await stack.jobs();
    await destroy();
    assert.deepEqual(
      (await stack.jobs()).map(({ id, state }) => [id, state]),
      [[kept?.id, "STOPPED"]],
    );
    await stack.up();
    const row = await stack.row();
    assert.notEqual(row.id, kept?.id);
    assert.equal(row.outputs.name, `${kept?.name}-2`);
    assert.equal(await creates(), 2);
  });

  it("adoptJobId takes a job over instead of submitting one, and says what differs", async () => {
    await stack.job("sft", { ...args, name: "by-hand" }, { retainOnDelete: true });
    await stack.up();
    const [job] = await stack.jobs();
    await destroy();
    await stack.job("taken", { ...args, adoptJobId: job?.id, spec: image("1.5") });
    assert.match(
      await stack.mustPass("preview", "--non-interactive"),
      /adopts job train-\d+ instead of submitting one/,
    );
    assert.match(await stack.up(), /was not submitted as the program says: spec\.imageInfo differ/);
    const row = await stack.row();
    assert.deepEqual([row.id, row.outputs.status, row.outputs.name], [job?.id, "running", "by-hand"]);
    await stack.up("--expect-no-changes");
    assert.equal(await creates(), 1);

    await stack.job("missing", { ...args, adoptJobId: "train-404" });
    assert.match(await stack.failingUp(), /`adoptJobId`: TI-ONE knows no job train-404 in ap-guangzhou/);
  });

  it("TrainingJob.get reads a job that it neither owns nor deletes", async () => {
    await stack.job("sft", args, { retainOnDelete: true });
    await stack.up();
    const [job] = await stack.jobs();
    await destroy();
    const get = (id?: string) =>
      stack.program(
        `exports.status = training.TrainingJob.get("other", ${JSON.stringify(id)}, { platform: "tione" }).status;`,
      );
    await get(job?.id);
    await stack.up();
    assert.match(await stack.mustPass("stack", "output", "status"), /running/);
    await destroy();
    assert.equal((await stack.jobs())[0]?.live, true);
    await get("train-404");
    assert.match(await stack.failingUp(), /TI-ONE knows no job train-404/);
  });

  it("leaves another's job of the same name alone, and names it", async () => {
    await stack.job("theirs", { ...args, name: "shared" });
    await stack.up();
    const [theirs] = await stack.jobs();
    await stack.program(
      `new training.TrainingJob("theirs", ${JSON.stringify({ ...args, name: "shared" })});` +
        `new training.TrainingJob("ours", ${JSON.stringify({ ...args, name: "shared" })});`,
    );
    const output = await stack.failingUp();
    assert.ok(output.includes(`the name "shared" belongs to job ${theirs?.id}`), output);
    assert.deepEqual(await stack.jobs(), [theirs]);
    assert.equal(await creates(), 1);
  });

  it("an explicit Provider has a process, a region and settings of its own", async () => {
    await stack.program(
      `const prod = new training.Provider("prod", { tione: { region: "ap-shanghai" } });` +
        `new training.TrainingJob("here", ${JSON.stringify(args)});` +
        `new training.TrainingJob("there", ${JSON.stringify(args)}, { provider: prod });`,
    );
    await stack.up();
    const regions = (await stack.rows()).map(({ urn, outputs }) => [urn.split("::").pop(), outputs.region]).sort();
    assert.deepEqual(regions, [
      ["here", "ap-guangzhou"],
      ["there", "ap-shanghai"],
    ]);
    await destroy();
    assert.deepEqual(await stack.jobs(), []);
  });

  it("the region is remembered: another machine's default does not move a job", async () => {
    await stack.job("sft", args);
    await stack.up();
    const elsewhere = stack.start(["up", "--skip-preview", "--non-interactive", "--expect-no-changes"], {
      TENCENTCLOUD_REGION: "ap-beijing",
    });
    const { code, output } = await elsewhere.done;
    assert.equal(code, 0, output);
    await stack.job("sft", { ...args, spec: image("1.5") });
    assert.equal(
      (await stack.start(["up", "--skip-preview", "--non-interactive"], { TENCENTCLOUD_REGION: "ap-beijing" }).done)
        .code,
      0,
    );
    assert.equal((await stack.row()).outputs.region, "ap-guangzhou", "nor a replacement");
  });
});
