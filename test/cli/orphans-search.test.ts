import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { OrphansOptions } from "../../src/cli/orphans";
import { runOrphans, type Terminal } from "../../src/cli/orphans/run";
import type { Address } from "../../src/cli/orphans/search";
import type { Claim, JobApi, JobSnapshot, JobState } from "../../src/jobs/job";
import type { JournalEntry } from "../../src/jobs/journal";
import { markerOf } from "../../src/jobs/marker";
import type { Found } from "../../src/jobs/ownership";
import { PlatformError, type ErrorKind } from "../../src/net/errors";
import { findPlatform } from "../../src/platforms/registry";
import { originOf } from "../../src/resources/origin";
import { fakeClock } from "../fake-clock";
import { exported, secret, TYPE } from "./exported";

const BACKEND = "file:///states";
const refusal = (kind: ErrorKind, words: string) => new PlatformError(kind, words, { platform: "tione", action: "x" });

/** One run of the command: what the machine has, what it asked, what it printed. */
class Desk implements Terminal {
  readonly clock = fakeClock();
  readonly backend = BACKEND;
  readonly jobs: JobSnapshot[] = [];
  readonly entries: JournalEntry[] = [];
  readonly running = new Set<number>();
  readonly asked: string[] = [];
  readonly opened: Address[] = [];
  printed = "";
  warned = "";
  input: string | undefined;
  found: Found = { kind: "none" };
  fails: Error | undefined;
  refusals: Error[] = [];
  canList = true;
  canFilter = true;

  journal = { all: async () => this.entries };

  private api(): JobApi<object> {
    return {
      submit: () => assert.fail("orphans submits nothing"),
      idsPerDescribe: 50,
      looksPerSecond: 5,
      describe: async (ids) =>
        new Map(this.jobs.filter(({ jobId: id }) => ids.includes(id)).map((job) => [job.jobId, job])),
      stop: async (id) => {
        this.asked.push(`stop ${id}`);
        const error = this.refusals.shift();
        if (error) throw error;
        const index = this.jobs.findIndex((job) => job.jobId === id);
        const job = this.jobs[index];
        if (job) this.jobs[index] = { ...job, status: "stopping" };
      },
      ...(this.canList && {
        moving: async (stack?: string) => {
          this.asked.push(`moving ${stack ?? "any"}`);
          if (this.fails) throw this.fails;
          return this.jobs.filter(
            ({ claim }) => claim && (!stack || !this.canFilter || (claim.marker ?? "").endsWith(stack)),
          );
        },
      }),
    };
  }

  open(address: Address) {
    this.opened.push(address);
    const platform = findPlatform(address.platform);
    if (!platform) throw new Error(`this version of pulumi-training does not know the platform "${address.platform}"`);
    address.config?.("training:tione");
    const where = { settings: {}, region: address.region };
    return { platform, where, connection: { api: this.api(), find: async () => this.found } };
  }

  isAlive(pid: number): boolean {
    return this.running.has(pid);
  }

  async piped(): Promise<string | undefined> {
    return this.input;
  }

  print(text: string): void {
    this.printed += `${text}\n`;
  }

  warn(line: string): void {
    this.warned += `${line}\n`;
  }

  /** A job on the platform, made for a resource of a stack. */
  add(
    id: string,
    more: { name?: string; stack?: string; backend?: string; state?: JobState; claim?: Claim } = {},
  ): void {
    const { name = "sft", stack = "dev", backend = BACKEND, state = "running" } = more;
    const { marker, resource } = origin(name, stack, backend);
    const claim = more.claim ?? { marker, resource, isReleased: false };
    const createdAt = "2026-03-01T08:00:00Z";
    this.jobs.push({
      jobId: id,
      name: `${name}-${marker.slice(0, 8)}`,
      status: state,
      platformStatus: "X",
      outputPaths: [],
      createdAt,
      claim,
    });
  }

  /** What this machine remembers of a submission. */
  remember(jobId: string | undefined, more: Partial<JournalEntry> & { stack?: string; job?: string } = {}): void {
    const { stack = "dev", job = "sft", ...members } = more;
    const { marker, resource, urn } = origin(job, stack, BACKEND);
    const place = { platform: "tione", region: "ap-guangzhou" };
    const entry = { marker, resource, urn, place, name: `${job}-${marker.slice(0, 8)}`, attempt: 1, pid: 7 };
    this.entries.push({ ...entry, signedAt: "2026-03-01T08:00:00.000Z", ...(jobId && { jobId }), ...members });
  }

  run(options: Partial<OrphansOptions> = {}): Promise<number> {
    return runOrphans(options, this);
  }

  /** Ids in the table. */
  get listed(): string[] {
    return [...this.printed.matchAll(/^tione +\S+ +(\S+)/gm)].map(([, id = ""]) => id);
  }
}

function origin(name: string, stack: string, backend: string) {
  const identity = { organization: "organization", urn: `urn:pulumi:${stack}::train::${TYPE}::${name}` };
  return { urn: identity.urn, ...originOf(markerOf(identity, {}), identity, { backend }) };
}

const killed = exported({ pending: [{ name: "sft" }] });
const HELD = { name: "other", id: "train-9", outputs: { jobId: "train-9" } };

describe("pulumi-training orphans", () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });

  it("lists the jobs of the state's stack that no row holds, and says how to end them", async () => {
    desk.input = exported({ rows: [HELD], pending: [{ name: "sft" }] });
    desk.add("train-1");
    desk.add("train-9", { name: "other" });
    desk.add("train-3", { stack: "prod" });
    assert.equal(await desk.run(), 1);
    assert.equal(
      desk.printed,
      [
        "PLATFORM  REGION        JOB      NAME          STATE    CREATED               RESOURCE",
        `tione     ap-guangzhou  train-1  ${desk.jobs[0]?.name ?? ""}  running  2026-03-01T08:00:00Z  dev/train sft`,
        "To end one: `--stop` here, the platform's console, or `adoptJobId` in a program, then `pulumi up` and `pulumi destroy`.",
        "",
      ].join("\n"),
    );
    assert.equal(desk.warned, "");
  });

  it("finds none and ends with 0 when rows hold all of them", async () => {
    desk.input = exported({ rows: [HELD] });
    desk.add("train-9", { name: "other" });
    assert.equal(await desk.run(), 0);
    assert.equal(desk.printed, "no orphans found\n");
  });

  it("leaves a job to the row that still looks for it", async () => {
    const { marker } = origin("sft", "dev", BACKEND);
    desk.input = exported({ rows: [{ name: "sft", id: `pending:${marker}`, outputs: { jobId: "", marker } }] });
    desk.add("train-1");
    desk.remember("train-1");
    assert.equal(await desk.run(), 0);
  });

  it("takes several states together, and asks each place once", async () => {
    const files = mkdtempSync(join(tmpdir(), "orphans-"));
    const state = ["dev", "prod"].map((stack) => {
      const file = join(files, `${stack}.json`);
      writeFileSync(file, exported({ pending: [{ name: "sft", stack }] }));
      return file;
    });
    desk.add("train-1");
    desk.add("train-2", { stack: "prod" });
    desk.add("train-3", { stack: "test" });
    assert.equal(await desk.run({ state }), 1);
    rmSync(files, { recursive: true });
    assert.deepEqual(desk.listed, ["train-1", "train-2"]);
    assert.deepEqual(desk.asked, ["moving any"]);
  });

  it("knows jobs by the resource alone, where a platform has no room for the stack", async () => {
    desk.input = killed;
    for (const stack of ["dev", "prod"]) {
      const { marker, resource } = origin("sft", stack, BACKEND);
      const claim = { suffix: marker.slice(0, 8), resource: resource.slice(0, 8), isReleased: false };
      desk.add(`train-${stack}`, { stack, claim });
    }
    desk.canFilter = false;
    assert.equal(await desk.run(), 1);
    assert.deepEqual(desk.listed, ["train-dev"]);
  });

  it("lists jobs of other stacks with --all", async () => {
    desk.input = killed;
    desk.add("train-3", { stack: "prod" });
    assert.equal(await desk.run(), 0);
    assert.equal(await desk.run({ all: true }), 1);
    assert.deepEqual(desk.listed, ["train-3"]);
  });

  it("needs nothing but a place", async () => {
    desk.add("train-3", { stack: "prod" });
    assert.equal(await desk.run({ platform: "tione", region: "ap-guangzhou", profile: "ops" }), 1);
    assert.deepEqual(desk.listed, ["train-3"]);
    assert.match(desk.printed, /Some may be in a state that was not given/);
    assert.equal(desk.opened[0]?.config?.("training:tione"), '{"profile":"ops"}');
  });

  it("asks with the settings of the flags where the state has none any more, and says so without flags", async () => {
    desk.input = exported({ pending: [{ name: "sft" }], providers: {} });
    await desk.run();
    assert.match(
      desk.warned,
      /^the state no longer has the settings of "sft": tione is asked with those of the environment/,
    );
    desk.warned = "";
    await desk.run({ platform: "tione", region: "ap-shanghai", profile: "ops" });
    assert.equal(desk.warned, "");
    const told = desk.opened.slice(1).map(({ region, config }) => [region, config?.("training:tione")]);
    assert.deepEqual(told.slice(-2), [
      ["ap-guangzhou", '{"profile":"ops"}'],
      ["ap-shanghai", '{"profile":"ops"}'],
    ]);
  });

  it("prints JSON", async () => {
    desk.input = killed;
    desk.add("train-1");
    assert.equal(await desk.run({ json: true }), 1);
    const { marker, urn } = origin("sft", "dev", BACKEND);
    assert.deepEqual(JSON.parse(desk.printed), [
      {
        platform: "tione",
        region: "ap-guangzhou",
        jobId: "train-1",
        name: `sft-${marker.slice(0, 8)}`,
        state: "running",
        createdAt: "2026-03-01T08:00:00Z",
        stack: marker.slice(12),
        resource: { urn, stack: "dev", project: "train", name: "sft" },
      },
    ]);
    desk.jobs.length = 0;
    desk.printed = "";
    assert.equal(await desk.run({ json: true }), 0);
    assert.equal(desk.printed, "[]\n");
  });

  it("goes on when a place cannot be asked, and ends with 1", async () => {
    const prod = { name: "b", provider: "prod" };
    const settings = { prod: { "training:tione": secret({ ciphertext: "v1:x" }) }, default: {} };
    desk.input = exported({ rows: [prod], pending: [{ name: "sft" }], providers: settings });
    desk.add("train-1");
    assert.equal(await desk.run(), 1);
    assert.deepEqual(desk.listed, ["train-1"]);
    assert.match(desk.warned, /^tione in ap-guangzhou: the settings training:tione of provider "prod" are encrypted/);
    desk.fails = refusal("auth", "the key was refused");
    desk.printed = "";
    assert.equal(await desk.run(), 1);
    assert.equal(desk.printed, "");
    assert.match(desk.warned, /TI-ONE in ap-guangzhou: the key was refused/);
  });

  describe("with the journal of the machine", () => {
    it("lists what runs that ended early submitted, without any state", async () => {
      desk.remember("train-1");
      desk.remember("train-2", { job: "done", ended: "succeeded" });
      desk.remember("train-3", { job: "held", isHeld: true });
      for (const [id, name] of [
        ["train-1", "sft"],
        ["train-2", "done"],
        ["train-3", "held"],
      ] as const)
        desk.add(id, { name });
      assert.equal(await desk.run(), 1);
      assert.deepEqual(desk.listed, ["train-1"]);
      assert.match(desk.printed, /dev\/train sft/);
      assert.deepEqual(desk.asked, []);
    });

    it("lists one that a state held once and the given one does not", async () => {
      desk.input = killed;
      desk.canList = false;
      desk.add("train-3", { name: "held" });
      desk.remember("train-3", { job: "held", isHeld: true });
      assert.equal(await desk.run(), 1);
      assert.deepEqual(desk.listed, ["train-3"]);
      assert.match(desk.warned, /TI-ONE in ap-guangzhou shows jobs by their ids only/);
    });

    it("leaves out what has ended, and what a process is just submitting", async () => {
      desk.input = killed;
      desk.add("train-1", { state: "failed" });
      desk.remember("train-1");
      desk.add("train-2", { name: "now" });
      desk.remember("train-2", { job: "now", pid: 42 });
      desk.running.add(42);
      assert.equal(await desk.run(), 0);
      assert.match(desk.warned, /job "now-\w+" is left out: the process that submitted it still runs/);
    });

    it("finds the job of a submission without an answer", async () => {
      desk.add("train-1");
      desk.remember(undefined);
      desk.found = { kind: "ours", id: "train-1", others: [] };
      assert.equal(await desk.run(), 1);
      assert.deepEqual(desk.listed, ["train-1"]);
    });

    it("says of a submission without an answer that its job may exist, and stops nothing of it", async () => {
      desk.input = killed;
      desk.remember(undefined);
      assert.equal(await desk.run({ stop: true }), 1);
      assert.match(desk.printed, /tione +ap-guangzhou +\? +sft-\w+ +may exist .*dev\/train sft/);
      assert.match(desk.printed, /job "sft-\w+" was left as it is: look for "sft-\w+" in the platform's console/);
      assert.deepEqual(
        desk.asked.filter((call) => call.startsWith("stop")),
        [],
      );
    });

    it("does not count model versions", async () => {
      desk.remember("model-1", {
        urn: "urn:pulumi:dev::train::pulumi-nodejs:dynamic/training:TrainingModelVersion::m",
      });
      await assert.rejects(desk.run(), { name: "WrongCall" });
    });
  });

  describe("with --stop", () => {
    it("asks each to stop, and ends with 0", async () => {
      desk.input = exported({ rows: [HELD], pending: [{ name: "sft" }] });
      desk.add("train-1");
      desk.add("train-2", { name: "nobody-told-of-it" });
      desk.add("train-9", { name: "other" });
      assert.equal(await desk.run({ stop: true }), 0);
      assert.deepEqual(desk.asked.filter((call) => call.startsWith("stop")).sort(), ["stop train-1", "stop train-2"]);
      assert.match(desk.printed, /^job train-1 was asked to stop$/m);
    });

    it("asks again while the platform refuses it for now, for a minute", async () => {
      desk.input = killed;
      desk.add("train-1");
      desk.refusals = [refusal("notNow", "it is being submitted"), refusal("notNow", "it is being submitted")];
      assert.equal(await desk.clock.settle(desk.run({ stop: true })), 0);
      desk.refusals = Array.from({ length: 20 }, () => refusal("notNow", "it is being submitted"));
      assert.equal(await desk.clock.settle(desk.run({ stop: true })), 1);
      assert.match(desk.printed, /^job train-1 could not be stopped: it is being submitted$/m);
    });

    it("leaves a job that another state of the same names may have", async () => {
      desk.input = killed;
      desk.add("train-5", { backend: "file:///colleague" });
      assert.equal(await desk.run({ stop: true }), 1);
      assert.match(
        desk.printed,
        /^job train-5 was left as it is: it may belong to another state .*`--stop train-5` stops it/m,
      );
      assert.equal(await desk.run({ stop: ["train-5"] }), 0);
      assert.deepEqual(
        desk.asked.filter((call) => call.startsWith("stop")),
        ["stop train-5"],
      );
    });

    it("stops what is of the stack, where an organization tells stacks of one name apart", async () => {
      const identity = { organization: "acme", urn: `urn:pulumi:dev::train::${TYPE}::sft` };
      desk.input = exported({ pending: [{ name: "other", inputs: { __organization: "acme" } }] });
      desk.add("train-1", { claim: { marker: markerOf(identity, {}), isReleased: false } });
      assert.equal(await desk.run({ stop: true }), 0);
      assert.match(desk.printed, /^job train-1 was asked to stop$/m);
    });

    it("leaves a job that is younger than the file that tells of its stack", async () => {
      const folder = mkdtempSync(join(tmpdir(), "orphans-"));
      writeFileSync(join(folder, "dev.json"), killed);
      desk.add("train-1");
      desk.jobs[0] = { ...(desk.jobs[0] as JobSnapshot), createdAt: "2999-01-01T00:00:00Z" }; // it was just added
      assert.equal(await desk.run({ state: [join(folder, "dev.json")], stop: true }), 1);
      rmSync(folder, { recursive: true });
      assert.match(desk.printed, /was left as it is: it was made after a given file was written/);
    });

    it("leaves jobs of stacks whose state is not given, and what was let go", async () => {
      desk.input = killed;
      desk.add("train-3", { stack: "prod" });
      desk.add("train-4", { claim: { ...origin("sft", "dev", BACKEND), isReleased: true } });
      desk.add("train-6", { name: "retained" });
      desk.remember("train-6", { job: "retained", isHeld: true });
      assert.equal(await desk.run({ all: true, stop: true }), 1);
      assert.match(desk.printed, /^job train-3 was left as it is: the state of its stack is not given/m);
      assert.match(desk.printed, /^job train-4 was left as it is: it may have been let go on purpose/m);
      assert.match(desk.printed, /^job train-6 was left as it is: it may have been let go on purpose/m);
      assert.deepEqual(
        desk.asked.filter((call) => call.startsWith("stop")),
        [],
      );
    });

    it("does not stop what a given state holds, also when it is named", async () => {
      desk.input = exported({ rows: [HELD] });
      desk.add("train-9", { name: "other" });
      assert.equal(await desk.run({ stop: ["train-9"] }), 1);
      assert.match(
        desk.warned,
        /job train-9 is not among the orphans found: it may have ended, not be ours, or be in a given state/,
      );
      assert.deepEqual(
        desk.asked.filter((call) => call.startsWith("stop")),
        [],
      );
    });

    it("is refused without a state and without ids", async () => {
      desk.remember("train-1");
      await assert.rejects(desk.run({ stop: true }), {
        name: "WrongCall",
        message: /^--stop needs the state of a stack/,
      });
    });
  });

  describe("called wrongly", () => {
    for (const [how, options, message] of [
      ["with nothing to go by", {}, /^no place to look is known: pipe in `pulumi stack export`/],
      [
        "for a platform that is none",
        { platform: "sagemaker" },
        /^--platform is one of tione, modelarts, modelarts-v1, qizhi$/,
      ],
      ["with a region of nothing", { region: "x" }, /^--region needs --platform$/],
      ["without a region", { platform: "tione" }, /^--platform tione needs --region$/],
      ["with an address that is none", { platform: "tione", endpoint: "here" }, /^--endpoint must be a URL/],
      [
        "with a file that is not there",
        { state: ["/nowhere/dev.json"] },
        /^\/nowhere\/dev\.json cannot be read \(ENOENT\)$/,
      ],
    ] as const) {
      it(`${how}, it says so`, async () => {
        await assert.rejects(desk.run(options), { name: "WrongCall", message });
      });
    }

    it("with a state that tells of no job and nothing else, it says what to give", async () => {
      desk.input = exported({});
      await assert.rejects(desk.run(), { name: "WrongCall" });
      assert.match(desk.warned, /^standard input has no training job, not even one that was being made/);
    });
  });
});
