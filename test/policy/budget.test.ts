import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { JOB } from "../../src/policy/rule";
import { samples } from "../conformance/samples";
import { Pack, UNKNOWN } from "./pack";

type Outputs = Readonly<Record<string, unknown>>;

const MACHINE = "TI.GN7.2XLARGE32.POST";
const PRICES = [
  { platform: "tione", machine: MACHINE, yuanPerHour: 20 },
  { platform: "modelarts", machine: "modelarts.vm.gpu.8v100", yuanPerHour: 100 },
  { platform: "modelarts-v1", machine: "27", yuanPerHour: 7 },
  { platform: "qizhi", machine: "0a1b2c3d-0000-4000-8000-000000000004", yuanPerHour: 3 },
];
const KEPT = { perHour: 54.8, unit: "yuan", basis: "list", source: "TI-ONE DescribeBillingSpecsPrice" };

function job(name: string, outputs: Outputs = {}, platform = "tione") {
  const properties = { platform, region: samples[platform]?.region, maxDuration: "10h", spec: samples[platform]?.spec };
  const given = Object.entries({ ...properties, ...outputs }).filter(([, value]) => value !== undefined);
  return { type: JOB, name, properties: Object.fromEntries(given) };
}

describe("training-budget, in @pulumi/policy's own server", function () {
  this.timeout(60_000);
  let pack: Pack;
  let folder = "";
  before(async () => {
    pack = await Pack.start();
    folder = mkdtempSync(join(tmpdir(), "prices-"));
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await pack.stop();
  });

  /** What the rule says of a stack, without its description. */
  async function said(config: Outputs, ...jobs: readonly ReturnType<typeof job>[]): Promise<readonly string[]> {
    await pack.configure({ "training-budget": config });
    const { violations } = await pack.analyzeStack(jobs);
    assert.ok(violations.every(({ policy, level }) => policy === "training-budget" && level === "mandatory"));
    return violations.map(({ message }) => message.split("\n")[1] ?? "");
  }

  it("sums up what the jobs of a stack cost an hour", async () => {
    const jobs = [job("a"), job("b"), job("c", {}, "modelarts")];
    const [excess] = await said({ maxYuanPerHour: 139, prices: PRICES }, ...jobs);
    assert.match(
      excess ?? "",
      /^The budget is exceeded: ¥140\/h is more than maxYuanPerHour, ¥139\/h; counted: c ¥100\/h, a ¥20\/h/,
    );
    assert.deepEqual(await said({ maxYuanPerHour: 140, prices: PRICES }, ...jobs), []);
  });

  for (const [platform, most] of [
    ["tione", 200],
    ["modelarts", 1_000],
    ["modelarts-v1", 70],
    ["qizhi", 30],
  ] as const) {
    it(`sums up what a job of ${platform} may cost in all`, async () => {
      const [excess] = await said({ maxYuan: most - 1, prices: PRICES }, job("sft", {}, platform));
      assert.match(excess ?? "", /at most is more than maxYuan/);
      assert.deepEqual(await said({ maxYuan: most, prices: PRICES }, job("sft", {}, platform)), []);
    });
  }

  it("takes what the platform told at the submission for a machine without a price of its own", async () => {
    const [hour] = await said({ maxYuanPerHour: 54 }, job("sft", { price: KEPT }));
    assert.match(hour ?? "", /¥54\.8\/h is more than maxYuanPerHour/);
    const [most] = await said({ maxYuan: 547 }, job("sft", { price: KEPT }));
    assert.match(most ?? "", /¥548 at most is more than maxYuan/);
    assert.deepEqual(await said({ maxYuanPerHour: 54, prices: PRICES }, job("sft", { price: KEPT })), []);
    assert.deepEqual(await said({ maxYuanPerHour: 54 }, job("sft", { price: { ...KEPT, unit: "points" } })), []);
  });

  it("counts no job that has ended, and none that is only read", async () => {
    const config = { maxYuanPerHour: 1, prices: PRICES };
    for (const status of ["succeeded", "failed", "stopped", "lost"])
      assert.deepEqual(await said(config, job("sft", { status })), [], status);
    for (const status of ["queued", "running", "stopping", "unknown", "paused"])
      assert.equal((await said(config, job("sft", { status }))).length, 1, status);
    assert.deepEqual(await said({ ...config, allowUnknownPrice: false }, job("theirs", { spec: {} })), []);
  });

  it("lets jobs pass of which nobody tells the price, unless it may not", async () => {
    const jobs = [job("a"), job("b", { price: KEPT, maxDuration: undefined })];
    assert.deepEqual(await said({ maxYuan: 1_000 }, ...jobs), []);
    const [excess] = await said({ maxYuan: 1_000, allowUnknownPrice: false }, ...jobs);
    assert.match(excess ?? "", /what a, b cost is not known, and allowUnknownPrice is false/);
  });

  it("lets pass what is not known before the run, and does not break", async () => {
    const machines = [{ role: "WORKER", instanceType: MACHINE, instanceNum: UNKNOWN }];
    const spec = { ...samples["tione"]?.spec, resourceConfigInfos: machines };
    const unknown = [job("a", { spec }), job("b", { spec: UNKNOWN }), job("c", { maxDuration: UNKNOWN })];
    assert.deepEqual(await said({ maxYuanPerHour: 1, prices: PRICES }, ...unknown, job("d", { status: "failed" })), []);
    const [excess] = await said({ maxYuan: 1, prices: PRICES, allowUnknownPrice: false }, ...unknown);
    assert.match(excess ?? "", /what a, b, c cost is not known/);
  });

  it("reads prices from a file", async () => {
    const prices = join(folder, "prices.yaml");
    writeFileSync(prices, `- { platform: tione, machine: ${MACHINE}, yuanPerHour: 30 }\n`);
    assert.match((await said({ maxYuanPerHour: 29, prices }, job("sft")))[0] ?? "", /¥30\/h is more than/);
    writeFileSync(prices, `- { platform: tione, yuanPerHour: 30 }\n`);
    assert.match(
      (await said({ maxYuanPerHour: 29, prices }, job("sft")))[0] ?? "",
      /configuration is wrong: .*prices\.yaml/,
    );
    const missing = join(folder, "missing.yaml");
    assert.match((await said({ maxYuanPerHour: 1, prices: missing }, job("sft")))[0] ?? "", /wrong: .*missing\.yaml/);
  });

  it("says nothing without a limit, and which member is wrong with one that it does not know", async () => {
    await pack.configure({ "training-budget": { prices: PRICES } });
    const { violations, notApplicable } = await pack.analyzeStack([job("sft")]);
    assert.deepEqual(violations, []);
    assert.match(notApplicable.get("training-budget") ?? "", /neither maxYuanPerHour nor maxYuan/);
    assert.match(
      (await said({ maxYuanPerhour: 1 }, job("sft")))[0] ?? "",
      /configuration is wrong: .*"maxYuanPerhour"/,
    );
  });
});
