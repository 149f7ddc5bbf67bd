import assert from "node:assert/strict";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { samples } from "../conformance/samples";
import { spec, TestStack } from "./stack";

const SPEC = JSON.stringify(spec);
/** So many jobs, in one list. */
const fleet = (count: number, args: object) =>
  `const jobs = Array.from({ length: ${count} }, (_, index) => new training.TrainingJob("job" + index, ` +
  `{ platform: "tione", spec: ${SPEC}, ...${JSON.stringify(args)} }));`;
const SUBMITTED = { waitFor: "submitted" };
const waits = (options: object = {}) =>
  `exports.ended = training.waitForJobs(jobs, ${JSON.stringify(options)}).apply((all) => all.map((job) => job.status));`;

describe("a fleet of jobs", function () {
  this.timeout(300_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start({ speed: 100 });
  });
  afterEach(() => stack.stop());

  const foresee = (outcome: string, name = "*") =>
    stack.ask("POST", "scenario", { match: { name }, outcome }) as Promise<void>;
  const live = async () => (await stack.jobs()).filter((job) => job.live).length;
  const created = async () => (await stack.requests("CreateTrainingTask")).length;

  it("is submitted, then waited for by the program: every job's snapshot, one line, nothing asked in a preview", async () => {
    await foresee("runs-forever");
    await stack.program(`${fleet(40, SUBMITTED)}\n${waits()}`);
    const output = await stack.up();
    assert.match(output, /waiting for 40 jobs: 40 running, 0 queued, 0 failed/);
    const ended = JSON.parse(await stack.mustPass("stack", "output", "ended", "--json")) as unknown;
    assert.deepEqual(ended, Array(40).fill("running"));
    assert.equal(await live(), 40);

    // In a preview nothing is asked, and what comes of it is unknown.
    const before = (await stack.requests()).length;
    await stack.program(`${fleet(40, SUBMITTED)}\n${waits().replace("ended", "again")}`);
    const preview = await stack.mustPass("preview", "--non-interactive");
    assert.match(preview, /\+ again *: \[unknown\]/);
    assert.equal((await stack.requests()).length, before);
  });

  it("is red when one job fails: reason and next step at that job's row, the others waited for, nothing after it", async () => {
    await foresee("runs-forever");
    await foresee("fail", "job3-*");
    const after = 'jobs.after = training.waitForJobs(jobs, { waitFor: "succeeded", timeout: "10m" });';
    await stack.program(`${fleet(5, SUBMITTED)}\n${after}\njobs.after.apply(() => console.log("everything is done"));`);
    const output = await stack.failingUp();
    assert.match(output, /TrainingJob \(job3\):\s+error: job train-\d+ failed[^]*To run it again, change `trigger`/);
    assert.match(
      output,
      /TrainingJob \(job1\):\s+error: waiting for train-\d+ to be succeeded: still running[^]*Nothing is lost/,
    );
    assert.match(output, /waitForJobs: 5 of 5 jobs are not succeeded/);
    assert.doesNotMatch(output, /everything is done/);
    assert.equal((await stack.rows()).length, 5);
  });

  it("that the state knows to have ended well is asked nothing, and stays green when the platform has forgotten it", async () => {
    await stack.program(`${fleet(3, SUBMITTED)}\n${waits({ waitFor: "succeeded" })}`);
    await stack.up();
    await stack.mustPass("refresh", "--yes", "--skip-preview", "--non-interactive");
    await stack.ask("POST", "switches", { purgeAfterMs: 1 });
    await stack.ask("POST", "clock", { advanceMs: 60_000 });
    assert.deepEqual(await stack.jobs(), []);
    const before = (await stack.requests("DescribeTrainingTasks")).length;
    await stack.up();
    assert.equal((await stack.requests("DescribeTrainingTasks")).length, before);
  });

  it("goes on being waited for by the next up, with the same jobs, when the person presses Ctrl-C", async () => {
    await foresee("never-starts");
    await stack.program(`${fleet(3, SUBMITTED)}\n${waits()}`);
    const up = stack.start(["up", "--skip-preview", "--non-interactive"]);
    await stack.seen("DescribeTrainingTasks", 20, up);
    up.process.kill("SIGINT");
    assert.notEqual((await up.done).code, 0);
    assert.equal((await stack.rows()).length, 3);
    await stack.program(fleet(3, SUBMITTED));
    await stack.up("--expect-no-changes");
    assert.equal(await created(), 3);
  });

  it("is waited for in a component with a provider of its own, on two platforms, on a machine that did not submit it", async () => {
    await foresee("runs-forever");
    const specs = JSON.stringify({ tione: spec, qizhi: samples["qizhi"]?.spec });
    const program = (rest: string) => `
      class Sweep extends pulumi.ComponentResource {
        constructor(name, opts) {
          super("acme:ml:Sweep", name, {}, opts);
          const jobs = Object.entries(${specs}).flatMap(([platform, spec]) => [1, 2].map((seed) =>
            new training.TrainingJob(name + "-" + platform + seed, { platform, spec, waitFor: "submitted" }, { parent: this })));
          this.regions = pulumi.all(jobs.map(({ region }) => region));
          ${rest}
          this.registerOutputs({});
        }
      }
      const east = new training.Provider("east", { tione: { region: "ap-shanghai" } });
      const sweep = new Sweep("sweep", { providers: [east] });
      exports.regions = sweep.regions;
      exports.ended = sweep.ended;`;
    await stack.program(program(""));
    await stack.up();
    await rm(join(stack.directory, "journal"), { recursive: true });
    await stack.program(
      program("this.ended = training.waitForJobs(jobs).apply((all) => all.map((job) => job.status));"),
    );
    assert.match(await stack.up(), /waiting for 4 jobs: 4 running, 0 queued, 0 failed/);
    const { ended, regions } = JSON.parse(await stack.mustPass("stack", "output", "--json")) as Record<string, unknown>;
    assert.deepEqual(ended, Array(4).fill("running"));
    assert.deepEqual((regions as string[]).slice(0, 2), ["ap-shanghai", "ap-shanghai"]);
    assert.equal((await stack.jobs()).length, 4);
  });

  it("of two hundred waits all together without a warning of Node's, and is found again by an up without checkpoints", async () => {
    await foresee("runs-forever");
    const environment = { PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_EXPERIMENTAL: "true" };
    const args = ["up", "--skip-preview", "--non-interactive", "--parallel", "200"];
    await stack.program(fleet(200, SUBMITTED));
    const killed = stack.start(args, environment);
    await stack.seen("CreateTrainingTask", 100, killed);
    const plugins = await stack.plugins();
    killed.process.kill("SIGKILL");
    for (const pid of plugins) process.kill(pid, "SIGKILL");
    await killed.done;
    await stack.mustPass("cancel", "--yes");

    await stack.program(fleet(200, {}));
    const { code, output } = await stack.start(args, environment).done;
    assert.equal(code, 0, output);
    assert.doesNotMatch(output, /Warning|\(node:\d+\)/);
    assert.equal(await created(), 200);
    assert.equal(await live(), 200);
    assert.equal((await stack.rows()).length, 200);
  });
});

describe("more jobs than may wait at a time", function () {
  this.timeout(300_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start({ speed: 20 });
  });
  afterEach(() => stack.stop());

  it("are told once how all can wait together", async () => {
    const timeline = [{ state: "PENDING", ms: 60_000 }, { state: "RUNNING" }];
    await stack.ask("POST", "scenario", { match: { name: "*" }, timeline });
    await stack.program(fleet(6, {}));
    const output = await stack.up("--parallel", "2");
    const [, diagnostics = ""] = output.split(/^Diagnostics:$/m);
    assert.equal(diagnostics.match(/not submitted before one of these 2 has started/g)?.length, 1);
  });

  it("are told nothing of the kind when all have begun", async () => {
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    await stack.program(fleet(3, {}));
    assert.doesNotMatch(await stack.up("--parallel", "10"), /not submitted before/);
  });
});
