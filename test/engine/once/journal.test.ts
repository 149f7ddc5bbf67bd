import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { Fleet, PLATFORMS, type PlatformName } from "./fleet";

for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a journal that somebody else wrote, or nobody can read, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    let fleet: Fleet;
    const foreign: Partial<Record<PlatformName, string>> = {};
    const torn: Partial<Record<PlatformName, string>> = {};
    let up: Awaited<ReturnType<Fleet["up"]>>;
    let afterUp: Partial<Record<PlatformName, unknown>> = {};
    let creates = 0;
    let bought = 0;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    before(async () => {
      fleet = await Fleet.start(each);
      const empty = await fleet.saveState();
      for (const which of ["theirs", "mine", "torn", "fine"]) fleet.setAll(which);
      const { code, output } = await fleet.up();
      assert.equal(code, 0, output);
      for (const platform of PLATFORMS) {
        foreign[platform] = (await fleet.live(platform, "theirs"))[0]?.id;
        const mine = (await fleet.live(platform, "mine"))[0]?.id ?? "none";
        const ripped = (await fleet.live(platform, "torn"))[0]?.id ?? "none";
        for (const { file, text } of await fleet.entries()) {
          if (text.includes(mine)) await writeFile(file, text.replaceAll(mine, foreign[platform] ?? "none"));
          if (text.includes(ripped)) {
            torn[platform] = file;
            await writeFile(file, text.slice(0, text.length / 2));
          }
        }
      }
      await fleet.restoreState(empty);
      fleet.clear();
      for (const which of ["mine", "torn", "fine"]) fleet.setAll(which);
      bought = (await Promise.all(PLATFORMS.map((platform) => fleet.creates(platform)))).flat().length;
      up = await fleet.up();
      creates = (await Promise.all(PLATFORMS.map((platform) => fleet.creates(platform)))).flat().length;
      const rows = PLATFORMS.map(
        async (platform) => [platform, (await fleet.row(`mine-${platform}`))?.outputs.jobId] as const,
      );
      afterUp = Object.fromEntries(await Promise.all(rows));
      // In place of the directory there is a file: nothing in it can be read, written or removed.
      await rm(fleet.journal, { recursive: true });
      await writeFile(fleet.journal, "");
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`does not make another's job ours: up is red and names it, on ${platform}`, () => {
        assert.ok(foreign[platform]);
        assert.notEqual(afterUp[platform], foreign[platform]);
        const said = up.said(`mine-${platform}`);
        assert.match(said, /error:/);
        assert.ok(said.includes(foreign[platform] ?? "?"), said);
      });

      it(`does not let destroy touch another's job on ${platform}`, async () => {
        assert.deepEqual(
          (await fleet.live(platform, "theirs")).map(({ id }) => id),
          [foreign[platform]],
        );
      });

      it(`is named, with the file, where an entry is torn, and nothing is bought, on ${platform}`, () => {
        const said = up.said(`torn-${platform}`);
        assert.match(said, /error:/);
        assert.ok(torn[platform] !== undefined && said.includes(torn[platform]), said);
      });

      it(`does not keep a job or its row when it cannot be used at destroy, on ${platform}`, async () => {
        assert.match(up.said(`fine-${platform}`), /is taken over/);
        assert.equal(await fleet.row(`fine-${platform}`), undefined, destroy.output);
        assert.deepEqual(await fleet.live(platform, "fine"), []);
      });
    }

    it("buys nothing", () => assert.equal(creates, bought));
  });
}
