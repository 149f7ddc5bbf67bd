import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startEmulator, type RunningEmulator } from "../../src/emulator";
import { openJournal, type JournalEntry } from "../../src/jobs/journal";
import { markerOf } from "../../src/jobs/marker";
import { systemClock } from "../../src/net/clock";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { findPlatform } from "../../src/platforms/registry";
import { originOf } from "../../src/resources/origin";
import { samples } from "../conformance/samples";
import { pulumiTraining, type Ending } from "./command";
import { exported, TYPE } from "./exported";

const SPEED = 600;
/** No process has a number this large. */
const GONE = 2 ** 30;

/** A machine with an emulator, a journal, and the command. */
class Machine {
  /** Of Qizhi's console, which lists jobs. */
  hasSession = true;

  private constructor(
    readonly folder: string,
    readonly emulator: RunningEmulator,
  ) {}

  static async start(): Promise<Machine> {
    const emulator = await startEmulator({ speed: SPEED });
    const machine = new Machine(await mkdtemp(join(tmpdir(), "orphans-")), emulator);
    await machine.control("scenario", { match: { name: "*" }, outcome: "runs-forever" });
    return machine;
  }

  async stop(): Promise<void> {
    await this.emulator.close();
    await rm(this.folder, { recursive: true });
  }

  get env(): NodeJS.ProcessEnv {
    return {
      ...this.emulator.env,
      HOME: this.folder,
      PULUMI_BACKEND_URL: `file://${this.folder}`,
      PULUMI_TRAINING_JOURNAL: join(this.folder, "journal"),
      ...(this.hasSession && { QIZHI_CONSOLE_SESSION: "a session of this test" }),
    };
  }

  /** Submits a job as the resource `name` of the stack does, and keeps nothing of it. */
  async submit(platformName: string, name: string, stack = "dev") {
    const sample = samples[platformName];
    const platform = findPlatform(platformName);
    assert.ok(sample && platform);
    const identity = { organization: "organization", urn: `urn:pulumi:${stack}::train::${TYPE}::${name}` };
    const origin = originOf(markerOf(identity, {}), identity, { backend: `file://${this.folder}` });
    const clock = systemClock(SPEED);
    const io = createIo({
      clock,
      env: () => this.env,
      random: Math.random,
      write: () => {},
      limiters: createLimiters(clock),
    });
    const project = platform.job.project?.(sample.spec);
    const { jobs } = platform.connect({ settings: {}, region: sample.region, ...(project && { project }) }, io);
    const suffix = origin.marker.slice(0, 8) + (platform.job.namesAreClaims ? origin.resource.slice(0, 8) : "");
    const order = { name: `${name}-${suffix}`, spec: sample.spec, ...origin };
    const outcome = await jobs.submit(order, { signal: new AbortController().signal, open: async () => {} });
    assert.equal(outcome.kind, "done", JSON.stringify(outcome));
    return { id: outcome.value, ...order, urn: identity.urn, region: sample.region, project };
  }

  remember(entry: Partial<JournalEntry> & Pick<JournalEntry, "marker" | "resource" | "name">): Promise<void> {
    const journal = openJournal(join(this.folder, "journal"));
    return journal.write({ attempt: 1, signedAt: "2026-03-01T08:00:00.000Z", pid: GONE, ...entry });
  }

  orphans(args: readonly string[], input?: string): Promise<Ending> {
    const piped = input === undefined ? {} : { input };
    return pulumiTraining(["orphans", ...args], { cwd: this.folder, env: this.env, ...piped });
  }

  /** Ids of the jobs that run, once everything that was asked has had its time. */
  async live(): Promise<string[]> {
    await this.control("clock", { advanceMs: 600_000 });
    const jobs = (await this.control("jobs")) as { id: string; live: boolean }[]; // the emulator's own form
    return jobs.filter(({ live }) => live).map(({ id }) => id);
  }

  private async control(route: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.emulator.url}/_emulator/${route}`, {
      method: body ? "POST" : "GET",
      ...(body && { body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, route);
    return answer.json();
  }
}

describe("pulumi-training orphans, installed, on every platform at once", function () {
  this.timeout(120_000);
  const PLATFORMS = ["tione", "modelarts", "modelarts-v1", "qizhi"] as const;
  type Submitted = Awaited<ReturnType<Machine["submit"]>>;
  interface Jobs {
    readonly orphan: Submitted;
    readonly held: Submitted;
    /** Of another stack. */
    readonly foreign: Submitted;
  }
  let machine: Machine;
  const jobs = new Map<string, Jobs>();
  let listed: Ending;
  const listedAlone = new Map<string, Ending>();
  let stopped: Ending;
  let live: readonly string[];
  let listedAfter: Ending;

  before(async () => {
    machine = await Machine.start();
    for (const platform of PLATFORMS) {
      const orphan = await machine.submit(platform, `sft-${platform}`);
      const held = await machine.submit(platform, `eval-${platform}`);
      const foreign = await machine.submit(platform, `sft-${platform}`, "prod");
      jobs.set(platform, { orphan, held, foreign });
    }
    const rows = PLATFORMS.map((platform) => {
      const { held } = jobsOf(platform);
      const inputs = { platform, region: held.region, spec: held.spec };
      return { name: `eval-${platform}`, id: held.id, inputs, outputs: { jobId: held.id, marker: held.marker } };
    });
    const state = exported({ rows, providers: { default: {} } });

    listed = await machine.orphans(["--json"], state);
    for (const platform of PLATFORMS) {
      const { region, project } = jobsOf(platform).orphan;
      const place = ["--platform", platform, "--region", region, ...(project ? ["--project", project] : [])];
      listedAlone.set(platform, await machine.orphans(place));
    }
    stopped = await machine.orphans(["--stop"], state);
    live = await machine.live();
    listedAfter = await machine.orphans([], state);
  });
  after(() => machine.stop());

  function jobsOf(platform: string): Jobs {
    const found = jobs.get(platform);
    assert.ok(found);
    return found;
  }

  for (const platform of PLATFORMS) {
    it(`lists the jobs of ${platform} that the state does not hold, and stops them`, () => {
      const { orphan, held, foreign } = jobsOf(platform);
      assert.deepEqual([listed.code, listed.err], [1, ""]);
      const all = JSON.parse(listed.out) as Record<string, unknown>[]; // asserted below
      const [found, ...others] = all.filter((each) => each.platform === platform);
      assert.ok(found);
      const { createdAt, state: jobState, consoleUrl: _, project: __, workspace: ___, ...told } = found;
      assert.match(String(createdAt), /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
      assert.match(String(jobState), /^(queued|starting|running)$/);
      assert.deepEqual(
        [told, others],
        [
          {
            platform,
            region: orphan.region,
            jobId: orphan.id,
            name: orphan.name,
            // Qizhi's names have no room for it.
            ...(platform !== "qizhi" && { stack: orphan.marker.slice(12) }),
            resource: { urn: orphan.urn, stack: "dev", project: "train", name: `sft-${platform}` },
          },
          [],
        ],
      );

      assert.deepEqual([stopped.code, stopped.err], [0, ""]);
      assert.match(stopped.out, new RegExp(`^job ${orphan.id} (was asked to stop|has stopped)$`, "m"));
      const left = [orphan, held, foreign].map(({ id }) => live.includes(id));
      assert.deepEqual(left, [false, true, true]);
      assert.deepEqual(listedAfter, { code: 0, out: "no orphans found\n", err: "" });
    });

    it(`finds jobs on ${platform} with nothing but credentials`, () => {
      const { code, out, err } = listedAlone.get(platform) ?? {};
      assert.deepEqual([code, err], [1, ""]);
      for (const { id } of Object.values(jobsOf(platform))) assert.match(out ?? "", new RegExp(`^.* ${id} .*$`, "m"));
      assert.match(out ?? "", /\n.*Some may be in a state that was not given/);
    });
  }
});

describe("pulumi-training orphans, installed", function () {
  this.timeout(60_000);
  let machine: Machine;
  beforeEach(async () => {
    machine = await Machine.start();
  });
  afterEach(() => machine.stop());

  it("knows a job of Qizhi by the journal alone without a session, and stops it when it is named", async () => {
    machine.hasSession = false;
    const { id, region, name, marker, resource, urn } = await machine.submit("qizhi", "sft");
    await machine.remember({ name, marker, resource, urn, jobId: id, place: { platform: "qizhi", region } });
    const listed = await machine.orphans([]);
    assert.deepEqual([listed.code, listed.err], [1, ""]);
    assert.match(listed.out, new RegExp(`^qizhi +${region} +${id} +${name} .*dev/train sft$`, "m"));
    assert.equal((await machine.orphans(["--stop"])).code, 2);
    assert.deepEqual(await machine.live(), [id]);
    assert.equal((await machine.orphans(["--stop", id])).code, 0);
    assert.deepEqual(await machine.live(), []);
  });

  it("says in one sentence what is wrong with a call", async () => {
    for (const [args, input, sentence] of [
      [[], undefined, /^pulumi-training: no place to look is known: .*\n$/],
      [[], "no state", /^pulumi-training: standard input is not an exported state: .*\n$/],
      [["--stopp"], undefined, /^error: unknown option '--stopp'\n/],
    ] as const) {
      const { code, out, err } = await machine.orphans(args, input);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, sentence);
    }
  });

  it("says how it is called", async () => {
    const { code, out } = await machine.orphans(["--help"]);
    assert.equal(code, 0);
    assert.match(out, /\$ pulumi stack export \| npx pulumi-training orphans\n/);
  });

  it("tells what a platform refused, without a stack trace or a credential", async () => {
    const args = ["orphans", "--platform", "tione", "--region", "ap-guangzhou"];
    const env = { HOME: machine.folder, PULUMI_TRAINING_JOURNAL: join(machine.folder, "journal") };
    const { code, out, err } = await pulumiTraining(args, { cwd: machine.folder, env });
    assert.deepEqual([code, out], [1, ""]);
    assert.match(err, /^pulumi-training: tione in ap-guangzhou: .*TENCENTCLOUD_SECRET_ID.*\n$/);
  });
});
