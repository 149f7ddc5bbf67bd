import assert from "node:assert/strict";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, sampleOf, type PlatformName } from "./fleet";

const DAY = 86_400_000;
/** The ordinary case on one platform will do: where the journal is gone, more is asked of them all. */
const platformsFor = (isOrdinary: boolean): readonly PlatformName[] => (isOrdinary ? ["tione"] : ASKABLE);

for (const each of circumstances(ORDINARY, { ...ORDINARY, keepsJournal: false })) {
  const platforms = platformsFor(each === ORDINARY);
  describe(`a job is bought once on ${platforms.join(", ")}, ${wordsOf(each)}`, function () {
    this.timeout(300_000);
    let fleet: Fleet;
    beforeEach(async () => {
      fleet = await Fleet.start(each);
      fleet.setAll("sft", {}, false, platforms);
    });
    afterEach(() => fleet.stop());

    type Verb = "create" | "describe";
    const onEach = async (work: (platform: PlatformName) => Promise<void>) => {
      await Promise.all(platforms.map(work));
    };
    const fault = (verb: Verb, fault: object) =>
      onEach((platform) => fleet.fault(platform, verb, { times: 1, ...fault }));
    const up = async () => {
      const { code, output } = await fleet.up();
      assert.equal(code, 0, output);
    };
    const bought = (times: number) =>
      onEach(async (platform) => assert.equal((await fleet.creates(platform)).length, times, platform));

    /** One live job, its id in the state, and nothing more to do. */
    async function assertSettled(): Promise<void> {
      await onEach(async (platform) => {
        const [job, ...others] = await fleet.jobs(platform);
        assert.ok(job?.live && others.length === 0, `${platform}: ${JSON.stringify([job, ...others])}`);
        assert.equal((await fleet.row(`sft-${platform}`))?.outputs.jobId, job.id);
      });
      // What asks nothing needs no journal: once is enough.
      if (!each.keepsJournal) return;
      const before = await fleet.mark();
      const { code, output } = await fleet.up("--expect-no-changes");
      assert.equal(code, 0, output);
      assert.equal(await fleet.mark(), before);
    }

    it("when the reply is lost after the platform acted", async () => {
      await fault("create", { fault: "drop-after-commit" });
      await up();
      await assertSettled();
      await bought(1);
    });

    it("when the request is lost before the platform acted", async () => {
      await fault("create", { fault: "drop-before-commit" });
      await up();
      await assertSettled();
      await bought(2);
    });

    for (const [words, script] of [
      ["a gateway answers instead of the platform", { fault: "html-502", when: "after-commit" }],
      ["the platform fails after it acted", { fault: "http-500", when: "after-commit" }],
      ["the answer is cut off", { fault: "truncate" }],
      ["the answer is garbage", { fault: "garbage" }],
      ["it was throttled first", { fault: "throttle" }],
    ] as const) {
      it(`when ${words}`, async () => {
        await fault("create", script);
        await up();
        await assertSettled();
      });
    }

    it("when the platform refused it: up is red, nothing is recorded, and the next up submits it", async () => {
      await fault("create", { fault: "redirect" });
      const run = await fleet.up();
      await onEach(async (platform) => {
        assert.match(run.said(`sft-${platform}`), /creating TrainingJob "sft-\S+": redirect refused/);
        assert.deepEqual(await fleet.jobs(platform), []);
      });
      assert.deepEqual(await fleet.rows(), []);
      await up();
      await assertSettled();
    });

    it("when the state of yesterday is put back", async () => {
      const yesterday = await fleet.saveState();
      await up();
      await fleet.restoreState(yesterday);
      assert.deepEqual(await fleet.rows(), []);
      await up();
      await assertSettled();
      await bought(1);
    });

    it("when nothing shows whether the request arrived: the row stays pending, up is red, and the next up resolves it", async () => {
      // Each reply is lost, and no look shows the job.
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      await fault("create", { fault: "drop-after-commit", times: 2 });
      const run = await fleet.up();
      await onEach(async (platform) => {
        const said = run.said(`sft-${platform}`);
        assert.match(said, /whether job "sft-\S+" exists is not known.*run `pulumi up` again/s);
        const row = await fleet.row(`sft-${platform}`);
        assert.match(row?.id ?? "", /^pending:[a-z2-7]{20}$/);
        assert.equal(row?.outputs.jobId, "");
      });

      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });
      await up();
      await assertSettled();
      assert.equal((await fleet.refresh()).code, 0);
      await onEach(async (platform) => {
        const [job] = await fleet.jobs(platform);
        assert.equal((await fleet.row(`sft-${platform}`))?.id, job?.id, "refresh rewrites the id");
      });
    });

    // Where the killed process was: each request is held by the emulator while the kill happens.
    const moments = [
      ["while it looks for an earlier job", "describe", { fault: "delay", ms: 600_000 }],
      ["before the platform acted", "create", { fault: "delay", ms: 600_000, when: "before-commit" }],
      ["after the platform acted, before its answer", "create", { fault: "delay", ms: 600_000, when: "after-commit" }],
    ] as const;

    for (const [moment, verb, script] of moments) {
      for (const [victim, killsAll] of [
        ["the provider", false],
        ["pulumi", true],
      ] as const) {
        it(`when ${victim} is killed ${moment}`, async () => {
          await fault(verb, script);
          const run = await fleet.startUp();
          await onEach((platform) => fleet.stack.seen(sampleOf(platform).actions[verb], 1, run));
          if (killsAll) await fleet.kill(run);
          else {
            for (const pid of await fleet.stack.plugins()) process.kill(pid, "SIGKILL");
            assert.notEqual((await run.done).code, 0);
          }
          await up();
          await assertSettled();
        });
      }
    }

    it("when the provider is killed while it waits for the job", async () => {
      await fleet.foresee("never-starts");
      const run = await fleet.startUp();
      await fleet.waits(run, Object.fromEntries(platforms.map((platform) => [platform, 1])), 0);
      for (const pid of await fleet.stack.plugins()) process.kill(pid, "SIGKILL");
      assert.notEqual((await run.done).code, 0);
      fleet.setAll("sft", { waitFor: "submitted" }, false, platforms);
      await up();
      await assertSettled();
      await bought(1);
    });
  });
}
