import assert from "node:assert/strict";
import { saidOf } from "./once/fleet";
import { spec, TestStack, type JobSeen, type RequestSeen, type Row } from "./stack";

const args = { platform: "tione", spec };
const image = (tag: string) => ({
  ...spec,
  imageInfo: { ...spec.imageInfo, imageUrl: `ccr.ccs.tencentyun.com/ml/sft:${tag}` },
});
const urnOf = (name: string) => `urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/training:TrainingJob::${name}`;

/** Lines of a program. `more`: options in TypeScript. */
const job = (name: string, given: object = args, options: object = {}, more = "") =>
  `new training.TrainingJob("${name}", ${JSON.stringify(given)}, { ...${JSON.stringify(options)}, ${more} });`;
const get = (name: string, id: string) =>
  `exports.status = training.TrainingJob.get("${name}", "${id}", { platform: "tione" }).status;`;

/** What a run said and sent, and what was there after it. */
interface Seen {
  /** Undefined where the run had none. */
  readonly preview: string | undefined;
  readonly output: string;
  readonly requests: readonly RequestSeen[];
  readonly jobs: readonly JobSeen[];
  readonly rows: readonly Row[];
  readonly exported: unknown;
}

describe("Pulumi's own options on a TrainingJob", function () {
  this.timeout(600_000);
  let stack: TestStack;
  // Each case has a resource of its own in these runs, and tells it apart by its name.
  let made: Seen, changed: Seen, quiet: Seen, same: Seen, again: Seen, destroyed: Seen;

  before(async () => {
    stack = await TestStack.start({ speed: 100 });
    Object.assign(stack.environment, { PULUMI_PARALLEL: "100" });
    await foresee("*", "runs-forever");
    await foresee("failing-*", "fail");
    const failing = job(
      "failing",
      { ...args, waitFor: "succeeded", onFailed: "rerun" },
      { deleteBeforeReplace: false },
    );
    const stopped = job("stopped", { ...args, region: "ap-guangzhou", deletionPolicy: "stop" });
    const shared = { ...args, name: "shared" };
    const untouched = [
      job("protected", args, { protect: true }),
      job("repeated"),
      job("kept", args, { deleteBeforeReplace: false }),
      failing,
      `const theirs = ${job("theirs", shared)}`,
    ];
    const run = async (lines: readonly string[], command: Parameters<typeof seen>[0], env?: NodeJS.ProcessEnv) => {
      await stack.program([...untouched, ...lines].join("\n"));
      return seen(command, env);
    };

    const first = [
      stopped,
      `const prod = new training.Provider("prod", { tione: { region: "ap-shanghai" } });`,
      job("here"),
      job("there", args, {}, "provider: prod"),
      job("retained", args, { protect: true }),
      job("ignoring"),
      job("old"),
      job("strict", { ...args, onFailed: "hold" }, { replaceOnChanges: ["onFailed"] }),
      job("ruled"),
      job("logged"),
      job("moved"),
      job("manual", { ...args, name: "by-hand" }, { retainOnDelete: true }),
      job("watched", args, { retainOnDelete: true }),
      job("ours", shared, {}, "dependsOn: theirs"),
      job("missing", { ...args, adoptJobId: "train-404" }),
      get("unseen", "train-405"),
    ];
    made = await run(first, { fails: ["up", "--continue-on-error"] });

    await foresee("failing-*", "succeed");
    const logs = { logEnable: true, logConfig: { logsetId: "logset-1", topicId: "topic-1" } };
    const second = [
      job("retained", args, { retainOnDelete: true }),
      job("ignoring", { ...args, spec: image("1.5") }, { ignoreChanges: ["spec.imageInfo.imageUrl"] }),
      job("renamed", args, { aliases: [{ name: "old" }] }),
      job("strict", { ...args, onFailed: "rerun" }, { replaceOnChanges: ["onFailed"] }),
      job("logged", { ...args, waitFor: "submitted", spec: { ...spec, ...logs } }),
      job("taken", { ...args, adoptJobId: jobOf(made, "by-hand").id, spec: image("1.5") }),
    ];
    const others = [job("moved"), job("ruled"), get("other", jobOf(made, "watched-").id)];
    const replaced = ["--replace", urnOf("repeated"), "--replace", urnOf("kept")];
    changed = await run([...second, ...others], { passes: ["up", ...replaced], previews: true });

    const rules = { waitFor: "submitted", timeouts: { delete: "20m" }, onFailed: "rerun", deletionPolicy: "stop" };
    const third = [...second, job("ruled", { ...args, ...rules })];
    quiet = await run([...third, job("moved")], { passes: ["up"] });
    // From here on another machine goes on.
    const elsewhere = { TENCENTCLOUD_REGION: "ap-beijing" };
    same = await run([...third, job("moved")], { passes: ["up", "--expect-no-changes"] }, elsewhere);
    const fourth = [...third, stopped, job("moved", { ...args, spec: image("1.5") })];
    again = await run(fourth, { passes: ["up"] }, elsewhere);
    destroyed = await run(fourth, { fails: ["destroy"] });
  });
  after(() => stack.stop());

  const foresee = (name: string, outcome: string) => stack.ask("POST", "scenario", { match: { name }, outcome });

  async function seen(
    command: { passes: readonly string[]; previews?: true } | { fails: readonly string[] },
    environment: NodeJS.ProcessEnv = {},
  ): Promise<Seen> {
    const since = (await stack.requests()).length;
    const words = "passes" in command ? command.passes : command.fails;
    const skips = "previews" in command ? [] : ["--skip-preview"];
    const { code, output } = await stack.start([...words, ...skips, "--non-interactive"], environment).done;
    assert.equal(code === 0, "passes" in command, output);
    const [preview, update] = output.split(/^(?=Updating \()/m);
    const [program] = await stack.rowsOf("Stack");
    return {
      preview: update === undefined ? undefined : preview,
      output: update ?? output,
      requests: (await stack.requests()).slice(since),
      jobs: await stack.jobs(),
      rows: await stack.rows(),
      exported: program?.outputs,
    };
  }

  /** The only job whose name begins so. */
  function jobOf({ jobs }: Seen, prefix: string): JobSeen {
    const [found, ...others] = jobs.filter(({ name }) => name.startsWith(prefix));
    assert.ok(found && others.length === 0, `one job ${prefix} expected, ${others.length + Number(!!found)} found`);
    return found;
  }

  const rowOf = ({ rows }: Seen, name: string) => rows.find(({ urn }) => urn === urnOf(name));
  const indexOf = ({ requests }: Seen, action: string, { id }: JobSeen) =>
    requests.findIndex((request) => request.action === action && request.jobId === id);
  const creates = ({ requests }: Seen) => requests.filter(({ action }) => action === "CreateTrainingTask").length;

  it("no job is made but for those that the program asks for", () => {
    assert.equal(creates(made), 17, "one for each resource but those that are refused");
    assert.equal(creates(changed), 3, "strict, repeated, failing");
    assert.equal(creates(again), 2, "stopped, moved");
  });

  it("protect and retainOnDelete keep even a running job from being touched", () => {
    assert.match(saidOf(destroyed.output, "protected"), /protect/);
    assert.equal(rowOf(destroyed, "retained"), undefined);
    for (const name of ["protected-", "retained-"]) {
      const { id, live } = jobOf(destroyed, name);
      assert.equal(live, true);
      const stops = [made, changed, quiet, same, again, destroyed].flatMap(({ requests }) =>
        requests.filter(({ action, jobId }) => action === "StopTrainingTask" && jobId === id),
      );
      assert.deepEqual(stops, []);
    }
  });

  it("ignoreChanges keeps the job, aliases keep it under a new name", () => {
    for (const [name, before] of [
      ["ignoring", "ignoring"],
      ["renamed", "old"],
    ] as const) {
      const { id } = jobOf(made, `${before}-`);
      assert.equal(jobOf(same, `${before}-`).id, id);
      assert.equal(rowOf(same, name)?.id, id);
    }
  });

  it("replaceOnChanges makes a new job of what would be changed in place", () => {
    assert.notEqual(jobOf(changed, "strict-").id, jobOf(made, "strict-").id);
  });

  it("--replace runs the same job again", () => {
    const second = jobOf(changed, "repeated-");
    assert.notEqual(second.id, jobOf(made, "repeated-").id);
    assert.equal(rowOf(changed, "repeated")?.id, second.id);
  });

  it("onFailed rerun makes the new job first where the program wants it so", () => {
    assert.match(saidOf(made.output, "failing"), /failed/);
    const [first, second] = [jobOf(made, "failing-"), jobOf(changed, "failing-")];
    const [create, remove] = [
      indexOf(changed, "CreateTrainingTask", second),
      indexOf(changed, "DeleteTrainingTask", first),
    ];
    assert.ok(0 <= create && create < remove, `${create}, ${remove}`);
    assert.equal(second.name, `${first.name}-2`);
  });

  it("--replace with the new job made first neither buys a second one nor ends the first", () => {
    assert.match(saidOf(changed.output, "kept"), /goes on under its new row; to run it again, change `trigger`/);
    assert.deepEqual(jobOf(changed, "kept-"), jobOf(made, "kept-"));
    assert.equal(rowOf(changed, "kept")?.id, jobOf(made, "kept-").id);
  });

  it("wait settings and policies change without a request, log delivery changes in place", () => {
    assert.deepEqual(quiet.requests, []);
    assert.equal(rowOf(quiet, "ruled")?.outputs.deletionPolicy, "stop");

    const enabled = changed.requests.filter(({ action }) => action === "EnableTrainingTaskClsConfig");
    assert.deepEqual(
      enabled.map(({ jobId }) => jobId),
      [jobOf(made, "logged-").id],
    );
    for (const name of ["ruled", "logged"]) assert.equal(rowOf(same, name)?.id, jobOf(made, `${name}-`).id);
  });

  it("deletionPolicy stop ends the job, keeps the platform's record, and the next up is a new job", () => {
    const kept = jobOf(made, "stopped-");
    for (const run of [changed, same]) {
      assert.deepEqual(jobOf(run, "stopped-"), { ...kept, state: "STOPPED", live: false });
      assert.equal(rowOf(run, "stopped"), undefined);
    }
    const row = rowOf(again, "stopped");
    assert.ok(row);
    assert.notEqual(row.id, kept.id);
    assert.equal(row.outputs.name, `${kept.name}-2`);
    assert.deepEqual(
      destroyed.jobs.filter(({ name }) => name.startsWith("stopped-")).map(({ id, state }) => [id, state]),
      [
        [kept.id, "STOPPED"],
        [row.id, "STOPPED"],
      ],
    );
  });

  it("adoptJobId takes a job over instead of submitting one, and says what differs", () => {
    assert.match(saidOf(changed.preview ?? "", "taken"), /adopts job train-\d+ instead of submitting one/);
    assert.match(saidOf(changed.output, "taken"), /was not submitted as the program says: spec\.imageInfo differ/);
    const row = rowOf(changed, "taken");
    assert.deepEqual(
      [row?.id, row?.outputs.status, row?.outputs.name],
      [jobOf(made, "by-hand").id, "running", "by-hand"],
    );

    assert.match(saidOf(made.output, "missing"), /`adoptJobId`: TI-ONE has no job train-404 in ap-guangzhou/);
  });

  it("TrainingJob.get reads a job that it neither owns nor deletes", () => {
    assert.deepEqual(changed.exported, { status: "running" });
    for (const run of [quiet, destroyed]) {
      assert.equal(rowOf(run, "other"), undefined);
      assert.equal(jobOf(run, "watched-").live, true);
    }
    assert.match(saidOf(made.output, "unseen"), /TI-ONE has no job train-405/);
  });

  it("leaves another's job of the same name alone, and names it", () => {
    const theirs = jobOf(made, "shared");
    assert.ok(saidOf(made.output, "ours").includes(`the name "shared" belongs to job ${theirs.id}`), made.output);
    assert.equal(theirs.id, rowOf(made, "theirs")?.id);
    assert.deepEqual(jobOf(again, "shared"), theirs);
  });

  it("an explicit Provider has a process, a region and settings of its own", () => {
    const regions = ["here", "there"].map((name) => rowOf(made, name)?.outputs.region);
    assert.deepEqual(regions, ["ap-guangzhou", "ap-shanghai"]);
    assert.deepEqual(
      changed.jobs.filter(({ name }) => /^t?here-/.test(name)),
      [],
    );
  });

  it("the region is remembered: another machine's default does not move a job", () => {
    assert.equal(rowOf(same, "moved")?.outputs.region, "ap-guangzhou");
    assert.notEqual(rowOf(again, "moved")?.id, jobOf(made, "moved-").id);
    assert.equal(rowOf(again, "moved")?.outputs.region, "ap-guangzhou", "nor a replacement");
  });
});
