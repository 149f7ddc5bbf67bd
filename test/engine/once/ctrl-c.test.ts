import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { circumstances, ORDINARY, wordsOf, type Circumstances } from "./circumstances";
import { Fleet, sampleOf, type Extra, type PlatformName } from "./fleet";

const LOOK_EVERY_MS = 20;
const SPEED = 20;
/** While creations are sent: so much slower than the platform's clock that one more key press is quicker than the next one. */
const UNHURRIED = 0.25;
/** How many requests of ours are on the wire when a key is pressed, at the most. */
const ON_THE_WIRE = 3;

/**
 * How many jobs, and how many creations the platform has seen when the key is pressed: the first ones leave together, the
 * rest wait for their turn at the platform's rate.
 */
const CROWDS: readonly [PlatformName, jobs: number, seen: number][] = [
  ["tione", 40, 21],
  ["modelarts", 60, 22],
  ["modelarts-v1", 40, 22],
  ["qizhi", 30, 3],
];

async function start(each: Circumstances): Promise<Fleet> {
  const fleet = await Fleet.start({ speed: SPEED, ...each });
  // Of a job on Qizhi whose row was never written only the journal knows, or the console.
  if (!each.keepsJournal) fleet.stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests";
  return fleet;
}

/**
 * A run of these crowds that was told to stop, once or twice, when every platform had seen so many creations.
 * @returns how many creations had come when it heard
 */
async function interrupt(
  fleet: Fleet,
  crowds: typeof CROWDS,
  signals: 1 | 2,
): Promise<{ bought: number; output: string }> {
  for (const [platform, count] of crowds) setCrowd(fleet, platform, count);
  fleet.hurry(UNHURRIED);
  const up = await fleet.startUp();
  fleet.hurry(SPEED);
  for (const [platform, , seen] of crowds) await fleet.stack.seen(sampleOf(platform).actions.create, seen, up);
  let heard = "";
  for (const stream of [up.process.stdout, up.process.stderr]) {
    stream?.on("data", (text: Buffer) => (heard += text.toString()));
  }
  up.process.kill("SIGINT");
  // On a busy machine the key is heard later than it is pressed. (And two signals at once are one.)
  while (up.process.exitCode === null && !heard.includes("^C received")) await setTimeout(LOOK_EVERY_MS);
  const bought = await countCreates(fleet, crowds);
  if (signals === 2) up.process.kill("SIGINT");
  const { output } = await up.done;
  await fleet.stack.run("cancel", "--yes");
  return { bought, output };
}

function setCrowd(fleet: Fleet, platform: PlatformName, count: number, extra: Extra = {}): void {
  for (let index = 0; index < count; index++) fleet.set(`job${index}-${platform}`, platform, extra);
}

async function countCreates(fleet: Fleet, crowds: typeof CROWDS): Promise<number> {
  const requests = await Promise.all(crowds.map(([platform]) => fleet.creates(platform)));
  return requests.flat().length;
}

for (const [each, crowd] of circumstances(ORDINARY).flatMap((each) => CROWDS.map((crowd) => [each, crowd] as const))) {
  const [platform, count] = crowd;
  describe(`Ctrl-C while ${count} jobs are submitted on ${platform}, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    let fleet: Fleet;
    let bought = 0;
    let afterwards = 0;
    let pending = 0;
    let lost = 0;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    before(async () => {
      fleet = await start(each);
      ({ bought } = await interrupt(fleet, [crowd], 1));
      const requests = await fleet.creates(platform);
      afterwards = requests.length;
      lost = requests.filter(({ status }) => status === 0).length;
      pending = (await fleet.rows()).filter(({ id }) => id?.startsWith("pending:")).length;
      setCrowd(fleet, platform, count, { waitFor: "submitted" });
      next = await fleet.up();
    });
    after(() => fleet.stop());

    it("sends no further creation, but for what is on the wire", () => {
      assert.ok(bought < count, "the key was pressed in the middle");
      assert.ok(afterwards - bought <= ON_THE_WIRE, `${afterwards - bought} after the key was heard`);
    });

    it("leaves no row in doubt whose request never left", () => {
      assert.ok(pending <= ON_THE_WIRE + lost, `${pending} rows are pending`);
    });

    it("ends with one job each after the next up", async () => {
      assert.equal(next.code, 0, next.output);
      assert.equal((await fleet.live(platform)).length, count);
      assert.equal((await fleet.jobs(platform)).length, count);
      const held = new Set((await fleet.rows()).map(({ outputs }) => outputs.jobId));
      for (const { id } of await fleet.live(platform)) assert.ok(held.has(id), `no row holds ${id}`);
    });
  });
}

for (const each of circumstances(ORDINARY)) {
  describe(`Ctrl-C twice while jobs are submitted on every platform, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    // The third creation of the slowest is waited for, and the quickest has some left by then.
    const crowds: typeof CROWDS = [
      ["tione", 45, 14],
      ["modelarts", 20, 7],
      ["modelarts-v1", 20, 7],
      ["qizhi", 9, 3],
    ];
    let fleet: Fleet;
    let next: Awaited<ReturnType<Fleet["up"]>>;
    let destroy: Awaited<ReturnType<Fleet["destroy"]>>;
    let bought = 0;
    const live: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await start(each);
      ({ bought } = await interrupt(fleet, crowds, 2));
      for (const [platform, count] of crowds) setCrowd(fleet, platform, count, { waitFor: "submitted" });
      next = await fleet.up();
      for (const [platform] of crowds) live[platform] = (await fleet.live(platform)).length;
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    it("comes in the middle", () => assert.ok(bought < 94, `${bought} were bought`));

    for (const [platform, count] of crowds) {
      it(`ends with one job each after the next up, and with none after destroy, on ${platform}`, async () => {
        assert.equal(next.code, 0, next.output);
        assert.equal(live[platform], count);
        assert.equal(destroy.code, 0, destroy.output);
        assert.deepEqual(await fleet.live(platform), []);
      });
    }
  });
}
