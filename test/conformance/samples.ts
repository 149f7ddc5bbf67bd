import { spec as tione } from "../engine/stack";

/** What the suite needs to know of a platform: everything else is the port's. */
export interface Sample {
  readonly region: string;
  readonly spec: object;
  /** The vendor's names of the calls, for the emulator's faults. */
  readonly actions: { readonly create: string; readonly describe: string; readonly stop: string };
  /** Credentials for a server that is not the emulator. */
  readonly env: Readonly<Record<string, string>>;
  /** Verbs that the vendor does not have: what rests on them is not asked of the platform. */
  readonly lacks?: readonly ("find" | "repeat" | "delete")[];
  /** A member of the spec and another value for it, which makes another job. */
  readonly change: readonly [member: string, value: unknown];
  /** Members of the spec that the vendor changes in a job that runs; absent where it changes none. */
  readonly inPlace?: object;
  /** The user's environment of a job, in the form of the spec; absent where a job has none. */
  environment?(values: Readonly<Record<string, string>>): object;
}

/** One for every entry of the registry: a platform without a sample fails the suite. */
export const samples: Readonly<Record<string, Sample>> = {
  tione: {
    region: "ap-guangzhou",
    spec: tione,
    actions: { create: "CreateTrainingTask", describe: "DescribeTrainingTasks", stop: "StopTrainingTask" },
    env: { TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE", TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY" },
    change: ["startCmd", "torchrun eval.py"],
    inPlace: { logEnable: true, logConfig: { logsetId: "logset-1", topicId: "topic-1" } },
    environment: (env) => ({ env }),
  },
  modelarts: {
    region: "cn-north-4",
    spec: {
      algorithm: { engine: { imageUrl: "team/llm-train:1.4" }, command: "bash run.sh" },
      resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 1 },
    },
    actions: { create: "CreateTrainingJob", describe: "ListTrainingJobs", stop: "StopTrainingJob" },
    env: { HUAWEICLOUD_SDK_AK: "AKEXAMPLE", HUAWEICLOUD_SDK_SK: "SKEXAMPLE", HUAWEICLOUD_SDK_PROJECT_ID: "p-1" },
    change: ["runtimeType", "production"],
    inPlace: { description: "second thoughts", tags: { team: "nlp" } },
    environment: (environments) => ({
      algorithm: { engine: { imageUrl: "team/llm-train:1.4" }, command: "bash run.sh", environments },
    }),
  },
  "modelarts-v1": {
    region: "cn-north-4",
    spec: {
      workerServerNum: 1,
      appUrl: "/ml-bucket/code/",
      bootFileUrl: "/ml-bucket/code/train.py",
      dataUrl: "/ml-bucket/data/",
      specId: 27,
    },
    actions: { create: "CreateTrainingJobV1", describe: "ListTrainingJobsV1", stop: "StopTrainingJobVersionV1" },
    env: { HUAWEICLOUD_SDK_AK: "AKEXAMPLE", HUAWEICLOUD_SDK_SK: "SKEXAMPLE", HUAWEICLOUD_SDK_PROJECT_ID: "p-1" },
    change: ["specId", 28],
    inPlace: { jobDesc: "second thoughts" },
    environment: (parameter) => ({ parameter }),
  },
  qizhi: {
    region: "sii",
    spec: {
      workspaceId: "ws-0a1b2c3d-0000-4000-8000-000000000001",
      projectId: "project-0a1b2c3d-0000-4000-8000-000000000002",
      logicComputeGroupId: "lcg-0a1b2c3d-0000-4000-8000-000000000003",
      framework: "pytorch",
      command: "bash train.sh",
      taskPriority: 4,
      frameworkConfig: [
        {
          image: "docker.sii.shaipower.online/base/pytorch:2.4",
          imageType: "SOURCE_PUBLIC",
          instanceCount: 1,
          shmGi: 64,
          specId: "0a1b2c3d-0000-4000-8000-000000000004",
        },
      ],
    },
    actions: { create: "train_job/create", describe: "train_job/detail", stop: "train_job/stop" },
    env: { QIZHI_USERNAME: "user", QIZHI_PASSWORD: "a password" },
    lacks: ["find", "repeat", "delete"],
    change: ["command", "bash eval.sh"],
    environment: (env) => ({ env }),
  },
};
