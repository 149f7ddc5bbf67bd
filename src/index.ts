/** What a program imports: resource classes, their arguments, and helpers for vendor values. */
export { TrainingJob } from "./program/job";
export { Provider, type ProviderArgs, type ProviderSettings } from "./program/provider";
export type {
  CommonJobArgs,
  JobPlace,
  JobTimeouts,
  ModelartsJobArgs,
  ModelartsV1JobArgs,
  QizhiJobArgs,
  TioneJobArgs,
  TrainingJobArgs,
} from "./program/job-args";
export type { JobState } from "./jobs/platform";
export * as modelarts from "./program/modelarts";
export * as qizhi from "./program/qizhi";
export * as tione from "./program/tione";
