import type { Context } from "../engine/resource";
import type { Io } from "../net/io";
import { modelWaitMs } from "./model-inputs";
import type { ModelOutputs } from "./model-outputs";
import { repeatUntilDone } from "./persistence";
import type { Registry } from "./place";

/** Deletes the version and sees that it is gone. */
export async function removeModel(
  id: string,
  row: ModelOutputs,
  { api }: Registry,
  { clock }: Pick<Io, "clock">,
  { report, signal }: Pick<Context<ModelOutputs>, "report" | "signal">,
): Promise<void> {
  const options = { withModel: row.ownsModel, withArtifacts: row.deleteArtifacts === true, modelId: row.modelId };
  const deleted = async () => {
    await api.delete(id, options);
    return !(await api.describe([id])).has(id);
  };
  report("deleting");
  const until = clock.now() + modelWaitMs(row, "delete");
  await repeatUntilDone(deleted, { failure: `model version ${id} is still there`, until, clock, signal });
}
