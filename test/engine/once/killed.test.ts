import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, PLATFORMS, type PlatformJob, type PlatformName } from "./fleet";

type PerPlatform<Value> = Partial<Record<PlatformName, Value>>;

/** What was there when the run was killed. */
const only = (jobs: readonly PlatformJob[]): PlatformJob => {
  const [job, ...others] = jobs;
  assert.ok(job && others.length === 0, `one job expected, found ${JSON.stringify(jobs)}`);
  return job;
};

const LATE = 60_000;
for (const each of circumstances(ORDINARY, { lagMs: LATE, keepsJournal: false })) {
  describe(`a run killed while it waits for new jobs, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    // Nothing knows of a job on Qizhi but the journal and the state.
    const known: readonly PlatformName[] = each.keepsJournal ? PLATFORMS : ASKABLE;
    const counts = Object.fromEntries(PLATFORMS.map((platform) => [platform, 3]));
    const killed: Record<string, PerPlatform<PlatformJob>> = { same: {}, changed: {}, reverted: {} };
    const first: PerPlatform<PlatformJob> = {};
    let fleet: Fleet;
    let meanwhile: Awaited<ReturnType<Fleet["up"]>> | undefined;
    let next: Awaited<ReturnType<Fleet["up"]>>;

    before(async () => {
      fleet = await Fleet.start(each);
      fleet.setAll("reverted");
      const { code, output } = await fleet.up();
      assert.equal(code, 0, output);
      for (const platform of PLATFORMS) first[platform] = only(await fleet.live(platform));

      const mark = await fleet.mark();
      await fleet.foresee("never-starts");
      fleet.setAll("same");
      fleet.setAll("changed");
      fleet.setAll("reverted", {}, true);
      await fleet.upAndKill(async (up) => {
        await fleet.waits(up, counts, mark);
        if (each.keepsJournal) meanwhile = await fleet.run("up");
      });
      for (const [which, jobs] of Object.entries(killed)) {
        for (const platform of PLATFORMS) jobs[platform] = only(await fleet.live(platform, which));
      }

      await fleet.foresee("runs-forever");
      fleet.setAll("same", { waitFor: "submitted" });
      fleet.setAll("changed", {}, true);
      fleet.setAll("reverted");
      next = await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of known) {
      const live = async (which: string) => only(await fleet.live(platform, which));
      const createdFor = async (which: string) =>
        (await fleet.creates(platform)).filter(({ jobId }) => jobId === killed[which]?.[platform]?.id);

      it(`the same program goes on with the same job on ${platform}`, async () => {
        const job = await live("same");
        assert.equal(job.id, killed.same?.[platform]?.id);
        assert.equal((await fleet.row(`same-${platform}`))?.outputs.jobId, job.id);
        assert.equal((await createdFor("same")).length, 1);
        assert.doesNotMatch(next.said(`same-${platform}`), /error:/);
      });

      it(`a changed program has one job in the end on ${platform}, and the first one is ended with a word`, async () => {
        const job = await live("changed");
        const before = killed.changed?.[platform]?.id;
        assert.notEqual(job.id, before);
        assert.equal((await fleet.row(`changed-${platform}`))?.outputs.jobId, job.id);
        assert.match(next.said(`changed-${platform}`), new RegExp(`warning: .*${before}`));
      });

      it(`a replacement that is taken back has one job in the end on ${platform}`, async () => {
        const job = await live("reverted");
        assert.notEqual(job.id, killed.reverted?.[platform]?.id);
        assert.equal((await fleet.row(`reverted-${platform}`))?.outputs.jobId, job.id);
        assert.match(next.said(`reverted-${platform}`), new RegExp(`warning: .*${killed.reverted?.[platform]?.id}`));
      });

      it(`nothing is bought beside that on ${platform}`, async () => {
        // Before the kill one and three, after it one for the changed program and one for what was taken back.
        assert.equal((await fleet.creates(platform)).length, 6);
        assert.equal((await fleet.live(platform)).length, 3);
      });
    }

    if (each.keepsJournal) {
      it("a second run of the stack is refused by the lock while the first one waits", () => {
        assert.notEqual(meanwhile?.code, 0);
        assert.match(meanwhile?.output ?? "", /stack is currently locked/);
      });
    } else {
      it("on qizhi, where nothing can be known of it, the engine at least says that creations were interrupted", () => {
        assert.match(next.output, /pending operations?[\s\S]*same-qizhi/);
      });
    }
  });
}
