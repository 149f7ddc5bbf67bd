import assert from "node:assert/strict";
import fc from "fast-check";
import { LANES } from "../../src/net/limiter";
import { askedPauseMs, POLICIES, retryPauseMs } from "../../src/net/retry";

const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const cause = fc.constantFrom("throttled", "notSent", "unknown" as const);

describe("the wait before a retry", () => {
  it("is anything between nothing and a limit that doubles up to 20 s", () => {
    fc.assert(
      fc.property(cause, fc.integer({ min: 1, max: 60 }), chance, (why, attempt, random) => {
        const base = why === "throttled" ? 1_000 : 500;
        const wait = retryPauseMs(why, attempt, random);
        assert.ok(wait >= 0 && wait <= Math.min(20_000, base * 2 ** (attempt - 1)));
      }),
    );
    assert.equal(retryPauseMs("unknown", 1, 0), 0);
    assert.equal(retryPauseMs("throttled", 3, 0.5), 2_000);
  });

  it("is never shorter than the platform asked, and at most a tenth longer", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120_000 }), chance, (asked, random) => {
        const wait = askedPauseMs(asked, random) ?? assert.fail("there is a wait");
        assert.ok(wait >= asked && wait <= asked * 1.1);
      }),
    );
  });

  it("is none when the platform asks for more than two minutes: the user is told instead", () => {
    assert.equal(askedPauseMs(86_400_000, 0), undefined);
  });
});

describe("the lanes' policies", () => {
  it("repeat a create only when it certainly did nothing", () => {
    assert.deepEqual(POLICIES.create.attempts, { throttled: 8, notSent: 3, unknown: 1 });
  });

  it("let nothing hold up a stop", () => {
    const { breaker, quota, despiteRefusal, attempts } = POLICIES.stop;
    assert.deepEqual([breaker, quota, despiteRefusal, attempts.unknown], [false, false, true, 8]);
  });

  it("give every mutating call a connection of its own", () => {
    const fresh = LANES.filter((lane) => POLICIES[lane].http.fresh);
    assert.deepEqual(fresh, ["stop", "create"]);
  });
});
