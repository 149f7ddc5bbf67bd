import { Interrupted } from "../engine/interruption";
import { formatDuration } from "../jobs/duration";
import type { Repeat } from "../jobs/job";
import type { ModelDraft, ModelVersionId } from "../jobs/models";
import type { Holding } from "../jobs/submit";
import { LostError, WaitTimeoutError } from "../jobs/wait";
import type { ModelOutputs } from "./model-record";

/** Why a label is not available, and what to do. */
export function takenVersionText(version: string, holder: Holding, { modelName, modelId }: ModelDraft<object>): string {
  const { id } = holder;
  return (
    `version ${version} of model "${modelName}"${modelId && modelId !== id ? ` (${modelId})` : ""} exists already as ${id}, ` +
    "and this resource did not make it; nothing was registered. Choose another label, or leave it out and the next free one is taken"
  );
}

/** Why another version is registered although this machine remembers one. */
export function versionGivenUpText(versionId: ModelVersionId): string {
  return (
    `model version ${versionId}, which an earlier run registered, is no longer known to the platform, and its row is gone: it was ` +
    "destroyed from another machine. Another one is registered"
  );
}

/** Why an import failed, and what `up` does about it. */
export function failedText({ versionId, statusReason, platformStatus }: ModelOutputs): string {
  const reason = statusReason ? `: ${statusReason}` : "";
  return (
    `the import of model version ${versionId} failed${reason} (${platformStatus}).\n` +
    "The next `pulumi up` deletes it and imports it again."
  );
}

/** Why the wait for an import ended before the import did. */
export function waitingText(row: ModelOutputs, error: unknown): string {
  if (error instanceof LostError) return `${error.message}; the next \`pulumi up\` registers it again`;
  const isWait = error instanceof Interrupted || error instanceof WaitTimeoutError;
  const cause = error instanceof Error ? error.message : "the wait ended";
  if (!isWait) return cause;
  const what =
    error instanceof Interrupted ? `interrupted while model version ${row.versionId} was ${row.status}` : cause;
  return `${what}.\nNothing is lost: it is recorded in state; run \`pulumi up\` again to go on waiting.`;
}

/** The registration without an answer, in words a person can act on. */
export function pendingModelText(row: ModelOutputs, cause: string, repeat: Repeat | undefined): string {
  const again = repeat
    ? `Run \`pulumi up\` again: it looks for it, and from ${formatDuration(repeat.fenceMs)} after the request on registers it if it is not there.`
    : "Run `pulumi up` again to look for it.";
  return (
    `whether ${titleOf(row)} exists is not known: the request was sent at ${row.pendingSince ?? "?"} and no answer came (${cause}).\n` +
    `Nothing is registered again before that is clear, and it is recorded in state. ${again} ${confirmText(row)}`
  );
}

/** Why a row without an answer cannot be dropped. */
export function stillPendingModelText(row: ModelOutputs, repeat: Repeat | undefined): string {
  const next = repeat
    ? `Run the command again in ${formatDuration(repeat.fenceMs)}; the platform refuses the request by then, and the row can go.`
    : confirmText(row);
  return `whether ${titleOf(row)} exists is still not known: its request of ${row.pendingSince ?? "?"} may have made one. ${next}`;
}

function confirmText({ marker }: ModelOutputs): string {
  return (
    "Or look for it in the platform's console: delete it there if it is, then set " +
    `\`confirmNotCreated: "${marker}"\`.`
  );
}

function titleOf({ modelName, version }: ModelOutputs): string {
  return `version ${version} of model "${modelName}"`;
}
