import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { Fleet, type PlatformJob } from "./once/fleet";
import type { RequestSeen, Row, Run } from "./stack";

/** What the suite needs to know of a platform's example. */
const EXAMPLES = {
  tione: {
    register: "CreateTrainingModel",
    remove: "DeleteTrainingModelVersion",
    group: "rsg-prod0001",
    status: "STATUS_SUCCESS",
    artifact: /^cos:\/\/ml-1250000000\.ap-guangzhou\/runs\/train-\d+\/$/,
    versions: ["v1", "v2"],
    states: ["RUNNING", "FAILED"],
  },
  modelarts: {
    register: "ImportModel",
    remove: "DeleteModel",
    group: "pool-prod-a100-000000000000000000000000001",
    status: "published",
    artifact: /^obs:\/\/ml-bucket\/runs\//,
    versions: ["0.0.1", "0.0.2"],
    states: ["Running", "Failed"],
  },
} as const;
const PLATFORMS = ["tione", "modelarts"] as const;
type PlatformName = (typeof PLATFORMS)[number];

const EXAMPLE = resolve(__dirname, "..", "..", "examples", "train-then-register", "index.ts");
/** Six seconds of ours: long enough for `up` to be done with the job, which then fails. */
const FAILS_AFTER_MS = 600_000;

/** What there was after a run. */
interface Moment extends Run {
  said(resource: string): string;
  readonly models: readonly Row[];
  readonly sources: readonly Row[];
  readonly groups: readonly Row[];
  readonly jobs: readonly PlatformJob[];
  readonly requests: readonly RequestSeen[];
}

describe("examples/train-then-register, under the real engine", function () {
  this.timeout(400_000);
  let fleet: Fleet;
  let killed: Run;
  let first: Moment;
  let second: Moment;
  let refreshed: Moment;
  /** Every job was to run once more, or was new. */
  let trained: Moment;
  let destroyed: Moment;

  before(async () => {
    fleet = await Fleet.start();
    await fleet.foresee("succeed");
    for (const platform of PLATFORMS) {
      await add("killed", platform);
      await spoil("killed", platform, { fault: "delay", ms: 600_000, when: "after-commit" });
    }
    const up = await fleet.startUp(...configured("platform", "killed"));
    for (const platform of PLATFORMS) await fleet.stack.seen(EXAMPLES[platform].register, 1, up);
    for (const pid of await fleet.stack.plugins()) process.kill(pid, "SIGKILL");
    killed = await up.done;

    for (const platform of PLATFORMS) {
      for (const which of ["good", "kept", "reply-lost", "request-lost"]) await add(which, platform);
      await spoil("reply-lost", platform, { fault: "drop-after-commit" });
      await spoil("request-lost", platform, { fault: "drop-before-commit" });
    }
    first = await seen(await fleet.up(...configured("platform", "good", "kept", "reply-lost", "request-lost")));
    const inDoubt = first.models.filter(isInDoubt).flatMap(({ urn }) => ["--exclude", urn]);
    second = await seen(await fleet.up("--expect-no-changes", ...inDoubt));
    refreshed = await seen(await fleet.refresh());

    for (const platform of PLATFORMS) {
      await add("fails", platform);
      for (const which of ["kept", "fails"]) await failWhileRunning(which, platform);
    }
    trained = await seen(await fleet.up(...configured("platform", "fails"), ...configured("run", "good", "kept")));
    destroyed = await seen(await fleet.destroy());
  });
  after(() => fleet.stop());

  /** The example as it stands, but with names, and with a configuration, of its own. */
  async function add(which: string, platform: PlatformName): Promise<void> {
    const own = `${which}-${platform}`;
    let program = await readFile(EXAMPLE, "utf8");
    for (const [from, to] of [
      ['"pool"', `"pool-${own}"`],
      ['"sft"', `"sft-${own}"`],
      ["new pulumi.Config()", `new pulumi.Config("${own}")`],
    ] as const) {
      assert.ok(program.includes(from), from);
      program = program.replaceAll(from, to);
    }
    await fleet.stack.typescript(program, `${own}.js`);
    fleet.setCode(own, `require("./${own}.js");`);
  }

  /** Flags that say to each of these on which platform it is, or that its job is to run once more. */
  function configured(key: "platform" | "run", ...cases: string[]): string[] {
    const settings = cases.flatMap((which) =>
      key === "run"
        ? PLATFORMS.map((platform) => `${which}-${platform}:run=2`)
        : // TI-ONE is where the example runs when nothing is said.
          [`${which}-modelarts:platform=modelarts`],
    );
    return settings.flatMap((setting) => ["--config", setting]);
  }

  function spoil(which: string, platform: PlatformName, fault: object): Promise<unknown> {
    const aim = { action: EXAMPLES[platform].register, times: 1, containing: `"sft-${which}-${platform}"` };
    return fleet.stack.ask("POST", "faults", { ...aim, ...fault });
  }

  function failWhileRunning(which: string, platform: PlatformName): Promise<unknown> {
    const [running, failed] = EXAMPLES[platform].states;
    const timeline = [
      { state: running, ms: FAILS_AFTER_MS },
      { state: failed, reason: "CUDA out of memory" },
    ];
    return fleet.stack.ask("POST", "scenario", { match: { name: `sft-${which}-${platform}-*` }, timeline });
  }

  async function seen(run: Awaited<ReturnType<Fleet["up"]>>): Promise<Moment> {
    const [models, sources, groups] = await Promise.all([
      fleet.rows("TrainingModelVersion"),
      fleet.rows("TrainingJob"),
      fleet.rows("ResourceGroupRef"),
    ]);
    const jobs = (await Promise.all(PLATFORMS.map((platform) => fleet.jobs(platform)))).flat();
    return { ...run, models, sources, groups, jobs, requests: await fleet.stack.requests() };
  }

  const isInDoubt = ({ id = "" }: Row) => id.startsWith("pending:");

  for (const platform of PLATFORMS) {
    describe(`on ${platform}`, () => {
      const { register, remove, group, status, artifact, versions } = EXAMPLES[platform];
      const isHere = ({ urn }: Row) => urn.endsWith(`-${platform}`);
      const find = (rows: readonly Row[], resource: string) =>
        rows.find(({ urn }) => urn.endsWith(`::${resource}-${platform}`));
      const modelOf = (moment: Moment, which: string) => {
        const row = find(moment.models, `sft-${which}`);
        assert.ok(row, `no version of ${which}:\n${moment.output}`);
        return row;
      };
      const jobIdOf = (moment: Moment, which: string) => find(moment.sources, `sft-${which}`)?.outputs.jobId;
      const count = ({ requests }: Moment, action: string) =>
        requests.filter((request) => request.action === action && request.committed).length;
      /** The versions that a state had. */
      const idsIn = (...moments: readonly Moment[]) =>
        new Set(
          moments.flatMap(({ models }) => models.filter((row) => isHere(row) && !isInDoubt(row)).map(({ id }) => id)),
        );
      /** Each registration made a version that is in the state, or was: then nothing was registered twice. */
      const assertNoneTwice = () => {
        assert.equal(count(first, register), idsIn(first).size);
        assert.equal(count(trained, register), idsIn(first, trained).size);
        assert.equal(count(destroyed, register), idsIn(first, trained).size);
      };
      const jobsOf = ({ jobs }: Moment, which: string) =>
        jobs.filter(({ name }) => name.startsWith(`sft-${which}-${platform}-`));

      /** One version, its id in the state, and nothing more to do. */
      function assertSettled(which: string): void {
        assert.equal(modelOf(first, which).outputs.status, "ready");
        assertNoneTwice();
        assert.equal(second.code, 0, second.output);
        assert.equal(second.requests.length, first.requests.length);
        assert.equal(modelOf(trained, which).id, modelOf(first, which).id);
        assert.equal(find(destroyed.models, `sft-${which}`), undefined);
        assert.equal(count(destroyed, remove), idsIn(first, trained).size);
      }

      it("registers what the job wrote, registers anew what a new job wrote, and leaves nothing behind", () => {
        const reference = find(first.groups, "pool-good");
        assert.deepEqual([reference?.id, reference?.outputs.status], [group, "ready"]);
        const { id, outputs } = modelOf(first, "good");
        const [job, ...others] = jobsOf(first, "good");
        assert.deepEqual([job?.id, others], [jobIdOf(first, "good"), []]);
        assert.equal(id, outputs.versionId);
        assert.deepEqual([outputs.status, outputs.platformStatus], ["ready", status]);
        assert.match(String(outputs.artifactPath), artifact);
        assert.equal(outputs.version, versions[0]);
        // Where it comes from: which job, which run of which resource, which image.
        assert.deepEqual([outputs.sourceJobId, outputs.sourceMarker], [job?.id, job?.marker]);
        assert.match(String(outputs.sourceImage), /1\.4$/);
        // The job had ended well before anything was registered.
        assert.equal(job?.live, false);

        assert.equal(second.code, 0, second.output);
        assert.equal(second.requests.length, first.requests.length);
        assert.equal(refreshed.code, 0, refreshed.output);
        assert.equal(modelOf(refreshed, "good").id, id);

        const next = modelOf(trained, "good");
        assert.notEqual(next.id, id);
        assert.equal(next.outputs.version, versions[1]);
        assert.notEqual(jobIdOf(trained, "good"), job.id);
        assert.equal(next.outputs.sourceJobId, jobIdOf(trained, "good"));
        assertNoneTwice();
        assert.equal(count(trained, remove), 1);

        assert.equal(count(destroyed, remove), idsIn(first, trained).size);
        // All that is left is in doubt.
        const left = find(destroyed.models, "sft-request-lost");
        const rows = [...destroyed.models, ...destroyed.groups, ...destroyed.sources].filter(isHere);
        const isOfDoubt = (name: string) => left !== undefined && name.includes("-request-lost-");
        assert.deepEqual(
          rows.filter(({ urn }) => !isOfDoubt(urn)),
          [],
        );
        assert.deepEqual(
          destroyed.jobs.filter((job) => job.platform === platform && !isOfDoubt(job.name)),
          [],
        );
      });

      it("registers nothing when the job fails, and says why", () => {
        assert.notEqual(trained.code, 0);
        const said = trained.said(`sft-fails-${platform}`);
        assert.match(
          said,
          new RegExp(
            `TrainingModelVersion "sft-fails-${platform}": its source job \\S+ failed.*\\(F(AILED|ailed)\\)`,
            "s",
          ),
        );
        assert.match(said, /Nothing was registered\. Run the job again/);
        if (platform === "tione") assert.match(said, /CUDA out of memory/);
        assertNoneTwice();
        assert.equal(find(trained.models, "sft-fails"), undefined);
      });

      it("keeps the version of the last good run until a new one is registered", () => {
        assert.notEqual(jobsOf(trained, "kept").at(-1)?.id, jobIdOf(first, "kept"));
        assert.match(
          trained.said(`sft-kept-${platform}`),
          new RegExp(`TrainingModelVersion "sft-kept-${platform}": its source job \\S+ failed`),
        );
        assert.equal(modelOf(trained, "kept").id, modelOf(first, "kept").id);
        assertNoneTwice();
        // That of the good run, which has another now.
        assert.equal(count(trained, remove), 1);
      });

      it("registers once when the reply is lost", () => {
        assertSettled("reply-lost");
      });

      it("registers once when the request is lost", () => {
        const row = modelOf(first, "request-lost");
        if (!isInDoubt(row)) return assertSettled("request-lost");
        // No refusal of a second version is documented: nothing is sent again before the request can no longer arrive.
        const name = `sft-request-lost-${platform}`;
        assert.match(
          first.said(name),
          new RegExp(`whether version v1 of model "${name}" exists is not known.*from 5m30s after the request on`, "s"),
        );
        assert.match(trained.said(name), /is not known/);
        assert.ok(isInDoubt(modelOf(trained, "request-lost")));
        assertNoneTwice();
        const lost = trained.requests.filter(({ action, committed }) => action === register && !committed);
        assert.equal(lost.length, 1);
      });

      it("registers once when the provider is killed between the request and its answer", () => {
        assert.notEqual(killed.code, 0);
        assertSettled("killed");
      });
    });
  }
});
