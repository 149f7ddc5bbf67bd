import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, sampleOf, type PlatformName } from "./fleet";

const DAY = 86_400_000;
const REGISTRIES = ["tione", "modelarts"] as const satisfies readonly PlatformName[];
type Run = Awaited<ReturnType<Fleet["up"]>>;

/** `deleted`: the record goes, too, where the platform can delete it. */
const DESTROYED = { deleted: {}, stopped: { deletionPolicy: "stop" } } as const;
/** Runs of the first machine before another one destroys its jobs: from the second on it knows that a state holds them. */
const RUNS = [1, 2] as const;

for (const each of circumstances(ORDINARY).filter(({ keepsJournal }) => keepsJournal)) {
  describe(`a machine whose jobs another one destroyed, ${wordsOf(each)}`, function () {
    this.timeout(600_000);

    for (const [how, extra] of Object.entries(DESTROYED)) {
      for (const runs of RUNS) {
        describe(`${how}, after ${runs} ${runs === 1 ? "run" : "runs"}`, () => {
          let fleet: Fleet;
          let last: Run;
          let again: Run;
          const earlier: Record<string, unknown> = {};
          const live: Record<string, readonly string[]> = {};
          const held: Record<string, unknown> = {};
          let versions: readonly unknown[];
          let laterVersions: readonly unknown[];

          /** The ids of the model versions in the state. */
          const versionIds = async () =>
            (await fleet.rows("TrainingModelVersion")).map(({ outputs }) => outputs.versionId);

          before(async () => {
            fleet = await Fleet.start(each);
            fleet.setAll("job", extra, false, ASKABLE);
            for (const platform of REGISTRIES) {
              const { model } = sampleOf(platform);
              assert.ok(model);
              const [member, value] = model.files;
              fleet.setModel(`model-${platform}`, { platform, spec: { ...model.first("sft"), [member]: value } });
            }
            for (let run = 0; run < runs; run += 1) assert.equal((await fleet.up()).code, 0);
            for (const platform of ASKABLE) earlier[platform] = (await fleet.live(platform))[0]?.id;
            versions = await versionIds();
            const { PULUMI_TRAINING_JOURNAL: mine } = fleet.stack.environment;
            fleet.stack.environment.PULUMI_TRAINING_JOURNAL = `${fleet.journal}-yours`;
            assert.equal((await fleet.destroy()).code, 0);
            fleet.stack.environment.PULUMI_TRAINING_JOURNAL = mine;
            await fleet.stack.ask("POST", "clock", { advanceMs: DAY });
            last = await fleet.up();
            for (const platform of ASKABLE) {
              live[platform] = (await fleet.live(platform)).map(({ id }) => id);
              held[platform] = (await fleet.row(`job-${platform}`))?.outputs.jobId;
            }
            laterVersions = await versionIds();
            again = await fleet.up();
          });
          after(() => fleet.stop());

          for (const platform of ASKABLE) {
            it(`submits one job in its place, and says which is gone, on ${platform}`, () => {
              assert.equal(live[platform]?.length, 1, last.said(`job-${platform}`));
              assert.deepEqual([held[platform]], live[platform]);
              assert.notEqual(held[platform], earlier[platform]);
              assert.ok(last.said(`job-${platform}`).includes(String(earlier[platform])), last.output);
            });
          }

          it("registers its model versions anew", () => {
            assert.deepEqual([versions.length, laterVersions.length], [REGISTRIES.length, REGISTRIES.length]);
            for (const id of versions) {
              assert.ok(!laterVersions.includes(id));
              assert.ok(last.output.includes(String(id)), last.output);
            }
          });

          it("is green, and has nothing to do the next time", () => {
            assert.equal(last.code, 0, last.output);
            assert.match(again.output, /6 unchanged/);
          });
        });
      }
    }
  });
}
