import type { JobOrder } from "../../../jobs/job";
import { PlatformError } from "../../../net/errors";
import { checkMember } from "../../kit/extra";
import { JOB_ROOM, writeDescription } from "../marker";
import { isRecord, vendorSpelling } from "../spelling";
import type { ModelartsJobSpec } from "./schema";

/** Members that carry what we recognise the job by: `extraSpec` may not set them. */
const OWN_MEMBERS: Readonly<Record<string, string>> = {
  "metadata.name": "name",
  "metadata.description": "spec.description",
  "metadata.workspace_id": "spec.workspaceId",
};

/**
 * The body of CreateTrainingJob.
 * @throws PlatformError `invalid` when `extraSpec` sets one of these members
 */
export function createRequest(order: JobOrder<ModelartsJobSpec>): Record<string, unknown> {
  const { spec, name, marker, resource, extraSpec = {} } = order;
  const { kind = "job", description = "", workspaceId, annotations, trainingExperimentReference, ...others } = spec;
  // Tags are written by a call of their own, once the job exists.
  const { algorithm, tasks, endpoints, trainType, ftjobConfig, tags: _tags, ...inSpec } = others;
  const { priority, preemptible, schedulePolicy, ...straight } = inSpec;
  const policy = { priority, preemptible, ...schedulePolicy };
  const isScheduled = Object.values(policy).some((member) => member !== undefined);
  const body = {
    kind,
    metadata: {
      name,
      workspaceId,
      description: writeDescription({ marker, resource, isReleased: false, text: description }, JOB_ROOM),
      annotations,
      trainingExperimentReference,
    },
    algorithm,
    tasks,
    spec: nonEmpty({ ...straight, schedulePolicy: isScheduled ? policy : undefined }),
    endpoints,
    trainType,
    ftjobConfig,
  };
  return merged(vendorSpelling(body) as Record<string, unknown>, extraSpec, ""); // an object goes in, so one comes out
}

function nonEmpty(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> | undefined {
  return Object.values(members).some((member) => member !== undefined) ? members : undefined;
}

/** Records are merged recursively; anything else is replaced. */
function merged(
  body: Readonly<Record<string, unknown>>,
  extra: Readonly<Record<string, unknown>>,
  path: string,
): Record<string, unknown> {
  const result: Record<string, unknown> = { ...body };
  for (const [member, value] of Object.entries(extra)) {
    const at = path + member;
    checkMember(at, OWN_MEMBERS, refusal);
    if (at === "metadata" && !isRecord(value)) throw refusal("extraSpec.metadata must be a record");
    const before = result[member];
    result[member] = isRecord(value) ? merged(isRecord(before) ? before : {}, value, `${at}.`) : value;
  }
  return result;
}

function refusal(words: string): PlatformError {
  return new PlatformError("invalid", words, { platform: "modelarts", action: "CreateTrainingJob" });
}
