import { startEmulator } from "../src/emulator";
import { systemClock } from "../src/net/clock";
import { createIo } from "../src/net/io";
import { createLimiters } from "../src/net/limiter";
import { findPlatform } from "../src/platforms/registry";
import { samples } from "../test/conformance/samples";
import { openGate } from "../test/gates";

const LOOKS = 1_000;
const STOPS = 20;
const FAILING = 0.3;
/** Time until the limiter's burst is used up and looks queue. */
const SETTLE_MS = 1_500;

/** How long stops take while a thousand looks wait for their turn and 30 % of all answers are errors. Milliseconds. */
export interface Stops {
  /** For each, from the call until the platform has the request. */
  readonly onWireMs: readonly number[];
  /** For each, from the call until the platform has accepted it. */
  readonly acceptedMs: readonly number[];
}

export async function stopsUnderLoad(random: () => number): Promise<Stops> {
  const emulator = await startEmulator({ scenarios: [{ match: { name: "*" }, outcome: "runs-forever" }] });
  const { region, spec, actions } = samples["tione"] ?? {};
  const platform = findPlatform("tione");
  if (!platform || !region || !spec || !actions) throw new Error("TI-ONE has no sample");
  const clock = systemClock();
  const surroundings = { clock, env: () => emulator.env, random, write: () => {}, limiters: createLimiters(clock) };
  const api = platform.connect({ settings: {}, region }, createIo(surroundings)).jobs;
  try {
    const ids: string[] = [];
    for (let index = 0; index < STOPS; index += 1) {
      const order = { name: `job-${index}`, spec, marker: "a".repeat(20), resource: "a".repeat(12) };
      const outcome = await api.submit(order, openGate);
      if (outcome.kind !== "done") throw outcome.error;
      ids.push(outcome.value);
    }
    for (const action of [actions.describe, actions.stop]) await failAtRandom(emulator.url, action, random);
    const looks = Array.from({ length: LOOKS }, (_, index) => api.describe([ids[index % ids.length] ?? ""]));
    const looked = Promise.allSettled(looks);
    await clock.sleep(SETTLE_MS);
    const calls: { readonly calledAt: number; readonly acceptedAt: number }[] = [];
    for (const id of ids) {
      const calledAt = Date.now();
      await api.stop(id);
      calls.push({ calledAt, acceptedAt: Date.now() });
    }
    const seen = (await (await fetch(`${emulator.url}/_emulator/requests`)).json()) as Seen[]; // the route's documented form
    const seenAt = seen.filter(({ action }) => action === actions.stop).map(({ at }) => Date.parse(at));
    const onWireMs = calls.map(({ calledAt }) => (seenAt.find((at) => at >= calledAt) ?? NaN) - calledAt);
    const acceptedMs = calls.map(({ calledAt, acceptedAt }) => acceptedAt - calledAt);
    await looked;
    return { onWireMs, acceptedMs };
  } finally {
    await emulator.close();
  }
}

interface Seen {
  readonly action: string;
  readonly at: string;
}

/** Makes each request of this action fail at random, independently of the others. */
async function failAtRandom(url: string, action: string, random: () => number): Promise<void> {
  let passes = 0;
  for (let request = 0; request < LOOKS; request += 1) {
    if (random() >= FAILING) passes += 1;
    else
      await fetch(`${url}/_emulator/faults`, {
        method: "POST",
        // `skip` counts only requests that no earlier fault hits.
        body: JSON.stringify({ action, fault: "http-500", skip: passes }),
      });
  }
}
