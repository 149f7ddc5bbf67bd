import assert from "node:assert/strict";
import { modelartsJobSpec } from "../../../src/platforms/modelarts/jobs/schema";
import { obsInput, obsOutput, pool, retries } from "../../../src/program/modelarts";

describe("values for a ModelArts job", () => {
  it("make a spec that passes the check", () => {
    const given = {
      algorithm: {
        engine: { imageUrl: "team/llm:1" },
        command: "bash run.sh",
        inputs: [obsInput("data_url", "/b/data/")],
        outputs: [obsOutput("train_url", "/b/out/")],
      },
      resource: pool({ poolId: "pool7d1e384a", cards: 8, nodes: 2 }),
      annotations: retries(2),
    };
    assert.deepEqual(modelartsJobSpec.parse(given), given);
    assert.deepEqual(given.resource, {
      poolId: "pool7d1e384a",
      flavorId: "modelarts.pool.visual.8xlarge",
      nodeCount: 2,
    });
    assert.deepEqual(pool({ poolId: "cpu" }), { poolId: "cpu", nodeCount: 1 });
  });

  it("refuse machines and numbers that ModelArts does not have", () => {
    assert.throws(() => pool({ poolId: "p", cards: 3 }), { name: "RangeError", message: /1, 2, 4, 8, 16/ });
    assert.throws(() => retries(4), RangeError);
  });
});
