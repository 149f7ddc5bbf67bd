import assert from "node:assert/strict";
import { spec, TestStack, type JobSeen, type RequestSeen, type Row } from "./stack";

const args = { platform: "tione", spec };
const LONG_MS = 30 * 86_400_000;

/** A line of a program. */
const job = (name: string, given: object = args) =>
  `const ${name} = new training.TrainingJob("${name}", ${JSON.stringify(given)});`;

describe("pulumi up with a TrainingJob", function () {
  this.timeout(300_000);
  let stack: TestStack;
  // Each case has a resource of its own in these runs, and tells it apart by its name.
  let made: Seen, changed: Seen, destroyed: Seen;
  let unchanged: readonly RequestSeen[];
  let planned: { readonly steps: readonly { op: string; urn: string; replaceReasons?: string[] }[] };

  /** What a run said, and what was there after it. */
  interface Seen {
    readonly output: string;
    readonly jobs: readonly JobSeen[];
    readonly rows: readonly Row[];
  }

  before(async () => {
    stack = await TestStack.start();
    // Long enough for every state to be looked at.
    const timelines = {
      "sft-*": [
        { state: "PENDING", ms: 600_000 },
        { state: "STARTING", ms: 600_000 },
        { state: "RUNNING", ms: LONG_MS },
      ],
      "slow-*": [
        { state: "SUBMITTING", ms: LONG_MS },
        { state: "RUNNING", ms: LONG_MS },
      ],
    };
    for (const [name, timeline] of Object.entries(timelines)) {
      const ends = { state: "SUCCEED", ms: 0 };
      await stack.ask("POST", "scenario", { match: { name }, timeline: [...timeline, ends] });
    }
    const lines = [
      job("sft"),
      job("slow", { ...args, waitFor: "submitted", timeouts: { delete: "24h" } }),
      job("first"),
      `new training.TrainingJob("second", { platform: "tione", waitFor: first.status.apply(() => "running"),
         spec: { ...${JSON.stringify(spec)}, env: { PARENT: first.jobId }, output: { ...${JSON.stringify(spec.output)}, paths: [pulumi.interpolate\`runs/\${first.jobId}/\`] } } });`,
    ];
    await stack.program([...lines, job("other")].join("\n"));
    made = await seen(await stack.mustPass("up", "--non-interactive"));

    const before = (await stack.requests()).length;
    await stack.up("--expect-no-changes");
    unchanged = (await stack.requests()).slice(before);

    const imageInfo = { ...spec.imageInfo, imageUrl: "ccr.ccs.tencentyun.com/ml/sft:1.5" };
    await stack.program([...lines, job("other", { ...args, spec: { ...spec, imageInfo } })].join("\n"));
    // The plan, and after that an event a line.
    changed = await seen(await stack.mustPass("up", "--json", "--non-interactive"));
    const [plan = ""] = changed.output.split(/^\{"sequence"/m);
    planned = JSON.parse(plan) as typeof planned; // what the CLI documents

    const destroy = stack.start(["destroy", "--skip-preview", "--non-interactive"]);
    await stack.seen("StopTrainingTask", 1, destroy, jobOf(made, "slow").id);
    await stack.ask("POST", "clock", { advanceMs: LONG_MS });
    const { code, output } = await destroy.done;
    assert.equal(code, 0, output);
    destroyed = await seen(output);
  });
  after(() => stack.stop());

  async function seen(output: string): Promise<Seen> {
    return { output, jobs: await stack.jobs(), rows: await stack.rows() };
  }

  /** The only job of a resource. */
  function jobOf({ jobs }: Seen, resource: string): JobSeen {
    const [found, ...others] = jobs.filter(({ name }) => name.startsWith(`${resource}-`));
    assert.ok(
      found && others.length === 0,
      `one job of ${resource} expected, ${others.length + Number(!!found)} found`,
    );
    return found;
  }

  const rowOf = ({ rows }: Seen, resource: string) => rows.find(({ urn }) => urn.endsWith(`::${resource}`));

  it("submits once, keeps the id, says what it does, and leaves an unchanged stack alone", () => {
    for (const word of ["submitting", "queued", "starting", "running"]) {
      // The engine may show that the job is made before it shows the last word about it.
      assert.match(made.output, new RegExp(`sft creat(ing|ed) .*${word}`));
    }
    const { id } = jobOf(made, "sft");
    const row = rowOf(made, "sft");
    assert.equal(row?.id, id);
    assert.deepEqual([row.outputs.jobId, row.outputs.status, row.outputs.region], [id, "running", "ap-guangzhou"]);
    assert.deepEqual(row.outputs.outputPaths, [`cos://ml-1250000000.ap-guangzhou/runs/${id}/`]);
    assert.deepEqual(unchanged, [], "an unchanged stack sends nothing");
    const changes = planned.steps
      .filter(({ op }) => op !== "same")
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`);
    assert.deepEqual(changes, ["replace other"], "nor does a preview show anything for the others");
  });

  it("replaces the job when the image changes, deleting the old one first, and destroys to nothing", async () => {
    const [old, { id }] = [jobOf(made, "other"), jobOf(changed, "other")];
    assert.deepEqual(planned.steps.find((step) => step.op === "replace")?.replaceReasons, ["spec.imageInfo"]);
    const requests = (await stack.requests()).map(({ action, jobId }) => `${action} ${jobId}`);
    const deleted = requests.indexOf(`DeleteTrainingTask ${old.id}`);
    assert.ok(0 <= deleted && deleted < requests.indexOf(`CreateTrainingTask ${id}`), requests.join());
    assert.notEqual(id, old.id);
    assert.equal(rowOf(changed, "other")?.id, id);
    assert.deepEqual([destroyed.jobs, destroyed.rows], [[], []]);
  });

  it("plans what a preview can know: a job that depends on another's id", () => {
    assert.match(made.output, /\+ 6 to create/);
    const { output } = rowOf(made, "second")?.outputs.spec as typeof spec; // as the program gives it
    assert.deepEqual(output.paths, [`runs/${jobOf(made, "first").id}/`]);
  });

  it("destroys a job that the platform is still submitting", async () => {
    const { id } = jobOf(made, "slow");
    const stops = (await stack.requests("StopTrainingTask")).filter(({ jobId }) => jobId === id);
    assert.ok(stops.length > 1, "refused while submitting, tried again");
    assert.deepEqual(destroyed.jobs, []);
  });
});
