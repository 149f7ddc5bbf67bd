import type { ModelOrder } from "../../../jobs/models";
import { extraMembers } from "../../kit/extra";
import { MODEL_ROOM, writeDescription } from "../marker";
import { fault } from "../reply";
import { asRecord, vendorSpelling } from "../spelling";
import { addressOf } from "./artifact";
import type { ModelartsModelSpec } from "./schema";

/** Members that say which version this is and whose it is: `extraSpec` may not set them. */
const OWN_MEMBERS: Readonly<Record<string, string>> = {
  model_name: "spec.modelName",
  model_version: "spec.modelVersion",
  description: "spec.description",
  workspace_id: "spec.workspaceId",
  source_location: "spec.sourceLocation",
  source_job_id: "sourceJobId",
  source_job_version: "sourceJobId",
};

/**
 * The body of ImportModel.
 * @param host of object storage in the region
 * @throws PlatformError `invalid` when `extraSpec` sets one of these members
 */
export function createModelRequest(
  { draft, marker, resource, extraSpec = {} }: ModelOrder<ModelartsModelSpec>,
  host: string,
): Record<string, unknown> {
  const {
    description = "",
    sourceLocation,
    sourceCopy,
    executionCode,
    modelMetrics,
    initialConfig,
    ...straight
  } = draft.spec;
  const body = {
    ...straight,
    modelVersion: draft.version,
    sourceLocation: sourceLocation && addressOf(sourceLocation, host),
    executionCode: executionCode && addressOf(executionCode, host),
    sourceJobId: draft.sourceJobId,
    sourceJobVersion: draft.sourceJobVersion,
    sourceCopy: sourceCopy?.toString(),
    description: writeDescription({ marker, resource, isReleased: false, text: description }, MODEL_ROOM),
    modelMetrics: modelMetrics && JSON.stringify(modelMetrics),
    initialConfig: typeof initialConfig === "object" ? JSON.stringify(initialConfig) : initialConfig,
  };
  return { ...asRecord(vendorSpelling(body)), ...extraMembers(extraSpec, OWN_MEMBERS, refusal) };
}

function refusal(words: string) {
  return fault("invalid", words, "ImportModel");
}
