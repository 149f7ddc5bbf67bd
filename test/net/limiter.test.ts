import assert from "node:assert/strict";
import fc from "fast-check";
import { Allowance } from "../../src/net/allowance";
import { createLimiters, type Lane, type Scope } from "../../src/net/limiter";
import { fakeClock, type FakeClock } from "../fake-clock";

const RATE = { start: 12, floor: 0.5, ceiling: 16 };
const STEADY = { start: 12, floor: 12, ceiling: 12 };
const SLOW = { start: 1, floor: 0.5, ceiling: 1 };

/** Calls that enter, are written down, and leave at once. */
function passages(clock: FakeClock, scope: Scope) {
  const passed: { readonly label: string; readonly at: number }[] = [];
  const start = clock.now();
  return {
    passed,
    enter(label: string, lane: Lane = "read", rate = RATE, action = "Describe") {
      void scope.enter({ name: action, rate }, lane).then((permit) => {
        passed.push({ label, at: clock.now() - start });
        permit.leave("clean");
      });
    },
  };
}

describe("a limiter", () => {
  it("lets a burst go at once and spaces the rest", async () => {
    const clock = fakeClock();
    const { enter, passed } = passages(clock, createLimiters(clock).scope("a"));
    for (let i = 0; i < 36; i++) enter(String(i), "read", STEADY);
    await clock.advance(0);
    assert.equal(passed.length, 12);
    await clock.advance(2_500);
    assert.equal(passed.length, 12 + 19);
    await clock.advance(500);
    assert.equal(passed.length, 36);
  });

  it("never lets more than its rate go in any second, however the calls come", () => {
    const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(gaps, fc.constantFrom(0.5, 2, 5, 8.4, 12), (waits, start) => {
        const allowance = new Allowance({ start, floor: start, ceiling: start }, 0);
        const went: number[] = [];
        let now = 0;
        for (const wait of waits) {
          now = Math.max(now + wait, allowance.readyAt(now + wait));
          allowance.release(allowance.take(now), now, true);
          went.push(now);
        }
        const most = Math.max(1, Math.ceil(start));
        for (const [i, at] of went.entries()) assert.ok((went[i + most] ?? Infinity) - at >= 999.999);
      }),
    );
  });

  it("never lets the platform see more than the rate in any second, however late requests arrive there", async () => {
    const lateness = fc.array(fc.constantFrom(5, 5, 50, 300, 1_900), { minLength: 40, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(lateness, async (delays) => {
        const clock = fakeClock();
        const scope = createLimiters(clock).scope("a");
        const seen: number[] = [];
        for (const delay of [5, ...delays]) {
          void scope.enter({ name: "Create", rate: STEADY }, "create").then(async (permit) => {
            await clock.sleep(delay);
            seen.push(clock.now());
            permit.leave("clean");
          });
        }
        await clock.advance(30_000);
        assert.equal(seen.length, delays.length + 1);
        for (const [i, at] of seen.entries()) assert.ok((seen[i + STEADY.start] ?? Infinity) - at >= 999.999);
      }),
      { numRuns: 50 },
    );
  });

  it("never lets the platform see more than the rate in any second when requests leave late at first", async () => {
    const leaves = (...ms: number[]) => fc.array(fc.constantFrom(...ms), { minLength: 20, maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(leaves(300, 400, 900), leaves(0, 50), async (busy, calm) => {
        const delays = [...busy, ...calm];
        const clock = fakeClock();
        const scope = createLimiters(clock).scope("a");
        const seen: number[] = [];
        for (const delay of delays) {
          void scope.enter({ name: "Create", rate: STEADY }, "create").then(async (permit) => {
            await clock.sleep(delay); // the journal's disk, a new connection
            permit.sent();
            seen.push(clock.now());
            await clock.sleep(20);
            permit.leave("clean");
          });
        }
        await clock.advance(60_000);
        assert.equal(seen.length, delays.length);
        // What cannot be known is how much of the way there and back is the way there.
        for (const [i, at] of seen.entries()) assert.ok((seen[i + STEADY.start] ?? Infinity) - at >= 1_000 - 20);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps its rate where every answer takes equally long, whatever was never sent", async () => {
    const clock = fakeClock();
    const scope = createLimiters(clock).scope("a");
    (await scope.enter({ name: "Create", rate: STEADY }, "create")).leave("none");
    let seen = 0;
    for (let i = 0; i < 12 * 20; i++) {
      void scope.enter({ name: "Create", rate: STEADY }, "create").then(async (permit) => {
        await clock.sleep(400);
        seen += 1;
        permit.leave("clean");
      });
    }
    await clock.advance(20_000);
    assert.ok(seen >= 12 * 18, `${seen} in twenty seconds`);
  });

  it("lets the urgent lane go first, and keeps the order inside a lane", async () => {
    const clock = fakeClock();
    const { enter, passed } = passages(clock, createLimiters(clock).scope("a"));
    enter("first", "poll", SLOW);
    for (const lane of ["poll", "read", "lookup", "create", "stop"] as const) {
      for (const n of [1, 2]) enter(`${lane}${n}`, lane, SLOW);
    }
    await clock.advance(10_000);
    const order = "first stop1 stop2 create1 create2 lookup1 lookup2 read1 read2 poll1 poll2";
    assert.equal(passed.map(({ label }) => label).join(" "), order);
  });

  it("sends a stop within a quarter of a second although 1,000 polls wait", async () => {
    const clock = fakeClock();
    const { enter, passed } = passages(clock, createLimiters(clock).scope("a"));
    for (let i = 0; i < 1_000; i++) enter("poll", "poll");
    await clock.advance(1_500);
    enter("stop", "stop");
    await clock.advance(250);
    assert.ok(passed.some(({ label }) => label === "stop"));
  });

  it("keeps scopes apart", async () => {
    const clock = fakeClock();
    const limiters = createLimiters(clock);
    const busy = passages(clock, limiters.scope("a"));
    const idle = passages(clock, limiters.scope("b"));
    for (let i = 0; i < 100; i++) busy.enter("a");
    idle.enter("b");
    await clock.advance(0);
    assert.deepEqual([busy.passed.length, idle.passed.length], [12, 1]);
  });

  it("has at most 64 requests on their way, not counting stops", async () => {
    const clock = fakeClock();
    const scope = createLimiters(clock).scope("a");
    const fast = { start: 100, floor: 1, ceiling: 100 };
    const entered = Array.from({ length: 70 }, () => scope.enter({ name: "Describe", rate: fast }, "read"));
    let count = 0;
    for (const permit of entered) void permit.then(() => (count += 1));
    await clock.advance(5_000);
    assert.equal(count, 64);
    const stop = await scope.enter({ name: "Stop", rate: fast }, "stop");
    (await entered[0])?.leave("none");
    await clock.advance(0);
    assert.equal(count, 64, "a stop's place is not another's");
    stop.leave("none");
    await clock.advance(0);
    assert.equal(count, 65);
  });

  it("slows down by a third when throttled, once for what was already on its way, and not below its floor", () => {
    const allowance = new Allowance(RATE, 0);
    for (let i = 0; i < 12; i++) allowance.throttled(0, 100);
    assert.ok(Math.abs(allowance.current - 8.4) < 1e-9);
    for (let now = 200; now < 10_000; now += 100) allowance.throttled(now, now);
    assert.equal(allowance.current, 0.5);
  });

  it("doubles with each clean second while nobody has complained yet, up to its ceiling", () => {
    const allowance = new Allowance({ start: 20, floor: 1, ceiling: 180 }, 0);
    for (let now = 0; now <= 2_000; now += 50) allowance.clean(now);
    assert.equal(allowance.current, 80);
    for (let now = 2_050; now <= 5_000; now += 50) allowance.clean(now);
    assert.equal(allowance.current, 180);
  });

  it("grows slowly after a complaint, up to its ceiling", () => {
    const allowance = new Allowance(RATE, 0);
    allowance.throttled(0, 0);
    for (let now = 0; now < 10_000; now += 50) allowance.clean(now);
    assert.ok(allowance.current > 10 && allowance.current < 12, String(allowance.current));
    for (let now = 10_000; now < 100_000; now += 50) allowance.clean(now);
    assert.equal(allowance.current, 16);
  });

  it("lets 1,000 creates through a platform that takes 20 a second within 110 s, unthrottled", async () => {
    const clock = fakeClock();
    const { enter, passed } = passages(clock, createLimiters(clock).scope("a"));
    for (let i = 0; i < 1_000; i++) enter("create", "create");
    await clock.advance(110_000);
    assert.equal(passed.length, 1_000);
    for (const [i, { at }] of passed.entries()) assert.ok((passed[i + 20]?.at ?? Infinity) - at >= 1_000);
  });
});
