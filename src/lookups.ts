/** What `program/lookup.ts` loads when a program asks its first question. */
import { clockOfProcess, ioOfProcess } from "./machine";
import { waitForFleet as waitFor, type Fleet, type Watcher } from "./resources/job-fleet";
import { answer, type Question } from "./resources/lookup";

export { checkGoal } from "./resources/job-fleet";

/** @throws Error naming the invalid argument; PlatformError */
export function answerLookup(question: Question): Promise<unknown> {
  return answer(question, ioOfProcess(clockOfProcess()));
}

/** Waits for many jobs in the program's own process. @throws PlatformError */
export function waitForFleet(fleet: Fleet, watcher: Watcher) {
  return waitFor(fleet, watcher, ioOfProcess(clockOfProcess()));
}
