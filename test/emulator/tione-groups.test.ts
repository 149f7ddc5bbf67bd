import assert from "node:assert/strict";
import { TioneTester } from "./tione-client";

interface Amounts {
  readonly Cpu: number;
  readonly Memory: number;
  readonly Gpu: number;
}

interface Node {
  readonly InstanceId: string;
  readonly InstanceStatus: string;
  readonly UsedResource: Amounts;
  readonly AvailableResource: Amounts;
  readonly TotalResource: Amounts;
}

interface Group {
  readonly ResourceGroupId: string;
  readonly FreeInstance: number;
  readonly TotalInstance: number;
  readonly UsedResource: Amounts & { readonly GpuDetailSet: readonly object[] };
  readonly TotalResource: Amounts & { readonly GpuDetailSet: readonly object[] };
  readonly InstanceSet: readonly Node[];
}

const PROD = "rsg-prod0001";

describe("Resource groups of TI-ONE in the emulator", () => {
  let tester: TioneTester;
  beforeEach(async () => {
    tester = await TioneTester.start();
  });
  afterEach(() => tester.close());

  // The casts: the shapes are what the tests look at.
  const groups = async (members: object = {}) =>
    (await tester.call("DescribeBillingResourceGroups", members))["ResourceGroupSet"] as Group[];
  const ids = async (members: object) => (await groups(members)).map((group) => group.ResourceGroupId);
  const group = async (id: string, members: object = {}) => {
    const [found] = await groups({ Filters: [{ Name: "ResourceGroupId", Values: [id] }], ...members });
    assert.ok(found);
    return found;
  };
  const nodes = async (id: string, members: object = {}) =>
    (await tester.call("DescribeBillingResourceGroup", { ResourceGroupId: id, ...members }))["InstanceSet"] as Node[];
  const freeCards = async (id: string) =>
    (await nodes(id, { Order: "ASC" })).map((node) => node.AvailableResource.Gpu / 100);
  const codeOf = async (action: string, members: object) => (await tester.call(action, members)).code;
  const submit = (name: string, cards: number, pods = 1, id = PROD, members: object = {}) =>
    tester.create(name, {
      ChargeType: "PREPAID",
      ResourceGroupId: id,
      ResourceConfigInfos: [
        {
          Role: "WORKER",
          Cpu: 8_000,
          Memory: 65_536,
          Gpu: cards * 100,
          GpuType: "A100",
          InstanceNum: pods,
          ...members,
        },
      ],
    });

  describe("the list", () => {
    const cases: readonly (readonly [title: string, query: object, ids: readonly string[]])[] = [
      ["one id", { Filters: [{ Name: "ResourceGroupId", Values: [PROD] }] }, [PROD]],
      ["an exact name", { Filters: [{ Name: "ResourceGroupName", Values: ["dev-t4"] }] }, ["rsg-dev00001"]],
      ["a part of a name, only when fuzzy", { Filters: [{ Name: "ResourceGroupName", Values: ["dev"] }] }, []],
      ["a part of a name", { Filters: [{ Name: "ResourceGroupName", Values: ["dev"], Fuzzy: true }] }, ["rsg-dev00001"]], // prettier-ignore
      ["several names, never by parts of them", { Filters: [{ Name: "ResourceGroupName", Values: ["dev", "down"], Fuzzy: true }] }, ["rsg-down0001"]], // prettier-ignore
      ["a name that two have", { Filters: [{ Name: "ResourceGroupName", Values: ["twin"] }] }, ["rsg-twin0001", "rsg-twin0002"]], // prettier-ignore
      ["free nodes", { Filters: [{ Name: "AvailableNodeCount", Values: ["0"] }] }, ["rsg-down0001"]],
      ["a word in id or name", { SearchWord: "cpu" }, ["rsg-cpu00001"]],
      ["a tag", { TagFilters: [{ TagKey: "env", TagValues: ["prod"] }] }, [PROD]],
      ["a page", { Offset: 1, Limit: 2 }, ["rsg-dev00001", "rsg-cpu00001"]],
    ];
    for (const [title, query, expected] of cases) {
      it(`selects by ${title}`, async () => assert.deepEqual(await ids(query), expected));
    }

    it("counts all that match, not those of the page", async () => {
      assert.equal((await tester.call("DescribeBillingResourceGroups", { Limit: 1 }))["TotalCount"], 6);
    });

    it("leaves the nodes out when asked to", async () => {
      assert.equal((await group(PROD)).InstanceSet.length, 4);
      assert.deepEqual((await group(PROD, { DontShowInstanceSet: true })).InstanceSet, []);
    });

    it("refuses what it does not offer", async () => {
      const code = (members: object) => codeOf("DescribeBillingResourceGroups", members);
      assert.equal(await code({ Limit: 31 }), "InvalidParameterValue.LimitExceeded");
      assert.equal(await code({ Filters: [{ Name: "Status", Values: [] }] }), "InvalidParameterValue.InvalidFilter");
      assert.equal(await code({ Name: "prod-a100" }), "UnknownParameter");
      assert.equal(await code({ Type: "TRAIN" }), undefined);
      await tester.ordered("switches", { unlistedMembers: false });
      assert.equal(await code({ Type: "TRAIN" }), "UnknownParameter");
    });
  });

  it("have machines in the wire's units, with sums over all of them", async () => {
    const { TotalResource, UsedResource, FreeInstance, TotalInstance } = await group(PROD);
    const cards = { Name: "A100", Value: 3_200 };
    assert.deepEqual(TotalResource, { Cpu: 256_000, Memory: 2_097_152, Gpu: 3_200, GpuDetailSet: [cards] });
    assert.deepEqual(UsedResource, { Cpu: 0, Memory: 0, Gpu: 0, GpuDetailSet: [{ ...cards, Value: 0 }] });
    assert.deepEqual([FreeInstance, TotalInstance], [4, 4]);
    assert.deepEqual((await group("rsg-cpu00001")).TotalResource.GpuDetailSet, []);
  });

  it("have nodes that do not run, and do not count these as free", async () => {
    const { FreeInstance, TotalInstance } = await group("rsg-dev00001");
    assert.deepEqual([FreeInstance, TotalInstance], [2, 3]);
    const [down] = await nodes("rsg-down0001");
    assert.equal(down?.InstanceStatus, "DEPLOY_FAILED");
  });

  describe("nodes", () => {
    it("are listed newest first, in pages, by status and id", async () => {
      const idsOf = async (members: object) => (await nodes(PROD, members)).map((node) => node.InstanceId.slice(-1));
      assert.deepEqual(await idsOf({}), ["4", "3", "2", "1"]);
      assert.deepEqual(await idsOf({ Order: "ASC", OrderField: "ExpireTime", Offset: 1, Limit: 2 }), ["2", "3"]);
      assert.deepEqual(await idsOf({ Filters: [{ Name: "InstanceId", Values: ["-2"], Fuzzy: true }] }), ["2"]);
      const broken = await nodes("rsg-dev00001", { Filters: [{ Name: "InstanceStatus", Values: ["EXCEPTION"] }] });
      assert.equal(broken.length, 1);
    });

    it("of an unknown group are refused", async () => {
      const code = await codeOf("DescribeBillingResourceGroup", { ResourceGroupId: "rsg-1" });
      assert.equal(code, "ResourceNotFound.ResourceGroupNotFound");
    });
  });

  describe("live tasks", () => {
    it("take the first node with room, pod by pod", async () => {
      await submit("six-cards", 6);
      await submit("two-pods-of-four", 4, 2);
      await submit("two-cards", 2);
      assert.deepEqual(await freeCards(PROD), [0, 0, 8, 8]);
      const { UsedResource, FreeInstance } = await group(PROD);
      assert.deepEqual([UsedResource.Cpu, UsedResource.Gpu, FreeInstance], [32_000, 1_600, 2]);
      const [first] = await nodes(PROD, { Order: "ASC" });
      assert.deepEqual(first?.AvailableResource.Cpu, 48_000);
      assert.equal(first.UsedResource.Memory + first.AvailableResource.Memory, first.TotalResource.Memory);
    });

    it("show free cards in sum that no node has together", async () => {
      await submit("five-on-each", 5, 4);
      assert.deepEqual(await freeCards(PROD), [3, 3, 3, 3]);
      await submit("four", 4);
      assert.deepEqual(await freeCards(PROD), [3, 3, 3, 3]);
    });

    it("give their nodes back when they end", async () => {
      const id = await submit("all", 8, 4);
      assert.deepEqual(await freeCards(PROD), [0, 0, 0, 0]);
      await tester.advance(10_000);
      await tester.call("StopTrainingTask", { Id: id });
      await tester.advance(5_000);
      assert.deepEqual(await freeCards(PROD), [8, 8, 8, 8]);
    });

    it("do not lie on nodes of another card type, broken ones or those without RDMA", async () => {
      await submit("wrong-cards", 1, 1, "rsg-dev00001");
      assert.deepEqual(await freeCards("rsg-dev00001"), [1, 1, 1]);
      await submit("three", 1, 3, "rsg-dev00001", { GpuType: "T4", Memory: 1_024 });
      assert.deepEqual(await freeCards("rsg-dev00001"), [0, 0, 1]);
      await submit("rdma", 1, 1, "rsg-twin0001", { GpuType: "V100", RDMAConfig: { Enable: true } });
      assert.deepEqual(await freeCards("rsg-twin0001"), [4]);
    });

    it("count in their own region alone", async () => {
      await submit("all", 8, 4);
      const other = await tester.call(
        "DescribeBillingResourceGroup",
        { ResourceGroupId: PROD },
        { region: "ap-seoul" },
      );
      assert.equal((other["InstanceSet"] as Node[])[0]?.AvailableResource.Gpu, 800);
    });

    it("are named node by node, and know their group's name", async () => {
      const id = await submit("two-pods", 8, 2);
      const running = async (node: string) =>
        (
          await tester.call("DescribeBillingResourceInstanceRunningJobs", {
            ResourceGroupId: PROD,
            ResourceInstanceId: node,
          })
        )["ResourceInstanceRunningJobInfos"];
      const detail = await tester.detail(id);
      const PodName = `${String(detail["LatestInstanceId"])}-worker-1`;
      const job = { PodName, TaskType: "TRAIN", TaskId: id, TaskName: "two-pods" };
      assert.deepEqual(await running("eins-prod0001-2"), [job]);
      assert.deepEqual(await running("eins-prod0001-3"), []);
      assert.equal(detail["ResourceGroupName"], "prod-a100");
      const unknown = { ResourceGroupId: PROD, ResourceInstanceId: "eins-9" };
      assert.equal(await codeOf("DescribeBillingResourceInstanceRunningJobs", unknown), "ResourceNotFound");
    });
  });

  it("stand beside two workspaces, of which one is the default", async () => {
    const { Workspaces, TotalCount } = await tester.call("DescribeWorkspaces", { Order: "ASC" });
    assert.equal(TotalCount, 2);
    assert.deepEqual(
      (Workspaces as { TiProjectId: string; Status: string }[]).map(({ TiProjectId, Status }) => [TiProjectId, Status]),
      [
        ["0", "NORMAL"],
        ["10001", "NORMAL"],
      ],
    );
  });
});
