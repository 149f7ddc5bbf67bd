import assert from "node:assert/strict";
import { setMaxListeners } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JobOrder } from "../../../src/jobs/job";
import { openJournal, type Journal } from "../../../src/jobs/journal";
import { Poller } from "../../../src/jobs/poller";
import { submitOnce } from "../../../src/jobs/submit";
import { waitForJob, type Goal } from "../../../src/jobs/wait";
import type { Gate } from "../../../src/net/action";
import { PlatformError } from "../../../src/net/errors";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { qizhi } from "../../../src/platforms/qizhi";
import { qizhiJobs } from "../../../src/platforms/qizhi/jobs";
import type { QizhiJobSpec } from "../../../src/platforms/qizhi/jobs/schema";
import { takenText } from "../../../src/resources/job-words";
import { QizhiTester } from "../../emulator/qizhi-client";
import { fakeClock } from "../../fake-clock";
import { fullSpec, JOB_ID, MARKER, openGate, requestSchema, RESOURCE, smallSpec } from "./fixtures";
import { stubQizhi, type Answer, type Received, type Stub } from "./server";

const order = (more: Partial<JobOrder<QizhiJobSpec>> = {}) => ({
  name: "sft",
  spec: smallSpec,
  marker: MARKER,
  resource: RESOURCE,
  ...more,
});

describe("Qizhi jobs", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubQizhi(answer);
    return { stub, jobs: qizhiJobs(stub.where, stub.io) };
  }
  const sent = () => stub?.received.filter(({ path }) => path !== "/auth/token") ?? [];
  const detail = (status: string): Answer => ({ data: { job_id: JOB_ID, name: "sft", status } });

  it("offer what the published API has: no look-up, no list, no delete, no second submission", async () => {
    const { jobs } = await connect(() => ({}));
    assert.deepEqual(Object.keys(jobs).sort(), [
      "describe",
      "echo",
      "idsPerDescribe",
      "looksPerSecond",
      "stop",
      "submit",
    ]);
    assert.equal(jobs.idsPerDescribe, 1);
    assert.equal(qizhi.defaultRegion({}, { env: () => ({}) }), "sii");
    assert.equal(qizhi.job.project?.(order().spec), smallSpec.workspaceId);
  });

  describe("submitting", () => {
    const created: Answer = { data: { job_id: JOB_ID } };
    const submitted = async (more: Partial<JobOrder<QizhiJobSpec>>) => {
      const { jobs } = await connect(() => created);
      assert.deepEqual(await jobs.submit(order(more), openGate), { kind: "done", value: JOB_ID });
      const [request] = sent();
      assert.ok(request);
      return request.body;
    };

    it("bounds a job to a day unless the program says otherwise", async () => {
      assert.equal((await submitted({}))["max_running_time_ms"], "86400000");
    });

    it("sends times as text", async () => {
      const body = await submitted({ spec: fullSpec });
      const { max_running_time_ms, reserve_on_fail_ms, reserve_on_success_ms } = body;
      assert.deepEqual(
        [max_running_time_ms, reserve_on_fail_ms, reserve_on_success_ms],
        ["7200000", "600000", "300000"],
      );
      assert.ok(requestSchema.safeParse(body).success);
    });

    it("sends no limit only when the program writes so", async () => {
      const body = await submitted({ spec: { ...order().spec, maxRunningTimeMs: "unlimited" } });
      assert.equal("max_running_time_ms" in body, false);
    });

    it("writes the marker into the environment", async () => {
      const body = await submitted({ spec: { ...order().spec, env: { A: "1" } } });
      assert.deepEqual(body["envs"], [
        { name: "A", value: "1" },
        { name: "PULUMI_JOB_MARKER", value: MARKER },
      ]);
    });

    it("merges extra members last, in the vendor's spelling", async () => {
      const body = await submitted({ extraSpec: { description: "x", task_priority: 7 } });
      assert.deepEqual([body["description"], body["task_priority"]], ["x", 7]);
    });

    for (const [extra, says] of [
      ['{"__proto__":{"name":"x"}}', /__proto__/],
      ['{"envs":[]}', /set spec\.env instead/],
      ['{"workspace_id":"ws-2"}', /set spec\.workspaceId instead/],
      ['{"name":"other"}', /set name instead/],
    ] as const) {
      it(`sends nothing when the extra members are ${extra}`, async () => {
        const { jobs } = await connect(() => created);
        const outcome = await jobs.submit(order({ extraSpec: JSON.parse(extra) as Record<string, unknown> }), openGate);
        assert.match(outcome.kind === "notSent" ? outcome.error.message : outcome.kind, says);
        assert.deepEqual(sent(), []);
      });
    }

    it("sends nothing without credentials, and says what to set", async () => {
      const { stub } = await connect(() => created);
      const outcome = await qizhiJobs(stub.where, { ...stub.io, env: () => ({}) }).submit(order(), openGate);
      assert.match(outcome.kind === "notSent" ? outcome.error.message : outcome.kind, /set QIZHI_USERNAME/);
      assert.deepEqual(stub.asked, []);
    });
  });

  describe("an interruption", () => {
    const created: Answer = { data: { job_id: JOB_ID } };
    const reason = new Error("interrupted");

    it("lets nothing leave that has not left: neither a login nor a job", async () => {
      const { stub, jobs } = await connect(() => created);
      const gate = { ...openGate, signal: AbortSignal.abort(reason) };
      await assert.rejects(jobs.submit(order(), gate), reason);
      assert.deepEqual(stub.asked, []);
    });

    it("ends the buying of thirty jobs at once, whichever still wait for their turn", async () => {
      const interruption = new AbortController();
      setMaxListeners(0, interruption.signal);
      const { stub, jobs } = await connect(() => created);
      let turns = 0;
      const gate: Gate = {
        signal: interruption.signal,
        open: async () => {
          turns += 1;
          if (turns === 3) interruption.abort(reason);
        },
      };
      const submissions = Array.from({ length: 30 }, (_, n) => jobs.submit(order({ name: `sft-${n}` }), gate));
      const ends = await stub.clock.settle(Promise.allSettled(submissions));
      const bought = ends.filter(({ status }) => status === "fulfilled");
      assert.equal(turns, 3, "nobody else got a turn");
      assert.equal(bought.length, sent().length);
      assert.ok(bought.length <= 2, String(bought.length));
      for (const end of ends) assert.ok(end.status === "fulfilled" || end.reason === reason, JSON.stringify(end));
    });

    it("ends the wait for a login that does not answer", async () => {
      const interruption = new AbortController();
      const { stub } = await connect(() => created);
      const http: typeof stub.io.http = () => new Promise(() => interruption.abort(reason));
      const gate = { ...openGate, signal: interruption.signal };
      await assert.rejects(qizhiJobs(stub.where, { ...stub.io, http }).submit(order(), gate), reason);
      assert.deepEqual(stub.asked, []);
    });

    it("comes as it is, also when its reason is one of our own errors", async () => {
      const ours = new PlatformError("transient", "interrupted", { platform: "", action: "" });
      const { jobs } = await connect(() => created);
      await assert.rejects(jobs.submit(order(), { ...openGate, signal: AbortSignal.abort(ours) }), ours);
    });

    it("after a token was refused lets no second request leave, nor another login", async () => {
      const interruption = new AbortController();
      const { stub, jobs } = await connect(() => {
        interruption.abort(reason);
        return { status: 401, text: "" };
      });
      const gate = { ...openGate, signal: interruption.signal };
      await assert.rejects(stub.clock.settle(jobs.submit(order(), gate)), reason);
      assert.deepEqual(stub.asked, ["/auth/token", "train_job/create"]);
    });
  });

  describe("the gate", () => {
    it("is opened for each request, also for the one after a refused token", async () => {
      let times = 0;
      const { stub, jobs } = await connect(({ headers }) =>
        headers.authorization === "Bearer t-1" ? { status: 401, text: "" } : { data: { job_id: JOB_ID } },
      );
      const gate = { ...openGate, open: async () => void (times += 1) };
      assert.equal((await stub.clock.settle(jobs.submit(order(), gate))).kind, "done");
      assert.deepEqual([times, sent().length], [2, 2]);
    });

    it("keeps the job back when it cannot be opened, and says why in its own words", async () => {
      const full = new Error("the journal cannot be written: ENOSPC");
      const { stub, jobs } = await connect(() => ({ data: { job_id: JOB_ID } }));
      const gate = { ...openGate, open: () => Promise.reject(full) };
      await assert.rejects(stub.clock.settle(jobs.submit(order(), gate)), full);
      assert.deepEqual(sent(), []);
    });
  });

  describe("describing", () => {
    it("asks for one job a request, for each once, and leaves out what is not there", async () => {
      const other = JOB_ID.replace(/1$/, "2");
      const { stub, jobs } = await connect(({ body }) =>
        body["job_id"] === JOB_ID ? detail("job_running") : { code: 100_002, message: "parameter error" },
      );
      const known = await stub.clock.settle(jobs.describe([JOB_ID, other, JOB_ID]));
      assert.deepEqual([...known.keys()], [JOB_ID]);
      assert.equal(sent().length, 2);
    });

    for (const [what, answer] of [
      ["refused", { code: 100_003, message: "permission denied" }],
      ["answered by a missing path", { status: 404, text: "404 page not found" }],
      ["answered by nothing", { data: null }],
      ["answered by the general failure", { code: 100_000, message: "record not found" }],
    ] as const) {
      it(`never takes a look that is ${what} for a missing job`, async () => {
        const { stub, jobs } = await connect(() => answer);
        await assert.rejects(stub.clock.settle(jobs.describe([JOB_ID])), { name: "PlatformError" });
      });
    }
  });

  describe("stopping", () => {
    const refusing = (code: number, after: Answer) => (request: Received) =>
      request.path === "train_job/stop" ? { code, message: "not in this state" } : after;

    for (const status of ["job_succeeded", "job_stopped", "job_failed", "job_queue_out", "job_stopping"]) {
      it(`is content with a job that is ${status} already, whatever the code`, async () => {
        for (const code of [100_002, -100_000, 4711]) {
          const { stub, jobs } = await connect(refusing(code, detail(status)));
          await stub.clock.settle(jobs.stop(JOB_ID));
          await stub.close();
        }
      });
    }

    for (const status of ["job_running", "job_creating", "job_success_reserving", "job_fail_reserving"]) {
      it(`says "not now" when it is refused for a job that is ${status}`, async () => {
        const { stub, jobs } = await connect(refusing(100_002, detail(status)));
        await assert.rejects(stub.clock.settle(jobs.stop(JOB_ID)), { kind: "notNow", message: /not in this state/ });
      });
    }

    it('says "not now" of a job that the platform does not show: it may just not be shown yet', async () => {
      const { stub, jobs } = await connect(() => ({ code: 100_002, message: "parameter error" }));
      await assert.rejects(stub.clock.settle(jobs.stop(JOB_ID)), { kind: "notNow", message: /parameter error/ });
    });

    for (const [kind, answer] of [
      ["permission", { code: 100_003, message: "permission denied" }],
      ["auth", { status: 401, text: "" }],
      ["throttled", { status: 429, text: "<html>" }],
      ["transient", { status: 502, text: "<html>" }],
      ["unsupported", { status: 404, text: "404 page not found" }],
    ] as const) {
      it(`says what is wrong when the trouble is not the job's (${kind}), and looks at nothing`, async () => {
        const { stub, jobs } = await connect(() => answer);
        await assert.rejects(stub.clock.settle(jobs.stop(JOB_ID)), { kind });
        assert.deepEqual([...new Set(sent().map(({ path }) => path))], ["train_job/stop"]);
      });
    }
  });
});

describe("a Qizhi job's life against the emulator", () => {
  let tester: QizhiTester;
  let directory: string;
  let journal: Journal;
  beforeEach(async () => {
    tester = await QizhiTester.start();
    directory = await mkdtemp(join(tmpdir(), "qizhi-"));
    journal = openJournal(directory);
  });
  afterEach(async () => {
    await tester.close();
    await rm(directory, { recursive: true });
  });

  /** A process of its own: nothing remembered but the journal. */
  function start() {
    const clock = fakeClock();
    const surroundings = { clock, env: () => ({ PULUMI_TRAINING_EMULATOR: tester.url }), random: () => 0.5 };
    const io = createIo({ ...surroundings, write: () => undefined, limiters: createLimiters(clock) });
    const api = qizhiJobs({ settings: {}, region: "sii" }, io);
    const signal = new AbortController().signal;
    const common = {
      api,
      find: undefined,
      journal,
      clock,
      signal,
      report: () => undefined,
      taken: takenText,
      givenUp: () => {},
    };
    // The emulator's time goes by as one looks.
    const look: typeof api.describe = async (ids) => {
      const known = await api.describe(ids);
      await tester.advance(30_000);
      return known;
    };
    const fresh = { about: {}, recorded: undefined, replaces: undefined, isConfirmedLost: false, isDefaultName: true };
    const submit = () => submitOnce({ ...common, ...fresh, order: order() });
    return {
      api,
      clock,
      submit: () => clock.settle(submit()),
      wait: (id: string, goal: Goal) =>
        clock.settle(
          waitForJob({
            ...{ id, goal, isNew: false, timeoutMs: 3_600_000, clock, random: () => 0.5, signal },
            poller: new Poller({ ...api, describe: look }, clock),
            observe: () => undefined,
          }),
        ),
    };
  }

  async function created(process = start()): Promise<string> {
    const submission = await process.submit();
    assert.equal(submission.kind, "exists");
    return submission.id;
  }

  it("begins, runs, is stopped and stays as a stopped record", async () => {
    const process = start();
    const id = await created(process);
    assert.equal((await process.wait(id, "running")).status, "running");
    await process.clock.settle(process.api.stop(id));
    const { status: state, endedAt } = await process.wait(id, "settled");
    assert.equal(state, "stopped");
    assert.ok(endedAt);
  });

  it("is told as it was asked for, when somebody adopts it", async () => {
    const { clock, api, submit } = start();
    const submission = await submit();
    assert.equal(submission.kind, "exists");
    const told = await clock.settle(Promise.resolve(api.echo?.(submission.id, order().spec)));
    assert.deepEqual(told, {
      ...smallSpec,
      maxRunningTimeMs: 86_400_000,
      ...{ autoFaultTolerance: false, datasetInfo: [], enableNotification: false, enableTroubleshoot: false },
    });
  });

  it("goes on after a week, with a token renewed", async () => {
    const process = start();
    const id = await created(process);
    await tester.advance(8 * 86_400_000);
    assert.equal((await process.clock.settle(process.api.describe([id]))).get(id)?.status, "succeeded");
    assert.deepEqual(tester.count("auth/token").sent, 2);
  });

  it("is stopped while its machines are held after the end", async () => {
    await tester.ordered("scenario", {
      match: { name: "*" },
      timeline: [{ state: "job_success_reserving", ms: 86_400_000 }, { state: "job_succeeded" }],
    });
    const process = start();
    const id = await created(process);
    await process.clock.settle(process.api.stop(id));
    assert.equal((await process.wait(id, "settled")).status, "stopped");
    assert.deepEqual(
      tester.jobs().map(({ live }) => live),
      [false],
    );
  });

  for (const fault of ["drop-after-commit", "drop-before-commit", "truncate", "garbage", "http-500", "html-502"]) {
    it(`is submitted once, ever, when the answer is lost (${fault}), whoever tries again`, async () => {
      await tester.ordered("faults", { action: "train_job/create", fault });
      const first = await start().submit();
      const second = await start().submit();
      assert.deepEqual([first.kind, second.kind], ["pending", "pending"]);
      assert.equal(tester.count("train_job/create").sent, 1);
    });
  }

  it("is submitted again after a redirect to the login, which did nothing", async () => {
    await tester.ordered("faults", { action: "train_job/create", fault: "redirect" });
    await created();
    assert.deepEqual(tester.count("train_job/create"), { sent: 2, committed: 1 });
  });

  it("is taken over from the journal when the process died after the answer", async () => {
    const id = await created();
    assert.equal(await created(), id);
    assert.equal(tester.count("train_job/create").sent, 1);
  });
});
