import assert from "node:assert/strict";
import { goodJob, ModelartsTester, project, type Answer } from "./modelarts-client";

describe("Look-ups of ModelArts in the emulator", () => {
  let tester: ModelartsTester;
  beforeEach(async () => {
    tester = await ModelartsTester.start();
  });
  afterEach(() => tester.close());

  const said = ({ status, body }: Answer) => [status, body["error_code"]];
  const get = (path: string) => tester.call("GET", path);
  const getV1 = (path: string) => get(`/v1/${project}${path}`);
  const column = ({ body }: Answer, list: string, member: string) =>
    (body[list] as Record<string, unknown>[]).map((line) => line[member]);

  describe("catalogues", () => {
    it("hold the flavors of the public pool, by type", async () => {
      const all = column(await get("/training-job-flavors"), "flavors", "flavor_id");
      assert.ok(all.includes("modelarts.vm.gpu.8v100"));
      const ascend = await get("/training-job-flavors?flavor_type=Ascend");
      assert.deepEqual(column(ascend, "flavors", "flavor_id"), ["modelarts.kat1.8xlarge", "modelarts.kat1.xlarge"]);
      const [info] = column(ascend, "flavors", "flavor_info") as { npu: { unit_num: unknown } }[];
      assert.equal(info?.npu.unit_num, "8");
      assert.equal((await get("/training-job-flavors?flavor_type=TPU")).status, 400);
    });

    it("hold engines, workspaces, and the stock of machines by zone", async () => {
      assert.ok(column(await get("/training-job-engines"), "items", "engine_name").includes("PyTorch"));
      assert.deepEqual(column(await getV1("/workspaces?order=asc"), "workspaces", "name"), ["default", "research"]);
      assert.deepEqual(column(await getV1("/workspaces?name=sea"), "workspaces", "name"), ["research"]);
      assert.deepEqual(column(await getV1("/resourceflavors"), "items", "status")[0], {
        phase: { "cn-north-4a": "normal", "cn-north-4b": "soldout" },
      });
    });

    it("of v1 hold clusters without what its live jobs hold", async () => {
      const config = { worker_server_num: 3, model_id: 4, data_url: "/b/d/", pool_id: "pool5f2a9c31" };
      const free = async () => {
        const { body } = await getV1("/clusters?cluster_name=shared-v100");
        const [cluster] = body["clusters"] as { nodes: { available_count: number }; allocatable_gpus: number }[];
        return [cluster?.nodes.available_count, cluster?.allocatable_gpus];
      };
      assert.deepEqual(await free(), [4, 32]);
      await tester.call("POST", `/v1/${project}/training-jobs`, { job_name: "a", config });
      assert.deepEqual(await free(), [1, 8]);
      const { body } = await getV1("/clusters?status=abnormal");
      assert.deepEqual([body["total_count"], "is_success" in body], [1, false]);
    });

    it("of v1 hold specifications, engines and algorithms", async () => {
      const specs = await getV1("/job/resource-specs?job_type=train");
      assert.ok(column(specs, "specs", "spec_code").includes("modelarts.vm.gpu.8v100"));
      assert.equal(specs.body["is_success"], true);
      assert.ok(column(await getV1("/job/ai-engines"), "engines", "engine_name").includes("TensorFlow"));
      assert.deepEqual(
        column(await getV1("/built-in-algorithms?search_content=ResNet_v1_50"), "models", "model_id").length,
        2,
      );
      const refused = await getV1("/job/resource-specs?job_type=dream");
      assert.deepEqual([refused.status, refused.body["is_success"]], [400, false]);
    });
  });

  describe("what a job writes", () => {
    const waiting = async (path: string) => {
      const id = await tester.create("early");
      return get(`/training-jobs/${id}${path}`);
    };
    for (const path of ["/tasks/worker-0/logs/preview", "/logs/worker-0", "/metrics/worker-0"]) {
      it(`is not ready at ${path} before it runs, which is said without a body`, async () => {
        const answer = await waiting(path);
        assert.deepEqual([answer.status, answer.body], [204, {}]);
      });
    }

    it("has no link before it runs, and then one for five minutes", async () => {
      assert.deepEqual(said(await waiting("/tasks/worker-0/logs/url")), [400, "ModelArts.2818"]);
      const id = await tester.create("resnet");
      tester.advance(30_000);
      const { body } = await get(`/training-jobs/${id}/tasks/worker-1/logs/url`);
      assert.match(String(body["obs_url"]), new RegExp(`/modelarts-job-${id}-worker-1\\.log\\?Expires=\\d{10}$`));
    });

    it("is read in pages of lines, from the newest or from where one was", async () => {
      const id = await tester.create("resnet");
      tester.advance(80_000);
      const lines = async (query: string) => (await get(`/training-jobs/${id}/logs/worker-0?${query}`)).body;
      const newest = await lines("lines=2");
      assert.deepEqual([newest["content"], newest["lines"]], ["step 5: loss 0.3333\nstep 6: loss 0.2857\n", 2]);
      const older = await lines(`lines=3&order=asc&base_line=${String(newest["start_line"])}`);
      assert.equal(older["content"], "step 2: loss 0.6667\nstep 3: loss 0.5000\nstep 4: loss 0.4000\n");
      const after = `base_line=${String(newest["end_line"])}`;
      assert.deepEqual([(await lines(after))["content"], (await lines(after))["end_line"]], ["", newest["end_line"]]);
      tester.advance(10_000);
      assert.equal((await lines(after))["content"], "step 7: loss 0.2500\n");
      assert.equal((await get(`/training-jobs/${id}/logs/worker-0?lines=0`)).status, 400);
      assert.equal((await get(`/training-jobs/${id}/logs/worker-9`)).status, 400);
    });

    it("ends with the reason when it fails", async () => {
      tester.direct("resnet", "fail");
      const id = await tester.create("resnet");
      tester.advance(600_000);
      const { body } = await get(`/training-jobs/${id}/logs/worker-0?lines=1`);
      assert.equal(body["content"], "Traceback: CUDA out of memory\n");
    });

    it("is measured once a minute, with -1 for what the machine has not", async () => {
      const id = await tester.create("resnet");
      tester.advance(20_000 + 3 * 60_000);
      const { body } = await get(`/training-jobs/${id}/metrics/worker-0`);
      const metrics = new Map(
        (body["metrics"] as { metric: string; value: number[] }[]).map((m) => [m.metric, m.value]),
      );
      assert.deepEqual([...metrics.keys()].sort(), [
        "cpuUsage",
        "gpuMemUsage",
        "gpuUtil",
        "memUsage",
        "npuMemUsage",
        "npuUtil",
      ]);
      assert.equal(metrics.get("gpuUtil")?.length, 3);
      assert.deepEqual(metrics.get("npuUtil"), [-1, -1, -1]);
    });

    it("comes from tasks, which are a bare list with the machines of a pool", async () => {
      const pool_id = "pool-prod-a100-000000000000000000000000001";
      const resource = { pool_id, flavor_id: "modelarts.pool.visual.8xlarge", node_count: 2 };
      const id = await tester.create("resnet", { spec: { resource } });
      tester.advance(20_000);
      const { body } = await get(`/training-jobs/${id}/tasks`);
      assert.deepEqual(body, [
        { task: "worker-0", ip: "172.17.0.2", host_ip: "172.16.1.10", schedule_count: 1 },
        { task: "worker-1", ip: "172.17.0.3", host_ip: "172.16.1.11", schedule_count: 1 },
      ]);
    });
  });

  it("reads the log of a v1 job by file and line", async () => {
    const config = { worker_server_num: 2, model_id: 4, data_url: "/b/d/", spec_id: 2 };
    await tester.call("POST", `/v1/${project}/training-jobs`, { job_name: "a", config });
    tester.advance(40_000);
    const id = tester.jobs()[0]?.id ?? "";
    const { text } = await getV1(`/training-jobs/${id}/versions`);
    const version = /"version_id":(\d+)/.exec(text)?.[1] ?? "";
    const at = `/training-jobs/${id}/versions/${version}`;
    assert.deepEqual((await getV1(`${at}/log/file-names`)).body["log_file_list"], ["job-a.0", "job-a.1"]);
    const log = await getV1(`${at}/aom-log?log_file=job-a.1&lines=1`);
    assert.deepEqual([log.body["content"], log.body["lines"]], ["step 2: loss 0.6667\n", "1"]);
    const missing = await getV1(`${at}/aom-log?log_file=job-a.2`);
    assert.deepEqual(said(missing), [400, "ModelArts.0104"]);
  });

  describe("a call that is not emulated", () => {
    for (const [path, action] of [
      ["/training-quotas", "ShowTrainingQuotas"],
      [`/v1/${project}/workspaces/0/quotas`, "ShowWorkspaceQuotas"],
      ["/training-jobs/x/autosearch-trials", "ShowAutoSearchTrials"],
      [`/v1/${project}/training-job-configs`, "ListTrainingJobConfigsV1"],
    ] as const) {
      it(`answers 501 and its name: ${action}`, async () => {
        const answer = await get(path);
        assert.deepEqual(said(answer), [501, "NotEmulated"]);
        assert.equal(answer.body["error_msg"] ?? answer.body["error_message"], `${action} is not emulated.`);
      });
    }

    it("is refused as the gateway refuses it when the vendor has none of that name", async () => {
      for (const path of ["/nothing", `/v1/${project}/nothing`, `/v1/${project}/models/a/b`]) {
        const { status, body } = await get(path);
        assert.deepEqual([status, body["error_code"], body["request_id"]], [404, "APIGW.0101", ""]);
      }
    });
  });

  it("log a pool or a model as no job", async () => {
    await tester.call("POST", "/training-jobs", goodJob("a"));
    await get("/pools/pool-prod-a100-000000000000000000000000001");
    assert.deepEqual(
      tester.requests().map(({ jobId }) => typeof jobId),
      ["string", "undefined"],
    );
  });
});
