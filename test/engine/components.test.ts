import assert from "node:assert/strict";
import { sampleOf, specOf } from "./once/fleet";
import { TestStack, type RequestSeen, type Row } from "./stack";

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

/** Components of a component: six jobs, two versions and two groups. */
function teamsOf(platforms: readonly ("tione" | "modelarts")[]): string {
  const teams = platforms.map(
    (platform) => `exports.${platform} = new Team("${platform}", ${argsOf(platform)}, { parent: org }).version;`,
  );
  return `${TEAM} const org = new pulumi.ComponentResource("acme:ml:Org", "org"); ${teams.join("\n")}`;
}

/** Four jobs, a group and a job that is only read. */
function dependentsOf(): string {
  const args = JSON.stringify({ platform: "tione", spec: specOf("tione") });
  const group = JSON.stringify({ platform: "tione", resourceGroupName: "prod-a100" });
  return `
    pulumi.runtime.registerStackTransformation(({ name, props, opts }) => (
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
    exports.theirs = theirs.name;`;
}

describe("jobs, versions and groups in components, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  let rows: readonly Row[] = [];
  let requests: readonly RequestSeen[] = [];
  before(async () => {
    // A lookup of many at once has its deadline on the emulator's clock.
    stack = await TestStack.start({ speed: 100 });
    await stack.program(teamsOf(["tione", "modelarts"]) + dependentsOf());
    const output = await stack.mustPass("up", "--non-interactive");
    assert.match(output, /Previewing update/);
    assert.doesNotMatch(output, /promises/);
    const kinds = ["TrainingJob", "TrainingModelVersion", "ResourceGroupRef"];
    rows = (await Promise.all(kinds.map((kind) => stack.rowsOf(kind)))).flat();
    requests = await stack.requests();
    await stack.up("--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    assert.deepEqual(await stack.jobs(), []);
  });
  after(() => stack.stop());

  it("preview, run and go, on TI-ONE and on ModelArts, in a component of a component", () => {
    assert.equal(rows.filter(({ urn }) => urn.includes("acme:ml:Org$acme:ml:Team$")).length, 10);
    // TI-ONE has the four jobs of the other component too.
    for (const [platform, jobs] of [
      ["tione", 7],
      ["modelarts", 3],
    ] as const) {
      const { actions, model } = sampleOf(platform);
      const made = (wanted?: string) =>
        requests.filter(({ action, committed }) => action === wanted && committed).length;
      assert.deepEqual([made(actions.create), made(model?.actions.create)], [jobs, 1], platform);
    }
  });

  it("wait for a component, take its provider, and are changed by transforms like other resources", () => {
    const others = rows.filter(({ urn }) => !urn.includes("acme:ml:Org$"));
    assert.equal(others.length, 6);
    const outputsOf = (name: string) => others.find(({ urn }) => urn.endsWith(`::${name}`))?.outputs ?? {};
    const regions = ["prepare", "pool", "first", "second", "third", "theirs"].map((name) => outputsOf(name).region);
    assert.deepEqual(regions, ["ap-guangzhou", "ap-guangzhou", ...Array<string>(4).fill("ap-shanghai")]);
    assert.equal(outputsOf("second").trigger, "transformed");
    assert.equal(outputsOf("theirs").jobId, outputsOf("first").jobId);
  });
});
