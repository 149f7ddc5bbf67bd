/** What a program imports: resource classes, their arguments, and helpers for vendor values. */
export { TrainingJob } from "./program/job";
export { Provider, type ProviderArgs, type ProviderSettings } from "./program/provider";
export type {
  CommonJobArgs,
  JobPlace,
  JobTimeouts,
  QizhiJobArgs,
  TioneJobArgs,
  TrainingJobArgs,
} from "./program/job-args";
export type { JobState } from "./jobs/platform";
export * as qizhi from "./program/qizhi";
export * as tione from "./program/tione";
