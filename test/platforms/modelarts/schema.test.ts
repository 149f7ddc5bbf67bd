import assert from "node:assert/strict";
import { modelartsJobSpec, type ModelartsJobSpecInput } from "../../../src/platforms/modelarts/jobs/schema";
import { modelartsV1JobSpec, type ModelartsV1JobSpecInput } from "../../../src/platforms/modelarts/v1/jobs/schema";
import { jobName } from "../../../src/platforms/modelarts/words";

const image = { engine: { imageUrl: "team/llm:1" }, command: "bash run.sh" };
const coded = { codeDir: "/b/code/", bootFile: "/b/code/train.py", engine: { engineId: "pytorch_1.8" } };
const open = { flavorId: "modelarts.vm.gpu.8v100" };
const pool = { poolId: "pool7d1e384a", flavorId: "modelarts.pool.visual.xlarge" };
const spec: ModelartsJobSpecInput = { algorithm: image, resource: open };

/** Every problem as `path: message`. */
function problems(
  parsed: ReturnType<typeof modelartsJobSpec.safeParse> | ReturnType<typeof modelartsV1JobSpec.safeParse>,
) {
  return (parsed.error?.issues ?? []).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

describe("the spec of a ModelArts job", () => {
  for (const [what, algorithm] of [
    ["an image with a command", image],
    ["an image beside code", { ...image, codeDir: "/b/code/" }],
    ["code with a preset engine", coded],
    ["code with a framework and an image", { ...coded, engine: { engineName: "PyTorch", imageUrl: "team/llm:1" } }],
    ["an algorithm", { id: "x" }],
    ["a subscribed algorithm", { subscriptionId: "x", itemVersionId: "y" }],
  ] as const) {
    it(`takes ${what} and keeps exactly what was written`, () => {
      const given = { algorithm, resource: open };
      assert.deepEqual(modelartsJobSpec.parse(given), given);
    });
  }

  const cases: readonly (readonly [ModelartsJobSpecInput, RegExp])[] = [
    [{ resource: open }, /^algorithm: is needed/],
    [{ algorithm: image }, /^resource: is needed/],
    [{ ...spec, algorithm: { engine: { imageUrl: "o/i:1" } } }, /^algorithm\.command: is needed with engine\.imageUrl/],
    [{ ...spec, algorithm: { command: "x" } }, /^algorithm\.engine: is needed with command/],
    [{ ...spec, algorithm: { codeDir: "/b/c/" } }, /^algorithm\.bootFile: is needed with codeDir/],
    [{ ...spec, algorithm: { ...coded, bootFile: "/b/else/t.py" } }, /^algorithm\.bootFile: is not inside of codeDir/],
    [{ ...spec, algorithm: { ...coded, engine: {} } }, /^algorithm\.engine\.engineId: is needed/],
    [{ ...spec, algorithm: { id: "x", engine: { engineId: "y" } } }, /^algorithm\.engine: is given beside id/],
    [{ ...spec, algorithm: { subscriptionId: "x" } }, /^algorithm\.itemVersionId: is needed/],
    [{ ...spec, algorithm: { ...image, localCodeDir: "/home/ma-user/modelarts/" } }, /^algorithm\.localCodeDir: is "/],
    [{ ...spec, algorithm: { ...image, localCodeDir: "/opt/code" } }, /^algorithm\.localCodeDir: is "\/opt/],
    [
      { ...spec, algorithm: { ...coded, engine: { engineName: "PyTorch" } } },
      /engineVersion: is needed with engineName/,
    ],
    [{ ...spec, annotations: { "fault-tolerance/job-retry-num": "often" } }, /job-retry-num: is "often"/],
    [{ ...spec, kind: "" }, /^kind: is ""; ModelArts knows job/],
    [
      { ...spec, algorithm: { ...image, inputs: [{ name: "d", remote: {} }] } },
      /remote: needs exactly one of obs and dataset/,
    ],
    [
      { ...spec, algorithm: { ...image, inputs: [{ name: "d", remote: { dataset: { id: "x" } } }] } },
      /versionId: is needed unless serviceType is V3/,
    ],
    [
      { ...spec, algorithm: { ...image, environments: { "1A": "x" } } },
      /^algorithm\.environments\.1A: is not a variable name/,
    ],
    [{ ...spec, resource: {} }, /^resource\.flavorId: is needed without poolId/],
    [{ ...spec, resource: { flavorId: pool.flavorId } }, /^resource\.poolId: is needed with flavorId/],
    [{ ...spec, priority: 2 }, /^priority: needs a dedicated pool/],
    [{ ...spec, resource: pool, priority: 4 }, /^priority: is 4; ModelArts takes whole numbers, 1 to 3/],
    [{ ...spec, volumes: [] }, /^volumes: needs a dedicated pool/],
    [{ ...spec, resource: pool, volumes: [{}] }, /^volumes\.0: needs one of nfs, pfs and obs/],
    [{ ...spec, tasks: [{ role: "w" }] }, /^tasks: is given beside resource/],
    [{ ...spec, kind: "federated_pool_job" }, /^resource\.poolGroupId: is needed/],
    [{ ...spec, annotations: { "tensorboard/enable": "true" } }, /^annotations\.tensorboard\/enable: needs/],
    [{ ...spec, description: "x".repeat(225) }, /^description: has 225 characters; ModelArts allows 224/],
    [{ ...spec, tags: { _sys_x: "" } }, /^tags\._sys_x: is not a tag key/],
    [
      {
        ...spec,
        resource: pool,
        schedulePolicy: { requiredAffinity: { affinityType: "hyperinstance" } },
      },
      /affinityGroupSize: is needed with affinityType hyperinstance/,
    ],
    [
      {
        ...spec,
        resource: pool,
        schedulePolicy: {
          requiredAffinity: {
            nodeAffinity: { nodeSelectorTerms: [{ matchExpressions: [{ key: "k", operator: "Gt", values: ["x"] }] }] },
          },
        },
      },
      /values: must be one whole number with Gt/,
    ],
  ];
  for (const [given, says] of cases) {
    it(`says ${says.source.replace(/\\|\^/g, "")}`, () => {
      assert.match(problems(modelartsJobSpec.safeParse(given)).join("\n"), says);
    });
  }

  for (const [what, given] of [
    [
      "an engine by id, name and version",
      {
        algorithm: {
          ...coded,
          engine: { engineId: "pytorch_1.8", engineName: "PyTorch", engineVersion: "pytorch_1.8" },
        },
      },
    ],
    [
      "an engine by id and name",
      { algorithm: { ...coded, engine: { engineId: "pytorch_1.8", engineName: "PyTorch" } } },
    ],
    [
      "an image beside an engine's id",
      { algorithm: { ...image, engine: { ...image.engine, engineId: "pytorch_1.8" } } },
    ],
    [
      "code where the platform puts it itself",
      { algorithm: { ...coded, localCodeDir: "/home/ma-user/modelarts/user-job-dir" } },
    ],
    [
      "code in a directory whose name begins alike",
      { algorithm: { ...coded, localCodeDir: "/home/ma-user/modelarts-x" } },
    ],
    ["an algorithm with code of its own", { algorithm: { ...coded, engine: undefined, id: "x" } }],
    [
      "annotations that the reference lacks",
      { annotations: { "ssh-plugin/ssh-key-file-path": "/home/ma-user/.ssh/", key_task: "worker", "brand/new": "1" } },
    ],
    ["a kind of job that is younger than this package", { kind: "brand_new_job" }],
    ["an event that is younger than this package", { notification: { topicUrn: "urn", events: ["JobEvicted"] } }],
    ["debugging on the public pool", { runtimeType: "debug" }],
    [
      "affinity as the platform takes it",
      {
        resource: pool,
        schedulePolicy: {
          preferredAffinity: {
            nodeAffinity: [
              { weight: 100, preference: { matchExpressions: [{ key: "k", operator: "In", values: ["10.0.0.1"] }] } },
            ],
          },
        },
      },
    ],
    [
      "the documented default of affinityGroupLevel",
      {
        resource: pool,
        schedulePolicy: {
          requiredAffinity: {
            affinityType: "networkTopology",
            affinityGroupSize: 1,
            affinityGroupLevel: "hyperinstanceGroup",
          },
        },
      },
    ],
  ] satisfies readonly (readonly [string, Partial<ModelartsJobSpecInput>])[]) {
    it(`takes ${what}`, () => {
      assert.deepEqual(problems(modelartsJobSpec.safeParse({ ...spec, ...given })), []);
    });
  }

  it("refuses members that it does not know, by name", () => {
    assert.match(problems(modelartsJobSpec.safeParse({ ...spec, flavour: "x" })).join(), /flavour/);
  });
});

describe("the spec of a ModelArts v1 job", () => {
  const good: ModelartsV1JobSpecInput = {
    workerServerNum: 1,
    appUrl: "/b/code/",
    bootFileUrl: "/b/code/t.py",
    dataUrl: "/b/data/",
    specId: 1,
  };
  const { dataUrl: _data, ...withoutData } = good;
  const cases: readonly (readonly [ModelartsV1JobSpecInput, RegExp])[] = [
    [withoutData, /^dataUrl: is needed, or datasetId/],
    [
      { ...good, datasetId: "x", datasetVersionId: "y" },
      /^dataUrl: dataUrl, datasetId and dataSource exclude one another/,
    ],
    [{ ...withoutData, datasetId: "x" }, /^datasetVersionId: is needed with datasetId/],
    [
      {
        ...withoutData,
        dataSource: [
          { type: "obs", dataUrl: "/b/d/" },
          { type: "dataset", datasetId: "x", datasetVersion: "y" },
        ],
      },
      /^dataSource: mixes obs and dataset/,
    ],
    [{ ...good, poolId: "p" }, /^specId: is given beside poolId or flavor/],
    [{ ...good, modelId: 4 }, /^modelId: is given beside code/],
    [{ ...good, bootFileUrl: "/b/else/t.py" }, /^bootFileUrl: is not inside of appUrl/],
    [{ ...good, userCommand: "x" }, /^userImageUrl: is needed with userCommand/],
    [{ ...good, trainUrl: "obs://b/out/" }, /^trainUrl: is "obs:\/\/b\/out\/"; ModelArts v1 takes a path/],
    [{ ...good, volumes: [{}] }, /^volumes\.0: needs exactly one of nfs and hostPath/],
  ];
  it("takes a job with nothing wrong and keeps exactly what was written", () => {
    assert.deepEqual(modelartsV1JobSpec.parse(good), good);
  });
  for (const [given, says] of cases) {
    it(`says ${says.source.replace(/\\|\^/g, "")}`, () => {
      assert.match(problems(modelartsV1JobSpec.safeParse(given)).join("\n"), says);
    });
  }
});

describe("the name of a ModelArts job", () => {
  it("has 1 to 64 letters, digits, _ and -", () => {
    for (const name of ["a", "A_b-9", "x".repeat(64)]) assert.equal(jobName.parse(name), name);
    for (const name of ["", "a b", "名", "x".repeat(65)]) assert.equal(jobName.safeParse(name).success, false);
  });
});
