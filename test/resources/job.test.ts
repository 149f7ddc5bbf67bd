import assert from "node:assert/strict";
import type { Completion, Context } from "../../src/engine/resource";
import type { Properties } from "../../src/engine/values";
import type { JobState } from "../../src/jobs/job";
import type { Journal } from "../../src/jobs/journal";
import { markerOf, suffixOf } from "../../src/jobs/marker";
import { createIo } from "../../src/net/io";
import { findPlatform } from "../../src/platforms/registry";
import { tione } from "../../src/platforms/tione";
import { PriceBook } from "../../src/pricing/book";
import { trainingJob } from "../../src/resources/job";
import { migrate, type JobOutputs } from "../../src/resources/job-record";
import { jobGeneration } from "../../src/resources/job-request";
import { originOf } from "../../src/resources/origin";
import { samples } from "../conformance/samples";
import { fakeClock, type FakeClock } from "../fake-clock";
import { Cloud } from "../jobs/cloud";

const URN = "urn:pulumi:dev::fleet::pulumi-nodejs:dynamic/training:TrainingJob::sft";
const MARKER = "abcdefghijklmnopqrst";

describe("a training job", () => {
  const { connect } = tione;
  after(() => {
    tione.connect = connect;
  });

  let cloud: Cloud;
  let clock: FakeClock;
  beforeEach(() => {
    cloud = new Cloud();
    clock = fakeClock();
    cloud.api.stop = async (id) => {
      for (const job of cloud.jobs) if (job.id === id) job.state = "stopped";
    };
    tione.connect = () => ({ jobs: cloud.api });
  });

  function define() {
    const io = createIo({
      clock,
      env: () => ({ TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE", TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY" }),
      random: () => 0.5,
      write: () => {},
    });
    const nothing = async () => undefined;
    const none = async () => [];
    const journal: Journal = { read: nothing, ofResource: none, all: none, write: nothing, remove: nothing };
    return trainingJob({ io, journal, backend: "", isAlive: () => false, prices: new PriceBook(clock) });
  }

  const inputs = { platform: "tione", region: "ap-guangzhou", spec: samples["tione"]?.spec ?? {} };
  const row = (jobId: string, status: JobState): JobOutputs =>
    migrate({ ...inputs, jobId, name: "sft", marker: MARKER, status, platformStatus: status });
  const note = () => {};
  const context: Context<JobOutputs> = {
    urn: URN,
    organization: "organization",
    label: 'TrainingJob "sft"',
    retains: false,
    signal: new AbortController().signal,
    config: () => undefined,
    keep: () => {},
    report: () => {},
    note,
  };

  const { marker: ownMarker, resource } = originOf(markerOf(context, jobGeneration(inputs)), context, { backend: "" });
  const states = () => cloud.jobs.map(({ state }) => state);

  it("that another machine submitted for this very program is taken over, and an old row of it dropped", async () => {
    const id = cloud.add(`sft-${suffixOf(ownMarker)}`, ownMarker, "running", { resource });
    const definition = define();
    assert.equal((await clock.settle(definition.create(inputs, context))).id, id);
    assert.deepEqual(states(), ["running"]);
    await clock.settle(definition.delete({ id, outputs: row(id, "running") }, context));
    assert.deepEqual(states(), ["running"]);
  });

  it("of an earlier program that no row holds is ended before another is submitted", async () => {
    cloud.add("sft-before", MARKER, "running", { resource });
    await clock.settle(define().create(inputs, context));
    assert.deepEqual(states(), ["stopped", "running"]);
  });

  it("of an earlier program goes on where this one says `retainOnDelete`", async () => {
    cloud.add("sft-before", MARKER, "running", { resource });
    await clock.settle(define().create(inputs, { ...context, retains: true }));
    assert.deepEqual(states(), ["running", "running"]);
  });

  it("is not submitted while nobody knows whether one of the program before was", async () => {
    const pending = { ...row("", "unknown"), pendingSince: new Date(cloud.serverNow).toISOString() };
    const changed = { ...inputs, trigger: "2" };
    const updating = clock.settle(define().update({ id: `pending:${MARKER}`, outputs: pending }, changed, context));
    await assert.rejects(updating, /whether job "sft" exists is not known/);
    assert.deepEqual(states(), []);
  });

  it("has the price of its machines, also where nobody knew at first whether it was submitted", async () => {
    const machines = findPlatform("tione")?.job.machines(inputs.spec) ?? [];
    const prices = JSON.stringify(machines.map(({ machine }) => ({ platform: "tione", machine, yuanPerHour: 7 })));
    const priced = { ...context, config: (key: string) => (key === "training:prices" ? prices : undefined) };
    const name = `sft-${suffixOf(ownMarker)}`;
    cloud.add(name, ownMarker, "running", { resource });
    const pending = {
      ...row("", "unknown"),
      name,
      marker: ownMarker,
      pendingSince: new Date(cloud.serverNow).toISOString(),
    };
    const held = { id: `pending:${ownMarker}`, outputs: pending };
    const job = await clock.settle(define().update(held, inputs, priced));
    assert.deepEqual([job.jobId, job.price?.unit], ["job-1", "yuan"]);
    assert.ok(job.price && job.price.perHour >= 7);
    // What an adopted one was submitted as is not known, nor what that cost.
    const adopted = await clock.settle(define().update(held, { ...inputs, adoptJobId: "job-1" }, priced));
    assert.deepEqual([adopted.jobId, adopted.price], ["job-1", undefined]);
  });

  describe("that a refresh does not see", () => {
    const refresh = async () => {
      const found = await clock.settle(define().read({ id: "job-1", outputs: row("job-1", "running") }, context));
      return [found?.id, found?.outputs.status];
    };
    beforeEach(() => {
      cloud.add("sft", MARKER);
      cloud.isShown = false;
    });

    it("keeps its row, and is lost when a second look does not show it either", async () => {
      assert.deepEqual(await refresh(), ["job-1", "lost"]);
    });

    it("is what it was when a second look shows it", async () => {
      void clock.sleep(10_000).then(() => (cloud.isShown = true));
      assert.deepEqual(await refresh(), ["job-1", "running"]);
    });
  });

  it("of which nobody knows whether it was made is found out about before it is replaced", async () => {
    const difference = {
      urn: URN,
      organization: "organization",
      replaces: true,
      isPreview: false,
      retains: false,
      config: () => undefined,
      note,
    };
    assert.deepEqual(await define().attention(row("", "unknown"), inputs, difference), { resolve: true });
  });

  describe('whose record `deletionPolicy: "stop"` keeps', () => {
    const completion: Completion = {
      urn: URN,
      config: () => undefined,
      previous: {},
      configured: [],
      isPreview: false,
      note,
    };
    const olds = { ...inputs, deletionPolicy: "stop", name: "sft", trigger: "1" };
    const complete = async (more: Properties) => define().complete({ ...olds, ...more }, olds, completion);

    it("is not replaced under its fixed name, which the platform would refuse when it is stopped already", async () => {
      await assert.rejects(complete({ trigger: "2" }), /trigger changed.*keeps the name "sft"/);
    });

    it("may be replaced under another name, and where names may repeat", async () => {
      await complete({ trigger: "2", name: "sft-2" });
      cloud.api = { ...cloud.api, repeat: { kind: "fence", fenceMs: 330_000, serverTime: async () => 0 } };
      await complete({ trigger: "2" });
    });
  });
});
