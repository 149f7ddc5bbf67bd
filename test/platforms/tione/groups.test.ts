import assert from "node:assert/strict";
import { tioneGroups } from "../../../src/platforms/tione/groups";
import { stubTione, type Answer, type Received, type Stub } from "./server";

const WHOLE = { Cpu: 64_000, Memory: 262_144, Gpu: 800, GpuType: "A100" };
const NOTHING = { Cpu: 0, Memory: 0, Gpu: 0 };

function node(InstanceId: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { InstanceId, InstanceStatus: "RUNNING", TotalResource: WHOLE, UsedResource: NOTHING, ...more };
}

function group(InstanceSet: unknown, more: Record<string, unknown> = {}): Record<string, unknown> {
  const TotalInstance = Array.isArray(InstanceSet) ? InstanceSet.length : 1;
  return { ResourceGroupId: "rsg-1", ResourceGroupName: "prod-a100", TotalInstance, InstanceSet, ...more };
}

const groups = (...all: Record<string, unknown>[]): Answer => ({ ResourceGroupSet: all, TotalCount: all.length });

describe("TI-ONE resource groups", () => {
  let stub: Stub | undefined;
  afterEach(async () => {
    await stub?.close();
    stub = undefined;
  });

  async function connect(answer: (request: Received) => Answer) {
    stub = await stubTione(answer);
    return { stub, groups: tioneGroups(stub.where, stub.io) };
  }

  it("show what is free by machine and by type of card, from one request", async () => {
    const { stub, groups: api } = await connect(() =>
      groups(
        group([
          node("sm-1"),
          node("sm-2", { UsedResource: { Cpu: 8000, Memory: 1024, Gpu: 350 } }),
          node("sm-3", { UsedResource: { Gpu: 800 }, AvailableResource: { Cpu: 1, Memory: 84, Gpu: 50 } }),
          node("sm-4", { TotalResource: { Cpu: 32_000, Memory: 65_536, Gpu: 0, GpuType: "" } }),
          node("sm-5", { TotalResource: { ...WHOLE, Gpu: 25, GpuType: "T4" } }),
          node("sm-6", { Isolated: true }),
          node("sm-7", { InstanceStatus: "EXCEPTION" }),
        ]),
      ),
    );
    const [found] = await api.find({ id: "rsg-1" });
    const gpus = (free: number) => [{ type: "A100", total: 8, free }];
    assert.deepEqual(found, {
      groupId: "rsg-1",
      groupName: "prod-a100",
      status: "ready",
      platformStatus: "",
      nodesTotal: 7,
      nodesFree: 3,
      gpus: [
        { type: "A100", total: 24, free: 13 },
        { type: "T4", total: 0.25, free: 0.25 },
      ],
      nodes: [
        { node: "sm-1", isUsable: true, gpus: gpus(8) },
        { node: "sm-2", isUsable: true, gpus: gpus(4.5) },
        { node: "sm-3", isUsable: true, gpus: gpus(0.5) },
        { node: "sm-4", isUsable: true, gpus: [] },
        { node: "sm-5", isUsable: true, gpus: [{ type: "T4", total: 0.25, free: 0.25 }] },
        { node: "sm-6", isUsable: false, gpus: gpus(8) },
        { node: "sm-7", isUsable: false, gpus: gpus(8) },
      ],
      isVerified: true,
    });
    assert.deepEqual(
      stub.received.map(({ body }) => body),
      [
        {
          Filters: [{ Name: "ResourceGroupId", Values: ["rsg-1"] }],
          Offset: 0,
          Limit: 20,
          DontShowInstanceSet: false,
        },
      ],
    );
  });

  it("are found by exactly their name, over all pages", async () => {
    const all = Array.from({ length: 25 }, (_, index) =>
      group([], { ResourceGroupId: `rsg-${index}`, ResourceGroupName: index % 12 === 0 ? "prod" : "prod-2" }),
    );
    const { stub, groups: api } = await connect(({ body }) => {
      const offset = Number(body["Offset"]);
      return { ResourceGroupSet: all.slice(offset, offset + 20), TotalCount: 25 };
    });
    assert.deepEqual(
      (await api.find({ name: "prod" })).map(({ groupId: id }) => id),
      ["rsg-0", "rsg-12", "rsg-24"],
    );
    assert.equal(stub.received.length, 2);
  });

  it("are shown without control characters", async () => {
    const machine = node("sm-1", { TotalResource: { ...WHOLE, GpuType: "A\u202e1" } });
    const { groups: api } = await connect(() => groups({ ...group([machine]), ResourceGroupName: "prod\u001b[2J" }));
    const [found] = await api.find({ id: "rsg-1" });
    assert.deepEqual([found?.groupName, found?.gpus[0]?.type], ["prod^[[2J", "A\\u202e1"]);
  });

  it("are none where the platform knows none", async () => {
    const { groups: api } = await connect(() => ({ ResourceGroupSet: null, TotalCount: 0 }));
    assert.deepEqual(await api.find({ id: "rsg-9" }), []);
  });

  it("are looked for in a workspace when asked to", async () => {
    const { stub, groups: api } = await connect(() => groups());
    await api.find({ id: "rsg-1", workspaceId: "42" });
    assert.equal(stub.received[0]?.body["TiProjectId"], "42");
  });

  for (const [what, set] of [
    ["missing", null],
    ["empty", []],
  ] as const) {
    it(`ask for the machines by themselves when they are ${what}, over all pages`, async () => {
      const nodes = Array.from({ length: 21 }, (_, index) => node(`sm-${index}`));
      const { stub, groups: api } = await connect(({ action, body }) => {
        if (action === "DescribeBillingResourceGroups") return groups(group(set, { TotalInstance: 21 }));
        const offset = Number(body["Offset"]);
        return { InstanceSet: nodes.slice(offset, offset + 20), TotalCount: 21 };
      });
      const [found] = await api.find({ id: "rsg-1" });
      assert.deepEqual([found?.nodesTotal, found?.nodesFree, found?.gpus[0]?.total], [21, 21, 168]);
      assert.equal(stub.received.length, 3);
    });
  }

  for (const [what, nodes, reason] of [
    ["has no machines", [], "it has no machines"],
    [
      "has one machine that failed",
      [node("sm-1", { InstanceStatus: "EXCEPTION" })],
      "its only machine is not running (EXCEPTION)",
    ],
    [
      "has machines that cannot take jobs",
      [node("sm-1", { InstanceStatus: "DEPLOYING" }), node("sm-2", { Isolated: true })],
      "none of its 2 machines is running (DEPLOYING, isolated)",
    ],
  ] as const) {
    it(`are of no use when the group ${what}`, async () => {
      const { groups: api } = await connect(() => groups(group(nodes)));
      const [found] = await api.find({ id: "rsg-1" });
      assert.deepEqual([found?.status, found?.statusReason, found?.gpus], ["unusable", reason, []]);
    });
  }
});
