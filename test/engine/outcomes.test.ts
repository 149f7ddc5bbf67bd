import assert from "node:assert/strict";
import { Fleet, type Ended, type Extra } from "./once/fleet";
import type { JobSeen, Row } from "./stack";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** A job of each fate, by the name of its resource. */
const JOBS: Readonly<Record<string, { readonly outcome: string; readonly args?: Extra }>> = {
  kept: { outcome: "fail", args: { waitFor: "succeeded" } },
  rerun: { outcome: "fail", args: { waitFor: "succeeded", onFailed: "rerun" } },
  unplaced: { outcome: "submit-fail" },
  arrears: { outcome: "arrears-stop", args: { waitFor: "succeeded", onFailed: "rerun" } },
  slow: { outcome: "starts late", args: { timeouts: { create: "2m", update: "30m" } } },
  interrupted: { outcome: "never-starts" },
  done: { outcome: "succeed" },
  deleted: { outcome: "runs-forever" },
};

/** What a run said, and what there was after it. */
interface After {
  readonly run: Ended;
  readonly rows: readonly Row[];
  readonly jobs: readonly JobSeen[];
  /** Jobs submitted by this run. */
  readonly creates: number;
}

describe("what becomes of a job, and what up makes of it", function () {
  this.timeout(600_000);
  let fleet: Fleet;
  const runs: Record<string, After> = {};

  async function step(name: string, work: () => Promise<Ended>): Promise<void> {
    const since = await fleet.mark();
    const run = await work();
    const [rows, jobs] = [await fleet.rows(), await fleet.jobs("tione")];
    runs[name] = { run, rows, jobs, creates: (await fleet.creates("tione", since)).length };
  }

  /** The program: these jobs, and what is different now. */
  function ask(names: readonly string[], changes: Readonly<Record<string, Extra>> = {}): void {
    fleet.clear();
    for (const name of names) fleet.set(name, "tione", { ...JOBS[name]?.args, ...changes[name] });
  }

  const advance = (advanceMs: number) => fleet.stack.ask("POST", "clock", { advanceMs });

  async function interruptedUp(): Promise<Ended> {
    const up = await fleet.startUp();
    await fleet.stack.seen("DescribeTrainingTasks", 3, up);
    up.process.kill("SIGINT");
    const { code, output } = await up.done;
    return { code, output, said: () => output };
  }

  before(async () => {
    fleet = await Fleet.start();
    for (const [name, { outcome }] of Object.entries(JOBS)) {
      if (outcome !== "starts late") await fleet.foresee(outcome, `${name}-*`);
    }
    const timeline = [
      { state: "PENDING", ms: HOUR },
      { state: "RUNNING", ms: 1_000 * DAY },
      { state: "SUCCEED", ms: 0 },
    ];
    await fleet.stack.ask("POST", "scenario", { match: { name: "slow-*" }, timeline });

    ask(["interrupted"]);
    await step("interrupted", interruptedUp);
    const submitted = { interrupted: { waitFor: "submitted" } };
    ask(Object.keys(JOBS), submitted);
    await step("first", () => fleet.up());

    await advance(HOUR);
    await fleet.foresee("succeed", "rerun-*");
    await fleet.foresee("runs-forever", "unplaced-*");
    await step("previewed", () => fleet.run("preview"));
    await step("second", () => fleet.up());

    await advance(DAY);
    await step("refreshed", () => fleet.refresh());
    await step("third", () => fleet.up());

    await fleet.foresee("succeed", "kept-*");
    ask(
      Object.keys(JOBS).filter((name) => name !== "arrears"),
      { ...submitted, kept: { trigger: "2" } },
    );
    await step("triggered", () => fleet.up());
    await step("unchanged", () => fleet.up("--expect-no-changes"));

    await fleet.fault("tione", "describe", { times: 100, fault: "http-500" });
    await step("troubled", () => fleet.refresh());

    await fleet.stack.ask("POST", "reset");
    await advance(10 * 60_000);
    await step("forgotten", () => fleet.refresh());
    await step("last", () => fleet.up());
    await step("destroyed", () => fleet.destroy());
  });
  after(() => fleet.stop());

  function at(name: string): After {
    const after = runs[name];
    assert.ok(after);
    return after;
  }
  function passed(name: string): void {
    const { code, output } = at(name).run;
    assert.equal(code, 0, output);
  }
  function saidBy(name: string, resource: string): string {
    const { run } = at(name);
    assert.notEqual(run.code, 0, run.output);
    return run.said(resource);
  }
  function rowAfter(name: string, resource: string): Row {
    const row = at(name).rows.find(({ urn }) => urn.endsWith(`::${resource}`));
    assert.ok(row, `no row of ${resource}`);
    return row;
  }
  const jobsAfter = (name: string, resource: string) =>
    at(name).jobs.filter((job) => job.name.startsWith(`${resource}-`));
  /** Whether the run did anything with the resource. */
  const isTouched = (name: string, resource: string) =>
    new RegExp(`^ *[-+~]+ .*:TrainingJob ${resource} `, "m").test(at(name).run.output);

  it("keeps a job that failed to start, with the platform's reason, and does not run it again", () => {
    const said = saidBy("first", "kept");
    const [job] = jobsAfter("first", "kept");
    const row = rowAfter("first", "kept");
    assert.deepEqual([row.id, row.outputs.status], [job?.id, "failed"]);
    assert.equal(typeof row.outputs.statusReason, "string");
    assert.ok(said.includes(String(row.outputs.statusReason)), said);
    assert.match(said, /pod \S+ failed/);
    assert.match(said, /change `trigger` or the spec, or run `pulumi up --replace 'urn:pulumi:dev::fleet::\S+::kept'`/);

    assert.match(saidBy("second", "kept"), /is kept as it is and never run again by itself/);
    passed("refreshed");
    assert.match(saidBy("third", "kept"), /job train-\d+ failed/, "a refresh does not make it look healthy");
    assert.deepEqual([rowAfter("third", "kept").id, at("third").creates], [job?.id, 0]);

    passed("triggered");
    assert.equal(rowAfter("triggered", "kept").outputs.status, "succeeded");
    assert.equal(at("triggered").creates, 1);
    const [next, ...others] = jobsAfter("triggered", "kept");
    assert.notEqual(next?.id, job?.id);
    assert.deepEqual(others, [], "the failed job made way");
  });

  it("runs a failed job again when told to, and the preview says so", () => {
    assert.match(saidBy("first", "rerun"), /job train-\d+ failed/);
    passed("previewed");
    assert.match(at("previewed").run.output, /rerun replace/);
    assert.equal(at("previewed").creates, 0);
    assert.notEqual(rowAfter("second", "rerun").id, rowAfter("first", "rerun").id);
    assert.equal(rowAfter("second", "rerun").outputs.status, "succeeded");
  });

  it("submits again what the platform never gave compute to", () => {
    assert.match(
      saidBy("first", "unplaced"),
      /It got no machines, so it never ran: the next `pulumi up` submits it again/,
    );
    assert.equal(rowAfter("first", "unplaced").outputs.platformStatus, "SUBMIT_FAILED");
    assert.equal(rowAfter("second", "unplaced").outputs.status, "running");
  });

  it("holds a job that was stopped for arrears, also with onFailed rerun", () => {
    assert.match(saidBy("first", "arrears"), /job train-\d+ stopped/);
    assert.match(saidBy("second", "arrears"), /job train-\d+ stopped/);
    assert.equal(rowAfter("second", "arrears").id, rowAfter("first", "arrears").id);
  });

  it("submits no job but these", () => {
    const all = Object.keys(JOBS).length;
    assert.deepEqual(
      ["interrupted", "first", "second", "third"].map((name) => at(name).creates),
      [1, all - 1, ["rerun", "unplaced"].length, 0],
    );
  });

  it("says what it saw when the time is up, and the next up goes on waiting for the same job", () => {
    const said = saidBy("first", "slow");
    assert.match(said, /waiting for train-\d+ to be running: still queued after 2m\d+s \(seen: queued \d+ times?\)/);
    assert.match(said, /recorded in state; run `pulumi up` again to go on waiting/);
    const row = rowAfter("second", "slow");
    assert.deepEqual([row.id, row.outputs.status], [rowAfter("first", "slow").id, "running"]);
    assert.equal(jobsAfter("second", "slow").length, 1);
    passed("unchanged");
  });

  it("ends the wait when a person presses Ctrl-C, keeping the id, and goes on next time", () => {
    assert.match(saidBy("interrupted", "interrupted"), /interrupted while job train-\d+ was (queued|starting)/);
    const [job] = jobsAfter("interrupted", "interrupted");
    assert.equal(rowAfter("interrupted", "interrupted").id, job?.id);
    // That a run ended early is told once, at whichever row comes first.
    const said = at("first")
      .run.said("interrupted")
      .replace(/warning: runs that ended early .*/, "");
    assert.doesNotMatch(said, /error:|warning:|info:/);
    passed("unchanged");
    assert.deepEqual(
      jobsAfter("unchanged", "interrupted").map(({ id }) => id),
      [job?.id],
    );
  });

  it("leaves a job alone that succeeded, and keeps its record when the platform forgets it", () => {
    passed("refreshed");
    const record = rowAfter("refreshed", "done").outputs;
    assert.equal(record.status, "succeeded");
    assert.match(String(record.endedAt), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    passed("unchanged");
    passed("forgotten");
    assert.deepEqual(at("forgotten").jobs, []);
    assert.deepEqual(rowAfter("forgotten", "done").outputs, record);
    assert.equal(isTouched("last", "done"), false);
    passed("destroyed");
  });

  it("calls a running job lost that somebody deleted, and does not buy it again", () => {
    passed("forgotten");
    assert.equal(rowAfter("forgotten", "deleted").outputs.status, "lost");
    assert.match(saidBy("last", "deleted"), /no longer known to the platform/);
    assert.ok(isTouched("last", "deleted"));
    assert.equal(at("last").creates, 0);
    passed("destroyed");
  });

  it("does not take trouble of the platform for the end of a job", () => {
    for (const resource of ["slow", "interrupted", "deleted"]) {
      assert.match(saidBy("troubled", resource), new RegExp(`reading TrainingJob "${resource}"`));
    }
    const outputs = (name: string) => Object.fromEntries(at(name).rows.map((row) => [row.urn, row.outputs]));
    assert.deepEqual(outputs("troubled"), outputs("unchanged"));
  });
});
