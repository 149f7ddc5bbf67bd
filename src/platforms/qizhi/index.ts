import type { Platform } from "../../jobs/platform";
import { REGION, verifyPlace } from "./action";
import { qizhiJobs } from "./jobs";
import { NEVER_RAN } from "./record";
import { qizhiJobName, qizhiJobRules, qizhiJobSpec, type QizhiJobSpec } from "./schema";

/** SII Qizhi (启智), its published OpenAPI: one site, create, detail and stop. */
export const qizhi: Platform<QizhiJobSpec> = {
  name: "qizhi",
  title: "Qizhi",
  settingsKey: "qizhi",
  defaultRegion: () => REGION,
  job: {
    spec: qizhiJobSpec,
    rules: qizhiJobRules,
    name: qizhiJobName,
    neverRan: NEVER_RAN,
    project: (spec) => spec.workspaceId,
  },
  verify: verifyPlace,
  connect: (where, io) => ({ jobs: qizhiJobs(where, io) }),
};
