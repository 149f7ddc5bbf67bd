import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { TrainingJob, type TioneJobArgs } from "../../src";
import { mockEngine, valueOf, type Registered } from "./mocks";

const TYPE = "pulumi-nodejs:dynamic/training:TrainingJob";

const args = {
  platform: "tione",
  spec: {
    chargeType: "POSTPAID_BY_HOUR",
    resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.2XLARGE32.POST", instanceNum: 1 }],
    imageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1" },
  },
} as const satisfies TioneJobArgs;

describe("new TrainingJob", () => {
  let registered: Registered[];
  beforeEach(async () => {
    registered = await mockEngine();
  });

  /** The inputs that the engine is given. */
  async function register(
    name: string,
    given: Partial<TioneJobArgs> = {},
    opts?: pulumi.CustomResourceOptions,
  ): Promise<Record<string, unknown>> {
    const job = new TrainingJob(name, { ...args, ...given }, opts);
    await valueOf(job.urn);
    const seen = registered.find((each) => each.name === name && each.type === TYPE);
    assert.ok(seen);
    return seen.inputs as Record<string, unknown>; // a record of inputs, which the SDK types as any
  }

  it("tells the engine what the program said, and what every state file ever written holds", async () => {
    assert.deepEqual(await register("sft"), {
      ...args,
      __provider:
        'exports.handler=()=>require("module").createRequire(process.cwd()+"/")("pulumi-training/runtime").trainingJob;',
      __urn: "dev::fleet::*::sft",
    });
  });

  for (const name of ["sft", "a*b", "a::b", "$&", "*"]) {
    it(`gives the plugin the URN, in short, of a job named ${JSON.stringify(name)}`, async () => {
      const { __urn: short } = await register(name);
      assert.equal(short, `dev::fleet::*::${name}`);
    });
  }

  it("gives the plugin the URN of a job inside components and inside another job", async () => {
    const outer = new pulumi.ComponentResource("acme:ml:Fleet", "fleet-1");
    const inner = new pulumi.ComponentResource("acme:ml:Pair", "pair", {}, { parent: outer });
    assert.equal(
      (await register("child", {}, { parent: inner })).__urn,
      "dev::fleet::acme:ml:Fleet$acme:ml:Pair$*::child",
    );
    const job = new TrainingJob("first", args);
    const { __urn: short } = await register("second", {}, { parent: job });
    assert.equal(short, `dev::fleet::*$${TYPE}::second`);
    const found = registered.find(({ name }) => name === "second");
    assert.ok(found);
    // What the plugin makes of it is what the engine calls the resource.
    assert.equal(short.replace("*", TYPE), `dev::fleet::${TYPE}$${TYPE}::second`);
  });

  it("names the organization where there is one", async () => {
    registered = await mockEngine("acme");
    assert.equal((await register("sft")).__organization, "acme");
    registered = await mockEngine("organization");
    assert.ok(!("__organization" in (await register("sft"))));
  });

  it("has an output for everything that becomes known", async () => {
    const job = new TrainingJob("sft", args);
    const outputs = [
      "consoleUrl",
      "createdAt",
      "endedAt",
      "id",
      "jobId",
      "marker",
      "name",
      "outputPaths",
      "platformStatus",
      "region",
      "startedAt",
      "status",
      "statusReason",
      "urn",
    ];
    for (const key of outputs) assert.ok(pulumi.Output.isInstance(Reflect.get(job, key)), key);
    assert.equal(await valueOf(job.jobId), "train-1");
    assert.equal(await valueOf(job.status), "running");
    assert.deepEqual(await valueOf(job.outputPaths), ["cos://a.b/c"]);
    assert.equal(await valueOf(job.id), "sft-id");
  });

  it("takes Pulumi's own timeouts over, which do not reach a dynamic provider", async () => {
    const customTimeouts = { create: "1h", delete: "5m" };
    assert.deepEqual((await register("a", {}, { customTimeouts })).timeouts, customTimeouts);
    assert.deepEqual((await register("b", { timeouts: { create: "2h" } }, { customTimeouts })).timeouts, {
      create: "2h",
    });
    assert.ok(!("timeouts" in (await register("c"))));
  });

  it("does not change the arguments it was given", async () => {
    const given = structuredClone(args);
    await register("sft", given);
    assert.deepEqual(given, args);
  });

  for (const [words, opts, says] of [
    [
      "import",
      { import: "train-7" },
      'TrainingJob "sft": Pulumi cannot import dynamic resources; set `adoptJobId: "train-7"` in its arguments instead of the `import` option',
    ],
    [
      "version",
      { version: "1.0.0" },
      'TrainingJob "sft": `version` and `pluginDownloadURL` do not apply; the version is that of the npm package pulumi-training',
    ],
    [
      "pluginDownloadURL",
      { pluginDownloadURL: "https://example.com" },
      'TrainingJob "sft": `version` and `pluginDownloadURL` do not apply; the version is that of the npm package pulumi-training',
    ],
  ] as const) {
    it(`refuses the option ${words}`, () => {
      assert.throws(() => new TrainingJob("sft", args, opts), { message: says });
      assert.deepEqual(registered, []);
    });
  }
});

describe("TrainingJob.get", () => {
  it("reads a job by its id and place, and asks for no spec", async () => {
    const registered = await mockEngine();
    const job = TrainingJob.get("theirs", "train-9", { platform: "tione", region: "ap-guangzhou" });
    assert.equal(await valueOf(job.id), "train-9");
    assert.equal(await valueOf(job.status), "running");
    const [{ inputs, id, type } = { inputs: undefined, id: undefined, type: undefined }] = registered;
    assert.deepEqual([id, type], ["train-9", TYPE]);
    assert.deepEqual(Object.keys(inputs as object).sort(), ["__provider", "__urn", "platform", "region"]);
  });
});

describe("TrainingJob.isInstance", () => {
  it("knows jobs, also those of another copy of the package", async () => {
    await mockEngine();
    assert.ok(TrainingJob.isInstance(new TrainingJob("sft", args)));
    assert.ok(TrainingJob.isInstance({ __pulumiType: TYPE }));
    for (const other of [undefined, null, TYPE, {}, new pulumi.ComponentResource("acme:ml:Fleet", "fleet-1")])
      assert.ok(!TrainingJob.isInstance(other));
    assert.equal(Reflect.get(TrainingJob, "__pulumiType"), TYPE, "policy packs look for it");
  });
});
