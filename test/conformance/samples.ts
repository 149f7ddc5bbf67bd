import type { IncomingHttpHeaders } from "node:http";
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
  readonly lacks?: readonly ("find" | "moving" | "repeat" | "delete")[];
  /** A member of the spec and another value for it, which makes another job. */
  readonly change: readonly [member: string, value: unknown];
  /** Members of the spec that the vendor changes in a job that runs; absent where it changes none. */
  readonly inPlace?: object;
  /** The user's environment of a job, in the form of the spec; absent where a job has none. */
  environment?(values: Readonly<Record<string, string>>): object;
  /** Absent: the vendor has no registry of models. */
  readonly model?: ModelSample;
  readonly group: GroupSample;
}

/** What the suite of registries needs to know. */
export interface ModelSample {
  readonly actions: { readonly create: string; readonly describe: string };
  /** Spec of a job whose files are registered, and of one that wrote none. */
  readonly job: object;
  readonly jobWithoutOutput: object;
  /** Where the files of that job are. */
  path(jobId: string): string;
  /** Spec of the first version of a new model, and of another version of a model that is there. */
  first(name: string): object;
  further(model: { readonly id: string; readonly name: string }): object;
  /** The member of the spec that says where the files are when no job does, a value for it, and that place as URL. */
  readonly files: readonly [member: string, value: unknown, path: string];
  /** The member of the spec that chooses a label. */
  readonly label: string;
  /** Labels that the platform's versions get in their order when nobody chooses. */
  readonly labels: readonly [first: string, second: string];
  /** A marker is written into every version; absent: only into a model that is new. */
  readonly marksVersions?: true;
  /** What a request that deletes says about the files; undefined: it is another request. Absent where files never go. */
  deletesFiles?(request: Recorded): boolean | "not said" | undefined;
}

/** A request as it went over the wire. */
export interface Recorded {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** What the suite of compute groups needs to know of the emulator's. */
export interface GroupSample {
  /** A group that takes jobs. */
  readonly id: string;
  readonly name: string;
  /** No group has this id, which looks like one. */
  readonly unknownId: string;
  /** Names of the others. */
  readonly others: readonly string[];
  /** One name of two groups. Absent: the emulator has no such groups. */
  readonly twin?: string;
  /** A group on which no job can run, and why. Absent: the emulator has none. */
  readonly unusable?: readonly [name: string, reason: RegExp];
  /** Where groups are told apart by workspace. */
  readonly workspaceId?: string;
  /** Needed to see groups. Absent: everybody who may run jobs sees them. */
  readonly env?: Readonly<Record<string, string>>;
  /** Spec of a job on the group, and the cards that it takes. */
  readonly job: object;
  readonly cards: number;
}

const serving = {
  algorithmFramework: "PYTORCH",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1.0" },
} as const;

/** One registry for both generations. */
const modelartsRegistry = {
  actions: { create: "ImportModel", describe: "ShowModel" },
  path: () => "obs://ml-bucket/runs/",
  first: (name) => ({ modelName: name, modelType: "PyTorch" }),
  further: ({ name }) => ({ modelName: name, modelType: "PyTorch" }),
  files: ["sourceLocation", "obs://ml-bucket/best/", "obs://ml-bucket/best/"],
  label: "modelVersion",
  labels: ["0.0.1", "0.0.2"],
  marksVersions: true,
} as const satisfies Partial<ModelSample>;

const modelartsAlgorithm = { engine: { imageUrl: "team/llm-train:1.4" }, command: "bash run.sh" };
const modelartsSpec = {
  algorithm: modelartsAlgorithm,
  resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 1 },
};
const modelartsV1Spec = {
  workerServerNum: 1,
  appUrl: "/ml-bucket/code/",
  bootFileUrl: "/ml-bucket/code/train.py",
  dataUrl: "/ml-bucket/data/",
};
const qizhiSpec = {
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
};

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
    model: {
      actions: { create: "CreateTrainingModel", describe: "DescribeTrainingModelVersion" },
      job: tione,
      jobWithoutOutput: { ...tione, output: undefined },
      path: (jobId) => `cos://ml-1250000000.ap-guangzhou/runs/${jobId}/`,
      first: (name) => ({ ...serving, trainingModelName: name }),
      further: ({ id }) => ({ ...serving, trainingModelId: id }),
      files: [
        "trainingModelCosPath",
        { bucket: "ml-1250000000", paths: ["best/"] },
        "cos://ml-1250000000.ap-guangzhou/best/",
      ],
      label: "trainingModelVersion",
      labels: ["v1", "v2"],
      deletesFiles({ headers, body }) {
        if (!/^Delete/.test(String(headers["x-tc-action"]))) return undefined;
        const { EnableDeleteCos } = JSON.parse(body) as { EnableDeleteCos?: boolean }; // the emulator takes no other type
        return EnableDeleteCos ?? "not said";
      },
    },
    group: {
      id: "rsg-prod0001",
      name: "prod-a100",
      unknownId: "rsg-nowhere1",
      others: ["dev-t4", "cpu-only", "down"],
      twin: "twin",
      unusable: ["down", /its only machine is not running \(DEPLOY_FAILED\)/],
      job: {
        ...tione,
        chargeType: "PREPAID",
        resourceGroupId: "rsg-prod0001",
        resourceConfigInfos: [
          { role: "WORKER", cpu: 16_000, memory: 131_072, gpu: 50, gpuType: "A100", instanceNum: 1 },
        ],
      },
      cards: 0.5,
    },
  },
  modelarts: {
    region: "cn-north-4",
    spec: modelartsSpec,
    actions: { create: "CreateTrainingJob", describe: "ListTrainingJobs", stop: "StopTrainingJob" },
    env: { HUAWEICLOUD_SDK_AK: "AKEXAMPLE", HUAWEICLOUD_SDK_SK: "SKEXAMPLE", HUAWEICLOUD_SDK_PROJECT_ID: "p-1" },
    change: ["runtimeType", "production"],
    inPlace: { description: "second thoughts", tags: { team: "nlp" } },
    environment: (environments) => ({
      algorithm: { ...modelartsAlgorithm, environments },
    }),
    model: {
      ...modelartsRegistry,
      job: {
        algorithm: {
          ...modelartsAlgorithm,
          outputs: [{ name: "train_url", remote: { obs: { obsUrl: "/ml-bucket/runs/" } } }],
        },
        resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 1 },
      },
      jobWithoutOutput: modelartsSpec,
    },
    group: {
      id: "pool-prod-a100-000000000000000000000000001",
      name: "prod-a100",
      unknownId: "pool-prod-a100-000000000000000000000000009",
      others: ["ascend", "cpu-only", "infer-only", "broken"],
      twin: "twin",
      unusable: ["broken", /its phase is Abnormal and its scope Train is Enabled/],
      job: {
        algorithm: modelartsAlgorithm,
        resource: {
          poolId: "pool-prod-a100-000000000000000000000000001",
          flavorId: "modelarts.pool.visual.4xlarge",
          nodeCount: 2,
        },
      },
      cards: 8,
    },
  },
  "modelarts-v1": {
    region: "cn-north-4",
    spec: { ...modelartsV1Spec, specId: 27 },
    actions: { create: "CreateTrainingJobV1", describe: "ListTrainingJobsV1", stop: "StopTrainingJobVersionV1" },
    env: { HUAWEICLOUD_SDK_AK: "AKEXAMPLE", HUAWEICLOUD_SDK_SK: "SKEXAMPLE", HUAWEICLOUD_SDK_PROJECT_ID: "p-1" },
    change: ["specId", 28],
    inPlace: { jobDesc: "second thoughts" },
    environment: (parameter) => ({ parameter }),
    model: {
      ...modelartsRegistry,
      job: { ...modelartsV1Spec, specId: 27, trainUrl: "/ml-bucket/runs/" },
      jobWithoutOutput: { ...modelartsV1Spec, specId: 27 },
    },
    group: {
      id: "pool5f2a9c31",
      name: "shared-v100",
      unknownId: "pool00000000",
      others: ["shared-cpu", "old"],
      unusable: ["old", /its status is abnormal/],
      job: { ...modelartsV1Spec, poolId: "pool5f2a9c31" },
      cards: 8,
    },
  },
  qizhi: {
    region: "sii",
    spec: qizhiSpec,
    actions: { create: "train_job/create", describe: "train_job/detail", stop: "train_job/stop" },
    env: { QIZHI_USERNAME: "user", QIZHI_PASSWORD: "a password" },
    lacks: ["find", "moving", "repeat", "delete"],
    change: ["command", "bash eval.sh"],
    environment: (env) => ({ env }),
    group: {
      id: qizhiSpec.logicComputeGroupId,
      name: "training-h100",
      unknownId: "lcg-0a1b2c3d-0000-4000-8000-000000000099",
      others: ["debug-4090"],
      twin: "twin",
      workspaceId: qizhiSpec.workspaceId,
      env: { QIZHI_CONSOLE_SESSION: "a session of the suite" },
      job: qizhiSpec,
      cards: 8,
    },
  },
};
