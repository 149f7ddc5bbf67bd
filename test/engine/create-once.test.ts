import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { spec, TestStack } from "./stack";

const args = { platform: "tione", spec };

describe("a job is bought once", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    await stack.job("sft", args);
  });
  afterEach(() => stack.stop());

  const fault = (fault: object) => stack.ask("POST", "faults", { action: "CreateTrainingTask", times: 1, ...fault });

  /** One live job, its id in the state, and nothing more to do. */
  async function assertSettled(): Promise<void> {
    const jobs = await stack.jobs();
    assert.equal(jobs.filter(({ live }) => live).length, 1, JSON.stringify(jobs));
    assert.equal(jobs.length, 1, JSON.stringify(jobs));
    const row = await stack.row();
    assert.equal(row.outputs.jobId, jobs[0]?.id);
    const before = (await stack.requests()).length;
    await stack.up("--expect-no-changes");
    assert.equal((await stack.requests()).length, before);
  }

  it("when the reply is lost after the platform acted", async () => {
    await fault({ fault: "drop-after-commit" });
    await stack.up();
    await assertSettled();
    assert.equal((await stack.requests("CreateTrainingTask")).length, 1);
  });

  it("when the request is lost before the platform acted", async () => {
    await fault({ fault: "drop-before-commit" });
    await stack.up();
    await assertSettled();
    assert.equal((await stack.requests("CreateTrainingTask")).length, 2);
  });

  for (const [words, script] of [
    ["a gateway answers instead of the platform", { fault: "html-502", when: "after-commit" }],
    ["the platform fails after it acted", { fault: "http-500", when: "after-commit" }],
    ["the answer is cut off", { fault: "truncate" }],
    ["the answer is garbage", { fault: "garbage" }],
    ["it was throttled first", { fault: "throttle" }],
  ] as const) {
    it(`when ${words}`, async () => {
      await fault(script);
      await stack.up();
      await assertSettled();
    });
  }

  it("when the platform refused it: up is red, nothing is recorded, and the next up submits it", async () => {
    await fault({ fault: "redirect" });
    assert.match(await stack.failingUp(), /creating TrainingJob "sft": redirect refused/);
    assert.deepEqual([await stack.jobs(), await stack.rows()], [[], []]);
    await stack.up();
    await assertSettled();
  });

  it("when the state of yesterday is put back", async () => {
    const before = await stack.exported();
    await stack.up();
    const file = join(stack.directory, "yesterday.json");
    await writeFile(file, before);
    await stack.mustPass("stack", "import", "--file", file);
    assert.deepEqual(await stack.rows(), []);
    await stack.up();
    await assertSettled();
    assert.equal((await stack.requests("CreateTrainingTask")).length, 1);
  });

  it("when nothing shows whether the request arrived: the row stays pending, up is red, and the next up resolves it", async () => {
    // Both submissions and every look-up in between are lost.
    await fault({ fault: "drop-after-commit", times: 2 });
    await stack.ask("POST", "faults", { action: "DescribeTrainingTasks", times: 200, skip: 1, fault: "http-500" });
    const output = await stack.failingUp();
    assert.match(output, /whether job "sft-[a-z2-7]{8}" exists is not known.*run `pulumi up` again/s);
    const pending = await stack.row();
    assert.match(pending.id ?? "", /^pending:[a-z2-7]{20}$/);
    assert.equal(pending.outputs.jobId, "");

    await stack.ask("POST", "faults", { action: "DescribeTrainingTasks", times: 0, fault: "http-500" });
    await stack.up();
    await assertSettled();
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive");
    assert.equal((await stack.row()).id, (await stack.jobs())[0]?.id, "refresh rewrites the id");
  });

  // Where the killed process was: each request is held by the emulator while the kill happens.
  const moments = [
    ["while it looks for an earlier job", "DescribeTrainingTasks", { fault: "delay", ms: 600_000 }],
    ["before the platform acted", "CreateTrainingTask", { fault: "delay", ms: 600_000, when: "before-commit" }],
    [
      "after the platform acted, before its answer",
      "CreateTrainingTask",
      { fault: "delay", ms: 600_000, when: "after-commit" },
    ],
  ] as const;

  for (const [moment, action, script] of moments) {
    it(`when the provider is killed ${moment}`, async () => {
      await stack.ask("POST", "faults", { action, times: 1, ...script });
      const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
      await stack.seen(action, 1, up);
      for (const pid of await stack.plugins()) process.kill(pid, "SIGKILL");
      assert.notEqual((await up.done).code, 0);
      await stack.up();
      await assertSettled();
    });

    it(`when pulumi is killed ${moment}`, async () => {
      await stack.ask("POST", "faults", { action, times: 1, ...script });
      const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
      await stack.seen(action, 1, up);
      up.process.kill("SIGKILL");
      await up.done;
      await stack.mustPass("cancel", "--yes");
      await stack.up();
      await assertSettled();
    });
  }

  it("when the provider is killed while it waits for the job", async () => {
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "never-starts" });
    const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
    await stack.seen("DescribeTrainingTasks", 3, up);
    for (const pid of await stack.plugins()) process.kill(pid, "SIGKILL");
    assert.notEqual((await up.done).code, 0);
    await stack.job("sft", { ...args, waitFor: "submitted" });
    await stack.up();
    await assertSettled();
  });
});
