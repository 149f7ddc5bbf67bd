import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openJournal, type Journal, type JournalEntry } from "../../src/jobs/journal";
import { ownershipOf } from "../../src/jobs/ownership";
import { submitOnce, type Recorded, type Submission } from "../../src/jobs/submit";
import { takenText } from "../../src/resources/job-words";
import { fakeClock, type FakeClock } from "../fake-clock";
import { Cloud } from "./cloud";

const MARKER = "abcdefghijklmnopqrst";
const ORIGIN = { resource: "resourceabcd", marker: MARKER };

describe("submitOnce", () => {
  let directory: string;
  let journal: Journal;
  let cloud: Cloud;
  let clock: FakeClock;
  let givenUp: string[];

  beforeEach(async () => {
    givenUp = [];
    directory = await mkdtemp(join(tmpdir(), "journal-"));
    journal = openJournal(directory);
    cloud = new Cloud();
    clock = fakeClock();
  });
  afterEach(() => rm(directory, { recursive: true }));

  const run = (
    options: {
      name?: string;
      signal?: AbortSignal;
      journal?: Journal;
      replaces?: string;
      isConfirmedLost?: boolean;
      recorded?: Recorded;
      isDefaultName?: boolean;
    } = {},
  ): Promise<Submission> =>
    clock.settle(
      submitOnce({
        order: { name: options.name ?? "sft-abcdefgh", spec: {}, ...ORIGIN },
        about: {},
        recorded: options.recorded,
        isDefaultName: options.isDefaultName ?? true,
        isConfirmedLost: options.isConfirmedLost ?? false,
        replaces: options.replaces,
        api: cloud.api,
        find:
          cloud.api.find &&
          (async (name, origin) => ownershipOf((await cloud.api.find?.([name]))?.get(name) ?? [], origin)),
        journal: options.journal ?? journal,
        clock,
        signal: options.signal ?? new AbortController().signal,
        report: () => {},
        taken: takenText,
        givenUp: (id) => givenUp.push(id),
      }),
    );
  const submits = () => cloud.asked.filter((request) => request === "submit").length;

  it("looks first, sends once, and remembers the id on disk", async () => {
    assert.deepEqual(await run(), { kind: "exists", id: "job-1", name: "sft-abcdefgh", isNew: true, others: [] });
    assert.deepEqual(cloud.asked, ["find 1", "submit"]);
    assert.equal((await journal.read(ORIGIN))?.jobId, "job-1");
  });

  it("takes over the job of an earlier run without sending anything", async () => {
    cloud.add("sft-abcdefgh", MARKER);
    assert.equal((await run()).kind, "exists");
    assert.equal(submits(), 0);
  });

  it("finds the job whose reply was lost", async () => {
    cloud.fates = ["reply lost"];
    const submission = await run();
    assert.deepEqual(submission.kind === "exists" && submission.id, "job-1");
    assert.equal(submits(), 1);
  });

  it("sends once more when the request was lost, because the platform refuses a second job of the name", async () => {
    cloud.fates = ["request lost"];
    assert.equal((await run()).kind, "exists");
    assert.equal(submits(), 2);
    assert.equal(cloud.live, 1);
  });

  it("ends with one job when the first request arrives only during the second", async () => {
    cloud.fates = ["arrives late"];
    const submit = cloud.api.submit.bind(cloud.api);
    cloud.api.submit = (order, gate) => {
      cloud.deliverLate();
      return submit(order, gate);
    };
    const submission = await run();
    assert.deepEqual(submission.kind === "exists" && submission.id, "job-1");
    assert.equal(cloud.live, 1);
  });

  it("stays pending, with one request sent, where names are not unique and the request may still arrive", async () => {
    cloud.hasUniqueNames = false;
    cloud.api = { ...cloud.api, repeat: { kind: "fence", fenceMs: 330_000, serverTime: async () => cloud.serverNow } };
    cloud.fates = ["request lost"];
    assert.equal((await run()).kind, "pending");
    assert.equal((await run()).kind, "pending");
    assert.equal(submits(), 1);
    cloud.serverNow = clock.wall() + 331_000;
    assert.equal((await run()).kind, "exists");
    assert.equal(submits(), 2);
    assert.equal(cloud.live, 1);
  });

  it("never sends twice where nothing can be looked up", async () => {
    const { find: _find, repeat: _repeat, ...blind } = cloud.api;
    cloud.api = blind;
    cloud.fates = ["request lost"];
    assert.equal((await run()).kind, "pending");
    assert.equal((await run()).kind, "pending");
    assert.equal(submits(), 1);
  });

  it("sends again when a person saw that there is no job", async () => {
    const { find: _find, repeat: _repeat, ...blind } = cloud.api;
    cloud.api = blind;
    cloud.fates = ["request lost"];
    await run();
    assert.equal((await run({ isConfirmedLost: true })).kind, "exists");
    assert.equal(submits(), 2);
    assert.equal(cloud.live, 1);
  });

  it("asks the platform again after a run that was killed before its answer", async () => {
    await journal.write({
      ...ORIGIN,
      name: "sft-abcdefgh",
      attempt: 1,
      signedAt: new Date(clock.wall()).toISOString(),
    });
    assert.equal((await run()).kind, "exists");
    assert.equal(cloud.live, 1);
  });

  it("believes the journal when the look-up does not show the job yet", async () => {
    const id = cloud.add("sft-abcdefgh", MARKER);
    cloud.isListed = false;
    await journal.write({
      ...ORIGIN,
      name: "sft-abcdefgh",
      attempt: 1,
      signedAt: "2026-01-01T12:00:00.000Z",
      jobId: id,
    });
    assert.deepEqual((await run()).kind, "exists");
    assert.equal(submits(), 0);
  });

  it("refuses a name that somebody else's job has, and names that job", async () => {
    cloud.add("sft-abcdefgh", "someone-elses-marker");
    await assert.rejects(run(), /belongs to job job-1.*adoptJobId: "job-1"/);
    assert.equal(submits(), 0);
  });

  it("passes a refusal on and leaves nothing behind", async () => {
    cloud.fates = ["refused"];
    await assert.rejects(run(), { name: "PlatformError", kind: "invalid" });
    assert.deepEqual(await readdir(directory), []);
  });

  it("does not take over the job that it is to replace", async () => {
    const old = cloud.add("sft-abcdefgh", MARKER);
    const submission = await run({ replaces: old });
    assert.deepEqual(submission.kind === "exists" && [submission.id, submission.name], ["job-2", "sft-abcdefgh-2"]);
  });

  it("reports further jobs with its marker instead of hiding them", async () => {
    cloud.add("sft-abcdefgh", MARKER);
    cloud.add("sft-abcdefgh", MARKER);
    const submission = await run();
    assert.deepEqual(submission.kind === "exists" && submission.others, ["job-2"]);
  });

  it("sends nothing when the journal cannot be written", async () => {
    await writeFile(join(directory, "file"), "");
    await assert.rejects(
      run({ journal: openJournal(join(directory, "file", "below")) }),
      /nothing was submitted.*PULUMI_TRAINING_JOURNAL/,
    );
    assert.equal(submits(), 0);
  });

  it("sends nothing after an interruption, and stays pending when interrupted while it looks", async () => {
    await assert.rejects(run({ signal: AbortSignal.abort(new Error("interrupted")) }), /interrupted/);
    assert.equal(submits(), 0);
    const controller = new AbortController();
    cloud.fates = ["request lost"];
    const submit = cloud.api.submit.bind(cloud.api);
    cloud.api.submit = async (order, gate) => {
      const outcome = await submit(order, gate);
      controller.abort(new Error("interrupted"));
      return outcome;
    };
    assert.equal((await run({ signal: controller.signal })).kind, "pending");
    assert.equal(submits(), 1);
  });

  it("never submits what has an id again, whether the platform shows it or not", async () => {
    await journal.write({
      ...ORIGIN,
      name: "sft-abcdefgh",
      attempt: 1,
      signedAt: "2026-01-01T12:00:00.000Z",
      jobId: "job-9",
    });
    for (const hasUniqueNames of [true, false]) {
      cloud.hasUniqueNames = hasUniqueNames;
      const submission = await run();
      assert.deepEqual(submission, { kind: "exists", id: "job-9", name: "sft-abcdefgh", isNew: false, others: [] });
    }
    await journal.write({
      ...ORIGIN,
      name: "sft",
      attempt: 1,
      signedAt: "2026-01-01T12:00:00.000Z",
      jobId: "job-9",
      ended: "succeeded",
    });
    const submission = await run();
    assert.equal(submission.kind === "exists" && submission.ended, "succeeded");
    assert.equal(submits(), 0);
  });

  describe("asked for a job that this machine submitted before, and that Pulumi was told of", () => {
    const MINUTE = 60_000;
    const remember = (jobId: string, more: Partial<JournalEntry> = {}, ageMs = 20 * MINUTE) => {
      const signedAt = new Date(clock.wall() - ageMs).toISOString();
      return journal.write({ ...ORIGIN, name: "sft-abcdefgh", attempt: 1, signedAt, jobId, isAnswered: true, ...more });
    };
    const idOf = (submission: Submission) => submission.kind === "exists" && submission.id;

    it("submits another once the platform no longer shows it on two looks: another machine destroyed it", async () => {
      for (const told of [{ isAnswered: true }, { isHeld: true }] as const) {
        await remember("job-of-yesterday", { isAnswered: undefined, ...told });
        cloud.jobs.length = 0;
        const since = clock.now();
        assert.match(String(idOf(await run())), /^job-\d$/);
        assert.deepEqual(givenUp.splice(0), ["job-of-yesterday"]);
        assert.ok(clock.now() - since >= 30_000);
        assert.equal((await journal.read(ORIGIN))?.isAnswered, undefined);
      }
      assert.equal(submits(), 2);
    });

    it("still remembers the one that it gave up when the platform refuses another", async () => {
      await remember("job-9", { isShown: true });
      cloud.fates = ["refused"];
      await assert.rejects(run(), { name: "PlatformError", kind: "invalid" });
      assert.deepEqual([(await journal.read(ORIGIN))?.jobId, givenUp], ["job-9", ["job-9"]]);
    });

    it("believes the journal while the platform may not show it yet", async () => {
      await remember("job-9", {}, 14 * MINUTE);
      assert.equal(idOf(await run()), "job-9");
      assert.deepEqual([submits(), givenUp], [0, []]);
    });

    it("does not wait so long for one that it showed before", async () => {
      await remember("job-9", { isShown: true }, MINUTE);
      assert.equal(idOf(await run()), "job-1");
      assert.deepEqual([submits(), givenUp], [1, ["job-9"]]);
    });

    it("believes the journal when the second look shows it", async () => {
      const id = cloud.add("sft-abcdefgh", MARKER);
      await remember(id);
      cloud.isListed = false;
      const { describe: look } = cloud.api;
      const looks: number[] = [];
      cloud.api.describe = async (ids) => (looks.push(clock.now()) === 1 ? new Map() : look(ids));
      assert.equal(idOf(await run()), id);
      assert.deepEqual([submits(), givenUp, looks.length], [0, [], 2]);
    });

    it("believes the journal when the run did not live to tell Pulumi", async () => {
      await remember("job-9", { isAnswered: undefined });
      assert.equal(idOf(await run()), "job-9");
      assert.equal(submits(), 0);
    });

    it("believes the journal when somebody saw how it ended: that stays on record when the platform has forgotten it", async () => {
      await remember("job-9", { isHeld: true, isShown: true, ended: "succeeded" });
      const submission = await run();
      assert.deepEqual(submission.kind === "exists" && [submission.id, submission.ended], ["job-9", "succeeded"]);
      assert.equal(submits(), 0);
    });

    it("believes the journal when the state has a row for it, though one whose submission had no answer", async () => {
      await remember("job-9", { isHeld: true, isShown: true });
      const { signedAt = "" } = (await journal.read(ORIGIN)) ?? {};
      assert.equal(idOf(await run({ recorded: { name: "sft-abcdefgh", signedAt } })), "job-9");
      assert.equal(submits(), 0);
    });

    it("takes over one that has ended and is shown", async () => {
      const id = cloud.add("sft-abcdefgh", MARKER, "stopped");
      await remember(id, { isHeld: true });
      assert.equal(idOf(await run()), id);
    });

    it("says nothing of a job that is given up when another machine has already submitted one, and notes that one's id alone", async () => {
      await remember("job-of-yesterday", { isHeld: true, isShown: true, endingSince: "2026-01-01T09:00:00.000Z" });
      const id = cloud.add("sft-abcdefgh", MARKER);
      assert.equal(idOf(await run()), id);
      const entry = await journal.read(ORIGIN);
      assert.equal(entry?.jobId, id);
      for (const flag of ["isAnswered", "isHeld", "isShown", "endingSince"]) assert.ok(!(flag in entry), flag);
      assert.deepEqual(givenUp, []);
    });

    it("submits another beside a record that was released", async () => {
      const id = cloud.add("sft-abcdefgh", MARKER, "stopped", { isReleased: true });
      await remember(id);
      const submission = await run();
      assert.deepEqual(submission.kind === "exists" && submission.name, "sft-abcdefgh-2");
      assert.deepEqual(givenUp, [id]);
    });
  });

  it("does not believe a journal that names somebody else's job", async () => {
    const theirs = cloud.add("theirs", "someone-elses-marker");
    await journal.write({
      ...ORIGIN,
      name: "sft-abcdefgh",
      attempt: 1,
      signedAt: "2026-01-01T12:00:00.000Z",
      jobId: theirs,
    });
    await assert.rejects(
      run(),
      /on the platform it does not carry the marker.*delete the entry resourceabcd\/abcdefghijklmnopqrst\.json/,
    );
    assert.equal(submits(), 0);
  });

  it("leaves the job of another state alone, which has the same names", async () => {
    cloud.add("sft-abcdefgh", MARKER, "running", { resource: "anotherstate" });
    await assert.rejects(run(), /submitted by another state.*adoptJobId: "job-1"/);
    assert.equal(submits(), 0);
  });

  it("believes the row of the state as it believes the journal, which does not travel", async () => {
    const recorded = { name: "sft-abcdefgh", signedAt: new Date(clock.wall()).toISOString() };
    const { find: _find, repeat: _repeat, ...blind } = cloud.api;
    const unlimited = cloud.api;
    cloud.api = blind;
    assert.equal((await run({ recorded })).kind, "pending");
    cloud.api = { ...unlimited, repeat: { kind: "fence", fenceMs: 330_000, serverTime: async () => cloud.serverNow } };
    assert.equal((await run({ recorded })).kind, "pending");
    assert.equal(submits(), 0);
    cloud.serverNow = clock.wall() + 331_000;
    assert.equal((await run({ recorded })).kind, "exists");
    assert.equal(submits(), 1);
  });

  it("goes by the younger of row and journal", async () => {
    const { find: _find, repeat: _repeat, ...blind } = cloud.api;
    cloud.api = blind;
    await journal.write({ ...ORIGIN, name: "sft-abcdefgh", attempt: 1, signedAt: "2026-01-01T12:00:00.000Z" });
    const submission = await run({ recorded: { name: "sft-abcdefgh", signedAt: "2026-01-01T12:30:00.000Z" } });
    assert.equal(submission.kind === "pending" && submission.signedAt, "2026-01-01T12:30:00.000Z");
  });

  it("goes by the row of a later submission, though the journal has the id of one that ended: the later was made elsewhere", async () => {
    const there = { ...ORIGIN, name: "sft-abcdefgh", attempt: 1, signedAt: "2026-01-01T09:00:00.000Z" };
    await journal.write({ ...there, jobId: cloud.add("sft-abcdefgh", MARKER, "stopped") });
    const id = cloud.add("sft-abcdefgh", MARKER);
    const submission = await run({ recorded: { name: "sft-abcdefgh", signedAt: "2026-01-01T11:00:00.000Z" } });
    assert.equal(submission.kind === "exists" && submission.id, id);
    assert.equal(submits(), 0);
  });

  it("takes over the job that another machine submitted, when the one that the journal remembers is shown no more", async () => {
    const there = { ...ORIGIN, name: "sft-abcdefgh", attempt: 1, signedAt: "2026-01-01T09:00:00.000Z" };
    await journal.write({ ...there, jobId: "job-of-yesterday" });
    const id = cloud.add("sft-abcdefgh", MARKER);
    const submission = await run();
    assert.equal(submission.kind === "exists" && submission.id, id);
    assert.equal(submits(), 0);
  });

  it("keeps the job that the journal remembers as long as it is shown, also when another one has its marker", async () => {
    const there = { ...ORIGIN, name: "sft-abcdefgh", attempt: 1, signedAt: "2026-01-01T09:00:00.000Z" };
    const jobId = cloud.add("sft-abcdefgh", MARKER, "stopped");
    await journal.write({ ...there, jobId });
    cloud.add("sft-abcdefgh", MARKER);
    const submission = await run();
    assert.equal(submission.kind === "exists" && submission.id, jobId);
    assert.equal(submits(), 0);
  });

  it("stays pending when its own name is taken and nothing shows by whom", async () => {
    cloud.add("sft-abcdefgh", MARKER);
    cloud.isListed = false;
    assert.equal((await run()).kind, "pending");
    assert.equal(cloud.jobs.length, 1);
    assert.equal((await journal.read(ORIGIN))?.jobId, undefined);
  });

  it("leaves no trace of a request that was interrupted on its way out", async () => {
    const controller = new AbortController();
    const submit = cloud.api.submit.bind(cloud.api);
    cloud.api.submit = (order, gate) =>
      submit(order, { ...gate, open: () => gate.open().then(() => controller.abort(new Error("interrupted"))) });
    await assert.rejects(run({ signal: controller.signal }), /interrupted/);
    assert.equal(submits(), 0);
    assert.deepEqual(await readdir(directory), []);
  });
});
