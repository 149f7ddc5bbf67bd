/**
 * What Pulumi loads from state, by the text in every row's `__provider`: `require("pulumi-training/runtime").trainingJob`.
 * Every state file ever written refers to the names exported here: they must never change.
 */
import { backendOf } from "./engine/backend";
import { ResourceFailure } from "./engine/failures";
import { listenForInterruption } from "./engine/interruption";
import { connectNarrator, type Narrator } from "./engine/live";
import { defineResource } from "./engine/resource";
import { journalDirectory, openJournal } from "./jobs/journal";
import { clockOfProcess, ioOfProcess, isAlive } from "./machine";
import { systemClock } from "./net/clock";
import type { Io } from "./net/io";
import { PriceBook } from "./pricing/book";
import { resourceGroupRef as groupRef } from "./resources/group";
import { trainingJob as job } from "./resources/job";
import { trainingModelVersion as modelVersion } from "./resources/model";

const clock = clockOfProcess();

// The stock server prints an error before it fails with it, and the engine shows the failure: once is enough.
const print = console.error;
console.error = (...words: unknown[]) => {
  if (typeof words[0] !== "string" || !words[0].startsWith(ResourceFailure.prefix)) print(...words);
};

const journal = openJournal(journalDirectory(process.env));
const io = openIo();

function openIo(): Io {
  try {
    return ioOfProcess(clock);
  } catch (error) {
    throw new ResourceFailure(error instanceof Error ? error.message : "the environment cannot be used");
  }
}

let narrator: Narrator | undefined;
const host = {
  clock,
  // Sending an answer takes real time.
  interruption: listenForInterruption(systemClock()),
  secrets: io.secrets,
  // The engine's address is the plugin's last argument.
  narrator: () => (narrator ??= connectNarrator(process.argv.at(-1))),
  settings: new Map<string, string>(),
  secretOutputs: new Set<string>(),
};

const runtime = {
  io,
  journal,
  backend: backendOf(process.env, process.cwd()),
  isAlive,
  // People wait in real time.
  prices: new PriceBook(systemClock()),
};

export const trainingJob = defineResource(job(runtime), host);
export const trainingModelVersion = defineResource(modelVersion(runtime), host);
export const resourceGroupRef = defineResource(groupRef({ io }), host);
