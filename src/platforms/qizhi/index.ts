import type { Platform } from "../../jobs/platform";
import { isOfConsole } from "./console";
import { qizhiGroups } from "./groups";
import { qizhiJobs } from "./jobs";
import { machinesOf, priceSource, timeLimit } from "./jobs/machines";
import { NEVER_RAN } from "./jobs/record";
import { createRequest } from "./jobs/request";
import { qizhiJobName, qizhiJobRules, qizhiJobSpec, type QizhiJobSpec } from "./jobs/schema";
import { credentialsOf, hasConsoleSession, REGION, verifyPlace } from "./place";
import { qizhiPrices } from "./prices";

const BLIND =
  "Qizhi's API cannot be asked for jobs by name: a job whose run is killed on another machine may be bought again; set " +
  "QIZHI_CONSOLE_SESSION to the value of the console's cookie inspire-session, and jobs are looked for before any is submitted";

const CONSOLE_SESSION = "QIZHI_CONSOLE_SESSION of the environment";

/** SII Qizhi (启智), a single site. Jobs use its published OpenAPI, which creates, shows and stops; groups also its console. */
export const qizhi: Platform<QizhiJobSpec> = {
  name: "qizhi",
  title: "Qizhi",
  settingsKey: "qizhi",
  defaultRegion: () => REGION,
  job: {
    spec: qizhiJobSpec,
    rules: qizhiJobRules,
    request: createRequest,
    name: qizhiJobName,
    namesAreClaims: true,
    blindness: (io) => (hasConsoleSession(io) ? undefined : BLIND),
    isId: (text) => text.startsWith("job-"),
    group: ({ logicComputeGroupId: id, workspaceId }) => ({ id, workspaceId }),
    machines: machinesOf,
    priceSource,
    timeLimit,
    images: ({ frameworkConfig }) =>
      frameworkConfig.map(({ image }, index) => ({ member: `frameworkConfig[${index}].image`, address: image })),
    neverRan: NEVER_RAN,
    project: (spec) => spec.workspaceId,
  },
  help: {
    credentialsFrom: (action, _where, io) => (isOfConsole(action) ? CONSOLE_SESSION : credentialsOf(io).from),
    permissionFor: () => "ask whoever runs the project to let this account use the API, the project and the group",
  },
  verify: verifyPlace,
  connect: (where, io) => ({
    jobs: qizhiJobs(where, io),
    groups: qizhiGroups(where, io),
    prices: qizhiPrices(where, io),
  }),
};
