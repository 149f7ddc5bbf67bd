import { spec as tione } from "../engine/stack";

/** What the suite needs to know of a platform: everything else is the port's. */
export interface Sample {
  readonly region: string;
  readonly spec: object;
  /** The vendor's names of the calls, for the emulator's faults. */
  readonly actions: { readonly create: string; readonly describe: string; readonly stop: string };
  /** Credentials for a server that is not the emulator. */
  readonly env: Readonly<Record<string, string>>;
}

/** One for every entry of the registry: a platform without a sample fails the suite. */
export const samples: Readonly<Record<string, Sample>> = {
  tione: {
    region: "ap-guangzhou",
    spec: tione,
    actions: { create: "CreateTrainingTask", describe: "DescribeTrainingTasks", stop: "StopTrainingTask" },
    env: { TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE", TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY" },
  },
};
