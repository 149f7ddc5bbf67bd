import assert from "node:assert/strict";
import type { GroupQuery } from "../../../src/jobs/groups";
import { qizhiGroups } from "../../../src/platforms/qizhi/groups";
import { offline, TRAINING, TWINS, WORKSPACE, type Offline } from "./offline";
import { granted, stubQizhi, type Answer, type Received } from "./server";

describe("a Qizhi compute group", () => {
  let here: Offline;
  beforeEach(async () => {
    here = await offline();
  });
  afterEach(() => here.tester.close());

  const find = (query: GroupQuery) => here.settle(qizhiGroups(here.where, here.io).find(query));
  const findPlainly = (query: GroupQuery) => here.settle(qizhiGroups(here.where, here.plainIo).find(query));

  it("of the physical kind is refused at once, and told apart from a wrong id", async () => {
    for (const ask of [find, findPlainly]) {
      await assert.rejects(ask({ id: "cg-1", workspaceId: WORKSPACE }), {
        kind: "invalid",
        message: '"cg-1" is a physical compute group; jobs run in the logic ones that it is divided into, lcg-…',
      });
      await assert.rejects(ask({ id: "training-h100" }), { kind: "invalid", message: /begins with lcg-/ });
    }
    assert.equal(here.tester.count("cluster_nodes/list").sent, 0);
  });

  describe("with a session of the console", () => {
    it("is found by its id, with its machines and free cards", async () => {
      await here.submit(1);
      const [group, ...others] = await find({ id: TRAINING, workspaceId: WORKSPACE });
      assert.deepEqual(others, []);
      const { nodes, ...rest } = group ?? assert.fail("there is none");
      assert.deepEqual(rest, {
        groupId: TRAINING,
        groupName: "training-h100",
        status: "ready",
        platformStatus: "",
        nodesTotal: 4,
        nodesFree: 3,
        gpus: [{ type: "NVIDIA H100 (80G)", total: 32, free: 24 }],
        isVerified: true,
      });
      assert.deepEqual(nodes.slice(0, 2), [
        { node: "h100-1", isUsable: true, gpus: [{ type: "NVIDIA H100 (80G)", total: 8, free: 0 }] },
        { node: "h100-2", isUsable: true, gpus: [{ type: "NVIDIA H100 (80G)", total: 8, free: 8 }] },
      ]);
    });

    it("is found by its exact name, not by a part of it, and twins are both told", async () => {
      const ids = async (name: string) => (await find({ name, workspaceId: WORKSPACE })).map(({ groupId: id }) => id);
      assert.deepEqual(await ids("training-h100"), [TRAINING]);
      assert.deepEqual(await ids("training"), []);
      assert.deepEqual(await ids("twin"), TWINS);
    });

    it("has no card free when more are in use than were granted", async () => {
      await here.submit(4);
      await here.submit(2);
      const [group] = await find({ id: TRAINING, workspaceId: WORKSPACE });
      assert.deepEqual(group?.gpus, [{ type: "NVIDIA H100 (80G)", total: 32, free: 0 }]);
    });

    it("is not there when the workspace does not show it, or its name is another", async () => {
      assert.deepEqual(await find({ id: "lcg-1", workspaceId: WORKSPACE }), []);
      assert.deepEqual(await find({ id: TRAINING, name: "twin", workspaceId: WORKSPACE }), []);
    });

    it("wants its workspace", async () => {
      await assert.rejects(find({ id: TRAINING }), { kind: "invalid", message: /^workspaceId is needed/ });
    });
  });

  describe("without a session", () => {
    it("is taken at its word when only its id is given, and nothing is asked", async () => {
      assert.deepEqual(await findPlainly({ id: TRAINING }), [
        { groupId: TRAINING, status: "unknown", platformStatus: "", gpus: [], nodes: [], isVerified: false },
      ]);
      assert.equal(here.tester.count("auth/token").sent, 0);
    });

    it("shows the machines that bear its name, when that is given too", async () => {
      await here.submit(3);
      const [group] = await findPlainly({ id: TRAINING, name: "training-h100" });
      const { isVerified, status: state, nodesTotal, nodesFree, gpus } = group ?? assert.fail("there is none");
      assert.deepEqual([isVerified, state, nodesTotal, nodesFree], [true, "ready", 4, 1]);
      assert.deepEqual(gpus, [{ type: "", total: 32, free: 8 }]);
    });

    it("is unverified when no machine bears its name exactly", async () => {
      const [group] = await findPlainly({ id: TRAINING, name: "training" });
      assert.deepEqual([group?.isVerified, group?.status], [false, "unknown"]);
    });

    it("cannot be found by its name alone", async () => {
      await assert.rejects(findPlainly({ name: "training-h100" }), {
        kind: "unsupported",
        message: /cannot find a compute group by its name: give its id, lcg-…, or set QIZHI_CONSOLE_SESSION/,
      });
    });
  });

  describe("of a stubborn platform", () => {
    async function asked(answer: (request: Received) => Answer, query: GroupQuery, session?: string) {
      const stub = await stubQizhi(answer, granted, session);
      try {
        return { groups: await stub.clock.settle(qizhiGroups(stub.where, stub.io).find(query)), asked: stub.asked };
      } finally {
        await stub.close();
      }
    }

    it("is unverified when the account may not see machines, or there is no such list", async () => {
      for (const no of [
        { code: 100_003, message: "denied" },
        { status: 404, text: "404 page not found" },
      ]) {
        const { groups } = await asked(() => no, { id: TRAINING, name: "training-h100" });
        assert.equal(groups[0]?.isVerified, false);
      }
    });

    it("counts only machines that take jobs: online, ready, not cordoned, not in maintenance", async () => {
      const node = (more: object) => ({
        name: "n",
        status: "READY",
        resource_pool: "online",
        gpu_count: 8,
        task_list: null,
        logic_compute_group_name: "a",
        ...more,
      });
      const nodes = [
        node({}),
        node({ task_list: [{ id: "job-1" }] }),
        node({ status: "NOT_READY" }),
        node({ resource_pool: "fault" }),
        node({ cordon_type: "admin" }),
        node({ is_maint: true }),
        node({ logic_compute_group_name: "another" }),
      ];
      const { groups } = await asked(() => ({ data: { nodes, total: "7" } }), { id: TRAINING, name: "a" });
      const { nodesTotal, nodesFree, gpus } = groups[0] ?? assert.fail("there is none");
      assert.deepEqual([nodesTotal, nodesFree, gpus], [6, 1, [{ type: "", total: 16, free: 8 }]]);
    });

    it("reads machines page after page", async () => {
      const nodes = (n: number) =>
        Array.from({ length: n }, () => ({ logic_compute_group_name: "a", status: "READY" }));
      const pages = ({ body }: Received) => ({
        data: { nodes: nodes(body["page_num"] === 1 ? 200 : 1), total: "201" },
      });
      const { groups, asked: calls } = await asked(pages, { id: TRAINING, name: "a" });
      assert.deepEqual([groups[0]?.nodesTotal, calls.length], [201, 3]);
    });

    it("is unusable when it takes no training, and counts cards of several types by machine", async () => {
      const group = { logic_compute_group_id: TRAINING, name: "a", support_job_type_list: '["interactive_modeling"]' };
      const stats = ["A", "B"].map((gpu_type_display) => ({ gpu_info: { gpu_type_display } }));
      const node = (type: string, used: number) => ({
        status: "READY",
        gpu: { total: 8, used },
        gpu_info: { gpu_type: type },
      });
      const results: Record<string, object> = {
        ListLogicComputeGroups: { logic_compute_groups: [group, null], total: 1 },
        GetLogicComputeGroupResource: { logic_resouces: { gpu_total: 20, gpu_used: 1 }, gpu_type_stats: stats },
        ListNodeDimension: { node_dimensions: [node("A", 0), node("B", 3.5)], total: 2 },
      };
      const { groups } = await asked(
        ({ path }) => ({ text: JSON.stringify({ ResponseMetadata: {}, Result: results[path.split("=")[1] ?? ""] }) }),
        { id: TRAINING, workspaceId: WORKSPACE },
        "hush-hush-cookie",
      );
      const { status: state, statusReason: reason, gpus, nodesFree } = groups[0] ?? assert.fail("there is none");
      assert.deepEqual([state, reason, nodesFree], ["unusable", "it takes no distributed training", 1]);
      assert.deepEqual(gpus, [
        { type: "A", total: 8, free: 8 },
        { type: "B", total: 8, free: 4.5 },
      ]);
    });
  });
});
