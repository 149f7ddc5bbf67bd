import type { Platform } from "../../jobs/platform";
import { defaultRegion } from "./credentials";
import { permissionFor } from "./errors";
import { modelartsGroups } from "./groups";
import { modelartsJobs } from "./jobs";
import { imagesOf } from "./jobs/images";
import { machinesOf, poolOf, priceSource, timeLimit } from "./jobs/machines";
import { NEVER_RAN } from "./jobs/record";
import { createRequest } from "./jobs/request";
import { modelartsJobRules, modelartsJobSpec, type ModelartsJobSpec } from "./jobs/schema";
import { modelartsModels } from "./models";
import { modelartsModel, type ModelartsModelSpec } from "./models/schema";
import { credentialsOf, verifyPlace } from "./place";
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
    // Tags are sent in a request of their own.
    request: (order) => ({ ...createRequest(order), tags: order.spec.tags }),
    name: jobName,
    isId: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
    group(spec) {
      const id = poolOf(spec);
      return id === undefined ? undefined : { id, ...(spec.workspaceId && { workspaceId: spec.workspaceId }) };
    },
    machines: machinesOf,
    priceSource,
    timeLimit,
    images: imagesOf,
    tags: ({ tags }) => tags,
    neverRan: [NEVER_RAN],
    workspace: (spec) => spec.workspaceId,
  },
  model: modelartsModel,
  help: { credentialsFrom: (_action, where, io) => credentialsOf(where, io).from, permissionFor },
  verify: verifyPlace,
  connect: (where, io) => ({
    jobs: modelartsJobs(where, io),
    models: modelartsModels(where, io),
    groups: modelartsGroups(where, io),
  }),
};

export { modelartsV1 } from "./v1";
