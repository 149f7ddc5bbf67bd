import assert from "node:assert/strict";
import { unfold } from "../../src/emulator/timeline";
import { World } from "../../src/emulator/world";

const timeline = [
  { state: "WAITING", ms: 10 },
  { state: "GOING", ms: 20 },
  { state: "DONE", reason: "no more to do" },
];
const stopping = [{ state: "HALTING", ms: 5 }, { state: "HALTED" }];

describe("A timeline", () => {
  const at = (ms: number) => unfold(timeline, 100, ms).at(-1)?.state;

  it("enters a state at its first millisecond and stays in the last", () => {
    assert.deepEqual([100, 109, 110, 129, 130, 1e15].map(at), ["WAITING", "WAITING", "GOING", "GOING", "DONE", "DONE"]);
  });

  it("says when each state began, and why", () => {
    assert.deepEqual(unfold(timeline, 100, 200)[2], { state: "DONE", at: 130, reason: "no more to do" });
  });
});

describe("The world", () => {
  let now: number;
  let world: World;
  let lagMs: number;
  let keptMs: number | null;
  const custom = {
    platform: "toy",
    isSettled: (state: string) => state === "DONE" || state === "HALTED",
    marker: (facts: { marker?: string }) => facts.marker,
  };
  const open = () => world.ledger(custom);

  beforeEach(() => {
    [now, lagMs, keptMs] = [1_000, 0, null];
    world = new World({ now: () => now, listLagMs: () => lagMs, purgeAfterMs: () => keptMs });
  });

  it("is not changed by being read", () => {
    open().commit({ id: "1", name: "job", facts: { marker: "mine" } }, timeline);
    now += 15;
    const { revision } = world;
    assert.deepEqual(world.entries(), world.entries());
    assert.equal(world.entries()[0]?.state, "GOING");
    assert.equal(world.revision, revision);
  });

  it("reaches the same state in one leap as in many small steps", () => {
    const ledger = open();
    ledger.commit({ id: "1", name: "job", facts: {} }, timeline);
    const job = ledger.known()[0];
    assert.ok(job);
    for (now of [1_005, 1_010, 1_019, 1_027]) ledger.stateOf(job);
    now = 1_030;
    assert.deepEqual(ledger.stateOf(job), { state: "DONE", at: 1_030, reason: "no more to do" });
  });

  it("lets a stop overtake a run, and a start begin anew, keeping what was", () => {
    const ledger = open();
    ledger.commit({ id: "1", name: "job", facts: {} }, timeline);
    const current = () => ledger.find("1") ?? assert.fail("the job is gone");
    now = 1_015;
    ledger.stop(current(), {}, stopping);
    now = 1_500;
    ledger.start(current(), {}, timeline);
    const [first, second] = current().runs;
    assert.ok(first && second);
    const told = ledger.momentsOf(first, now).map(({ state, at }) => `${state}@${at}`);
    assert.deepEqual(told, ["WAITING@1000", "GOING@1010", "HALTING@1015", "HALTED@1020"]);
    assert.equal(ledger.stateOf(current()).state, "WAITING");
  });

  it("remembers a state that a stop ended in the millisecond in which it began", () => {
    const ledger = open();
    ledger.commit({ id: "1", name: "job", facts: {} }, timeline);
    now = 1_010;
    ledger.stop(ledger.find("1") ?? assert.fail("the job is gone"), {}, stopping);
    const run = ledger.find("1")?.runs[0];
    assert.ok(run);
    assert.deepEqual(
      ledger.momentsOf(run, now).map(({ state }) => state),
      ["WAITING", "GOING", "HALTING"],
    );
  });

  it("tells jobs that hold compute, or may get it, from those that are over", () => {
    open().commit({ id: "1", name: "job", facts: {} }, timeline);
    assert.equal(world.entries()[0]?.live, true);
    now = 1_030;
    assert.equal(world.entries()[0]?.live, false);
  });

  it("hides a job from reads until the list lag is over, but not from writes", () => {
    lagMs = 50;
    const ledger = open();
    ledger.commit({ id: "1", name: "job", facts: {} }, timeline);
    const job = ledger.find("1");
    assert.ok(job);
    assert.equal(ledger.isVisible(job), false);
    now += 50;
    assert.equal(ledger.isVisible(job), true);
  });

  it("forgets a settled job after the retention, and no other", () => {
    keptMs = 100;
    const ledger = open();
    ledger.commit({ id: "1", name: "over", facts: {} }, timeline);
    ledger.commit({ id: "2", name: "for ever", facts: {} }, [{ state: "GOING" }]);
    now = 1_129;
    assert.equal(world.entries().length, 2);
    now = 1_130;
    assert.deepEqual(
      world.entries().map(({ name }) => name),
      ["for ever"],
    );
  });
});
