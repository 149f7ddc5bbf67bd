import assert from "node:assert/strict";
import type { Context } from "../../src/engine/resource";
import type { Gpus, GroupNode, GroupQuery, GroupSnapshot } from "../../src/jobs/groups";
import { createIo } from "../../src/net/io";
import { tione } from "../../src/platforms/tione";
import { resourceGroupRef } from "../../src/resources/group";
import type { GroupInputs, GroupOutputs } from "../../src/resources/group-record";
import { fakeClock } from "../fake-clock";
import { Cloud } from "../jobs/cloud";

// Connections are kept for a process: a place of this suite's own, whose groups each test says.
const REGION = "place-of-groups";

const cards = (type: string, total: number, free = total): Gpus => ({ type, total, free });
const machine = (name: string, gpus: readonly Gpus[], isUsable = true): GroupNode => ({ node: name, gpus, isUsable });
const group = (more: Partial<GroupSnapshot> = {}): GroupSnapshot => ({
  groupId: "rsg-1",
  groupName: "prod",
  status: "ready",
  platformStatus: "",
  gpus: [],
  nodes: [],
  isVerified: true,
  ...more,
});

describe("a reference to a compute group", () => {
  const { connect } = tione;
  let there: readonly GroupSnapshot[];
  let asked: GroupQuery[];
  before(() => {
    const find = async (query: GroupQuery) => {
      asked.push(query);
      return there;
    };
    tione.connect = () => ({ jobs: new Cloud().api, groups: { find } });
  });
  after(() => {
    tione.connect = connect;
  });
  beforeEach(() => {
    there = [group()];
    asked = [];
  });

  const io = createIo({
    clock: fakeClock(),
    env: () => ({ TENCENTCLOUD_SECRET_ID: "AKIDEXAMPLE", TENCENTCLOUD_SECRET_KEY: "EXAMPLESECRETKEY" }),
    random: () => 0.5,
    write: () => {},
  });
  const definition = resourceGroupRef({ io });
  const context: Context<GroupOutputs> = {
    urn: "urn:pulumi:dev::demo::pulumi-nodejs:dynamic/training:ResourceGroupRef::pool",
    organization: "organization",
    label: 'ResourceGroupRef "pool"',
    retains: false,
    signal: new AbortController().signal,
    config: () => undefined,
    keep: () => assert.fail("a look-up makes nothing that could be kept"),
    report: () => {},
    note: () => {},
  };
  const inputs = (more: Partial<GroupInputs>): GroupInputs => ({ platform: "tione", region: REGION, ...more });
  const create = (more: Partial<GroupInputs>) => definition.create(inputs(more), context);
  const refuses = (more: Partial<GroupInputs>, message: string) => assert.rejects(create(more), { message });

  describe("is looked up", () => {
    it("by what the program says, and stands for what was seen", async () => {
      there = [group({ nodesTotal: 2, nodesFree: 1, gpus: [cards("A100", 16, 8)] })];
      const { id, outputs } = await create({ resourceGroupName: "prod", workspaceId: "ws-1" });
      assert.deepEqual(asked, [{ name: "prod", workspaceId: "ws-1" }]);
      assert.equal(id, "rsg-1");
      assert.deepEqual(
        [outputs.groupId, outputs.groupName, outputs.status, outputs.nodesTotal, outputs.nodesFree, outputs.gpus],
        ["rsg-1", "prod", "ready", 2, 1, [cards("A100", 16, 8)]],
      );
    });

    it("and is one of none, or of several", async () => {
      there = [];
      await refuses({ resourceGroupId: "rsg-1" }, `TI-ONE has no resource group rsg-1 in ${REGION}`);
      await refuses({ resourceGroupName: "prod" }, `TI-ONE has no resource group called "prod" in ${REGION}`);
      there = [group(), group({ groupId: "rsg-2" }), group({ groupId: "rsg-3" })];
      await refuses(
        { resourceGroupName: "prod" },
        'the name "prod" is that of 3 resource groups: rsg-1 and rsg-2 and rsg-3; give `resourceGroupId`',
      );
    });

    it("by id and name only if they belong together, whoever finds out", async () => {
      const both = { resourceGroupId: "rsg-1", resourceGroupName: "dev" };
      await refuses(both, 'resource group rsg-1 is called "prod", not "dev"; leave one of the two out');
      there = [];
      await refuses(both, `TI-ONE has no resource group rsg-1 called "dev" in ${REGION}`);
    });

    it("and taken at its word where nobody here may see its name", async () => {
      there = [{ groupId: "rsg-1", status: "unknown", platformStatus: "", gpus: [], nodes: [], isVerified: false }];
      const { outputs } = await create({ resourceGroupId: "rsg-1", resourceGroupName: "prod" });
      assert.deepEqual([outputs.status, outputs.verified, outputs.groupName], ["unknown", false, undefined]);
    });

    it("and refused with the platform's reason, else its word, when no job can run there", async () => {
      there = [group({ status: "unusable", platformStatus: "Abnormal", statusReason: "its phase is Abnormal" })];
      await refuses(
        { resourceGroupId: "rsg-1" },
        'no job can run on resource group "prod" (rsg-1): its phase is Abnormal',
      );
      const { groupName: _, ...nameless } = group({ status: "unusable", platformStatus: "Abnormal" });
      there = [nameless];
      await refuses({ resourceGroupId: "rsg-1" }, "no job can run on resource group rsg-1: Abnormal");
    });

    it("anew by its own id when only `requireFree` changed", async () => {
      const { id, outputs } = await create({ resourceGroupName: "prod" });
      const news = inputs({ resourceGroupName: "prod", requireFree: { gpus: 1 } });
      await assert.rejects(definition.update({ id, outputs }, news, context), /has 0 free cards, and 1 are required/);
      there = [group({ gpus: [cards("A100", 8)] })];
      const updated = await definition.update({ id, outputs }, news, context);
      assert.deepEqual(
        [updated.groupId, updated.resourceGroupId, updated.requireFree],
        ["rsg-1", undefined, { gpus: 1 }],
      );
      assert.deepEqual(asked.at(-1), { id: "rsg-1", name: "prod" });
    });

    it("by id when it is read, and gone with its group; unusable it is shown as it is", async () => {
      const { outputs } = await create({ resourceGroupName: "prod" });
      there = [group({ groupName: "renamed", status: "unusable", statusReason: "it has no machines" })];
      const seen = await definition.read({ id: "rsg-1", outputs }, context);
      assert.deepEqual(asked.at(-1), { id: "rsg-1" });
      assert.deepEqual(
        [seen?.outputs.groupName, seen?.outputs.status, seen?.outputs.statusReason],
        ["renamed", "unusable", "it has no machines"],
      );
      there = [];
      assert.equal(await definition.read({ id: "rsg-1", outputs }, context), undefined);
    });

    it("and stays what was seen when nobody may see it now", async () => {
      there = [group({ nodesTotal: 2, gpus: [cards("A100", 16)] })];
      const { outputs } = await create({ resourceGroupId: "rsg-1" });
      there = [{ groupId: "rsg-1", status: "unknown", platformStatus: "", gpus: [], nodes: [], isVerified: false }];
      const { outputs: later } = (await definition.read({ id: "rsg-1", outputs }, context)) ?? {};
      assert.deepEqual(later, outputs);
      const { outputs: believed } = await create({ resourceGroupId: "rsg-1" });
      assert.equal((await definition.read({ id: "rsg-1", outputs: believed }, context))?.outputs.verified, false);
    });

    it("and never deleted", async () => {
      const { id, outputs } = await create({ resourceGroupId: "rsg-1" });
      asked = [];
      await definition.delete({ id, outputs }, context);
      assert.deepEqual(asked, []);
    });
  });

  describe("that must have free cards", () => {
    const mixed = group({
      gpus: [cards("A100", 16, 12), cards("T4", 4)],
      nodes: [
        machine("n-1", [cards("A100", 8)]),
        machine("n-2", [cards("A100", 8, 4)]),
        machine("n-3", [cards("T4", 4)]),
        machine("n-4", [cards("A100", 8)], false),
      ],
    });
    const hidden = group({ gpus: [cards("A100", 16, 12), cards("T4", 4)] });
    const unseen = group({ status: "unknown", isVerified: false, gpus: [cards("A100", 16)] });

    const table: [what: string, group: GroupSnapshot, required: GroupInputs["requireFree"], message?: string][] = [
      ["passes on one machine that has them", mixed, { gpus: 8 }],
      ["passes on several, of whatever type", mixed, { gpus: 4, nodes: 3 }],
      ["passes on several of one type", mixed, { gpus: 4, nodes: 2, gpuType: "A100" }],
      ["passes with a part of a card", group({ nodes: [machine("n-1", [cards("T4", 1, 0.5)])] }), { gpus: 0.5 }],
      [
        "does not put one machine together of two",
        mixed,
        { gpus: 12 },
        'resource group "prod" (rsg-1) has 0 of the 1 machines with 12 free cards that are required. ' +
          "In all, 16 are free: n-1 8, n-2 4, n-3 4, n-4 out of service",
      ],
      [
        "counts no machine that is out of service",
        mixed,
        { gpus: 8, nodes: 2 },
        'resource group "prod" (rsg-1) has 1 of the 2 machines with 8 free cards that are required. ' +
          "In all, 16 are free: n-1 8, n-2 4, n-3 4, n-4 out of service",
      ],
      [
        "counts only the type that it is to have",
        mixed,
        { gpus: 8, gpuType: "T4" },
        'resource group "prod" (rsg-1) has 0 of the 1 machines with 8 free T4 cards that are required. ' +
          "In all, 4 are free: n-1 0, n-2 0, n-3 4, n-4 out of service",
      ],
      [
        "has none of a type that nobody there knows",
        mixed,
        { gpus: 1, gpuType: "H100" },
        'resource group "prod" (rsg-1) has 0 of the 1 machines with 1 free H100 cards that are required. ' +
          "In all, 0 are free: n-1 0, n-2 0, n-3 0, n-4 out of service",
      ],
      ["passes by the sum where no machines are told", hidden, { gpus: 8, nodes: 2 }],
      ["passes by the sum of one type where no machines are told", hidden, { gpus: 12, gpuType: "A100" }],
      [
        "does not pass by the sum of another type",
        hidden,
        { gpus: 2, nodes: 3, gpuType: "T4" },
        'resource group "prod" (rsg-1) has 4 free T4 cards, and 6 are required; ' +
          "TI-ONE does not say on which machines",
      ],
      [
        "is not believed to have them when nobody sees it",
        unseen,
        { gpus: 1 },
        'what is free in resource group "prod" (rsg-1) is not known: no credential of ours can see it',
      ],
    ];
    for (const [what, seen, requireFree, message] of table) {
      it(what, async () => {
        there = [seen];
        if (message) await refuses({ resourceGroupId: "rsg-1", requireFree }, message);
        else assert.equal((await create({ resourceGroupId: "rsg-1", requireFree })).id, "rsg-1");
      });
    }
  });
});
