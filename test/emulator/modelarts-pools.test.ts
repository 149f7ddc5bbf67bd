import assert from "node:assert/strict";
import { goodJob, ModelartsTester, project, type Answer } from "./modelarts-client";

const PROD = "pool-prod-a100-000000000000000000000000001";
const ASCEND = "pool-ascend-0000000000000000000000000000002";
const CPU = "pool-cpu-00000000000000000000000000000000003";

interface Node {
  readonly metadata: { readonly name: string; readonly annotations: Readonly<Record<string, string>> };
  readonly status: { readonly phase: string; readonly availableResources: Readonly<Record<string, string>> };
}

interface Pool {
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly status: { readonly phase: string; readonly scope: readonly { scopeType: string; state: string }[] };
}

interface Amounts {
  readonly value: Readonly<Record<string, string>>;
}

interface Metrics {
  readonly table: {
    readonly available: Amounts;
    readonly allocated: Amounts;
    readonly workload: { readonly allocated: { readonly sum: number } };
  };
}

describe("Pools of ModelArts in the emulator", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const said = ({ status, body }: Answer) => [status, body["error_code"]];
  const items = async <Item>(path: string) => (await tester.call("GET", path)).body["items"] as Item[]; // the emulator's own shape
  const free = async (pool: string, key: string) =>
    (await items<Node>(`/pools/${pool}/nodes`)).map(({ status }) => status.availableResources[key]);
  const inPool = (pool_id: string, flavor?: string, node_count = 1) => ({
    spec: { resource: { pool_id, node_count, ...(flavor && { flavor_id: `modelarts.pool.visual.${flavor}` }) } },
  });

  it("are listed under the names that people gave them, two of which are one", async () => {
    const pools = await items<Pool>("/pools");
    assert.deepEqual(
      pools.map(({ metadata, status }) => [metadata.labels["os.modelarts/name"], status.phase]),
      [
        ["prod-a100", "Running"],
        ["ascend", "Running"],
        ["cpu-only", "Running"],
        ["infer-only", "Running"],
        ["broken", "Abnormal"],
        ["twin", "Running"],
        ["twin", "Running"],
      ],
    );
    for (const { metadata } of pools) assert.match(metadata.name, /^[a-z][a-z0-9-]{35,62}$/);
    assert.deepEqual(await items("/pools?workspaceId=other"), []);
    assert.deepEqual(await items("/pools?status=failed"), []);
    assert.equal((await items("/pools?labelSelector=os.modelarts/name=twin")).length, 2);
  });

  it("are shown one by one; a missing one is refused in eight digits", async () => {
    const { body } = await tester.call("GET", `/pools/${PROD}`);
    assert.deepEqual((body["status"] as Pool["status"]).scope[0], { scopeType: "Train", state: "Enabled" });
    for (const path of ["", "/nodes", "/workloads"])
      assert.deepEqual(said(await tester.call("GET", `/pools/none${path}`)), [404, "ModelArts.50015001"]);
    assert.deepEqual(said(await tester.call("GET", "/statistics/pools/none/workloads")), [404, "ModelArts.50015001"]);
  });

  it("give their nodes page by page", async () => {
    const first = await tester.call("GET", `/pools/${ASCEND}/nodes?limit=2`);
    const { continue: next, remainingItemCount } = first.body["metadata"] as Record<string, unknown>;
    assert.deepEqual([(first.body["items"] as Node[]).length, remainingItemCount], [2, 1]);
    const rest = await items<Node>(`/pools/${ASCEND}/nodes?limit=2&continue=${String(next)}`);
    assert.deepEqual(
      rest.map(({ status }) => status.phase),
      ["Abnormal"],
    );
    assert.equal((await tester.call("GET", `/pools/${ASCEND}/nodes?limit=501`)).status, 400);
  });

  it("lose cards to live jobs, on the first nodes with room, and get them back when a job ends", async () => {
    assert.deepEqual(await free(PROD, "nvidia.com/gpu"), ["8", "8"]);
    await tester.create("one", inPool(PROD, "4xlarge"));
    const both = await tester.create("both", inPool(PROD, "2xlarge", 2));
    await tester.create("two", inPool(PROD, "4xlarge"));
    assert.deepEqual(await free(PROD, "nvidia.com/gpu"), ["2", "2"]);
    assert.deepEqual(await free(PROD, "cpu"), ["24", "24"]);
    await tester.call("DELETE", `/training-jobs/${both}`);
    assert.deepEqual(await free(PROD, "nvidia.com/gpu"), ["0", "8"]);
    tester.advance(620_000);
    assert.deepEqual(await free(PROD, "nvidia.com/gpu"), ["8", "8"]);
  });

  it("place no part of a job that has no room for all of them, nor anything on a broken node", async () => {
    await tester.create("wide", inPool(ASCEND, "8xlarge", 3));
    assert.deepEqual(await free(ASCEND, "huawei.com/ascend-snt9"), ["8", "8", "8"]);
    await tester.create("fits", inPool(ASCEND, "2xlarge", 2));
    assert.deepEqual(await free(ASCEND, "huawei.com/ascend-snt9"), ["6", "6", "8"]);
    const [node] = await items<Node>(`/pools/${ASCEND}/nodes`);
    assert.equal(node?.metadata.annotations["os.modelarts/npu-topology-placement"], "0000000000000011");
  });

  it("give a job without cards a whole machine", async () => {
    await tester.create("etl", inPool(CPU));
    assert.deepEqual(await free(CPU, "cpu"), ["0", "16"]);
  });

  it("tell what runs and what waits in them", async () => {
    await tester.create("first", inPool(PROD, "8xlarge"));
    tester.advance(20_000);
    await tester.create("second", inPool(PROD, "8xlarge", 2));
    tester.advance(10_000);
    const workloads = await items<Record<string, unknown>>(`/pools/${PROD}/workloads`);
    assert.deepEqual(
      workloads.map(({ jobName, status, runningDuration, pendingDuration, pendingPosition, hostIps }) => [
        jobName,
        status,
        runningDuration,
        pendingDuration,
        pendingPosition,
        hostIps,
      ]),
      [
        ["first", "Running", 10, 20, undefined, "172.16.1.10"],
        ["second", "Queue", 0, 10, 1, ""],
      ],
    );
    assert.deepEqual(await items(`/pools/${PROD}/workloads?type=infer`), []);
    assert.equal((await items(`/pools/${PROD}/workloads?hostip=172.16.1.10`)).length, 1);
    assert.equal((await items(`/pools/${PROD}/workloads?offset=1`)).length, 1);

    const { body } = await tester.call("GET", `/statistics/pools/${PROD}/workloads`);
    const { total, items: lines } = body["statistics"] as {
      total: number;
      items: { status: Record<string, number> }[];
    };
    assert.deepEqual([total, lines[0]?.status["Running"], lines[0]?.status["Queue"]], [2, 1, 1]);
  });

  it("tell their free cards all at once, under the card's other name", async () => {
    await tester.create("first", inPool(PROD, "2xlarge"));
    const pools = await items<Metrics>("/metrics/runtime/pools");
    assert.deepEqual(
      pools
        .slice(0, 1)
        .map(({ table: { available, allocated, workload } }) => [
          available.value["tnt004"],
          allocated.value["tnt004"],
          workload.allocated.sum,
        ]),
      [["14", "2", 1]],
    );
    assert.equal(pools.length, 7);
  });

  it("that do not train refuse jobs, while a pool outside the catalogue takes them", async () => {
    const submit = (pool: string) => tester.call("POST", "/training-jobs", goodJob("a", inPool(pool, "xlarge")));
    assert.deepEqual(said(await submit("pool-infer-000000000000000000000000000000004")), [400, "ModelArts.2886"]);
    assert.deepEqual(said(await submit("pool-broken-00000000000000000000000000000005")), [400, "ModelArts.2887"]);
    assert.equal((await submit("pool7d1e384a")).status, 201);
  });

  it("have events about machines that broke", async () => {
    const ask = (query: string) => tester.call("GET", `/v1/${project}/events?${query}`);
    const { body } = await ask(`resource=pools&name=${ASCEND}&type=Warning`);
    assert.deepEqual(
      (body["items"] as { reason: string }[]).map(({ reason }) => reason),
      ["NodeNotReady"],
    );
    assert.equal((await ask("resource=notebooks")).status, 501);
  });
});
