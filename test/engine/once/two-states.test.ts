import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, PLATFORMS, specOf, type PlatformName } from "./fleet";

for (const each of circumstances(ORDINARY)) {
  describe(`two states of one account, with the same names of project, stack and resource, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let ours: Fleet;
    let theirs: Fleet;
    const first: Partial<Record<PlatformName, string>> = {};
    const rows: Partial<Record<PlatformName, string | undefined>> = {};
    let up: Awaited<ReturnType<Fleet["up"]>>;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    before(async () => {
      ours = await Fleet.start(each);
      theirs = await Fleet.start({ ...each, emulator: ours.stack.emulator });
      ours.setAll("sft");
      assert.equal((await ours.up()).code, 0);
      for (const platform of PLATFORMS) first[platform] = (await ours.live(platform))[0]?.id;
      theirs.setAll("sft");
      up = await theirs.up();
      for (const platform of PLATFORMS) {
        const jobId = (await theirs.row(`sft-${platform}`))?.outputs.jobId;
        rows[platform] = typeof jobId === "string" ? jobId : undefined;
      }
      destroy = await theirs.destroy();
    });
    after(async () => {
      await theirs.stop();
      await ours.stop();
    });

    for (const platform of PLATFORMS) {
      it(`the second does not take the first one's job over on ${platform}`, () => {
        assert.ok(first[platform]);
        assert.notEqual(rows[platform], first[platform]);
        if (rows[platform] !== undefined) return; // a job of its own
        assert.ok(
          (ASKABLE as readonly string[]).includes(platform),
          "where nothing can be asked it has a job of its own",
        );
        const said = up.said(`sft-${platform}`);
        assert.match(said, /error:[^]*another state/);
        assert.ok(said.includes(first[platform] ?? "?"), said);
      });

      it(`the second's destroy leaves the first one's job alone on ${platform}`, async () => {
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(
          (await ours.live(platform)).map(({ id }) => id),
          [first[platform]],
        );
        assert.equal((await ours.row(`sft-${platform}`))?.outputs.jobId, first[platform]);
      });
    }
  });
}

for (const each of circumstances({ ...ORDINARY, keepsJournal: false })) {
  describe(`adoptJobId that stays in the program, ${wordsOf(each)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    const byHand: Partial<Record<PlatformName, string>> = {};
    const adopted: Partial<Record<PlatformName, unknown>> = {};
    let preview: Awaited<ReturnType<Fleet["run"]>>;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await Fleet.start(each);
      const empty = await fleet.saveState();
      fleet.setAll("byhand");
      assert.equal((await fleet.up()).code, 0);
      for (const platform of PLATFORMS) byHand[platform] = (await fleet.live(platform))[0]?.id;
      await fleet.restoreState(empty);
      fleet.clear();
      for (const platform of PLATFORMS) fleet.set(`sft-${platform}`, platform, { adoptJobId: byHand[platform] });
      const { code, output } = await fleet.up();
      assert.equal(code, 0, output);
      for (const platform of PLATFORMS) adopted[platform] = (await fleet.row(`sft-${platform}`))?.outputs.jobId;
      for (const platform of PLATFORMS) {
        fleet.set(`sft-${platform}`, platform, { adoptJobId: byHand[platform] }, true);
      }
      preview = await fleet.run("preview");
      next = await fleet.up();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`adopts once, says that it is ignored for a changed job, and gives that its own on ${platform}`, async () => {
        assert.ok(byHand[platform]);
        assert.equal(adopted[platform], byHand[platform]);
        assert.match(preview.said(`sft-${platform}`), /`?adoptJobId`?.* is ignored/);
        const [job, ...others] = await fleet.live(platform);
        assert.ok(job, next.said(`sft-${platform}`));
        assert.deepEqual(others, []);
        assert.notEqual(job.id, byHand[platform]);
        const row = await fleet.row(`sft-${platform}`);
        assert.deepEqual([row?.outputs.jobId, row?.outputs.status], [job.id, "running"]);
        assert.deepEqual(row?.outputs.spec, specOf(platform, true));
      });
    }
  });
}
