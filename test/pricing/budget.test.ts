import assert from "node:assert/strict";
import { excessOf, readBudget, type Expense } from "../../src/pricing/budget";
import type { Quote } from "../../src/pricing/quote";

const quote = (perHour: number, most?: number): Quote => ({
  machines: [],
  rate: { perHour, unit: "yuan", basis: "list", source: "" },
  isEnforced: false,
  ...(most !== undefined && { most }),
});
const costs = (name: string, ...of: Parameters<typeof quote>): Expense => ({ name, quote: quote(...of) });
const unknown = (name: string): Expense => ({ name, quote: undefined });
const points: Expense = {
  name: "points",
  quote: { machines: [], rate: { perHour: 99, unit: "points", basis: "list", source: "" }, isEnforced: true },
};

describe("a budget", () => {
  it("allows what costs as much as it says, and not a fen more", () => {
    assert.equal(excessOf({ maxYuanPerHour: 30 }, [costs("a", 10), costs("b", 20)], "it"), undefined);
    assert.equal(
      excessOf({ maxYuanPerHour: 29.99 }, [costs("a", 10), costs("b", 20)], "it"),
      "it is exceeded: ¥30/h is more than maxYuanPerHour, ¥29.99/h; counted: b ¥20/h, a ¥10/h",
    );
  });

  it("counts what is unknown as nothing and says so, or refuses it", () => {
    const jobs = [costs("a", 10, 240), unknown("b"), points, costs("endless", 1)];
    assert.match(
      excessOf({ maxYuan: 200 }, jobs, "it") ?? "",
      /¥240 at most is more than maxYuan, ¥200; .*; unknown, and counted as nothing: b, points, endless$/,
    );
    assert.equal(excessOf({ maxYuan: 300 }, jobs, "it"), undefined);
    assert.match(
      excessOf({ maxYuan: 300, allowUnknownPrice: false }, jobs, "it") ?? "",
      /what b, points, endless cost is not known, and allowUnknownPrice is false/,
    );
    assert.match(excessOf({ maxYuanPerHour: 300, allowUnknownPrice: false }, jobs, "it") ?? "", /what b, points cost/);
    assert.equal(excessOf({ allowUnknownPrice: false }, jobs, "it"), undefined, "without a limit nothing is asked");
  });

  it("names the dearest of many", () => {
    const jobs = Array.from({ length: 30 }, (_, index) => costs(`job-${index}`, index));
    assert.match(excessOf({ maxYuanPerHour: 1 }, jobs, "it") ?? "", /counted: job-29 ¥29\/h, .* and 20 more$/);
  });

  it("is read from the setting, numbers as text or not, and a wrong one is told by its name", () => {
    assert.deepEqual(readBudget(undefined), {});
    assert.deepEqual(readBudget('{"maxYuanPerHour":"12.5","allowUnknownPrice":"false"}'), {
      maxYuanPerHour: 12.5,
      allowUnknownPrice: false,
    });
    assert.throws(() => readBudget("100"), /training:budget.*pulumi config set --path training:budget\.maxYuanPerHour/);
    assert.throws(() => readBudget('{"maxYuan":"much"}'), /training:budget\.maxYuan: must be a number of yuan/);
    assert.throws(() => readBudget('{"max":1}'), /max/);
  });
});
