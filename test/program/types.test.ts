import assert from "node:assert/strict";
import { platforms } from "../../src/platforms/registry";
import { compile } from "./compiler";

const ACCEPTED = {
  "a plain job": `new training.TrainingJob("a", { platform: "tione", spec });`,
  "a job with everything": `new training.TrainingJob("a", {
    platform: "tione", spec, name: "a", region: "ap-guangzhou", projectId: "1", waitFor: "succeeded", trigger: "2",
    timeouts: { create: "1h" }, onFailed: "rerun", deletionPolicy: "stop", adoptJobId: "train-1", extraSpec: { Young: { Member: 1 } },
  }, { protect: true });`,
  "outputs at every depth": `new training.TrainingJob("a", {
    platform: "tione", region: text, waitFor: later("running" as const), timeouts: later({ create: "1h" }),
    spec: {
      chargeType: "PREPAID", resourceGroupId: text,
      resourceConfigInfos: later([{ role: "WORKER" as const, cpu: 1 }]),
      imageInfo: { imageType: "CUSTOM", imageUrl: pulumi.interpolate\`\${text}:1\`, imageSecret: later({ username: "u" }) },
      dataConfigs: [{ mappingPath: text, cosSource: { bucket: text, paths: [text] } }, later({ mappingPath: "/a" })],
      env: { A: text, B: { value: text, isPrivate: later(true) } },
      tags: later({ team: "nlp" }),
      trainingMode: later<"DDP" | "MPI">("DDP"), logEnable: later<boolean>(true), startCmd: Promise.resolve("run"),
      output: training.tione.cos("bucket-1/runs/"),
    },
  });`,
  "a spec that is an output": `new training.TrainingJob("a", { platform: "tione", spec: later({
    chargeType: "POSTPAID_BY_HOUR" as const, resourceConfigInfos: [{ role: "WORKER" as const, instanceType: "x" }], imageInfo,
  }) });`,
  "machines from the helpers": `new training.TrainingJob("a", { platform: "tione", spec: {
    chargeType: "PREPAID", resourceGroupId: "rsg-1", resourceConfigInfos: [training.tione.prepaid({ cores: 8, memoryGiB: 64 })], imageInfo,
  } });`,
  "another job's outputs": `
    const first = new training.TrainingJob("a", { platform: "tione", spec });
    new training.TrainingJob("b", { platform: "tione", spec: { ...spec, remark: first.jobId }, trigger: first.id });
    const state: pulumi.Output<training.JobState> = first.status;
    const paths: pulumi.Output<string[]> = first.outputPaths;`,
  "every input as an output": `
    declare const none: { readonly job: Exclude<keyof training.TrainingJobArgs, keyof training.TrainingJob>;
      readonly model: Exclude<keyof training.TrainingModelVersionArgs, keyof training.TrainingModelVersion>;
      readonly group: Exclude<keyof training.ResourceGroupRefArgs, keyof training.ResourceGroupRef> };
    const never: readonly never[] = [none.job, none.model, none.group];
    const { spec: sent, timeouts } = new training.TrainingJob("a", { platform: "tione", spec });
    const image: pulumi.Output<string | undefined> = sent.apply((known) => ("imageInfo" in known ? known.imageInfo?.imageUrl : undefined));
    const wait: pulumi.Output<string> = timeouts.apply((given) => given?.create ?? "30m");`,
  "a job that somebody else owns": `training.TrainingJob.get("a", text, { platform: "tione", region: "ap-guangzhou" }).status;`,
  "a group, a job on it, and a model of what the job wrote": `
    const group = new training.ResourceGroupRef("g", { platform: "tione", resourceGroupId: text, requireFree: later({ gpus: 8 }) });
    const job = new training.TrainingJob("j", { platform: "tione", spec: { ...spec, chargeType: "PREPAID", resourceGroupId: group.groupId,
      resourceConfigInfos: [training.tione.prepaid({ cores: 8, memoryGiB: 64 })] } });
    const model = new training.TrainingModelVersion("m", { platform: "tione", sourceJobId: job.jobId, deleteArtifacts: later(true),
      spec: { trainingModelId: text, reasoningEnvironmentSource: "SYSTEM", reasoningEnvironmentId: text } });
    const state: pulumi.Output<training.ModelState> = model.status;`,
  "a model and a group of ModelArts": `
    const group = new training.ResourceGroupRef("g", { platform: "modelarts", resourceGroupName: "prod" });
    new training.TrainingJob("j", { platform: "modelarts", spec: { algorithm: { engine: { imageUrl: "a/b:1" }, command: "run" },
      resource: training.modelarts.pool({ poolId: group.groupId, cards: 8 }) } });
    new training.TrainingModelVersion("m", { platform: "modelarts", sourceJobId: text, spec: { modelName: "sft", modelType: "PyTorch" } });`,
  "look-ups": `
    const yuan: pulumi.Output<number> = pulumi.output(training.tione.getBillingPrices()).apply(([first]) => first?.yuanPerHour ?? 0);
    const free: pulumi.Output<number> = pulumi.output(training.qizhi.getNodes({ resourcePool: "online" }, { region: "sii" })).apply((nodes) => nodes.length);
    text.apply((jobId) => training.modelarts.getLogs({ jobId }));`,
  "another account": `new training.TrainingJob("a", { platform: "tione", spec }, {
    provider: new training.Provider("prod", { tione: { profile: "prod", region: text } }),
  });`,
} as const;

const REFUSED = {
  "a model on a platform without a registry": [
    `training.TrainingModelVersion.get("m", "mv-1", { platform: "qizhi" });`,
    /"qizhi"/,
  ],
  "a model of another platform": [
    `new training.TrainingModelVersion("m", { platform: "tione", spec: { modelName: "sft", modelType: "PyTorch" } });`,
    /modelName/,
  ],
  "a look-up's argument that there is not": [`void training.tione.getBillingPrices({ taskTyp: "TRAIN" });`, /taskTyp/],
  "no platform": [`new training.TrainingJob("a", { spec });`, /'platform' is missing/],
  "a platform that does not exist": [`new training.TrainingJob("a", { platform: "sagemaker", spec });`, /"sagemaker"/],
  "no spec": [`new training.TrainingJob("a", { platform: "tione" });`, /'spec' is missing/],
  "a member that the platform does not have": [
    `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, trainUrl: "obs://a" } });`,
    /'trainUrl' does not exist/,
  ],
  "a member that a struct of the platform does not have": [
    `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, imageInfo: { ...imageInfo, tag: "1" } } });`,
    /'tag' does not exist/,
  ],
  "a word that the platform does not know": [
    `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, chargeType: "MONTHLY" } });`,
    /"MONTHLY"/,
  ],
  "a number where the platform takes text": [
    `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, vpcId: 7 } });`,
    /'number' is not assignable/,
  ],
  "an output of the wrong kind": [
    `new training.TrainingJob("a", { platform: "tione", spec: { ...spec, startCmd: later(7) } });`,
    /OutputInstance<number>|Output<number>/,
  ],
  "a spec without what the platform needs": [
    `new training.TrainingJob("a", { platform: "tione", spec: { chargeType: "PREPAID", imageInfo } });`,
    /'resourceConfigInfos' is missing/,
  ],
  "an input that does not exist": [
    `new training.TrainingJob("a", { platform: "tione", spec, wait: "running" });`,
    /'wait' does not exist/,
  ],
  "an output that does not exist": [`new training.TrainingJob("a", { platform: "tione", spec }).jobID;`, /'jobID'/],
  "a change to an output": [
    `new training.TrainingJob("a", { platform: "tione", spec }).jobId = text;`,
    /read-only property/,
  ],
  "a setting that does not exist": [
    `new training.Provider("prod", { tione: { secretKey: "x" } });`,
    /'secretKey' does not exist/,
  ],
} as const satisfies Readonly<Record<string, readonly [string, RegExp]>>;

/** Word for word, because people read them. */
const MESSAGES = {
  "a member that there is not": [
    `const sweep: training.TioneJobSpec = { ...spec, startCmds: "run" };`,
    "Object literal may only specify known properties, but 'startCmds' does not exist in type 'TioneJobSpec'. Did you mean to write 'startCmd'?",
  ],
  "a member of a struct that there is not": [
    `const sweep: training.TioneJobSpec = { ...spec, imageInfo: { ...imageInfo, tag: "1" } };`,
    "Object literal may only specify known properties, and 'tag' does not exist in type 'Input<TioneImageInfo>'.",
  ],
  "a spec of another platform": [
    `declare const other: training.ModelartsJobSpec;
    new training.TrainingJob("a", { platform: "tione", spec: other });`,
    `Argument of type '{ platform: "tione"; spec: training.ModelartsJobSpec; }' is not assignable to parameter of type 'TrainingJobArgs'.
  Types of property 'spec' are incompatible.
    Type 'ModelartsJobSpec' is not assignable to type 'Input<TioneJobSpec>'.
      Type 'ModelartsJobSpec' is missing the following properties from type 'TioneJobSpec': chargeType, resourceConfigInfos`,
  ],
} as const;

/** A platform that the registry has and programs cannot name would be no use to anybody. */
const NAMES = platforms
  .map(({ name }) => `const name${name.replace(/\W/g, "")}: training.TrainingJobArgs["platform"] = "${name}";`)
  .join("\n");

/** What is published, and what the schemas take: the same, value for value. */
const SAME = {
  "a job on TI-ONE": ["TioneJobSpec", "tione/jobs/schema", "TioneJobSpecInput"],
  "a job on ModelArts": ["ModelartsJobSpec", "modelarts/jobs/schema", "ModelartsJobSpecInput"],
  "a job on v1": ["ModelartsV1JobSpec", "modelarts/v1/jobs/schema", "ModelartsV1JobSpecInput"],
  "a job on Qizhi": ["QizhiJobSpec", "qizhi/jobs/schema", "QizhiJobSpecInput"],
  "a model on TI-ONE": ["TioneModelSpec", "tione/models/schema", "TioneModelSpecInput"],
  "a model on ModelArts": ["ModelartsModelSpec", "modelarts/models/schema", "ModelartsModelSpecInput"],
} as const;

function sameness([published, schema, input]: (typeof SAME)[keyof typeof SAME]): string {
  return `
    type Checked = import("../../src/platforms/${schema}").${input};
    declare const known: pulumi.Unwrap<training.${published}>;
    declare const checked: Checked;
    const published: training.${published} = checked;
    const taken: DeepReadonly<Checked> = known;`;
}

describe("the compiler, on a program", function () {
  this.timeout(120_000);
  let check: (words: string) => string[];
  before(() => {
    const sources = [
      ...Object.entries(ACCEPTED),
      ...Object.entries(REFUSED).map(([words, [body]]) => [words, body] as const),
      ...Object.entries(MESSAGES).map(([words, [body]]) => [`says of ${words}`, body] as const),
      ["every platform of the registry", NAMES] as const,
      ...Object.entries(SAME).map(([words, same]) => [`the spec of ${words}`, sameness(same)] as const),
    ];
    check = compile(new Map(sources));
  });

  for (const words of Object.keys(ACCEPTED)) {
    it(`accepts ${words}`, () => assert.deepEqual(check(words), []));
  }

  for (const [words, [, message]] of Object.entries(MESSAGES)) {
    it(`says in a few lines what is wrong with ${words}`, () => assert.deepEqual(check(`says of ${words}`), [message]));
  }

  it("lets a program name every platform of the registry", () => {
    assert.deepEqual(check("every platform of the registry"), []);
  });

  for (const words of Object.keys(SAME)) {
    it(`sees what the schema of ${words} takes`, () => assert.deepEqual(check(`the spec of ${words}`), []));
  }

  for (const [words, [, says]] of Object.entries(REFUSED)) {
    it(`refuses ${words}`, () => {
      const errors = check(words);
      assert.equal(errors.length, 1, errors.join("\n"));
      assert.match(errors.join(), says);
    });
  }
});
