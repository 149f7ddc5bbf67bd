import assert from "node:assert/strict";
import { modelartsLookups } from "../../../src/platforms/modelarts/lookups";
import { modelartsLookupArgs } from "../../../src/platforms/modelarts/lookups/args";
import { answer } from "../../../src/resources/lookup";
import { ModelartsTester, project } from "../../emulator/modelarts-client";
import { stubModelarts, type Answer, type Received, type Stub } from "./server";

const A100 = "pool-prod-a100-000000000000000000000000001";
const MARKER = "aaaabbbbccccddddeeee";

describe("asking ModelArts", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  /** As a program asks, down to the check of the arguments. */
  async function ask(lookup: keyof typeof modelartsLookupArgs, args: object = {}): Promise<unknown> {
    const configured = { keys: [], project: "fleet" };
    const place = { region: "cn-north-4" };
    const question = { platform: "modelarts", lookup, args, settings: undefined, configured, place };
    return answer(question, tester.io());
  }
  const lookups = () => modelartsLookups({ settings: {}, region: "cn-north-4" }, tester.io());

  it("has an answer for every question, and a question for every answer", () => {
    assert.deepEqual(Object.keys(lookups()).sort(), Object.keys(modelartsLookupArgs).sort());
  });

  for (const [lookup, args, says] of [
    ["getFlavors", { flavorType: "TPU" }, /getFlavors: .*flavorType.*CPU, GPU, Ascend/],
    ["getResourceGroup", {}, /getResourceGroup: .*resourceGroupId/],
    ["getEngines", { name: "x" }, /getEngines: .*name/],
    ["getEvents", { jobId: "j", limit: 101 }, /getEvents: limit: is 101; ModelArts takes whole events, 1 to 100/],
  ] as const) {
    it(`sends nothing when ${lookup} is asked with ${JSON.stringify(args)}`, async () => {
      await assert.rejects(ask(lookup, args), { message: says });
      assert.deepEqual(tester.actions(), []);
    });
  }

  it("tells machines with cores, GiB and cards, and the billing code instead of a price", async () => {
    const flavors = await lookups().getFlavors({});
    assert.deepEqual(
      flavors.find(({ flavorId }) => flavorId === "modelarts.vm.gpu.8v100"),
      {
        flavorId: "modelarts.vm.gpu.8v100",
        name: "Computing GPU(8*NVIDIA-V100) instance",
        type: "GPU",
        maxNodes: 16,
        cores: 72,
        memoryGiB: 512,
        diskGiB: 500,
        gpus: 8,
        gpuType: "NVIDIA-V100",
        gpuMemory: "32GB",
        billingCode: "modelarts.vm.gpu.8v100",
        billingUnits: 1,
      },
    );
    // Cards of one kind are counted in text there.
    assert.deepEqual(
      (await lookups().getFlavors({ flavorType: "Ascend" })).map(({ gpus }) => gpus),
      [8, 1],
    );
  });

  it("tells engines, workspaces and what pools can be made of", async () => {
    const [engine] = await lookups().getEngines({});
    assert.deepEqual([engine?.name, engine?.isV1Compatible], ["PyTorch", false]);
    const workspaces = await lookups().getWorkspaces({});
    assert.deepEqual(
      workspaces.find(({ workspaceId }) => workspaceId === "0"),
      {
        workspaceId: "0",
        name: "default",
        platformStatus: "NORMAL",
        access: "public",
        enterpriseProjectId: "0",
        createdAt: "2026-01-01T00:00:00Z",
      },
    );
    const [flavor] = await lookups().getNodeFlavors({});
    assert.deepEqual(flavor, {
      flavorId: "modelarts.bm.gpu.8a100",
      type: "GPU",
      scopes: ["Train", "Infer", "Notebook"],
      cores: 96,
      memoryGiB: 768,
      gpus: 8,
      gpuType: "NVIDIA-A100",
      billingCode: "modelarts.bm.gpu.8a100",
      stock: [
        { zone: "cn-north-4a", isSoldOut: false },
        { zone: "cn-north-4b", isSoldOut: true },
      ],
    });
  });

  it("tells pools, the free cards of a pool's machines, and what runs there", async () => {
    const resource = { pool_id: A100, flavor_id: "modelarts.pool.visual.2xlarge", node_count: 2 };
    const jobId = await tester.create("sft", { spec: { resource } });
    tester.advance(60_000);
    const pools = await lookups().getResourceGroups({});
    const [a100] = pools;
    assert.deepEqual(a100, {
      groupId: A100,
      groupName: "prod-a100",
      status: "ready",
      platformStatus: "Running",
      workspaceId: "0",
      type: "Dedicate",
      gpus: [],
      scopes: [
        { name: "Train", platformStatus: "Enabled" },
        { name: "Notebook", platformStatus: "Enabled" },
      ],
      machines: [{ flavorId: "modelarts.bm.gpu.8a100", count: 2 }],
      createdAt: "2026-01-05T02:00:00Z",
    });
    assert.deepEqual(
      pools.filter(({ status }) => status !== "ready").map(({ groupName }) => groupName),
      ["infer-only", "broken"],
    );
    const { gpus, nodes } = await lookups().getResourceGroup({ resourceGroupId: A100 });
    assert.deepEqual(gpus, [{ type: "nvidia.com/gpu", total: 16, free: 12 }]);
    assert.deepEqual(nodes[0]?.cores, { total: 96, free: 72 });
    assert.deepEqual(nodes[0].memoryGiB, { total: 768, free: 576 });
    const [workload] = await lookups().getGroupWorkloads({ resourceGroupId: A100, type: "train" });
    assert.deepEqual([workload?.jobId, workload?.name, workload?.hosts.length], [jobId, "sft", 2]);
    await assert.rejects(ask("getResourceGroup", { resourceGroupId: "prod-a100" }), {
      kind: "notFound",
      message: /pool not found/,
    });
  });

  it("tells jobs newest first, by name, status and workspace", async () => {
    tester.direct("bad", "fail");
    for (const name of ["sft-1", "bad", "sft-2"]) {
      await tester.create(name, { metadata: { name, description: `[pulumi:${MARKER}] mine` } });
      tester.advance(1_000);
    }
    tester.advance(7_200_000);
    await tester.create("sft-3");
    const names = async (args: Parameters<ReturnType<typeof lookups>["getTrainingJobs"]>[0]) =>
      (await lookups().getTrainingJobs(args)).map(({ name }) => name);
    assert.deepEqual(await names({}), ["sft-3", "sft-2", "bad", "sft-1"]);
    assert.deepEqual(await names({ search: "sft", limit: 2 }), ["sft-3", "sft-2"]);
    assert.deepEqual(await names({ statuses: ["failed"] }), ["bad"]);
    // A filter takes ten words, and each of these stands for two.
    assert.deepEqual(await names({ statuses: Array.from({ length: 6 }, () => "failed" as const) }), ["bad"]);
    assert.deepEqual(await names({ workspaceId: "elsewhere" }), []);
    const [bad] = await lookups().getTrainingJobs({ search: "bad" });
    assert.deepEqual(
      [bad?.status, bad?.platformStatus, bad?.description, bad?.marker, bad?.nodes, bad?.flavorId],
      ["failed", "Failed", "mine", MARKER, 2, "modelarts.vm.gpu.8v100"],
    );
    assert.deepEqual(await ask("getTrainingJob", { jobId: bad?.jobId }), bad);
  });

  it("tells what a job wrote, met, waited for and used", async () => {
    const jobId = await tester.create("sft");
    assert.deepEqual((await lookups().getLogs({ jobId })).lines, []);
    assert.deepEqual((await lookups().getMetrics({ jobId })).metrics, []);
    tester.advance(300_000);
    const log = await lookups().getLogs({ jobId });
    assert.equal(log.lines[0]?.pod, "worker-0");
    assert.match(log.lines[0].message, /^step 1: loss/);
    assert.equal(log.isCut, false);
    assert.equal((await lookups().getLogs({ jobId, pod: "worker-1" })).lines[0]?.pod, "worker-1");
    const [event] = await lookups().getEvents({ jobId, limit: 1 });
    assert.match(event?.at ?? "", /^\d{4}-.*Z$/);
    assert.deepEqual([event?.type, event?.message, event?.source], ["Info", "Training job is Running", "Job"]);
    const [run] = await lookups().getStages({ jobId });
    assert.deepEqual(
      run?.stages.map(({ name }) => name),
      ["scheduling", "preparing", "running"],
    );
    const { pod, metrics } = await lookups().getMetrics({ jobId });
    assert.equal(pod, "worker-0");
    assert.ok(metrics.some(({ name, values }) => name === "gpuUtil" && values.length > 0));
    await assert.rejects(ask("getLogs", { jobId: "425b7087-83de-49ed-9e40-5bb642be956f" }), { kind: "notFound" });
  });

  it("tells models newest first, by name and state", async () => {
    const at = `/v1/${project}/models`;
    const body = {
      model_type: "PyTorch",
      source_location: "https://b.obs.cn-north-4.myhuaweicloud.com/out/",
      model_metrics: '{"f1":0.5}',
      description: `[pulumi:${MARKER}] best`,
    };
    for (const model_name of ["llm_sft", "llmxsft"])
      await tester.call("POST", at, { ...body, model_name, model_version: "1.0.0" });
    tester.advance(60_000);
    await tester.call("POST", at, { ...body, model_name: "llm_sft", model_version: "1.0.1" });
    const [newest, ...others] = await lookups().getModelVersions({ modelName: "llm_sft" });
    assert.deepEqual([newest?.version, newest?.status, others.length], ["1.0.1", "importing", 1]);
    assert.equal((await lookups().getModelVersions({ platformStatus: "published" })).length, 2);
    const details = await lookups().getModelVersion({ versionId: others[0]?.versionId ?? "" });
    assert.deepEqual(
      [details.artifactPath, details.metrics, details.marker, details.description, details.modelType],
      ["obs://b/out/", { f1: 0.5 }, MARKER, "best", "PyTorch"],
    );
    await assert.rejects(ask("getModelVersion", { versionId: "none" }), { kind: "notFound" });
  });

  it("tells what v1 has", async () => {
    const [cluster] = (await lookups().getClusters({})).filter(({ groupName }) => groupName === "shared-v100");
    assert.deepEqual(
      [cluster?.status, cluster?.platformStatus, cluster?.nodesTotal, cluster?.gpusFree],
      ["ready", "running", 4, 32],
    );
    const specs = await lookups().getResourceSpecs({ jobType: "train" });
    assert.deepEqual(
      specs.filter(({ isSoldOut }) => isSoldOut).map(({ specCode }) => specCode),
      ["modelarts.vm.gpu.p100"],
    );
    const [engine] = await lookups().getAiEngines({});
    assert.deepEqual(engine, { engineId: "4", type: 1, name: "TensorFlow", version: "TF-1.13.1-python3.6" });
  });
});

describe("what ModelArts answers in other ways", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function lookups(answers: (request: Received) => Answer) {
    stub = await stubModelarts(answers);
    return modelartsLookups(stub.where, stub.io);
  }

  it("names the look-up of today where v1 was retired", async () => {
    const gone = { status: 404, body: { error_code: "APIGW.0101", error_msg: "The API does not exist" } };
    const { getClusters } = await lookups(() => gone);
    await assert.rejects(getClusters({}), {
      kind: "unsupported",
      message:
        /no longer offers this call of v1 here \(The API does not exist\); use training\.modelarts\.getResourceGroups \(APIGW\.0101\)/,
    });
  });

  it("has no logs and numbers while the platform answers 204, and none for a minute without a sample", async () => {
    const job = { metadata: { id: "j", name: "sft" }, status: { phase: "Running", tasks: ["worker-0"] } };
    const { getLogs, getMetrics } = await lookups(({ path }) =>
      path.includes("/logs/") ? { status: 204, body: "" } : path.includes("/metrics/") ? sample : { body: job },
    );
    const sample: Answer = { body: { metrics: [{ metric: "gpuUtil", value: [-1, 42.5] }] } };
    assert.deepEqual(await getLogs({ jobId: "j" }), { lines: [], isCut: false });
    assert.deepEqual((await getMetrics({ jobId: "j" })).metrics, [{ name: "gpuUtil", values: [null, 42.5] }]);
  });

  it("asks for no logs and numbers of a job that has no pod yet", async () => {
    const body = { metadata: { id: "j", name: "sft" }, status: { phase: "Creating", tasks: null } };
    const { getLogs, getMetrics } = await lookups(() => ({ body }));
    assert.deepEqual(await getLogs({ jobId: "j" }), { lines: [], isCut: false });
    assert.deepEqual(await getMetrics({ jobId: "j" }), { metrics: [] });
    assert.deepEqual(
      stub?.received.map(({ path }) => path),
      ["/v2/p-1/training-jobs/j", "/v2/p-1/training-jobs/j"],
    );
  });

  it("shows control characters instead of obeying them", async () => {
    const content = "ok\n\u001b[2Jgone\n";
    const { getLogs } = await lookups(() => ({ body: { context: content, current_size: 9, full_size: 90 } }));
    assert.deepEqual(await getLogs({ jobId: "j", pod: "t" }), {
      lines: [
        { pod: "t", message: "ok" },
        { pod: "t", message: "^[[2Jgone" },
      ],
      isCut: true,
    });
  });

  it("reads workloads to the last page, counting rows", async () => {
    const items = Array.from({ length: 501 }, (_, index) => ({ uid: `u-${index}`, name: "w", pendingPosition: index }));
    const { getGroupWorkloads } = await lookups(({ path }) => {
      const offset = Number(new URL(path, "http://x").searchParams.get("offset"));
      return { body: { items: items.slice(offset, offset + 500) } };
    });
    const workloads = await getGroupWorkloads({ resourceGroupId: "p" });
    assert.deepEqual([workloads.length, workloads.at(-1)?.position, stub?.received.length], [501, 500, 2]);
  });

  it("takes a workspace's id for text and a pool without status for one that takes no jobs", async () => {
    const { getWorkspaces, getResourceGroups } = await lookups(({ path }) => ({
      body: path.includes("workspaces") ? { workspaces: [{ id: 0 }] } : { items: [{ metadata: { name: "p" } }] },
    }));
    assert.deepEqual(await getWorkspaces({}), [{ workspaceId: "0" }]);
    const [pool] = await getResourceGroups({});
    assert.deepEqual(
      [pool?.status, pool?.statusReason],
      ["unusable", "its phase is unknown and it has no scope Train"],
    );
  });
});
