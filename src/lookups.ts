/** What `program/lookup.ts` loads when a program asks its first question. */
import { clockOfProcess, ioOfProcess } from "./machine";
import * as fleet from "./resources/job-fleet";
import { answer, type Question } from "./resources/lookup";

export { checkGoal } from "./resources/job-fleet";

/** @throws Error naming the argument that does not fit; PlatformError */
export function answerLookup(question: Question): Promise<unknown> {
  return answer(question, ioOfProcess(clockOfProcess()));
}

/** Waits for many jobs in the program's own process. @throws PlatformError */
export function waitForFleet(
  jobs: readonly fleet.FleetJob[],
  goal: fleet.FleetGoal,
  place: fleet.FleetPlace,
  watcher: fleet.Watcher,
) {
  return fleet.waitForFleet(jobs, goal, place, watcher, ioOfProcess(clockOfProcess()));
}
