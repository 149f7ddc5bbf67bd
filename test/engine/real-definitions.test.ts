import assert from "node:assert/strict";
import { TestStack } from "./stack";

// Definitions of jobs that run on the real cloud, as the acceptance tests of the vendor's own Terraform provider have them.

const ENGINE = "pytorch_1.8.0-cuda_10.2-py_3.7-ubuntu_18.04-x86_64";
const IN_CONTAINER = "/home/ma-user/modelarts/user-job-dir";
const open = { flavorId: "modelarts.p3.large.public", nodeCount: 1 };
const code = { codeDir: "/ml-bucket/training_job/", bootFile: "/ml-bucket/training_job/bootfile.py" };
const autosearch = { autosearchConfigPath: "/config/autosearch.yaml", autosearchFrameworkPath: "/framework/" };
const inContainer = { localCodeDir: IN_CONTAINER, workingDir: IN_CONTAINER };

const existingAlgorithm = {
  description: "Created by a script",
  annotations: {
    "fault-tolerance/job-retry-num": "3",
    "fault-tolerance/hang-retry": "true",
    "ssh-plugin/ssh-key-file-path": "/home/ma-user/.ssh/",
    key_task: "worker",
  },
  trainingExperimentReference: { id: "7a3c5a2e-0000-4000-8000-000000000001" },
  algorithm: {
    ...code,
    id: "3f6b9d1e-0000-4000-8000-000000000002",
    environments: { TRAIN_URL: `${IN_CONTAINER}/envs` },
    inputs: [
      {
        name: "epochs",
        description: "Training epochs",
        localDir: "/home/ma-user/modelarts/inputs/epochs_0",
        accessMethod: "parameter",
        remote: { obs: { obsUrl: "/ml-bucket/training_job/" } },
      },
    ],
    outputs: [{ name: "train_url", accessMethod: "env", remote: { obs: { obsUrl: "/ml-bucket/training_job/" } } }],
    parameters: [{ name: "workers", value: "4", constraint: { type: "Float", validType: "None" } }],
  },
  resource: open,
  logExportPath: { obsUrl: "/ml-bucket/logs/", hostPath: "/var/log/training" },
  logExportConfig: { version: "v1", rotationEnabled: true },
  autoStop: { timeUnit: "HOURS", duration: 2 },
  notification: { topicUrn: "urn:smn:cn-north-4:0:jobs", events: ["JobStarted", "JobCompleted"] },
  customMetrics: [{ httpGet: { path: "/raw_text", port: 10001 } }],
  tags: { foo: "bar" },
};

const ownCode = {
  algorithm: {
    ...code,
    ...autosearch,
    ...inContainer,
    engine: { engineId: ENGINE, engineVersion: ENGINE, engineName: "PyTorch" },
  },
  resource: open,
};

const onPool = {
  annotations: { "jupyter-lab/enable": "true" },
  algorithm: {
    ...autosearch,
    ...inContainer,
    codeDir: "/ml-bucket/code/",
    command: "python train.py --epochs 10",
    engine: { imageUrl: "team/llm-train:1.4" },
  },
  resource: {
    poolId: "pool-cpu-00000000000000000000000000000000003",
    nodeCount: 1,
    mainContainerCustomizedFlavor: { cpuCoreNum: 2, memSize: 10 },
  },
  runtimeType: "debug",
  volumes: [{ nfs: { nfsServerPath: "nas.local:/share/work", localPath: "/mnt/nfs/", readOnly: false } }],
  priority: 1,
  preemptible: true,
  endpoints: { ssh: { keyPairNames: ["mine"] } },
};
const onMachine = { matchExpressions: [{ key: "kubernetes.io/hostname", operator: "In", values: ["172.16.3.10"] }] };

/** What tools write that know nothing of members left out. */
const withNulls = {
  ...ownCode,
  description: null,
  annotations: null,
  algorithm: { ...ownCode.algorithm, command: null, engine: { ...ownCode.algorithm.engine, imageUrl: null } },
  resource: { ...open, poolId: null },
  volumes: null,
};

const DEFINITIONS: readonly (readonly [words: string, spec: object])[] = [
  ["an algorithm that there is, with code of its own and much beside", existingAlgorithm],
  ["code in the default directory, and an engine by id, name and version", ownCode],
  [
    "a dedicated pool with machines that must be",
    { ...onPool, schedulePolicy: { requiredAffinity: { nodeAffinity: { nodeSelectorTerms: [onMachine] } } } },
  ],
  [
    "a dedicated pool with machines that should be",
    { ...onPool, schedulePolicy: { preferredAffinity: { nodeAffinity: [{ weight: 100, preference: onMachine }] } } },
  ],
  ["null for everything that is not set", withNulls],
];

describe("definitions that run on the real ModelArts, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
  });
  afterEach(() => stack.stop());

  for (const [words, spec] of DEFINITIONS) {
    it(`preview and run: ${words}`, async () => {
      await stack.job("sft", { platform: "modelarts", spec });
      assert.doesNotMatch(await stack.mustPass("preview", "--non-interactive"), /warning:/);
      await stack.up();
      const jobs = await stack.jobs();
      assert.equal(jobs.length, 1);
      await stack.up("--expect-no-changes");
      await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
      assert.deepEqual(await stack.jobs(), jobs);
    });
  }

  it("run with a warning where a member or a word is younger than this package, told once", async () => {
    const annotations = { "brand/new": "1" };
    await stack.job("sft", { platform: "modelarts", spec: { ...ownCode, annotations } });
    const warning =
      /warning: spec\.annotations\["brand\/new"\] is no member that this package knows; it is sent as it is/;
    assert.match(await stack.mustPass("preview", "--non-interactive"), warning);
    assert.match(await stack.up(), warning);
    assert.doesNotMatch(await stack.up("--expect-no-changes"), /warning:/);
    assert.equal((await stack.jobs()).length, 1);
  });
});
