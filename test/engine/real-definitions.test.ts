import assert from "node:assert/strict";
import { Fleet, type PlatformJob } from "./once/fleet";
import type { Row } from "./stack";

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
  let fleet: Fleet;
  let preview: Awaited<ReturnType<Fleet["up"]>>;
  let made: Awaited<ReturnType<Fleet["up"]>>;
  let again: Awaited<ReturnType<Fleet["up"]>>;
  let refreshed: Awaited<ReturnType<Fleet["up"]>>;
  let rows: readonly Row[] = [];
  const jobs: (readonly PlatformJob[])[] = [];
  const younger = { ...ownCode, annotations: { "brand/new": "1" } };

  before(async () => {
    fleet = await Fleet.start();
    for (const [index, [, spec]] of DEFINITIONS.entries()) fleet.setCode(`sft-${index}`, jobOf(`sft-${index}`, spec));
    fleet.setCode("younger", jobOf("younger", younger));
    const look = async (run: Awaited<ReturnType<Fleet["up"]>>) => {
      jobs.push(await fleet.jobs("modelarts"));
      return run;
    };
    preview = await fleet.run("preview");
    made = await look(await fleet.up());
    rows = await fleet.rows();
    again = await look(await fleet.up("--expect-no-changes"));
    refreshed = await look(await fleet.run("refresh", "--expect-no-changes"));
  });
  after(() => fleet.stop());

  const jobOf = (name: string, spec: object) =>
    `new training.TrainingJob("${name}", ${JSON.stringify({ platform: "modelarts", spec })});`;
  /** The jobs of one resource, after each run that may have made some. */
  const jobsOf = (name: string) => jobs.map((some) => some.filter((job) => job.name.startsWith(`${name}-`)));

  for (const [index, [words]] of DEFINITIONS.entries()) {
    it(`preview and run: ${words}`, () => {
      const name = `sft-${index}`;
      assert.equal(preview.code, 0, preview.output);
      assert.doesNotMatch(preview.said(name), /warning:/);
      assert.equal(made.code, 0, made.output);
      const [first, ...later] = jobsOf(name);
      assert.equal(first?.length, 1);
      assert.equal(rows.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs.jobId, first[0]?.id);
      assert.equal(again.code, 0, again.output);
      assert.equal(refreshed.code, 0, refreshed.output);
      assert.deepEqual(later, [first, first]);
    });
  }

  it("run with a warning where a member or a word is younger than this package, told once", () => {
    const warning =
      /warning: spec\.annotations\["brand\/new"\] is not a member that this package knows; it is sent as it is/;
    assert.match(preview.said("younger"), warning);
    assert.match(made.said("younger"), warning);
    assert.equal(again.code, 0, again.output);
    assert.doesNotMatch(again.output, /warning:/);
    assert.deepEqual(
      jobsOf("younger").map((some) => some.length),
      [1, 1, 1],
    );
  });
});
