import { printable } from "../../../net/errors";
import { ifFound } from "../../kit/absence";
import { readable } from "../readable";
import type { ModelartsClient } from "./client";
import { isSettled } from "./record";

const MOST_LINES = 10;
const MOST_EVENTS = 3;

/**
 * What helps to understand what is wrong with a job: the stage that it is in if it has not ended, the errors that the platform
 * reported, and the last lines of the first task that failed. What cannot be read is left out.
 */
export async function evidence(client: ModelartsClient, id: string): Promise<readonly string[]> {
  const job = await ifFound(client.showTrainingJobDetails(id));
  if (!job) return [];
  const stages = isSettled(job) ? [] : await readable(client.listStages(id));
  const stage = (stages[0]?.stages ?? []).filter(({ en_message }) => en_message).at(-1);
  const events = await readable(client.listEvents(id, { level: "Error", limit: MOST_EVENTS }));
  const { tasks, task_statuses } = job.status;
  const task = task_statuses?.[0]?.task ?? tasks?.[0];
  const told = [
    ...(stage ? [`${stage.name ?? "stage"}: ${stage.en_message ?? ""}`] : []),
    ...events.flatMap(({ message }) => message ?? []).reverse(),
  ];
  const lines = task ? await readable(client.previewLogs(id, task).then((log) => log.lines)) : [];
  return [...told, ...lines.slice(told.length - MOST_LINES).map((line) => `${task ?? ""}: ${line}`)].map((line) =>
    printable(line),
  );
}
