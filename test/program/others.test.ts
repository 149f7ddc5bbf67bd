import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import {
  ResourceGroupRef,
  TrainingJob,
  TrainingModelVersion,
  type ResourceGroupRefArgs,
  type TioneModelVersionArgs,
} from "../../src";
import { mockEngine, valueOf, type Registered } from "./mocks";

const shim = (provider: string) =>
  `exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").${provider};`;

const model = {
  platform: "tione",
  sourceJobId: "train-1",
  spec: {
    trainingModelName: "sft",
    algorithmFramework: "PYTORCH",
    reasoningEnvironmentSource: "CUSTOM",
    reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/serve:1" },
  },
} as const satisfies TioneModelVersionArgs;

const group = {
  platform: "tione",
  resourceGroupName: "prod-a100",
  requireFree: { gpus: 8 },
} as const satisfies ResourceGroupRefArgs;

describe("new TrainingModelVersion and new ResourceGroupRef", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await mockEngine();
  });
  const inputsOf = (name: string) => registered.find((each) => each.name === name)?.inputs as object; // a record of inputs

  it("tell the engine what the program said, and what every state file ever written holds", async () => {
    await valueOf(new TrainingModelVersion("sft", model).urn);
    await valueOf(new ResourceGroupRef("pool", group).urn);
    assert.deepEqual(inputsOf("sft"), {
      ...model,
      __provider: shim("trainingModelVersion"),
      __urn: "dev::fleet::*::sft",
    });
    assert.deepEqual(inputsOf("pool"), {
      ...group,
      __provider: shim("resourceGroupRef"),
      __urn: "dev::fleet::*::pool",
    });
  });

  it("take Pulumi's own timeouts for a model version, which the engine does not pass on", async () => {
    await valueOf(new TrainingModelVersion("sft", model, { customTimeouts: { create: "2h" } }).urn);
    assert.deepEqual(Reflect.get(inputsOf("sft"), "timeouts"), { create: "2h" });
  });

  it("refuse `import`, and say what to do instead", () => {
    assert.throws(
      () => new TrainingModelVersion("sft", model, { import: "mv-1" }),
      /TrainingModelVersion "sft": Pulumi cannot import dynamic resources; `TrainingModelVersion.get` reads one/,
    );
    assert.throws(() => new ResourceGroupRef("pool", group, { import: "rsg-1" }), /resourceGroupId: "rsg-1"/);
    assert.throws(() => new ResourceGroupRef("pool", group, { version: "1.0.0" }), /`version`.* do not apply/);
  });

  it("are read by id without a spec", async () => {
    const place = { platform: "tione", region: "ap-guangzhou" } as const;
    assert.equal(await valueOf(TrainingModelVersion.get("theirs", "mv-1", place).id), "mv-1");
    assert.equal(await valueOf(ResourceGroupRef.get("their-pool", "rsg-1", place).id), "rsg-1");
    assert.ok(!("spec" in inputsOf("theirs")));
  });

  it("have every input as an output, given or not, like jobs", async () => {
    const job = TrainingJob.get("their-job", "train-1", { platform: "tione", region: "ap-guangzhou" });
    const given = [job.platform, job.projectId, job.spec, job.extraSpec, job.waitFor, job.timeouts, job.onFailed];
    const rare = [job.deletionPolicy, job.trigger, job.adoptJobId, job.confirmNotCreated];
    const version = new TrainingModelVersion("sft", model);
    const ofVersion = [version.projectId, version.extraSpec, version.timeouts, version.deleteArtifacts];
    const pool = new ResourceGroupRef("pool", group);
    const ofPool = [pool.projectId, pool.workspaceId, pool.resourceGroupId, pool.requireFree];
    const outputs: unknown[] = [...given, ...rare, ...ofVersion, version.confirmNotCreated, ...ofPool];
    assert.ok(outputs.every((each) => pulumi.Output.isInstance(each)));
    assert.deepEqual(await valueOf(version.spec), model.spec);
    assert.deepEqual(await valueOf(pool.requireFree), group.requireFree);
  });

  it("are told from one another", () => {
    const version = new TrainingModelVersion("sft", model);
    assert.ok(TrainingModelVersion.isInstance(version) && !ResourceGroupRef.isInstance(version));
  });
});
