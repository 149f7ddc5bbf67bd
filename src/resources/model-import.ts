import type { Context } from "../engine/resource";
import { LostError, waitUntil } from "../jobs/wait";
import type { Io } from "../net/io";
import { modelWaitMs } from "./model-inputs";
import { withModelSnapshot, type ModelOutputs } from "./model-outputs";
import { failedText, waitingText } from "./model-words";
import { registryOf, type Place } from "./place";

/** Waits until the import is over, keeping every newer state. @throws Error with the vendor's reason when it failed */
export async function followImport(
  id: string,
  start: ModelOutputs,
  verb: "create" | "update",
  place: Place,
  { clock, random }: Pick<Io, "clock" | "random">,
  context: Context<ModelOutputs>,
): Promise<ModelOutputs> {
  let row = start;
  const { poller } = registryOf(place);
  context.keep(id, row);
  try {
    await waitUntil({
      id: row.versionId,
      goal: "ready",
      isOver: ({ status }) => status === "ready" || status === "failed",
      isNew: verb === "create",
      timeoutMs: modelWaitMs(row, verb),
      ...{ poller, clock, random },
      signal: context.signal,
      observe(snapshot) {
        row = withModelSnapshot(row, snapshot);
        context.keep(id, row);
        context.report(snapshot.progress === undefined ? snapshot.status : `${snapshot.status} ${snapshot.progress} %`);
      },
    });
  } catch (error) {
    if (error instanceof LostError) context.keep(id, { ...row, status: "lost" });
    throw new Error(waitingText(row, error));
  }
  if (row.status === "failed") throw new Error(failedText(row));
  return row;
}
