/** What a program imports: resource classes, their arguments, and helpers for vendor values. */
export { TrainingJob } from "./program/job";
export { type MachinePrice, Provider, type ProviderArgs, type ProviderSettings } from "./program/provider";
export type {
  CommonJobArgs,
  JobBudget,
  JobPlace,
  JobPrice,
  JobSpec,
  JobTimeouts,
  ModelartsJobArgs,
  ModelartsV1JobArgs,
  QizhiJobArgs,
  TioneJobArgs,
  TrainingJobArgs,
} from "./program/job-args";
export type { ModelartsJobSpec, ModelartsModelSpec } from "./program/specs/modelarts";
export type { ModelartsV1JobSpec } from "./program/specs/modelarts-v1";
export type { QizhiJobSpec } from "./program/specs/qizhi";
export type { TioneJobSpec, TioneModelSpec } from "./program/specs/tione";
export { ResourceGroupRef } from "./program/group";
export type { RequiredCapacity, ResourceGroupPlace, ResourceGroupRefArgs } from "./program/group";
export { TrainingModelVersion } from "./program/model";
export type {
  CommonModelVersionArgs,
  ModelartsModelVersionArgs,
  ModelPlace,
  ModelSpec,
  ModelTimeouts,
  TioneModelVersionArgs,
  TrainingModelVersionArgs,
} from "./program/model-args";
export type { ErrorKind, PlatformError } from "./net/errors";
export type { LookupPlace } from "./program/lookup";
export type {
  Amount,
  EventInfo,
  GroupInfo,
  JobInfo,
  LogLine,
  LogPage,
  ModelVersionInfo,
  NodeInfo,
  PodInfo,
  WorkloadInfo,
  WorkspaceInfo,
} from "./platforms/kit/answers";
export { waitForJobs, type WaitForJobsOptions } from "./program/wait";
export type { GroupGpus, GroupState, Gpus } from "./jobs/groups";
export type { ModelState } from "./jobs/models";
export type { JobSnapshot, JobState } from "./jobs/job";
export * as modelarts from "./program/modelarts";
export * as qizhi from "./program/qizhi";
export * as tione from "./program/tione";
