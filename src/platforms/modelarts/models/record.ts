import type { ModelSnapshot, ModelState } from "../../../jobs/models";
import { printable } from "../../../net/errors";
import { time } from "../jobs/record";
import { claimIn } from "../marker";
import { told } from "../told";
import { bucketPathOf } from "./artifact";
import type { Model } from "./wire";

/** The vendor's words for where a version is. Source: `model_status`. */
const STATES: Readonly<Record<string, ModelState>> = {
  publishing: "importing",
  building: "importing",
  published: "ready",
  failed: "failed",
  building_failed: "failed",
};

export function modelStateOf({ model_status }: Pick<Model, "model_status">): ModelState {
  const status = model_status ?? "";
  return (Object.hasOwn(STATES, status) ? STATES[status] : undefined) ?? "unknown";
}

/** A version as the detail shows it, in our words. The model itself has no id, so the version's stands for it. */
export function modelSnapshotOf(model: Model): ModelSnapshot {
  return {
    versionId: model.model_id,
    modelId: model.model_id,
    modelName: printable(model.model_name, 80),
    version: printable(model.model_version, 80),
    status: modelStateOf(model),
    platformStatus: printable(model.model_status ?? "", 80),
    ...told({
      artifactPath: model.source_location && bucketPathOf(model.source_location),
      sourceJobId: model.source_job_id,
    }),
    ...time("createdAt", model.create_at),
    ...claimIn(model.description),
  };
}
