import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openConnection } from "../../../src/jobs/connection";
import type { Holder, JobApi } from "../../../src/jobs/job";
import { openJournal, type Journal } from "../../../src/jobs/journal";
import { submitOnce, type Submission } from "../../../src/jobs/submit";
import type { Io } from "../../../src/net/io";
import { qizhi } from "../../../src/platforms/qizhi";
import { qizhiJobs } from "../../../src/platforms/qizhi/jobs";
import { claimOf } from "../../../src/platforms/qizhi/jobs/claim";
import type { QizhiJobSpec } from "../../../src/platforms/qizhi/jobs/schema";
import { takenText } from "../../../src/resources/job-words";
import { machines, MARKER, openGate, RESOURCE, smallSpec } from "./fixtures";
import { offline, TRAINING, WORKSPACE, type Offline } from "./offline";
import { granted, stubQizhi, type Answer, type Stub } from "./server";

const NAME = "sft-aaaabbbbrrrrssss";
const CLAIM = { suffix: "aaaabbbb", resource: "rrrrssss", isReleased: false };
const spec: QizhiJobSpec = {
  ...smallSpec,
  workspaceId: WORKSPACE,
  logicComputeGroupId: TRAINING,
  frameworkConfig: [{ ...machines, specId: "0a1b2c3d-0000-4000-8000-000000000004" }],
};

describe("the name of a Qizhi job", () => {
  for (const [name, claim] of [
    [NAME, CLAIM],
    ["job-aaaabbbbrrrrssss", CLAIM],
    ["a-b_c-aaaabbbbrrrrssss", CLAIM],
    ["sft-aaaabbbbrrrrssss-2", CLAIM],
    ["sft", undefined],
    ["sft-qwen25vl", undefined],
    ["aaaabbbbrrrrssss", undefined],
    ["sft-aaaabbbbrrrrssss8", undefined],
    ["sft-AAAABBBBrrrrssss", undefined],
    ["sft-aaaabbbbrrrrssss-x", undefined],
    ["", undefined],
  ] as const) {
    it(`${claim ? "says" : "does not say"} whose it is when it is ${JSON.stringify(name)}`, () => {
      assert.deepEqual(claimOf(name), claim);
    });
  }

  it("has room for the claim behind the longest stem, and a number behind that", () => {
    assert.equal(qizhi.job.namesAreClaims, true);
    assert.ok(qizhi.job.name.safeParse(`${"x".repeat(40)}-aaaabbbbrrrrssss-99`).success);
  });
});

describe("Qizhi jobs as the console lists them", () => {
  let here: Offline;
  beforeEach(async () => {
    here = await offline();
  });
  afterEach(() => here.tester.close());

  const jobs = (io: Io = here.io, project: string | undefined = WORKSPACE): JobApi<QizhiJobSpec> =>
    qizhiJobs({ ...here.where, ...(project && { project }) }, io);
  const find = async (...names: string[]): Promise<ReadonlyMap<string, readonly Holder[]>> =>
    (await here.settle(Promise.resolve(jobs().find?.(names)))) ?? new Map();
  const moving = async () => (await here.settle(Promise.resolve(jobs().moving?.("eeeeffff")))) ?? [];

  it("can be looked for with a session and in a workspace only", () => {
    assert.deepEqual([typeof jobs().find, typeof jobs().moving], ["function", "function"]);
    for (const without of [jobs(here.plainIo), jobs(here.io, ""), jobs(here.io, "project-1")]) {
      assert.deepEqual([without.find, without.moving], [undefined, undefined]);
    }
  });

  describe("looking for names", () => {
    it("finds whoever has exactly the name, whether it moves or has ended, and when it was made", async () => {
      const ended = await here.submit(1, { name: NAME });
      await here.tester.advance(3_600_000);
      const live = await here.submit(1, { name: NAME });
      await here.submit(1, { name: `x${NAME}` });
      await here.submit(1, { name: `${NAME}-2` });
      const holders = (await find(NAME)).get(NAME) ?? [];
      assert.deepEqual(
        holders.map(({ createdAt, ...holder }) => [holder, typeof createdAt]),
        [
          [{ ...CLAIM, id: live, isSettled: false }, "string"],
          [{ ...CLAIM, id: ended, isSettled: true }, "string"],
        ],
      );
      const [young, old] = holders.map(({ createdAt }) => Date.parse(createdAt ?? ""));
      assert.equal(Number(young) - Number(old), 3_600_000);
    });

    it("looks in the job's own workspace", async () => {
      await here.submit(1, { name: NAME, workspace_id: "ws-00000000-0000-4000-8000-000000000011" });
      assert.deepEqual((await find(NAME)).get(NAME), []);
    });

    it("finds nobody by a name that claims nothing: names may repeat, and a fixed one is nobody's", async () => {
      await here.submit(1, { name: "sft" });
      assert.equal((await find("sft", NAME)).has("sft"), false);
      assert.equal(here.tester.count("train.ListJobs").sent, 1, "and it is not asked for");
    });

    it("does not see a job that is not listed yet", async () => {
      await here.tester.ordered("switches", { listLagMs: 60_000 });
      const id = await here.submit(1, { name: NAME });
      assert.deepEqual((await find(NAME)).get(NAME), []);
      await here.tester.advance(60_000);
      assert.deepEqual(
        (await find(NAME)).get(NAME)?.map(({ id: found }) => found),
        [id],
      );
    });
  });

  describe("what moves", () => {
    it("is every job of the workspace that claims something and has not ended", async () => {
      const other = "eval-ccccddddttttuuuu";
      await here.submit(1, { name: "old-aaaabbbbrrrrssss" });
      await here.tester.advance(3_600_000);
      const first = await here.submit(1, { name: NAME });
      await here.tester.advance(60_000);
      const second = await here.submit(1, { name: other });
      await here.submit(1, { name: "sft" });
      await here.submit(1, { name: NAME, workspace_id: "ws-00000000-0000-4000-8000-000000000011" });
      assert.deepEqual(
        (await moving()).map(({ jobId: id, name, status: state, claim }) => [id, name, state, claim]),
        [
          [second, other, "queued", { suffix: "ccccdddd", resource: "ttttuuuu", isReleased: false }],
          [first, NAME, "running", CLAIM],
        ],
      );
    });

    it("includes a job whose command is over while its machines are paid for, and one that is being stopped", async () => {
      await here.tester.ordered("scenario", { match: { name: "held-*" }, timeline: [{ state: "job_fail_reserving" }] });
      await here.submit(1, { name: "held-aaaabbbbrrrrssss" });
      const id = await here.submit(1, { name: NAME });
      await here.tester.call("stop", { job_id: id });
      assert.deepEqual(
        (await moving()).map(({ status: state }) => state),
        ["stopping", "running"],
      );
    });
  });

  describe("a submission", () => {
    let directory: string;
    beforeEach(async () => {
      directory = await mkdtemp(join(tmpdir(), "qizhi-"));
    });
    afterEach(() => rm(directory, { recursive: true }));

    /** As a process that remembers what is in its journal, and nothing else. */
    function submit(journal: Journal, api: JobApi<QizhiJobSpec>, clock: Offline["clock"], name = NAME) {
      const { find: look } = openConnection(api, { clock });
      const order = { name, spec, marker: MARKER, resource: RESOURCE };
      return clock.settle(
        submitOnce({
          ...{ order, api, find: look, journal, clock, about: {}, recorded: undefined, replaces: undefined },
          ...{ isConfirmedLost: false, isDefaultName: true, signal: openGate.signal },
          report: () => undefined,
          taken: takenText,
          givenUp: () => {},
        }),
      );
    }
    const idOf = (submission: Submission) => (submission.kind === "exists" ? submission.id : submission.kind);
    const create = "train_job/create";

    it("whose answer is lost is found by its name", async () => {
      await here.tester.ordered("faults", { action: create, fault: "drop-after-commit" });
      const submission = await submit(openJournal(directory), jobs(), here.clock);
      assert.equal(idOf(submission), here.tester.jobs()[0]?.id);
      assert.equal(here.tester.count(create).sent, 1);
    });

    it("of a machine that is gone is found by another one, with no journal at all", async () => {
      const id = await here.submit(1, { name: NAME });
      const submission = await submit(openJournal(directory), jobs(), here.clock);
      assert.deepEqual([idOf(submission), here.tester.count(create).sent], [id, 1]);
    });

    it("of a run that was destroyed is not taken for this one", async () => {
      await here.submit(1, { name: NAME });
      await here.tester.advance(3_600_000);
      await submit(openJournal(directory), jobs(), here.clock);
      assert.equal(here.tester.count(create).sent, 2);
    });

    it("with a fixed name stays unknown when its answer is lost, and is not sent again", async () => {
      await here.tester.ordered("faults", { action: create, fault: "drop-after-commit" });
      const journal = openJournal(directory);
      assert.equal((await submit(journal, jobs(), here.clock, "sft")).kind, "pending");
      assert.equal((await submit(journal, jobs(), here.clock, "sft")).kind, "pending");
      assert.equal(here.tester.count(create).sent, 1);
    });

    for (const [name, caught] of [
      ["sft-ccccddddttttuuuu", true],
      ["somebody-elses", false],
    ] as const) {
      it(`${caught ? "does not believe" : "has to believe"} a journal that names job "${name}"`, async () => {
        const jobId = await here.submit(1, { name });
        const journal = openJournal(directory);
        const signedAt = new Date(here.clock.wall()).toISOString();
        await journal.write({ marker: MARKER, resource: RESOURCE, name: NAME, attempt: 1, signedAt, jobId });
        const submission = submit(journal, jobs(here.plainIo), here.clock);
        if (caught)
          await assert.rejects(submission, {
            message: /the journal says that job-.*, but on the platform it does not carry/,
          });
        else assert.equal(idOf(await submission), jobId);
      });
    }
  });
});

describe("Qizhi's console, asked for jobs", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(
    answer: (path: string, body: Record<string, unknown>) => Answer,
    session = "hush-hush-cookie",
  ) {
    const opened = await stubQizhi(({ path, body }) => answer(path, body), granted, session);
    stub = opened;
    const api = qizhiJobs(opened.where, opened.io);
    const { settle } = opened.clock;
    return { stub: opened, find: () => settle(Promise.resolve(api.find?.([NAME]))) };
  }
  const listed = (jobs: readonly object[], total: number | string): Answer => ({
    text: JSON.stringify({ ResponseMetadata: {}, Result: { jobs, total } }),
  });

  it("says of a session that is over to copy it anew or to unset it", async () => {
    const { find } = await connect(() => ({ status: 302, text: "" }));
    await assert.rejects(find(), {
      kind: "auth",
      message:
        /session is over.*set QIZHI_CONSOLE_SESSION anew: copy .*; or unset it, and jobs are not looked for by name/,
    });
  });

  it("is not asked with what is no cookie: the error says what to copy", async () => {
    const { stub, find } = await connect(() => listed([], 0), "inspire-session=hush-hush-cookie");
    await assert.rejects(find(), { kind: "auth", message: /copy what follows `inspire-session=`/ });
    assert.throws(() => qizhi.verify(stub.where, stub.io), { kind: "auth" });
    assert.deepEqual(stub.asked, []);
  });

  it("is asked for all pages, and names are compared exactly", async () => {
    const row = (n: number) => ({
      job_id: `job-${n}`,
      name: n === 150 ? NAME : `${NAME}-x${n}`,
      status: "job_running",
    });
    const all = Array.from({ length: 151 }, (_, n) => row(n));
    const { stub, find } = await connect((_, { PageNumber: page }) =>
      listed(all.slice((Number(page) - 1) * 100, Number(page) * 100), String(all.length)),
    );
    assert.deepEqual(
      (await find())?.get(NAME)?.map(({ id }) => id),
      ["job-150"],
    );
    const [first, second] = stub.received.map(({ body }) => body);
    assert.deepEqual(first, {
      ...{ PageNumber: 1, page_size: 100, workspace_id: smallSpec.workspaceId, keyword: NAME },
      sorters: [{ field: "created_at", sort: "descend" }],
    });
    assert.deepEqual([stub.asked.length, second?.["PageNumber"]], [2, 2]);
  });

  for (const [what, answer] of [
    ["counts jobs and shows none", listed([], 3)],
    ["shows fewer jobs than it counts", listed([{ job_id: "job-1", name: "x" }], 101)],
  ] as const) {
    it(`proves nothing when it ${what}`, async () => {
      const { find } = await connect((_, { PageNumber: page }) => (page === 1 ? answer : listed([], 101)));
      await assert.rejects(find(), { kind: "internal", message: /counts \d+ jobs but shows none/ });
    });
  }
});
