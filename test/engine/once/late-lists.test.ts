import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf, type Circumstances } from "./circumstances";
import { Fleet, PLATFORMS, type PlatformJob, type PlatformName } from "./fleet";

/** A minute of the platform's is six seconds of ours: the next run of the CLI begins while the lists are still behind. */
const SPEED = 10;
const ONE_EACH = Object.fromEntries(PLATFORMS.map((platform) => [platform, 1]));

async function liveOf(fleet: Fleet): Promise<Record<PlatformName, readonly PlatformJob[]>> {
  const found = await Promise.all(PLATFORMS.map(async (platform) => [platform, await fleet.live(platform)] as const));
  return Object.fromEntries(found) as unknown as Record<PlatformName, readonly PlatformJob[]>; // one entry for each
}

const LATE: Circumstances = { lagMs: 60_000, keepsJournal: true };
/** Those in which the journal is what knows. */
const remembered = (...byDefault: readonly Circumstances[]) =>
  circumstances(...byDefault).filter(({ keepsJournal }) => keepsJournal);

for (const [each, uniqueNames] of remembered(LATE).flatMap((late) => [[late, true] as const, [late, false] as const])) {
  const names = uniqueNames ? "names are unique" : "names may repeat";
  describe(`up at once after a kill, where ${names}, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let killed: Record<PlatformName, readonly PlatformJob[]>;
    before(async () => {
      fleet = await Fleet.start({ ...each, uniqueNames, speed: SPEED });
      await fleet.foresee("never-starts");
      fleet.setAll("sft");
      await fleet.upAndKill((up) => fleet.waits(up, ONE_EACH, 0));
      killed = await liveOf(fleet);
      fleet.setAll("sft", { waitFor: "submitted" });
      await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`takes the id from the journal and buys nothing on ${platform}`, async () => {
        assert.equal((await fleet.creates(platform)).length, 1);
        assert.deepEqual(
          (await fleet.live(platform)).map(({ id }) => id),
          killed[platform].map(({ id }) => id),
        );
        const row = await fleet.row(`sft-${platform}`);
        assert.equal(row?.outputs.jobId, killed[platform][0]?.id);
        assert.notEqual(row?.outputs.status, "lost");
      });
    }
  });
}

for (const each of remembered(ORDINARY)) {
  describe(`a job that ended and was forgotten while nobody looked, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    const creates: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await Fleet.start(each);
      await fleet.foresee("succeed");
      fleet.setAll("sft", { waitFor: "succeeded" });
      // Ten minutes of running are a second of ours: the kill comes while it runs.
      await fleet.upAndKill((up) => fleet.waits(up, ONE_EACH, 0));
      for (const platform of PLATFORMS) creates[platform] = (await fleet.creates(platform)).length;
      await fleet.stack.ask("POST", "clock", { advanceMs: 7 * 86_400_000 });
      await fleet.stack.ask("POST", "switches", { purgeAfterMs: 1_000 });
      for (const platform of PLATFORMS) assert.deepEqual(await fleet.jobs(platform), []);
      await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`is lost or has its record, and is not bought again on ${platform}`, async () => {
        const row = await fleet.row(`sft-${platform}`);
        assert.ok(row, "the row is there");
        assert.ok(["lost", "succeeded"].includes(String(row.outputs.status)), String(row.outputs.status));
        assert.equal((await fleet.creates(platform)).length, creates[platform]);
        assert.equal(creates[platform], 1);
      });
    }
  });
}

for (const each of circumstances(LATE)) {
  describe(`destroy at once, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let first: Record<PlatformName, readonly PlatformJob[]>;
    let afterDestroy: Record<PlatformName, readonly PlatformJob[]>;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    let rows = 0;
    before(async () => {
      fleet = await Fleet.start({ ...each, speed: SPEED });
      fleet.setAll("sft", { waitFor: "submitted" });
      await fleet.up();
      first = await liveOf(fleet);
      destroy = await fleet.destroy();
      const jobs = PLATFORMS.map(async (platform) => [platform, await fleet.jobs(platform)] as const);
      afterDestroy = Object.fromEntries(await Promise.all(jobs)) as unknown as typeof afterDestroy; // one entry for each
      rows = (await fleet.rows()).length;
      await fleet.up();
    });
    after(() => fleet.stop());

    it("ends with nothing in the state", () => {
      assert.equal(destroy.code, 0, destroy.output);
      assert.equal(rows, 0);
    });

    for (const platform of PLATFORMS) {
      it(`leaves no live job on ${platform}, and no record where records can be deleted`, () => {
        assert.equal(first[platform].length, 1);
        const jobs = afterDestroy[platform];
        if (platform === "qizhi")
          assert.ok(
            jobs.every(({ live }) => !live),
            JSON.stringify(jobs),
          );
        else assert.deepEqual(jobs, []);
      });

      it(`is followed by a new job that lives when the program runs again on ${platform}`, async () => {
        const [job, ...others] = await fleet.live(platform);
        assert.ok(job, "one is live");
        assert.deepEqual(others, []);
        assert.notEqual(job.id, first[platform][0]?.id);
        assert.equal((await fleet.row(`sft-${platform}`))?.outputs.jobId, job.id);
      });
    }
  });
}

for (const each of circumstances(LATE)) {
  describe(`a replacement at once, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    before(async () => {
      fleet = await Fleet.start({ ...each, speed: SPEED });
      fleet.setAll("sft", { waitFor: "submitted" });
      await fleet.up();
      fleet.setAll("sft", { waitFor: "submitted" }, true);
      await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`leaves exactly the new job on ${platform}`, async () => {
        const [job, ...others] = await fleet.live(platform);
        assert.ok(job, "one is live");
        assert.deepEqual(others, []);
        assert.equal((await fleet.row(`sft-${platform}`))?.outputs.jobId, job.id);
        assert.equal((await fleet.creates(platform)).length, 2);
      });
    }
  });
}

for (const each of circumstances(LATE)) {
  describe(`Ctrl-C while a new job is waited for, and up at once, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let interrupted: Record<PlatformName, readonly PlatformJob[]>;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await Fleet.start({ ...each, speed: SPEED });
      fleet.setAll("sft");
      const up = await fleet.startUp();
      await fleet.waits(up, ONE_EACH, 0);
      up.process.kill("SIGINT");
      await up.done;
      interrupted = await liveOf(fleet);
      next = await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`is not taken for lost on ${platform}`, async () => {
        const [job, ...others] = await fleet.live(platform);
        assert.deepEqual(others, []);
        assert.equal(job?.id, interrupted[platform][0]?.id);
        const row = await fleet.row(`sft-${platform}`);
        assert.deepEqual([row?.outputs.jobId, row?.outputs.status], [job?.id, "running"], next.said(`sft-${platform}`));
        assert.equal((await fleet.creates(platform)).length, 1);
      });
    }
  });
}
