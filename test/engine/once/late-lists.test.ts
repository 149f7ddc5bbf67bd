import assert from "node:assert/strict";
import type { Row } from "../stack";
import { circumstances, ORDINARY, wordsOf, type Circumstances } from "./circumstances";
import { Fleet, PLATFORMS, type Ended, type PlatformJob, type PlatformName } from "./fleet";

/** A minute of the platform's is six seconds of ours: the next run of the CLI begins while the lists are still behind. */
const SPEED = 10;
const each = (count: number) => Object.fromEntries(PLATFORMS.map((platform) => [platform, count]));

/** What is there after a run. */
interface Moment {
  readonly jobs: readonly PlatformJob[];
  readonly rows: readonly Row[];
  /** How many creations each platform has seen. */
  readonly creates: Readonly<Record<PlatformName, number>>;
}

async function look(fleet: Fleet): Promise<Moment> {
  const creates = PLATFORMS.map(async (platform) => [platform, (await fleet.creates(platform)).length] as const);
  return {
    jobs: (await Promise.all(PLATFORMS.map((platform) => fleet.jobs(platform)))).flat(),
    rows: await fleet.rows(),
    creates: Object.fromEntries(await Promise.all(creates)) as Moment["creates"], // one entry for each
  };
}

const liveOf = ({ jobs }: Moment, which: string, platform: PlatformName) =>
  jobs.filter((job) => job.live && job.platform === platform && job.name.startsWith(`${which}-${platform}-`));
const rowOf = ({ rows }: Moment, resource: string) => rows.find(({ urn }) => urn.endsWith(`::${resource}`));

/** @returns the only live job of the resource */
function onlyOf(moment: Moment, which: string, platform: PlatformName): PlatformJob {
  const [job, ...others] = liveOf(moment, which, platform);
  assert.ok(job, "one is live");
  assert.deepEqual(others, []);
  return job;
}

const LATE: Circumstances = { lagMs: 60_000, keepsJournal: true };
/** Those in which the journal is what knows. */
const remembered = (...byDefault: readonly Circumstances[]) =>
  circumstances(...byDefault).filter(({ keepsJournal }) => keepsJournal);

/** A run that is killed while jobs that do not start are waited for. */
async function kill(fleet: Fleet): Promise<Moment> {
  await fleet.foresee("never-starts", "killed-*");
  fleet.setAll("killed");
  await fleet.upAndKill((up) => fleet.waits(up, each(1), 0));
  const moment = await look(fleet);
  fleet.setAll("killed", { waitFor: "submitted" });
  return moment;
}

/** @param others how many more the next up was to buy on each platform */
function takesTheIdFromTheJournal(at: () => { readonly killed: Moment; readonly next: Moment }, others: number): void {
  for (const platform of PLATFORMS) {
    it(`takes the id from the journal and buys nothing on ${platform}`, () => {
      const { killed, next } = at();
      const job = onlyOf(killed, "killed", platform);
      assert.equal(killed.creates[platform], 1);
      assert.equal(next.creates[platform], 1 + others);
      assert.equal(onlyOf(next, "killed", platform).id, job.id);
      const row = rowOf(next, `killed-${platform}`);
      assert.equal(row?.outputs.jobId, job.id);
      assert.notEqual(row.outputs.status, "lost");
    });
  }
}

for (const late of remembered(LATE)) {
  describe(`up at once after a kill, where names may repeat, ${wordsOf(late)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    let killed: Moment;
    let next: Moment;
    before(async () => {
      fleet = await Fleet.start({ ...late, uniqueNames: false, speed: SPEED });
      killed = await kill(fleet);
      await fleet.up();
      next = await look(fleet);
    });
    after(() => fleet.stop());

    takesTheIdFromTheJournal(() => ({ killed, next }), 0);
  });
}

for (const ordinary of remembered(ORDINARY)) {
  describe(`a job that ended and was forgotten while nobody looked, ${wordsOf(ordinary)}`, function () {
    this.timeout(400_000);
    let fleet: Fleet;
    const creates: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await Fleet.start(ordinary);
      await fleet.foresee("succeed");
      fleet.setAll("sft", { waitFor: "succeeded" });
      // Ten minutes of running are a second of ours: the kill comes while it runs.
      await fleet.upAndKill((up) => fleet.waits(up, each(1), 0));
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

for (const late of circumstances(LATE)) {
  describe(`at once, ${wordsOf(late)},`, function () {
    this.timeout(400_000);
    const submitted = { waitFor: "submitted" } as const;
    let fleet: Fleet;
    let killed: Moment | undefined;
    let first: Moment;
    let replaced: Moment;
    let destroy: Ended;
    let destroyed: Moment;
    let interrupted: Moment;
    let next: Ended;
    let last: Moment;
    before(async () => {
      fleet = await Fleet.start({ ...late, speed: SPEED });
      if (late.keepsJournal) killed = await kill(fleet);
      fleet.setAll("changed", submitted);
      await fleet.up();
      first = await look(fleet);

      fleet.setAll("changed", submitted, true);
      fleet.setAll("new", submitted);
      await fleet.up();
      replaced = await look(fleet);
      destroy = await fleet.destroy();
      destroyed = await look(fleet);

      fleet.clear();
      fleet.setAll("new", submitted);
      fleet.setAll("waits");
      const since = await fleet.mark();
      const up = await fleet.startUp();
      await fleet.waits(up, each(2), since);
      up.process.kill("SIGINT");
      await up.done;
      interrupted = await look(fleet);
      next = await fleet.up();
      last = await look(fleet);
    });
    after(() => fleet.stop());

    if (late.keepsJournal) {
      describe("up after a kill, where names are unique,", () => {
        takesTheIdFromTheJournal(() => {
          assert.ok(killed);
          return { killed, next: first };
        }, 1);
      });
    }

    describe("a replacement", () => {
      for (const platform of PLATFORMS) {
        it(`leaves exactly the new job on ${platform}`, () => {
          const job = onlyOf(replaced, "changed", platform);
          assert.notEqual(job.id, onlyOf(first, "changed", platform).id);
          assert.equal(rowOf(replaced, `changed-${platform}`)?.outputs.jobId, job.id);
          // That one, and the new resource's.
          assert.equal(replaced.creates[platform], first.creates[platform] + 2);
          assert.equal(first.creates[platform], killed ? 2 : 1);
        });
      }
    });

    describe("destroy", () => {
      it("ends with nothing in the state", () => {
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(destroyed.rows, []);
      });

      for (const platform of PLATFORMS) {
        it(`leaves no live job on ${platform}, and no record where records can be deleted`, () => {
          onlyOf(replaced, "new", platform);
          const jobs = destroyed.jobs.filter((job) => job.platform === platform);
          assert.deepEqual(platform === "qizhi" ? jobs.filter(({ live }) => live) : jobs, []);
        });

        it(`is followed by a new job that lives when the program runs again on ${platform}`, () => {
          const job = onlyOf(interrupted, "new", platform);
          assert.notEqual(job.id, onlyOf(replaced, "new", platform).id);
          assert.equal(rowOf(interrupted, `new-${platform}`)?.outputs.jobId, job.id);
        });
      }
    });

    describe("up after a Ctrl-C while a new job was waited for", () => {
      for (const platform of PLATFORMS) {
        it(`does not take it for lost on ${platform}`, () => {
          const job = onlyOf(last, "waits", platform);
          assert.equal(job.id, onlyOf(interrupted, "waits", platform).id);
          const { jobId, status } = rowOf(last, `waits-${platform}`)?.outputs ?? {};
          assert.deepEqual([jobId, status], [job.id, "running"], next.said(`waits-${platform}`));
          // Two that the interrupted run bought, and nothing after it.
          assert.equal(last.creates[platform], destroyed.creates[platform] + 2);
          assert.equal(onlyOf(last, "new", platform).id, onlyOf(interrupted, "new", platform).id);
        });
      }
    });
  });
}
