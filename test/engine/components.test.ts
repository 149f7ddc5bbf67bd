import assert from "node:assert/strict";
import { sampleOf, specOf } from "./once/fleet";
import { TestStack } from "./stack";

/** What a team's own package holds: three jobs, the group they run in, and the model that one of them makes. */
const TEAM = `
class Team extends pulumi.ComponentResource {
  constructor(name, { platform, region, spec, model, groupId }, opts = {}) {
    super("acme:ml:Team", name, {}, opts);
    const child = { parent: this };
    const group = new training.ResourceGroupRef(name + "-pool", { platform, region, resourceGroupId: groupId }, child);
    const job = (which, more = {}) =>
      new training.TrainingJob(name + "-" + which, { platform, region, spec, ...more }, { ...child, dependsOn: group });
    const first = job("first", { waitFor: "succeeded" });
    job("second");
    new training.TrainingJob(name + "-third", { platform, region, spec }, { parent: first });
    this.version = new training.TrainingModelVersion(
      name + "-model", { platform, region, sourceJobId: first.jobId, spec: model }, child).versionId;
    this.registerOutputs({ version: this.version });
  }
}
`;

function argsOf(platform: "tione" | "modelarts"): string {
  const { model, group } = sampleOf(platform);
  assert.ok(model && group);
  const { region } = sampleOf(platform);
  const [member, files] = model.files;
  const args = { platform, region, spec: specOf(platform), groupId: group.id };
  return JSON.stringify({ ...args, model: { ...model.first("sft"), [member]: files } });
}

describe("jobs, versions and groups in components, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  beforeEach(async () => {
    stack = await TestStack.start();
  });
  afterEach(() => stack.stop());

  async function previewUpAndDestroy(program: string, rows: number, look = async () => {}): Promise<void> {
    await stack.program(program);
    assert.doesNotMatch(await stack.mustPass("preview", "--non-interactive"), /promises/);
    await stack.up();
    const made = await Promise.all(
      ["TrainingJob", "TrainingModelVersion", "ResourceGroupRef"].map((kind) => stack.rowsOf(kind)),
    );
    assert.equal(made.flat().length, rows);
    await look();
    await stack.up("--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
  }

  it("preview, run and go, on TI-ONE and on ModelArts, in a component of a component", async () => {
    const teams = (["tione", "modelarts"] as const).map(
      (platform) => `exports.${platform} = new Team("${platform}", ${argsOf(platform)}, { parent: org }).version;`,
    );
    const program = `${TEAM} const org = new pulumi.ComponentResource("acme:ml:Org", "org"); ${teams.join("\n")}`;
    await previewUpAndDestroy(program, 10);
    for (const platform of ["tione", "modelarts"] as const) {
      const { actions, model } = sampleOf(platform);
      const made = async (action = "") => (await stack.requests(action)).filter(({ committed }) => committed).length;
      assert.deepEqual([await made(actions.create), await made(model?.actions.create)], [3, 1], platform);
    }
  });

  it("wait for a component, take its provider, and are changed by transforms like other resources", async () => {
    const args = JSON.stringify({ platform: "tione", spec: specOf("tione") });
    const group = JSON.stringify({ platform: "tione", resourceGroupName: "prod-a100" });
    await previewUpAndDestroy(
      `pulumi.runtime.registerStackTransformation(({ name, props, opts }) => (
         { props: name === "second" ? { ...props, trigger: "transformed" } : props, opts }));
       const prod = new training.Provider("prod", { tione: { region: "ap-shanghai" } });
       const data = new pulumi.ComponentResource("acme:ml:Data", "data");
       new training.TrainingJob("prepare", ${args}, { parent: data });
       new training.ResourceGroupRef("pool", ${group}, { parent: data });
       const team = new pulumi.ComponentResource("acme:ml:Team", "team", {}, { dependsOn: data, providers: [prod] });
       const first = new training.TrainingJob("first", ${args}, { parent: team, dependsOn: data });
       const second = new training.TrainingJob("second", ${args}, { parent: team, aliases: [{ name: "zweite" }] });
       new training.TrainingJob("third", ${args}, { parent: team, dependsOn: [first, second, data] });
       const theirs = training.TrainingJob.get("theirs", first.jobId, { platform: "tione" }, { parent: team });
       exports.theirs = theirs.name;`,
      6,
      async () => {
        const rows = [...(await stack.rows()), ...(await stack.rowsOf("ResourceGroupRef"))];
        const outputsOf = (name: string) => rows.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
        const regions = ["prepare", "pool", "first", "second", "third", "theirs"].map((name) => outputsOf(name).region);
        assert.deepEqual(regions, ["ap-guangzhou", "ap-guangzhou", ...Array<string>(4).fill("ap-shanghai")]);
        assert.equal(outputsOf("second").trigger, "transformed");
        assert.equal(outputsOf("theirs").jobId, outputsOf("first").jobId);
      },
    );
  });
});
