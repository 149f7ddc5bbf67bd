import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { circumstances, ORDINARY, wordsOf, type Circumstances } from "./circumstances";
import { Fleet, PLATFORMS, sampleOf, type Extra, type PlatformName } from "./fleet";

const LOOK_EVERY_MS = 20;
const SPEED = 20;
/** While creations are sent: so much slower than the platform's clock that one more key press is quicker than the next one. */
const UNHURRIED = 0.25;
/** How many requests of ours are on the wire when a key is pressed, at the most. */
const ON_THE_WIRE = 3;
const ALL_TOGETHER = ["--parallel", "300"];

type PerPlatform = Readonly<Record<PlatformName, number>>;
interface Crowd {
  readonly jobs: PerPlatform;
  /** How many creations a platform has seen when the key is pressed. */
  readonly seen: PerPlatform;
}

/**
 * As many on each platform as leave some to be submitted when all have seen so many: the first ones leave together, the rest wait
 * for their turn at the platform's rate.
 */
const IN_TURN: Crowd = {
  jobs: { tione: 70, modelarts: 90, "modelarts-v1": 90, qizhi: 12 },
  seen: { tione: 21, modelarts: 22, "modelarts-v1": 22, qizhi: 2 },
};
/** Where some have all that they asked for, and some do not. */
const AT_ONCE: Crowd = {
  jobs: { tione: 45, modelarts: 20, "modelarts-v1": 20, qizhi: 9 },
  seen: { tione: 14, modelarts: 7, "modelarts-v1": 7, qizhi: 3 },
};

async function start(each: Circumstances): Promise<Fleet> {
  const fleet = await Fleet.start({ speed: SPEED, ...each });
  // Of a job on Qizhi whose row was never written only the journal knows, or the console.
  if (!each.keepsJournal) fleet.stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests";
  return fleet;
}

/**
 * A run of this crowd that was told to stop, once or twice, when every platform had seen so many creations.
 * @returns how many creations had come when it heard
 */
async function interrupt(fleet: Fleet, { jobs, seen }: Crowd, signals: 1 | 2): Promise<PerPlatform> {
  setCrowd(fleet, jobs);
  fleet.hurry(UNHURRIED);
  const up = await fleet.startUp(...ALL_TOGETHER);
  fleet.hurry(SPEED);
  for (const platform of PLATFORMS) {
    await fleet.stack.seen(sampleOf(platform).actions.create, seen[platform], up);
  }
  let heard = "";
  for (const stream of [up.process.stdout, up.process.stderr]) {
    stream?.on("data", (text: Buffer) => (heard += text.toString()));
  }
  up.process.kill("SIGINT");
  // On a busy machine the key is heard later than it is pressed. (And two signals at once are one.)
  while (up.process.exitCode === null && !heard.includes("^C received")) await setTimeout(LOOK_EVERY_MS);
  const bought = await countCreates(fleet);
  if (signals === 2) up.process.kill("SIGINT");
  await up.done;
  await fleet.stack.run("cancel", "--yes");
  return bought;
}

function setCrowd(fleet: Fleet, jobs: PerPlatform, extra: Extra = {}): void {
  for (const platform of PLATFORMS) {
    for (let index = 0; index < jobs[platform]; index++) fleet.set(`job${index}-${platform}`, platform, extra);
  }
}

async function countCreates(fleet: Fleet): Promise<PerPlatform> {
  const counts = PLATFORMS.map(async (platform) => [platform, (await fleet.creates(platform)).length] as const);
  return Object.fromEntries(await Promise.all(counts)) as PerPlatform; // one entry for each
}

for (const each of circumstances(ORDINARY)) {
  describe(`Ctrl-C while jobs are submitted on every platform, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    const { jobs } = IN_TURN;
    let fleet: Fleet;
    let bought: PerPlatform;
    let afterwards: PerPlatform;
    const lost: Partial<Record<PlatformName, number>> = {};
    let rows: Awaited<ReturnType<Fleet["rows"]>>;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await start(each);
      bought = await interrupt(fleet, IN_TURN, 1);
      afterwards = await countCreates(fleet);
      for (const platform of PLATFORMS) {
        lost[platform] = (await fleet.creates(platform)).filter(({ status }) => status === 0).length;
      }
      rows = await fleet.rows();
      setCrowd(fleet, jobs, { waitFor: "submitted" });
      next = await fleet.up(...ALL_TOGETHER);
    });
    after(() => fleet.stop());

    for (const platform of PLATFORMS) {
      it(`sends no further creation, but for what is on the wire, on ${platform}`, () => {
        assert.ok(bought[platform] < jobs[platform], `the key was pressed in the middle, at ${bought[platform]}`);
        const more = afterwards[platform] - bought[platform];
        assert.ok(more <= ON_THE_WIRE, `${more} after the key was heard`);
      });

      it(`leaves no row in doubt whose request never left on ${platform}`, () => {
        const pending = rows.filter(({ id, urn }) => id?.startsWith("pending:") && urn.endsWith(`-${platform}`)).length;
        assert.ok(pending <= ON_THE_WIRE + (lost[platform] ?? 0), `${pending} rows are pending`);
      });

      it(`ends with one job each after the next up on ${platform}`, async () => {
        assert.equal(next.code, 0, next.output);
        assert.equal((await fleet.live(platform)).length, jobs[platform]);
        assert.equal((await fleet.jobs(platform)).length, jobs[platform]);
        const held = new Set((await fleet.rows()).map(({ outputs }) => outputs.jobId));
        for (const { id } of await fleet.live(platform)) assert.ok(held.has(id), `no row holds ${id}`);
      });
    }
  });

  describe(`Ctrl-C twice while jobs are submitted on every platform, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    const { jobs } = AT_ONCE;
    let fleet: Fleet;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    let bought: PerPlatform;
    const live: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await start(each);
      bought = await interrupt(fleet, AT_ONCE, 2);
      setCrowd(fleet, jobs, { waitFor: "submitted" });
      next = await fleet.up(...ALL_TOGETHER);
      for (const platform of PLATFORMS) live[platform] = (await fleet.live(platform)).length;
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    it("comes in the middle", () => {
      assert.ok(
        PLATFORMS.some((platform) => bought[platform] < jobs[platform]),
        JSON.stringify(bought),
      );
    });

    for (const platform of PLATFORMS) {
      it(`ends with one job each after the next up, and with none after destroy, on ${platform}`, async () => {
        assert.equal(next.code, 0, next.output);
        assert.equal(live[platform], jobs[platform]);
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(await fleet.live(platform), []);
      });
    }
  });
}
