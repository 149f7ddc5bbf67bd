// The vendor's training environments. Source: the list in the reference of the vendor's Python helper; the last row is
// the sample of DescribePlatformImages, API version 2021-11-11.

export interface Framework {
  readonly name: string;
  readonly version: string;
  /** `FrameworkEnvironment` of a task. */
  readonly environment: string;
  readonly trainingModes: readonly string[];
}

type Row = readonly [name: string, version: string, environment: string, modes: string];

const ROWS = [
  ["TENSORFLOW", "1.15", "ti-acc1.0-tf1.15-py3.6-cuda10.0-gpu", "PS_WORKER"],
  ["TENSORFLOW", "2.4", "light3.1.3-tf2.4-py3.8-cuda11.1-gpu", "MPI HOROVOD"],
  ["TENSORFLOW", "1.15", "tf1.15-py3.7-cpu", "PS_WORKER MPI HOROVOD"],
  ["TENSORFLOW", "1.15", "tf1.15-py3.7-cuda10.0-gpu", "PS_WORKER MPI HOROVOD"],
  ["TENSORFLOW", "2.4", "tf2.4-py3.8-cpu", "PS_WORKER MPI HOROVOD"],
  ["TENSORFLOW", "2.4", "tf2.4-py3.8-cuda11.1-gpu", "PS_WORKER MPI HOROVOD"],
  ["PYTORCH", "1.9", "ti-acc1.0-torch1.9-py3.8-cuda11.1-gpu", "DDP"],
  ["PYTORCH", "1.9", "light3.1.3-torch1.9-py3.8-cuda11.1-gpu", "DDP MPI HOROVOD"],
  ["PYTORCH", "1.9", "torch1.9-py3.8-cuda11.1-gpu", "DDP MPI HOROVOD"],
  ["SPARK", "2.4.5", "spark2.4.5-cpu", "SPARK"],
  ["PYSPARK", "2.4.5", "spark2.4.5-py3.6-cpu", "SPARK"],
] as const satisfies readonly Row[];

const NEWER_ROW = ["PYTORCH", "2.3", "tilearn-llm0.9-torch2.3-py3.10-cuda12.4-gpu", "DDP"] as const satisfies Row;

const frameworkOf = ([name, version, environment, modes]: Row): Framework => ({
  name,
  version,
  environment,
  trainingModes: modes.split(" "),
});

/** What DescribeTrainingFrameworks answers. */
const listedFrameworks: readonly Framework[] = ROWS.map(frameworkOf);

/** The frameworks that have a platform image. */
export const frameworks: readonly Framework[] = [...listedFrameworks, frameworkOf(NEWER_ROW)];

export function platformImageUrl(environment: string): string {
  return `ccr.ccs.tencentyun.com/tione-public/${environment}`;
}

/** Answer of DescribeTrainingFrameworks, as the vendor described it until May 2024. */
export function trainingFrameworks(): object {
  const names = [...new Set(listedFrameworks.map(({ name }) => name))];
  return {
    FrameworkInfos: names.map((Name) => ({
      Name,
      VersionInfos: listedFrameworks
        .filter(({ name }) => name === Name)
        .map(({ version, environment, trainingModes }) => ({
          Version: version,
          TrainingModes: trainingModes,
          Environment: environment,
        })),
    })),
  };
}
