import type { Platform } from "../../jobs/platform";
import { modelartsV1Groups } from "./pools/clusters";
import { defaultRegion } from "./credentials";
import { modelartsJobs } from "./jobs";
import { modelartsV1Jobs } from "./jobs-v1";
import { modelartsModel, type ModelartsModelSpec } from "./models/schema";
import { modelartsModels } from "./models";
import { verifyPlace, verifyPlaceV1 } from "./place";
import { modelartsGroups } from "./pools";
import { NEVER_RAN } from "./jobs/record";
import { createRequest } from "./jobs/request";
import { NEVER_RAN_V1 } from "./jobs-v1/record";
import { createRequestV1 } from "./jobs-v1/request";
import { modelartsJobRules, modelartsJobSpec, type ModelartsJobSpec } from "./jobs/schema";
import { modelartsV1JobRules, modelartsV1JobSpec, type ModelartsV1JobSpec } from "./jobs-v1/schema";
import { jobName } from "./words";

/** Huawei Cloud ModelArts, training jobs of API v2. */
export const modelarts: Platform<ModelartsJobSpec, ModelartsModelSpec> = {
  name: "modelarts",
  title: "ModelArts",
  settingsKey: "modelarts",
  regionVariable: "HW_REGION_NAME",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: modelartsJobSpec,
    rules: modelartsJobRules,
    // Tags go by a request of their own.
    request: (order) => ({ ...createRequest(order), tags: order.spec.tags }),
    name: jobName,
    isId: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
    neverRan: [NEVER_RAN],
    workspace: (spec) => spec.workspaceId,
  },
  model: modelartsModel,
  verify: verifyPlace,
  connect: (where, io) => ({
    jobs: modelartsJobs(where, io),
    models: modelartsModels(where, io),
    groups: modelartsGroups(where, io),
  }),
};

/** Its first generation, for private deployments: the public cloud retired it on 2023-06-30. */
export const modelartsV1: Platform<ModelartsV1JobSpec, ModelartsModelSpec> = {
  name: "modelarts-v1",
  title: "ModelArts v1",
  settingsKey: "modelarts",
  regionVariable: "HW_REGION_NAME",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: modelartsV1JobSpec,
    rules: modelartsV1JobRules,
    request: createRequestV1,
    name: jobName,
    isId: (text) => /^\d+$/.test(text),
    neverRan: NEVER_RAN_V1,
    workspace: (spec) => spec.workspaceId,
  },
  // The registry is the same one for both generations.
  model: modelartsModel,
  verify: verifyPlaceV1,
  connect: (where, io) => ({
    jobs: modelartsV1Jobs(where, io),
    models: modelartsModels(where, io),
    groups: modelartsV1Groups(where, io),
  }),
};
