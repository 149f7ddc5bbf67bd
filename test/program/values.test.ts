import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { modelarts, Provider, qizhi, tione } from "../../src";
import { mockEngine } from "./mocks";

/** As JavaScript calls a function: with anything. */
type Call = (...args: unknown[]) => unknown;

describe("a helper that is given an output, in JavaScript", () => {
  before(() => mockEngine());

  const output: unknown = pulumi.output("x");
  const machines = { cores: 1, memoryGiB: 1 };
  const later: readonly [string, unknown, unknown[], string][] = [
    ["tione.cos", tione.cos, [output], "place"],
    ["tione.mountCos", tione.mountCos, [output, "/data"], "place"],
    ["tione.mountCosfs", tione.mountCosfs, [output, "/data"], "place"],
    ["tione.prepaid", tione.prepaid, [output], "machines"],
    ["tione.prepaid", tione.prepaid, [{ ...machines, cores: output }], "cores"],
    ["tione.prepaid", tione.prepaid, [{ ...machines, gpus: output }], "gpus"],
    ["tione.postpaid", tione.postpaid, [output], "machines"],
    ["tione.getTrainingJob", tione.getTrainingJob, [{ jobId: output }], "jobId"],
    ["tione.getBillingPrices", tione.getBillingPrices, [{}, { region: output }], "region"],
    ["modelarts.pool", modelarts.pool, [output], "machines"],
    ["modelarts.pool", modelarts.pool, [{ poolId: "p", cards: output }], "cards"],
    ["modelarts.retries", modelarts.retries, [output], "times"],
    ["modelarts.getResourceGroups", modelarts.getResourceGroups, [output], "args"],
    ["qizhi.hours", qizhi.hours, [output], "count"],
    ["qizhi.minutes", qizhi.minutes, [output], "count"],
    ["qizhi.getNodes", qizhi.getNodes, [output], "args"],
  ];
  for (const [name, call, args, argument] of later) {
    it(`says so: ${argument} of ${name}`, () => {
      const message = `${name}: ${argument} is an output, whose value is not known yet; write \`output.apply((value) => ${name}(…))\``;
      assert.throws(() => (call as Call)(...args), { name: "TypeError", message });
    });
  }

  it("says the same of a promise, and what else is no text", () => {
    const cos = tione.cos as Call;
    assert.throws(() => cos(Promise.resolve("b/p/")), /^TypeError: tione\.cos: place is a promise/);
    assert.throws(() => cos(undefined), /does not name a bucket and a path/);
  });

  it("lets an output through where the platform's request takes it", () => {
    assert.equal(modelarts.pool({ poolId: pulumi.output("p"), cards: 8 }).nodeCount, 1);
  });
});

describe("new Provider, in JavaScript", () => {
  before(() => mockEngine());

  it("knows the platforms", () => {
    const misspelled = { tion: { region: "ap-beijing" } };
    assert.throws(
      () => new Provider("p", misspelled as object), // no member of it is a provider's
      /Provider "p": "tion" is not one of its settings: tione, modelarts, qizhi, prices, budget/,
    );
  });
});
