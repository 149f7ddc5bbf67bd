import type { JobOrder } from "../../../../jobs/job";
import { PlatformError } from "../../../../net/errors";
import { extraMembers } from "../../../kit/extra";
import { JOB_ROOM, writeDescription } from "../../marker";
import { asRecord, vendorSpelling } from "../../spelling";
import type { ModelartsV1JobSpec } from "./schema";

/** Members that carry what we recognise the job by: `extraSpec` may not set them. */
const OWN_MEMBERS: Readonly<Record<string, string>> = {
  job_name: "name",
  job_desc: "spec.jobDesc",
  workspace_id: "spec.workspaceId",
};

/**
 * The body of a create of v1.
 * @throws PlatformError `invalid` when `extraSpec` sets one of these members, or asks for a job without a run
 */
export function createRequestV1({
  name,
  spec,
  marker,
  resource,
  extraSpec = {},
}: JobOrder<ModelartsV1JobSpec>): Record<string, unknown> {
  const { jobDesc = "", workspaceId, parameter, ...config } = spec;
  const { config: extraConfig, ...extra } = extraMembers(extraSpec, OWN_MEMBERS, refusal);
  if (asRecord(extraConfig)["create_version"] === false)
    throw refusal(
      "extraSpec.config.create_version is false: that makes a job without a run, which nothing could wait for",
    );
  return {
    job_name: name,
    job_desc: writeDescription({ marker, resource, isReleased: false, text: jobDesc }, JOB_ROOM),
    ...(workspaceId && { workspace_id: workspaceId }),
    ...extra,
    config: {
      ...asRecord(vendorSpelling(config)),
      ...(parameter && { parameter: Object.entries(parameter).map(([label, value]) => ({ label, value })) }),
      ...asRecord(extraConfig),
    },
  };
}

function refusal(words: string): PlatformError {
  return new PlatformError("invalid", words, { platform: "modelarts-v1", action: "CreateTrainingJobV1" });
}
