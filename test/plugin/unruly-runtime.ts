import { listenForInterruption } from "../../src/engine/interruption";
import { connectNarrator } from "../../src/engine/live";
import { defineResource } from "../../src/engine/resource";
import { systemClock } from "../../src/net/clock";
import { Secrets } from "../../src/net/secrets";
import { unruly as definition } from "./unruly";

const clock = systemClock(1_000);

/** What the provider process loads for the unruly resource, as `src/runtime.ts` is for real ones. */
export const unruly = defineResource(definition, {
  clock,
  interruption: listenForInterruption(clock),
  narrator: () => connectNarrator(undefined),
  secrets: new Secrets(),
  settings: new Map(),
  secretOutputs: new Set<string>(),
});
