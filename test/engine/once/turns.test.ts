import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet } from "./fleet";

const DAY = 86_400_000;
type Run = Awaited<ReturnType<Fleet["up"]>>;

// What becomes of the journal is what is tried: each machine keeps its own.
for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`two machines that take turns, ${wordsOf(each)}`, function () {
    this.timeout(300_000);
    let fleet: Fleet;
    let last: Run;
    let destroy: Run;
    const live: Record<string, readonly string[]> = {};
    const held: Record<string, unknown> = {};
    const creates: Record<string, number> = {};

    /** The other machine's journal is beside the first one's. */
    const sitDownAt = (machine: "mine" | "yours") => {
      fleet.stack.environment.PULUMI_TRAINING_JOURNAL = `${fleet.journal}-${machine}`;
    };

    before(async () => {
      fleet = await Fleet.start({ ...each, uniqueNames: false });
      sitDownAt("mine");
      fleet.setAll("job", {}, false, ASKABLE);
      await fleet.up();
      // On the other one another job takes its place, then the first again: that submission has no answer, and no look shows it.
      sitDownAt("yours");
      fleet.setAll("job", {}, true, ASKABLE);
      await fleet.up();
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      for (const platform of ASKABLE) await fleet.fault(platform, "create", { fault: "drop-after-commit", times: 1 });
      fleet.setAll("job", {}, false, ASKABLE);
      await fleet.up();

      await fleet.stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });
      sitDownAt("mine");
      last = await fleet.up();
      for (const platform of ASKABLE) {
        live[platform] = (await fleet.live(platform)).map(({ id }) => id);
        held[platform] = (await fleet.row(`job-${platform}`))?.outputs.jobId;
        creates[platform] = (await fleet.creates(platform)).length;
      }
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    for (const platform of ASKABLE) {
      it(`end with the job that runs, though one of them remembers an older one, on ${platform}`, async () => {
        assert.equal(last.code, 0, last.output);
        assert.deepEqual([live[platform]?.length, creates[platform]], [1, 3], last.said(`job-${platform}`));
        assert.equal(held[platform], live[platform]?.[0]);
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(await fleet.live(platform), []);
      });
    }
  });

  describe(`two machines of which one was killed, where names repeat and no list is up to date, ${wordsOf(each)}`, function () {
    this.timeout(300_000);
    let fleet: Fleet;
    let destroy: Run;
    const live: Record<string, number> = {};
    before(async () => {
      fleet = await Fleet.start({ ...each, uniqueNames: false });
      // The first machine's job is shown to nobody for a day.
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      fleet.setAll("job", {}, false, ASKABLE);
      const once = Object.fromEntries(ASKABLE.map((platform) => [platform, 1]));
      await fleet.upAndKill((up) => fleet.waits(up, once, 0));
      fleet.stack.environment.PULUMI_TRAINING_JOURNAL = `${fleet.journal}-yours`;
      await fleet.stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await fleet.up();
      for (const platform of ASKABLE) live[platform] = (await fleet.live(platform)).length;
      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    for (const platform of ASKABLE) {
      it(`buy twice, which nobody can help, and destroy ends both, on ${platform}`, async () => {
        assert.equal(live[platform], 2);
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(await fleet.live(platform), []);
      });
    }
  });
}
