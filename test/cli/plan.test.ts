import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PlanOptions } from "../../src/cli/plan";
import { readLimits } from "../../src/cli/plan/budget";
import { markdownOf } from "../../src/cli/plan/markdown";
import { readPreview } from "../../src/cli/plan/preview";
import { reportOf, type PlanReport } from "../../src/cli/plan/report";
import { rowsOf } from "../../src/cli/plan/rows";
import { runPlan, type PlanTerminal } from "../../src/cli/plan/run";
import type { Price } from "../../src/jobs/price";
import { systemClock } from "../../src/net/clock";
import { PlatformError } from "../../src/net/errors";
import { findPlatform } from "../../src/platforms/registry";
import { PriceBook } from "../../src/pricing/book";
import type { Place } from "../../src/resources/place";
import { assertLinear } from "../growth";
import { pulumiTraining } from "./command";
import { assertGolden } from "./plan-golden";
import { image, job, previewed, running, UNKNOWN, withSpec, type PreviewTold, type Told } from "./plan-preview";

/** The list itself, as the setting may hold it. */
const PRICES = JSON.stringify([
  { platform: "tione", machine: "TI.GN10.2XLARGE40.POST", yuanPerHour: 27.4 },
  { platform: "modelarts", machine: "modelarts.vm.gpu.8v100", yuanPerHour: 120 },
]);

interface Asked {
  readonly code: number;
  readonly out: string;
}

/** What is where the command runs. Absent: no credentials. */
interface Market {
  read(): Promise<ReadonlyMap<string, Price>>;
}

async function plan(told: PreviewTold | string, options: Partial<PlanOptions> = {}, market?: Market): Promise<Asked> {
  let out = "";
  const prices = market && { action: "DescribeBillingSpecsPrice", read: () => market.read() };
  const terminal: PlanTerminal = {
    book: new PriceBook(systemClock()),
    open({ platform }) {
      if (!prices) throw new PlatformError("auth", "no credentials", { platform, action: "settings" });
      return { platform: findPlatform(platform), prices } as unknown as Place; // nothing else of it is asked
    },
    piped: async () => (typeof told === "string" ? told : previewed(told)),
    print: (text) => (out += text),
  };
  const code = await runPlan({ format: "markdown", limit: 65_536, ...options }, terminal);
  return { code, out };
}

const jsonOf = async (...args: Parameters<typeof plan>) => {
  const [input, options, market] = args;
  const { out } = await plan(input, { ...options, format: "json" }, market);
  return JSON.parse(out) as PlanReport; // the form that it documents
};

const creates = (name: string, now: Told["now"] = job): Told => ({ op: "create", name, now });
const replaces = (name: string, now: Told["now"], more: Partial<Told> = {}): Told => ({
  op: "replace",
  name,
  now,
  old: job,
  outputs: running,
  reasons: ["spec"],
  ...more,
});

const failed = { ...running, status: "failed", duration: "3h12m", cost: 175.36 };
const model = { platform: "tione", region: "ap-guangzhou", sourceJobId: "train-1", spec: { trainingModelName: "sft" } };

/** Each is a page in test/cli/plan/. */
const CASES: Readonly<Record<string, readonly [told: PreviewTold, code: number, options?: Partial<PlanOptions>]>> = {
  "first-run": [
    {
      steps: [
        creates("sft", { ...job, maxDuration: "24h" }),
        creates("eval", {
          ...withSpec({ resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN10.2XLARGE40.POST" }] }),
          maxDuration: "24h",
        }),
      ],
      said: [
        {
          name: "sft",
          severity: "info",
          message: "¥54.8/h (2 × TI.GN10.2XLARGE40.POST at ¥27.4, own price), at most ¥1,315 in 24h",
        },
      ],
      more: [
        { op: "create", urn: "urn:pulumi:dev::train::random:index/randomId:RandomId::suffix", detailedDiff: null },
      ],
    },
    0,
  ],
  replacement: [
    {
      steps: [
        replaces("sft", {
          ...withSpec({ ...image("1.5"), startCmd: "torchrun train.py --lr 1e-4" }),
          maxDuration: "24h",
        }),
      ],
    },
    0,
  ],
  nothing: [{}, 0],
  "failed-job": [
    {
      steps: [{ op: "update", name: "sft", now: job, old: job, outputs: failed }],
      said: [
        {
          name: "sft",
          severity: "warning",
          message: "job train-1171953742901248 failed: `up` will be red until it is run again or removed",
        },
      ],
    },
    0,
  ],
  "unknown-member": [
    {
      steps: [
        replaces("sft", withSpec(image("1.5"))),
        {
          op: "update",
          name: "eval",
          now: withSpec({ env: { CHECKPOINT: UNKNOWN } }),
          old: withSpec({ env: { CHECKPOINT: "runs/train-1171953742901248/" } }),
          outputs: { ...running, jobId: "train-1171953742901249" },
        },
      ],
    },
    0,
  ],
  "over-budget": [
    { steps: [creates("sft"), creates("eval")], config: { "training:budget": '{"maxYuanPerHour":"100"}' } },
    1,
  ],
  "model-versions": [
    {
      steps: [
        { op: "create", name: "sft-v2", kind: "TrainingModelVersion", now: { ...model, sourceJobId: UNKNOWN } },
        {
          op: "delete",
          name: "sft-v1",
          kind: "TrainingModelVersion",
          old: model,
          outputs: { versionId: "mv-1", status: "ready" },
        },
        { op: "create", name: "pool", kind: "ResourceGroupRef", now: {} },
      ],
    },
    0,
  ],
  ends: [
    {
      steps: [
        {
          op: "delete",
          name: "kept",
          old: { ...job, deletionPolicy: "stop" },
          outputs: { ...running, status: "succeeded", duration: "2h0m", cost: 109.6 },
        },
        { op: "delete", name: "stopped", old: { ...job, deletionPolicy: "stop" }, outputs: running },
        { op: "delete", name: "deleted", old: job, outputs: failed },
        {
          op: "delete",
          name: "gone",
          old: job,
          outputs: { ...running, startedAt: undefined, status: "queued", price: undefined },
        },
        { op: "delete", name: "retained", old: job, outputs: running, retains: true },
        { op: "delete", name: "pending", old: job, outputs: { jobId: "", status: "unknown" } },
      ],
    },
    0,
  ],
  "failed-preview": [
    {
      steps: [creates("sft")],
      said: [
        {
          name: "eval",
          severity: "error",
          message:
            "pulumi-nodejs:dynamic/training:TrainingJob resource 'eval' has a problem: spec.startCmd: is needed: a string",
        },
        { severity: "error", message: "preview failed" },
      ],
    },
    1,
  ],
  platforms: [
    {
      steps: [
        creates("qz", {
          platform: "qizhi",
          region: "sii",
          spec: {
            logicComputeGroupId: "lcg-1",
            workspaceId: "ws-1",
            frameworkConfig: [{ image: "pytorch:2.4", instanceCount: 2, specId: "0a1b" }],
          },
        }),
        creates("ma", {
          platform: "modelarts",
          region: "cn-north-4",
          spec: {
            resource: { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 2 },
            autoStop: { timeUnit: "HOURS", duration: 10 },
          },
        }),
        creates("pool", withSpec({ chargeType: "PREPAID", resourceGroupId: "rsg-1" })),
        creates("later", withSpec({ resourceConfigInfos: UNKNOWN })),
      ],
    },
    0,
  ],
};

/** All of the command that grows with the preview, without waiting for anybody. */
function planned(text: string): string {
  const preview = readPreview(text);
  const { planned: rows, same, others } = rowsOf(preview);
  const unpriced = (some: typeof rows) => some.map((row) => ({ ...row, priced: { unpriced: "nobody is asked" } }));
  const limits = readLimits(undefined, preview);
  return markdownOf(reportOf({ preview, rows: unpriced(rows), same: unpriced(same), others, limits }), 65_536);
}

describe("pulumi-training plan", () => {
  for (const [name, [told, code, options]] of Object.entries(CASES)) {
    it(`says what a plan does: ${name}`, async () => {
      const { code: ended, out } = await plan(told, { prices: PRICES, ...options });
      assertGolden(join(__dirname, "plan", `${name}.md`), out);
      assert.equal(ended, code);
    });
  }

  it("says it in text and in JSON, too", async () => {
    const [told] = CASES["replacement"] ?? [];
    assert.ok(told);
    for (const [format, suffix] of [
      ["text", "txt"],
      ["json", "json"],
    ] as const) {
      const { out } = await plan(told, { prices: PRICES, format });
      assertGolden(join(__dirname, "plan", `replacement.${suffix}`), out);
    }
  });

  it("makes the same text of the same plan, however it was previewed", async () => {
    const [told] = CASES["unknown-member"] ?? [];
    assert.ok(told?.steps);
    const said = [...(["b", "a"] as const)].map((name) => ({ name, severity: "warning" as const, message: "careful" }));
    const moment = (ago: string, free: number) => ({
      name: "sft",
      severity: "info" as const,
      message:
        `¥54.8/h · ${free} of 16 A100 are free in "prod" (rsg-1) now · ` +
        `stops job train-1 (running for ${ago}, about ¥175 so far) and deletes it`,
    });
    const first = await plan({ ...told, said: [...said, moment("3h12m", 8)] });
    const second = await plan({ steps: [...told.steps].reverse(), said: [moment("2d4h", 0), ...[...said].reverse()] });
    assert.equal(first.out, second.out);
    assert.match(first.out, /stops job train-1 \(running\) and deletes it/);
  });

  it("takes the three steps of a replacement for one", async () => {
    const now = withSpec(image("1.5"));
    const shown = await plan({ steps: [replaces("sft", now)] });
    const steps = [
      { op: "delete-replaced", name: "sft", old: job, outputs: running },
      replaces("sft", now),
      { op: "create-replacement", name: "sft", now, old: job, outputs: running },
    ];
    assert.equal((await plan({ steps })).out, shown.out);
  });

  it("begins with what a refresh found", async () => {
    const found = { op: "update", name: "sft", now: job, old: job };
    const steps = [
      { ...found, outputs: running },
      { ...found, outputs: failed },
    ];
    assert.equal((await jsonOf({ steps })).rows[0]?.action, "wait");
  });

  it("says that a run takes over a job, or runs a failed one again, and why", async () => {
    const rerun = { ...job, onFailed: "rerun" };
    const { rows } = await jsonOf({
      steps: [
        creates("adopted", { ...job, adoptJobId: "train-7" }),
        replaces("again", rerun, { old: rerun, outputs: failed, reasons: ["status"] }),
      ],
    });
    assert.deepEqual(
      rows.map(({ name, action }) => [name, action]),
      [
        ["again", "runAgain"],
        ["adopted", "adopt"],
      ],
    );
    const { out } = await plan({
      steps: [replaces("again", rerun, { old: rerun, outputs: failed, reasons: ["status"] })],
    });
    assert.match(out, /the last one failed; deletes job `train-\d+` \(failed after 3h12m, ¥175\.4\)/);
  });

  describe("what changed", () => {
    const whyOf = async (now: Told["now"], old: Told["old"] = job) => {
      const { rows } = await jsonOf({ steps: [replaces("sft", now, { old })] });
      return rows[0]?.changes.map(({ member, from, to }) => [member, ...(from || to ? [from, to] : [])]);
    };

    it("has the values of what is surely harmless", async () => {
      const more = { resourceConfigInfos: [{ role: "WORKER", instanceType: "TI.GN7.LARGE.POST", instanceNum: 1_200 }] };
      assert.deepEqual(await whyOf(withSpec({ ...more, ...image("1.5") }, { region: "ap-shanghai", trigger: "2" })), [
        ["region", "ap-guangzhou", "ap-shanghai"],
        ["machine type", "TI.GN10.2XLARGE40.POST", "TI.GN7.LARGE.POST"],
        ["machines", "2", "1,200"],
        ["image", "1.4", "1.5"],
        ["trigger", undefined, "2"],
      ]);
    });

    it("has the whole address of another image, and a digest shortened", async () => {
      const at = (imageUrl: string) => withSpec({ imageInfo: { imageType: "CCR", imageUrl } });
      assert.deepEqual(await whyOf(at("ccr.ccs.tencentyun.com/ml/eval:1.4")), [
        ["image", "ccr.ccs.tencentyun.com/ml/sft:1.4", "ccr.ccs.tencentyun.com/ml/eval:1.4"],
      ]);
      const digest = `sha256:${"0123456789abcdef".repeat(4)}`;
      assert.deepEqual(await whyOf(at(`ccr.ccs.tencentyun.com/ml/sft@${digest}`)), [
        ["image", "1.4", "sha256:0123456789ab"],
      ]);
    });

    it("has the name alone of everything else, and no more of a secret than its place", async () => {
      const old = withSpec({ env: { LR: "1e-4", WANDB: "[secret]" }, tuningParameters: { epochs: 3 } });
      const now = withSpec({
        env: { LR: "2e-4", WANDB: "[secret]" },
        startCmd: "torchrun --token abc",
        tuningParameters: { epochs: 4 },
      });
      assert.deepEqual(await whyOf(now, old), [["start command"], ["environment (LR)"], ["tuning parameters"]]);
      const { out } = await plan({ steps: [replaces("sft", job)] });
      assert.match(out, /changed where nothing can be shown: `spec`/);
      const update = { op: "update", name: "sft", now: job, old: job, outputs: running };
      assert.match((await plan({ steps: [{ ...update, reasons: ["spec"] }] })).out, /nothing can be shown: `spec`/);
      assert.match((await plan({ steps: [update] })).out, /\| goes on \|.*no member changed/);
    });

    it("has no value of a variable, whatever it is called", async () => {
      const names = ["imageUrl", "instanceType", "instanceNum", "image", "region"];
      const env = (value: string | number) => withSpec({ env: Object.fromEntries(names.map((name) => [name, value])) });
      for (const [old, now] of [
        ["one", "two"],
        [1, 2],
      ] as const) {
        assert.deepEqual(
          await whyOf(env(now), env(old)),
          names.map((name) => [`environment (${name})`]),
        );
      }
    });

    it("has no image address with a password, and none that is a secret", async () => {
      const at = (imageUrl: string) => withSpec({ imageInfo: { imageType: "CCR", imageUrl } });
      assert.deepEqual(await whyOf(at("user:hunter2@ccr.ccs.tencentyun.com/ml/sft:1.5")), [
        ["image", "ccr.ccs.tencentyun.com/ml/sft:1.4", undefined],
      ]);
    });
  });

  describe("prices", () => {
    const told = { steps: [creates("sft")] };

    it("are asked of the platform, once for a thousand jobs", async () => {
      let asked = 0;
      const market = {
        read: async () => {
          asked += 1;
          return new Map<string, Price>([["TI.GN10.2XLARGE40.POST", { perHour: 20, unit: "yuan", basis: "list" }]]);
        },
      };
      const steps = Array.from({ length: 1_000 }, (_, index) => creates(`sft-${index}`));
      const { totals, rows } = await jsonOf({ steps }, {}, market);
      assert.equal(asked, 1);
      assert.equal(totals.yuanPerHour, 40_000);
      assert.equal(rows[0]?.priceSource, "TI-ONE DescribeBillingSpecsPrice");
    });

    it("are not asked with --offline, nor where the table of one's own has them", async () => {
      let asked = 0;
      const market = {
        read: async () => {
          asked += 1;
          return new Map<string, Price>();
        },
      };
      assert.deepEqual((await jsonOf(told, { offline: true }, market)).totals.unpriced, ["sft"]);
      assert.equal((await jsonOf(told, { prices: PRICES }, market)).totals.yuanPerHour, 54.8);
      assert.equal(asked, 0);
      await jsonOf(told, {}, market);
      assert.equal(asked, 1);
    });

    it("that nobody tells are unknown, never nothing", async () => {
      const { out } = await plan(told);
      assert.match(out, /\*\*1 job to run: price unknown\*\*/);
      assert.match(out, /- `sft`: no price: there are no credentials for TI-ONE here/);
      assert.match(out, /\| \? \| \? \|/);
      const broken = { read: () => Promise.reject(new Error("no network")) };
      assert.match((await plan(told, {}, broken)).out, /no price: TI-ONE did not report its prices/);
    });

    it("of a provider that the preview does not show are not asked as another account", async () => {
      const market = { read: () => assert.fail("asked") };
      const { rows } = await jsonOf({ steps: [{ ...creates("sft"), provider: "prod" }] }, {}, market);
      assert.match(rows[0]?.unpriced ?? "", /its provider is not in the preview/);
    });

    it("are unknown where a number of machines is, and have no bound where a limit is", async () => {
      const many = (instanceNum: unknown) => [{ role: "WORKER", instanceType: "TI.GN10.2XLARGE40.POST", instanceNum }];
      const resource = { flavorId: "modelarts.vm.gpu.8v100", nodeCount: 1 };
      const autoStop = { timeUnit: "HOURS", duration: UNKNOWN };
      const steps = [
        creates("later", withSpec({ resourceConfigInfos: many(UNKNOWN) })),
        creates("hidden", withSpec({ resourceConfigInfos: many("[secret]") })),
        creates("day", { ...job, maxDuration: UNKNOWN }),
        creates("ma", { platform: "modelarts", region: "cn-north-4", spec: { resource, autoStop } }),
      ];
      const { totals, rows } = await jsonOf({ steps }, { prices: PRICES });
      assert.deepEqual(
        [totals.unpriced, totals.unbounded],
        [
          ["hidden", "later"],
          ["day", "ma"],
        ],
      );
      assert.deepEqual([totals.yuanPerHour, totals.atMostYuan], [174.8, 0]);
      assert.deepEqual(rows.find(({ name }) => name === "later")?.unknown, ["spec.resourceConfigInfos"]);
    });

    it("in points are told as points, and no budget in yuan counts them", async () => {
      const market = {
        read: async () => new Map<string, Price>([["0a1b", { perHour: 42, unit: "points", basis: "list" }]]),
      };
      const frameworkConfig = [{ image: "pytorch:2.4", instanceCount: 2, specId: "0a1b" }];
      const spec = { logicComputeGroupId: "lcg-1", workspaceId: "ws-1", frameworkConfig, maxRunningTimeMs: 7_200_000 };
      const qizhi = { steps: [creates("qz", { platform: "qizhi", region: "sii", spec })] };
      const { totals } = await jsonOf(qizhi, {}, market);
      assert.deepEqual([totals.pointsPerHour, totals.atMostPoints, totals.yuanPerHour], [84, 168, 0]);
      const { code, out } = await plan(qizhi, { budget: "maxYuanPerHour=1" }, market);
      assert.equal(code, 0);
      assert.match(out, /\*\*1 job to run: 84 points\/h, at most 168 points\*\*/);
      assert.match(out, /\| 84 points \| 168 points \|/);
    });

    it("of the stack's own are read where they are inside of this folder alone", async () => {
      for (const file of ["/etc/passwd.yaml", "../prices.yaml", ".git/config.yaml", "prices", "a/../../b.json"]) {
        await assert.rejects(plan({ ...told, config: { "training:prices": file } }), {
          name: "WrongCall",
          message: /give it with --prices/,
        });
      }
      const { totals } = await jsonOf({ ...told, config: { "training:prices": PRICES } });
      assert.equal(totals.yuanPerHour, 54.8);
    });
  });

  describe("a budget", () => {
    const told = { steps: [creates("sft")], config: { "training:budget": '{"maxYuanPerHour":10}' } };

    it("of the stack counts, and one on the command line instead of it", async () => {
      assert.equal((await plan(told, { prices: PRICES })).code, 1);
      assert.equal((await plan(told, { prices: PRICES, budget: "maxYuanPerHour=100" })).code, 0);
      assert.equal((await plan(told, { budget: "maxYuan=100,allowUnknownPrice=false" })).code, 1);
      assert.equal((await plan(told, { budget: "maxYuan=100,allowUnknownPrice=true" })).code, 0);
    });

    it("counts what runs already, where the preview shows it", async () => {
      const same = { op: "same", name: "old", now: job, old: job, outputs: running };
      const ended = { op: "same", name: "over", now: job, old: job, outputs: { ...running, status: "succeeded" } };
      const run = (steps: readonly Told[]) => plan({ steps }, { prices: PRICES, budget: "maxYuanPerHour=100" });
      assert.equal((await run([creates("sft"), same])).code, 1);
      assert.equal((await run([creates("sft"), ended])).code, 0);
    });

    for (const [text, message] of [
      ["100", /--budget is written as maxYuanPerHour=100/],
      ["maxYuan=-1", /--budget: maxYuan must be a number of yuan/],
      ["maxEuro=1", /--budget has no maxEuro; it has maxYuanPerHour, maxYuan, allowUnknownPrice/],
    ] as const) {
      it(`that is written as ${text} is refused with the way to write it`, async () => {
        await assert.rejects(plan(told, { budget: text }), { name: "WrongCall", message });
      });
    }
  });

  describe("what is no preview", () => {
    for (const [what, text, message] of [
      ["nothing", " \n", /nothing was read/],
      ["words", "error: no stack selected", /this is not what `pulumi preview --json` prints/],
      ["a stream of events", '{"sequence":1}\n{"sequence":2}', /STREAMING/],
      ["another document", '{"a":1}', /this is not what/],
      ["steps of another form", '{"steps":[{"op":1}]}', /this is not what/],
      ["a state", '{"version":3,"deployment":{}}', /this is an exported state/],
    ] as const) {
      it(`is refused in a sentence: ${what}`, async () => {
        await assert.rejects(plan(text), { name: "WrongCall", message });
      });
    }
  });

  describe("a plan of many jobs", () => {
    const many = (count: number): PreviewTold => ({
      steps: Array.from({ length: count }, (_, index) =>
        replaces(`sft-${String(index).padStart(4, "0")}`, withSpec(image("1.5"))),
      ),
      said: Array.from({ length: count }, (_, index) => ({
        name: `sft-${index}`,
        severity: "info",
        message: "¥54.8/h (2 × TI.GN10.2XLARGE40.POST at ¥27.4, own price)",
      })),
    });

    for (const limit of [2_000, 65_536]) {
      it(`keeps its totals in ${limit} characters, and counts what is left out`, async () => {
        const { out } = await plan(many(1_000), { prices: PRICES, limit });
        assert.ok(out.length <= limit, String(out.length));
        assert.match(out, /^<!-- pulumi-training plan: train\/dev -->\n/);
        assert.match(
          out,
          /\*\*1,000 jobs to run: ¥54,800\/h \(1,000 without a time limit\) · 1,000 jobs are stopped\*\*/,
        );
        const left = Number(/([\d,]+) more rows/.exec(out)?.[1]?.replaceAll(",", ""));
        const shown = out.match(/^\| runs again/gm)?.length ?? 0;
        assert.equal(left + shown, 1_000);
        assert.ok(shown > 0);
        assert.match(out, /<\/details>\n$/);
      });
    }

    it("has all of them where there is room", async () => {
      const { out } = await plan(many(1_000), { prices: PRICES, limit: 1_000_000 });
      assert.equal(out.match(/^\| runs again/gm)?.length, 1_000);
    });

    it("takes time in proportion", () => {
      const { length } = previewed(many(1));
      const inputs = new Map<number, string>();
      const make = (size: number) => {
        const count = Math.max(1, Math.round(size / length));
        const text = inputs.get(count) ?? previewed(many(count));
        inputs.set(count, text);
        return text;
      };
      assertLinear(make, (text) => planned(text));
    });
  });
});

describe("pulumi-training plan, installed", function () {
  this.timeout(60_000);
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "plan-"));
    await writeFile(join(folder, "prices.yaml"), PRICES);
  });
  after(() => rm(folder, { recursive: true }));
  const installed = (args: readonly string[], input?: string) =>
    pulumiTraining(["plan", ...args], { cwd: folder, env: { HOME: folder }, ...(input !== undefined && { input }) });

  it("reads a pipe and writes Markdown", async () => {
    const { code, out, err } = await installed(["--prices", "prices.yaml"], previewed({ steps: [creates("sft")] }));
    assert.deepEqual([code, err], [0, ""]);
    assert.match(out, /^<!-- pulumi-training plan: train\/dev -->\n[^]*¥54\.8/);
  });

  it("knows nothing without credentials, and asks nobody", async () => {
    const { code, out } = await installed([], previewed({ steps: [creates("sft")] }));
    assert.equal(code, 0);
    assert.match(out, /there are no credentials for TI-ONE here/);
  });

  it("ends with 1 when the plan is over the budget, and tells it all the same", async () => {
    const input = previewed({ steps: [creates("sft")], config: { "training:prices": "prices.yaml" } });
    const { code, out } = await installed(["--budget", "maxYuanPerHour=50"], input);
    assert.equal(code, 1);
    assert.match(out, /Over budget/);
  });

  for (const [what, args, input, message] of [
    ["nothing piped in", [], undefined, /pipe in what `pulumi preview --json` prints/],
    ["no preview", [], "error: no stack selected", /^pulumi-training: this is not what .*\n$/],
    ["a format that is none", ["--format", "html"], "{}", /markdown, text, json/],
    ["a limit that is too short", ["--limit", "10"], "{}", /at least 2,000/],
    [
      "a file of prices that is not there",
      ["--prices", "none.yaml"],
      '{"steps":[]}',
      /--prices: reading prices from none.yaml/,
    ],
  ] as const) {
    it(`ends with 2 and says how it is called: ${what}`, async () => {
      const { code, out, err } = await installed(args, input);
      assert.deepEqual([code, out], [2, ""]);
      assert.match(err, message);
    });
  }
});
