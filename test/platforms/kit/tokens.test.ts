import assert from "node:assert/strict";
import { Tokens } from "../../../src/platforms/kit/tokens";
import { fakeClock } from "../../fake-clock";

const HOUR_MS = 3_600_000;

/** An account whose n-th token is `token-n`. */
function account(lifeMs: number) {
  const clock = fakeClock();
  let logins = 0;
  const tokens = new Tokens(clock, async () => {
    logins += 1;
    const token = `token-${logins}`;
    await clock.sleep(100);
    return { token, lifeMs };
  });
  return { clock, tokens, logins: () => logins, get: async () => (await clock.settle(tokens.get())).token };
}

describe("a token", () => {
  it("is asked for once by a hundred callers", async () => {
    const { clock, tokens, logins } = account(HOUR_MS);
    const got = await clock.settle(Promise.all(Array.from({ length: 100 }, () => tokens.get())));
    assert.deepEqual([new Set(got.map(({ token }) => token)).size, logins()], [1, 1]);
  });

  it("is renewed when four fifths of its life are over", async () => {
    const { clock, get } = account(HOUR_MS);
    assert.equal(await get(), "token-1");
    await clock.advance(0.79 * HOUR_MS);
    assert.equal(await get(), "token-1");
    await clock.advance(0.02 * HOUR_MS);
    assert.equal(await get(), "token-2");
  });

  it("is used for a minute, however short or unreadable its life is", async () => {
    for (const lifeMs of [0, -5, NaN, 1_000]) {
      const { clock, get } = account(lifeMs);
      assert.equal(await get(), "token-1");
      await clock.advance(59_000);
      assert.equal(await get(), "token-1");
      await clock.advance(2_000);
      assert.equal(await get(), "token-2");
    }
  });

  it("that was refused is replaced once, by all who find out", async () => {
    const { clock, tokens, logins, get } = account(HOUR_MS);
    const refused = await get();
    const got = await clock.settle(Promise.all(Array.from({ length: 100 }, () => tokens.instead(refused))));
    assert.deepEqual([got[0]?.token, logins()], ["token-2", 2]);
    // One who comes late does not throw the good one away.
    assert.equal((await clock.settle(tokens.instead(refused))).token, "token-2");
  });

  it("is asked for again after a login that failed", async () => {
    let isAway = true;
    const tokens = new Tokens(fakeClock(), () =>
      isAway ? Promise.reject(new Error("away")) : Promise.resolve({ token: "token", lifeMs: HOUR_MS }),
    );
    await assert.rejects(tokens.get(), /away/);
    isAway = false;
    assert.equal((await tokens.get()).token, "token");
  });
});
