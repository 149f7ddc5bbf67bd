import assert from "node:assert/strict";
import { spec, TestStack } from "./stack";

const args = { platform: "tione", spec };

describe("what becomes of a job, and what up makes of it", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  const foresee = (outcome: string) => stack.ask("POST", "scenario", { match: { name: "*" }, outcome });
  const creates = async () => (await stack.requests("CreateTrainingTask")).length;
  const refresh = () => stack.mustPass("refresh", "--skip-preview", "--non-interactive");

  it("keeps a job that failed to start, with the platform's reason, and does not run it again", async () => {
    await foresee("fail");
    await stack.job("sft", { ...args, waitFor: "succeeded" });
    const output = await stack.failingUp();
    const [job] = await stack.jobs();
    const row = await stack.row();
    assert.deepEqual([row.id, row.outputs.status], [job?.id, "failed"]);
    assert.equal(typeof row.outputs.statusReason, "string");
    assert.ok(output.includes(String(row.outputs.statusReason)), output);
    assert.match(output, /pod \S+ failed/);
    assert.match(
      output,
      /change `trigger` or the spec, or run `pulumi up --replace 'urn:pulumi:dev::fleet::\S+::sft'`/,
    );

    assert.match(await stack.failingUp(), /is kept as it is and never run again by itself/);
    await refresh();
    assert.match(await stack.failingUp(), /job train-\d+ failed/, "a refresh does not make it look healthy");
    assert.equal(await creates(), 1);

    await foresee("succeed");
    await stack.job("sft", { ...args, waitFor: "succeeded", trigger: "2" });
    await stack.up();
    assert.equal((await stack.row()).outputs.status, "succeeded");
    assert.equal(await creates(), 2);
    assert.equal((await stack.jobs()).length, 1, "the failed job made way");
  });

  it("runs a failed job again when told to, and the preview says so", async () => {
    await foresee("fail");
    await stack.job("sft", { ...args, waitFor: "succeeded", onFailed: "rerun" });
    await stack.failingUp();
    await foresee("succeed");
    assert.match(await stack.mustPass("preview", "--non-interactive"), /sft replace/);
    await stack.up();
    assert.equal(await creates(), 2);
    assert.equal((await stack.row()).outputs.status, "succeeded");
  });

  it("submits again what the platform never gave compute to", async () => {
    await foresee("submit-fail");
    await stack.job("sft", args);
    assert.match(
      await stack.failingUp(),
      /It got no machines, so it was no run: the next `pulumi up` submits it again/,
    );
    assert.equal((await stack.row()).outputs.platformStatus, "SUBMIT_FAILED");
    await foresee("runs-forever");
    await stack.up();
    assert.equal((await stack.row()).outputs.status, "running");
  });

  it("holds a job that was stopped for arrears, also with onFailed rerun", async () => {
    await foresee("arrears-stop");
    await stack.job("sft", { ...args, waitFor: "succeeded", onFailed: "rerun" });
    assert.match(await stack.failingUp(), /job train-\d+ stopped/);
    assert.match(await stack.failingUp(), /job train-\d+ stopped/);
    assert.equal(await creates(), 1);
  });

  it("says what it saw when the time is up, and the next up goes on waiting for the same job", async () => {
    await stack.ask("POST", "scenario", {
      match: { name: "*" },
      timeline: [
        { state: "PENDING", ms: 3_600_000 },
        { state: "RUNNING", ms: 86_400_000_000 },
        { state: "SUCCEED", ms: 0 },
      ],
    });
    await stack.job("sft", { ...args, timeouts: { create: "2m", update: "30m" } });
    const output = await stack.failingUp();
    assert.match(output, /waiting for train-\d+ to be running: still queued after 2m\d+s \(seen: queued \d+ times?\)/);
    assert.match(output, /recorded in state; run `pulumi up` again to go on waiting/);
    const { id } = await stack.row();
    await stack.ask("POST", "clock", { advanceMs: 3_600_000 });
    await stack.up();
    const row = await stack.row();
    assert.deepEqual([row.id, row.outputs.status], [id, "running"]);
    assert.equal(await creates(), 1);
    await stack.up("--expect-no-changes");
  });

  it("ends the wait when a person presses Ctrl-C, keeping the id, and goes on next time", async () => {
    await foresee("never-starts");
    await stack.job("sft", { ...args, timeouts: { create: "24h" } });
    const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
    await stack.seen("DescribeTrainingTasks", 3, up);
    up.process.kill("SIGINT");
    const { code, output } = await up.done;
    assert.notEqual(code, 0);
    assert.match(output, /interrupted while job train-\d+ was (queued|starting)/);
    const [job] = await stack.jobs();
    assert.equal((await stack.row()).id, job?.id);
    await stack.job("sft", { ...args, waitFor: "submitted" });
    await stack.up();
    await stack.up("--expect-no-changes");
    assert.equal(await creates(), 1);
  });

  it("leaves a job alone that succeeded, and keeps its record when the platform forgets it", async () => {
    await stack.job("sft", args);
    await stack.up();
    await stack.ask("POST", "clock", { advanceMs: 86_400_000 });
    await refresh();
    const record = (await stack.row()).outputs;
    assert.equal(record.status, "succeeded");
    assert.match(String(record.endedAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    await stack.up("--expect-no-changes");
    await stack.ask("POST", "switches", { purgeAfterMs: 1_000 });
    await refresh();
    assert.deepEqual((await stack.row()).outputs, record);
    await stack.up("--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.equal(await creates(), 1);
  });

  it("calls a running job lost that somebody deleted, and does not buy it again", async () => {
    await foresee("runs-forever");
    await stack.job("sft", args);
    await stack.up();
    await stack.ask("POST", "reset");
    await stack.ask("POST", "clock", { advanceMs: 600_000 });
    await refresh();
    assert.equal((await stack.row()).outputs.status, "lost");
    assert.match(await stack.failingUp(), /not known to the platform any more/);
    assert.equal(await creates(), 0, "counted since the job was gone");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
  });

  it("does not take trouble of the platform for the end of a job", async () => {
    await foresee("runs-forever");
    await stack.job("sft", args);
    await stack.up();
    const { outputs } = await stack.row();
    await stack.ask("POST", "faults", { action: "DescribeTrainingTasks", times: 100, fault: "http-500" });
    assert.match(await stack.mustFail("refresh", "--skip-preview", "--non-interactive"), /reading TrainingJob "sft"/);
    assert.deepEqual((await stack.row()).outputs, outputs);
  });
});
