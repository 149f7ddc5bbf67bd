import assert from "node:assert/strict";
import { goodJob, QizhiTester } from "./qizhi-client";

const WORKSPACE = "ws-0a1b2c3d-0000-4000-8000-000000000001";
const TRAINING = "lcg-0a1b2c3d-0000-4000-8000-000000000003";
const SPEC = "0a1b2c3d-0000-4000-8000-000000000004";
const DEBUG = "lcg-0a1b2c3d-0000-4000-8000-000000000013";
const ONE_CARD = "0a1b2c3d-0000-4000-8000-000000000014";

type Row = Readonly<Record<string, unknown>>;

describe("Qizhi's machines and console in the emulator", () => {
  let tester: QizhiTester;
  beforeEach(async () => {
    tester = await QizhiTester.start();
  });
  afterEach(() => tester.close());

  const [machines] = goodJob.framework_config;
  const submit = (instances = 1, group = TRAINING, spec_id = SPEC, more: object = {}) =>
    tester.create({
      workspace_id: WORKSPACE,
      logic_compute_group_id: group,
      framework_config: [{ ...machines, instance_count: instances, spec_id }],
      ...more,
    });

  /** The rows of an answer that has some. */
  async function rows(name: string, list: string, body: object): Promise<readonly Row[]> {
    const { result, text } = await tester.ask(name, body);
    assert.ok(Array.isArray(result?.[list]), text);
    return result[list] as Row[]; // just seen
  }

  const nodes = async (filter?: object, page = { page_num: 1, page_size: 100 }) => {
    const { data, text } = await tester.post(
      "/openapi/v1/cluster_nodes/list",
      { ...page, filter },
      await tester.logIn(),
    );
    assert.ok(data, text);
    return data as { readonly nodes: readonly Row[]; readonly total: string }; // the document's words
  };

  describe("machines", () => {
    it("are those of all groups and a broken one, in pages", async () => {
      const { nodes: all, total } = await nodes();
      assert.deepEqual([all.length, total], [8, "8"]);
      const second = await nodes(undefined, { page_num: 2, page_size: 3 });
      assert.deepEqual(second.nodes, all.slice(3, 6));
      assert.deepEqual(
        (await nodes({ resource_pool: "fault" })).nodes.map(({ status }) => status),
        ["NOT_READY"],
      );
    });

    it("are taken by live jobs and freed by their end", async () => {
      const busy = async () =>
        (await nodes()).nodes.flatMap(({ name, task_list }) => ((task_list as string[]).length > 0 ? [name] : []));
      const id = await submit(2);
      assert.deepEqual(await busy(), ["h100-1", "h100-2"]);
      await tester.advance(60_000);
      assert.deepEqual((await tester.detail(id))["node_infos"], [{ node_name: "h100-1" }, { node_name: "h100-2" }]);
      assert.equal((await tester.detail(id))["logic_compute_group_name"], "training-h100");
      await tester.advance(3_600_000);
      assert.deepEqual(await busy(), []);
    });

    for (const [what, body] of [
      ["a page without a size", { page_num: 1 }],
      ["more than 1000 a page", { page_num: 1, page_size: 1_001 }],
      ["page 0", { page_num: 0, page_size: 10 }],
      ["a pool that there is not", { page_num: 1, page_size: 10, filter: { resource_pool: "spare" } }],
    ] as const) {
      it(`are refused for ${what}`, async () => {
        const { code } = await tester.post("/openapi/v1/cluster_nodes/list", body, await tester.logIn());
        assert.equal(code, -100_000);
      });
    }
  });

  describe("the console's door", () => {
    const list = { workspace_id: WORKSPACE, page_size: 10 };

    it("opens with the emulator's session, and leads anybody else to the login page", async () => {
      assert.equal((await tester.ask("train.ListJobs", list)).status, 200);
      for (const cookie of ["", "inspire-session=somebody-elses", "session=emulator-console-session"]) {
        assert.equal((await tester.ask("train.ListJobs", list, cookie)).status, 302, cookie);
      }
    });

    it("does not open with a token", async () => {
      const { status } = await tester.post("/api/v2/train?Action=ListJobs", list, await tester.logIn());
      assert.equal(status, 302);
    });

    it("says 501 and the name of what is there and not emulated, and refuses the rest as the platform does", async () => {
      const named = await tester.ask("train.DeleteJob", {});
      assert.deepEqual([named.status, named.text], [501, "train.DeleteJob is not emulated"]);
      assert.equal((await tester.ask("train.FlyToTheMoon", {})).code, "InvalidAction");
      const { status, text } = await tester.ask("inference-serving.List", {});
      assert.deepEqual([status, text], [404, "404 page not found"]);
      const token = await tester.logIn();
      for (const path of ["/openapi/v1/hpc_jobs/create", "/api/v1/train_job/list", "/discovery"]) {
        assert.equal((await tester.post(path, {}, token)).status, 501, path);
      }
      assert.equal((await tester.post("/api/v1/moon/list", {}, token)).status, 404);
    });

    it("takes members without regard to underscores and case, and no others", async () => {
      await submit();
      const jobs = await rows("train.ListJobs", "jobs", { WorkspaceId: WORKSPACE, pageNumber: 1, PAGE_SIZE: 10 });
      assert.equal(jobs.length, 1);
      const { code, words, status } = await tester.ask("train.ListJobs", { ...list, foo: 1 });
      assert.deepEqual([status, code, words], [200, "InvalidParameter", 'proto: unknown field "foo"']);
      const inside = await tester.ask("workspace.ListNodeDimension", { filter: { workspace: WORKSPACE } });
      assert.equal(inside.words, 'proto: unknown field "workspace"');
    });
  });

  describe("the catalogue", () => {
    const inTraining = { workspace_id: WORKSPACE, logic_compute_group_id: TRAINING };

    it("has four groups, two of one name", async () => {
      const groups = await rows("workspace.ListLogicComputeGroups", "logic_compute_groups", {
        page_size: -1,
        filter: { workspace_id: WORKSPACE },
      });
      assert.deepEqual(
        groups.map(({ name }) => name),
        ["training-h100", "debug-4090", "twin", "twin"],
      );
      assert.equal(groups[0]?.["support_job_type_list"], '["distributed_training","interactive_modeling"]');
    });

    it("gives an empty list and a total when no size is asked for", async () => {
      const { result } = await tester.ask("workspace.ListLogicComputeGroups", { filter: { workspace_id: WORKSPACE } });
      assert.deepEqual(result, { logic_compute_groups: [], total: 4 });
    });

    it("counts in a group what jobs ask for, even when there is no room", async () => {
      await submit(3);
      await submit(2, TRAINING, SPEC, { task_priority: 2 });
      const { result } = await tester.ask("workspace.GetLogicComputeGroupResource", inTraining);
      const { gpu_total, gpu_used, gpu_low_priority_used } = result?.["logic_resouces"] as Row; // misspelt by the platform
      assert.deepEqual([gpu_total, gpu_used, gpu_low_priority_used], [32, 40, 16]);
    });

    it("shows the cards in use by machine", async () => {
      await submit(2, DEBUG, ONE_CARD);
      const [node] = await rows("workspace.ListNodeDimension", "node_dimensions", {
        page_size: 100,
        filter: { workspace_id: WORKSPACE, logic_compute_group_id: DEBUG },
      });
      const { total, used } = node?.["gpu"] as Row; // a record, as clients read it
      assert.deepEqual([node?.["name"], total, used], ["4090-1", 8, 2]);
    });

    it("has specifications, images, a project and a workspace", async () => {
      const kind = { schedule_config_type: "SCHEDULE_CONFIG_TYPE_TRAIN" };
      const action = "resource-price.GetLogicComputeGroupResourceSpecPrices";
      const [spec] = await rows(action, "lcg_resource_spec_prices", { ...inTraining, ...kind });
      assert.deepEqual([spec?.["quota_id"], spec?.["gpu_count"]], [SPEC, 8]);
      const hint = { registry_hint: { workspace_id: WORKSPACE } };
      const images = await rows("image.ListImages", "images", {
        page_size: -1,
        filter: { ...hint, source_list: ["SOURCE_PUBLIC"] },
      });
      assert.deepEqual(
        images.map(({ address }) => address),
        ["registry.example.invalid/base/pytorch:2.4"],
      );
      const [project] = await rows("project.GetProjectForPage", "items", { page: 1, page_size: 10, filter: {} });
      assert.equal(project?.["id"], "project-0a1b2c3d-0000-4000-8000-000000000002");
      const [workspace] = await rows("workspace.ListWorkspaces", "items", { PageNumber: 1, page_size: 10 });
      assert.equal(workspace?.["id"], WORKSPACE);
    });

    it("is closed for a workspace of somebody else's", async () => {
      const filter = { workspace_id: "ws-0a1b2c3d-0000-4000-8000-000000000009" };
      const { code } = await tester.ask("workspace.ListLogicComputeGroups", { page_size: -1, filter });
      assert.equal(code, "AccessForbidden");
    });
  });

  describe("a job", () => {
    it("is listed with its state, the newest first", async () => {
      await submit(1, TRAINING, SPEC, { name: "first" });
      await tester.advance(60_000);
      await submit(1, TRAINING, SPEC, { name: "second" });
      const jobs = await rows("train.ListJobs", "jobs", { workspace_id: WORKSPACE, page_size: 10 });
      assert.deepEqual(
        jobs.map(({ name, status }) => [name, status]),
        [
          ["second", "job_creating"],
          ["first", "job_running"],
        ],
      );
    });

    it("is found by any part of its name, in its workspace", async () => {
      for (const name of ["first", "afirst-2", "second"]) await submit(1, TRAINING, SPEC, { name });
      await tester.create({ name: "first" });
      const request = { workspace_id: WORKSPACE, page_size: 10, keyword: "first" };
      const found = await rows("train.ListJobs", "jobs", request);
      assert.deepEqual(
        found.map(({ name }) => name),
        ["afirst-2", "first"],
      );
    });

    it("is not listed during the lag, nor found by its name", async () => {
      await tester.ordered("switches", { listLagMs: 60_000 });
      const id = await submit(1, TRAINING, SPEC, { name: "first" });
      const request = { workspace_id: WORKSPACE, page_size: 10, keyword: "first" };
      const listed = async () => (await rows("train.ListJobs", "jobs", request)).map(({ job_id }) => job_id);
      assert.deepEqual(await listed(), []);
      await tester.advance(60_000);
      assert.deepEqual(await listed(), [id]);
    });

    it("has pods, lines and measurements from its start on, a pure function of its states", async () => {
      const id = await submit(2);
      const pods = () => rows("train.ListJobInstances", "items", { job_id: id, page_num: 1, page_size: 10 });
      assert.deepEqual(await pods(), []);
      await tester.advance(90_000);
      assert.deepEqual(
        (await pods()).map(({ name, node, instance_status }) => [name, node, instance_status]),
        [
          [`${id}-worker-0`, "h100-1", "instance_running"],
          [`${id}-worker-1`, "h100-2", "instance_running"],
        ],
      );
      const wanted = {
        page_size: 100,
        filter: { podNames: [`${id}-worker-1`] },
        sorter: [{ field: "time", sort: "ascend" }],
      };
      const lines = await rows("train.GetJobLog", "logs", wanted);
      assert.deepEqual([lines.length, lines[0]?.["message"]], [7, "training resnet"]);
      assert.deepEqual(await rows("train.GetJobLog", "logs", wanted), lines);
      const startedAt = Number(lines[0]?.["timestamp_ms"]) / 1_000;
      const groups = await rows("train.GetTaskMetric", "time_seris_metric_groups", {
        filter: { logic_compute_group_id: TRAINING, task_id: id, task_type: "distributed_training" },
        metric_types: ["gpu_usage_rate", "cpu_usage_rate"],
        time_range: {
          start_timestamp: Math.floor(startedAt),
          end_timestamp: Math.floor(startedAt) + 3_600,
          interval_second: 60,
        },
      });
      assert.deepEqual(
        groups.map(({ group_name, metric_type, time_series }) => [
          group_name,
          metric_type,
          (time_series as unknown[]).length > 0,
        ]),
        [
          [`${id}-worker-0`, "gpu_usage_rate", true],
          [`${id}-worker-1`, "gpu_usage_rate", true],
        ],
      );
    });

    it("has events of its own and of its pods", async () => {
      const id = await submit();
      await tester.advance(60_000);
      const events = (object_type: string, object_id: string) =>
        rows("train.ListJobEvents", "events", { page_size: 100, filter: { object_type, object_ids: [object_id] } });
      assert.deepEqual(
        (await events("job", id)).map(({ reason }) => reason),
        ["Unschedulable", "Running"],
      );
      assert.deepEqual(
        (await events("instance", `${id}-worker-0`)).map(({ reason }) => reason),
        ["Scheduled", "Pulling", "Started"],
      );
    });

    it("of somebody else looks like one that is forbidden", async () => {
      const job_id = "job-00000000-0000-4000-8000-000000000001";
      assert.equal((await tester.ask("train.ListJobInstances", { job_id })).code, "AccessForbidden");
    });

    it("tells nothing of more than a month at a time, nor for a time that is a number", async () => {
      const id = await submit();
      const logs = (from: unknown) =>
        tester.ask("train.GetJobLog", { page_size: 1, filter: { podNames: [id], start_timestamp_ms: from } });
      assert.equal((await logs("0")).code, "InternalError");
      assert.equal((await logs(0)).code, "InvalidParameter");
    });
  });
});
