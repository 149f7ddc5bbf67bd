import type { Platform } from "../../jobs/platform";
import { defaultRegion } from "./credentials";
import { permissionFor } from "./errors";
import { tioneGroups } from "./groups";
import { imagesOf } from "./images";
import { tioneJobs } from "./jobs";
import { machinesOf, priceSource } from "./jobs/machines";
import { createRequest } from "./jobs/request";
import { tioneJobName, tioneJobRules, tioneJobSpec, type TioneJobSpec } from "./jobs/schema";
import { tioneModels } from "./models";
import { tioneModel, type TioneModelSpec } from "./models/schema";
import { credentialsOf, verifyPlace } from "./place";
import { tionePrices } from "./prices";

/** Tencent Cloud TI-ONE, API version 2021-11-11. */
export const tione: Platform<TioneJobSpec, TioneModelSpec> = {
  name: "tione",
  title: "TI-ONE",
  settingsKey: "tione",
  regionVariable: "TENCENTCLOUD_REGION",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: tioneJobSpec,
    rules: tioneJobRules,
    request: createRequest,
    name: tioneJobName,
    isId: (text) => /^train-\w+$/.test(text),
    group: ({ resourceGroupId: id }) => (id === undefined ? undefined : { id }),
    machines: machinesOf,
    priceSource,
    images: ({ imageInfo }) => imagesOf("imageInfo", imageInfo),
    tags: ({ tags }) => tags,
    neverRan: ["SUBMIT_FAILED"],
    project: (spec) => spec.tiProjectId,
  },
  model: tioneModel,
  help: {
    credentialsFrom: (_action, where, io) => credentialsOf(where, io).from,
    permissionFor,
  },
  verify: verifyPlace,
  connect: (where, io) => ({
    jobs: tioneJobs(where, io),
    models: tioneModels(where, io),
    groups: tioneGroups(where, io),
    prices: tionePrices(where, io),
  }),
};
