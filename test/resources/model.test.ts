import assert from "node:assert/strict";
import { Interrupted } from "../../src/engine/interruption";
import type { Context } from "../../src/engine/resource";
import type { JobState } from "../../src/jobs/job";
import type { Journal, JournalEntry } from "../../src/jobs/journal";
import type { ModelApi, ModelOrder, ModelRequest } from "../../src/jobs/models";
import { createIo } from "../../src/net/io";
import { tione } from "../../src/platforms/tione";
import type { TioneModelSpec } from "../../src/platforms/tione/models/schema";
import { PriceBook } from "../../src/pricing/book";
import { trainingModelVersion } from "../../src/resources/model";
import { migrateModel, type ModelInputs, type ModelOutputs } from "../../src/resources/model-record";
import { fakeClock, type FakeClock } from "../fake-clock";
import { Cloud } from "../jobs/cloud";

const URN = "urn:pulumi:dev::demo::pulumi-nodejs:dynamic/training:TrainingModelVersion::sft";
const MARKER = "mmmmmmmmmmmmmmmmmmmm";
const DIFFERENCE = {
  urn: URN,
  organization: "organization",
  replaces: false,
  isPreview: false,
  retains: false,
  config: () => undefined,
  note: () => {},
};
const SOURCE_MARKER = "abcdefghijklmnopqrst";

describe("a model version", () => {
  const { connect } = tione;
  after(() => {
    tione.connect = connect;
  });

  let cloud: Cloud;
  let clock: FakeClock;
  let journal: Map<string, JournalEntry>;
  let requests: ModelRequest<object>[];
  let orders: ModelOrder<object>[];
  let kept: ModelOutputs[];
  let interruption: AbortController;
  let region: string;
  let places = 0;
  beforeEach(() => {
    cloud = new Cloud();
    clock = fakeClock();
    journal = new Map();
    [requests, orders, kept] = [[], [], []];
    interruption = new AbortController();
    // Connections are kept for a process: each test has a place of its own.
    region = `place-${++places}-of-models`;
    tione.connect = () => ({ jobs: cloud.api, models: registry });
  });

  /** Registers at once whatever it is sent. */
  const registry: ModelApi<TioneModelSpec> = {
    looksPerSecond: 5,
    async draft(request) {
      requests.push(request);
      const { spec, source, version = "v1" } = request;
      const draft = { spec, modelName: "sft", version, artifactPath: "cos://b-1.r/runs/", ownsModel: true };
      return { ...draft, ...(source && { sourceJobId: source.jobId }) };
    },
    async submit(order, gate) {
      await gate.open();
      orders.push(order);
      return { kind: "done", value: "mv-1" };
    },
    describe: async (ids) =>
      new Map(
        ids.map((id) => [
          id,
          {
            versionId: id,
            modelId: "m-1",
            modelName: "sft",
            version: "v1",
            status: "ready",
            platformStatus: "STATUS_SUCCESS",
          },
        ]),
      ),
    find: async () => [],
    delete: async () => {},
  };

  const inputs = (more: Partial<ModelInputs> = {}): ModelInputs => ({
    platform: "tione",
    region,
    spec: { trainingModelName: "sft" },
    ...more,
  });

  function define() {
    const io = createIo({
      clock,
      env: () => ({ TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE", TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY" }),
      random: () => 0.5,
      write: () => {},
    });
    const pages: Journal = {
      read: async ({ marker }) => journal.get(marker),
      ofResource: async () => [...journal.values()],
      all: async () => [...journal.values()],
      write: async (entry) => void journal.set(entry.marker, entry),
      remove: async ({ marker }) => void journal.delete(marker),
    };
    return trainingModelVersion({
      io,
      journal: pages,
      backend: "",
      isAlive: () => false,
      prices: new PriceBook(clock),
    });
  }

  const context = (): Context<ModelOutputs> => ({
    urn: URN,
    organization: "organization",
    label: 'TrainingModelVersion "sft"',
    retains: false,
    signal: interruption.signal,
    config: () => undefined,
    keep: (_id, outputs) => void kept.push(outputs),
    report: () => {},
    note: () => {},
  });
  const create = (more: Partial<ModelInputs>) => clock.settle(define().create(inputs(more), context()));

  describe("that the platform does not show", () => {
    const { describe: show } = registry;
    afterEach(() => {
      registry.describe = show;
    });
    const row = (status: ModelOutputs["status"]) =>
      migrateModel({ ...inputs(), versionId: "mv-1", marker: SOURCE_MARKER, status });
    const read = (status: ModelOutputs["status"]) =>
      clock.settle(define().read({ id: "mv-1", outputs: row(status) }, context()));

    it("is believed to be gone at a second look, and the next up may register it anew", async () => {
      let looks = 0;
      registry.describe = async () => (looks++, new Map());
      const entry = { marker: SOURCE_MARKER, resource: "mmmmmmmmmmmm", name: "v1", attempt: 1, jobId: "mv-1" };
      journal.set(SOURCE_MARKER, { ...entry, signedAt: "2026-01-01T00:00:00.000Z" });
      assert.equal(await read("ready"), undefined);
      assert.deepEqual([looks, [...journal]], [2, []]);
    });

    it("stays when the second look shows it, and when no read has shown it yet", async () => {
      let looks = 0;
      registry.describe = async (ids) => (looks++ === 0 ? new Map() : show(ids));
      assert.equal((await read("ready"))?.outputs.status, "ready");
      registry.describe = async () => new Map();
      assert.equal((await read("unknown"))?.outputs.versionId, "mv-1");
    });
  });

  describe("of a source job", () => {
    /** Nothing was drafted, sent, remembered or kept. */
    const assertNothing = () => assert.deepEqual([requests, orders, [...journal], kept], [[], [], [], []]);
    const source = (state: JobState) => cloud.add("trained", SOURCE_MARKER, state);

    it("that ended well is registered at once, with where it comes from", async () => {
      const sourceJobId = source("succeeded");
      const { id, outputs } = await create({ sourceJobId });
      assert.equal(id, "mv-1");
      assert.equal(requests[0]?.source?.jobId, sourceJobId);
      assert.equal(orders[0]?.draft.sourceJobId, sourceJobId);
      assert.deepEqual(
        [outputs.status, outputs.sourceJobId, outputs.sourceMarker],
        ["ready", sourceJobId, SOURCE_MARKER],
      );
      assert.deepEqual(cloud.asked, ["describe 1", "find 1"]);
    });

    it("that runs is registered when it has ended well, not before", async () => {
      const sourceJobId = source("running");
      const made = define().create(inputs({ sourceJobId }), context());
      await clock.advance(3_600_000);
      assertNothing();
      cloud.jobs.forEach((job) => (job.state = "succeeded"));
      await clock.settle(made);
      assert.equal(orders.length, 1);
    });

    it("is registered also when nobody can tell whose job it is", async () => {
      cloud.api.find = () => Promise.reject(new Error("no look-up today"));
      const { outputs } = await create({ sourceJobId: source("succeeded") });
      assert.deepEqual([outputs.status, outputs.sourceMarker], ["ready", undefined]);
    });

    for (const state of ["stopped", "failed"] as const) {
      it(`that ${state} is not registered, and says why`, async () => {
        const sourceJobId = source(state);
        cloud.api.evidence = async () => ["pod worker-0: OOMKilled", "last line of the log"];
        await assert.rejects(create({ sourceJobId }), {
          message:
            `its source job ${sourceJobId} ${state} (${state.toUpperCase()})\n` +
            "  pod worker-0: OOMKilled\n  last line of the log\n" +
            "Nothing was registered. Run the job again (change its `trigger` or spec); the model version follows it.",
        });
        assertNothing();
      });
    }

    it("that failed is not registered when its evidence cannot be had either", async () => {
      cloud.api.evidence = () => Promise.reject(new Error("no logs today"));
      await assert.rejects(
        create({ sourceJobId: source("failed") }),
        /^Error: its source job job-1 failed \(FAILED\)\nN/,
      );
      assertNothing();
    });

    it("that the platform does not know is not waited for longer than a moment", async () => {
      const started = clock.now();
      await assert.rejects(create({ sourceJobId: "train-404" }), {
        message: `\`sourceJobId\`: TI-ONE has no job train-404 in ${region}`,
      });
      assert.ok(clock.now() - started <= 60_000);
      assertNothing();
    });

    it("that is lost while it runs is not registered", async () => {
      const sourceJobId = source("running");
      const made = define().create(inputs({ sourceJobId }), context());
      made.catch(() => {});
      await clock.advance(60_000);
      cloud.jobs.pop();
      await assert.rejects(clock.settle(made), /`sourceJobId`: TI-ONE has no job job-1/);
      assertNothing();
    });

    it("that takes longer than `timeouts.create` is not registered, and waited for again by the next up", async () => {
      const sourceJobId = source("running");
      const started = clock.now();
      await assert.rejects(create({ sourceJobId, timeouts: { create: "1h" } }), {
        message:
          /^waiting for job-1 to be succeeded: still running after 1h0m.*\.\nNothing was registered; run `pulumi up` again to go on waiting\.$/,
      });
      assert.equal(clock.now() - started, 3_600_000);
      assertNothing();
    });

    it("is not registered when the run is interrupted while it is waited for", async () => {
      const sourceJobId = source("running");
      const made = define().create(inputs({ sourceJobId }), context());
      made.catch(() => {});
      await clock.advance(60_000);
      interruption.abort(new Interrupted());
      await assert.rejects(clock.settle(made), {
        message:
          "interrupted while waiting for job job-1.\nNothing was registered; run `pulumi up` again to go on waiting.",
      });
      assertNothing();
      assert.equal(clock.sleepers, 0);
    });

    it("waits for none when the program names none", async () => {
      const { outputs } = await create({});
      assert.deepEqual([outputs.status, outputs.sourceJobId, cloud.asked], ["ready", undefined, []]);
    });
  });

  const row = (more: Partial<ModelOutputs>): ModelOutputs => ({ ...migrateModel(inputs()), ...more });

  describe("when nothing in the program changed", () => {
    const table: [row: Partial<ModelOutputs>, attention: unknown][] = [
      [{ status: "ready" }, undefined],
      [{ status: "importing" }, { update: true }],
      [{ status: "unknown" }, { update: true }],
      [{ status: "unknown", marker: MARKER, pendingSince: "2026-01-01T12:00:00.000Z" }, { resolve: true }],
      [{ status: "failed" }, { replace: "status" }],
      [{ status: "lost" }, { replace: "status" }],
    ];
    for (const [stored, attention] of table) {
      const wants = attention === undefined ? "is left alone" : `asks for ${JSON.stringify(attention)}`;
      it(`${wants} with ${JSON.stringify(stored)}`, async () => {
        assert.deepEqual(await define().attention(row(stored), inputs(), DIFFERENCE), attention);
      });
    }

    it("is looked at again when its row is of an age that nobody knows", async () => {
      const ancient = { platform: "tione" } as ModelOutputs; // rows are read from a file
      assert.deepEqual(await define().attention(ancient, inputs(), DIFFERENCE), { update: true });
    });
  });

  describe("when it is replaced", () => {
    const newModel = { trainingModelName: "sft" };
    const versionOf = { trainingModelId: "m-1" };
    const table: [what: string, olds: Partial<ModelOutputs>, news: Partial<ModelInputs>, isFirst: boolean][] = [
      ["stays until there is a new one, which gets the next label", { spec: versionOf }, { spec: versionOf }, false],
      ["stays also as the first version of its model", { spec: newModel }, { spec: newModel }, false],
      [
        "goes first when both are to have one label of one model",
        { spec: { ...versionOf, trainingModelVersion: "v4" } },
        { spec: { ...versionOf, trainingModelVersion: "v4" }, sourceJobId: "train-2" },
        true,
      ],
      [
        "goes first when the program now fixes the label that the platform gave it",
        { spec: versionOf },
        { spec: { ...versionOf, trainingModelVersion: "v4" } },
        true,
      ],
      [
        "goes first when the program now names its model by the id that it got",
        { spec: newModel },
        { spec: { ...versionOf, trainingModelVersion: "v4" } },
        true,
      ],
      [
        "stays when the label changes",
        { spec: { ...versionOf, trainingModelVersion: "v4" } },
        { spec: { ...versionOf, trainingModelVersion: "v5" } },
        false,
      ],
      [
        "stays when the model changes",
        { spec: { ...versionOf, trainingModelVersion: "v4" } },
        { spec: { trainingModelId: "m-2", trainingModelVersion: "v4" } },
        false,
      ],
      [
        "goes first on ModelArts too when both are to have one label",
        { platform: "modelarts", version: "1.0.0", spec: { modelName: "sft", modelVersion: "1.0.0" } },
        { platform: "modelarts", spec: { modelName: "sft", modelVersion: "1.0.0", runtime: "python3.7" } },
        true,
      ],
      [
        "stays when it is of another platform",
        { platform: "modelarts", spec: { modelName: "sft", modelVersion: "v4" } },
        { spec: { trainingModelName: "sft", trainingModelVersion: "v4" } },
        false,
      ],
      ["goes first when its import failed", { status: "failed", spec: versionOf }, { spec: versionOf }, true],
    ];
    for (const [what, olds, news, isFirst] of table) {
      it(what, () => {
        const seen = row({ modelId: "m-1", version: "v4", ...olds });
        assert.equal(define().deletesFirst(seen, inputs(news)), isFirst);
      });
    }

    it("stays when it was in another region", () => {
      const spec = { trainingModelName: "sft", trainingModelVersion: "v1" };
      assert.equal(define().deletesFirst(row({ spec, version: "v1", region: "elsewhere" }), inputs({ spec })), false);
    });

    it("is neither taken for the new one nor left alone in its model", async () => {
      const definition = define();
      const olds = row({ versionId: "mv-0", modelId: "m-1", status: "ready", ownsModel: true });
      const replacing = { ...context(), previous: olds };
      await clock.settle(definition.create(inputs({ extraSpec: { Note: "other" } }), replacing));
      assert.deepEqual([requests[0]?.replaces, requests[0]?.ownModelId], ["mv-0", "m-1"]);
    });

    it("leaves its model to itself when it did not make it, or the program names another", async () => {
      for (const [more, news] of [
        [{ ownsModel: false }, {}],
        [{ ownsModel: true }, { spec: { trainingModelName: "another" } }],
      ] as const) {
        const definition = define();
        const olds = row({ versionId: "mv-0", modelId: "m-1", status: "ready", ...more });
        const replacing = { ...context(), previous: olds };
        await clock.settle(definition.create(inputs({ extraSpec: { Note: "other" }, ...news }), replacing));
        assert.equal(requests.at(-1)?.ownModelId, undefined);
      }
    });
  });
});
