import type { Platform } from "../../../jobs/platform";
import { defaultRegion } from "../credentials";
import { permissionFor } from "../errors";
import { swrImages } from "../images";
import { modelartsModels } from "../models";
import { modelartsModel, type ModelartsModelSpec } from "../models/schema";
import { credentialsOf } from "../place";
import { jobName } from "../words";
import { modelartsV1Groups } from "./groups";
import { modelartsV1Jobs } from "./jobs";
import { machinesOf, priceSource } from "./jobs/machines";
import { NEVER_RAN_V1 } from "./jobs/record";
import { createRequestV1 } from "./jobs/request";
import { modelartsV1JobRules, modelartsV1JobSpec, type ModelartsV1JobSpec } from "./jobs/schema";
import { verifyPlaceV1 } from "./place";

/** The first generation of ModelArts, for private deployments: the public cloud retired it on 2023-06-30. */
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
    group: ({ poolId: id }) => (id === undefined ? undefined : { id }),
    machines: machinesOf,
    priceSource,
    images: ({ userImageUrl }) => swrImages("userImageUrl", userImageUrl),
    neverRan: NEVER_RAN_V1,
    workspace: (spec) => spec.workspaceId,
  },
  // The registry is the same one for both generations.
  model: modelartsModel,
  help: { credentialsFrom: (_action, where, io) => credentialsOf(where, io).from, permissionFor },
  verify: verifyPlaceV1,
  connect: (where, io) => ({
    jobs: modelartsV1Jobs(where, io),
    models: modelartsModels(where, io),
    groups: modelartsV1Groups(where, io),
  }),
};
