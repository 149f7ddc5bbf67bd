import assert from "node:assert/strict";
import type { GroupQuery } from "../../../src/jobs/groups";
import { modelartsGroups } from "../../../src/platforms/modelarts/groups";
import { modelartsV1Groups } from "../../../src/platforms/modelarts/v1/groups";
import { ModelartsTester } from "../../emulator/modelarts-client";
import { stubModelarts, type Answer, type Received, type Stub } from "./server";

const A100 = "pool-prod-a100-000000000000000000000000001";

describe("ModelArts pools", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const find = (query: GroupQuery) => modelartsGroups({ settings: {}, region: "cn-north-4" }, tester.io()).find(query);

  it("are found by id and by their exact name, with the free cards of each machine", async () => {
    const resource = { pool_id: A100, flavor_id: "modelarts.pool.visual.4xlarge", node_count: 1 };
    await tester.create("busy", { spec: { resource } });
    const [pool, ...others] = await find({ id: A100 });
    assert.deepEqual(others, []);
    const { nodes = [], ...rest } = pool ?? {};
    assert.deepEqual(rest, {
      groupId: A100,
      groupName: "prod-a100",
      status: "ready",
      platformStatus: "Running",
      nodesTotal: 2,
      nodesFree: 1,
      gpus: [{ type: "nvidia.com/gpu", total: 16, free: 12 }],
      isVerified: true,
    });
    assert.deepEqual(
      nodes.map(({ isUsable, gpus }) => [isUsable, gpus.map(({ free }) => free)]),
      [
        [true, [4]],
        [true, [8]],
      ],
    );
    assert.deepEqual(await find({ name: "prod-a100" }), [pool]);
    assert.deepEqual(await find({ name: "prod" }), []);
    assert.deepEqual(await find({ id: "pool-none" }), []);
    assert.deepEqual(await find({ id: A100, name: "ascend" }), []);
    assert.deepEqual(await find({ name: "prod-a100", workspaceId: "elsewhere" }), []);
    assert.deepEqual(await find({ id: A100, workspaceId: "elsewhere" }), []);
  });

  it("of one name are all found", async () => {
    assert.equal((await find({ name: "twin" })).length, 2);
  });

  it("count no cards on machines that are broken", async () => {
    const [pool] = await find({ name: "ascend" });
    assert.deepEqual(pool?.gpus, [{ type: "huawei.com/ascend-snt9", total: 16, free: 16 }]);
    assert.deepEqual([pool.nodesTotal, pool.nodesFree], [3, 2]);
  });

  it("without cards have none", async () => {
    const [pool] = await find({ name: "cpu-only" });
    assert.deepEqual([pool?.status, pool?.gpus, pool?.nodesFree], ["ready", [], 2]);
  });

  it("say by phase and scope why they take no training job", async () => {
    const [broken] = await find({ name: "broken" });
    assert.equal(broken?.status, "unusable");
    assert.match(broken.statusReason ?? "", /^its phase is Abnormal and its scope Train is Enabled: /);
    const [infer] = await find({ name: "infer-only" });
    assert.deepEqual(
      [infer?.status, infer?.statusReason],
      ["unusable", "its phase is Running and it has no scope Train"],
    );
  });

  it("of v1 are clusters, found by id and by their exact name", async () => {
    const clusters = modelartsV1Groups({ settings: {}, region: "cn-north-4" }, tester.io());
    const [shared] = await clusters.find({ name: "shared-v100" });
    assert.deepEqual(shared, {
      groupId: "pool5f2a9c31",
      groupName: "shared-v100",
      status: "ready",
      platformStatus: "running",
      nodesTotal: 4,
      nodesFree: 4,
      gpus: [{ type: "", free: 32 }],
      nodes: [],
      isVerified: true,
    });
    assert.deepEqual(await clusters.find({ id: "pool5f2a9c31" }), [shared]);
    assert.deepEqual(await clusters.find({ name: "shared" }), []);
    const [old] = await clusters.find({ name: "old" });
    assert.deepEqual([old?.status, old?.statusReason, old?.gpus], ["unusable", "its status is abnormal", []]);
  });
});

describe("a ModelArts pool, told in other ways", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function find(answer: (request: Received) => Answer) {
    stub = await stubModelarts(answer);
    return (await modelartsGroups(stub.where, stub.io).find({ id: "p" }))[0];
  }

  const pool = {
    metadata: { name: "p", labels: null },
    // One object in some documents, a list in others.
    status: {
      phase: "Running",
      scope: [{ scopeType: "Train", state: "Enabled" }],
      resources: { available: { flavor: "f", count: 3 } },
    },
  };
  const node = (name: string, more: { phase?: string; labels?: object } = {}) => ({
    metadata: { name, labels: more.labels ?? {} },
    status: {
      phase: more.phase ?? "Available",
      resources: { cpu: "96", memory: "768Gi", "nvidia.com/gpu": "8" },
      availableResources: { cpu: "90", memory: "700Gi", "nvidia.com/gpu": "6.5" },
    },
  });

  it("keeps its size when nobody may see its machines", async () => {
    const refusal = { status: 403, body: { error_code: "ModelArts.0210", error_msg: "no" } };
    const group = await find(({ path }) => (path.includes("/nodes") ? refusal : { body: pool }));
    assert.deepEqual([group?.status, group?.nodesTotal, group?.nodesFree, group?.nodes], ["ready", 3, undefined, []]);
  });

  it("counts no machine that is unpaid, kept for whole cabinets or not available", async () => {
    const pages: Record<string, Answer> = {
      "": { body: { items: [node("a"), node("b", { phase: "Checking" })], metadata: { continue: "2" } } },
      "2": {
        body: {
          items: [
            node("c", { labels: { "os.modelarts/billing.status": "1" } }),
            node("d", { labels: { "os.modelarts.node/volcano.scheduler.cabinet-exclusive": "" } }),
            node("e", { labels: { "os.modelarts/billing.status": "0" } }),
          ],
        },
      },
    };
    const group = await find(({ path }) => {
      const { pathname, searchParams } = new URL(path, "http://x");
      return pathname.endsWith("/nodes") ? (pages[searchParams.get("continue") ?? ""] ?? {}) : { body: pool };
    });
    assert.deepEqual(
      group?.nodes.map(({ node: name, isUsable }) => [name, isUsable]),
      [
        ["a", true],
        ["b", false],
        ["c", false],
        ["d", false],
        ["e", true],
      ],
    );
    assert.deepEqual(group.gpus, [{ type: "nvidia.com/gpu", total: 16, free: 13 }]);
    assert.deepEqual([group.nodesTotal, group.nodesFree], [5, 0]);
  });

  it("is not taken for missing when the platform refuses the question", async () => {
    const failure = { status: 400, body: { error_code: "ModelArts.50010001", error_msg: "bad" } };
    await assert.rejects(
      find(() => failure),
      { kind: "invalid" },
    );
  });
});
