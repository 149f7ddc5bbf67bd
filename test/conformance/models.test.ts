import assert from "node:assert/strict";
import { createServer, request as send, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { startEmulator } from "../../src/emulator";
import type { Holder, JobSnapshot } from "../../src/jobs/job";
import type { ModelApi, ModelDraft, ModelRequest, ModelSnapshot } from "../../src/jobs/models";
import { ownershipOf } from "../../src/jobs/ownership";
import { systemClock } from "../../src/net/clock";
import { PlatformError } from "../../src/net/errors";
import { createIo } from "../../src/net/io";
import { createLimiters } from "../../src/net/limiter";
import { platforms } from "../../src/platforms/registry";
import { openGate } from "../gates";
import { samples, type Recorded } from "./samples";

const SPEED = 600;
const [OURS, THEIRS] = ["abcdefghijklmnopqrst", "bcdefghijklmnopqrstu"] as const;
const RESOURCE = "abcdefghijkl";
const A_DAY_MS = 86_400_000;
const AN_IMPORT_MS = 60_000;
const LATER = "2099-01-01T00:00:00.000Z";

describe("registries of models", () => {
  it("are where the samples say, and nowhere else", () => {
    const having = platforms.filter(({ model }) => model).map(({ name }) => name);
    assert.deepEqual(
      having,
      Object.keys(samples).filter((name) => samples[name]?.model),
    );
    const io = createIo({ clock: systemClock(), env: () => ({}), random: Math.random, write: () => {} });
    for (const platform of platforms) {
      const { models } = platform.connect({ settings: {}, region: "" }, io);
      assert.equal(models !== undefined, platform.model !== undefined, platform.name);
    }
  });
});

for (const platform of platforms) {
  const sample = samples[platform.name];
  assert.ok(sample, `test/conformance/samples.ts has nothing for ${platform.name}`);
  const { model } = sample;
  if (!model) continue;

  describe(`${platform.title}'s registry of models keeps the promises of the port`, function () {
    this.timeout(60_000);
    let emulator: Awaited<ReturnType<typeof startEmulator>>;
    let api: ModelApi<object>;
    let source: JobSnapshot;

    const connectTo = (env: Readonly<Record<string, string>>, endpoint?: string) => {
      const clock = systemClock(SPEED);
      const limiters = createLimiters(clock);
      const io = createIo({ clock, env: () => env, random: Math.random, write: () => {}, limiters });
      const { jobs, models } = platform.connect(
        { settings: { ...(endpoint && { endpoint }) }, region: sample.region },
        io,
      );
      assert.ok(models);
      return { jobs, models };
    };
    const control = async (route: string, body?: object): Promise<unknown> => {
      const answer = await fetch(`${emulator.url}/_emulator/${route}`, {
        method: body ? "POST" : "GET",
        ...(body && { body: JSON.stringify(body) }),
      });
      assert.ok(answer.ok, await answer.clone().text());
      return answer.json();
    };
    const fault = (call: keyof typeof model.actions, fault: string, more: object = {}) =>
      control("faults", { action: model.actions[call], times: 1, fault, ...more });
    const pass = (advanceMs: number) => control("clock", { advanceMs });
    const requests = async () => (await control("requests")) as { action: string; committed: boolean }[];
    const commits = async () => (await requests()).filter(({ committed }) => committed).length;

    /** A job that ended well. */
    const finished = async (name: string, spec: object): Promise<JobSnapshot> => {
      const { jobs } = connectTo(emulator.env);
      const outcome = await jobs.submit({ name, spec, marker: OURS, resource: RESOURCE }, openGate);
      assert.equal(outcome.kind, "done", JSON.stringify(outcome));
      await pass(A_DAY_MS);
      const snapshot = (await jobs.describe([outcome.value])).get(outcome.value);
      assert.equal(snapshot?.status, "succeeded");
      return snapshot;
    };
    const draft = (spec: object, more: Partial<ModelRequest<object>> = {}): Promise<ModelDraft<object>> =>
      api.draft({ spec, source, marker: OURS, ...more });
    const submit = async (wanted: ModelDraft<object>, marker: string = OURS): Promise<string> => {
      const outcome = await api.submit({ draft: wanted, marker, resource: RESOURCE }, openGate);
      assert.equal(outcome.kind, "done", JSON.stringify(outcome));
      return outcome.value;
    };
    const see = async (id: string): Promise<ModelSnapshot | undefined> => (await api.describe([id])).get(id);
    /** A version of a new model, imported. */
    const registered = async (name: string, marker: string = OURS) => {
      const id = await submit(await draft(model.first(name), { marker }), marker);
      await pass(AN_IMPORT_MS);
      const snapshot = await see(id);
      assert.equal(snapshot?.status, "ready");
      return { id, modelId: snapshot.modelId, further: model.further({ id: snapshot.modelId, name }) };
    };
    const remove = (id: string, modelId: string, more: { withModel?: boolean; withArtifacts?: boolean } = {}) =>
      api.delete(id, { withModel: false, withArtifacts: false, ...more, modelId });
    const markers = (holders: readonly Holder[]) => holders.map(({ marker }) => marker);

    // At 600 times the pace an import is over before anybody sees it: here the test says when time passes.
    before(async () => {
      emulator = await startEmulator({ speed: 1 });
    });
    beforeEach(async () => {
      await control("reset", {});
      await control("switches", { tokenBucket: false });
      api = connectTo(emulator.env).models;
      source = await finished("trained", model.job);
    });
    after(() => emulator.close());

    describe("drafting", () => {
      it("takes files and trace from the job, chooses the first label, and only reads", async () => {
        const before = await commits();
        const made = await draft(model.first("resnet"));
        assert.deepEqual(
          [made.modelName, made.version, made.artifactPath, made.sourceJobId, made.modelId],
          ["resnet", model.labels[0], model.path(source.jobId), source.jobId, undefined],
        );
        assert.equal(await commits(), before);
      });

      it("counts labels on, and takes the one that the spec or an earlier try chose", async () => {
        const { further } = await registered("resnet");
        const version = async (more: object, request: Partial<ModelRequest<object>> = {}) =>
          (await draft({ ...further, ...more }, { marker: THEIRS, ...request })).version;
        assert.equal(await version({}), model.labels[1]);
        assert.equal(await version({ [model.label]: model.labels[0] }), model.labels[0]);
        assert.equal(await version({}, { version: model.labels[0] }), model.labels[0]);
      });

      it("takes no model for another whose name only begins alike", async () => {
        await registered("resnet-50", THEIRS);
        const wanted = await draft(model.first("resnet"));
        assert.equal(wanted.version, model.labels[0]);
        assert.deepEqual(await api.find(wanted, OURS, new Date().toISOString()), []);
      });

      it("puts what replaces a version beside it, in the model that the first one made", async () => {
        const { id, modelId } = await registered("resnet");
        const first = await draft(model.first("resnet"), { version: model.labels[0] });
        const next = await draft(model.first("resnet"), { replaces: id, ownModelId: modelId });
        assert.deepEqual([next.version, next.ownsModel], [model.labels[1], first.ownsModel]);
        await submit(next);
        await remove(id, modelId, { withModel: true });
        assert.equal(
          (await draft(model.further({ id: modelId, name: "resnet" }), { marker: THEIRS })).modelName,
          "resnet",
        );
      });

      it("needs the files from the spec when there is no job, and says so", async () => {
        const [member, value, path] = model.files;
        const spec = model.first("resnet");
        const before = (await requests()).length;
        await assert.rejects(api.draft({ spec, marker: OURS }), (error) => saysWhatToGive(error, member));
        assert.equal((await requests()).length, before);
        const made = await api.draft({ spec: { ...spec, [member]: value }, marker: OURS });
        assert.deepEqual([made.artifactPath, made.sourceJobId], [path, undefined]);
        assert.equal((await see(await submit(made)))?.artifactPath, path);
      });

      it("refuses a job that wrote nothing, and says what to give", async () => {
        const [member, value, path] = model.files;
        const barren = await finished("barren", model.jobWithoutOutput);
        const before = await commits();
        await assert.rejects(draft(model.first("resnet"), { source: barren }), (error) =>
          saysWhatToGive(error, member),
        );
        assert.equal(await commits(), before);
        const helped = await draft({ ...model.first("resnet"), [member]: value }, { source: barren });
        assert.deepEqual([helped.artifactPath, helped.sourceJobId], [path, barren.jobId]);
      });
    });

    describe("registering", () => {
      it("is importing, then ready, with files, trace and time", async () => {
        const wanted = await draft(model.first("resnet"));
        const id = await submit(wanted);
        assert.equal((await see(id))?.status, "importing");
        await pass(AN_IMPORT_MS);
        const { status: state, modelName, version, artifactPath, sourceJobId, createdAt = "" } = (await see(id)) ?? {};
        assert.deepEqual(
          [state, modelName, version, artifactPath, sourceJobId],
          ["ready", "resnet", wanted.version, wanted.artifactPath, source.jobId],
        );
        assert.match(createdAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/);
      });

      it("of a directory that holds no model fails", async () => {
        const id = await submit(await draft(model.first("fails")));
        await pass(AN_IMPORT_MS);
        const { status: state, modelId = "" } = (await see(id)) ?? {};
        assert.equal(state, "failed");
        await remove(id, modelId, { withModel: true });
        assert.equal(await see(id), undefined);
      });

      it("refuses a label that is taken, and tells beforehand that it is somebody else's", async () => {
        const { id, further } = await registered("resnet", THEIRS);
        const twin = await draft({ ...further, [model.label]: model.labels[0] });
        const holders = await api.find(twin, OURS);
        assert.deepEqual(ownershipOf(holders, { marker: OURS, resource: RESOURCE }), {
          kind: "foreign",
          id,
          isTwin: false,
        });
        assert.equal(holders[0]?.isSettled, true);
        const before = await commits();
        const outcome = await api.submit({ draft: twin, marker: OURS, resource: RESOURCE }, openGate);
        assert.equal(outcome.kind, "refused");
        assert.equal(outcome.error.kind, "nameTaken");
        assert.equal(await commits(), before);
      });
    });

    describe("when the answer does not come", () => {
      for (const [words, fault_, isMade] of [
        ["the reply is lost before the platform acted", "drop-before-commit", false],
        ["the reply is lost after the platform acted", "drop-after-commit", true],
        ["the reply is cut off", "truncate", true],
        ["the reply is no JSON", "garbage", true],
        ["a gateway answers instead", "html-502", false],
        ["the platform fails inside", "http-500", false],
      ] as const) {
        it(`says "unknown" when ${words}, sends nothing again, and finds what there is`, async () => {
          const wanted = await draft(model.first("lost"));
          const since = new Date().toISOString();
          await fault("create", fault_);
          const outcome = await api.submit({ draft: wanted, marker: OURS, resource: RESOURCE }, openGate);
          assert.equal(outcome.kind, "unknown");
          assert.equal((await requests()).filter(({ action }) => action === model.actions.create).length, 1);
          assert.deepEqual(markers(await api.find(wanted, OURS, since)), isMade ? [OURS] : []);
        });
      }

      it("knows a new model by what is written into it, whoever asks and whenever", async () => {
        const id = await submit(await draft(model.first("marked"), { marker: THEIRS }), THEIRS);
        const wanted = await draft(model.first("marked"), { version: model.labels[0] });
        const since = new Date().toISOString();
        for (const request of [undefined, since, LATER]) {
          assert.deepEqual(markers(await api.find(wanted, THEIRS, request)), [THEIRS], request);
          // Of the same job, label and age, and yet not what came of our request.
          assert.deepEqual(
            ownershipOf(await api.find(wanted, OURS, request), { marker: OURS, resource: RESOURCE }),
            { kind: "foreign", id, isTwin: false },
            request,
          );
        }
      });

      it("knows a further version by its mark, or else by job, path and age", async () => {
        const { further } = await registered("resnet", THEIRS);
        const wanted = await draft(further);
        const since = new Date().toISOString();
        await fault("create", "drop-after-commit");
        assert.equal((await api.submit({ draft: wanted, marker: OURS, resource: RESOURCE }, openGate)).kind, "unknown");
        const mark = model.marksVersions ? OURS : undefined;
        assert.deepEqual(markers(await api.find(wanted, OURS, since)), [OURS]);
        assert.deepEqual(markers(await api.find(wanted, OURS)), [mark]);
        assert.deepEqual(markers(await api.find(wanted, OURS, LATER)), [mark]);
        for (const other of [{ artifactPath: `${wanted.artifactPath}other/` }, { sourceJobId: "another" }]) {
          assert.deepEqual(
            markers(await api.find({ ...wanted, ...other }, OURS, since)),
            [mark],
            JSON.stringify(other),
          );
        }
      });

      it("finds a further version nowhere whose request was lost, whatever else there is", async () => {
        const { further } = await registered("resnet", THEIRS);
        const wanted = await draft(further);
        const since = new Date().toISOString();
        await fault("create", "drop-before-commit");
        assert.equal((await api.submit({ draft: wanted, marker: OURS, resource: RESOURCE }, openGate)).kind, "unknown");
        assert.deepEqual(await api.find(wanted, OURS, since), []);
      });

      it("may be sent again at any time only where a second one of its kind is refused", async () => {
        const { repeat } = api;
        assert.ok(repeat && repeat.fenceMs > 0);
        assert.ok(Math.abs((await repeat.serverTime()) - Date.now()) < 60_000);
        const wanted = await draft(model.first("twice"));
        await submit(wanted);
        const again = await api.submit({ draft: wanted, marker: OURS, resource: RESOURCE }, openGate);
        assert.equal(again.kind, repeat.kind === "probe" ? "refused" : "done");
        if (again.kind === "refused") assert.equal(again.error.kind, "nameTaken");
      });

      it("goes on after it was throttled, and registers once", async () => {
        const wanted = await draft(model.first("throttled"));
        await fault("create", "throttle", { times: 2 });
        const id = await submit(wanted);
        await fault("describe", "throttle", { times: 2 });
        assert.equal((await see(id))?.versionId, id);
        assert.deepEqual(
          (await api.find(wanted, OURS)).map((holder) => holder.id),
          [id],
        );
      });
    });

    describe("looking", () => {
      it("leaves out the ids that the platform does not know", async () => {
        const first = await registered("one");
        const second = await registered("two");
        const unknown = first.id.replace(/\d(?=\D*$)/, (digit) => String((Number(digit) + 5) % 10));
        const ids = [first.id, unknown, second.id];
        assert.deepEqual([...(await api.describe(ids)).keys()].sort(), [first.id, second.id].sort());
      });

      for (const status of [401, 403, 404, 500, 502, 503]) {
        it(`does not take a page with status ${status} for the absence of a version`, async () => {
          const { id } = await registered("there");
          const server = await listen((_request, reply) =>
            reply.writeHead(status, { "content-type": "text/html" }).end("<html><title>no</title></html>"),
          );
          try {
            await assert.rejects(connectTo(sample.env, server.url).models.describe([id]), PlatformError);
          } finally {
            await server.close();
          }
        });
      }
    });

    describe("deleting", () => {
      it("takes exactly this version, and is as well done twice", async () => {
        const { id, modelId, further } = await registered("resnet");
        const second = await submit(await draft(further, { marker: THEIRS }), THEIRS);
        await remove(id, modelId);
        await remove(id, modelId);
        assert.deepEqual([...(await api.describe([id, second])).keys()], [second]);
      });

      it("takes the model too when asked, and only when nothing is left of it", async () => {
        const { id, modelId, further } = await registered("resnet");
        const second = await submit(await draft(further, { marker: THEIRS }), THEIRS);
        await remove(id, modelId, { withModel: true });
        assert.notEqual(await see(second), undefined);
        await remove(second, modelId, { withModel: true });
        await remove(second, modelId, { withModel: true });
        assert.equal(await isModelThere(further), false);
      });

      it("leaves a model that is not ours, with or without versions", async () => {
        const { id, modelId, further } = await registered("resnet");
        const isObject = (await draft(model.first("another"))).ownsModel;
        await remove(id, modelId);
        assert.equal(await isModelThere(further), isObject);
      });

      it("says about the files what it was asked, both ways, wherever they could go", async () => {
        assert.equal(model.deletesFiles !== undefined, platform.model?.deletesArtifacts === true);
        for (const withArtifacts of [true, false]) {
          const { id, modelId } = await registered(`with-files-${withArtifacts}`);
          const recorder = await record(emulator.url);
          try {
            const { models } = connectTo({ ...emulator.env, PULUMI_TRAINING_EMULATOR: recorder.url });
            await models.delete(id, { withModel: true, withArtifacts, modelId });
          } finally {
            await recorder.close();
          }
          assert.equal(await see(id), undefined);
          const said: readonly (boolean | string)[] = recorder.requests.flatMap(
            (request) => model.deletesFiles?.(request) ?? [],
          );
          // The version, then its model.
          assert.deepEqual(said, model.deletesFiles ? [withArtifacts, withArtifacts] : []);
        }
      });

      /** Whether a further version would be one of that model. */
      async function isModelThere(further: object): Promise<boolean> {
        try {
          return (await draft(further, { marker: THEIRS })).version !== model?.labels[0];
        } catch (error) {
          assert.ok(error instanceof PlatformError && error.kind === "notFound", String(error));
          return false;
        }
      }
    });

    it("calls wrong credentials by their name, and repeats none of them", async () => {
      const { id, modelId, further } = await registered("resnet");
      const wanted = await draft(further);
      const before = await commits();
      const { models } = connectTo(sample.env, emulator.url);
      const outcome = await models.submit({ draft: wanted, marker: OURS, resource: RESOURCE }, openGate);
      assert.ok(outcome.kind !== "done");
      const refusals = [
        outcome.error,
        await refusalOf(models.describe([id])),
        await refusalOf(models.find(wanted, OURS)),
        await refusalOf(models.draft({ spec: further, marker: OURS, source })),
        await refusalOf(models.delete(id, { withModel: true, withArtifacts: true, modelId })),
      ];
      for (const { kind, message, origin } of refusals) {
        assert.equal(kind, "auth", message);
        for (const secret of credentialsIn(sample.env))
          assert.ok(!`${message} ${JSON.stringify(origin)}`.includes(secret), message);
      }
      assert.equal(await commits(), before);
      assert.equal((await see(id))?.status, "ready");
    });
  });
}

function saysWhatToGive(error: unknown, member: string): true {
  assert.ok(error instanceof PlatformError, String(error));
  assert.equal(error.kind, "invalid");
  assert.match(error.message, new RegExp(`give \`?spec\\.${member}\\b`));
  return true;
}

async function refusalOf(work: Promise<unknown>): Promise<PlatformError> {
  const error: unknown = await work.then(
    () => assert.fail("it was not refused"),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PlatformError, String(error));
  return error;
}

/** A project's id is no secret. */
function credentialsIn(env: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) => (name.endsWith("_PROJECT_ID") ? [] : [value]));
}

interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

function listen(answer: RequestListener): Promise<Listening> {
  const server = createServer(answer);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return new Promise((resolve) =>
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as AddressInfo; // it listens on a port
      resolve({ url: `http://127.0.0.1:${port}`, close });
    }),
  );
}

/** Stands before the emulator, and keeps what it passes on. */
async function record(target: string): Promise<Listening & { readonly requests: readonly Recorded[] }> {
  const requests: Recorded[] = [];
  const server = await listen((request, reply) => {
    const { method = "", url = "", headers } = request;
    void text(request).then((body) => {
      requests.push({ method, url, headers, body });
      // `request` of node passes the host on as it was signed; `fetch` would not.
      const passed = send(`${target}${url}`, { method, headers }, (answer) => {
        reply.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(reply);
      });
      passed.end(body);
    });
  });
  return { ...server, requests };
}
