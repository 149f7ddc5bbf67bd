import assert from "node:assert/strict";
import type { PolicyPackConfig } from "@pulumi/policy";
import { TrainingJob, TrainingModelVersion } from "../../src";
import { platforms } from "../../src/platforms/registry";
import { trainingPolicies } from "../../src/policy";
import { parseAddress } from "../../src/policy/images";
import { isListed } from "../../src/policy/listed";
import { JOB, MODEL } from "../../src/policy/rule";
import { samples } from "../conformance/samples";
import { Pack, secret, UNKNOWN, type Configuration } from "./pack";

type Inputs = Readonly<Record<string, unknown>>;

/** Inputs of a job on a platform as the engine hands them on after `check`, with other members of its spec, and without some. */
function job(platform: string, members: Inputs = {}, others: Inputs = {}): Inputs {
  const { region, spec } = sampleOf(platform);
  return { platform, region, maxDuration: "24h", spec: defined({ ...spec, ...members }), ...others };
}

/** The same on a group of machines, where that is another spec. */
function jobOnGroup(platform: string): Inputs {
  return job(platform, {}, { spec: sampleOf(platform).group.job });
}

function sampleOf(platform: string) {
  const sample = samples[platform];
  assert.ok(sample, platform);
  return sample;
}

function defined(members: Inputs): Inputs {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}

const engine = (imageUrl: string) => ({ algorithm: { engine: { imageUrl }, command: "bash run.sh" } });
const role = (imageUrl: string) => ({
  algorithm: undefined,
  resource: undefined,
  tasks: [{ role: "worker", algorithm: { engine: { imageUrl } }, taskResource: { flavorId: "f-1", nodeCount: 1 } }],
});
const imageInfo = (imageUrl: string, imageType = "CUSTOM") => ({ imageInfo: { imageType, imageUrl } });
const machines = (image: string) => ({
  frameworkConfig: [{ image, imageType: "SOURCE_PRIVATE", instanceCount: 1, shmGi: 64, specId: "spec-1" }],
});
const model = (platform: string, spec: Inputs, region = "ap-guangzhou"): Inputs => ({ platform, region, spec });
const serving = (imageUrl: string) =>
  model("tione", {
    trainingModelName: "m",
    reasoningEnvironmentSource: "CUSTOM",
    reasoningImageInfo: { imageType: "CUSTOM", imageUrl },
  });
const modelImage = (sourceLocation: string) =>
  model("modelarts", { modelName: "m", modelType: "Image", sourceLocation }, "cn-north-4");

const GROUPS = platforms.map(({ name }) => [name, sampleOf(name).group.id] as const);
const QIZHI_SPEC = "0a1b2c3d-0000-4000-8000-000000000004";

/** What a rule refuses, in whose words, and the nearest that it lets pass. */
interface Case {
  readonly rule: string;
  readonly about: string;
  readonly config?: Inputs;
  readonly type?: string;
  readonly refused: Inputs;
  readonly says: RegExp;
  readonly passes: Inputs;
}

const CASES: readonly Case[] = [
  {
    rule: "training-max-duration",
    about: "a job of TI-ONE without a limit",
    refused: job("tione", {}, { maxDuration: undefined }),
    says: /for ever; set maxDuration\.$/,
    passes: job("tione"),
  },
  {
    rule: "training-max-duration",
    about: "a job of ModelArts without a limit",
    refused: job("modelarts", {}, { maxDuration: undefined }),
    says: /for ever; set maxDuration, or spec\.autoStop\.$/,
    passes: job("modelarts", { autoStop: { timeUnit: "HOURS", duration: 24 } }, { maxDuration: undefined }),
  },
  {
    rule: "training-max-duration",
    about: "a job of ModelArts v1 without a limit",
    refused: job("modelarts-v1", {}, { maxDuration: undefined }),
    says: /for ever; set maxDuration\.$/,
    passes: job("modelarts-v1"),
  },
  {
    rule: "training-max-duration",
    about: "a job of Qizhi that lifts the platform's own limit",
    refused: job("qizhi", { maxRunningTimeMs: "unlimited" }, { maxDuration: undefined }),
    says: /for ever; set maxDuration, or spec\.maxRunningTimeMs\.$/,
    passes: job("qizhi", {}, { maxDuration: undefined }),
  },
  {
    rule: "training-max-duration",
    about: "a longer run than is allowed",
    config: { atMost: "12h" },
    refused: job("modelarts", {}, { maxDuration: "36h30m" }),
    says: /may run for 36\.5h; at most 12h is allowed\.$/,
    passes: job("modelarts", {}, { maxDuration: "12h" }),
  },
  ...GROUPS.map(([platform, id]) => ({
    rule: "training-allowed-groups",
    about: `another group of ${platform}`,
    config: { groups: ["rsg-other", "pool-other", "lcg-other*"] },
    refused: jobOnGroup(platform),
    says: new RegExp(`runs on ${id}; allowed: rsg-other, pool-other, lcg-other\\*\\.$`),
    passes: job("tione", { resourceGroupId: "rsg-other" }),
  })),
  {
    rule: "training-allowed-groups",
    about: "machines of no group",
    config: { groups: [sampleOf("tione").group.id] },
    refused: job("tione"),
    says: /runs on no group, but on machines by the hour/,
    passes: jobOnGroup("tione"),
  },
  ...platforms.map(({ name }) => ({
    rule: "training-allowed-regions",
    about: `another region of ${name}`,
    config: { regions: ["eu-*"] },
    refused: job(name),
    says: new RegExp(`region is ${sampleOf(name).region}; allowed: eu-\\*\\.$`),
    passes: job(name, {}, { region: "eu-west-101" }),
  })),
  {
    rule: "training-allowed-regions",
    about: "a model version in another region",
    config: { regions: ["ap-guangzhou"] },
    type: MODEL,
    refused: modelImage("org/serve:1.0"),
    says: /region is cn-north-4; allowed: ap-guangzhou\.$/,
    passes: serving("ccr.ccs.tencentyun.com/ml/serve:1.0"),
  },
  {
    rule: "training-allowed-machines",
    about: "another instance type of TI-ONE",
    config: { machines: ["TI.GN10*"] },
    refused: job("tione"),
    says: /runs on TI\.GN7\.2XLARGE32\.POST; allowed: TI\.GN10\*\.$/,
    passes: job("tione", { resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN10.2XLARGE40.POST" }] }),
  },
  {
    rule: "training-allowed-machines",
    about: "other cards of a group of TI-ONE",
    config: { machines: ["H20"] },
    refused: jobOnGroup("tione"),
    says: /runs on A100; allowed: H20\.$/,
    passes: job("tione", { resourceConfigInfos: [{ role: "WORKER", gpu: 800, gpuType: "H20" }] }),
  },
  {
    rule: "training-allowed-machines",
    about: "another flavor of ModelArts",
    config: { machines: ["modelarts.vm.cpu.*"] },
    refused: job("modelarts"),
    says: /runs on modelarts\.vm\.gpu\.8v100/,
    passes: job("modelarts", { resource: { flavorId: "modelarts.vm.cpu.2u", nodeCount: 1 } }),
  },
  {
    rule: "training-allowed-machines",
    about: "another specification of ModelArts v1",
    config: { machines: ["28"] },
    refused: job("modelarts-v1"),
    says: /runs on 27; allowed: 28\.$/,
    passes: job("modelarts-v1", { specId: 28 }),
  },
  {
    rule: "training-allowed-machines",
    about: "another specification of Qizhi",
    config: { machines: ["spec-1"] },
    refused: job("qizhi"),
    says: new RegExp(`runs on ${QIZHI_SPEC}`),
    passes: job("qizhi", machines("docker.sii.shaipower.online/base/pytorch:2.4")),
  },
  {
    rule: "training-no-latest-image",
    about: "the tag latest on TI-ONE",
    refused: job("tione", imageInfo("ccr.ccs.tencentyun.com/ml/sft:latest")),
    says: /spec\.imageInfo\.imageUrl is ccr\.ccs\.tencentyun\.com\/ml\/sft:latest, whatever that is/,
    passes: job("tione", imageInfo("ccr.ccs.tencentyun.com/ml/sft:latest-1.4")),
  },
  {
    rule: "training-no-latest-image",
    about: "no tag on ModelArts",
    refused: job("modelarts", engine("team/llm-train")),
    says: /spec\.algorithm\.engine\.imageUrl is team\/llm-train,/,
    passes: job(
      "modelarts",
      engine("team/llm-train@sha256:4bcff63911fcb4448bd4fdacec207030997caf25e9bea4045fa6c8c44de311d1"),
    ),
  },
  {
    rule: "training-no-latest-image",
    about: "no tag in a role of ModelArts",
    refused: job("modelarts", role("team/llm-train")),
    says: /spec\.tasks\[0\]\.algorithm\.engine\.imageUrl is team\/llm-train,/,
    passes: job("modelarts", role("team/llm-train:1.4")),
  },
  {
    rule: "training-no-latest-image",
    about: "the port of a registry that is no tag, on ModelArts v1",
    refused: job("modelarts-v1", { userImageUrl: "100.125.5.235:20202/jobmng/custom" }),
    says: /spec\.userImageUrl is 100\.125\.5\.235:20202\/jobmng\/custom,/,
    passes: job("modelarts-v1", { userImageUrl: "100.125.5.235:20202/jobmng/custom:1.0" }),
  },
  {
    rule: "training-no-latest-image",
    about: "the tag latest on Qizhi",
    refused: job("qizhi", machines("docker.sii.shaipower.online/base/pytorch:latest")),
    says: /spec\.frameworkConfig\[0\]\.image is docker\.sii\./,
    passes: job("qizhi"),
  },
  {
    rule: "training-no-latest-image",
    about: "an image that serves a model of TI-ONE",
    type: MODEL,
    refused: serving("ccr.ccs.tencentyun.com/ml/serve"),
    says: /spec\.reasoningImageInfo\.imageUrl is/,
    passes: serving("ccr.ccs.tencentyun.com/ml/serve:1.0"),
  },
  {
    rule: "training-no-latest-image",
    about: "an image that is a model of ModelArts",
    type: MODEL,
    refused: modelImage("org/serve:latest"),
    says: /spec\.sourceLocation is org\/serve:latest/,
    passes: model("modelarts", { modelName: "m", modelType: "PyTorch", sourceLocation: "obs://bucket/latest/" }),
  },
  {
    rule: "training-no-public-registry",
    about: "an address of Docker Hub on TI-ONE",
    refused: job("tione", imageInfo("pytorch/pytorch:2.4")),
    says: /pytorch\/pytorch:2\.4, an image of docker\.io; which is public\.$/,
    passes: job("tione", imageInfo("tione-public/pytorch:2.4", "PreSet")),
  },
  {
    rule: "training-no-public-registry",
    about: "a public registry's port on ModelArts",
    refused: job("modelarts", engine("GHCR.io:443/org/image:1")),
    says: /an image of ghcr\.io:443; which is public\.$/,
    passes: job("modelarts", engine("swr.cn-north-4.myhuaweicloud.com/org/image:1")),
  },
  {
    rule: "training-no-public-registry",
    about: "a public registry on ModelArts v1",
    refused: job("modelarts-v1", { userImageUrl: "quay.io/org/image:1" }),
    says: /an image of quay\.io/,
    passes: job("modelarts-v1", { userImageUrl: "100.125.5.235:20202/jobmng/custom:1.0" }),
  },
  {
    rule: "training-no-public-registry",
    about: "a mirror of Docker Hub on Qizhi",
    refused: job("qizhi", machines("docker.m.daocloud.io/pytorch/pytorch:2.4")),
    says: /an image of docker\.m\.daocloud\.io/,
    passes: job("qizhi"),
  },
  {
    rule: "training-no-public-registry",
    about: "a namespace that is not allowed",
    config: { allowedRegistries: ["ccr.ccs.tencentyun.com/ml", "*.tencentcr.com"] },
    refused: job("tione", imageInfo("ccr.ccs.tencentyun.com/ml-test/sft:1.4", "CCR")),
    says: /an image of ccr\.ccs\.tencentyun\.com; allowed: ccr\.ccs\.tencentyun\.com\/ml, \*\.tencentcr\.com\.$/,
    passes: job("tione", imageInfo("ccr.ccs.tencentyun.com/ml/sft:1.4", "CCR")),
  },
  {
    rule: "training-no-public-registry",
    about: "a path that looks like a registry that is allowed",
    config: { allowedRegistries: ["*.tencentcr.com"] },
    refused: job("tione", imageInfo("evil.example/x.tencentcr.com/ml/sft:1.4")),
    says: /an image of evil\.example/,
    passes: job("tione", imageInfo("prod.tencentcr.com/ml/sft:1.4", "TCR")),
  },
  {
    rule: "training-no-public-registry",
    about: "another organization of SWR",
    config: { allowedRegistries: ["swr/team"] },
    refused: job("modelarts", engine("others/llm-train:1.4")),
    says: /an image of swr; allowed: swr\/team\.$/,
    passes: job("modelarts", engine("team/llm-train:1.4")),
  },
  {
    rule: "training-no-public-registry",
    about: "a public image that serves a model",
    type: MODEL,
    refused: serving("vllm/vllm-openai:v0.6.0"),
    says: /spec\.reasoningImageInfo\.imageUrl is vllm/,
    passes: serving("ccr.ccs.tencentyun.com/ml/serve:1.0"),
  },
  ...["tione", "modelarts"].map((platform) => ({
    rule: "training-required-tags",
    about: `a job of ${platform} without one of the tags`,
    config: { tags: ["team", "cost-center", "owner"] },
    refused: job(platform, { tags: { team: "nlp" } }),
    says: /has no tag cost-center, owner; set it in spec\.tags\.$/,
    passes: job(platform, { tags: { team: "nlp", "cost-center": "", owner: "me" } }),
  })),
  {
    rule: "training-no-extra-spec",
    about: "what takes the place of a member",
    config: { enforcementLevel: "mandatory" },
    refused: job("tione", {}, { extraSpec: { ImageInfo: { ImageUrl: "pytorch/pytorch" } } }),
    says: /has ImageInfo in extraSpec\.$/,
    passes: job("tione", {}, { extraSpec: {} }),
  },
];

describe("the rules of pulumi-training/policy, in @pulumi/policy's own server", function () {
  this.timeout(60_000);
  let pack: Pack;
  before(async () => {
    pack = await Pack.start();
  });
  after(() => pack.stop());

  /** What one rule says; the others are asked too, and what they say is left out. */
  async function said(rule: string, configuration: Inputs | undefined, inputs: Inputs, type: string = JOB) {
    await pack.configure(configuration ? { [rule]: configuration } : {});
    const { violations, notApplicable } = await pack.analyze({ type, name: "sft", properties: defined(inputs) });
    const own = violations.filter(({ policy }) => policy === rule);
    return { own, notApplicable: notApplicable.get(rule) };
  }

  for (const { rule, about, config, refused, says, passes, type } of CASES) {
    it(`${rule} refuses ${about}`, async () => {
      const { own } = await said(rule, config, refused, type);
      const [violation, ...others] = own;
      assert.ok(violation, `${rule} lets it pass`);
      assert.deepEqual(others, []);
      assert.match(violation.message, says);
      assert.equal(violation.level, "mandatory");
      assert.deepEqual(await said(rule, config, passes, type), { own: [], notApplicable: undefined });
    });
  }

  it("are about the types that programs make", () => {
    assert.deepEqual([JOB, MODEL], [TrainingJob.__pulumiType, TrainingModelVersion.__pulumiType]);
  });

  for (const { name } of platforms) {
    it(`let a job of ${name} pass that is as it should be, without any configuration`, async () => {
      await pack.configure({});
      const { violations } = await pack.analyze({ type: JOB, name: "sft", properties: job(name) });
      assert.deepEqual(violations, []);
    });
  }

  it("say nothing of other resources", async () => {
    await pack.configure({ "training-required-tags": { tags: ["team"] } });
    const type = "random:index/randomId:RandomId";
    const { violations, notApplicable } = await pack.analyze({ type, name: "id", properties: {} });
    assert.deepEqual(violations, []);
    assert.match(
      notApplicable.get("training-required-tags") ?? "",
      /it is about pulumi-nodejs:dynamic\/training:TrainingJob/,
    );
  });

  it("say nothing until they have the list that they need", async () => {
    for (const rule of ["groups", "regions", "machines"].map((each) => `training-allowed-${each}`)) {
      const { own, notApplicable } = await said(rule, undefined, job("tione"));
      assert.deepEqual([own, notApplicable], [[], "its configuration has no list"], rule);
    }
    const tags = await said("training-required-tags", undefined, job("tione"));
    assert.deepEqual(tags, { own: [], notApplicable: "its configuration has no list" });
  });

  it("training-no-extra-spec is asked by nobody until it is enabled", async () => {
    const extra = job("tione", {}, { extraSpec: { ImageInfo: {} } });
    assert.deepEqual((await said("training-no-extra-spec", undefined, extra)).own, []);
  });

  it("training-allowed-groups lets machines of no group pass where it may", async () => {
    const config = { groups: ["rsg-other"], allowNoGroup: true };
    assert.deepEqual((await said("training-allowed-groups", config, job("tione"))).own, []);
    assert.equal((await said("training-allowed-groups", config, jobOnGroup("tione"))).own.length, 1);
  });

  for (const [platform, title] of [
    ["modelarts-v1", "ModelArts v1"],
    ["qizhi", "Qizhi"],
  ] as const) {
    it(`training-required-tags says that jobs of ${title} have none`, async () => {
      const { own, notApplicable } = await said("training-required-tags", { tags: ["team"] }, job(platform));
      assert.deepEqual([own, notApplicable], [[], `jobs of ${title} have no tags`]);
    });
  }

  const LISTS = {
    "training-allowed-groups": { groups: ["none"] },
    "training-allowed-regions": { regions: ["none"] },
    "training-allowed-machines": { machines: ["none"] },
    "training-no-public-registry": { allowedRegistries: ["none"] },
    "training-required-tags": { tags: ["none"] },
    "training-no-extra-spec": { enforcementLevel: "mandatory" },
  } as const satisfies Configuration;

  for (const { name } of platforms) {
    it(`let pass what is not known of a job of ${name} before the run, and do not break`, async () => {
      // That a job names no group is known.
      await pack.configure({ ...LISTS, "training-allowed-groups": { groups: ["none"], allowNoGroup: true } });
      const spec = { ...sampleOf(name).group.job, tags: {} };
      const whole = { platform: name, region: UNKNOWN, maxDuration: UNKNOWN, spec: UNKNOWN, extraSpec: UNKNOWN };
      const members = { ...whole, spec: blurred(spec, 1) };
      const leaves = { ...whole, spec: { ...(blurred(spec, Infinity) as Inputs), tags: UNKNOWN } }; // an object stays one
      for (const properties of [whole, members, leaves, { ...whole, platform: UNKNOWN }]) {
        const { violations } = await pack.analyze({ type: JOB, name: "sft", properties });
        assert.deepEqual(violations, []);
      }
    });
  }

  it("refuse a spec that they cannot read: the engine asks about what the provider refused, too", async () => {
    await pack.configure({ "training-allowed-machines": { machines: ["none"] } });
    const { violations } = await pack.analyze({ type: JOB, name: "sft", properties: job("tione", {}, { spec: {} }) });
    assert.deepEqual(
      violations.map(({ policy, message }) => [policy, message.split("\n")[1]]),
      [["training-allowed-machines", "The spec does not fit its platform, so the rule cannot read it."]],
    );
  });

  it("take the value of a tag that is not known for a tag", async () => {
    const tags = { team: UNKNOWN };
    assert.deepEqual((await said("training-required-tags", { tags: ["team"] }, job("tione", { tags }))).own, []);
    assert.equal((await said("training-required-tags", { tags: ["owner"] }, job("tione", { tags }))).own.length, 1);
  });

  it("print no secret that a job holds", async () => {
    await pack.configure({ ...LISTS, "training-max-duration": { atMost: "1h" } });
    const properties = job(
      "tione",
      {
        env: secret({ KEY: { value: "hidden-value", isPrivate: true } }),
        tags: secret({ team: "hidden-value" }),
        startCmd: secret("train --key hidden-value"),
        imageInfo: { imageType: "CUSTOM", imageUrl: "org/image", imageSecret: secret({ password: "hidden-value" }) },
      },
      { extraSpec: secret({ Key: "hidden-value" }) },
    );
    const { violations } = await pack.analyze({ type: JOB, name: "sft", properties });
    assert.equal(new Set(violations.map(({ policy }) => policy)).size, 8, "every rule has something to say");
    assert.doesNotMatch(JSON.stringify(violations), /hidden-value/);
  });

  it("say which member of their configuration is wrong, for a guard that is spelt wrong guards nothing", async () => {
    const regions = await said("training-allowed-regions", { region: ["ap-guangzhou"] }, job("tione"));
    assert.match(regions.own[0]?.message ?? "", /The rule's configuration is wrong: .*"region"/);
    const duration = await said("training-max-duration", { atMost: "two days" }, job("tione"));
    assert.match(duration.own[0]?.message ?? "", /atMost: must be a duration such as 24h\.$/);
  });

  it("tell the engine what their configuration may be", () => {
    const schemas = new Map(
      pack.policies.map((policy) => [
        policy.getName(),
        policy.getConfigschema()?.getProperties()?.toJavaScript() as Readonly<Record<string, { description?: string }>>,
      ]),
    );
    assert.deepEqual(
      [...schemas].map(([name, properties]) => [name, Object.keys(properties).sort()]),
      [
        ["training-budget", ["allowUnknownPrice", "maxYuan", "maxYuanPerHour", "prices"]],
        ["training-max-duration", ["atMost"]],
        ["training-allowed-groups", ["allowNoGroup", "groups"]],
        ["training-allowed-regions", ["regions"]],
        ["training-allowed-machines", ["machines"]],
        ["training-no-latest-image", []],
        ["training-no-public-registry", ["allowedRegistries"]],
        ["training-required-tags", ["tags"]],
        ["training-no-extra-spec", []],
      ],
    );
    const undescribed = [...schemas.values()].flatMap((all) => Object.values(all)).filter((each) => !each.description);
    assert.deepEqual(undescribed, []);
  });
});

/** The same with a value that a preview does not know in the place of every member, or of every leaf. */
function blurred(value: unknown, depth: number): unknown {
  if (depth < 0 || typeof value !== "object" || value === null) return UNKNOWN;
  if (Array.isArray(value)) return depth > 1 ? value.map((each) => blurred(each, depth - 1)) : UNKNOWN;
  const members = Object.entries(value).map(([key, member]) => [key, depth > 1 ? blurred(member, depth - 1) : UNKNOWN]);
  return Object.fromEntries(members);
}

describe("trainingPolicies", () => {
  const ruleOf = (config: PolicyPackConfig, wanted: string) =>
    trainingPolicies(config).find(({ name }) => name === wanted);

  it("gives rules what their pack says of them, for other configuration to come before", () => {
    const duration = ruleOf({ "training-max-duration": { atMost: "72h" } }, "training-max-duration");
    assert.equal(duration?.configSchema?.properties["atMost"]?.default, "72h");
    assert.equal(duration.enforcementLevel, undefined, "the pack's own counts");
    const tags = ruleOf(
      { "training-required-tags": { enforcementLevel: "advisory", tags: ["team"] } },
      "training-required-tags",
    );
    assert.deepEqual([tags?.enforcementLevel, tags?.configSchema?.properties["tags"]?.default], ["advisory", ["team"]]);
    assert.equal(ruleOf({ "training-budget": "disabled" }, "training-budget")?.enforcementLevel, "disabled");
    assert.equal(ruleOf({}, "training-no-extra-spec")?.enforcementLevel, "disabled");
    assert.equal(ruleOf({}, "training-max-duration")?.configSchema?.properties["atMost"]?.default, undefined);
  });

  it("refuses a rule and a member that there is not", () => {
    assert.throws(
      () => trainingPolicies({ "training-bugdet": "mandatory" }),
      /no rule training-bugdet; known: training-budget,/,
    );
    const wrong = { "training-budget": { maxYuanPerhour: 1 } };
    assert.throws(() => trainingPolicies(wrong), /training-budget has no maxYuanPerhour; known: maxYuanPerHour,/);
  });
});

describe("an image's address", () => {
  for (const [address, host, path, tag] of [
    ["ubuntu", undefined, "ubuntu", undefined],
    ["org/image:1.0", undefined, "org/image", "1.0"],
    ["localhost/image:1.0", "localhost", "image", "1.0"],
    ["registry:5000/image", "registry:5000", "image", undefined],
    ["Images.Example/a/b/c:v1", "images.example", "a/b/c", "v1"],
    ["https://images.example/a:v1", "images.example", "a", "v1"],
  ] as const) {
    it(`is read as registries read it: ${address}`, () => {
      assert.deepEqual(parseAddress(address), { host, path, tag, hasDigest: false });
      assert.deepEqual(parseAddress(`${address}@sha256:12`), { host, path, tag, hasDigest: true });
    });
  }
});

describe("an entry of a list", () => {
  for (const [entry, value, isMeant] of [
    ["rsg-1", "rsg-1", true],
    ["rsg-1", "rsg-12", false],
    ["rsg-*", "rsg-12", true],
    ["*.example.com", "a.b.example.com", true],
    ["*.example.com", "evil/x.example.com", false],
    ["a.c", "abc", false],
  ] as const) {
    it(`${entry} is ${isMeant ? "" : "not "}${value}`, () => assert.equal(isListed(value, [entry]), isMeant));
  }
});
