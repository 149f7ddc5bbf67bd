import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Platform } from "../../src/jobs/platform";
import type { Price, PriceApi } from "../../src/jobs/price";
import { findPlatform } from "../../src/platforms/registry";
import { LONGEST_ANSWER_MS, PriceBook } from "../../src/pricing/book";
import { quoteOf, type PriceList } from "../../src/pricing/quote";
import { PriceTable } from "../../src/pricing/table";
import { quoteText } from "../../src/pricing/words";
import { samples } from "../conformance/samples";
import { fakeClock } from "../fake-clock";

const platformOf = (name: string): Platform<object> => {
  const platform = findPlatform(name);
  assert.ok(platform);
  return platform;
};
const specOf = (name: string, more: object = {}) => ({ ...samples[name]?.spec, ...more });
const price = (perHour: number, more: Partial<Price> = {}): Price => ({
  perHour,
  unit: "yuan",
  basis: "list",
  ...more,
});
const listOf = (...rows: [string, Price][]) => ({
  prices: new Map(rows),
  source: "TI-ONE X",
  readAt: "2026-01-01T00:00:00Z",
});
const machines = (...each: [instanceType: string, instanceNum: number][]) => ({
  resourceConfigInfos: each.map(([instanceType, instanceNum]) => ({ role: "WORKER", instanceType, instanceNum })),
});
const NONE = { none: "nobody knows" };

describe("the price of a job", () => {
  const tione = platformOf("tione");
  const text = (spec: object, list: PriceList, maxDuration?: string) =>
    quoteText(quoteOf(tione, { spec, maxDuration }, { own: PriceTable.empty, list }));

  it("is the sum over all machines", () => {
    const spec = specOf("tione", machines(["A", 2], ["B", 1]));
    assert.equal(
      text(spec, listOf(["A", price(27.4)], ["B", price(0.45)])),
      "¥55.25/h (2 × A at ¥27.4 + 1 × B at ¥0.45, list price)",
    );
  });

  it("has an upper bound where something says how long the job runs", () => {
    const spec = specOf("tione", machines(["A", 2]));
    assert.equal(
      text(spec, listOf(["A", price(27.4)]), "24h"),
      "¥54.8/h (2 × A at ¥27.4, list price), at most ¥1,315 in 24h",
    );
    const { most, isEnforced } = quoteOf(
      platformOf("qizhi"),
      { spec: specOf("qizhi") },
      { own: PriceTable.empty, list: NONE },
    );
    assert.deepEqual([most, isEnforced], [undefined, true]);
  });

  it("is unknown, and not nothing, when that of one machine is", () => {
    const spec = specOf("tione", machines(["A", 2], ["B", 1]));
    assert.equal(text(spec, listOf(["A", price(27.4)])), "2 × A + 1 × B; price unknown: TI-ONE reports no price for B");
    assert.equal(text(spec, NONE), "2 × A + 1 × B; price unknown: nobody knows");
    assert.equal(
      text(specOf("tione", machines(["A", 1])), listOf(["A", price(5, { unit: "points" })])),
      "5 points/h (1 × A at 5 points, list price)",
    );
  });

  it("is no better known than the least known of its parts", () => {
    const spec = specOf("tione", machines(["A", 1], ["B", 1]));
    const quote = quoteOf(
      tione,
      { spec },
      { own: PriceTable.empty, list: listOf(["A", price(1, { basis: "discounted" })], ["B", price(1)]) },
    );
    assert.equal(quote.rate?.basis, "list");
    const mixed = quoteOf(
      tione,
      { spec },
      { own: PriceTable.empty, list: listOf(["A", price(1, { unit: "points" })], ["B", price(1)]) },
    );
    assert.equal(mixed.rate, undefined);
  });

  for (const [name, sample] of Object.entries(samples)) {
    it(`finds machines and a place for prices in a job on ${name}`, () => {
      const { job } = platformOf(name);
      for (const spec of [sample.spec, sample.group.job]) {
        assert.ok(job.machines(spec).every(({ count }) => count >= 1) && job.machines(spec).length > 0);
        const source = job.priceSource(spec);
        assert.ok("list" in source || source.none.length > 0);
      }
      if (!job.timeLimit) return;
      const { read, write, stepMs } = job.timeLimit;
      assert.equal(read(write(sample.spec, 3 * stepMs)), 3 * stepMs);
    });
  }
});

it("a job of ModelArts whose roles are on a dedicated pool is on that pool", () => {
  const { job } = platformOf("modelarts");
  const tasks = [{ role: "a" }, { role: "b", taskResource: { nodeCount: 2, poolId: "pool-1" } }];
  assert.deepEqual(job.group({ tasks }), { id: "pool-1" });
  assert.deepEqual(
    job.machines({ tasks }).map(({ count }) => count),
    [1, 2],
  );
  assert.ok("none" in job.priceSource({ tasks }));
});

describe("a table of prices", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "prices-"));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const row = { platform: "tione", machine: "A", yuanPerHour: 3 };

  it("is read from a setting, from YAML and from JSON", async () => {
    const [yaml, json] = [join(folder, "prices.yaml"), join(folder, "prices.json")];
    await writeFile(yaml, "- {platform: tione, machine: A, yuanPerHour: 3}\n");
    await writeFile(json, JSON.stringify([row]));
    // `pulumi config set --path` keeps numbers as they are, or as text.
    const texts = [
      yaml,
      JSON.stringify(yaml),
      json,
      JSON.stringify([row]),
      JSON.stringify([{ ...row, yuanPerHour: "3" }]),
    ];
    for (const text of texts) {
      const table = await PriceTable.read(text);
      assert.deepEqual(table.priceOf("tione", "A"), { perHour: 3, unit: "yuan", basis: "own" });
      assert.equal(table.priceOf("qizhi", "A"), undefined);
    }
  });

  it("wins over the platform's", async () => {
    const table = await PriceTable.read(JSON.stringify([row]));
    const { rate } = quoteOf(
      platformOf("tione"),
      { spec: specOf("tione", machines(["A", 1])) },
      { own: table, list: listOf(["A", price(9)]) },
    );
    assert.deepEqual(rate, { perHour: 3, unit: "yuan", basis: "own", source: "training:prices" });
  });

  it("says what is wrong with it", async () => {
    await assert.rejects(PriceTable.read(join(folder, "nowhere.yaml")), /reading prices from .*nowhere\.yaml: ENOENT/);
    await assert.rejects(
      PriceTable.read(JSON.stringify([{ ...row, yuanPerHour: -1 }])),
      /training:prices: .*at least 0.*\[0\]\.yuanPerHour/,
    );
    await assert.rejects(PriceTable.read(JSON.stringify([{ platform: "tione" }])), /machine/);
  });
});

describe("the book of prices", () => {
  const spec = specOf("tione", machines(["A", 1]));
  const market = (read: PriceApi["read"]) => ({ platform: platformOf("tione"), prices: { action: "Prices", read } });

  it("asks once, whoever wants to know", async () => {
    let asked = 0;
    const book = new PriceBook(fakeClock());
    const there = market(async () => {
      asked += 1;
      return new Map([["A", price(2)]]);
    });
    const quotes = await Promise.all([1, 2, 3].map(() => book.quote({ spec }, there, PriceTable.empty)));
    assert.deepEqual(
      quotes.map(({ rate }) => rate?.perHour),
      [2, 2, 2],
    );
    assert.equal(asked, 1);
    // A table that says it needs no answer at all.
    const own = await PriceTable.read(JSON.stringify([{ platform: "tione", machine: "A", yuanPerHour: 1 }]));
    await new PriceBook(fakeClock()).quote(
      { spec },
      market(() => assert.fail("asked")),
      own,
    );
  });

  it("does without what is refused or comes too late, and does not ask again", async () => {
    let asked = 0;
    const refused = market(async () => {
      asked += 1;
      throw new Error("no permission");
    });
    const clock = fakeClock();
    const book = new PriceBook(clock);
    for (let times = 0; times < 2; times += 1) {
      const { unpriced } = await book.quote({ spec }, refused, PriceTable.empty);
      assert.equal(unpriced, "TI-ONE did not report its prices");
    }
    assert.equal(asked, 1);
    const late = book.quote(
      { spec },
      market(() => new Promise(() => {})),
      PriceTable.empty,
    );
    await clock.advance(LONGEST_ANSWER_MS);
    assert.equal((await late).unpriced, "TI-ONE did not report its prices");
  });
});
