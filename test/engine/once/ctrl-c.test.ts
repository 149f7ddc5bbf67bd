import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import type { RequestSeen, Row } from "../stack";
import { circumstances, ORDINARY, wordsOf, type Circumstances } from "./circumstances";
import { Fleet, sampleOf, type Ended, type Extra, type PlatformName } from "./fleet";

const LOOK_EVERY_MS = 20;
const SPEED = 20;
/** How many requests of ours are on the wire when a key is pressed, at the most. */
const ON_THE_WIRE = 3;

/**
 * How many jobs, and how many creations the platform has seen when the key is pressed: the first ones leave together, the
 * rest wait for their turn at the platform's rate.
 */
type Crowds = readonly (readonly [PlatformName, jobs: number, seen: number])[];

/** What is submitted in one run. */
interface Crowding {
  readonly crowds: Crowds;
  /** The speed of the plugin's clock meanwhile: so slow that one more key press is quicker than the next creations. */
  readonly unhurried: number;
}

/** Platforms share a run where none can be through with its jobs before the other has seen enough. */
const ONCE: readonly Crowding[] = [
  // After the first ones, nothing for twenty seconds of ours.
  { unhurried: 1 / 20, crowds: [["tione", 25, 19]] },
  // ModelArts takes twenty, a second later twenty more, and then one at a time. Of Qizhi's turns login and look take the first.
  {
    unhurried: 1 / 6,
    crowds: [
      ["qizhi", 14, 1],
      ["modelarts", 60, 40],
    ],
  },
  { unhurried: 1 / 6, crowds: [["modelarts-v1", 56, 40]] },
];
/** The first creation of the slowest is waited for, and the quickest has some left by then. */
const TWICE: Crowding = {
  unhurried: 1 / 4,
  crowds: [
    ["tione", 34, 14],
    ["modelarts", 8, 7],
    ["modelarts-v1", 8, 7],
    ["qizhi", 9, 1],
  ],
};

async function start(each: Circumstances): Promise<Fleet> {
  const fleet = await Fleet.start({ speed: SPEED, ...each });
  // Of a job on Qizhi whose row was never written only the journal knows, or the console.
  if (!each.keepsJournal) fleet.stack.environment.QIZHI_CONSOLE_SESSION = "a session of the tests";
  return fleet;
}

/**
 * A run that was told to stop, once or twice, when every platform had seen so many creations.
 * @returns how many creations of each had come when it heard
 */
async function interrupt(
  fleet: Fleet,
  { unhurried, crowds }: Crowding,
  signals: 1 | 2,
): Promise<ReadonlyMap<PlatformName, number>> {
  for (const [platform, count] of crowds) setCrowd(fleet, platform, count);
  fleet.hurry(unhurried);
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
  const bought = new Map<PlatformName, number>();
  for (const [platform] of crowds) bought.set(platform, (await fleet.creates(platform)).length);
  if (signals === 2) up.process.kill("SIGINT");
  await up.done;
  // The second key may leave the lock behind.
  if (signals === 2) await fleet.stack.run("cancel", "--yes");
  return bought;
}

function setCrowd(fleet: Fleet, platform: PlatformName, count: number, extra: Extra = {}): void {
  for (let index = 0; index < count; index++) fleet.set(`job${index}-${platform}`, platform, extra);
}

for (const [each, crowding] of circumstances(ORDINARY).flatMap((each) =>
  ONCE.map((crowding) => [each, crowding] as const),
)) {
  const { crowds } = crowding;
  const platforms = crowds.map(([platform]) => platform).join(" and ");
  describe(`Ctrl-C while jobs are submitted on ${platforms}, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    let fleet: Fleet;
    let bought: ReadonlyMap<PlatformName, number>;
    const afterwards = new Map<PlatformName, readonly RequestSeen[]>();
    let rows: readonly Row[];
    let next: Ended;
    before(async () => {
      fleet = await start(each);
      bought = await interrupt(fleet, crowding, 1);
      for (const [platform] of crowds) afterwards.set(platform, await fleet.creates(platform));
      rows = await fleet.rows();
      for (const [platform, count] of crowds) setCrowd(fleet, platform, count, { waitFor: "submitted" });
      next = await fleet.up();
    });
    after(() => fleet.stop());

    for (const [platform, count] of crowds) {
      describe(`of ${count} jobs on ${platform}`, () => {
        it("sends no further creation, but for what is on the wire", () => {
          const before = bought.get(platform) ?? NaN;
          assert.ok(before < count, "the key was pressed in the middle");
          const further = (afterwards.get(platform) ?? []).length - before;
          assert.ok(further <= ON_THE_WIRE, `${further} after the key was heard`);
        });

        it("leaves no row in doubt whose request never left", () => {
          const lost = (afterwards.get(platform) ?? []).filter(({ status }) => status === 0).length;
          const pending = rows.filter(
            ({ urn, id }) => urn.endsWith(`-${platform}`) && id?.startsWith("pending:"),
          ).length;
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
  });
}

for (const each of circumstances(ORDINARY)) {
  describe(`Ctrl-C twice while jobs are submitted on every platform, ${wordsOf(each)}`, function () {
    this.timeout(600_000);
    const { crowds } = TWICE;
    let fleet: Fleet;
    let next: Ended;
    let destroy: Ended;
    let bought: ReadonlyMap<PlatformName, number>;
    const live: Partial<Record<PlatformName, number>> = {};
    before(async () => {
      fleet = await start(each);
      bought = await interrupt(fleet, TWICE, 2);
      for (const [platform, count] of crowds) setCrowd(fleet, platform, count, { waitFor: "submitted" });
      next = await fleet.up();
      for (const [platform] of crowds) live[platform] = (await fleet.live(platform)).length;
      destroy = await fleet.destroy();
    });
    after(() => fleet.stop());

    it("comes in the middle", () => {
      assert.ok(
        crowds.some(([platform, count]) => (bought.get(platform) ?? NaN) < count),
        JSON.stringify([...bought]),
      );
    });

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
