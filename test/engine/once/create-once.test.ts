import assert from "node:assert/strict";
import type { Row, TestStack } from "../stack";
import { circumstances, ORDINARY, wordsOf } from "./circumstances";
import { ASKABLE, Fleet, sampleOf, type Ended, type PlatformJob, type PlatformName } from "./fleet";

const DAY = 86_400_000;
/** The ordinary case on one platform will do: where the journal is gone, more is asked of them all. */
const platformsFor = (isOrdinary: boolean): readonly PlatformName[] => (isOrdinary ? ["tione"] : ASKABLE);
/** Longer than a test: until the end the emulator holds the request. */
const HELD = { fault: "delay", ms: 600_000 } as const;

/** What goes wrong with a job's first submission, and how many there must be. */
const TROUBLES = [
  ["unanswered", "the reply is lost after the platform acted", { fault: "drop-after-commit" }, 1],
  ["unheard", "the request is lost before the platform acted", { fault: "drop-before-commit" }, 2],
  ["gateway", "a gateway answers instead of the platform", { fault: "html-502", when: "after-commit" }, 1],
  ["failing", "the platform fails after it acted", { fault: "http-500", when: "after-commit" }, 1],
  ["cut-off", "the answer is cut off", { fault: "truncate" }, 1],
  ["garbage", "the answer is garbage", { fault: "garbage" }, 1],
  ["throttled", "it was throttled first", { fault: "throttle" }, 2],
] as const;

const VICTIMS = ["provider", "pulumi"] as const;
type Victim = (typeof VICTIMS)[number];

/** Where the killed process was: which request was held by the emulator, and how many submissions the next up must send. */
const MOMENTS = [
  ["looks", "while it looks for an earlier job", "describe", HELD, 1],
  ["before", "before the platform acted", "create", { ...HELD, when: "before-commit" }, 1],
  ["after", "after the platform acted, before its answer", "create", { ...HELD, when: "after-commit" }, 0],
] as const;

for (const each of circumstances(ORDINARY, { ...ORDINARY, keepsJournal: false })) {
  const platforms = platformsFor(each === ORDINARY);
  describe(`a job is bought once on ${platforms.join(", ")}, ${wordsOf(each)}`, function () {
    this.timeout(300_000);
    let fleet: Fleet;

    type Running = ReturnType<TestStack["start"]>;
    const onEach = async (work: (platform: PlatformName) => Promise<void>) => {
      await Promise.all(platforms.map(work));
    };
    const onAll = async (isSo: (platform: PlatformName) => Promise<boolean>) =>
      (await Promise.all(platforms.map(isSo))).every(Boolean);
    const set = (which: string, extra = {}, earlier?: string) => fleet.setAll(which, extra, false, platforms, earlier);
    const fault = (which: string, verb: "create" | "describe", script: object) =>
      onEach((platform) => fleet.fault(platform, verb, { containing: `${which}-${platform}-`, ...script }));
    const jobsOf = async (which: string, platform: PlatformName) =>
      (await fleet.jobs(platform)).filter(({ name }) => name.startsWith(`${which}-${platform}-`));
    const rowIn = (rows: readonly Row[], resource: string) => rows.find(({ urn }) => urn.endsWith(`::${resource}`));

    /** One live job, submitted once, whose id is in the state. */
    const assertSettled = (which: string) =>
      onEach(async (platform) => {
        const [job, ...others] = await jobsOf(which, platform);
        assert.ok(job?.live && others.length === 0, `${platform}: ${JSON.stringify([job, ...others])}`);
        assert.equal((await fleet.row(`${which}-${platform}`))?.outputs.jobId, job.id, platform);
        const bought = (await fleet.creates(platform)).filter(({ committed, jobId }) => committed && jobId === job.id);
        assert.equal(bought.length, 1, platform);
      });

    /** A run that cannot go on: at each of the moments, the platform keeps one job's request to itself. */
    async function heldUp(victim: Victim): Promise<Running> {
      for (const [moment, , verb, script] of MOMENTS) {
        await fault(`${victim}-${moment}`, verb, script);
        // What is looked for at one time goes out as one request. This one shall hold nobody else up: it comes later.
        set(`${victim}-${moment}`, {}, moment === "looks" ? "yesterday" : undefined);
      }
      const since = await fleet.mark();
      const run = await fleet.startUp();
      await fleet.until(run, () =>
        onAll(async (platform) => {
          const { create, describe } = sampleOf(platform).actions;
          const unanswered = (await fleet.stack.requests()).slice(since).filter(({ status }) => status === 0);
          const isHeld = (verb: string) => unanswered.some(({ action }) => action === verb);
          return isHeld(create) && isHeld(describe) && (await jobsOf(`${victim}-after`, platform)).length > 0;
        }),
      );
      return run;
    }

    /** Waits until the run watches a job that does not start, and nothing else. */
    async function waitsFor(which: string, run: Running): Promise<void> {
      await fleet.until(run, () =>
        onAll(async (platform) => {
          const remembered = (await fleet.entries()).map(({ text }) => text).join();
          const [job] = await jobsOf(which, platform);
          const isBought = job !== undefined && remembered.includes(job.id);
          return isBought && (await fleet.row(`yesterday-${platform}`)) !== undefined;
        }),
      );
      const since = await fleet.mark();
      await fleet.until(run, () =>
        onAll(async (platform) => {
          const looks = (await fleet.stack.requests(sampleOf(platform).actions.describe)).length;
          const before = (await fleet.stack.requests()).slice(0, since);
          return looks >= before.filter(({ action }) => action === sampleOf(platform).actions.describe).length + 2;
        }),
      );
    }

    let red: Ended;
    let rowsOfRed: readonly Row[];
    let refused: readonly PlatformJob[];
    let statesOfYesterday: { readonly written: readonly Row[]; readonly putBack: readonly Row[] };
    let since: number;
    let run: Ended;

    before(async () => {
      fleet = await Fleet.start(each);
      set("refused");
      await fault("refused", "create", { fault: "redirect" });
      // Each reply is lost, and no look shows the job.
      set("unseen");
      await fault("unseen", "create", { fault: "drop-after-commit", times: 2 });
      await fleet.stack.ask("POST", "switches", { listLagMs: DAY });
      red = await fleet.up();
      rowsOfRed = await fleet.rows();
      refused = (await Promise.all(platforms.map((platform) => jobsOf("refused", platform)))).flat();
      await fleet.stack.ask("POST", "switches", { listLagMs: each.lagMs });
      await fleet.stack.ask("POST", "clock", { advanceMs: 2 * DAY });

      fleet.clear();
      const yesterday = await fleet.saveState();
      await fleet.foresee("never-starts", "waits-*");
      set("waits");
      set("yesterday");
      const first = await heldUp("provider");
      await waitsFor("waits", first);
      for (const pid of await fleet.stack.plugins()) process.kill(pid, "SIGKILL");
      assert.notEqual((await first.done).code, 0);

      const written = await fleet.rows();
      await fleet.restoreState(yesterday);
      statesOfYesterday = { written, putBack: await fleet.rows() };
      fleet.clear();
      set("yesterday");
      await fleet.kill(await heldUp("pulumi"));

      for (const which of ["refused", "unseen"]) set(which);
      set("waits", { waitFor: "submitted" });
      for (const [moment] of MOMENTS) for (const victim of VICTIMS) set(`${victim}-${moment}`);
      for (const [which, , script] of TROUBLES) {
        await fault(which, "create", script);
        set(which);
      }
      since = await fleet.mark();
      run = await fleet.up();
    });
    after(() => fleet.stop());

    describe("by the next up", () => {
      it("and all of them are there", () => assert.equal(run.code, 0, run.output));

      for (const [which, words] of TROUBLES) it(`when ${words}`, () => assertSettled(which));

      it("when the state of yesterday is put back", async () => {
        const { written, putBack } = statesOfYesterday;
        const newIn = (rows: readonly Row[]) => {
          const names = rows.map(({ urn }) => urn.split("::").at(-1) ?? "");
          return names.filter((name) => !name.startsWith("unseen-")).sort();
        };
        assert.deepEqual(newIn(written), platforms.map((platform) => `yesterday-${platform}`).sort());
        assert.deepEqual(newIn(putBack), []);
        await assertSettled("yesterday");
      });

      for (const [moment, words] of MOMENTS) {
        for (const victim of VICTIMS) {
          const who = victim === "provider" ? "the provider" : "pulumi";
          it(`when ${who} is killed ${words}`, () => assertSettled(`${victim}-${moment}`));
        }
      }

      it("when the provider is killed while it waits for the job", () => assertSettled("waits"));

      it("with not one submission more than it takes", async () => {
        const needed = [
          1, // the refused one's
          ...TROUBLES.map((trouble) => trouble[3]),
          ...MOMENTS.map((moment) => moment[4] * VICTIMS.length),
        ];
        const sum = needed.reduce((total, count) => total + count, 0);
        await onEach(async (platform) => {
          assert.equal((await fleet.creates(platform, since)).length, sum, platform);
        });
      });
    });

    describe("by the up after one that is red", () => {
      it("when the platform refused it: up is red, nothing is recorded, and the next up submits it", async () => {
        await onEach(async (platform) => {
          assert.match(red.said(`refused-${platform}`), /creating TrainingJob "refused-\S+": redirect refused/);
          assert.equal(rowIn(rowsOfRed, `refused-${platform}`), undefined);
        });
        assert.deepEqual(refused, []);
        assert.equal(run.code, 0, run.output);
        await assertSettled("refused");
      });

      it("when nothing shows whether the request arrived: the row stays pending, up is red, and the next up resolves it", async () => {
        await onEach(async (platform) => {
          const said = red.said(`unseen-${platform}`);
          assert.match(said, /whether job "unseen-\S+" exists is not known.*run `pulumi up` again/s);
          const row = rowIn(rowsOfRed, `unseen-${platform}`);
          assert.match(row?.id ?? "", /^pending:[a-z2-7]{20}$/);
          assert.equal(row?.outputs.jobId, "");
        });
        assert.notEqual(red.code, 0);
        assert.equal(run.code, 0, run.output);
        await assertSettled("unseen");
      });
    });

    describe("after which", () => {
      // What asks nothing needs no journal: once is enough.
      if (each.keepsJournal) {
        it("there is nothing more to do", async () => {
          const before = await fleet.mark();
          const { code, output } = await fleet.up("--expect-no-changes");
          assert.equal(code, 0, output);
          assert.equal(await fleet.mark(), before);
        });
      }

      it("refresh writes the id of the job that nothing showed", async () => {
        const { code, output } = await fleet.refresh();
        assert.equal(code, 0, output);
        await onEach(async (platform) => {
          const [job] = await jobsOf("unseen", platform);
          assert.equal((await fleet.row(`unseen-${platform}`))?.id, job?.id);
        });
      });
    });
  });
}
