import assert from "node:assert/strict";
import { spec, TestStack } from "./stack";

describe("a reference to a compute group, under the real engine", function () {
  this.timeout(180_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
  });
  after(() => stack.stop());
  afterEach(() => stack.mustPass("destroy", "--skip-preview", "--non-interactive"));

  const refer = (args: object, options = "{}") =>
    stack.program(`exports.group = new training.ResourceGroupRef("pool", ${JSON.stringify(args)}, ${options});`);
  const row = async () => (await stack.rowsOf("ResourceGroupRef"))[0];

  it("is looked up by its exact name, never created and never deleted", async () => {
    await refer({ platform: "tione", resourceGroupName: "prod-a100" });
    await stack.up();
    const { id, outputs } = (await row()) ?? {};
    assert.equal(id, "rsg-prod0001");
    assert.deepEqual(
      [
        outputs?.groupId,
        outputs?.groupName,
        outputs?.status,
        outputs?.nodesTotal,
        outputs?.nodesFree,
        outputs?.verified,
      ],
      ["rsg-prod0001", "prod-a100", "ready", 4, 4, true],
    );
    assert.deepEqual(outputs?.gpus, [{ type: "A100", total: 32, free: 32 }]);
    await stack.up("--expect-no-changes");
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
    await stack.mustPass("destroy", "--skip-preview", "--non-interactive");
    const writes = (await stack.requests()).filter(({ committed }) => committed);
    assert.deepEqual(writes, []);
  });

  it("tells after a refresh what is free then, and a refresh that finds nothing else changed is quiet", async () => {
    const machines = '[training.tione.prepaid({ cores: 32, memoryGiB: 256, gpus: 8, gpuType: "A100" })]';
    await stack.program(
      `const pool = new training.ResourceGroupRef("pool", { platform: "tione", resourceGroupName: "prod-a100" });
       new training.TrainingJob("sft", { platform: "tione", waitFor: "running", spec: { ...${JSON.stringify(spec)}, chargeType: "PREPAID",
         resourceGroupId: pool.groupId, resourceConfigInfos: ${machines} } });`,
    );
    await stack.ask("POST", "scenario", { match: { name: "*" }, outcome: "runs-forever" });
    await stack.up();
    assert.deepEqual((await row())?.outputs.gpus, [{ type: "A100", total: 32, free: 32 }]);
    await stack.mustPass("refresh", "--skip-preview", "--non-interactive", "--expect-no-changes");
    assert.deepEqual((await row())?.outputs.gpus, [{ type: "A100", total: 32, free: 24 }]);
    await stack.up("--expect-no-changes");
  });

  it("lists both of two groups of one name", async () => {
    await refer({ platform: "tione", resourceGroupName: "twin" });
    assert.match(await stack.failingUp(), /2 resource groups: rsg-twin0001 and rsg-twin0002; give `resourceGroupId`/);
    assert.equal(await row(), undefined);
  });

  it("says so when there is none, or when no job can run there", async () => {
    await refer({ platform: "tione", resourceGroupId: "rsg-nowhere" });
    assert.match(await stack.failingUp(), /TI-ONE knows no resource group rsg-nowhere in ap-guangzhou/);
    await refer({ platform: "modelarts", region: "cn-north-4", resourceGroupName: "infer-only" });
    assert.match(await stack.failingUp(), /no job can run on resource group "infer-only" \(pool-infer-\d+\)/);
    await refer({ platform: "modelarts", region: "cn-north-4", resourceGroupName: "broken" });
    assert.match(await stack.failingUp(), /no job can run on resource group "broken".*Abnormal/);
  });

  it("fails early when what it requires is not free, and says what is, and where", async () => {
    await refer({ platform: "tione", resourceGroupName: "dev-t4", requireFree: { gpus: 2 } });
    const output = await stack.failingUp();
    assert.match(output, /has 0 of the 1 machines with 2 free cards that are required/);
    assert.match(output, /Free are 2 in all/);
    assert.match(output, /out of service/);
    assert.equal(await row(), undefined);
    await refer({ platform: "tione", resourceGroupName: "dev-t4", requireFree: { gpus: 1, nodes: 2 } });
    await stack.up();
    // A demand that changes is looked at again, and stays red until it is met.
    await refer({ platform: "tione", resourceGroupName: "dev-t4", requireFree: { gpus: 1, nodes: 3 } });
    await stack.failingUp();
    assert.match(await stack.failingUp(), /has 2 of the 3 machines/);
  });

  it("is only believed on Qizhi when nobody may see it, and seen with a console session", async () => {
    const id = "lcg-0a1b2c3d-0000-4000-8000-000000000003";
    await refer({ platform: "qizhi", resourceGroupId: id });
    await stack.up();
    assert.deepEqual([(await row())?.outputs.verified, (await row())?.outputs.status], [false, "unknown"]);
    await refer({ platform: "qizhi", resourceGroupName: "training-h100" });
    assert.match(await stack.failingUp(), /QIZHI_CONSOLE_SESSION/);
    const args = { workspaceId: "ws-0a1b2c3d-0000-4000-8000-000000000001", resourceGroupName: "training-h100" };
    await refer({ platform: "qizhi", ...args });
    const up = ["up", "--skip-preview", "--non-interactive"];
    const { code, output } = await stack.start(up, { QIZHI_CONSOLE_SESSION: "a session of the tests" }).done;
    assert.equal(code, 0, output);
    assert.deepEqual([(await row())?.id, (await row())?.outputs.verified], [id, true]);
    assert.ok(!(await stack.exported("--show-secrets")).includes("a session of the tests"));
  });

  it("is read without a row of its own by `ResourceGroupRef.get`", async () => {
    await stack.program(
      'exports.name = training.ResourceGroupRef.get("pool", "rsg-prod0001", { platform: "tione", region: "ap-guangzhou" }).groupName;',
    );
    assert.match(await stack.up(), /prod-a100/);
    await stack.program(
      'exports.name = training.ResourceGroupRef.get("pool", "rsg-nowhere", { platform: "tione", region: "ap-guangzhou" }).groupName;',
    );
    assert.match(await stack.failingUp(), /knows no resource group rsg-nowhere/);
    await stack.program("");
  });
});
