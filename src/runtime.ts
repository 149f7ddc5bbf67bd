/**
 * What Pulumi loads from state, by the text in every row's `__provider`: `require("pulumi-training/runtime").trainingJob`.
 * The names exported here are a promise to every state file ever written.
 */
import { listenForInterruption } from "./engine/interruption";
import { connectNarrator, type Narrator } from "./engine/live";
import { ResourceFailure } from "./engine/failures";
import { defineResource } from "./engine/resource";
import { journalDirectory, openJournal } from "./jobs/journal";
import { systemClock } from "./net/clock";
import { createIo, type Io } from "./net/io";
import { trainingJob as job } from "./resources/job";

// Against the emulator, waits run as fast as its clock.
const speed = process.env.PULUMI_TRAINING_EMULATOR ? Number(process.env.PULUMI_TRAINING_CLOCK_SPEED ?? 1) : 1;
const clock = systemClock(Number.isFinite(speed) && speed > 0 ? speed : 1);

// The stock server prints what it throws and then fails with it; the engine shows the failure, and once is enough.
const print = console.error;
console.error = (...words: unknown[]) => {
  if (typeof words[0] !== "string" || !words[0].startsWith(ResourceFailure.prefix)) print(...words);
};

const journal = openJournal(journalDirectory(process.env));
const io = openIo();

function openIo(): Io {
  try {
    return createIo({
      clock,
      env: () => process.env,
      random: Math.random,
      write: (line) => process.stderr.write(`${line}\n`),
    });
  } catch (error) {
    throw new ResourceFailure(error instanceof Error ? error.message : "the environment cannot be used");
  }
}

let narrator: Narrator | undefined;
const surroundings = {
  clock,
  // An answer needs real time to get out.
  interruption: listenForInterruption(systemClock()),
  // The engine's address is the plugin's last argument.
  narrator: () => (narrator ??= connectNarrator(process.argv.at(-1))),
  settings: new Map<string, string>(),
};

export const trainingJob = defineResource(job({ io, journal }), surroundings);
