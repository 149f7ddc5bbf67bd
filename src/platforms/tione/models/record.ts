import type { ModelSnapshot, ModelState } from "../../../jobs/models";
import { printable } from "../../../net/errors";
import { cosUrl, utc } from "../jobs/record";
import type { ModelVersion } from "./wire";

/** The vendor's words for a version's state; the empty one comes before the import begins. */
const STATES = new Map<string, ModelState>([
  ["", "importing"],
  ["STATUS_RUNNING", "importing"],
  ["STATUS_SUCCESS", "ready"],
  ["STATUS_FAILED", "failed"],
]);

/** A version of the detail or of a list, in our words. */
export function modelSnapshotOf(version: ModelVersion): ModelSnapshot {
  const { TrainingModelVersionId: id, TrainingModelStatus: status, TrainingModelErrorMsg: reason } = version;
  const { TrainingModelProgress: progress, TrainingModelCosPath: place, TrainingJobId: sourceJobId } = version;
  const artifactPath = place ? cosUrl(place) : undefined;
  const createdAt = utc(version.CreateTime);
  return {
    versionId: id,
    modelId: version.TrainingModelId || id,
    modelName: printable(version.TrainingModelName ?? "", 80),
    version: printable(version.TrainingModelVersion ?? "", 80),
    status: STATES.get(status ?? "") ?? "unknown",
    platformStatus: printable(status ?? "", 80),
    ...(reason && { statusReason: printable(reason) }),
    ...(typeof progress === "number" && { progress }),
    ...(artifactPath && { artifactPath }),
    ...(sourceJobId && { sourceJobId }),
    ...(createdAt && { createdAt }),
  };
}
