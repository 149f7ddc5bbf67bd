import type { Platform } from "../../jobs/platform";
import { defaultRegion } from "./credentials";
import { modelartsJobs } from "./jobs";
import { modelartsV1Jobs } from "./jobs-v1";
import { verifyPlace, verifyPlaceV1 } from "./place";
import { NEVER_RAN } from "./record";
import { NEVER_RAN_V1 } from "./record-v1";
import { modelartsJobRules, modelartsJobSpec, type ModelartsJobSpec } from "./schema";
import { modelartsV1JobRules, modelartsV1JobSpec, type ModelartsV1JobSpec } from "./schema-v1";
import { jobName } from "./words";

/** Huawei Cloud ModelArts, training jobs of API v2. */
export const modelarts: Platform<ModelartsJobSpec> = {
  name: "modelarts",
  title: "ModelArts",
  settingsKey: "modelarts",
  regionVariable: "HW_REGION_NAME",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: modelartsJobSpec,
    rules: modelartsJobRules,
    name: jobName,
    neverRan: [NEVER_RAN],
    workspace: (spec) => spec.workspaceId,
  },
  verify: verifyPlace,
  connect: (where, io) => ({ jobs: modelartsJobs(where, io) }),
};

/** Its first generation, for private deployments: the public cloud retired it on 2023-06-30. */
export const modelartsV1: Platform<ModelartsV1JobSpec> = {
  name: "modelarts-v1",
  title: "ModelArts v1",
  settingsKey: "modelarts",
  regionVariable: "HW_REGION_NAME",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: modelartsV1JobSpec,
    rules: modelartsV1JobRules,
    name: jobName,
    neverRan: NEVER_RAN_V1,
    workspace: (spec) => spec.workspaceId,
  },
  verify: verifyPlaceV1,
  connect: (where, io) => ({ jobs: modelartsV1Jobs(where, io) }),
};
