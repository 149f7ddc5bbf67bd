import assert from "node:assert/strict";
import { Slots } from "../../src/resources/slots";
import { fakeClock } from "../fake-clock";

describe("the engine's places", () => {
  /** What is told while one job is waited for, half a minute long. */
  async function toldWhile(meanwhile: (slots: Slots, pass: (ms: number) => Promise<void>) => Promise<void>) {
    const clock = fakeClock();
    const slots = new Slots(clock);
    const told: string[] = [];
    slots.expect("first");
    slots.begin("first");
    const held = slots.hold({ note: (_severity, text) => told.push(text) }, () => clock.sleep(30_000));
    await meanwhile(slots, (ms) => clock.advance(ms));
    await clock.advance(60_000);
    await held;
    assert.equal(clock.sleepers, 0);
    return told;
  }

  it("are told of once, when another job waits for its turn", async () => {
    const told = await toldWhile(async (slots) => slots.expect("second"));
    assert.equal(told.length, 1);
    assert.match(told[0] ?? "", /^other jobs are not submitted before one of these 1 has started/);
  });

  it("are told of, too, when the program comes to the other job late", async () => {
    const told = await toldWhile(async (slots, pass) => {
      await pass(12_000);
      slots.expect("second");
    });
    assert.equal(told.length, 1);
  });

  it("are not told of for a job whose turn comes within a few seconds", async () => {
    const told = await toldWhile(async (slots, pass) => {
      await pass(4_000);
      slots.expect("second");
      await pass(2_000);
      slots.begin("second");
    });
    assert.deepEqual(told, []);
  });
});
