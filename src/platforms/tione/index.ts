import type { Platform } from "../../jobs/platform";
import { verifyPlace } from "./action";
import { defaultRegion } from "./credentials";
import { tioneJobs } from "./jobs";
import { tioneJobName, tioneJobRules, tioneJobSpec, type TioneJobSpec } from "./schema";

/** Tencent Cloud TI-ONE, API version 2021-11-11. */
export const tione: Platform<TioneJobSpec> = {
  name: "tione",
  title: "TI-ONE",
  settingsKey: "tione",
  regionVariable: "TENCENTCLOUD_REGION",
  defaultRegion: (settings, io) => defaultRegion(settings, io.env()),
  job: {
    spec: tioneJobSpec,
    rules: tioneJobRules,
    name: tioneJobName,
    neverRan: ["SUBMIT_FAILED"],
    project: (spec) => spec.tiProjectId,
  },
  verify: verifyPlace,
  connect: (where, io) => ({ jobs: tioneJobs(where, io) }),
};
