import assert from "node:assert/strict";
import type { Where } from "../../../src/jobs/platform";
import { systemClock } from "../../../src/net/clock";
import { createIo } from "../../../src/net/io";
import { createLimiters } from "../../../src/net/limiter";
import { tione } from "../../../src/platforms/tione";
import type { TioneJobSpec } from "../../../src/platforms/tione/jobs/schema";
import { tioneLookups } from "../../../src/platforms/tione/lookups";
import type { TioneModelSpec } from "../../../src/platforms/tione/models/schema";
import { TioneTester } from "../../emulator/tione-client";
import { openGate } from "../../gates";

const MARKER = "aaaabbbbccccddddeeee";
const RESOURCE = "ffffgggghhhh";
const HOUR_MS = 3_600_000;
const where: Where = { settings: {}, region: "ap-guangzhou" };
const job: TioneJobSpec = {
  chargeType: "POSTPAID_BY_HOUR",
  resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.S.2XLARGE16.POST", instanceNum: 1 }],
  frameworkName: "PYTORCH",
  frameworkEnvironment: "torch1.9-py3.8-cuda11.1-gpu",
  trainingMode: "DDP",
  output: { bucket: "ml-1250000000", paths: ["runs/"] },
};
const spec: TioneModelSpec = {
  trainingModelName: "resnet",
  reasoningEnvironmentSource: "CUSTOM",
  reasoningImageInfo: { imageType: "CCR", imageUrl: "ccr.ccs.tencentyun.com/vision-lab/serve:2026.09" },
};

describe("TI-ONE models, groups and look-ups against the emulator", function () {
  this.timeout(30_000);
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  function connect() {
    const clock = systemClock();
    const env = { PULUMI_TRAINING_EMULATOR: tester.emulator.url };
    const io = createIo({
      clock,
      env: () => env,
      random: () => 0,
      write: () => undefined,
      limiters: createLimiters(clock),
    });
    const { jobs, models, groups } = tione.connect(where, io);
    assert.ok(models && groups);
    return { jobs, models, groups, lookups: tioneLookups(where, io) };
  }
  /** A job that ended well. */
  async function trained({ jobs }: ReturnType<typeof connect>) {
    const outcome = await jobs.submit({ name: "sft", spec: job, marker: MARKER, resource: RESOURCE }, openGate);
    assert.equal(outcome.kind, "done", JSON.stringify(outcome));
    await tester.advance(HOUR_MS);
    const source = (await jobs.describe([outcome.value])).get(outcome.value);
    assert.equal(source?.status, "succeeded");
    return source;
  }

  it("make a model of a job's files, then a version of it, and remove exactly what they made", async () => {
    const place = connect();
    const { models } = place;
    const source = await trained(place);
    const draft = await models.draft({ marker: MARKER, spec, source });
    const made = await models.submit({ draft, marker: MARKER, resource: RESOURCE }, openGate);
    assert.equal(made.kind, "done", JSON.stringify(made));
    const read = async (id: string) => (await models.describe([id])).get(id);
    const first = await read(made.value);
    assert.equal(first?.status, "importing");
    await tester.advance(60_000);
    const ready = await read(made.value);
    assert.deepEqual(
      [ready?.status, ready?.version, ready?.artifactPath, ready?.sourceJobId],
      ["ready", "v1", source.outputPaths[0], source.jobId],
    );
    assert.deepEqual(
      (await models.find(draft, MARKER)).map(({ id, marker }) => [id, marker]),
      [[made.value, MARKER]],
    );

    const { trainingModelName: _, ...rest } = spec;
    const second = await models.draft({ marker: MARKER, spec: { ...rest, trainingModelId: first.modelId }, source });
    assert.deepEqual([second.version, second.modelName], ["v2", "resnet"]);
    const next = await models.submit({ draft: second, marker: MARKER, resource: RESOURCE }, openGate);
    assert.equal(next.kind, "done");
    const again = await models.submit({ draft: second, marker: MARKER, resource: RESOURCE }, openGate);
    assert.equal(again.kind === "refused" && again.error.kind, "nameTaken");

    const options = { withModel: true, withArtifacts: false, modelId: first.modelId };
    await models.delete(next.value, options);
    assert.deepEqual([...(await models.describe([made.value, next.value])).keys()], [made.value]);
    await models.delete(made.value, options);
    assert.equal(
      (await tester.call("DescribeTrainingModelVersions", { TrainingModelId: first.modelId })).code,
      "ResourceNotFound.NoModel",
    );
  });

  it("find the version whose reply was lost", async () => {
    const place = connect();
    const { models } = place;
    const source = await trained(place);
    const { model: modelId } = await tester.importModel();
    const { trainingModelName: _, ...rest } = spec;
    for (const wanted of [spec, { ...rest, trainingModelId: modelId }]) {
      const draft = await models.draft({ marker: MARKER, spec: wanted, source });
      const since = new Date(Number(await models.repeat?.serverTime())).toISOString();
      await tester.ordered("faults", { action: "CreateTrainingModel", times: 1, fault: "drop-after-commit" });
      assert.equal((await models.submit({ draft, marker: MARKER, resource: RESOURCE }, openGate)).kind, "unknown");
      const [holder] = await models.find(draft, MARKER, since);
      assert.equal(holder?.marker, MARKER);
      assert.equal((await models.describe([holder.id])).get(holder.id)?.version, draft.version);
    }
  });

  it("say whose a job is, also one whose tags could not be bound, and list those that have not ended", async () => {
    const { jobs } = connect();
    const order = { spec: job, marker: MARKER, resource: RESOURCE };
    await jobs.submit({ ...order, name: "tagged" }, openGate);
    await tester.ordered("switches", { tagBindingFails: true });
    assert.equal((await jobs.submit({ ...order, name: "bare" }, openGate)).kind, "unknown");
    await tester.ordered("switches", { tagBindingFails: false });
    await tester.create("theirs");
    const claim = { marker: MARKER, resource: RESOURCE, isReleased: false };
    const told = (await jobs.moving?.("ddddeeee"))?.map((each) => [each.name, each.claim]);
    assert.deepEqual(told, [
      ["tagged", claim],
      ["bare", claim],
    ]);
    const [holder] = (await jobs.find?.(["bare"]))?.get("bare") ?? [];
    assert.deepEqual([holder?.marker, holder?.resource], [MARKER, RESOURCE]);
    await tester.advance(HOUR_MS);
    assert.deepEqual(await jobs.moving?.(), []);
  });

  it("stop no job by a refusal while reads lag, and no sooner than the platform took the request", async () => {
    const { jobs } = connect();
    await tester.ordered("scenario", { match: { name: "*" }, outcome: "runs-forever" });
    await tester.ordered("switches", { listLagMs: 60_000 });
    const outcome = await jobs.submit({ name: "sft", spec: job, marker: MARKER, resource: RESOURCE }, openGate);
    assert.equal(outcome.kind, "done");
    assert.equal((await jobs.describe([outcome.value])).size, 0);
    await assert.rejects(jobs.stop(outcome.value), { kind: "notNow" });
    await assert.rejects(async () => jobs.delete?.(outcome.value), { kind: "notNow" });
    await tester.advance(5_000);
    await jobs.stop(outcome.value);
    await tester.advance(10_000);
    assert.deepEqual(
      (await tester.shown<{ state: string }[]>("jobs")).map(({ state }) => state),
      ["STOPPED"],
    );
  });

  it("show a group with its machines", async () => {
    const { groups, lookups } = connect();
    const all = await lookups.getResourceGroups({});
    for (const { groupId: id } of all) {
      const [found] = await groups.find({ id });
      const detail = await lookups.getResourceGroup({ resourceGroupId: id });
      assert.deepEqual([found?.groupId, found?.nodesTotal], [id, detail.nodes.length]);
      assert.equal(found?.status, detail.nodes.some(({ isUsable }) => isUsable) ? "ready" : "unusable");
      await lookups.getNodeWorkloads({ resourceGroupId: id, node: detail.nodes[0]?.node ?? "" });
    }
    assert.ok(all.length > 0);
    assert.deepEqual(await groups.find({ id: "rsg-nowhere" }), []);
  });

  it("answer every look-up", async () => {
    const place = connect();
    const { lookups } = place;
    const { jobId } = await trained(place);
    await lookups.pushTrainingMetrics({ data: [{ jobId, values: { loss: 0.5 }, step: 1 }] });
    const { model, version } = await tester.importModel();
    const answers = {
      frameworks: await lookups.getTrainingFrameworks(),
      images: await lookups.getPlatformImages({ imageRange: "Train" }),
      prices: await lookups.getBillingPrices({}),
      workspaces: await lookups.getWorkspaces(),
      tasks: await lookups.getTrainingJobs({ names: ["sft"], statuses: ["succeeded"], chargeType: "POSTPAID_BY_HOUR" }),
      pods: await lookups.getPods({ jobId }),
      lines: (await lookups.getLogs({ jobId, limit: 5 })).lines,
      events: await lookups.getEvents({ jobId }),
      metrics: await lookups.getTrainingMetrics({ jobId }),
      latest: await lookups.getLatestTrainingMetrics({ jobId }),
      models: await lookups.getModels({}),
      versions: await lookups.getModelVersions({ modelId: model }),
    };
    assert.deepEqual(
      Object.entries(answers).filter(([, answer]) => answer.length === 0),
      [],
    );
    assert.ok(answers.prices.every(({ yuanPerHour, cores }) => yuanPerHour && cores));
    assert.ok(answers.images.every(({ trainingModes }) => trainingModes.length > 0));
    assert.equal((await lookups.getTrainingJob({ jobId })).spec.frameworkName, "PYTORCH");
    assert.equal((await lookups.getModelVersion({ versionId: version })).modelId, model);
  });

  it("read logs page by page to the end", async () => {
    const place = connect();
    const { jobId } = await trained(place);
    const seen: string[] = [];
    for (let next: string | undefined, pages = 0; pages < 100; pages += 1) {
      const page = await place.lookups.getLogs({ jobId, limit: 7, order: "oldest", ...(next && { next }) });
      seen.push(...page.lines.map(({ at, pod, message }) => `${at} ${pod} ${message}`));
      next = page.next;
      if (next === undefined) break;
    }
    const { lines } = await place.lookups.getLogs({ jobId, limit: 1000, order: "oldest" });
    assert.equal(seen.length, lines.length);
    assert.equal(new Set(seen).size, new Set(lines.map((line) => JSON.stringify(line))).size);
  });

  it("say what the vendor took away", async () => {
    await tester.ordered("switches", { removedActions: false });
    const { lookups } = connect();
    await assert.rejects(lookups.getModels({}), { kind: "unsupported", message: /any more: use `getModelVersions`/ });
  });
});
