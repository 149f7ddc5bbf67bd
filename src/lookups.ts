/** What `program/lookup.ts` loads when a program asks its first question. */
import { clockOfProcess, ioOfProcess } from "./machine";
import { answer, type Question } from "./resources/lookup";

/** @throws Error naming the argument that does not fit; PlatformError */
export function answerLookup(question: Question): Promise<unknown> {
  return answer(question, ioOfProcess(clockOfProcess()));
}
