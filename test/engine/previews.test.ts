import assert from "node:assert/strict";
import { saidOf, sampleOf, specOf, type PlatformName } from "./once/fleet";
import { TestStack, type RequestSeen, type Run } from "./stack";

const NAMES_ARE_UNIQUE = ["tione", "modelarts", "modelarts-v1"] as const satisfies readonly PlatformName[];

const argsOf = (platform: PlatformName, more: object = {}) =>
  JSON.stringify({ platform, region: sampleOf(platform).region, spec: specOf(platform), ...more });

/** A job under a name of its own, of which the record is kept, on each platform where no other may take that name. */
const keeping = (which: string, more: object = {}, changed: readonly PlatformName[] = NAMES_ARE_UNIQUE) =>
  NAMES_ARE_UNIQUE.map((platform) => {
    const given = changed.includes(platform) ? more : {};
    const args = argsOf(platform, { name: `${which}-${platform}`, deletionPolicy: "stop", ...given });
    return `new training.TrainingJob("${which}-${platform}", ${args});`;
  }).join("\n");

/** A job that fails. */
const failing = (name: string, more: object = {}) =>
  `new training.TrainingJob("${name}", ${argsOf("tione", { waitFor: "succeeded", ...more })});`;

/** What depends on the id of a job. */
function dependents(trigger: string): string {
  const spec = JSON.stringify(specOf("tione"));
  const files = JSON.stringify({ ...sampleOf("tione").model?.first("sft") });
  return `
    const first = new training.TrainingJob("first", { ...${argsOf("tione")}, trigger: "${trigger}",
      spec: { ...${spec}, output: { bucket: "ml-1250000000", paths: ["runs/"] } } });
    new training.TrainingJob("second", { ...${argsOf("tione")}, spec: { ...${spec}, env: { AFTER: first.jobId } } });
    new training.TrainingJob("kept", { ...${argsOf("tione")}, deletionPolicy: "stop",
      spec: { ...${spec}, startCmd: pulumi.interpolate\`train \${first.jobId}\` } });
    new training.TrainingModelVersion("model", { platform: "tione", region: "ap-guangzhou", sourceJobId: first.jobId, spec: ${files} });`;
}

describe("what a preview says of a job that is there", function () {
  this.timeout(600_000);
  let stack: TestStack;
  // Each case has resources of its own in one stack.
  const ways = ["adopting", "nameless", "renamed"] as const;
  let previewed: string;
  let again: Run;
  const refused: Run[] = [];
  let committed: readonly RequestSeen[];

  before(async () => {
    stack = await TestStack.start({ speed: 100 });
    Object.assign(stack.environment, { PULUMI_PARALLEL: "100" });
    await stack.ask("POST", "scenario", { match: { name: "failed-*" }, outcome: "fail" });
    const others = [dependents("1"), ...ways.map((way) => keeping(way))];
    const fails = [failing("failed-once"), failing("failed-again")];
    await stack.program([...others, ...fails, keeping("fixed"), keeping("let-go")].join("\n"));
    const output = await stack.failingUp("--continue-on-error");
    for (const name of ["failed-once", "failed-again"]) assert.match(saidOf(output, name), /job train-\d+ failed/);

    await stack.program(
      [
        dependents("2"),
        failing("failed-once"),
        failing("failed-again", { trigger: "2" }),
        keeping("fixed"),
        keeping("let-go"),
        keeping("adopting", { trigger: "2", adoptJobId: "train-1" }),
        keeping("nameless", { trigger: "2", name: undefined }),
        keeping("renamed", { trigger: "2", name: "another" }),
      ].join("\n"),
    );
    previewed = await stack.mustPass("preview", "--non-interactive");

    const seen = (await stack.requests()).length;
    // What `check` refuses ends the run: one platform is asked after the other.
    for (const platform of NAMES_ARE_UNIQUE) {
      await stack.program(keeping("fixed", { trigger: "2" }, [platform]));
      refused.push(await stack.run("up", "--skip-preview", "--non-interactive"));
    }
    refused.push(await stack.run("preview", "--non-interactive"));
    committed = (await stack.requests()).slice(seen).filter((request) => request.committed);

    await stack.program([...others, keeping("fixed", { deletionPolicy: "delete" })].join("\n"));
    await stack.up();
    const fixed = keeping("fixed", { trigger: "2", deletionPolicy: "delete" });
    await stack.program([...others, fixed, keeping("let-go")].join("\n"));
    again = await stack.run("up", "--skip-preview", "--non-interactive", "--continue-on-error");
  });
  after(() => stack.stop());

  it("names what it does not know yet, when that may end a job and buy another", () => {
    const means = "not known before the run: if a value differs from the last one, this is not an update, but";
    for (const [resource, ...said] of [
      ["first"],
      ["second", `\`spec.env\` is ${means} the job is stopped and deleted and another one is submitted`],
      ["kept", `\`spec.startCmd\` is ${means} the job is stopped and another one is submitted`],
      ["model", `\`sourceJobId\` is ${means} another version is registered, and this one is deleted after that`],
    ] as const) {
      const diagnostics = saidOf(previewed, resource);
      for (const sentence of said) assert.ok(diagnostics.includes(sentence), `${sentence}\n${previewed}`);
      assert.equal(diagnostics.split("warning:").length - 1, said.length, diagnostics);
    }
  });

  it("says of a failed job that up will be red", () => {
    const message = /job train-\d+ failed: `up` will be red until it is run again or removed/;
    assert.match(saidOf(previewed, "failed-once"), message);
    assert.doesNotMatch(saidOf(previewed, "failed-again"), /will be red/);
  });

  it("refuses another job under a name that the record of the stopped one would keep, and stops nothing", () => {
    for (const [at, { code, output }] of refused.entries()) {
      assert.notEqual(code, 0, output);
      const platform = NAMES_ARE_UNIQUE[at] ?? NAMES_ARE_UNIQUE.at(-1);
      assert.match(output, new RegExp(`trigger changed, so another job.*keeps the name "fixed-${platform}"`));
    }
    assert.deepEqual(committed, []);
  });

  it("refuses no way out that the sentence names, and no job that is adopted: it has a name of its own", async () => {
    for (const resource of ways.flatMap((way) => NAMES_ARE_UNIQUE.map((platform) => `${way}-${platform}`))) {
      assert.match(previewed, new RegExp(`TrainingJob ${resource} replace`));
    }
    // The old record went first: there is a job of that name, and it is the row's.
    const jobs = (await stack.jobs()).filter(({ name }) => name.startsWith("fixed-"));
    const rows = (await stack.rows()).filter(({ inputs }) => inputs.trigger === "2");
    assert.deepEqual(rows.map(({ id }) => id).sort(), jobs.map(({ id }) => id).sort());
    assert.equal(jobs.length, NAMES_ARE_UNIQUE.length);
  });

  it("says whose the name is, when it was let go by the resource itself", () => {
    assert.notEqual(again.code, 0, again.output);
    for (const platform of NAMES_ARE_UNIQUE) {
      assert.match(
        saidOf(again.output, `let-go-${platform}`),
        new RegExp(`"let-go-${platform}" belongs to job \\S+, an earlier one of this resource, whose record`),
      );
    }
  });
});
