import type { ModelDraft, ModelOrder } from "../../../jobs/models";
import { extraMembers } from "../../kit/extra";
import { located, ownTagsOf, tagList, vendorSpelling } from "../jobs/request";
import { fault } from "../transport";
import { textOfIndex, type TioneModelSpec } from "./schema";

/** Members that carry what we recognise the version by: `extraSpec` may not touch them. */
const OWN_MEMBERS = {
  ImportMethod: "spec.trainingModelName or spec.trainingModelId",
  TrainingModelName: "spec.trainingModelName",
  TrainingModelId: "spec.trainingModelId",
  TrainingModelVersion: "spec.trainingModelVersion",
  TrainingModelCosPath: "spec.trainingModelCosPath",
  TrainingModelSource: "sourceJobId",
  TrainingJobId: "sourceJobId",
  TrainingJobName: "sourceJobId",
  Tags: "spec.tags",
  TiProjectId: "projectId in the configuration training:tione",
} as const;

/** A draft that also knows its source job's name. */
export interface TioneDraft extends ModelDraft<TioneModelSpec> {
  readonly sourceJobName?: string;
}

/**
 * The body of CreateTrainingModel.
 * @param region for a COS path that names none
 * @throws PlatformError `invalid` when `extraSpec` holds a member that is ours
 */
export function createModelRequest(order: ModelOrder<TioneModelSpec>, region: string): Record<string, unknown> {
  const draft: TioneDraft = order.draft; // our own `draft` made it
  const { modelId } = draft;
  const { tags = {}, autoClean, trainingModelIndex, trainingModelName, ...straight } = draft.spec;
  const { trainingModelCosPath, modelOutputPath, modelMoveMode = "COPY" } = straight;
  const allTags = [...tagList(tags), ...(modelId === undefined ? ownTagsOf(order) : [])];
  return {
    ImportMethod: modelId === undefined ? "MODEL" : "VERSION",
    TrainingModelSource: draft.sourceJobId === undefined ? "COS" : "JOB",
    ...(draft.sourceJobId !== undefined && {
      TrainingJobId: draft.sourceJobId,
      TrainingJobName: draft.sourceJobName ?? draft.sourceJobId,
    }),
    ...(vendorSpelling({
      ...straight,
      ...(modelId === undefined ? { trainingModelName } : { trainingModelId: modelId }),
      trainingModelVersion: draft.version,
      trainingModelCosPath: trainingModelCosPath && located(trainingModelCosPath, region),
      modelOutputPath: modelOutputPath && located(modelOutputPath, region),
      modelMoveMode,
    }) as Record<string, unknown>), // an object goes in, so one comes out
    ...(autoClean !== undefined && { AutoClean: String(autoClean) }),
    ...(trainingModelIndex !== undefined && { TrainingModelIndex: textOfIndex(trainingModelIndex) }),
    ...(allTags.length > 0 && { Tags: allTags }),
    ...extraMembers(order.extraSpec ?? {}, OWN_MEMBERS, (words) => fault("invalid", words, "CreateTrainingModel")),
  };
}
