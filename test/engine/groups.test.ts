import assert from "node:assert/strict";
import { Fleet } from "./once/fleet";
import { spec, type Row } from "./stack";

type Run = Awaited<ReturnType<Fleet["up"]>>;

/** A run, and what there was after it. */
interface Moment extends Run {
  readonly rows: ReadonlyMap<string, Row>;
  /** Actions that changed something. */
  readonly writes: readonly string[];
}

const SESSION = "a session of the tests";
const QIZHI_ID = "lcg-0a1b2c3d-0000-4000-8000-000000000003";

describe("a reference to a compute group, under the real engine", function () {
  this.timeout(400_000);
  let fleet: Fleet;
  let first: Moment;
  let second: Moment;
  /** From here on with a session of Qizhi's console. */
  let third: Moment;
  let refreshed: Moment;
  let again: Moment;
  let exported: string;
  let destroyed: Moment;

  const refer = (name: string, args: object) =>
    fleet.setCode(name, `new training.ResourceGroupRef("${name}", ${JSON.stringify(args)});`);
  const read = (name: string, id: string) => {
    const place = '{ platform: "tione", region: "ap-guangzhou" }';
    fleet.setCode(name, `exports.${name} = training.ResourceGroupRef.get("${name}", "${id}", ${place}).groupName;`);
  };
  async function during(run: () => Promise<Run>): Promise<Moment> {
    const mark = await fleet.mark();
    const ended = await run();
    const rows = (await fleet.rows("ResourceGroupRef")).map((row) => [row.urn.split("::").at(-1) ?? "", row] as const);
    const writes = (await fleet.stack.requests()).slice(mark).filter(({ committed }) => committed);
    return { ...ended, rows: new Map(rows), writes: writes.map(({ action }) => action) };
  }

  before(async () => {
    fleet = await Fleet.start();
    const tione = (resourceGroupName: string, requireFree?: object) => ({
      platform: "tione",
      resourceGroupName,
      ...(requireFree && { requireFree }),
    });
    const modelarts = { platform: "modelarts", region: "cn-north-4" };
    refer("prod", tione("prod-a100"));
    refer("demanding", tione("dev-t4", { gpus: 1, nodes: 2 }));
    refer("unseen", { platform: "qizhi", resourceGroupId: QIZHI_ID });
    refer("twin", tione("twin"));
    refer("nowhere", { platform: "tione", resourceGroupId: "rsg-nowhere" });
    refer("infer-only", { ...modelarts, resourceGroupName: "infer-only" });
    refer("broken", { ...modelarts, resourceGroupName: "broken" });
    refer("full", tione("dev-t4", { gpus: 2 }));
    read("missing", "rsg-nowhere");
    first = await during(() => fleet.up());

    for (const name of ["twin", "nowhere", "infer-only", "broken", "full", "missing"]) fleet.setCode(name, "");
    refer("demanding", tione("dev-t4", { gpus: 1, nodes: 3 }));
    refer("unseen", { platform: "qizhi", resourceGroupName: "training-h100" });
    read("theirs", "rsg-prod0001");
    const machines = '[training.tione.prepaid({ cores: 32, memoryGiB: 256, gpus: 8, gpuType: "A100" })]';
    fleet.setCode(
      "pool",
      `const pool = new training.ResourceGroupRef("pool", ${JSON.stringify(tione("prod-a100"))});
       new training.TrainingJob("sft", { platform: "tione", waitFor: "running", spec: { ...${JSON.stringify(spec)}, chargeType: "PREPAID",
         resourceGroupId: pool.groupId, resourceConfigInfos: ${machines} } });`,
    );
    second = await during(() => fleet.up());

    const workspaceId = "ws-0a1b2c3d-0000-4000-8000-000000000001";
    refer("unseen", { platform: "qizhi", workspaceId, resourceGroupName: "training-h100" });
    Object.assign(fleet.stack.environment, { QIZHI_CONSOLE_SESSION: SESSION });
    third = await during(() => fleet.up());

    refer("demanding", tione("dev-t4", { gpus: 1, nodes: 2 }));
    refreshed = await during(() => fleet.run("refresh", "--expect-no-changes"));
    again = await during(() => fleet.up("--expect-no-changes"));
    exported = await fleet.stack.exported("--show-secrets");
    destroyed = await during(() => fleet.destroy());
  });
  after(() => fleet.stop());

  it("is looked up by its exact name, never created and never deleted", () => {
    const { id, outputs } = first.rows.get("prod") ?? {};
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
    assert.equal(refreshed.code, 0, refreshed.output);
    assert.equal(again.code, 0, again.output);
    assert.equal(destroyed.code, 0, destroyed.output);
    assert.deepEqual([...destroyed.rows.keys()], []);
    const writes = [first, second, third, refreshed, again, destroyed].map((moment) => moment.writes);
    // The job on it is another matter.
    assert.deepEqual(writes, [[], ["CreateTrainingTask"], [], [], [], ["StopTrainingTask", "DeleteTrainingTask"]]);
  });

  it("tells after a refresh what is free then, and a refresh that finds nothing else changed is quiet", () => {
    assert.deepEqual(second.rows.get("pool")?.outputs.gpus, [{ type: "A100", total: 32, free: 32 }]);
    assert.equal(refreshed.code, 0, refreshed.output);
    assert.deepEqual(refreshed.rows.get("pool")?.outputs.gpus, [{ type: "A100", total: 32, free: 24 }]);
    assert.equal(again.code, 0, again.output);
  });

  it("lists both of two groups of one name", () => {
    const both = /2 resource groups: rsg-twin0001 and rsg-twin0002; give `resourceGroupId`/;
    assert.match(first.said("twin"), both);
    assert.equal(first.rows.get("twin"), undefined);
  });

  it("says so when there is none, or when no job can run there", () => {
    assert.match(first.said("nowhere"), /TI-ONE has no resource group rsg-nowhere in ap-guangzhou/);
    assert.match(first.said("infer-only"), /no job can run on resource group "infer-only" \(pool-infer-\d+\)/);
    assert.match(first.said("broken"), /no job can run on resource group "broken".*Abnormal/);
  });

  it("fails early when what it requires is not free, and says what is, and where", () => {
    const said = first.said("full");
    assert.match(said, /has 0 of the 1 machines with 2 free cards that are required/);
    assert.match(said, /In all, 2 are free/);
    assert.match(said, /out of service/);
    assert.equal(first.rows.get("full"), undefined);
    assert.equal(first.said("demanding"), "");
    assert.ok(first.rows.has("demanding"));
    // A demand that changes is looked at again, and stays red until it is met.
    for (const { said } of [second, third]) assert.match(said("demanding"), /has 2 of the 3 machines/);
  });

  it("is only believed on Qizhi when nobody may see it, and seen with a console session", () => {
    const before = first.rows.get("unseen")?.outputs;
    assert.deepEqual([before?.verified, before?.status], [false, "unknown"]);
    assert.match(second.said("unseen"), /QIZHI_CONSOLE_SESSION/);
    assert.equal(third.said("unseen"), "");
    const { id, outputs } = third.rows.get("unseen") ?? {};
    assert.deepEqual([id, outputs?.verified], [QIZHI_ID, true]);
    assert.ok(!exported.includes(SESSION));
  });

  it("is read without a row of its own by `ResourceGroupRef.get`", () => {
    assert.match(again.output, /theirs\s*: "prod-a100"/);
    assert.match(first.said("missing"), /has no resource group rsg-nowhere/);
  });
});
