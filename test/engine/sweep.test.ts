import assert from "node:assert/strict";
import { TestStack } from "./stack";

describe("examples/fleet", function () {
  this.timeout(300_000);
  let stack: TestStack;
  before(async () => {
    stack = await TestStack.start();
    await stack.example("fleet");
    await stack.mustPass("config", "set", "seeds", "2");
  });
  after(() => stack.stop());

  it("submits twenty jobs, waits for all, and registers the best one", async () => {
    await stack.up();
    const jobs = await stack.jobs();
    assert.deepEqual([jobs.length, jobs.filter(({ state }) => state === "SUCCEED").length], [20, 20]);
    const [model] = await stack.rowsOf("TrainingModelVersion");
    assert.equal(model?.outputs.status, "ready");
    assert.ok(jobs.some(({ id }) => id === model.outputs.sourceJobId));
  });

  it("buys nothing when it runs again", async () => {
    await stack.up();
    assert.equal((await stack.requests("CreateTrainingTask")).length, 20);
  });
});
